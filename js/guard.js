// @ts-check
// Holds one attempt: its abort, its timeout, and whatever it waits for. And what ends streams and turns, from the caller's side or from ours.
//
// The idea is reqwest's guard: as long as it is not released the network may work for us, and where it is released unfinished the network is
// stopped. All that an attempt waits for, it waits for through wait(), so that abort and timeout end the wait at once, even where a caller's
// `fetch` does not listen to the signal.
import { lives, listen } from './api.js';
import { Failure, billed, failure } from './failure.js';
export * from './failure.js'; // src/host.rs says why

export class Guard {
  network = new AbortController();
  /** The server may have begun to work, and to charge. */
  sent = false;
  /** @type {Failure | undefined} */
  #ended;
  #signal;
  /** @type {boolean | undefined} */
  #finished;
  /** @type {Set<() => void>} */
  #waits = new Set();
  #release;

  /** @param {AbortSignal | undefined} signal the caller's @param {number} timeout ms; 0 is none. Throws where the signal has fired already */
  constructor(signal, timeout) {
    this.#signal = signal;
    const stop = (/** @type {Failure} */ failure, /** @type {any} */ reason = undefined) => {
      if (this.#ended) return;
      this.#ended = failure;
      this.network.abort(reason);
      if (failure.aborted) failure.aborted.reason = this.network.signal.reason; // an AbortError where a polyfill has none
      for (const leave of this.#waits) leave();
    };
    const abort = () => stop(new Failure({}, { reason: undefined }), signal?.reason);
    if (signal?.aborted) abort();
    const timer = timeout > 0 && setTimeout(() => stop(this.#late(timeout)), timeout);
    listen(signal, 'addEventListener', abort);
    const forget = lives((reason) => stop(new Failure({}, { reason }), reason));
    this.#release = () => {
      if (timer) clearTimeout(timer);
      listen(signal, 'removeEventListener', abort);
      forget();
    };
    if (this.#ended) {
      this.release();
      throw this.#ended;
    }
  }

  /** @param {number} timeout ms */
  #late(timeout) {
    return failure('timeout', `no whole reply within ${timeout} ms`, {
      retryable: true, ...(this.sent ? { ...billed, hint: 'a larger `timeout` may help; the picture may have been charged' } : { hint: 'the `apiKey` function took too long' }),
    });
  }

  /** Another under the same signal, for a time of its own. @param {number} timeout ms */
  shorter(timeout) {
    return new Guard(this.#signal, timeout);
  }

  /**
   * Settles as `promise` does, or is rejected with the failure as soon as the hold has ended.
   * @template T @param {Promise<T>} [promise] nothing to wait for abort or timeout alone @returns {Promise<T>}
   */
  wait(promise) {
    const end = new Promise((resolve, reject) => {
      const leave = () => reject(this.#ended);
      // What settles after the end may be only what our own abort led to.
      const unless = (/** @type {(value: any) => void} */ settle) => (/** @type {any} */ value) => {
        this.#waits.delete(leave);
        if (this.#ended) leave();
        else settle(value);
      };
      this.#waits.add(leave);
      if (this.#ended) leave();
      promise?.then(unless(resolve), unless(reject));
    });
    end.catch(() => {}); // the wasm that waits for it may be lost
    return end;
  }

  /** Twice is harmless. @param {boolean} [finished] leaves the network alone, which is the caller's to stop */
  release(finished) {
    this.#release();
    this.#finished ||= finished;
    if (!this.#finished) this.network.abort();
  }
}

/** Waits for what no attempt holds, for so many milliseconds, or until the signal fires. @template T @param {AbortSignal | undefined} signal @param {number} timeout @param {Promise<T>} [promise] */
export async function wait(signal, timeout, promise) {
  const guard = new Guard(signal, timeout);
  try {
    return await guard.wait(promise);
  } finally {
    guard.release();
  }
}

/** Waits, unless the signal fires. @param {AbortSignal | undefined} signal @param {number} ms */
export const sleep = (signal, ms) => wait(signal, Math.max(ms, 1)).catch((failure) => {
  if (failure.aborted) throw failure; // else the time is over, as it was to be
});

// ───────────── for whoever reads along ─────────────

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
