// @ts-check
// Pieces → a ReadableStream: paced, pulled, stopped at once by an abort. The only place that makes base64 out of a picture, 48 KiB at a
// time, when the reader asks for more. Knows how bytes are delivered, not what they are.

import { encode } from './base64.js';

/** Raw bytes that make one chunk of 64 KiB of base64; a multiple of three, so that chunks join without padding. */
const SLICE = 48 * 1024;

/** @typedef {import('./wire.js').Piece} Piece */
/**
 * @typedef {object} Delivery
 * @property {number} [rate] bytes a second
 * @property {'one-byte' | 'random' | 'whole'} [chunks]
 * @property {boolean} [escaped] base64 with `\/` and `\u002b`
 * @property {number} [wait] ms between the headers and the first byte
 * @property {number} [stop] share of the body after which `then` happens
 * @property {'error' | 'close' | 'stall'} [then] after that share, or after all
 */

/** @param {Piece} piece */
const lengthOf = (piece) => (typeof piece === 'string' ? piece.length : Math.ceil(piece.length / 3) * 4);

/** @param {Piece[]} pieces @param {Delivery} delivery @param {AbortSignal} signal @returns {ReadableStream<Uint8Array>} */
export function stream(pieces, delivery, signal) {
  const total = pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
  const limit = delivery.stop === undefined ? Infinity : Math.max(1, Math.floor(total * delivery.stop));
  const chunks = split(bytes(pieces, delivery, limit), delivery);
  const gone = new AbortController();
  let started = 0;
  let sent = 0;
  /** @type {() => void} */
  let forget = () => {};
  return new ReadableStream(
    {
      start(controller) {
        const abort = () => {
          gone.abort();
          controller.error(signal.reason);
        };
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort, { once: true });
        forget = () => signal.removeEventListener('abort', abort);
      },
      async pull(controller) {
        if (!started) {
          await sleep(delivery.wait ?? 0, gone.signal);
          started = performance.now();
        }
        const next = chunks.next();
        if (!next.done) {
          sent += next.value.length;
          if (delivery.rate)
            await sleep(started + (sent / delivery.rate) * 1000 - performance.now(), gone.signal);
          if (!gone.signal.aborted) controller.enqueue(next.value);
          return;
        }
        const over = delivery.stop === undefined || sent >= limit;
        if (over && delivery.then === 'stall')
          return new Promise((resolve) => gone.signal.addEventListener('abort', () => resolve(undefined)));
        forget();
        if (over && delivery.then === 'error') controller.error(new TypeError('network error'));
        else controller.close();
      },
      cancel() {
        gone.abort();
        forget();
      },
    },
    { highWaterMark: 0 },
  );
}

/** @param {Piece[]} pieces @param {Delivery} delivery @param {number} limit @returns {Generator<Uint8Array>} */
function* bytes(pieces, delivery, limit) {
  const utf8 = new TextEncoder();
  let left = limit;
  for (const piece of pieces) {
    const step = typeof piece === 'string' ? Infinity : SLICE;
    for (let at = 0; at < piece.length; at += step) {
      if (left <= 0) return;
      const chunk = typeof piece === 'string' ? utf8.encode(piece) : encode(piece.subarray(at, at + step));
      const text = delivery.escaped && typeof piece !== 'string' ? escapeSome(chunk) : chunk;
      yield left < text.length ? text.slice(0, left) : text;
      left -= text.length;
    }
  }
}

/** @param {Uint8Array} text */
function escapeSome(text) {
  return new TextEncoder().encode(
    new TextDecoder().decode(text).replace(/\//g, '\\/').replace(/\+/g, '\\u002b'),
  );
}

/** Gathers small pieces into chunks and cuts them as asked. Every chunk owns its buffer: a reader may transfer it.
 *  @param {Generator<Uint8Array>} source @param {Delivery} delivery @returns {Generator<Uint8Array>} */
function* split(source, { chunks, rate }) {
  // A paced body comes in about twenty chunks a second, so that progress looks like a network's.
  const size = rate ? Math.min(65536, Math.max(1, Math.ceil(rate / 20))) : 65536;
  const next = () =>
    chunks === 'one-byte'
      ? 1
      : chunks === 'whole'
        ? Infinity
        : chunks === 'random'
          ? 1 + Math.floor(Math.random() * 40000)
          : size;
  /** @type {Uint8Array[]} */
  const held = [];
  let length = 0;
  let want = next();
  const take = (/** @type {number} */ count) => {
    const chunk = new Uint8Array(count);
    for (let at = 0; at < count; ) {
      const first = held[0];
      const part = first.subarray(0, count - at);
      chunk.set(part, at);
      at += part.length;
      if (part.length === first.length) held.shift();
      else held[0] = first.subarray(part.length);
    }
    length -= count;
    return chunk;
  };
  for (const piece of source) {
    held.push(piece);
    length += piece.length;
    while (length >= want) {
      yield take(want);
      want = next();
    }
  }
  if (length) yield take(length);
}

/** Resolves after `ms`, or at once when the signal fires. @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
export function sleep(ms, signal) {
  if (!(ms > 0) || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
