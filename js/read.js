// @ts-check
// The caller's arguments → what src/options.rs holds: the only reader of user input, so that all behind it may trust its types. Every
// refusal names the field, what was given and what is accepted, but for values that may hold a key, which are never repeated. Nothing here is
// sent; names on the wire that `restOf` writes are camelCase, because gateways that re-encode a request lose some in snake_case, and only
// `imageConfig` is among them, never the newer `responseFormat`, which they drop (https://ai.google.dev/api/generate-content).
import { defined, isObject } from './answer.js';
import { describe } from './api.js';
import { hold } from './input.js';
import { models } from './models.js';
import { mostImages, unsupported } from './warnings.js';
export { open } from './input.js';

/** What is thrown here: fields of an error. @param {string} message @param {string} [hint] @param {string} [code] */
const refusal = (message, hint, code = 'invalid-option') => ({ code, message, hint });

/** @param {string} field @param {string} must @param {any} given @param {string} [hint] */
const wrong = (field, must, given, hint) => refusal(`\`${field}\` must be ${must}, got ${describe(given)}`, hint);

/** A getter that throws counts as absent. @param {any} object @param {string} name */
function get(object, name) {
  try {
    return object[name];
  } catch {}
}

// ───────────── one value ─────────────
// A rule is what a value must be, in words, and whether it is; more than one where there is more than one sentence.

/** @typedef {(string | ((value: any) => boolean))[]} Rule */

/** @param {string} type @param {string} must @returns {Rule} */
const typed = (type, must) => [must, (value) => typeof value === type];
const STRING = typed('string', 'a string');
const BOOLEAN = typed('boolean', 'true or false');
const FUNCTION = typed('function', 'a function');
const OBJECT = 'an object';
const isMap = (/** @type {any} */ value) => isObject(value) && !Array.isArray(value);

/** @param {string} must @param {number} least @param {number} [most] @returns {Rule} */
const number = (must, least, most = Infinity) => [must, (value) => typeof value === 'number' && value >= least && value <= most];
/** @param {string} must @param {number} least @param {number} most @returns {Rule} */
const whole = (must, least, most) => [must, (value) => Number.isInteger(value) && value >= least && value <= most];
/** Of `n` and its kin: more is a mistake, and an expensive one. @param {number} least */
const count = (least) => whole(`a whole number from ${least} to 1000`, least, 1_000);
/** @param {string[]} list @param {string} must @returns {Rule} */
const oneOf = (list, must) => [...STRING, must, (value) => list.includes(value)];
/** @param {RegExp} form @param {string} must @returns {Rule} */
const like = (form, must) => [...STRING, must, (value) => form.test(value)];

const INT32 = 2 ** 31;
const AUTH = ['auto', 'bearer', 'x-goog-api-key', 'query', 'bearer+query', 'none'];
const LEVELS = ['minimal', 'low', 'medium', 'high'];
/** @type {Rule} */
const MODALITIES = ["an array of 'TEXT' and 'IMAGE' with 'IMAGE' in it",
  (value) => Array.isArray(value) && value.includes('IMAGE') && value.every((item) => ['TEXT', 'IMAGE'].includes(item))];
/** By shape, not by class: a signal of another realm or of a polyfill serves as well. @type {Rule} */
const SIGNAL = ['an AbortSignal', (value) => isObject(value) && typeof value.aborted === 'boolean'
  && ['addEventListener', 'removeEventListener'].every((name) => typeof value[name] === 'function')];

/** In the order in which they are documented. @type {Record<string, Rule>} */
const OPTIONS = {
  prompt: STRING,
  images: [],
  system: STRING,
  baseURL: [],
  apiVersion: like(/^[a-z\d]+$/i, "a version such as 'v1beta', without slashes"),
  model: like(/\S/, 'a model id'),
  apiKey: ['a string, or a function that gives one', (value) => ['string', 'function'].includes(typeof value)],
  auth: oneOf(AUTH, "'auto', 'bearer', 'x-goog-api-key', 'query', 'bearer+query' or 'none'"),
  headers: [],
  credentials: oneOf(['omit', 'same-origin', 'include'], "'omit', 'same-origin' or 'include'"),
  fetch: FUNCTION,
  aspectRatio: like(/^(?!0+:|.*:0+$)\d{1,4}:\d{1,4}$/, "width:height in whole numbers, such as '16:9'"),
  size: STRING,
  seed: whole('a whole number from -2147483648 to 2147483647', -INT32, INT32 - 1),
  temperature: number('a number from 0 to 2', 0, 2),
  topP: number('a number from 0 to 1', 0, 1),
  topK: whole('a whole number from 1', 1, INT32 - 1),
  responseModalities: MODALITIES,
  safetySettings: ['an array of { category, threshold }', Array.isArray],
  thinking: [],
  search: ['true, false or { web, image }', (value) => typeof value === 'boolean' || isObject(value)],
  extraBody: [OBJECT, isMap],
  strict: BOOLEAN,
  remoteImages: FUNCTION,
  signal: SIGNAL,
  timeout: number('milliseconds from 0 (none) to 2147483647', 0, INT32 - 1),
  onProgress: FUNCTION,
  n: count(1),
  concurrency: count(1),
  maxRetries: count(0),
  retryAmbiguous: BOOLEAN,
  onImage: FUNCTION,
};

/** What other packages and the wire call these. @type {Record<string, string>} */
const ALIASES = {
  image: 'images', referenceImages: 'images', abortSignal: 'signal', imageSize: 'size', key: 'apiKey', token: 'apiKey', url: 'baseURL',
  systemInstruction: 'system', ratio: 'aspectRatio', modalities: 'responseModalities', thinkingConfig: 'thinking', body: 'extraBody',
  numberOfImages: 'n', retries: 'maxRetries',
};

/** An object's fields, checked. @param {string} path empty at the top @param {any} object @param {Record<string, Rule>} rules @param {Record<string, string>} [aliases] @returns {any} */
function fields(path, object, rules, aliases = {}) {
  if (object !== undefined && !isMap(object)) throw wrong(path || 'options', OBJECT, object);
  const called = (/** @type {string} */ name) => (path ? `${path}.${name}` : name);
  const names = Object.keys(rules);
  for (const key of Object.keys(object ?? {})) {
    if (names.includes(key)) continue;
    const meant = names.find((name) => name.toLowerCase() === key.toLowerCase()) ?? (Object.hasOwn(aliases, key) ? aliases[key] : undefined);
    throw refusal(`\`${called(key)}\` is not an option`, meant ? `did you mean \`${called(meant)}\`?` : `options here are ${names.join(', ')}`);
  }
  return Object.fromEntries(names.map((name) => {
    const value = get(object, name);
    const rule = /** @type {any[]} */ (rules[name]);
    for (let at = 0; at < rule.length && value !== undefined; at += 2) {
      if (!rule[at + 1](value)) throw wrong(called(name), rule[at], value);
    }
    return [name, value];
  }));
}

// ───────────── where it goes ─────────────

/** What `baseURL` may say, and the names that models.js has for hosts; by their places Rust knows them. @type {Record<string, string>} */
const BASES = { kkiai: 'https://www.kkiai.com', google: 'https://generativelanguage.googleapis.com' };
const HOSTS = ['kkiai', 'google', 'other'];

/** Nothing of a refused address is repeated that could hold a key: not its user part, not its query. @param {any} value @param {string} version @returns {[base: string, host: string]} */
function address(value, version) {
  const must = "'kkiai', 'google', an http(s) URL, or a path on this page's host such as '/api/images'";
  const given = typeof value === 'string' ? value : get(value, 'href');
  if (typeof given !== 'string') throw wrong('baseURL', must, value);
  const text = given.trim();
  if (Object.hasOwn(BASES, text)) return [BASES[text], text];
  const refuse = (/** @type {string | undefined} */ hint = undefined) => wrong('baseURL', must, /[@?#]/.test(text) ? 'something else' : text, hint);
  const relative = /^[/.]/.test(text);
  if (!relative && !/^https?:\/\//i.test(text)) throw refuse('an address on another host starts with https://');
  // What `fetch` resolves a relative URL against: the document's base, a worker's location, nothing in Node.
  const page = relative ? globalThis.document?.baseURI ?? globalThis.location?.href : undefined;
  if (relative && !page) throw refuse('there is no page here: pass the whole URL');
  let url;
  try {
    url = new URL(text, page);
  } catch {
    throw refuse();
  }
  if (url.username || url.password || url.search || url.hash) {
    throw refusal('`baseURL` must have no user name, query or fragment', "pass the key as `apiKey`; `auth: 'query'` puts it into the query");
  }
  const base = url.href.replace(/\/+$/, '');
  // A version that was pasted along, at the end or with `/models` after it.
  const parts = base.split('/');
  const at = parts.findIndex((part, at) => [version, 'v1beta', 'v1alpha'].includes(part) && [undefined, 'models'].includes(parts[at + 1]));
  if (at > 0) throw refusal(`\`baseURL\` must end before the version, which is added to it, got "${base}"`, `use \`baseURL: '${parts.slice(0, at).join('/')}'\``);
  return [base, /^(www\.)?kkiai\.com$/.test(url.hostname) ? 'kkiai' : `https://${url.hostname}` === BASES.google ? 'google' : 'other'];
}

/** @param {any} given @returns {[name: string, value: string][]} */
function headersOf(given) {
  let list;
  try {
    list = given === undefined ? [] : isObject(given) && [...new Headers(given)];
  } catch {}
  if (!list) throw refusal('`headers` must be what `new Headers()` takes: valid names, and values of Latin-1 without line breaks');
  if (list.some(([name]) => name === 'content-type')) throw refusal('`headers` must leave `content-type` to the package');
  return list;
}

/** Names of headers that carry a key. */
const CREDENTIALS = ['authorization', 'x-goog-api-key', 'x-api-key'];
/** The key in a header's value: all of it, or what follows the scheme. @param {string} value */
const token = (value) => value.slice(value.lastIndexOf(' ') + 1);

/**
 * One credential, and one that is there where the host is known to want it; a key that looks like Google's goes to no host that the caller
 * did not name. Gives the key where it is known, else how to ask for it.
 * @param {any} options @param {[name: string, value: string][]} headers @param {string} host
 * @returns {[key: string | undefined, ask: (() => Promise<string>) | undefined]}
 */
function credential({ apiKey, auth, fetch, baseURL }, headers, host) {
  const missing = (/** @type {string} */ message, hint = host === 'google' ? 'make a key at aistudio.google.com/apikey and pass it as `apiKey`'
    : 'pass `apiKey`; or try without one: `fetch: sandbox()` from wasmagine/sandbox') => refusal(message, hint, 'missing-api-key');
  const guard = (/** @type {string} */ key, /** @type {string} */ field) => {
    if (baseURL !== undefined || !/^(AIza|AQ\.)/.test(key)) return;
    throw refusal(`\`${field}\` holds what looks like a Google key, and without \`baseURL\` it would go to www.kkiai.com`,
      "pass `baseURL: 'google'` to use Google's own API, or `baseURL: 'kkiai'` if the key really is kkiai's");
  };
  /** What cannot stand in a header is told here: gloo-net would hang on it. @param {string} text */
  const checked = (text) => {
    const key = text.trim();
    if (auth === 'none') return key;
    if (!key) throw missing('`apiKey` is empty');
    const at = key.search(/[^!-~]/);
    if (at >= 0) {
      const code = /** @type {number} */ (key.codePointAt(at)).toString(16).toUpperCase().padStart(4, '0');
      throw refusal(`\`apiKey\` holds a character that no key has: U+${code} at position ${at}`, 'copy the key again, without quotes or spaces around it');
    }
    guard(key, 'apiKey');
    return key;
  };
  const held = headers.find(([name]) => CREDENTIALS.includes(name));
  if (auth !== 'none') {
    if (apiKey !== undefined && held) {
      throw refusal(`\`headers\` holds a credential (\`${held[0]}\`) beside \`apiKey\`, and servers refuse two`, 'leave one out; `auth` says how `apiKey` is sent');
    }
    if (apiKey === undefined && !fetch && host !== 'other') {
      throw missing('`apiKey` is missing', held && "say `auth: 'none'` where `headers` carries the credential");
    }
  }
  for (const [, value] of headers) guard(token(value), 'headers');
  if (typeof apiKey !== 'function') return [apiKey === undefined ? undefined : checked(apiKey), undefined];
  return [undefined, async () => {
    let key;
    try {
      key = await apiKey();
    } catch (thrown) {
      throw { ...missing('the `apiKey` function failed'), thrown };
    }
    if (typeof key !== 'string') throw wrong('apiKey()', STRING[0].toString(), key);
    return checked(key);
  }];
}

// ───────────── what to make ─────────────

/** As Rust sees a string: half of a surrogate pair is no UTF-8. @param {string} text */
const wellFormed = (text) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));

/** The whole body but for `contents`. @param {any} options */
function bodyOf({ system, responseModalities = ['TEXT', 'IMAGE'], aspectRatio, size, seed, temperature, topP, topK, thinking, safetySettings, search }) {
  const fix = /^0\.5k$/i.test(size) ? '512' : /.k$/s.test(size) ? `${size.slice(0, -1)}K` : undefined; // the server refuses the lower-case k
  if (fix || size?.trim() === '') {
    throw wrong('size', "'512', '1K', '2K', '4K' or another size that the model takes", size, fix && `write \`size: '${fix}'\``);
  }
  const { level, includeThoughts } = fields('thinking', thinking, { level: oneOf(LEVELS, "'minimal', 'low', 'medium' or 'high'"), includeThoughts: BOOLEAN });
  const { web, image } = isObject(search) ? fields('search', search, { web: BOOLEAN, image: BOOLEAN }) : { web: search, image: false };
  const safety = safetySettings?.map((/** @type {any} */ item, /** @type {number} */ at) => {
    const path = `safetySettings[${at}]`;
    const { category, threshold } = fields(path, item, { category: STRING, threshold: STRING });
    for (const [name, value] of Object.entries({ category, threshold })) if (value === undefined) throw wrong(`${path}.${name}`, STRING[0].toString(), value);
    return { category, threshold };
  });
  return defined({
    systemInstruction: system === undefined ? undefined : { parts: [{ text: wellFormed(system) }] },
    generationConfig: defined({
      responseModalities: [...responseModalities],
      imageConfig: aspectRatio === undefined && size === undefined ? undefined : defined({ aspectRatio, imageSize: size }),
      seed, temperature, topP, topK,
      thinkingConfig: thinking && defined({ thinkingLevel: level?.toUpperCase(), includeThoughts }),
    }),
    safetySettings: safety?.length ? safety : undefined,
    // An empty object is web search; types are named only where image search is wanted.
    tools: web || image ? [{ googleSearch: image ? { searchTypes: defined({ webSearch: web ? {} : undefined, imageSearch: {} }) } : {} }] : undefined,
  });
}

/** One picture or an array of them, held as they are at this moment. @param {any} images @param {string} model */
function pictures(images, model) {
  const list = images === undefined ? [] : Array.isArray(images) ? images : [images];
  const refuse = (/** @type {number} */ at, /** @type {string} */ says, /** @type {string} */ hint) => refusal(`\`images[${at}]\` ${says}`, hint, 'invalid-image');
  const most = mostImages(model);
  if (list.length > most) throw refuse(most, `is one too many: ${model} takes ${most} at most`, 'leave some out, or put several into one picture');
  return Array.from(list, (value, at) => {
    const held = hold(value);
    if (held !== undefined) return held;
    throw refuse(at, `must be a Blob, bytes, an address, an <img> or a canvas, got ${describe(value)}`,
      '`images` takes one picture or an array of them: `[...input.files]` for a list of files, `await` for a promise');
  });
}

// ───────────── all of it ─────────────

const DEFAULT_TIMEOUT = 300_000; // 3–8 minutes are reported under load; gateways advise at least this

/**
 * The arguments of `generateImage(prompt, options?)` or `generateImage(options)`, in the order in which src/options.rs takes them.
 * @param {any} first @param {any} second @param {boolean} alone `first` is options for what draws nothing: a prompt may be among them
 */
export function readOptions(first, second, alone) {
  const blank = 'a non-empty string';
  const spoken = !alone && typeof first === 'string';
  if (!alone && !spoken) {
    if (!isObject(first)) throw wrong('prompt', blank, first);
    if (second !== undefined) throw wrong('options', 'the only argument when the first is an object', second);
  }
  const options = fields('', spoken ? second : first, OPTIONS, ALIASES);
  if (spoken && options.prompt !== undefined) throw refusal('`prompt` is given twice: as the first argument and as an option');
  const prompt = spoken ? first : options.prompt ?? '';
  if (!alone && !prompt.trim()) throw wrong('prompt', blank, prompt);
  const { apiVersion = 'v1beta', baseURL = HOSTS[0], extraBody, auth = AUTH[0], seed = 0, n = 1, concurrency = 3 } = options;
  const [base, host] = address(baseURL, apiVersion);
  const { model = models.find(({ defaultFor }) => defaultFor?.includes(/** @type {any} */ (host)))?.id ?? '' } = options;
  if (model.startsWith('models/')) throw wrong('model', 'the bare id', model, `leave 'models/' out: \`model: '${model.slice(7)}'\``);
  const body = bodyOf(options);
  const images = pictures(options.images, model);
  const headers = headersOf(options.headers);
  if (extraBody && Object.hasOwn(extraBody, 'contents')) throw refusal('`extraBody` must leave `contents` to the package', 'the prompt goes into `prompt`');
  // Request i sends seed + i, which must be a seed too.
  if (seed + n - 1 >= INT32) throw wrong('seed', 'so that `seed` + `n` - 1 is at most 2147483647', seed);
  const [key, ask] = credential(options, headers, host);
  const warnings = unsupported(model, images.length, body);
  if (options.strict && warnings.length) throw refusal(warnings[0].message, 'leave `strict` out to try all the same, or choose another `model`');
  const secrets = [...headers.filter(([name]) => CREDENTIALS.includes(name)).map(([, value]) => token(value)), ...(key ? [key] : [])];
  return [
    prompt, images, base, HOSTS.indexOf(host), apiVersion, model, key, ask, AUTH.indexOf(auth), headers, options.credentials, options.fetch, body, extraBody,
    options.remoteImages, warnings, options.signal, options.timeout ?? DEFAULT_TIMEOUT, options.onProgress, options.onImage, n, concurrency,
    options.maxRetries ?? 2, options.retryAmbiguous ?? false, secrets,
  ];
}

/** What follows `contents` in the body of request `index`: it differs from the others in its seed. @param {any} body @param {any} extra `extraBody` @param {number} index */
export function restOf({ generationConfig, ...body }, extra, index) {
  const { seed } = generationConfig;
  const rest = { ...body, generationConfig: seed === undefined ? generationConfig : { ...generationConfig, seed: seed + index } };
  const text = JSON.stringify(merge(rest, extra ?? {}));
  return `${text.length > 2 ? ',' : ''}${text.slice(1)}`;
}

/** Objects merge, all else replaces, undefined removes. What comes of it has no prototype, which makes `__proto__` a name like any other. @param {any} base @param {any} extra */
function merge(base, extra) {
  const merged = Object.assign(Object.create(null), base);
  for (const [name, value] of Object.entries(extra)) {
    // JSON has no functions; one that is called `toJSON` would stand in for the whole body.
    if (value === undefined || typeof value === 'function') delete merged[name];
    else merged[name] = isMap(value) && isMap(merged[name]) ? merge(merged[name], value) : value;
  }
  return merged;
}
