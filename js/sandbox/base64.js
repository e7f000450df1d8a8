// @ts-check
// Base64 as the API writes it: standard alphabet, padding, no line breaks. Knows bytes only; never builds a string of a picture,
// because a 60 MiB picture would be 160 MB of UTF-16.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SYMBOLS = Uint8Array.from(ALPHABET, (symbol) => symbol.charCodeAt(0));
const VALUES = new Uint8Array(128).fill(255);
SYMBOLS.forEach((symbol, value) => {
  VALUES[symbol] = value;
});
const PAD = 61;

/** @param {Uint8Array} bytes @returns {Uint8Array} the base64 text, as ASCII bytes */
export function encode(bytes) {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  const whole = bytes.length - (bytes.length % 3);
  let o = 0;
  for (let i = 0; i < whole; i += 3) {
    const word = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
    out[o++] = SYMBOLS[word >> 18];
    out[o++] = SYMBOLS[(word >> 12) & 63];
    out[o++] = SYMBOLS[(word >> 6) & 63];
    out[o++] = SYMBOLS[word & 63];
  }
  if (whole < bytes.length) {
    const second = whole + 1 < bytes.length;
    const word = (bytes[whole] << 16) | (second ? bytes[whole + 1] << 8 : 0);
    out[o++] = SYMBOLS[word >> 18];
    out[o++] = SYMBOLS[(word >> 12) & 63];
    out[o++] = second ? SYMBOLS[(word >> 6) & 63] : PAD;
    out[o++] = PAD;
  }
  return out;
}

/**
 * Strict: the contract names the standard alphabet with padding, and gateways in the way accept nothing else.
 * @param {string} text @returns {Uint8Array<ArrayBuffer> | undefined} undefined when it is not base64
 */
export function decode(text) {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const out = new Uint8Array((text.length / 4) * 3 - padding);
  const symbols = text.length - padding;
  let word = 0;
  let o = 0;
  for (let i = 0; i < symbols; i++) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? VALUES[code] : 255;
    if (value === 255) return undefined;
    word = (word << 6) | value;
    if ((i & 3) === 3) {
      out[o++] = word >> 16;
      out[o++] = word >> 8;
      out[o++] = word;
      word = 0;
    }
  }
  if (padding === 1) {
    if (word & 3) return undefined;
    out[o++] = word >> 10;
    out[o++] = word >> 2;
  } else if (padding === 2) {
    if (word & 15) return undefined;
    out[o++] = word >> 4;
  }
  return out;
}
