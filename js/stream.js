// @ts-check
// A call as an async iterable: the events that Rust pushes, until the reader takes them. It knows nothing of what they mean.
import { leash } from './abort.js';
import { createError } from './api.js';

/** By the numbers of `Kind` in src/events.rs, with the name of what each carries. @type {[type: string, field: string][]} */
const KINDS = [['progress', 'progress'], ['text', 'text'], ['thought', 'text'], ['preview', 'image'], ['image', 'image'], ['error', 'error']];

/**
 * @typedef {object} Queue what Rust is given
 * @property {(kind: number, index: number, value: any) => void} push
 * @property {() => Promise<void> | undefined} ready settles when the reader has caught up
 */

/**
 * @template T
 * @typedef {{ promise: Promise<T>, resolve: (value: T) => void, reject: (error: any) => void }} Deferred
 */

/** Promise.withResolvers is newer than the oldest browser here. @returns {Deferred<any>} */
function deferred() {
  /** @type {any} */
  const ends = {};
  const promise = new Promise((resolve, reject) => Object.assign(ends, { resolve, reject }));
  return { promise, ...ends };
}

/**
 * An `ImageStream`.
 * @template T
 * @param {(talk: { queue: Queue, follow: import('./abort.js').Leash['follow'] }) => Promise<T>} start
 */
export function createStream(start) {
  /** @type {any[]} */
  const events = [];
  /** Calls of next() that wait. @type {Deferred<any>[]} */
  const readers = [];
  const { abort, follow, release } = leash();
  let iterated = false;
  let reading = false;
  let ended = false;
  /** @type {{ error: any } | undefined} */
  let failure;
  /** What the network waits for. @type {Deferred<void> | undefined} */
  let caughtUp;

  function serve() {
    while (readers.length && (events.length || ended)) {
      const reader = /** @type {Deferred<any>} */ (readers.shift());
      if (events.length) reader.resolve({ done: false, value: events.shift() });
      else if (failure) {
        reader.reject(failure.error);
        failure = undefined; // told once
      } else reader.resolve({ done: true, value: undefined });
    }
    if (lags()) return;
    caughtUp?.resolve();
    caughtUp = undefined;
  }

  // Progress alone is no reason to stop the network: it is only ever the latest.
  const lags = () => reading && !ended && events.some(({ type }) => type !== 'progress');

  /** @param {{ error: any }} [failed] */
  function end(failed) {
    if (ended) return;
    ended = true;
    failure = failed;
    release();
    serve();
  }

  /** @param {any} reason */
  function cancel(reason = new DOMException('The stream was cancelled.', 'AbortError')) {
    if (ended) return;
    events.length = 0;
    settle.reject(reason);
    abort(reason);
    end({ error: reason });
  }

  /** @type {Queue} */
  const queue = {
    push(kind, index, value) {
      if (ended) return;
      const [type, field] = KINDS[kind];
      const before = type === 'progress' ? events.findIndex((event) => event.type === type && event.index === index) : -1;
      if (before >= 0) events.splice(before, 1);
      events.push({ type, index, [field]: value });
      serve();
    },
    ready: () => (lags() ? (caughtUp ??= deferred()).promise : undefined),
  };

  const { promise: result, ...settle } = /** @type {Deferred<T>} */ (deferred());
  // Who only iterates learns of a failure there.
  result.catch(() => {});
  start({ queue, follow }).then(
    (value) => {
      settle.resolve(value);
      end();
    },
    (error) => {
      settle.reject(error);
      end({ error });
    },
  );

  const iterator = {
    next() {
      const reader = deferred();
      readers.push(reader);
      serve();
      return reader.promise;
    },
    async return(/** @type {any} */ value) {
      reading = false;
      cancel();
      failure = undefined;
      events.length = 0;
      serve();
      return { done: true, value };
    },
    [Symbol.asyncIterator]: () => iterator,
  };

  return Object.freeze({
    result,
    cancel,
    [Symbol.asyncIterator]() {
      if (iterated) {
        throw createError({ code: 'invalid-option', message: 'the stream is iterated already', hint: 'keep what came in the first loop; `await stream.result` has all of it' });
      }
      iterated = reading = true;
      return iterator;
    },
  });
}
