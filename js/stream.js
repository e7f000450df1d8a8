// @ts-check
// A call as an async iterable: its events, until the reader takes them. It knows nothing of what they mean.
import { misuse } from './api.js';
import { createAbort } from './signal.js';

/** @typedef {{ type: string, index: number }} Event and what it carries */
/**
 * @typedef {object} Sink what a call tells its events to
 * @property {(event: Event) => void} push
 * @property {() => Promise<void> | undefined} drained settles when the reader has caught up
 */
/** @typedef {import('./signal.js').Abort['follow']} Follow */
/** @template T @typedef {{ sink: Sink, follow: Follow, finish: (value: T) => void }} Talk */
/** @template T @typedef {{ resolve: (value: T) => void, reject: (error: unknown) => void }} Ends */
/** @template T @typedef {{ promise: Promise<T> } & Ends<T>} Deferred */
/** @typedef {IteratorResult<Event, unknown>} Next */

/** Promise.withResolvers is newer than the oldest browser here. @template T @returns {Deferred<T>} */
function deferred() {
  const ends = {};
  const promise = new Promise((resolve, reject) => Object.assign(ends, { resolve, reject }));
  return /** @type {Deferred<T>} */ ({ promise, ...ends });
}

/**
 * An `ImageStream`.
 * @template T @param {(talk: Talk<T>) => Promise<T>} start gives what `finish` may be told before
 */
export function createStream(start) {
  /** @type {Set<Event>} */
  const events = new Set(); // an array's shift() moves all that is behind: 100,000 events took four seconds
  /** Goes on with what is added later, as long as it is not asked at the end. */
  const inOrder = events.values();
  /** The progress told last, by request. @type {Map<number, Event>} */
  const latest = new Map();
  /** Events but for progress, which is no reason to stop the network: it is only ever the latest. */
  let untaken = 0;
  /** Calls of next() that wait. @type {Deferred<Next>[]} */
  const readers = [];
  const { signal, abort, follow, release } = createAbort();
  let iterated = false;
  let reading = false;
  let ended = false;
  /** @type {{ error: unknown } | undefined} */
  let failure;
  /** What the network waits for. @type {Deferred<void> | undefined} */
  let caughtUp;

  const lags = () => reading && untaken > 0;

  /** @returns {Next} */
  function take() {
    const value = /** @type {Event} */ (inOrder.next().value);
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
      const reader = /** @type {Deferred<Next>} */ (readers.shift());
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

  /** @param {{ error: unknown }} [failed] */
  function end(failed) {
    if (ended) return;
    ended = true;
    failure = failed;
    release();
    serve();
  }

  /** @param {unknown} reason */
  function cancel(reason = new DOMException('The stream was cancelled.', 'AbortError')) {
    if (!ended) abort(reason);
  }

  // By cancel() or by the caller's signal: it ends at once, whatever was not read.
  signal.addEventListener('abort', () => {
    drop();
    settle.reject(signal.reason);
    end({ error: signal.reason });
  });

  /** @type {Sink} */
  const sink = {
    push(event) {
      if (ended) return;
      if (event.type === 'progress') {
        const before = latest.get(event.index);
        if (before) events.delete(before);
        latest.set(event.index, event);
      } else untaken++;
      events.add(event);
      serve();
    },
    drained() {
      if (!lags()) return;
      caughtUp ??= deferred();
      return caughtUp.promise;
    },
  };

  /** @param {T} value */
  function finish(value) {
    settle.resolve(value);
    end();
  }

  const { promise: result, ...settle } = /** @type {Deferred<T>} */ (deferred());
  // Who only iterates learns of a failure there.
  result.catch(() => {});
  start({ sink, follow, finish }).then(finish, (error) => {
    settle.reject(error);
    end({ error });
  });

  const iterator = {
    next() {
      /** @type {Deferred<Next>} */
      const reader = deferred();
      readers.push(reader);
      serve();
      return reader.promise;
    },
    async return(/** @type {unknown} */ value) {
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
        const hint = 'keep what came in the first loop; `await stream.result` has all of it';
        throw misuse('the stream is iterated already', hint);
      }
      iterated = reading = true;
      return iterator;
    },
  });
}

/** @type {Next} */
const OVER = Object.freeze({ done: true, value: undefined });
