// One conversation in IndexedDB, which takes a snapshot as it is: its pictures are Blobs on disk, not in memory.

const opened = new Promise((resolve, reject) => {
  const opening = indexedDB.open('chat');
  opening.onupgradeneeded = () => opening.result.createObjectStore('sessions');
  opening.onsuccess = () => resolve(opening.result);
  opening.onerror = () => reject(opening.error);
});

async function ask(mode, question) {
  const transaction = (await opened).transaction('sessions', mode);
  const request = question(transaction.objectStore('sessions'));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** The last snapshot, or undefined. */
export const load = () => ask('readonly', store => store.get('chat'));

/** In place of the last. */
export const save = snapshot => ask('readwrite', store => store.put(snapshot, 'chat'));

export const forget = () => ask('readwrite', store => store.delete('chat'));
