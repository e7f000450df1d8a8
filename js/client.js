// @ts-check
// createClient: the package's functions with defaults bound. It knows how options go together, and nothing of what they mean: that
// Rust reads at each call.
import { createError, describe } from './api.js';
import { FOREIGN } from './session.js';

/**
 * @param {Record<string, (...args: any[]) => any>} functions that take options, or a prompt and then options
 * @param {(options: any) => Promise<any>} check
 */
export const clients = (functions, check) => (/** @type {any} */ defaults) => {
  if (!isOptions(defaults)) {
    throw createError({
      code: 'invalid-option',
      message: `\`defaults\` must be an object, got ${describe(defaults)}`,
      hint: 'pass options that all calls share, such as `createClient({ apiKey })`',
    });
  }
  const ours = copy({ ...defaults });
  const forSessions = Object.fromEntries(Object.entries(ours).filter(([name]) => !FOREIGN.includes(name)));
  const bound = Object.entries(functions).map(([name, call]) => {
    const shared = name === 'createSession' ? forSessions : ours;
    return [name, (/** @type {any[]} */ ...args) => call(...bind(shared, args))];
  });
  return { ...Object.fromEntries(bound), check: () => check(ours) };
};

/** @param {any} value */
const isOptions = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {any} defaults @param {any[]} args in either form; a wrong one is passed on, to be refused as it is without a client */
function bind(defaults, [first, ...more]) {
  if (typeof first === 'object' || (first === undefined && !more.length)) return [over(defaults, first), ...more];
  const { prompt, ...others } = defaults;
  const [options, ...rest] = more;
  return [first, over(others, options), ...rest];
}

/** @param {any} defaults @param {any} [options] */
function over(defaults, options = {}) {
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
