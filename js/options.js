// @ts-check
// The caller's options as objects: how they go together, and how they are held as they are at a call. It knows nothing of what they
// mean: that js/read.js reads.
import { hold } from './input.js';

/** What has no place in a turn, which is one request and has its prompt already; nor in what all turns share. */
export const NOT_OF_TURNS = ['prompt', 'n', 'concurrency'];
export const NOT_OF_SESSIONS = [...NOT_OF_TURNS, 'images'];

/** @param {any} value */
export const isOptions = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is undefined counts as absent. @param {any} defaults @param {any} [options] */
export function over(defaults, options = {}) {
  if (!isOptions(options)) return options;
  return { ...defaults, ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) };
}

/**
 * Plain objects and arrays all the way down, so that a caller who changes them later changes nothing here; `extraBody` may hold a
 * cycle, which its reader refuses.
 * @param {any} value @param {Map<any, any>} [seen] @returns {any}
 */
export function copy(value, seen = new Map()) {
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  if (value instanceof Headers) return [...value];
  if (value instanceof URL) return value.href;
  const prototype = Object.getPrototypeOf(value);
  const plain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!plain && !Array.isArray(value)) return value;
  /** @type {any} */
  const made = plain ? {} : [];
  seen.set(value, made);
  for (const [name, item] of Object.entries(value)) {
    // Not by assignment, to which `__proto__` is no ordinary key.
    Object.defineProperty(made, name, { value: copy(item, seen), configurable: true, enumerable: true, writable: true });
  }
  return made;
}

/** The options as they are now: a caller may change the object while the wasm loads, or while other turns run. @param {any} value */
export function snapshot(value) {
  if (!isOptions(value)) return value;
  const now = copy({ ...value });
  if (now.images !== undefined) now.images = [now.images].flat().map((image) => hold(image) ?? image);
  return now;
}
