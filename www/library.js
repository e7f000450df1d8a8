// @ts-check
// The user's own templates, on this device only: each under a name of its own, so that tabs do not write over each other's. What is read is
// held to what a template may be, as anything on the origin may have written it.
import { MOST, Refused, faultOf, templateOf } from './template.js';
import { unique } from './store.js';

/** @typedef {import('./template.js').Template} Template */
/** @typedef {Template & { id: string, used: number }} Own `used`: when it was last, or written; milliseconds */

const PREFIX = 'wasmagine template ';

/** @param {string} id @returns {Own | undefined} */
export function read(id) {
  try {
    const data = JSON.parse(String(localStorage.getItem(PREFIX + id)));
    if (faultOf(data)) return undefined;
    return { ...templateOf(data), id, used: Number.isFinite(data.used) ? data.used : 0 };
  } catch {
    return undefined; // something else wrote it, or storage is switched off
  }
}

/** The last used first. @returns {Own[]} */
export function all() {
  /** @type {string[]} */
  let names = [];
  try {
    names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    // Storage is switched off.
  }
  return names
    .flatMap((name) => read(name.slice(PREFIX.length)) ?? [])
    .sort((a, b) => b.used - a.used)
    .slice(0, MOST);
}

/** Throws where the browser takes no more, or nothing. @param {Own} own */
export const write = ({ id, used, ...template }) =>
  localStorage.setItem(PREFIX + id, JSON.stringify({ ...templateOf(template), used }));

/** What keeps another one from being added, or the one with this id from being written anew. @param {string} [id] @returns {import('./template.js').Fault | undefined} */
export function room(id) {
  const here = all();
  return here.length < MOST || here.some((each) => each.id === id)
    ? undefined
    : ['templatesTooMany', here.length + 1, MOST];
}

/** Those that are not here yet: all of them or none. @param {readonly Template[]} templates */
export function take(templates) {
  const text = (/** @type {Template} */ template) => JSON.stringify(templateOf(template));
  const here = all();
  const known = new Set(here.map(text));
  const fresh = [...new Map(templates.map((each) => [text(each), each]))].filter(
    ([each]) => !known.has(each),
  );
  if (here.length + fresh.length > MOST)
    throw new Refused(['templatesTooMany', here.length + fresh.length, MOST]);
  const now = Date.now();
  const written = fresh.map(([, each], at) => ({ ...each, id: unique(), used: now - at }));
  try {
    written.forEach(write);
  } catch (error) {
    for (const { id } of written) remove(id);
    throw error;
  }
  return { added: written.length, known: templates.length - written.length };
}

/** Of what a browser throws that stores nothing. @param {any} error @returns {[key: string]} */
export const unkept = (error) => [/quota/i.test(error?.name) ? 'templateFull' : 'templateNotKept'];

/** @param {string} id */
export const remove = (id) => localStorage.removeItem(PREFIX + id);

/** Calls when another tab has changed one, until it is told to end. @param {() => void} changed */
export function watch(changed) {
  const hear = (/** @type {StorageEvent} */ { key }) => {
    if (key === null || key.startsWith(PREFIX)) changed();
  };
  addEventListener('storage', hear);
  return () => removeEventListener('storage', hear);
}
