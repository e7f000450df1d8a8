// @ts-check
// What a server answered, of which nothing is sure: how its JSON is read.
// Handed on for js/reply.js, which would be one too many for the server of `wasm-pack test` (src/host.rs).
export { Said, createFound, lifted, reading } from './said.js';

/** Without what is undefined. @template {object} T @param {T} object @returns {T} */
export const defined = (object) => /** @type {T} */ (Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));

/** @param {any} value */
export const isObject = (value) => typeof value === 'object' && value !== null;

/** The value as an array; empty where it is none. @param {any} value @returns {any[]} */
export const list = (value) => (Array.isArray(value) ? value : []);

/** @param {any} value @returns {string | undefined} */
export const text = (value) => (typeof value === 'string' ? value : undefined);

/** The field of that camelCase name, or of its snake_case twin. @param {any} value @param {string} name */
export function field(value, name) {
  if (!isObject(value)) return;
  return value[name] === undefined ? value[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] : value[name];
}

/** https://ai.google.dev/api/generate-content#UsageMetadata @param {any} usage */
export function usageOf(usage) {
  const number = (/** @type {any} */ value) => (typeof value === 'number' ? value : undefined);
  const count = (/** @type {string} */ name) => number(field(usage, name));
  const images = list(field(usage, 'candidatesTokensDetails'))
    .filter((detail) => field(detail, 'modality') === 'IMAGE').map((detail) => number(field(detail, 'tokenCount'))).filter((count) => count !== undefined);
  return defined({
    inputTokens: count('promptTokenCount'), outputTokens: count('candidatesTokenCount'), totalTokens: count('totalTokenCount'),
    imageTokens: images.length ? images.reduce((sum, count) => sum + count) : undefined, thoughtTokens: count('thoughtsTokenCount'),
  });
}

/** What a value is, in words short enough for a sentence. @param {unknown} value */
export function describe(value) {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'an array' : 'an object';
}

/** Of a stream that ended early. Not in js/words.js: the connection may be what broke. */
export const CUT = {
  code: 'invalid-response', message: 'the stream ended before there was a picture', retryable: true, maybeBilled: true,
  hint: "the connection closed too early, often a proxy's limit; the picture may have been charged",
};
