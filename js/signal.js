// @ts-check
// What ends streams and turns: from the caller's side, or from ours.

/** @typedef {ReturnType<typeof createShared>} Shared */

/** @type {WeakMap<object, Shared>} */
const known = new WeakMap();

/** @param {any} signal */
function createShared(signal) {
  /** @type {Set<() => void>} */
  const all = new Set();
  const tell = () => all.forEach((abort) => abort());
  /** @param {string} method @param {'add' | 'delete'} change */
  const by = (method, change) => (/** @type {string} */ _, /** @type {() => void} */ abort) => {
    const before = all.size;
    all[change](abort);
    if (before + all.size !== 1) return; // neither the first nor the last
    try {
      signal[method]('abort', tell);
    } catch {}
  };
  return {
    get aborted() {
      return signal.aborted;
    },
    get reason() {
      return signal.reason;
    },
    addEventListener: by('addEventListener', 'add'),
    removeEventListener: by('removeEventListener', 'delete'),
  };
}

/**
 * What stands for a signal, and has one listener on it however many listen to this: Node warns from the eleventh on.
 * @param {unknown} given a signal, of another realm or a polyfill too, which may refuse it; or what is none, and never fires
 */
export function shared(given) {
  const signal = Object(given);
  if (!known.has(signal)) known.set(signal, createShared(signal));
  return /** @type {Shared} */ (known.get(signal));
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
      const theirs = shared(signal);
      const abort = () => controller.abort(theirs.reason);
      if (theirs.aborted) abort();
      if (!controller.signal.aborted) {
        theirs.addEventListener('abort', abort);
        release = () => theirs.removeEventListener('abort', abort);
      }
      return controller.signal;
    },
    release: () => release(),
  };
}

/** @template T @param {Promise<T>} promise @param {unknown} signal if it is one @returns {Promise<T>} */
export function unlessAborted(promise, signal) {
  if (!(signal instanceof AbortSignal)) return promise;
  const theirs = shared(signal);
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    theirs.addEventListener('abort', stop);
    const settled = () => theirs.removeEventListener('abort', stop);
    promise.then(resolve, reject).finally(settled);
  });
}
