// @ts-check
// The database: its name, which is ours alone on an origin that may have other pages, its versions, and how records are read from it with the
// contents that they lead to. It says nothing of what stands in them: record.js does, which comes when a picture is looked at.

/**
 * Records of pictures and of conversations; the bytes that they lead to, each once, by what they are; references of pictures as pages
 * before version 3 kept them, which still lead there; and the queue.
 */
export const NAMES = ['pictures', 'conversations', 'contents', 'references', 'queue'];

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @type {Promise<IDBDatabase> | undefined} */
let opening;

/** @returns {Promise<IDBDatabase>} */
export function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('wasmagine gallery', 4);
    request.onupgradeneeded = () => {
      for (const name of NAMES)
        if (!request.result.objectStoreNames.contains(name))
          request.result.createObjectStore(name, { keyPath: 'id' });
    };
    // Another tab has the page in an older version, and keeps its hold. Until it lets go there is no gallery here; then there is one.
    request.onblocked = () => reject(new DOMException('Another tab holds the gallery.', 'VersionError'));
    request.onerror = () => {
      opening = undefined;
      reject(request.error);
    };
    request.onsuccess = () => {
      const { result } = request;
      // A tab with a newer page, or whoever clears the site's data, need not wait for this one.
      result.onversionchange = () => {
        result.close();
        opening = undefined;
      };
      result.onclose = () => {
        opening = undefined;
      };
      opening = Promise.resolve(result);
      resolve(result);
    };
  });
  return opening;
}

/** @param {string} name @returns {Promise<any[]>} */
export const all = async (name) => done((await open()).transaction(name).objectStore(name).getAll());

/** By which id a Blob is stored. @type {WeakMap<Blob, Promise<string>>} */
export const ids = new WeakMap();

/** In private windows WebKit's database takes no Blobs; there this stands for one, with its bytes. */
export const BYTES = '\0bytes';

/** @param {any} value @returns {Blob | undefined} */
function whole(value) {
  if (value instanceof Blob) return value;
  return value?.[BYTES] instanceof ArrayBuffer
    ? new Blob([value[BYTES]], { type: typeof value.type === 'string' ? value.type : '' })
    : undefined;
}

/** What records lead to: by its id, or within them as pages before version 3 wrote it. @param {any[]} all */
export async function blobs(all) {
  /** @type {Map<unknown, Blob | undefined>} */
  const held = new Map();
  const wanted = new Set(all.filter((at) => typeof at === 'string'));
  if (wanted.size) {
    const reading = (await open()).transaction(['contents', 'references']);
    const get = (/** @type {string} */ name, /** @type {string} */ id) =>
      done(reading.objectStore(name).get(id));
    await Promise.all(
      [...wanted].map(async (id) => {
        const blob = whole(((await get('contents', id)) ?? (await get('references', id)))?.blob);
        if (blob) ids.set(blob, Promise.resolve(id));
        held.set(id, blob);
      }),
    );
  }
  return (/** @type {unknown} */ at) => held.get(at) ?? whole(at);
}
