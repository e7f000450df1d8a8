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

// ───────────── what may be told of it ─────────────

/** Google's longest recorded message has some 400 characters; a page of plain text would be all message. */
const LONGEST = 600;

/** After a redactor, which would not know half a key for one. @param {string} message */
export const shortened = (message) => (message.length > LONGEST ? `${message.slice(0, LONGEST)}…` : message);

/** What lies deeper in a server's error is not told: a reply of 30,000 brackets would overflow the stack. */
const DEEPEST = 32;

/** What stands at the end of a text that was cut, from so many characters on, may be the beginning of a key. */
const HALF = 8;

/** As src/engine/wire/target.rs writes a key into a query. @param {string} text */
function percentEncode(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Takes keys out of whatever servers and fetch had to say. @param {string[]} keys */
export function redactor(keys) {
  const spellings = keys.filter(Boolean).flatMap((key) => [key, encodeURIComponent(key), percentEncode(key)]);
  /** @param {any} value @param {number} depth @returns {any} */
  const redact = (value, depth) => {
    if (typeof value === 'string') return spellings.reduce(without, value);
    if (!isObject(value) || value instanceof Blob) return value;
    if (depth === DEEPEST) return '…';
    if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [redact(name, 0), redact(item, depth + 1)]));
  };
  return (/** @type {any} */ value) => redact(value, 0);
}

/** @param {string} text @param {string} key */
function without(text, key) {
  const rest = text.replaceAll(key, '[key]');
  if (!rest.includes(key.slice(0, HALF))) return rest;
  const said = rest.replace(/"$/, ''); // one of ours, around what a reply begins with
  for (let length = key.length - 1; length >= HALF; length--) {
    if (said.endsWith(key.slice(0, length))) return `${said.slice(0, -length)}[key]${rest.slice(said.length)}`;
  }
  return rest;
}
