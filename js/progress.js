// @ts-check
// Tells the caller how far a request is.
import { defined } from './answer.js';
import { notify } from './api.js';

/** Small chunks come by the thousand; a page redraws at most this often anyway, ms. */
const EVERY = 50;

/** The progress of one request of a call. */
export class Progress {
  #options;
  #queue;
  #started;
  #index;
  #attempt = 1;
  #told = -Infinity;
  /** @type {number | undefined} */
  #total;

  /** @param {any} options @param {import('./stream.js').Queue | undefined} queue where it is told too @param {number} started @param {number} index */
  constructor(options, queue, started, index) {
    this.#options = options;
    this.#queue = queue;
    this.#started = started;
    this.#index = index;
  }

  /** A phase begins; an attempt failed, and the next comes after so many milliseconds. @param {string} phase @param {number} [loaded] @param {number} [retryIn] */
  tell(phase, loaded, retryIn) {
    if (retryIn !== undefined) {
      this.#attempt++;
      this.#total = undefined;
    }
    const { onProgress, n } = this.#options;
    if (!onProgress && !this.#queue) return;
    const [index, attempt, elapsed] = [this.#index, this.#attempt, performance.now() - this.#started];
    const report = defined({ phase, elapsed, loaded, total: loaded === undefined ? undefined : this.#total, index, n, attempt, retryIn });
    this.#queue?.push('progress', index, report);
    if (onProgress) notify(onProgress, report);
  }

  /** The body begins, of so many bytes if that is known. @param {number | undefined} total */
  expect(total) {
    this.#total = total;
    this.#told = -Infinity;
    this.tell('receiving', 0);
  }

  /** So many bytes have come. @param {number} loaded */
  receive(loaded) {
    if (performance.now() - this.#told < EVERY) return;
    this.#told = performance.now();
    this.tell('receiving', loaded);
  }
}
