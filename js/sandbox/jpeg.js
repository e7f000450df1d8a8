// @ts-check
// RGB pixels → JPEG, by jpeg-js. Its licence is in ./NOTICE, which the build puts at the head of the bundle.

import { join } from './png.js';

/** @param {import('./png.js').Bitmap} bitmap @param {number} quality @param {Uint8Array} note @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function encodeJpeg({ width, height, rgb }, quality, note) {
  // Only now: as it stands, unbundled, this folder then draws PNGs in a page that knows no node_modules.
  // @ts-ignore: the encoder alone, without the decoder that the package's own entry brings along and its types describe
  const { default: encode } = await import('jpeg-js/lib/encoder.js');
  const data = new Uint8Array(width * height * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    data[to] = rgb[from];
    data[to + 1] = rgb[from + 1];
    data[to + 2] = rgb[from + 2];
  }
  // Its Buffer.from(array) is Node's; in dist it is Uint8Array's.
  const plain = encode({ data, width, height }, quality).data;
  const comment = new Uint8Array(4 + note.length);
  comment.set([0xff, 0xfe, (note.length + 2) >> 8, (note.length + 2) & 255]);
  comment.set(note, 4);
  const app0 = 4 + ((plain[4] << 8) | plain[5]); // JFIF wants its own segment first
  return join([plain.subarray(0, app0), comment, plain.subarray(app0)]);
}
