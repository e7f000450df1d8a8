// @ts-check

/** What a value is, in words short enough for a sentence. @param {unknown} value */
export function describe(value) {
  if (typeof value === 'string') return JSON.stringify(value.replace(/^(.{60}).+$/s, '$1…'));
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'an array' : 'an object';
}
