// @ts-check

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
