// @ts-check
// What stays when the page is left: pictures, the references that went with them, and conversations, in IndexedDB, as Blobs. In private
// windows WebKit's takes no Blobs, so there their bytes are stored. Knows nothing of what a picture means.

/** @typedef {import('./record.js').Picture} Picture */
/** @typedef {{ id: string, contents: Blob[], source: Blob, settings: Record<string, any> }} Conversation */

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** An id. `crypto.randomUUID` is not there for a page that came by plain HTTP, as it does from a computer to a phone beside it. */
export const unique = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** @type {Promise<IDBDatabase> | undefined} */
let opening;
const NAMES = ['pictures', 'references', 'conversations'];

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('wasmagine gallery', 2);
    request.onupgradeneeded = () => {
      for (const name of NAMES) if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name, { keyPath: 'id' });
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
      result.onversionchange = () => { result.close(); opening = undefined; };
      result.onclose = () => { opening = undefined; };
      opening = Promise.resolve(result);
      resolve(result);
    };
  });
  return opening;
}

/** All of it or nothing. @param {string[]} names @param {(stores: Record<string, IDBObjectStore>) => void} work */
async function write(names, work) {
  const writing = (await open()).transaction(names, 'readwrite');
  await new Promise((resolve, reject) => {
    writing.oncomplete = resolve;
    // A full disk is told here, and not by the request.
    writing.onabort = writing.onerror = () => reject(writing.error ?? new DOMException('The database gave up.', 'UnknownError'));
    work(Object.fromEntries(names.map((name) => [name, writing.objectStore(name)])));
  });
}

/** @typedef {Record<string, any[]>} Values by store */
/** @param {Values} values */
async function put(values) {
  const all = (/** @type {Values} */ values) => write(Object.keys(values), (stores) => {
    for (const [name, list] of Object.entries(values)) for (const value of list) stores[name].put(value);
  });
  try {
    await all(values);
  } catch (error) {
    if (isFull(error) || isElsewhere(error)) throw error;
    await all(await unblobbed(values));
  }
}

/** @param {any} error */
export const isFull = (error) => error?.name === 'QuotaExceededError';

/** @param {any} error whether it is that another tab runs another version of the page */
export const isElsewhere = (error) => error?.name === 'VersionError';

const BYTES = '\0bytes';

/** @param {any} value @returns {Promise<any>} */
async function unblobbed(value) {
  if (value instanceof Blob) return { [BYTES]: await value.arrayBuffer(), type: value.type };
  if (Array.isArray(value)) return Promise.all(value.map(unblobbed));
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([key, part]) => [key, await unblobbed(part)])));
}

/** @param {any} value @returns {any} */
function blobbed(value) {
  if (value instanceof Blob || !value || typeof value !== 'object') return value;
  if (BYTES in value) return new Blob([value[BYTES]], { type: value.type });
  if (Array.isArray(value)) return value.map(blobbed);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, blobbed(part)]));
}

/** @param {string} name @returns {Promise<any[]>} */
const all = async (name) => (await done((await open()).transaction(name).objectStore(name).getAll())).map(blobbed);

/** References are stored once, however many pictures they went with. @type {WeakMap<Blob, string>} */
const ids = new WeakMap();

/** @param {Blob} blob */
function idOf(blob) {
  if (!ids.has(blob)) ids.set(blob, unique());
  return /** @type {string} */ (ids.get(blob));
}

export const store = {
  /** The newest first. @returns {Promise<Picture[]>} */
  async pictures() {
    const [pictures, references] = await Promise.all([all('pictures'), all('references')]);
    for (const { id, blob } of references) ids.set(blob, id);
    const blobs = new Map(references.map(({ id, blob }) => [id, blob]));
    const held = (/** @type {unknown} */ ids) => (Array.isArray(ids) ? ids.flatMap((id) => blobs.get(id) ?? []) : []);
    return pictures.map((picture) => ({ ...picture, references: held(picture.references) })).sort((a, b) => b.made - a.made);
  },
  /** @param {Picture} picture */
  keep: ({ references, ...picture }) => put({
    ...(references.length && { references: references.map((blob) => ({ id: idOf(blob), blob })) }),
    pictures: [{ ...picture, references: references.map(idOf) }],
  }),
  /** @param {string} id */
  remove: (id) => write(['pictures'], ({ pictures }) => pictures.delete(id)),
  /** Gives back what no picture leads to any more. Not when a picture goes, because it may come back. */
  sweep: () => write(NAMES, ({ pictures, references, conversations }) => {
    pictures.getAll().onsuccess = (/** @type {any} */ { target: { result } }) => {
      const used = new Set(result.flatMap((/** @type {any} */ { conversation, references }) => [conversation, references].flat()));
      for (const store of [references, conversations]) {
        store.getAllKeys().onsuccess = (/** @type {any} */ { target }) => {
          for (const id of target.result) if (!used.has(id)) store.delete(id);
        };
      }
    };
  }),
  /** @returns {Promise<Conversation[]>} */
  conversations: () => all('conversations'),
  /** @param {string} id @returns {Promise<Conversation | undefined>} */
  conversation: async (id) => blobbed(await done((await open()).transaction('conversations').objectStore('conversations').get(id))),
  /** @param {Conversation} conversation */
  remember: (conversation) => put({ conversations: [conversation] }),
  clear: () => write(NAMES, (stores) => { for (const name of NAMES) stores[name].clear(); }),
};
