// @ts-check
// A picture in another type or size: what `convert` of js/api.js loads. What is thrown here are fields of an error.
import { describe } from './answer.js';

/** @param {any} image of js/api.js @param {{ type?: string, quality?: number, maxEdge?: number }} options @returns {Promise<{ blob: Blob, width: number, height: number }>} */
export async function convert(image, options) {
  const { type = image.mediaType, quality, maxEdge = Infinity } = options ?? {};
  if (!['image/png', 'image/jpeg', 'image/webp'].includes(type)) {
    throw refuse('type', "'image/png', 'image/jpeg' or 'image/webp'", type);
  }
  if (quality !== undefined && !(quality >= 0 && quality <= 1)) throw refuse('quality', 'a number from 0 to 1', quality);
  if (!(maxEdge >= 1)) throw refuse('maxEdge', 'a number of pixels from 1', maxEdge);
  const bitmap = await image.bitmap();
  // Its own edges: a JPEG with EXIF orientation is stored lying and decoded standing.
  const scale = Math.min(1, maxEdge / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = makeCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  if (type === 'image/jpeg') {
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const blob = await encode(canvas, type, quality);
  // A canvas that cannot encode a type gives PNG without a word.
  if (blob?.type !== type) {
    throw { code: 'invalid-option', message: `this browser cannot encode ${type}`, hint: "use `type: 'image/png'`, which every browser encodes" };
  }
  return { blob: /** @type {Blob} */ (blob), width, height };
}

/** @param {string} option @param {string} must @param {unknown} given */
function refuse(option, must, given) {
  return { code: 'invalid-option', message: `\`${option}\` must be ${must}, got ${describe(given)}` };
}

/** @param {number} width @param {number} height */
function makeCanvas(width, height) {
  if (typeof OffscreenCanvas === 'function') return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement('canvas'), { width, height });
}

/** @param {any} canvas @param {string} type @param {number} [quality] @returns {Promise<Blob | null>} */
function encode(canvas, type, quality) {
  if (canvas.convertToBlob) return canvas.convertToBlob({ type, quality });
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}
