// @ts-check
// Reads a response's body as it comes. What its bytes say, Rust reads (src/stream.rs).
import { CUT } from './answer.js';
import { decodeText, held, nextTurn, readerOf } from './api.js';
import { Failure, Guard, billed, broken, failing, unkept } from './guard.js';
export * from './guard.js'; // src/host.rs says why
export { Progress } from './progress.js';

/** What is asked of a body at a time, in bytes: 64 KiB take Firefox a tenth longer. */
const BUFFER = 256 * 1024;

/** What Rust reads at a time: `INPUT` in src/collect.rs. */
const STEP = 64 * 1024;

/** The bits of `state` in src/stream.rs. */
const [ENDED, EVENTS, ARRAY] = [1, 2, 4];

/** Of base64, in bytes: 1 to 4 ms with all that is done to it. */
const STRETCH = 512 * 1024;

/** A chunk takes as long as so many bytes, however small it is. */
const CHUNK = 4 * 1024;

/** Bytes for which the page's current turn is still ours, whichever of many calls reads them. */
let left = STRETCH;

/**
 * Waits until it is our turn to work on so many bytes. A body that has bytes gives them in microtasks: on a fast line the page would stand still until
 * the picture is there, for 0.5 s where 64 come at once. Counted are bytes, because a clock that pages may read is too coarse for what one chunk takes.
 * @param {number} bytes @param {Guard} guard
 */
async function turn(bytes, guard) {
  if (left <= 0) {
    await guard.wait(nextTurn());
    left = STRETCH;
  }
  left -= Math.max(bytes, CHUNK);
}

/** To begin a request, in the same measure: where 64 begin in one task, the page stood still for 55 ms, and does for 25. */
const BEGINNING = 64 * 1024;

/** Waits for the turn to begin a request; there is nothing to wait for where few have begun in this one. @returns {Promise<void> | undefined} */
export function toBegin() {
  left -= BEGINNING;
  if (left <= -BEGINNING) return nextTurn().then(() => { left = STRETCH - BEGINNING; });
}

/**
 * A body that is read, into one buffer where it can: chunks of the browser's own lie about until they are collected, and a picture of 20 MiB then holds
 * 55 MiB in Chromium instead of 29.
 */
export class Body {
  /** @type {any} */
  #reader;
  #buffer = new Uint8Array(BUFFER);

  /** @param {Response} response */
  constructor(response) {
    try {
      const { body } = response; // null in mocks, where the type says ReadableStream
      if (typeof body === 'object' && body) this.#reader = readerOf(body);
    } catch (thrown) {
      throw failing('sealed', [], { thrown });
    }
  }

  /** Its next bytes, which are there until more are asked for; none at the end. @param {Guard} guard @returns {Promise<Uint8Array | undefined>} */
  async next(guard) {
    if (!this.#reader) return;
    let read;
    try {
      read = Promise.resolve(this.#reader.read(this.#buffer)); // a mock's may give its values at once
    } catch (thrown) {
      throw unreadable(thrown);
    }
    let result;
    try {
      result = await guard.wait(read);
    } catch (thrown) {
      this.cancel(); // a body that does not listen to the signal
      throw thrown instanceof Failure ? thrown : broken(thrown);
    }
    try {
      if (result.done) return;
      const { value } = result;
      // By shape: another realm's Uint8Array is none by class. A DataView or a Uint16Array would be read as other bytes.
      if (ArrayBuffer.isView(value) && /** @type {any} */ (value).BYTES_PER_ELEMENT === 1) {
        this.#buffer = new Uint8Array(/** @type {ArrayBuffer} */ (value.buffer));
        return /** @type {Uint8Array} */ (value);
      }
    } catch {} // a detached one, a getter's
    throw unreadable(result?.value);
  }

  /** Stops it; one that has failed says so again, to nobody. */
  cancel() {
    const reader = this.#reader;
    this.#reader = undefined;
    try {
      Promise.resolve(reader?.cancel()).catch(() => {});
    } catch {}
  }

  /**
   * Gives a body that has said all it had to say a moment to end by itself, so that its connection can serve again, and then stops it, and the network
   * with it: Firefox leaves an idle connection open when only its body is cancelled.
   * @param {Guard} guard
   */
  async drain(guard) {
    guard.release(true);
    try {
      const moment = new Guard(undefined, 1_000);
      try {
        while (await this.next(moment));
      } finally {
        moment.release(true);
      }
    } catch {
      this.cancel();
      guard.network.abort();
    }
  }
}

/** @param {unknown} thrown */
const unreadable = (thrown) => failing('odd', [], { thrown });

/** The start of a body as text. @param {Response} response @param {number} limit bytes @param {Guard} guard */
export async function textOf(response, limit, guard) {
  const body = new Body(response);
  const pieces = [];
  let length = 0;
  for (let chunk; length < limit && (chunk = await body.next(guard)); length += chunk.length) pieces.push(chunk.slice());
  body.cancel();
  return decodeText(pieces);
}

/** @typedef {[value: any, found: import('./said.js').Found[], parts: Blob[]]} Document the JSON, in which each lifted string is its index in `found`, in digits */

/** A reply while it arrives: one document after another. */
export class Documents {
  #body;
  #guard;
  #progress;
  #reader;
  /** Of which not all is read yet. @type {Uint8Array | undefined} */
  #chunk;
  #at = 0;
  /** Documents, and behind them what ends it. @type {any[]} */
  #ready = [];
  /** @type {Failure | undefined} */
  #failed;
  /** How long the end is waited for, and what holds that wait. */
  #patience = 0;
  /** @type {Guard | undefined} */
  #last;
  #left = false;

  /** @param {any} core @param {Response} response @param {Guard} guard @param {import('./progress.js').Progress} progress @param {boolean} tee keeps parts as they came */
  constructor(core, response, guard, progress, tee) {
    this.#body = new Body(response);
    this.#guard = guard;
    this.#progress = progress;
    this.#reader = held(core.reader(tee));
  }

  /** The next document; none at the end. What came whole is given before any failure. @returns {Promise<Document | undefined>} */
  async next() {
    const reader = this.#reader.of;
    for (;;) {
      if (this.#ready.length) return this.#ready.shift();
      if (this.#failed) throw this.#failed;
      if (reader.state & ENDED || this.#left) return;
      try {
        if (!this.#chunk) {
          if (this.#patience) this.#last ??= this.#guard.shorter(this.#patience);
          this.#chunk = await this.#read();
          this.#at = 0;
        }
        if (this.#chunk) {
          await turn(Math.min(this.#chunk.length - this.#at, STEP), this.#guard);
          this.#at = reader.push(this.#chunk, this.#at, this.#ready);
          if (this.#at >= this.#chunk.length) this.#chunk = undefined;
        } else if (!this.#left) reader.finish(this.#ready);
        if (this.#ready.length && !Array.isArray(this.#ready.at(-1)[1])) this.#failed = faultOf(this.#ready.pop());
      } catch (/** @type {any} */ thrown) {
        if (!(thrown instanceof Failure)) throw thrown;
        this.#failed = thrown;
      }
      this.#progress.receive(reader.offset);
    }
  }

  async #read() {
    try {
      return await this.#body.next(this.#last ?? this.#guard);
    } catch (/** @type {any} */ thrown) {
      if (!this.#last || thrown.aborted || !(thrown instanceof Failure)) throw thrown;
      this.#left = true; // it has said all it had to say
    }
  }

  /**
   * The reply has said that it is at its end. What follows is waited for so many milliseconds, not for ever: events do not tell of their last, and some
   * servers leave the connection open. They begin when the next bytes are asked for, anew after each document: the time that a stream's reader takes for
   * one is not the server's.
   * @param {number} patience 0 as long as it has not
   */
  expectEnd(patience) {
    this.#patience = patience;
    this.#last?.release(true);
    this.#last = undefined;
  }

  /** How they came, and how many bytes they took. */
  get form() {
    const { state, offset } = this.#reader.of;
    return { events: (state & EVENTS) !== 0, array: (state & (EVENTS | ARRAY)) === ARRAY, loaded: offset };
  }

  /** Leaves the body to end by itself, if it has not been given up. */
  leave() {
    if (!this.#left) void this.#body.drain(this.#guard);
  }

  free() {
    this.#last?.release(true);
    this.#reader.free();
  }
}

/** By the places of `Fault` in src/engine/scan.rs, and of what src/stream.rs has behind them. */
const FAULTS = ['notJson', 'cut', 'bracket', 'base64', 'badJson', 'unkept'];

/** @param {[kind: number, what: any, start?: Uint8Array]} broken */
function faultOf([kind, what, start]) {
  const says = FAULTS[kind];
  if (!start) return says === 'unkept' ? unkept(what) : failing(says, [], { ...billed, thrown: what });
  // Told without js/wrong.js: the connection may be what broke.
  if (says === 'cut' && what) return new Failure({ ...CUT, ...billed, message: `the reply is cut off at byte ${what}` });
  return failing(says, [what, decodeText([start]).slice(0, 40)], billed);
}
