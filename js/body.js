// @ts-check
// Options → the JSON that is sent, as a Blob of strings and Blobs: no picture of it stands in wasm or in a string. Where there is none it is a string,
// which developer tools show and test tools can read.
//
// `contents` is written apart from the rest: `extraBody` is merged into the rest alone, and the requests of a call share it.
import { held } from './api.js';
import { USER } from './outcome.js';
import { restOf, write } from './read.js';
import { Failure, Guard, failed, failing } from './receive.js';
export { Outcome } from './outcome.js'; // src/host.rs says why
export { readOptions } from './read.js';
export * from './receive.js';

const MIB = 1_048_576;
/** Of a body, in MIB: 20 until January 2026. What gateways take is for them to say. */
const GOOGLE_LIMIT = 100;

/** What the requests of a call share of their bodies. @typedef {{ user: string | Blob, contents: string | Blob }} Shared */

/**
 * Writes down what is to be shared. The pictures stand behind the prompt.
 * @param {any} core @param {any} options @param {Blob[]} history finished contents @param {Blob} [before] parts in front of the prompt, as JSON with commas
 *   between them @returns {Promise<Shared>}
 */
export async function shared(core, { prompt, images, signal, timeout }, history, before) {
  const parts = [USER[0], ...(before ? [before, ','] : []), '{"text":', JSON.stringify(prompt), '}'];
  await pictures(core, images, signal, timeout, parts);
  const user = join([...parts, USER[1]]);
  return { user, contents: join(['{"contents":[', ...history.flatMap((content) => [content, ',']), user, ']']) };
}

/** The body of request `index`: it differs from the others in its tail, where the seed is. @param {Shared} shared @param {any} options @param {number} index */
export function bodyOf({ contents }, { body, extraBody, host }, index) {
  let rest;
  try {
    rest = restOf(body, extraBody, index);
  } catch (thrown) {
    throw failing('json', [], { thrown });
  }
  const whole = join([contents, rest]);
  const size = whole instanceof Blob ? whole.size : 0;
  if (host === 'google' && size > GOOGLE_LIMIT * MIB) {
    throw failing('large', [size / MIB, GOOGLE_LIMIT]);
  }
  return whole;
}

/**
 * Pictures as parts, with commas between them, for the front of a later prompt. What cannot be sent, a GIF that the browser cannot draw perhaps, is
 * left out.
 * @param {any} core @param {Blob[]} images @param {AbortSignal | undefined} signal @returns {Promise<Blob | undefined>}
 */
export async function mended(core, images, signal) {
  /** @type {BlobPart[]} */
  const parts = [];
  try {
    await pictures(core, images, signal, 0, parts).catch((thrown) => {
      if (thrown instanceof WebAssembly.RuntimeError) throw thrown;
    });
    return parts.length ? blob(parts.slice(1)) : undefined; // without the first comma
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
  }
}

/**
 * Adds a part for each of `images` to `parts`, with a comma before it; where one fails, those before it.
 * @param {any} core @param {any[]} images @param {AbortSignal | undefined} signal @param {number} timeout @param {BlobPart[]} parts
 */
async function pictures(core, images, signal, timeout, parts) {
  if (!images.length) return;
  const guard = new Guard(signal, timeout);
  const encoder = held(core.encoder());
  const where = { at: 0 };
  try {
    await guard.wait(write(where, encoder.of, images, parts, guard.network.signal));
    guard.release(true);
  } catch (/** @type {any} */ thrown) {
    if (thrown.fields?.code !== 'timeout') throw failed(thrown);
    throw failing('late', [where.at, timeout], { retryable: true });
  } finally {
    guard.release();
    encoder.free();
  }
}

/** Strings and Blobs, the latter without a copy of them. @param {(string | Blob)[]} parts @returns {string | Blob} */
const join = (parts) => (parts.every((part) => typeof part === 'string') ? parts.join('') : blob(parts));

/** @param {BlobPart[]} parts */
function blob(parts) {
  try {
    return new Blob(parts);
  } catch (thrown) {
    throw failing('room', [], { thrown });
  }
}
