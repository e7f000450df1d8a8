// @ts-check
// What the requests of a call came to → one result, or one rejection; and what of a reply goes back to the server with the next turn of a
// conversation.
//
// One picture is a success: what failed beside it stands in `errors`. Only where none came does the call reject, with the failure of the
// first request.
//
// Parts go back as they came, byte for byte. What cannot, because the server would not read it: a picture that stood in text or behind a
// link goes into the user's next turn, and the text goes back without it.
import { redactor, shortened } from './answer.js';
import { createResult, notify } from './api.js';
export { mismatches, mostImages, unsupported } from './warnings.js';

/** Around the parts of a content, by whose it is; src/engine/wire/request.rs has them too, to know a stored one by. */
export const USER = ['{"role":"user","parts":[', ']}'];
export const MODEL = ['{"role":"model","parts":[', ']}'];
/** What the model says where none of its parts can go back: the API refuses a content without parts. */
export const ANSWER = 'Here is the picture.';

/** @param {string} text */
const part = (text) => new Blob([`{"text":${JSON.stringify(text)}}`]);

/** One turn of the model's. */
export class Turn {
  /** Its parts as JSON; undefined for those that do not go back. @type {(Blob | undefined)[]} */
  parts = [];
  /** Pictures that could be read but cannot go back as they came: the user has to show them. @type {Blob[]} */
  mended = [];

  /** The model's content. */
  content() {
    const parts = this.parts.filter((part) => part);
    if (!parts.length) parts.push(part(ANSWER));
    return new Blob([MODEL[0], ...parts.flatMap((part, at) => /** @type {BlobPart[]} */ (at ? [',', part] : [part])), MODEL[1]]);
  }

  /**
   * Makes of each part one of that text, where there is any left. A thought is left out: the server has no need of it, and would take it
   * for speech.
   * @param {[part: number, text: string][]} replaced @param {boolean} thoughts
   */
  replace(replaced, thoughts) {
    for (const [at, text] of replaced) {
      if (this.parts[at]) this.parts[at] = !thoughts && text.trim() ? part(text) : undefined;
    }
  }

  /** @param {number[]} parts */
  leaveOut(parts) {
    for (const at of parts) this.parts[at] = undefined;
  }
}

export class Outcome {
  /** By request; a hole where one failed. @type {any[]} */
  #responses = [];
  /** The same of those. @type {any[]} */
  #failures = [];
  /** @type {any[]} */
  #warnings;
  #attempts = 0;
  /** Of the last that was answered. */
  #turn = new Turn();

  #secrets;

  /** @param {any[]} warnings that the call began with @param {string[]} secrets keys, which a warning may quote of a server's words */
  constructor(warnings, secrets) {
    this.#secrets = secrets;
    this.#warnings = [...warnings];
  }

  /** @param {number} index @param {{ response: any, warnings: any[], turn: Turn }} reply @param {number} attempts @param {((image: any, index: number) => void) | undefined} onImage */
  answered(index, { response, warnings, turn }, attempts, onImage) {
    if (onImage) notify(onImage, response.images.at(-1), index);
    this.#responses[index] = response;
    this.#warnings.push(...warnings);
    this.#attempts += attempts;
    this.#turn = turn;
  }

  /** @param {number} index @param {any} error @param {number} attempts */
  failed(index, error, attempts) {
    this.#failures[index] = error;
    this.#attempts += attempts;
  }

  /** The `GenerateImageResult`, or what the call rejects with. */
  result() {
    const there = (/** @type {any[]} */ list) => list.filter(() => true); // which passes over holes
    const [responses, errors] = [this.#responses, this.#failures].map(there);
    if (!responses.length) throw errors[0];
    const told = redactor(this.#secrets);
    const warnings = this.#warnings.map((warning) => ({ ...warning, message: shortened(told(warning.message)) }));
    return createResult(responses, { errors, warnings, attempts: this.#attempts });
  }

  /** For the conversation: the model's content. */
  content() {
    return this.#turn.content();
  }

  /** Pictures that the user has to show in the next turn. */
  mended() {
    return this.#turn.mended;
  }
}
