// @ts-check
// Seeded randomness and hashing of strings. The same seed gives the same numbers in every engine: 32-bit integer steps only.

/** FNV-1a with a final mix. @param {string} text @param {number} [start] @returns {number} an unsigned 32-bit integer */
export function hash(text, start = 0x811c9dc5) {
  let h = start >>> 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}

/** @param {number} h @returns {number} */
export function mix(h) {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A stream of numbers from one seed. `fork` gives an independent stream, so that drawing one thing never moves another. */
export class Random {
  /** @param {number} seed */
  constructor(seed) {
    this.seed = seed >>> 0;
    this.state = mix(this.seed ^ 0x9e3779b9) || 1;
  }

  /** xorshift32. @returns {number} an unsigned 32-bit integer */
  word() {
    let s = this.state;
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    this.state = s >>> 0;
    return this.state;
  }

  /** @param {number} [low] @param {number} [high] */
  between(low = 0, high = 1) {
    return low + (this.word() / 0x100000000) * (high - low);
  }

  /** @param {number} low @param {number} high both inclusive */
  integer(low, high) {
    return low + (this.word() % (high - low + 1));
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  pick(list) {
    return list[this.word() % list.length];
  }

  /** @param {string} name */
  fork(name) {
    return new Random(hash(name, this.seed ^ 0x5bd1e995));
  }

  /** @param {number} length @returns {Uint8Array<ArrayBuffer>} */
  bytes(length) {
    const words = new Uint32Array(Math.ceil(length / 4));
    for (let i = 0; i < words.length; i++) words[i] = this.word();
    const bytes = new Uint8Array(words.buffer, 0, length);
    if (LITTLE_ENDIAN) return bytes;
    const view = new DataView(words.buffer);
    words.slice().forEach((word, i) => view.setUint32(i * 4, word, true));
    return bytes;
  }

  /** @param {number} length @returns {string} of the URL-safe alphabet, as response ids are */
  id(length) {
    let text = '';
    while (text.length < length) text += ID_SYMBOLS[this.word() & 63];
    return text;
  }
}

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
const ID_SYMBOLS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** @returns {number} */
export function freshSeed() {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
