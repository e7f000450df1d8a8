// @ts-check
// A page's own database, as a caller would have one.

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function open() {
  const opening = indexedDB.open('conversations');
  opening.onupgradeneeded = () => { opening.result.createObjectStore('sessions'); };
  return done(opening);
}

/** @param {string} name @param {any} value */
export async function put(name, value) {
  const writing = (await open()).transaction('sessions', 'readwrite');
  writing.objectStore('sessions').put(value, name);
  await new Promise((resolve, reject) => {
    writing.oncomplete = resolve;
    writing.onabort = () => reject(writing.error);
  });
}

/** @param {string} name @returns {Promise<any>} */
export const get = async name => done((await open()).transaction('sessions').objectStore('sessions').get(name));
