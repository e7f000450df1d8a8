// @ts-check
// What ends streams and turns: from the caller's side, or from ours.

/**
 * Of other realms and of polyfills too, which may refuse it.
 * @param {any} signal @param {'addEventListener' | 'removeEventListener'} method @param {() => void} abort
 */
function listen(signal, method, abort) {
  try {
    signal?.[method]('abort', abort);
  } catch {}
}

/**
 * @typedef {object} Abort
 * @property {AbortSignal} signal
 * @property {(reason: unknown) => void} abort
 * @property {(signal?: unknown) => AbortSignal} follow has ours fire with a caller's
 * @property {() => void} release lets go of the caller's
 */

/** AbortSignal.any is newer than the oldest browser here. @returns {Abort} */
export function createAbort() {
  const controller = new AbortController();
  let release = () => {};
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    follow(/** @type {any} */ signal) {
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

/** @template T @param {Promise<T>} promise @param {unknown} signal heeded where it is one @returns {Promise<T>} */
export function unlessAborted(promise, signal) {
  if (!(signal instanceof AbortSignal)) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    const settled = () => signal.removeEventListener('abort', stop);
    promise.then(resolve, reject).finally(settled);
  });
}
