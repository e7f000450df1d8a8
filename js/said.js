// @ts-check
// The text of a reply, or of its thoughts, as far as it came; js/prose.js, which reads the pictures in it and comes with the first text that may
// hold one; and what Rust found of bytes.
import { field, list, text } from './answer.js';
import { later } from './later.js';

/**
 * Bytes that Rust decoded or looked at.
 * @typedef {object} Found
 * @property {Blob} [blob] none where a signature is not base64
 * @property {string} mediaType of the picture that they are, if any
 * @property {number} width
 * @property {number} height
 * @property {boolean} prefixed a data: prefix stood before them
 * @property {Uint8Array} [odd] the first of them where they are no picture
 */
/** @param {Blob | undefined} blob @param {string} mediaType @param {number} width @param {number} height @param {boolean} prefixed @param {Uint8Array} head @returns {Found} */
export const createFound = (blob, mediaType, width, height, prefixed, head) => (
  { blob, mediaType, width, height, prefixed, odd: mediaType || !head.length ? undefined : head.slice() });

/** What was lifted from `holder[name]`: any string that stands there is an index of ours (src/engine/scan.rs). @param {any} holder @param {string} name @param {Found[]} found @returns {Found | undefined} */
export const lifted = (holder, name, found) => (typeof holder?.[name] === 'string' ? found[+holder[name]] : undefined);

/** What js/prose.js has to read: it holds a picture, or may end with the beginning of one. */
const MAY_HOLD = /!\[|data:|(?:(?<!\S)!|(?<![a-z\d])d(?:a(?:ta?)?)?)$/i;

export const reading = {
  /** @type {typeof import('./prose.js') | undefined} */
  prose: undefined,

  /** What is to be waited for before a document is read. @param {any} reply @returns {Promise<void> | undefined} */
  prepare(reply) {
    if (reading.prose) return;
    const parts = list(field(reply, 'candidates')).flatMap((candidate) => list(field(field(candidate, 'content'), 'parts')));
    if (!parts.some((part) => MAY_HOLD.test(text(field(part, 'text')) ?? '') || field(part, 'fileData'))) return;
    return later('prose.js', import('./prose.js')).then((prose) => { reading.prose = prose; });
  },
};

/** A text so far. */
export class Said {
  /** @type {import('./prose.js').Prose | undefined} */
  prose;
  /** What is settled of it and no picture. */
  text = '';
  /** The first bytes of the first data: URL that is no picture. @type {Uint8Array | undefined} */
  odd;
  /** @type {Found[]} */
  pictures = [];

  /** @param {boolean} thought */
  constructor(thought) {
    this.thought = thought;
  }

  /** Of pictures in it, from here on, if that is there. */
  reader() {
    const { prose } = reading;
    if (prose) this.prose ??= new prose.Prose(this.text);
    return this.prose;
  }
}
