// @ts-check
// What the disk holds for nobody is given back.
import { NAMES, done, open } from './database.js';
import { ledTo } from './store.js';

/** The lock that tabs share in which pictures were deleted that may come back. */
export const DELETED = 'wasmagine deleted';

/** Gives back what no picture leads to any more. Not when a picture goes, because it may come back: at the next visit. */
export const sweep = async () =>
  navigator.locks
    ? navigator.locks.request(DELETED, { ifAvailable: true }, (free) => free && give())
    : give(); // not for a page that came by plain HTTP

async function give() {
  const sweeping = (await open()).transaction(NAMES, 'readwrite');
  const [pictures, conversations, contents, references, queue] = NAMES.map((name) =>
    sweeping.objectStore(name),
  );
  const kept = await done(pictures.getAll());
  const talks = new Set(kept.map(({ conversation }) => conversation));
  for (const talk of await done(conversations.getAll())) {
    if (talks.has(talk.id)) kept.push(talk);
    else conversations.delete(talk.id);
  }
  const used = new Set([...kept, ...(await done(queue.getAll()))].flatMap(ledTo));
  for (const store of [contents, references])
    for (const id of await done(store.getAllKeys())) if (!used.has(String(id))) store.delete(id);
}
