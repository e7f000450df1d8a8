// @ts-check

/** What a value is, in words short enough for a sentence. @param {unknown} value */
export function describe(value) {
  if (typeof value === 'string') return JSON.stringify(value.replace(/^(.{60}).+$/s, '$1…'));
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'an array' : 'an object';
}

/**
 * Why a picture is none that can be sent.
 * @param {string} says the end of a sentence that names it @param {string} [hint] @param {unknown} [cause]
 */
export const refusal = (says, hint, cause) => ({ says, hint, cause });

/**
 * By name, not by class: a picture may come from another realm, and Node lacks most of the classes.
 * @param {unknown} value
 */
export const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1);
