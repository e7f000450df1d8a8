// @ts-check
// What a page has drawn → a Blob.
import { kindOf, refusal } from './describe.js';

/** @typedef {OffscreenCanvas | HTMLCanvasElement} Canvas */

/** A worker has no document. @param {number} width @param {number} height @returns {Canvas} */
export function createCanvas(width, height) {
  if (typeof OffscreenCanvas === 'function') return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement('canvas'), { width, height });
}

/**
 * PNG unless given; null where it has no pixels.
 * @param {Canvas} canvas @param {string} [type] @param {number} [quality] @returns {Promise<Blob | null>}
 */
export function encode(canvas, type, quality) {
  if ('convertToBlob' in canvas) return canvas.convertToBlob({ type, quality });
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}

/** @param {any} source what has pixels @returns {Promise<Blob>} of what they are when it is called */
export async function png(source) {
  try {
    const canvas = source.getContext ? source : paint(source);
    const blob = await encode(canvas);
    if (blob) return blob;
  } catch (/** @type {any} */ thrown) {
    if (thrown?.name !== 'SecurityError') {
      throw refusal('cannot be drawn', 'it may be closed, detached or empty', thrown);
    }
    throw refusal(
      'shows something from another origin, which a page may see but not read',
      'load that with `crossorigin` from a server that allows it (CORS), or fetch it through your own server',
      thrown,
    );
  }
  throw refusal('has no pixels', 'give it a width and a height');
}

/** @param {any} source */
function paint(source) {
  const width = source.naturalWidth || source.width;
  const height = source.naturalHeight || source.height;
  const canvas = createCanvas(width, height);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  if (kindOf(source) === 'ImageData') context.putImageData(source, 0, 0);
  else context.drawImage(source, 0, 0, width, height);
  return canvas;
}
