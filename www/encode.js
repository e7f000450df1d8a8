// @ts-check
// A picture in another form, drawn by the browser.

/**
 * Another form of a picture, drawn by the browser; undefined where it cannot write that type (a canvas would silently give PNG).
 * @param {Blob} blob @param {string} type @param {{ longest?: number, quality?: number }} [options] pixels of the longer edge
 */
export async function encode(blob, type, { longest = Infinity, quality = 0.92 } = {}) {
  const bitmap = await createImageBitmap(blob);
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  if (type === 'image/jpeg') {
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
  }
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  /** @type {Blob | null} */
  const made = await new Promise((resolve) => canvas.toBlob(resolve, type, quality));
  return made?.type === type ? made : undefined;
}

/** The longer edge of what a tile shows: sharp on most screens, a hundredth of the memory. */
const SMALL = 640;
/** @type {WeakMap<Blob, Promise<Blob | undefined>>} */
const smalls = new WeakMap();

/** A picture as a tile shows it; undefined where it is small itself, or cannot be drawn. @param {Blob} blob */
export function smallOf(blob) {
  const small =
    smalls.get(blob) ??
    encode(blob, 'image/jpeg', { longest: SMALL, quality: 0.8 }).then(
      (made) => (made && made.size < blob.size ? made : undefined),
      () => undefined,
    );
  smalls.set(blob, small);
  return small;
}
