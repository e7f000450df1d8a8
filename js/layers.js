// @ts-check
// A caller's options as they are now: the object may change while the wasm loads, or while other turns run.
// What they mean, and how they go together, is for Rust to read.
import { holdAll } from './held.js';

/** Defaults of a client or a session. @typedef {{ options: any, base: string | undefined }} Layer */

/** Of a session: what has no place in a turn, which is one request and has its prompt already. */
export const NOT_OF_TURNS = ['prompt', 'n', 'concurrency'];
export const NOT_OF_SESSIONS = [...NOT_OF_TURNS, 'images'];

/** @param {any} value */
export const isOptions = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** With what relative addresses go by: no `<base>` that comes later moves a default. @param {any} options */
export function layerOf(options) {
  /** @type {string | undefined} */
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  return { options: snapshot(options), base };
}

/** @param {any} value options; what is none stays as it is, to be refused */
export function snapshot(value) {
  if (!isOptions(value)) return value;
  const now = copy({ ...value });
  const href = hrefOf(now.baseURL);
  if (typeof href === 'string') now.baseURL = href;
  if (now.images !== undefined) now.images = holdAll(now.images);
  return now;
}

/** Of a URL, also of another realm; a getter might say something else the next time. @param {any} value */
function hrefOf(value) {
  try {
    return value?.href;
  } catch {}
}

/**
 * Plain objects and arrays all the way down; `extraBody` may hold a cycle, which its reader refuses.
 * @param {any} value @param {Map<any, any>} [seen] @returns {any}
 */
function copy(value, seen = new Map()) {
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
    const property = { configurable: true, enumerable: true, writable: true };
    Object.defineProperty(made, name, { ...property, value: copy(item, seen) });
  }
  return made;
}

/**
 * What ends a call; whether it is a signal is for Rust to say.
 * @param {Layer[]} layers @param {any[]} given the call's own arguments
 */
export function signalOf(layers, ...given) {
  const all = [...layers.map(({ options }) => options), ...given];
  return all.reduce((signal, options) => options?.signal ?? signal, undefined);
}
