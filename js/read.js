// @ts-check
// The caller's arguments → what a call is asked to do: the only reader of user input, so that all behind it may trust its types. What is refused
// is told in the sentences of js/wrong.js, which come when one is needed. Nothing here is sent; names on the wire that `restOf` writes are camelCase, because gateways that re-encode a request lose some in snake_case, and only
// `imageConfig` is among them, never the newer `responseFormat`, which they drop (https://ai.google.dev/api/generate-content).
import { defined, isObject } from './answer.js';
import { hold } from './input.js';
import { worded } from './later.js';
import { models, mostImages, unsupported } from './warnings.js';
export { write } from './input.js'; // src/host.rs says why

/** What is thrown here: a sentence of js/wrong.js, and what stands in it. @param {string} says @param {any[]} of */
const refusal = (says, ...of) => ({ says, of });

/** @param {string} field @param {any} given @param {number} [rule] by its place in js/wrong.js @param {string} [hint] */
const wrong = (field, given, rule = 0, hint = undefined) => refusal('must', field, given, rule, hint);

/** A getter that throws counts as absent. @param {any} object @param {string} name */
export function get(object, name) {
  try {
    return object[name];
  } catch {}
}

/** No value may throw its way past the refusal of it. @param {(value: any) => boolean} rule @param {any} value */
function holds(rule, value) {
  try {
    return rule(value);
  } catch {
    return false;
  }
}

// ───────────── one value ─────────────
// A rule is what a value must pass: one question for each sentence of js/wrong.js.

/** @typedef {((value: any) => boolean)[]} Rule */

/** @param {string} type @returns {Rule} */
const typed = (type) => [(value) => typeof value === type];
const STRING = typed('string');
const BOOLEAN = typed('boolean');
const FUNCTION = typed('function');
const isMap = (/** @type {any} */ value) => isObject(value) && !Array.isArray(value);

/** @param {number} least @param {number} [most] @returns {Rule} */
const number = (least, most = Infinity) => [(value) => typeof value === 'number' && value >= least && value <= most];
/** @param {number} least @param {number} most @returns {Rule} */
const whole = (least, most) => [(value) => Number.isInteger(value) && value >= least && value <= most];
/** Of `n` and its kin: more is a mistake, and an expensive one. @param {number} least */
const count = (least) => whole(least, 1_000);
/** @param {string[]} list @returns {Rule} */
const oneOf = (list) => [...STRING, (value) => list.includes(value)];
/** @param {RegExp} form @returns {Rule} */
const like = (form) => [...STRING, (value) => form.test(value)];

const INT32 = 2 ** 31;
const AUTH = ['auto', 'bearer', 'x-goog-api-key', 'query', 'bearer+query', 'none'];
const LEVELS = ['minimal', 'low', 'medium', 'high'];
/** @type {Rule} */
const MODALITIES = [(value) => Array.isArray(value) && value.includes('IMAGE') && value.every((item) => ['TEXT', 'IMAGE'].includes(item))];
/** By shape, not by class: a signal of another realm or of a polyfill serves as well. @type {Rule} */
const SIGNAL = [(value) => isObject(value) && typeof value.aborted === 'boolean'
  && ['addEventListener', 'removeEventListener'].every((name) => typeof value[name] === 'function')];

/** `.` or `..` between slashes of any spelling, which would lead out of the path of models: here, or where a proxy decodes it. */
const DOTS = /(?:^|[\\/]|%2f|%5c)(?:\.|%2e){1,2}(?:$|[\\/]|%2f|%5c)/i;

/** In the order in which they are documented. @type {Record<string, Rule>} */
const OPTIONS = {
  prompt: STRING,
  images: [],
  system: STRING,
  baseURL: [],
  apiVersion: like(/^[a-z\d]+$/i),
  model: [...like(/\S/), (value) => !DOTS.test(value)],
  apiKey: [(value) => ['string', 'function'].includes(typeof value)],
  auth: oneOf(AUTH),
  headers: [],
  credentials: oneOf(['omit', 'same-origin', 'include']),
  fetch: FUNCTION,
  aspectRatio: like(/^(?!0+:|.*:0+$)\d{1,4}:\d{1,4}$/),
  size: STRING,
  seed: whole(-INT32, INT32 - 1),
  temperature: number(0, 2),
  topP: number(0, 1),
  topK: whole(1, INT32 - 1),
  responseModalities: MODALITIES,
  safetySettings: [Array.isArray],
  thinking: [],
  search: [(value) => typeof value === 'boolean' || isObject(value)],
  extraBody: [isMap],
  strict: BOOLEAN,
  remoteImages: FUNCTION,
  signal: SIGNAL,
  timeout: number(0, INT32 - 1),
  onProgress: FUNCTION,
  n: count(1),
  concurrency: count(1),
  maxRetries: count(0),
  retryAmbiguous: BOOLEAN,
  onImage: FUNCTION,
};

/** An object's fields, checked. @param {string} path empty at the top @param {any} object @param {Record<string, Rule>} rules @returns {any} */
function fields(path, object, rules) {
  if (object !== undefined && !isMap(object)) throw wrong(path || 'options', object);
  const names = Object.keys(rules);
  const unknown = Object.keys(object ?? {}).find((key) => !names.includes(key));
  if (unknown !== undefined) throw refusal('unknown', path, unknown, names);
  return Object.fromEntries(names.map((name) => {
    const value = get(object, name);
    const broken = value === undefined ? -1 : rules[name].findIndex((passes) => !holds(passes, value));
    if (broken >= 0) throw wrong(path ? `${path}.${name}` : name, value, broken);
    return [name, value];
  }));
}

// ───────────── where it goes ─────────────

/** What `baseURL` may say, and the names that models.js has for hosts; by their places Rust knows them. @type {Record<string, string>} */
const BASES = { kkiai: 'https://www.kkiai.com', google: 'https://generativelanguage.googleapis.com' };
const HOSTS = ['kkiai', 'google', 'other'];

/** What a refused address is called: nothing of it is repeated that could hold a key, not its user part, not its query. @param {string} text @param {string} [hint] */
const misplaced = (text, hint) => wrong('baseURL', /[@?#]/.test(text) ? 'something else' : text, 0, hint);

/** @param {any} value */
function urlOf(value) {
  const given = typeof value === 'string' ? value : get(value, 'href');
  if (typeof given !== 'string') throw wrong('baseURL', value);
  const text = given.trim();
  if (Object.hasOwn(BASES, text)) return new URL(BASES[text]);
  const relative = /^[/.]/.test(text);
  if (!relative && !/^https?:\/\//i.test(text)) throw misplaced(text, 'scheme');
  // What `fetch` resolves a relative URL against: the document's base, a worker's location, nothing in Node.
  const page = relative ? globalThis.document?.baseURI ?? globalThis.location?.href : undefined;
  if (relative && !page) throw misplaced(text, 'page');
  try {
    return new URL(text, page);
  } catch {
    throw misplaced(text);
  }
}

/** @param {any} value @param {string} version @returns {[base: string, host: string, origin: string]} */
function address(value, version) {
  const url = urlOf(value);
  if (url.username || url.password || url.search || url.hash) throw refusal('bare');
  const base = url.href.replace(/\/+$/, '');
  // A version that was pasted along, at the end or with `/models` after it.
  const parts = base.split('/');
  const at = parts.findIndex((part, at) => [version, 'v1beta', 'v1alpha'].includes(part) && [undefined, 'models'].includes(parts[at + 1]));
  if (at > 0) throw refusal('version', base, parts.slice(0, at).join('/'));
  const { hostname, origin } = url;
  return [base, /^(www\.)?kkiai\.com$/.test(hostname) ? 'kkiai' : `https://${hostname}` === BASES.google ? 'google' : 'other', origin];
}

/** Under which options say for which origin their credentials are, where some came from defaults (js/options.js): no caller can name it. */
export const HOME = Symbol('home');

/** The origin that a `baseURL` leads to; empty where it leads nowhere, which is refused in its place. @param {any} [baseURL] */
export function originOf(baseURL = HOSTS[0]) {
  try {
    return urlOf(baseURL).origin;
  } catch {
    return '';
  }
}

/** @param {any} given @returns {[name: string, value: string][]} */
function headersOf(given) {
  let list;
  try {
    list = given === undefined ? [] : isObject(given) && [...new Headers(given)];
  } catch {}
  if (!list) throw refusal('headers');
  if (list.some(([name]) => name === 'content-type')) throw refusal('type');
  return list;
}

/** Names of headers that carry a key. */
const CREDENTIALS = ['authorization', 'x-goog-api-key', 'x-api-key'];
/** What keys of Google's begin with, also with quotes around them or a name before them, as people paste them. */
const GOOGLE = /(?:^|["'`=:\s])(?:AIza|AQ\.)/;
/** The key in a header's value: all of it, or what follows the scheme. @param {string} value */
const token = (value) => value.slice(value.lastIndexOf(' ') + 1);

/**
 * One credential, and one that is there where the host is known to want it; a key that looks like Google's goes to no host that the caller
 * did not name. Gives the key where it is known, else how to ask for it.
 * @param {any} options @param {[name: string, value: string][]} headers @param {string} host
 * @returns {[key: string | undefined, ask: (() => Promise<string>) | undefined]}
 */
function credential({ apiKey, auth, fetch, baseURL }, headers, host) {
  const guard = (/** @type {string} */ key, /** @type {string} */ field) => {
    if (baseURL === undefined && GOOGLE.test(key)) throw refusal('astray', field);
  };
  /** What cannot stand in a header is told here: gloo-net would hang on it. @param {string} text */
  const checked = (text) => {
    const key = text.trim();
    if (auth === 'none') return wellFormed(key);
    if (!key) throw refusal('missing', 'is empty', host);
    const at = key.search(/[^!-~]/);
    if (at >= 0) throw refusal('character', key.codePointAt(at), at);
    guard(key, 'apiKey');
    return key;
  };
  const held = headers.find(([name]) => CREDENTIALS.includes(name));
  if (auth !== 'none') {
    if (apiKey !== undefined && held) throw refusal('two', held[0]);
    if (apiKey === undefined && !fetch && host !== 'other') throw refusal('missing', 'is missing', host, held);
  }
  for (const [, value] of headers) guard(token(value), 'headers');
  if (typeof apiKey !== 'function') return [apiKey === undefined ? undefined : checked(apiKey), undefined];
  return [undefined, async () => {
    try {
      const key = await asked(apiKey, host);
      if (typeof key !== 'string') throw wrong('apiKey()', key);
      return checked(key);
    } catch (refused) {
      throw await worded(refused);
    }
  }];
}

/** @param {() => unknown} apiKey @param {string} host */
async function asked(apiKey, host) {
  try {
    return await apiKey();
  } catch (thrown) {
    throw refusal('failed', host, thrown);
  }
}

// ───────────── what to make ─────────────

/** Half of a surrogate pair is no UTF-8, and `JSON.stringify` would write it all the same. @param {string} text */
const wellFormed = (text) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));

/** The whole body but for `contents`. @param {any} options */
function bodyOf({ system, responseModalities = ['TEXT', 'IMAGE'], aspectRatio, size, seed, temperature, topP, topK, thinking, safetySettings, search }) {
  const fix = /^0\.5k$/i.test(size) ? '512' : /.k$/s.test(size) ? `${size.slice(0, -1)}K` : undefined; // the server refuses the lower-case k
  if (fix || size?.trim() === '') throw refusal('size', size, fix);
  const { level, includeThoughts } = fields('thinking', thinking, { level: oneOf(LEVELS), includeThoughts: BOOLEAN });
  const { web, image } = isObject(search) ? fields('search', search, { web: BOOLEAN, image: BOOLEAN }) : { web: search, image: false };
  const safety = safetySettings?.map((/** @type {any} */ item, /** @type {number} */ at) => {
    const path = `safetySettings[${at}]`;
    const { category, threshold } = fields(path, item, { category: STRING, threshold: STRING });
    for (const [name, value] of Object.entries({ category, threshold })) if (value === undefined) throw wrong(`${path}.${name}`, value);
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
  const most = mostImages(model);
  if (list.length > most) throw refusal('many', most, model);
  return Array.from(list, (value, at) => {
    const held = hold(value);
    if (held === undefined) throw refusal('image', at, value);
    return held;
  });
}

// ───────────── all of it ─────────────

const DEFAULT_TIMEOUT = 300_000; // 3–8 minutes are reported under load; gateways advise at least this

/**
 * The arguments of `generateImage(prompt, options?)` or `generateImage(options)`.
 * @param {any} first @param {any} second @param {boolean} alone `first` is options for what draws nothing: a prompt may be among them
 */
export function readOptions(first, second, alone) {
  const spoken = !alone && typeof first === 'string';
  if (!alone && !spoken) {
    if (!isObject(first)) throw wrong('prompt', first, 1);
    if (second !== undefined) throw wrong('options', second, 1);
  }
  const options = fields('', spoken ? second : first, OPTIONS);
  if (spoken && options.prompt !== undefined) throw refusal('twice');
  const prompt = spoken ? first : options.prompt ?? '';
  if (!alone && !prompt.trim()) throw wrong('prompt', prompt, 1);
  const { apiVersion = 'v1beta', baseURL = HOSTS[0], extraBody, auth = AUTH[0], seed = 0, n = 1, concurrency = 3 } = options;
  const [base, host, origin] = address(baseURL, apiVersion);
  const home = (spoken ? second : first)?.[HOME] ?? origin;
  if (home !== origin) throw refusal('home', origin, home);
  const { model = models.find(({ defaultFor }) => defaultFor?.includes(/** @type {any} */ (host)))?.id ?? '' } = options;
  if (model.startsWith('models/')) throw refusal('id', model);
  const body = bodyOf(options);
  const images = pictures(options.images, model);
  const headers = headersOf(options.headers);
  if (extraBody && Object.hasOwn(extraBody, 'contents')) throw refusal('contents');
  // Request i sends seed + i, which must be a seed too.
  if (seed + n - 1 >= INT32) throw wrong('seed', seed, 1);
  const [key, ask] = credential(options, headers, host);
  const warnings = unsupported(model, images.length, body);
  if (options.strict && warnings.length) throw refusal('strict', warnings[0].message);
  const secrets = [...headers.filter(([name]) => CREDENTIALS.includes(name)).map(([, value]) => token(value)), ...(key ? [key] : [])];
  const { fetch, remoteImages, signal, timeout = DEFAULT_TIMEOUT, onProgress, onImage, maxRetries = 2, retryAmbiguous = false } = options;
  return {
    prompt: wellFormed(prompt), images, body, extraBody, host, base, model, key, ask, secrets, warnings, fetch, remoteImages, signal, timeout: Math.ceil(timeout), onProgress, onImage,
    n, concurrency, maxRetries, retryAmbiguous, keyed: auth !== 'none',
    /** Where requests go and what goes along, in the order in which src/transport.rs takes it. */
    wire: [base, HOSTS.indexOf(host), apiVersion, model, AUTH.indexOf(auth), headers, options.credentials],
  };
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
