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

/** @typedef {ReturnType<typeof createAbort>} Abort */

/** AbortSignal.any is newer than the oldest browser here. */
export function createAbort() {
  const controller = new AbortController();
  let release = () => {};
  return {
    signal: controller.signal,
    abort: (/** @type {unknown} */ reason) => controller.abort(reason),
    /** Has ours fire with the caller's, until it is released. @param {any} [signal] */
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

/** @template T @param {Promise<T>} promise @param {unknown} signal if it is one @returns {Promise<T>} */
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
