// @ts-check
// What stays when the page is left: pictures and conversations, in IndexedDB, as Blobs. In private windows WebKit's takes no Blobs, so
// there their bytes are stored. Knows nothing of what a picture means.

/** @typedef {import('./record.js').Picture} Picture */
/** @typedef {{ id: string, contents: Blob[], source: Blob, settings: Record<string, any> }} Conversation */

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** @type {Promise<IDBDatabase> | undefined} */
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('wasmagine gallery', 1);
    request.onupgradeneeded = () => {
      for (const name of ['pictures', 'conversations']) request.result.createObjectStore(name, { keyPath: 'id' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  opening.catch(() => { opening = undefined; });
  return opening;
}

/** @param {string} name @param {(store: IDBObjectStore) => void} work */
async function write(name, work) {
  const writing = (await open()).transaction(name, 'readwrite');
  await new Promise((resolve, reject) => {
    writing.oncomplete = resolve;
    // A full disk is told here, and not by the request.
    writing.onabort = writing.onerror = () => reject(writing.error ?? new DOMException('The database gave up.', 'UnknownError'));
    work(writing.objectStore(name));
  });
}

/** @param {'pictures' | 'conversations'} name @param {any} value */
async function put(name, value) {
  try {
    await write(name, (store) => store.put(value));
  } catch (error) {
    if (isFull(error)) throw error;
    const plain = await unblobbed(value);
    await write(name, (store) => store.put(plain));
  }
}

/** @param {any} error */
export const isFull = (error) => error?.name === 'QuotaExceededError';

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

/** @param {'pictures' | 'conversations'} name @returns {Promise<any[]>} */
const all = async (name) => (await done((await open()).transaction(name).objectStore(name).getAll())).map(blobbed);

export const store = {
  /** The newest first. @returns {Promise<Picture[]>} */
  pictures: async () => (await all('pictures')).sort((a, b) => b.made - a.made),
  /** @param {Picture} picture */
  keep: (picture) => put('pictures', picture),
  /** @param {string} id */
  remove: (id) => write('pictures', (store) => store.delete(id)),
  /** @returns {Promise<Conversation[]>} */
  conversations: () => all('conversations'),
  /** @param {string} id @returns {Promise<Conversation | undefined>} */
  conversation: async (id) => blobbed(await done((await open()).transaction('conversations').objectStore('conversations').get(id))),
  /** @param {Conversation} conversation */
  remember: (conversation) => put('conversations', conversation),
  /** @param {string} id */
  forget: (id) => write('conversations', (store) => store.delete(id)),
  async clear() {
    for (const name of ['pictures', 'conversations']) await write(name, (store) => store.clear());
  },
};
