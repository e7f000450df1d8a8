// @ts-check
// What is said of options that js/read.js refuses, and of what else is rarely wrong. Every sentence of an option names the field, what was given and what
// is accepted, but for values that may hold a key, which are never repeated.
import { describe } from './answer.js';
import { REDIRECTED } from './refusal.js';

/** @typedef {{ code: string, message: string, hint?: string, thrown?: unknown }} Fields of an error */

/** @param {string} message @param {string} [hint] @param {string} [code] @returns {Fields} */
const refusal = (message, hint, code = 'invalid-option') => ({ code, message, hint });

/** @param {string} message @param {string} [hint] */
const invalid = (message, hint) => refusal(message, hint, 'invalid-response');

const STRING = 'a string';
const BOOLEAN = 'true or false';
const FUNCTION = 'a function';
const OBJECT = 'an object';
const COUNT = 'a whole number from 1 to 1000';

/** What a field must be, by its rules in js/read.js, and then by what is asked beside them. @type {Record<string, string[]>} */
const MUST = {
  options: [OBJECT, 'the only argument when the first is an object'],
  prompt: [STRING, 'a non-empty string'],
  baseURL: ["'kkiai', 'google', an http(s) URL, or a path on this page's host such as '/api/images'"],
  apiVersion: [STRING, "a version such as 'v1beta', without slashes"],
  model: [STRING, 'a model id', "a model id without '.' or '..' between slashes"],
  apiKey: ['a string, or a function that gives one'],
  auth: [STRING, "'auto', 'bearer', 'x-goog-api-key', 'query', 'bearer+query' or 'none'"],
  credentials: [STRING, "'omit', 'same-origin' or 'include'"],
  fetch: [FUNCTION],
  aspectRatio: [STRING, "width:height in whole numbers, such as '16:9'"],
  size: [STRING, "'512', '1K', '2K', '4K' or another size that the model takes"],
  seed: ['a whole number from -2147483648 to 2147483647', 'so that `seed` + `n` - 1 is at most 2147483647'],
  temperature: ['a number from 0 to 2'],
  topP: ['a number from 0 to 1'],
  topK: ['a whole number from 1'],
  responseModalities: ["an array of 'TEXT' and 'IMAGE' with 'IMAGE' in it"],
  safetySettings: ['an array of { category, threshold }'],
  'safetySettings[]': [OBJECT],
  thinking: [OBJECT],
  'thinking.level': [STRING, "'minimal', 'low', 'medium' or 'high'"],
  'thinking.includeThoughts': [BOOLEAN],
  search: ['true, false or { web, image }'],
  'search.web': [BOOLEAN],
  'search.image': [BOOLEAN],
  extraBody: [OBJECT],
  strict: [BOOLEAN],
  remoteImages: [FUNCTION],
  signal: ['an AbortSignal'],
  timeout: ['milliseconds from 0 (none) to 2147483647'],
  onProgress: [FUNCTION],
  n: [COUNT],
  concurrency: [COUNT],
  maxRetries: ['a whole number from 0 to 1000'],
  retryAmbiguous: [BOOLEAN],
  onImage: [FUNCTION],
  'fetch()': ['a Response'],
};

/** @type {Record<string, string>} */
const HINTS = { scheme: 'an address on another host starts with https://', page: 'there is no page here: pass the whole URL' };

/** What other packages and the wire call options. @type {Record<string, string>} */
const ALIASES = {
  image: 'images', referenceImages: 'images', abortSignal: 'signal', imageSize: 'size', key: 'apiKey', token: 'apiKey', url: 'baseURL',
  systemInstruction: 'system', ratio: 'aspectRatio', modalities: 'responseModalities', thinkingConfig: 'thinking', body: 'extraBody',
  numberOfImages: 'n', retries: 'maxRetries',
};

/** @param {string} field @param {string} must @param {any} given @param {string} [hint] */
const wrong = (field, must, given, hint) => refusal(`\`${field}\` must be ${must}, got ${describe(given)}`, hint);

/** @param {string} message @param {string} host @param {any} [held] a header that carries a credential, where `auth` does not say so */
const missing = (message, host, held) => refusal(message, held ? "say `auth: 'none'` where `headers` carries the credential"
  : host === 'google' ? 'make a key at aistudio.google.com/apikey and pass it as `apiKey`'
    : 'pass `apiKey`; or try without one: `fetch: sandbox()` from wasmagine/sandbox', 'missing-api-key');

/** @type {Record<string, (...of: any[]) => Fields>} */
const SENTENCES = {
  must: (field, given, rule, hint) => wrong(field, MUST[field.replace(/\d+/, '')]?.[rule] ?? STRING, given, HINTS[hint]),
  unknown(path, key, names) {
    const called = (/** @type {string} */ name) => (path ? `${path}.${name}` : name);
    const alias = path || !Object.hasOwn(ALIASES, key) ? undefined : ALIASES[key];
    const meant = names.find((/** @type {string} */ name) => name.toLowerCase() === key.toLowerCase()) ?? alias;
    return refusal(`\`${called(key)}\` is not an option`, meant ? `did you mean \`${called(meant)}\`?` : `options here are ${names.join(', ')}`);
  },
  twice: () => refusal('`prompt` is given twice: as the first argument and as an option'),
  bare: () => refusal('`baseURL` must have no user name, query or fragment', "pass the key as `apiKey`; `auth: 'query'` puts it into the query"),
  version: (base, before) => refusal(`\`baseURL\` must end before the version, which is added to it, got "${base}"`, `use \`baseURL: '${before}'\``),
  home: (origin, home) => refusal(`\`baseURL\` leads to ${origin}, and the default \`apiKey\` or \`headers\` belong to ${home || 'another server'}`,
    'pass an `apiKey` for that server beside `baseURL`, or make a client for each'),
  headers: () => refusal('`headers` must be what `new Headers()` takes: valid names, and values of Latin-1 without line breaks'),
  type: () => refusal('`headers` must leave `content-type` to the package'),
  missing: (is, host, held) => missing(`\`apiKey\` ${is}`, host, held),
  failed: (host, thrown) => ({ ...missing('the `apiKey` function failed', host), thrown }),
  astray: (field) => refusal(`\`${field}\` holds what looks like a Google key, and without \`baseURL\` it would go to www.kkiai.com`,
    "pass `baseURL: 'google'` to use Google's own API, or `baseURL: 'kkiai'` if the key really is kkiai's"),
  character: (code, at) => refusal(`\`apiKey\` holds a character that no key has: U+${code.toString(16).toUpperCase().padStart(4, '0')} at position ${at}`,
    'copy the key again, without quotes or spaces around it'),
  two: (name) => refusal(`\`headers\` holds a credential (\`${name}\`) beside \`apiKey\`, and servers refuse two`, 'leave one out; `auth` says how `apiKey` is sent'),
  size: (size, fix) => wrong('size', MUST.size[1], size, fix && `write \`size: '${fix}'\``),
  id: (model) => wrong('model', 'the bare id', model, `leave 'models/' out: \`model: '${model.slice(7)}'\``),
  many: (most, model) => refusal(`\`images[${most}]\` is one too many: ${model} takes ${most} at most`, 'leave some out, or put several into one picture', 'invalid-image'),
  image: (at, value) => refusal(`\`images[${at}]\` must be a Blob, bytes, an address, an <img> or a canvas, got ${describe(value)}`,
    '`images` takes one picture or an array of them: `[...input.files]` for a list of files, `await` for a promise', 'invalid-image'),
  contents: () => refusal('`extraBody` must leave `contents` to the package', 'the prompt goes into `prompt`'),
  json: () => refusal('`extraBody` must be what JSON can hold: no bigint, no cycle'),
  built: () => refusal('the request cannot be built'),
  large(size, most) {
    const tenths = Math.ceil(size * 10);
    return refusal(`the request is ${Math.floor(tenths / 10)}.${tenths % 10} MB, and Google takes ${most} MB`,
      'send fewer or smaller `images`: as base64 they are a third larger than their files', 'payload-too-large');
  },
  late: (at, timeout) => refusal(`\`images[${at}]\` was not read within ${timeout} ms`, 'a larger `timeout` may help', 'timeout'),
  room: () => refusal('the browser has no room for the request', undefined, 'wasm'),
  unkept: () => refusal('no Blob could be made of the picture', undefined, 'wasm'),
  redirected: () => invalid('the server answered with a redirect', REDIRECTED),
  sealed: () => invalid('the body of the response cannot be read'),
  odd: () => invalid('the body of the response gives something other than bytes'),
  notJson: (at, start) => invalid(`the reply is no JSON: at byte ${at} of it stands "${start}"`,
    'a page or a proxy may answer at this address in place of the API: check `baseURL`'),
  cut: () => invalid('the reply is empty', 'the server or a proxy closed without an answer; try again'),
  bracket: (at) => invalid(`the reply is no valid JSON: a bracket closes nothing at byte ${at}`),
  base64: (at) => invalid(`the picture in the reply is no valid base64 at byte ${at}`, 'the server or a proxy damaged the reply; try again'),
  badJson: () => invalid('the reply is no valid JSON'),
  strict: (message) => refusal(message, 'leave `strict` out to try all the same, or choose another `model`'),
};

/** What js/read.js threw → the fields of an error. @param {{ says: string, of: any[] }} refused */
export const worded = ({ says, of }) => SENTENCES[says](...of);
