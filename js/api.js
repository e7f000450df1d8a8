// @ts-check
// The classes that callers meet, and what all of a call shares. Rust imports this file by its path, so that the output of
// a plain wasm-pack build and every entry of the package share it.
// It never builds a request and never reads a reply.
import { defined, describe, redactor, shortened } from './answer.js';
import { later } from './later.js';

/** Only this module makes these objects: a caller's `new` is refused. */
const ours = Symbol('wasmagine');

/** @param {symbol} key @param {string} name */
function guard(key, name) {
  if (key !== ours) throw new TypeError(`${name} is made by generateImage, not by new`);
}

export const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');

/** @type {Record<string, string>} */
const extensions = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp', 'image/gif': 'gif', 'image/avif': 'avif' };

export class GeneratedImage {
  /** @type {string | undefined} */
  #url;

  /** @param {symbol} key @param {Blob} blob @param {string} mediaType @param {number} width @param {number} height */
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
        throw createError({ code: 'invalid-option', message: 'blob: URLs do not exist here (service workers have none)', hint: 'use `blob` instead of `url`' });
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
    for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
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
  toFile(name = `image.${extensions[this.mediaType]}`) {
    return new File([this.blob], name, { type: this.mediaType });
  }

  /** @param {string} [name] */
  download(name = `image.${extensions[this.mediaType]}`) {
    if (typeof document === 'undefined') {
      throw createError({ code: 'invalid-option', message: 'only a page can download', hint: 'post `blob` to the page' });
    }
    const link = document.createElement('a');
    // A URL of its own, so that revoke() right after cannot take it from the download; browsers have read it by then.
    link.href = URL.createObjectURL(this.blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  revoke() {
    if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
  }
}

export class GenerateImageError extends Error {
  /** @param {symbol} key @param {any} fields */
  constructor(key, fields) {
    guard(key, 'GenerateImageError');
    const { message, ...rest } = fields;
    super(message);
    Object.assign(this, { retryable: false, maybeBilled: false, attempts: 0 }, rest);
  }

  // By name and code, not by class: a page can hold two copies of this package, and errors cross realms.
  /** @param {any} error @param {string} [code] */
  static isInstance(error, code) {
    return error?.name === 'GenerateImageError' && typeof error.code === 'string' && (code === undefined || error.code === code);
  }
}
Object.defineProperty(GenerateImageError.prototype, 'name', { value: 'GenerateImageError', configurable: true, writable: true });

class GenerateImageResult {
  /** @param {symbol} key @param {any[]} responses @param {any} rest */
  constructor(key, responses, rest) {
    guard(key, 'GenerateImageResult');
    const { index, images, ...first } = responses[0];
    const usage = responses.map((response) => response.usage).reduce(add);
    Object.assign(this, first, { usage, image: images.at(-1), images: responses.flatMap((response) => response.images), responses }, rest);
    Object.freeze(this);
  }

  get url() {
    // @ts-ignore: assigned above
    return this.image.url;
  }

  get blob() {
    // @ts-ignore: assigned above
    return this.image.blob;
  }

  revoke() {
    // @ts-ignore: assigned above
    for (const { images, thoughts } of this.responses) [...images, ...thoughts.images].forEach((image) => image.revoke());
  }
}

/** @param {Record<string, number>} some @param {Record<string, number>} more tokens, of which a server may count what another does not */
function add(some, more) {
  const sum = { ...some };
  for (const [name, count] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

for (const kind of [GeneratedImage, GenerateImageResult]) {
  Object.defineProperty(kind.prototype, dispose, { value: kind.prototype.revoke, configurable: true, writable: true });
}

// ───────────── how they are made ─────────────

/** @param {Blob} blob @param {string} mediaType @param {number} width @param {number} height */
export function createImage(blob, mediaType, width, height) {
  return new GeneratedImage(ours, blob, mediaType, width, height);
}

/** @param {any[]} responses @param {any} rest */
export function createResult(responses, rest) {
  return new GenerateImageResult(ours, responses, rest);
}

/**
 * @param {any} given the fields: those that are undefined count as absent; `thrown` may be among them
 * @param {any} [thrown] what is told as `cause`, in words alone: some fetch errors carry the request, and with it the key
 * @param {string[]} [secrets] keys, to be taken out of whatever servers and fetch had to say
 */
export function createError(given, thrown = given.thrown, secrets = []) {
  // Not in the parameters: Angular's build moves what is taken apart there behind the defaults that use it.
  const { thrown: _, ...fields } = given;
  const told = redactor(secrets);
  /** @type {any} */
  const clean = Object.fromEntries(Object.entries(defined(fields)).map(([name, value]) => [name, name === 'code' ? value : told(value)]));
  clean.message = shortened(clean.message);
  if (thrown !== undefined) {
    let [name, message] = ['Error', 'an object'];
    try {
      const words = Object(thrown);
      [name, message] = typeof words.message === 'string' ? [String(words.name), words.message] : [name, describe(typeof thrown === 'string' ? told(thrown) : thrown)];
    } catch {} // a getter's, or a Proxy's
    clean.cause = Object.assign(new Error(told(message)), { name: told(name) });
  }
  return new GenerateImageError(ours, clean);
}

/** @param {Uint8Array[]} pieces UTF-8, cut anywhere */
export function decodeText(pieces) {
  const decoder = new TextDecoder();
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode();
}

/** @param {Uint8Array[]} pieces JSON in UTF-8, cut anywhere */
export function parseText(pieces) {
  return JSON.parse(decodeText(pieces));
}

/** Calls a caller's callback: what it throws is reported and does not end the call. @param {(...values: any[]) => void} callback @param {any[]} values */
export function notify(callback, ...values) {
  try {
    callback(...values);
  } catch (error) {
    if (typeof reportError === 'function') reportError(error);
    else console.error(error);
  }
}

/** Of other realms and of polyfills too, which may refuse it. @param {any} signal @param {'addEventListener' | 'removeEventListener'} method @param {() => void} abort */
export function listen(signal, method, abort) {
  try {
    signal?.[method]('abort', abort);
  } catch {}
}

/** How to end what runs, by whoever runs it. @type {Set<(error: unknown) => void>} */
const running = new Set();

/** Is told when the instance is lost. @param {(error: unknown) => void} end @returns {() => void} to be told no more */
export function lives(end) {
  running.add(end);
  return () => void running.delete(end);
}

/** How many instances were lost, and what was said of the last. */
let crashes = 0;
/** @type {GenerateImageError} */
let crash;

/** An object of the wasm's, which is given back, unless its instance is lost. @template {{ free: () => void }} T @param {T} of */
export function held(of) {
  const then = crashes;
  const free = () => {
    try {
      if (then === crashes) of.free();
    } catch {} // still borrowed by what an exception came through
  };
  return { of, free };
}

/**
 * Does what needs the wasm. Where that fails and the instance was lost meanwhile, it ends with that, whatever it led to; also where a trap loses it that
 * is no panic, for want of memory perhaps.
 * @template T @param {{ condemn: () => void, free: () => void }} core @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function alive(core, work) {
  const [{ free }, then] = [held(core), crashes];
  try {
    return await work();
  } catch (thrown) {
    if (then !== crashes) throw crash;
    if (!(thrown instanceof WebAssembly.RuntimeError)) throw thrown;
    core.condemn();
    throw crashed(thrown.message);
  } finally {
    free();
  }
}

let restart = () => {};

/** @param {any} body */
export function readerOf(body) {
  try {
    return body.getReader({ mode: 'byob' });
  } catch {
    return body.getReader(); // no byte stream: WebKit's bodies, most mocks
  }
}

/** @type {(() => void)[]} */
const waiting = [];

/** Kept when the page has had a turn. By a message, which unlike a timer is not slowed down in the background. */
export const nextTurn = () => new Promise((/** @type {(value?: any) => void} */ resolve) => {
  if (waiting.push(resolve) === 1) turn();
});

function turn() {
  const next = () => { waiting.shift()?.(); if (waiting.length) turn(); };
  try {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); next(); }; // an open one would keep Node from ending
    port2.postMessage(0);
  } catch { setTimeout(next); } // Next's edge refuses channels
}

/** @param {() => void} callback starts a new instance, at once: a closure of the old one that fired before the next call would run on the wrong memory */
export function onCrash(callback) {
  restart = callback;
}

/** The instance is lost: rejects every call in flight. @param {string} message @param {unknown} [thrown] by a caller's own code, through the wasm: told to whom such errors are told, never in ours */
export function crashed(message, thrown) {
  if (thrown) notify(() => { throw thrown; });
  crash = createError({
    code: 'wasm',
    // A panic names its file by the path on the machine that built it, where it is named: the crate and what is in it say enough.
    message: `wasmagine failed: ${message.replace(/\S*\/(?=[^/\s]+\/src\/)/g, '').replace(/ {2,}/g, ' ')}`,
    maybeBilled: true,
    hint: 'call again, the package has started afresh; please report this, it is a bug',
  });
  crashes++;
  restart();
  for (const end of running) end(crash);
  return crash;
}
