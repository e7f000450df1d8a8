// @ts-check
// A conversation: its contents as Blobs, its turns as a caller sees them. What goes into a Blob is Rust's; here they are only
// put in order. A turn that fails leaves everything as it was.
import { leash, unlessAborted } from './abort.js';
import { createError, describe, dispose } from './api.js';
import { createStream } from './stream.js';

/** As src/request.rs writes a user's content. */
const USER = ['{"role":"user","parts":[', ']}'];

/** What belongs to a call or to a turn, not to a whole conversation. */
export const FOREIGN = ['prompt', 'images', 'n', 'concurrency'];

/**
 * @typedef {object} Entry
 * @property {Blob} user
 * @property {Blob} model
 * @property {Blob} [next] parts that the next prompt has to begin with
 * @property {any} turn
 */
/**
 * @typedef {object} Rust
 * @property {(options: any) => any} snapshot what they are now
 * @property {(prompt: any, options: any, talk: object) => Promise<any>} converse
 * @property {(contents: Blob[]) => Promise<{ text: string, images: any[], textAt: number }[]>} restore
 */

/** @param {any} options @param {Rust} rust */
export function createSession(options = {}, rust) {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) throw refuse('options', 'an object', options);
  const { history, ...defaults } = options;
  const foreign = FOREIGN.find((name) => defaults[name] !== undefined);
  if (foreign) {
    throw createError({ code: 'invalid-option', message: `\`${foreign}\` is not an option of a session`, hint: 'pass it to `send` or `stream`; a turn is one request' });
  }
  return new ImageSession(rust, defaults, [], history === undefined ? [] : contentsOf(history));
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
function refuse(option, must, given) {
  return createError({ code: 'invalid-option', message: `\`${option}\` must be ${must}, got ${describe(given)}` });
}

class ImageSession {
  #rust;
  #defaults;
  /** @type {Entry[]} */
  #entries;
  /** Contents that are still to be read. @type {Blob[]} */
  #stored;
  /** What the next turn waits for. @type {Promise<unknown>} */
  #tail;
  /** How to end what runs or waits. @type {Set<(reason: any) => void>} */
  #running = new Set();
  #disposed = false;

  /** @param {Rust} rust @param {any} defaults @param {Entry[]} entries @param {Blob[]} stored */
  constructor(rust, defaults, entries, stored) {
    this.#rust = rust;
    this.#defaults = defaults;
    this.#entries = entries;
    this.#stored = stored;
    this.ready = stored.length ? this.#restore() : Promise.resolve();
    this.ready.catch(() => {}); // told by the next turn too
    this.#tail = this.ready.catch(() => {});
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
    if (this.#running.size) {
      throw createError({ code: 'invalid-option', message: 'a turn is running, and cannot be undone', hint: 'wait for it, or cancel it' });
    }
    this.#entries = this.#entries.slice(0, Math.max(0, this.#entries.length - turns));
  }

  /** @param {number} [atTurn] */
  fork(atTurn = this.#entries.length) {
    this.#check('atTurn', atTurn, 0, this.#entries.length);
    return new ImageSession(this.#rust, this.#defaults, this.#entries.slice(0, atTurn), this.#stored);
  }

  snapshot() {
    if (this.#stored.length) return { version: 1, contents: [...this.#stored] };
    const contents = this.#contents();
    const next = this.#entries.at(-1)?.next;
    if (next) contents.push(new Blob([USER[0], next, USER[1]]));
    return { version: 1, contents };
  }

  [dispose]() {
    this.#disposed = true;
    for (const abort of this.#running) abort(new DOMException('The session was disposed.', 'AbortError'));
    for (const { turn } of this.#entries) {
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
    if (!(Number.isInteger(value) && value >= least && value <= most)) {
      throw refuse(name, most === Infinity ? `a whole number from ${least}` : `a whole number from ${least} to ${most}`, value);
    }
  }

  #alive() {
    if (this.#disposed) throw createError({ code: 'invalid-option', message: 'the session is disposed', hint: 'begin a new one; `snapshot()` still gives its history' });
  }

  /** One turn, after those before it. @param {any} prompt @param {any} given @param {any} talk @param {(reason: any) => void} abort */
  async #take(prompt, given, talk, abort) {
    this.#alive();
    if (typeof prompt !== 'string') throw refuse('prompt', 'a non-empty string', prompt);
    if (given !== undefined && (typeof given !== 'object' || given === null || Array.isArray(given))) throw refuse('options', 'an object', given);
    const options = this.#rust.snapshot(merge(this.#defaults, given));
    /** @type {(value?: any) => void} */
    let done = () => {};
    const finished = new Promise((resolve) => { done = resolve; });
    const before = this.#tail;
    this.#tail = before.then(() => finished);
    this.#running.add(abort);
    try {
      await unlessAborted(before, talk.follow(options.signal));
      await this.ready;
      const conversation = { ...talk, history: this.#contents(), before: this.#entries.at(-1)?.next };
      const [result, user, model, next] = await this.#rust.converse(prompt, options, conversation);
      const turn = Object.freeze({ prompt, text: result.text, images: result.images, result });
      this.#entries = [...this.#entries, { user, model, next, turn }];
      return result;
    } finally {
      this.#running.delete(abort);
      done();
    }
  }

  async #restore() {
    const stored = this.#stored;
    const read = await this.#rust.restore(stored);
    /** @type {Entry[]} */
    const entries = [];
    for (let at = 0; at + 1 < read.length; at += 2) {
      const [asked, said, after] = read.slice(at, at + 3);
      // Pictures in front of a prompt are those of the turn before it, which could not go back as they came.
      const mended = after?.images ?? [];
      const end = after?.textAt ? after.textAt - 1 : stored[at + 2]?.size - USER[1].length;
      entries.push({
        user: stored[at],
        model: stored[at + 1],
        next: mended.length ? stored[at + 2].slice(USER[0].length, end) : undefined,
        turn: Object.freeze({ prompt: asked.text, text: said.text, images: Object.freeze([...said.images, ...mended]) }),
      });
    }
    this.#entries = entries;
    this.#stored = [];
  }
}

/** What is undefined counts as absent. @param {any} defaults @param {any} [given] */
function merge(defaults, given = {}) {
  return { ...defaults, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}
