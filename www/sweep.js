// @ts-check
// Gives back what no picture leads to any more. Not when a picture goes, because it may come back: at the next visit.
import { NAMES, done, ledTo, open } from './database.js';

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
