// @ts-check
// Ending what runs, from the caller's side or from ours.
import { listen } from './api.js';

/**
 * @typedef {object} Leash
 * @property {AbortSignal} signal
 * @property {(reason: any) => void} abort
 * @property {(signal?: AbortSignal) => AbortSignal} follow has ours fire with the caller's
 * @property {() => void} release lets go of the caller's signal
 */

/** AbortSignal.any is newer than the oldest browser here. @returns {Leash} */
export function leash() {
  const controller = new AbortController();
  let release = () => {};
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    follow(signal) {
      release();
      const abort = () => controller.abort(signal?.reason);
      if (signal?.aborted) abort();
      if (!controller.signal.aborted) {
        listen(signal, 'addEventListener', abort);
        release = () => listen(signal, 'removeEventListener', abort);
      }
      return controller.signal;
    },
    release: () => release(),
  };
}

/** @template T @param {Promise<T>} promise @param {AbortSignal | undefined} signal @returns {Promise<T>} */
export async function unlessAborted(promise, signal) {
  if (!(signal instanceof AbortSignal)) return promise;
  /** @type {() => void} */
  let stop = () => {};
  const aborted = new Promise((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, /** @type {Promise<never>} */ (aborted)]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
