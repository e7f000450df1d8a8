// @ts-check
// Brings the wasm in, once, and keeps it alive: what the entries share. Importing this does nothing; where
// the wasm comes from is the entry's to say.
// @ts-ignore: made by the build
import start, { check, condemn, generateImage as generate, restore, revive, run } from '#bindgen';
import { createError } from './api.js';
import { client } from './client.js';
import { alive, runOn } from './guard.js';
import { signalOf, snapshot } from './layers.js';
import { createSession as session } from './session.js';
import { unlessAborted } from './signal.js';
import { createStream } from './stream.js';

/** @typedef {import('./layers.js').Layer} Layer */
/**
 * Brings the wasm in when the caller has not said from where.
 * @typedef {(instantiate: (source: unknown) => Promise<void>) => Promise<void>} Locate
 */

/** @type {Locate} */
let locate;
/** @type {Promise<void> | undefined} */
let loading;

/** Said once, by the entry. @param {Locate} how */
export function located(how) {
  locate = how;
}

/** @param {unknown} source */
async function instantiate(source) {
  let given = await source;
  const place = typeof given === 'string' || given instanceof URL || given instanceof Request;
  if (place) given = await fetch(/** @type {Request} */ (given));
  // A type of another name is refused while it streams, also that of servers that know none for wasm.
  if (given instanceof Response && given.ok && given.headers.get('content-type') !== 'application/wasm') {
    given = await given.arrayBuffer();
  }
  await start({ module_or_path: given });
}

/** @param {unknown} [source] */
export function init(source) {
  loading ??= (source === undefined ? locate(instantiate) : instantiate(source)).then(
    () => runOn({ condemn, revive }),
    (thrown) => {
      loading = undefined;
      throw explain(thrown);
    },
  );
  return loading;
}

/** @template T @param {unknown} signal @param {() => Promise<T>} work with the wasm */
async function call(signal, work) {
  await unlessAborted(init(), signal);
  return alive(work);
}

// What callers have are declarations, so that a bundler leaves out what a page does not use.

/** @param {any} first @param {any} [second] */
export async function generateImage(first, second) {
  const [prompt, options] = [first, second].map(snapshot);
  return call(signalOf([], prompt, options), () => generate(prompt, options));
}

/** @param {any} first @param {any} [second] */
export function streamImage(first, second) {
  return streamOver([], first, second);
}

/** @param {any} [options] */
export function createSession(options) {
  return sessionOver([], options);
}

/** @param {any} defaults */
export function createClient(defaults) {
  return client(defaults, {
    async generateImage(layers, first, second) {
      const [prompt, options] = [first, second].map(snapshot);
      const signal = signalOf(layers, prompt, options);
      return call(signal, () => run({ first: prompt, second: options, layers }));
    },
    streamImage: streamOver,
    createSession: sessionOver,
    check: (layers) => call(signalOf(layers), () => check(layers)),
  });
}

/** @param {Layer[]} layers @param {any} first @param {any} second */
function streamOver(layers, first, second) {
  // What the caller's getters throw is told by the stream as well.
  return createStream(async ({ sink, follow }) => {
    const [prompt, options] = [first, second].map(snapshot);
    const signal = follow(signalOf(layers, prompt, options));
    return call(signal, () => run({ first: prompt, second: options, layers, signal, talk: { sink } }));
  });
}

/** @param {Layer[]} layers @param {any} options */
function sessionOver(layers, options) {
  return session(layers, options, {
    converse: (turn) => call(turn.signal, () => run(turn)),
    restore: (contents) => call(undefined, () => restore(contents)),
  });
}

/** The wasm, out of its copy in JavaScript. @param {string} base64 */
export const bytesOf = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** @param {any} thrown */
function explain(thrown) {
  if (thrown?.name === 'GenerateImageError') return thrown;
  const message = 'the wasm could not be loaded';
  return createError({ code: 'wasm', message, hint: remedy(thrown), cause: thrown });
}

/** @param {unknown} thrown the same CompileError for a policy, a page in place of the wasm, a lack of SIMD */
function remedy(thrown) {
  if (!globalThis.WebAssembly) {
    return 'WebAssembly is switched off here, as lockdown modes do: allow it for this page';
  }
  // A function with one SIMD instruction.
  const simd = bytesOf('AGFzbQEAAAABBQFgAAF7AwIBAAoKAQgAQQD9D/1iCw==');
  // The newest of what is needed: SIMD in Safari, AbortSignal.reason in the others.
  if (!WebAssembly.validate(simd) || !('reason' in AbortSignal.prototype)) {
    const first = 'Chrome and Edge 98, Firefox 97 and Safari 16.4 are the first that will do';
    return `this browser is too old: ${first}`;
  }
  try {
    new WebAssembly.Module(simd.subarray(0, 8)); // an empty one
  } catch {
    const workers = 'in Cloudflare Workers, pass init() a compiled WebAssembly.Module';
    return `the page's Content-Security-Policy needs 'wasm-unsafe-eval' in its script-src; ${workers}`;
  }
  if (thrown instanceof WebAssembly.CompileError || thrown instanceof WebAssembly.LinkError) {
    const other = 'what came is not the wasmagine_bg.wasm of this version, perhaps a page in its place';
    return `${other}: serve the file as it is`;
  }
  return 'serve wasmagine_bg.wasm beside the script, pass its place to init(), or import wasmagine/inline';
}
