// @ts-check
// Brings the wasm in, once, and keeps it alive: what the entries share. Importing this does nothing; where the wasm comes
// from is the entry's to say.
// @ts-ignore: made by the build
import { Core, condemn, imports, revive, started } from '#bindgen';
import { Guard, unlessAborted } from './guard.js';
import { crashed, createError, onCrash } from './api.js';
import { headOf, keyOf, requestOf, start } from './attempt.js';
import { run, withOptions } from './call.js';
import { client } from './client.js';
import { readHistory } from './history.js';
import { later } from './later.js';
import { snapshot } from './options.js';
import { readOptions } from './read.js';
import { textOf } from './receive.js';
import { createSession as session } from './session.js';
import { createStream } from './stream.js';

/** @typedef {(instantiate: (source: any) => Promise<void>) => Promise<void>} Locate brings the wasm in when the caller has not said from where */
/** @type {Locate} */
let locate;
/** @type {Promise<void> | undefined} */
let loading;

/** Said once, by the entry. @param {Locate} how */
export function located(how) {
  locate = how;
}

/** @param {any} source */
async function instantiate(source) {
  let given = await source;
  if (typeof given === 'string' || given instanceof URL || given instanceof Request) given = await fetch(given);
  if (given instanceof Response) {
    if (!given.ok) throw new Error(`${given.url} was answered with status ${given.status}`);
    // Other types are refused there, also that of servers that know none for wasm.
    if (given.headers.get('content-type') !== 'application/wasm') given = await given.arrayBuffer();
  }
  const made = await (given instanceof Response ? WebAssembly.instantiateStreaming(given, imports()) : WebAssembly.instantiate(given, imports()));
  started(made.instance ?? made, made.module ?? given);
}

/** @param {any} [source] */
export function init(source) {
  loading ??= (source === undefined ? locate(instantiate) : instantiate(source)).then(
    () => onCrash(revive),
    (thrown) => {
      loading = undefined;
      throw explain(thrown);
    },
  );
  return loading;
}

/** @template T @param {any} signal @param {(core: any) => Promise<T>} work */
async function call(signal, work) {
  await unlessAborted(init(), signal);
  let core;
  try {
    core = new Core();
  } catch (/** @type {any} */ thrown) {
    condemn(); // not even that has room
    throw crashed(thrown.message);
  }
  return work(core);
}

// What callers have are declarations, so that a bundler leaves out those that a page does not use, and what only they need.

/** @param {any} first @param {any} [second] */
export async function generateImage(first, second) {
  const [prompt, options] = [first, second].map(snapshot);
  return call((options ?? prompt)?.signal, (core) => run(core, prompt, options));
}

/** @param {any} first @param {any} [second] */
export function streamImage(first, second) {
  // What the caller's getters throw is told by the stream as well.
  return createStream(async (talk) => {
    const [prompt, options] = [first, second].map(snapshot);
    return call((options ?? prompt)?.signal, (core) => run(core, prompt, options, talk));
  });
}

/** @param {any} [options] */
export function createSession(options) {
  return session(snapshot(options), {
    converse: (prompt, options, talk, signal) => call(signal, (core) => run(core, prompt, options, talk)),
    restore: (contents) => call(undefined, (core) => readHistory(contents, core)),
  });
}

/** @param {any} defaults */
export function createClient(defaults) {
  return client(defaults, { generateImage, streamImage, createSession }, async (options) => {
    const { diagnose } = await later('check.js', import('./check.js')).catch((thrown) => {
      throw createError(thrown);
    });
    return call(options.signal, (core) => withOptions(core, () => readOptions(options, undefined, true),
      (options) => diagnose(options, { core, Guard, headOf, keyOf, requestOf, start, textOf })));
  });
}

/** The wasm, out of its copy in JavaScript. @param {string} base64 */
export const bytesOf = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** @param {any} thrown */
function explain(thrown) {
  if (thrown?.name === 'GenerateImageError') return thrown;
  return createError({ code: 'wasm', message: 'the wasm could not be loaded', hint: remedy(thrown) }, thrown);
}

/** Asked of the engine where that can be: a policy, a page in place of the wasm, and a lack of SIMD all end as a CompileError. @param {any} thrown */
function remedy(thrown) {
  if (!globalThis.WebAssembly) return 'WebAssembly is switched off here, as lockdown modes do: allow it for this page';
  // A function with one SIMD instruction.
  const simd = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11);
  // The newest of what is needed: SIMD in Safari, AbortSignal.reason in the others.
  if (!WebAssembly.validate(simd) || !('reason' in AbortSignal.prototype)) {
    return 'this browser is too old: Chrome and Edge 98, Firefox 97 and Safari 16.4 are the first that will do';
  }
  try {
    new WebAssembly.Module(simd.subarray(0, 8)); // an empty one
  } catch {
    return "the page's Content-Security-Policy needs 'wasm-unsafe-eval' in its script-src; in Cloudflare Workers, pass init() a compiled WebAssembly.Module";
  }
  return thrown instanceof WebAssembly.CompileError || thrown instanceof WebAssembly.LinkError
    ? 'what came is not the wasmagine_bg.wasm of this version, perhaps a page in its place: serve the file as it is'
    : 'serve wasmagine_bg.wasm beside the script, pass its place to init(), or import wasmagine/inline';
}
