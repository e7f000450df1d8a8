// @ts-check
// A conversation: its contents as Blobs, its turns as a caller sees them. It is there before any wasm is, and
// outlives an instance that is lost. What stands in a Blob is for Rust to say; here they are put in order.
// A turn that fails leaves everything as it was.
import { dispose, misuse } from './api.js';
import { describe } from './describe.js';
import { NOT_OF_SESSIONS, NOT_OF_TURNS, isOptions, layerOf, signalOf, snapshot } from './layers.js';
import { createAbort, unlessAborted } from './signal.js';
import { createStream } from './stream.js';

/** @typedef {import('./api.js').Result} Result */
/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {{ prompt: string, text: string, images: Result['images'], result?: Result }} Turn */
/** @typedef {{ user: Blob, model: Blob, next?: Blob }} Contents `next` is what the next prompt begins with */
/** @typedef {{ history: Blob[], before?: Blob, sink?: import('./stream.js').Sink }} Conversation so far */
/** @typedef {{ first: string, second: any, layers: Layer[], signal: AbortSignal, talk: Conversation }} Ask */
/** @typedef {Contents & { turn: Turn }} Entry */
/**
 * @typedef {object} Calls what a session does with the wasm, which comes with the first of them
 * @property {(turn: Ask) => Promise<Contents & { result: Result }>} converse
 * @property {(contents: Blob[]) => Promise<(Contents & Turn)[]>} restore
 */
/** @typedef {import('./stream.js').Talk<Result>} Streamed */
/** @typedef {Pick<Streamed, 'follow'> & Partial<Streamed>} Talk */

/** @param {Layer[]} layers defaults of a client @param {any} options @param {Calls} calls */
export function createSession(layers, options = {}, calls) {
  const layer = layerOf(options);
  const hint = 'pass prompts and images to `send` or `stream`; a turn is one request';
  check(layer.options, NOT_OF_SESSIONS, 'a session', hint);
  const { history, ...defaults } = layer.options;
  const stored = history === undefined ? [] : contentsOf(history);
  return new ImageSession(calls, [...layers, { ...layer, options: defaults }], [], stored);
}

/** @param {any} options @param {string[]} foreign @param {string} what has them not @param {string} hint */
function check(options, foreign, what, hint) {
  if (!isOptions(options)) throw refused('options', 'an object', options);
  const name = foreign.find((name) => options[name] !== undefined);
  if (name) throw misuse(`\`${name}\` is not an option of ${what}`, hint);
}

/** @param {any} history @returns {Blob[]} */
function contentsOf(history) {
  if (history?.version !== 1 || !Array.isArray(history.contents)) {
    throw refused('history', 'what `snapshot()` gave', history);
  }
  // By shape: Blobs of another realm serve as well.
  const odd = history.contents.findIndex(
    (/** @type {any} */ content) => typeof content?.slice !== 'function' || typeof content.size !== 'number',
  );
  if (odd >= 0) throw refused(`history.contents[${odd}]`, 'a Blob', history.contents[odd]);
  return [...history.contents];
}

/** @param {string} option @param {string} must @param {unknown} given */
const refused = (option, must, given) => misuse(`\`${option}\` must be ${must}, got ${describe(given)}`);

class ImageSession {
  #calls;
  #layers;
  /** @type {Entry[]} */
  #entries;
  /** How many of them another session made, whose URLs those pictures have. */
  #inherited;
  /** Contents that are still to be read. @type {Blob[]} */
  #stored;
  /** @type {Promise<void> | undefined} */
  #reading;
  /** What the next turn waits for. @type {Promise<unknown>} */
  #tail;
  /** How to end what runs or waits. @type {Set<(reason: unknown) => void>} */
  #running = new Set();
  #disposed = false;

  /** @param {Calls} calls @param {Layer[]} layers @param {Entry[]} entries @param {Blob[]} [stored] */
  constructor(calls, layers, entries, stored = []) {
    this.#calls = calls;
    this.#layers = layers;
    this.#entries = entries;
    this.#inherited = entries.length;
    this.#stored = stored;
    this.#tail = this.ready.catch(() => {}); // told by the next turn too
    // Not as a method: a class with a name that is worked out is none that a bundler leaves out.
    Object.defineProperty(this, dispose, { value: () => this.#dispose() });
  }

  get ready() {
    this.#reading ??= this.#restore().catch((error) => {
      // Where it is the wasm that did not come, the next turn tries again.
      if (error.code !== 'invalid-option') this.#reading = undefined;
      throw error;
    });
    return this.#reading;
  }

  get turns() {
    return Object.freeze(this.#entries.map(({ turn }) => turn));
  }

  get current() {
    return this.#entries.flatMap(({ turn }) => turn.images).at(-1);
  }

  /** @param {string} prompt @param {any} [options] */
  send(prompt, options) {
    const { abort, follow, release } = createAbort();
    return this.#take(prompt, options, { follow }, abort).finally(release);
  }

  /** @param {string} prompt @param {any} [options] */
  stream(prompt, options) {
    /** @type {ReturnType<typeof createStream<Result>>} */
    let stream;
    stream = createStream((talk) => this.#take(prompt, options, talk, (reason) => stream.cancel(reason)));
    return stream;
  }

  /** @param {number} [turns] */
  undo(turns = 1) {
    this.#check('turns', turns, 1, Infinity);
    const running = 'a turn is running, and cannot be undone';
    if (this.#running.size) throw misuse(running, 'wait for it, or cancel it');
    this.#entries = this.#entries.slice(0, Math.max(0, this.#entries.length - turns));
    this.#inherited = Math.min(this.#inherited, this.#entries.length);
  }

  /** @param {number} [atTurn] */
  fork(atTurn = this.#entries.length) {
    this.#check('atTurn', atTurn, 0, this.#entries.length);
    return new ImageSession(this.#calls, this.#layers, this.#entries.slice(0, atTurn));
  }

  snapshot() {
    if (this.#stored.length) return { version: 1, contents: [...this.#stored] };
    const next = this.#entries.at(-1)?.next;
    return { version: 1, contents: [...this.#contents(), ...(next ? [next] : [])] };
  }

  #dispose() {
    this.#disposed = true;
    for (const abort of this.#running) abort(new DOMException('The session was disposed.', 'AbortError'));
    for (const { turn } of this.#entries.slice(this.#inherited)) {
      for (const image of turn.images) image.revoke();
      turn.result?.revoke();
    }
  }

  #contents() {
    return this.#entries.flatMap(({ user, model }) => [user, model]);
  }

  /** @param {string} name @param {unknown} value @param {number} least @param {number} most */
  #check(name, value, least, most) {
    this.#alive();
    if (this.#stored.length) throw misuse('the history is not read yet', 'wait for `ready`');
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return;
    throw refused(name, `a whole number from ${least}${most === Infinity ? '' : ` to ${most}`}`, value);
  }

  #alive() {
    if (this.#disposed) {
      throw misuse('the session is disposed', 'begin a new one; `snapshot()` still gives its history');
    }
  }

  /**
   * One turn, after those before it.
   * @param {any} prompt @param {any} given @param {Talk} talk @param {(reason: unknown) => void} abort
   */
  async #take(prompt, given = {}, { sink, follow, finish }, abort) {
    this.#alive();
    if (typeof prompt !== 'string') throw refused('prompt', 'a non-empty string', prompt);
    const options = snapshot(given);
    check(options, NOT_OF_TURNS, 'a turn', 'a turn is one request, and its prompt comes first');
    let done = () => {};
    const finished = new Promise((resolve) => void (done = () => resolve(undefined)));
    const before = this.#tail;
    this.#tail = before.then(() => finished);
    this.#running.add(abort);
    try {
      const signal = follow(signalOf(this.#layers, options));
      await unlessAborted(before, signal);
      await unlessAborted(this.ready, signal);
      const talk = { sink, history: this.#contents(), before: this.#entries.at(-1)?.next };
      const asked = { first: prompt, second: options, layers: this.#layers, signal, talk };
      const { result, user, model, next } = await this.#calls.converse(asked);
      if (signal.aborted) throw signal.reason; // it came, but nobody is told of it
      const turn = Object.freeze({ prompt, text: result.text, images: result.images, result });
      this.#entries = [...this.#entries, { user, model, next, turn }];
      finish?.(result); // at once, so that a stream cannot be cancelled between its turn and its end
      return result;
    } finally {
      this.#running.delete(abort);
      done();
    }
  }

  async #restore() {
    if (!this.#stored.length) return;
    const read = await this.#calls.restore(this.#stored);
    this.#entries = read.map(({ user, model, next, prompt, text, images }) => {
      const turn = Object.freeze({ prompt, text, images: Object.freeze(images) });
      return { user, model, next, turn };
    });
    this.#stored = [];
  }
}
