// @ts-check
// A conversation: its contents as Blobs, its turns as a caller sees them. What goes into a Blob is js/body.js's and js/outcome.js's; here
// they are only put in order. A turn that fails leaves everything as it was.
import { leash, unlessAborted } from './guard.js';
import { describe } from './answer.js';
import { createError, dispose } from './api.js';
import { USER } from './outcome.js';
import { NOT_OF_SESSIONS, NOT_OF_TURNS, isOptions, over, settled, snapshot } from './options.js';
import { createStream } from './stream.js';

/**
 * @typedef {object} Entry
 * @property {Blob} user
 * @property {Blob} model
 * @property {Blob} [next] parts that the next prompt has to begin with
 * @property {any} turn
 */
/**
 * @typedef {object} Calls what a session does with the wasm, which comes with the first of them
 * @property {(prompt: any, options: any, talk: any, signal: AbortSignal) => Promise<any>} converse
 * @property {(contents: Blob[]) => ReturnType<typeof import('./history.js').readHistory>} restore
 */

/** @param {any} options @param {Calls} calls */
export function createSession(options = {}, calls) {
  check(options, NOT_OF_SESSIONS, 'a session', 'pass prompts and images to `send` or `stream`; a turn is one request');
  const { history, ...defaults } = options;
  return new ImageSession(calls, settled(defaults), [], history === undefined ? [] : contentsOf(history));
}

/** @param {any} options @param {string[]} foreign @param {string} what they are options of @param {string} hint */
function check(options, foreign, what, hint) {
  if (!isOptions(options)) throw refuse('options', 'an object', options);
  const name = foreign.find((name) => options[name] !== undefined);
  if (name) throw misuse(`\`${name}\` is not an option of ${what}`, hint);
}

/** @param {any} history @returns {Blob[]} */
function contentsOf(history) {
  if (history?.version !== 1 || !Array.isArray(history.contents)) throw refuse('history', 'what `snapshot()` gave', history);
  // By shape: Blobs of another realm serve as well.
  const odd = history.contents.findIndex((/** @type {any} */ content) => typeof content?.size !== 'number' || typeof content.slice !== 'function');
  if (odd >= 0) throw refuse(`history.contents[${odd}]`, 'a Blob', history.contents[odd]);
  return [...history.contents];
}

/** @param {string} option @param {string} must @param {unknown} given */
const refuse = (option, must, given) => misuse(`\`${option}\` must be ${must}, got ${describe(given)}`);

/** @param {string} message @param {string} [hint] */
const misuse = (message, hint) => createError({ code: 'invalid-option', message, ...(hint && { hint }) });

class ImageSession {
  #calls;
  #defaults;
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
  /** How to end what runs or waits. @type {Set<(reason: any) => void>} */
  #running = new Set();
  #disposed = false;

  /** @param {Calls} calls @param {any} defaults @param {Entry[]} entries @param {Blob[]} [stored] */
  constructor(calls, defaults, entries, stored = []) {
    this.#calls = calls;
    this.#defaults = defaults;
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
    const { abort, follow, release } = leash();
    return this.#take(prompt, options, { follow }, abort).finally(release);
  }

  /** @param {string} prompt @param {any} [options] */
  stream(prompt, options) {
    /** @type {any} */
    let stream;
    stream = createStream((talk) => this.#take(prompt, options, talk, (reason) => stream.cancel(reason)));
    return stream;
  }

  /** @param {number} [turns] */
  undo(turns = 1) {
    this.#check('turns', turns, 1, Infinity);
    if (this.#running.size) throw misuse('a turn is running, and cannot be undone', 'wait for it, or cancel it');
    this.#entries = this.#entries.slice(0, Math.max(0, this.#entries.length - turns));
    this.#inherited = Math.min(this.#inherited, this.#entries.length);
  }

  /** @param {number} [atTurn] */
  fork(atTurn = this.#entries.length) {
    this.#check('atTurn', atTurn, 0, this.#entries.length);
    return new ImageSession(this.#calls, this.#defaults, this.#entries.slice(0, atTurn));
  }

  snapshot() {
    if (this.#stored.length) return { version: 1, contents: [...this.#stored] };
    const contents = this.#contents();
    const next = this.#entries.at(-1)?.next;
    if (next) contents.push(new Blob([USER[0], next, USER[1]]));
    return { version: 1, contents };
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

  /** @param {string} name @param {any} value @param {number} least @param {number} most */
  #check(name, value, least, most) {
    this.#alive();
    if (this.#stored.length) throw misuse('the history is not read yet', 'wait for `ready`');
    if (!(Number.isInteger(value) && value >= least && value <= most)) {
      throw refuse(name, most === Infinity ? `a whole number from ${least}` : `a whole number from ${least} to ${most}`, value);
    }
  }

  #alive() {
    if (this.#disposed) throw misuse('the session is disposed', 'begin a new one; `snapshot()` still gives its history');
  }

  /** One turn, after those before it. @param {any} prompt @param {any} given @param {any} talk @param {(reason: any) => void} abort */
  async #take(prompt, given = {}, talk, abort) {
    this.#alive();
    if (typeof prompt !== 'string') throw refuse('prompt', 'a non-empty string', prompt);
    check(given, NOT_OF_TURNS, 'a turn', 'a turn is one request, and its prompt comes first');
    const options = snapshot(over(this.#defaults, given));
    /** @type {(value?: any) => void} */
    let done = () => {};
    const finished = new Promise((resolve) => { done = resolve; });
    const before = this.#tail;
    this.#tail = before.then(() => finished);
    this.#running.add(abort);
    try {
      const signal = talk.follow(options.signal);
      await unlessAborted(before, signal);
      await unlessAborted(this.ready, signal);
      const conversation = { ...talk, history: this.#contents(), before: this.#entries.at(-1)?.next };
      const [result, user, model, next] = await this.#calls.converse(prompt, options, conversation, signal);
      if (signal.aborted) throw signal.reason; // it came, but nobody is told of it
      const turn = Object.freeze({ prompt, text: result.text, images: result.images, result });
      this.#entries = [...this.#entries, { user, model, next, turn }];
      talk.finish?.(result); // at once, so that a stream cannot be cancelled between its turn and its end
      return result;
    } finally {
      this.#running.delete(abort);
      done();
    }
  }

  async #restore() {
    const stored = this.#stored;
    if (!stored.length) return;
    const read = await this.#calls.restore(stored);
    /** @type {Entry[]} */
    const entries = [];
    for (let at = 0; at + 1 < read.length; at += 2) {
      const [asked, said, after] = read.slice(at, at + 3);
      // Pictures in front of a prompt are those of the turn before it, which could not go back as they came.
      const mended = after?.images ?? [];
      const images = [...said.images, ...mended];
      if (!images.length && said.draft) images.push(said.draft);
      const end = after?.textAt ? after.textAt - 1 : stored[at + 2]?.size - USER[1].length;
      entries.push({
        user: stored[at],
        model: stored[at + 1],
        next: mended.length ? stored[at + 2].slice(USER[0].length, end) : undefined,
        turn: Object.freeze({ prompt: asked.text, text: said.text, images: Object.freeze(images) }),
      });
    }
    this.#entries = entries;
    this.#stored = [];
  }
}
