// @ts-check
// The database: its name, which is ours alone on an origin that may have other pages, its versions, and whether anything lies in it. What
// does, store.js knows, which comes when there is something.

/**
 * Records of pictures and of conversations; the bytes that they lead to, each once, by what they are; and references of pictures as pages
 * before version 3 kept them, which still lead there.
 */
export const NAMES = ['pictures', 'conversations', 'contents', 'references'];

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export const done = (request) => new Promise((resolve, reject) => {
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

export async function isEmpty() {
  const reading = (await open()).transaction(NAMES);
  const counts = await Promise.all(NAMES.map((name) => done(reading.objectStore(name).count())));
  return !counts.some(Boolean);
}

/** @param {any} error */
export const isFull = (error) => error?.name === 'QuotaExceededError';

/** @param {any} error whether it is that another tab runs another version of the page */
export const isElsewhere = (error) => error?.name === 'VersionError';
