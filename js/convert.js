// @ts-check
// A picture in another type or size. It comes with the first call of `convert`, and throws an error's fields.
import { createCanvas, encode } from './canvas.js';
import { describe } from './describe.js';

/** @typedef {{ blob: Blob, width: number, height: number }} Converted */
/** @typedef {{ type?: string, quality?: number, maxEdge?: number }} Options */
/** @param {import('./api.js').GeneratedImage} image @param {Options} options @returns {Promise<Converted>} */
export async function convert(image, options) {
  const { type = image.mediaType, quality, maxEdge = Infinity } = options ?? {};
  if (!['image/png', 'image/jpeg', 'image/webp'].includes(type)) {
    throw refused('type', "'image/png', 'image/jpeg' or 'image/webp'", type);
  }
  if (quality !== undefined && !(quality >= 0 && quality <= 1)) {
    throw refused('quality', 'a number from 0 to 1', quality);
  }
  if (!(maxEdge >= 1)) throw refused('maxEdge', 'a number of pixels from 1', maxEdge);
  const bitmap = await image.bitmap();
  // Its own edges: a JPEG with EXIF orientation is stored lying and decoded standing.
  const scale = Math.min(1, maxEdge / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = createCanvas(width, height);
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
    const hint = "use `type: 'image/png'`, which every browser encodes";
    throw { code: 'invalid-option', message: `this browser cannot encode ${type}`, hint };
  }
  return { blob: /** @type {Blob} */ (blob), width, height };
}

/** @param {string} option @param {string} must @param {unknown} given */
const refused = (option, must, given) => ({
  code: 'invalid-option',
  message: `\`${option}\` must be ${must}, got ${describe(given)}`,
});
