// @ts-check
// What has to end when an instance of the wasm is lost: after a panic or a trap nothing in it runs any more,
// which could stop its requests and timers or reject what callers wait for. Rust imports it by its path.
import { createError, report } from './api.js';

/** @typedef {import('./api.js').GenerateImageError} GenerateImageError */

/** @type {Map<number, (error: GenerateImageError) => void>} */
const ends = new Map();
let last = 0;

/** Is told of all that runs on the instance. */
export const guard = {
  /** @param {(error: GenerateImageError) => void} end is called once, unless it is released */
  hold(end) {
    ends.set(++last, end);
    return last;
  },

  /** @param {number} id that `hold` gave */
  release(id) {
    ends.delete(id);
  },
};

/** What an instance is started by. */
let instance = { condemn() {}, revive() {} };

/** @param {typeof instance} exports */
export function runOn(exports) {
  instance = exports;
}

/** How many instances were lost, and what was said of the last. */
let losses = 0;
/** @type {GenerateImageError} */
let loss;

/**
 * The instance is lost: rejects every call in flight.
 * @param {string} message
 * @param {unknown} [thrown] by a caller's code, through the wasm: told to whom such are told, never in ours
 */
export function crashed(message, thrown) {
  if (thrown !== undefined) report(thrown);
  losses++;
  loss = createError({
    code: 'wasm',
    message: `wasmagine failed: ${message}`,
    maybeBilled: true,
    hint: 'call again, the package has started afresh; please report this, it is a bug',
  });
  // At once: a closure of the old instance that fired before the next call would run on the wrong memory.
  instance.revive();
  const all = [...ends.values()];
  ends.clear(); // first: what ends may lead to another call
  for (const end of all) end(loss);
  return loss;
}

/**
 * Settles as it does, or with the loss of the instance that it comes from.
 * @template T @param {Promise<T>} promise @returns {Promise<T>}
 */
export function outlive(promise) {
  return new Promise((resolve, reject) => {
    const id = guard.hold(reject);
    /** @template V @param {(value: V) => void} settle @returns {(value: V) => void} */
    const released = (settle) => (value) => {
      guard.release(id);
      settle(value);
    };
    promise.then(released(resolve), released(reject));
  });
}

/**
 * Does what needs the wasm. A trap that is no panic, for want of memory perhaps, loses the instance as well.
 * @template T @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function alive(work) {
  const before = losses;
  try {
    return await work();
  } catch (thrown) {
    if (before !== losses) throw loss; // whatever it led to
    if (!(thrown instanceof WebAssembly.RuntimeError)) throw thrown;
    instance.condemn();
    throw crashed(thrown.message);
  }
}
