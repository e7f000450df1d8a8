// @ts-check
// The classes that callers meet. Rust imports this file by its path: a plain wasm-pack build has them too.
// What stands in an error or a result is decided in Rust.
import { describe } from './describe.js';
import { later } from './later.js';

/** Only this module makes these objects: a caller's `new` is refused. */
const ours = Symbol('wasmagine');

/** @param {symbol} key @param {string} name */
function guard(key, name) {
  if (key !== ours) throw new TypeError(`${name} is made by generateImage, not by new`);
}

export const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');

/** What is undefined counts as absent. @param {object} fields */
const defined = (fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

// ───────────── pictures ─────────────

/** @param {string} mediaType of a picture */
const fileName = (mediaType) => `image.${mediaType.replace('image/', '').replace('jpeg', 'jpg')}`;

export class GeneratedImage {
  /** @type {string | undefined} */
  #url;

  /**
   * @param {symbol} key @param {Blob} blob @param {string} mediaType
   * @param {number} width @param {number} height
   */
  constructor(key, blob, mediaType, width, height) {
    guard(key, 'GeneratedImage');
    this.blob = blob;
    this.mediaType = mediaType;
    this.width = width;
    this.height = height;
    Object.freeze(this);
  }

  get url() {
    if (this.#url === undefined) {
      if (typeof URL.createObjectURL !== 'function') {
        const hint = 'use `blob` instead of `url`';
        throw misuse('blob: URLs do not exist here (service workers have none)', hint);
      }
      this.#url = URL.createObjectURL(this.blob);
    }
    return this.#url;
  }

  async bytes() {
    return new Uint8Array(await this.blob.arrayBuffer());
  }

  async base64() {
    const bytes = await this.bytes();
    // @ts-ignore: Baseline since September 2025, not in every lib yet
    if (typeof bytes.toBase64 === 'function') return bytes.toBase64();
    let binary = '';
    // 32 KiB at a time: a call with more arguments than that overflows the stack in some engines.
    for (let at = 0; at < bytes.length; at += 0x8000) {
      binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    }
    return btoa(binary);
  }

  async dataURL() {
    return `data:${this.mediaType};base64,${await this.base64()}`;
  }

  /** @param {ImageBitmapOptions} [options] */
  bitmap(options) {
    return createImageBitmap(this.blob, options);
  }

  /** @param {{ type?: string, quality?: number, maxEdge?: number }} options */
  async convert(options) {
    try {
      const { convert } = await later('convert.js', import('./convert.js'));
      const { blob, width, height } = await convert(this, options);
      return createImage(blob, blob.type, width, height);
    } catch (/** @type {any} */ thrown) {
      throw typeof thrown?.code === 'string' ? createError(thrown) : thrown;
    }
  }

  /** @param {string} [name] */
  toFile(name = fileName(this.mediaType)) {
    return new File([this.blob], name, { type: this.mediaType });
  }

  /** @param {string} [name] */
  download(name = fileName(this.mediaType)) {
    if (typeof document === 'undefined') throw misuse('only a page can download', 'post `blob` to the page');
    const link = document.createElement('a');
    // A URL of its own, so that revoke() right after cannot take it from the download; browsers have read it
    // by then.
    link.href = URL.createObjectURL(this.blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  revoke() {
    if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
  }

  [dispose]() {
    this.revoke();
  }
}

/** @type {WeakMap<Blob, GeneratedImage>} */
const images = new WeakMap();

/**
 * One object for each Blob: the picture of an event, of the result and of a session's turn has one URL.
 * @param {Blob} blob @param {string} mediaType @param {number} width @param {number} height
 */
export function createImage(blob, mediaType, width, height) {
  const image = images.get(blob) ?? new GeneratedImage(ours, blob, mediaType, width, height);
  images.set(blob, image);
  return image;
}

// ───────────── results ─────────────

/** @typedef {import('../src/types.d.ts').ImageResponse} ImageResponse */
/** @typedef {Omit<import('../src/types.d.ts').GenerateImageResult, typeof Symbol.dispose>} Result */
/** @typedef {Pick<Result, 'errors' | 'warnings' | 'attempts'>} Rest */
/** @typedef {(string | number)[]} Path keys and indexes, from the root of `raw` on */
/**
 * A server's answer as text, in which an index behind U+FFFF stands for what was decoded of it.
 * @typedef {object} Kept
 * @property {string} json
 * @property {(Blob | undefined)[]} lifted by index; undefined where it could not be decoded
 * @property {Path} [grounding]
 * @property {Path[]} ratings
 */
/** @typedef {Omit<ImageResponse, 'raw' | 'grounding' | 'safetyRatings'> & { kept: Kept }} Answered by Rust */

class GenerateImageResult {
  /** @param {symbol} key @param {ImageResponse[]} responses @param {Rest} rest */
  constructor(key, responses, rest) {
    guard(key, 'GenerateImageResult');
    const { index, ...first } = Object.getOwnPropertyDescriptors(responses[0]);
    // As they are defined: what is read late of the first answer is read once for both.
    Object.defineProperties(this, first);
    this.image = /** @type {ImageResponse['images'][0]} */ (responses[0].images.at(-1));
    this.images = responses.flatMap((response) => response.images);
    this.responses = responses;
    this.usage = responses.map((response) => /** @type {Counts} */ (response.usage)).reduce(add);
    Object.assign(this, rest);
    Object.freeze(this);
  }

  get url() {
    return this.image.url;
  }

  get blob() {
    return this.image.blob;
  }

  revoke() {
    for (const { images, thoughts } of this.responses) {
      for (const image of [...images, ...thoughts.images]) image.revoke();
    }
  }

  [dispose]() {
    this.revoke();
  }
}

/** @typedef {Record<string, number>} Counts of which a server may have what another has not */
/** @param {Counts} some @param {Counts} more */
function add(some, more) {
  const sum = { ...some };
  for (const [name, count] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** @param {{ responses: Answered[] } & Rest} plain */
export function createResult({ responses, ...rest }) {
  const result = /** @type {unknown} */ (new GenerateImageResult(ours, responses.map(responseOf), rest));
  return /** @type {Result} */ (result);
}

/** What few callers read is parsed when one does. @param {Answered} answered @returns {ImageResponse} */
function responseOf({ kept, ...answered }) {
  const response = defined(answered);
  const { grounding, ratings } = kept;
  const raw = once(revived.bind(undefined, kept)); // no closure, which would hold the text for those below
  /** @param {Path} path */
  const at = (path) => path.reduce((value, key) => Object(value)[key], raw());
  lazily(response, 'raw', raw);
  if (grounding) lazily(response, 'grounding', () => at(grounding));
  const safetyRatings = once(() => ratings.flatMap(at));
  lazily(response, 'safetyRatings', safetyRatings);
  return /** @type {ImageResponse} */ (response);
}

/** @param {object} object @param {string} name @param {() => unknown} get */
function lazily(object, name, get) {
  Object.defineProperty(object, name, { get, enumerable: true });
}

/** Lets go of what it was made of. @template T @param {() => T} make @returns {() => T} */
function once(make) {
  /** @type {(() => T) | undefined} */
  let pending = make;
  /** @type {T} */
  let made;
  return () => {
    if (pending) made = pending();
    pending = undefined;
    return made;
  };
}

/** @param {Kept} kept @returns {unknown} the text itself where it is no JSON */
function revived({ json, lifted }) {
  const root = { raw: /** @type {unknown} */ (json) };
  try {
    root.raw = JSON.parse(json);
  } catch {
    return json;
  }
  // No reviver, which calls itself: brackets by the ten thousand would overflow the stack.
  /** @type {Record<string, unknown>[]} */
  const holders = [root];
  for (const holder of holders) {
    for (const [name, value] of Object.entries(holder)) {
      if (typeof value === 'object' && value) holders.push(Object(value));
      if (typeof value !== 'string' || value[0] !== '\uffff') continue;
      holder[name] = lifted[+value.slice(1)] ?? value;
    }
  }
  return root.raw;
}

// ───────────── errors ─────────────

/**
 * @typedef {object} Fields of an error; those that are undefined count as absent
 * @property {string} code
 * @property {string} message
 * @property {string} [hint]
 * @property {boolean} [maybeBilled]
 * @property {unknown} [cause] what was thrown, or its name and message
 */

export class GenerateImageError extends Error {
  /** @param {symbol} key @param {Fields} fields */
  constructor(key, fields) {
    guard(key, 'GenerateImageError');
    const { message, ...rest } = fields;
    super(message);
    Object.assign(this, { retryable: false, maybeBilled: false, attempts: 0 }, rest);
  }

  // By name and code, not by class: a page can hold two copies of this package, and errors cross realms.
  /** @param {any} error @param {string} [code] */
  static isInstance(error, code) {
    const isOne = error?.name === 'GenerateImageError' && typeof error.code === 'string';
    return isOne && (code === undefined || error.code === code);
  }
}
Object.defineProperty(GenerateImageError.prototype, 'name', {
  value: 'GenerateImageError',
  configurable: true,
  writable: true,
});

/** @param {Fields} fields */
export function createError({ cause, ...fields }) {
  const told = { ...fields, cause: cause === undefined ? undefined : inWords(cause) };
  return new GenerateImageError(ours, /** @type {Fields} */ (defined(told)));
}

/** Some errors of `fetch` carry the request, and with it the key. @param {any} thrown */
function inWords(thrown) {
  try {
    const { name, message } = Object(thrown);
    if (typeof message === 'string') return Object.assign(new Error(message), { name: String(name) });
  } catch {} // a getter's, or a Proxy's
  return new Error(describe(thrown));
}

/** Of what is asked before there is a wasm, or without it. @param {string} message @param {string} [hint] */
export const misuse = (message, hint) => createError({ code: 'invalid-option', message, hint });

/** What a caller's own code threw. @param {unknown} error */
export function report(error) {
  if (typeof reportError === 'function') reportError(error);
  else console.error(error);
}

/** What a callback throws does not end the call. @param {Function} callback @param {unknown[]} values */
export function notify(callback, ...values) {
  try {
    callback(...values);
  } catch (error) {
    report(error);
  }
}
