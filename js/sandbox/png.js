// @ts-check
// RGB pixels → PNG, with the platform's own zlib: Node's and a browser's pack the same pixels into different bytes. Also the PNG of
// an exact size that tests of large pictures ask for.

import { writeNote } from './measure.js';
import { Random } from './random.js';

/** @typedef {{width: number, height: number, rgb: Uint8Array}} Bitmap */

const CRC = new Uint32Array(256).map((_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** @param {Bitmap} bitmap @param {Uint8Array} note @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function encodePng({ width, height, rgb }, note) {
  return join([
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header(width, height, 8, 2)),
    chunk('tEXt', join([ascii('Comment\0'), note])),
    chunk('IDAT', await zlib(filter(width, height, rgb))),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/**
 * A valid 1024×1024 PNG of exactly `size` bytes: a few hundred bytes of stripes, then a private ancillary chunk of noise.
 * @param {number} size @param {number} seed @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function bigPng(size, seed) {
  const row = Uint8Array.from({ length: 129 }, (_, i) => (i === 0 ? 0 : i % 8 < 4 ? 0xff : 0x00));
  const rows = new Uint8Array(row.length * 1024);
  for (let y = 0; y < 1024; y++) rows.set(row, y * row.length);
  const before = [
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header(1024, 1024, 1, 3)),
    chunk('PLTE', Uint8Array.from([34, 47, 92, 240, 196, 122])),
    chunk('tEXt', join([ascii('Comment\0'), writeNote({})])),
    chunk('IDAT', await zlib(rows)),
  ];
  const end = chunk('IEND', new Uint8Array(0));
  const used = before.reduce((sum, part) => sum + part.length, end.length) + 12;
  if (size < used) throw new RangeError(`a picture of ${size} bytes is too small: the least is ${used}`);
  return join([...before, chunk('saNd', new Random(seed).bytes(size - used)), end]);
}

/** @param {number} width @param {number} height @param {number} depth @param {number} colour */
function header(width, height, depth, colour) {
  const bytes = new Uint8Array(13);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  bytes.set([depth, colour, 0, 0, 0], 8);
  return bytes;
}

/** Sub for every row: choosing a filter for each gains little on grainy pictures and doubles the time.
 *  @param {number} width @param {number} height @param {Uint8Array} rgb */
function filter(width, height, rgb) {
  const stride = width * 3;
  const out = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const from = y * stride;
    const to = y * (stride + 1);
    out[to] = 1;
    for (let i = 0; i < stride; i++) out[to + 1 + i] = rgb[from + i] - (i < 3 ? 0 : rgb[from + i - 3]);
  }
  return out;
}

/** @param {string} type @param {Uint8Array} data */
function chunk(type, data) {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(ascii(type), 4);
  bytes.set(data, 8);
  let crc = 0xffffffff;
  for (let i = 4; i < 8 + data.length; i++) crc = CRC[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  view.setUint32(8 + data.length, (crc ^ 0xffffffff) >>> 0);
  return bytes;
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<Uint8Array>} */
async function zlib(bytes) {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** @param {string} text */
const ascii = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** @param {Uint8Array[]} parts @returns {Uint8Array<ArrayBuffer>} */
export function join(parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
