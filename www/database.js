// @ts-check
// The database: its name, which is ours alone on an origin that may have other pages, its versions, and how records are read from it with the
// contents that they lead to. It says nothing of what stands in them: record.js does, which comes when a picture is looked at.

/**
 * Records of pictures and of conversations; the bytes that they lead to, each once, by what they are; and references of pictures as pages
 * before version 3 kept them, which still lead there.
 */
export const NAMES = ['pictures', 'conversations', 'contents', 'references'];

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
    const request = indexedDB.open('wasmagine gallery', 3);
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

/** The contents that a record leads to, by their ids. @param {any} record @returns {string[]} */
export const ledTo = ({ blob, small, references, source, contents }) =>
  [blob, small, source, references, contents].flat().filter((at) => typeof at === 'string');

/** What records lead to: beside them, or within them as pages before version 3 wrote it. @param {any[]} records */
export async function blobs(records) {
  const reading = (await open()).transaction(['contents', 'references']);
  const get = async (/** @type {string} */ id) => {
    const blob = whole(
      (
        (await done(reading.objectStore('contents').get(id))) ??
        (await done(reading.objectStore('references').get(id)))
      )?.blob,
    );
    if (blob) ids.set(blob, Promise.resolve(id));
    return /** @type {const} */ ([id, blob]);
  };
  const held = new Map(await Promise.all([...new Set(records.flatMap(ledTo))].map(get)));
  return (/** @type {unknown} */ at) => (typeof at === 'string' ? held.get(at) : whole(at));
}

/** @param {any} error */
export const isFull = (error) => error?.name === 'QuotaExceededError';

/** @param {any} error whether it is that another tab runs another version of the page */
export const isElsewhere = (error) => error?.name === 'VersionError';

/** Gives back what no picture leads to any more. Not when a picture goes, because it may come back: at the next visit. */
export async function sweep() {
  const sweeping = (await open()).transaction(NAMES, 'readwrite');
  const [pictures, conversations, contents, references] = NAMES.map((name) => sweeping.objectStore(name));
  const kept = await done(pictures.getAll());
  const talks = new Set(kept.map(({ conversation }) => conversation));
  for (const talk of await done(conversations.getAll())) {
    if (talks.has(talk.id)) kept.push(talk);
    else conversations.delete(talk.id);
  }
  const used = new Set(kept.flatMap(ledTo));
  for (const store of [contents, references])
    for (const id of await done(store.getAllKeys())) if (!used.has(String(id))) store.delete(id);
}
