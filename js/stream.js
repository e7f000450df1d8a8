// @ts-check
// A call as an async iterable: its events, until the reader takes them. It knows nothing of what they mean.
import { leash } from './guard.js';
import { createError } from './api.js';

/** By its type, the name of what an event carries. */
const FIELDS = { progress: 'progress', text: 'text', thought: 'text', preview: 'image', image: 'image', error: 'error' };

/**
 * @typedef {object} Queue what a call is given
 * @property {(type: keyof typeof FIELDS, index: number, value: any) => void} push
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
 * @param {(talk: { queue: Queue, follow: import('./guard.js').Leash['follow'], finish: (value: T) => void }) => Promise<T>} start gives what
 *   `finish` may be told before
 */
export function createStream(start) {
  /** A Set, because an array's shift() moves all that is behind: 100,000 events took four seconds to read. @type {Set<any>} */
  const events = new Set();
  /** Goes on with what is added later, as long as it is not asked at the end. */
  const inOrder = events.values();
  /** The progress told last, by request. @type {Map<number, any>} */
  const latest = new Map();
  /** Events but for progress, which is no reason to stop the network: it is only ever the latest. */
  let untaken = 0;
  /** Calls of next() that wait. @type {Deferred<any>[]} */
  const readers = [];
  const { signal, abort, follow, release } = leash();
  let iterated = false;
  let reading = false;
  let ended = false;
  /** @type {{ error: any } | undefined} */
  let failure;
  /** What the network waits for. @type {Deferred<void> | undefined} */
  let caughtUp;

  const lags = () => reading && untaken > 0;

  function take() {
    const { value } = inOrder.next();
    events.delete(value);
    if (value.type !== 'progress') untaken--;
    return { done: false, value };
  }

  function drop() {
    events.clear();
    untaken = 0;
  }

  function serve() {
    while (readers.length && (events.size || ended)) {
      const reader = /** @type {Deferred<any>} */ (readers.shift());
      if (events.size) reader.resolve(take());
      else if (failure) {
        reader.reject(failure.error);
        failure = undefined; // told once
      } else reader.resolve(OVER);
    }
    if (lags()) return;
    caughtUp?.resolve();
    caughtUp = undefined;
  }

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
    if (!ended) abort(reason);
  }

  // By cancel() or by the caller's signal: it ends at once, whatever was not read.
  signal.addEventListener('abort', () => {
    drop();
    settle.reject(signal.reason);
    end({ error: signal.reason });
  });

  /** @type {Queue} */
  const queue = {
    push(type, index, value) {
      if (ended) return;
      const event = { type, index, [FIELDS[type]]: value };
      if (type === 'progress') {
        events.delete(latest.get(index));
        latest.set(index, event);
      } else untaken++;
      events.add(event);
      serve();
    },
    ready: () => (lags() ? (caughtUp ??= deferred()).promise : undefined),
  };

  /** @param {T} value */
  function finish(value) {
    settle.resolve(value);
    end();
  }

  const { promise: result, ...settle } = /** @type {Deferred<T>} */ (deferred());
  // Who only iterates learns of a failure there.
  result.catch(() => {});
  start({ queue, follow, finish }).then(
    finish,
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
      for (const reader of readers.splice(0)) reader.resolve(OVER);
      cancel();
      drop();
      failure = undefined;
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

const OVER = Object.freeze({ done: true, value: undefined });
