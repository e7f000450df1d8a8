// @ts-check
// The caller's options as objects: how they go together, and how they are held as they are at a call. It knows nothing of what they
// mean: that js/read.js reads; but where a key goes is decided where defaults meet options.
import { defined, isObject } from './answer.js';
import { hold } from './input.js';
import { HOME, get, originOf } from './read.js';

/** What has no place in a turn, which is one request and has its prompt already; nor in what all turns share. */
export const NOT_OF_TURNS = ['prompt', 'n', 'concurrency'];
export const NOT_OF_SESSIONS = [...NOT_OF_TURNS, 'images'];

/** @param {any} value */
export const isOptions = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names of headers that carry a credential, as far as names tell. */
const CREDENTIAL = /auth|cookie|key|token|secret|pass|session|sign|credential|jwt/i;

/** A URL object as text, read once: it might say something else the next time. What is none is refused by its reader. @param {any} options */
function spelled(options) {
  const { baseURL } = options;
  const href = isObject(baseURL) ? get(baseURL, 'href') : undefined;
  return typeof href === 'string' ? { ...options, baseURL: href } : options;
}

/** Defaults, whose credentials are for the origin that they name now. @param {any} defaults */
export function settled(defaults) {
  const now = spelled(defaults);
  return { ...now, [HOME]: defaults[HOME] ?? originOf(now.baseURL) };
}

/** A list that can be read again; what is none is refused by its reader. @param {any} headers @returns {any} */
function listed(headers) {
  try {
    return headers && [...new Headers(headers)];
  } catch {
    return headers;
  }
}

/** @param {any} headers as listed() gives them */
const carries = (headers) => Array.isArray(headers) && headers.some(([name]) => CREDENTIAL.test(name));

/**
 * What is undefined counts as absent. Key and headers of the defaults go to no other origin than theirs: options that lead elsewhere bring their
 * own; where they do not, and there is a credential among the defaults, js/read.js refuses by `HOME`.
 * @param {any} defaults settled @param {any} [options]
 */
export function over(defaults, options = {}) {
  if (!isOptions(options)) return options;
  const own = spelled(defined(options));
  const all = { ...defaults, ...own };
  const home = originOf(all.baseURL);
  if (home === defaults[HOME]) return all;
  const { apiKey } = own;
  const headers = listed(own.headers);
  all.headers = headers ?? listed(defaults.headers);
  const brings = apiKey !== undefined || carries(headers);
  const follows = all.apiKey !== undefined || carries(all.headers);
  return brings || !follows ? { ...all, apiKey, headers, [HOME]: home } : all;
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
  now[HOME] = value[HOME];
  if (now.images !== undefined) now.images = [now.images].flat().map((image) => hold(image) ?? image);
  return now;
}
