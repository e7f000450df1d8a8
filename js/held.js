// @ts-check
// Pictures that go in, in whatever form a page has them. Rust imports this file by its path.
import { png } from './canvas.js';
import { kindOf } from './describe.js';
import { later } from './later.js';

/**
 * A picture as it is when the call is made: what has bytes or an address stands for itself, and of what its
 * owner may draw over, detach or close there is a copy.
 * @typedef {object | string} Held
 */

/** Kinds that have pixels and no bytes. */
const DRAWN = ['ImageData', 'ImageBitmap', 'HTMLCanvasElement', 'OffscreenCanvas'];
const AS_THEY_ARE = ['Blob', 'File', 'Response', 'String', 'URL', 'HTMLImageElement'];

/** Nothing where it is no picture; what is held stays. @param {any} value @returns {Held | undefined} */
export function hold(value) {
  try {
    const kind = kindOf(value);
    const bytes = ArrayBuffer.isView(value) || kind.endsWith('ArrayBuffer');
    if (bytes) return { blob: begun(() => copied(value)) };
    if (DRAWN.includes(kind)) return { blob: begun(() => png(value)) };
    if (AS_THEY_ARE.includes(kind)) return value;
    switch (kindOf(value?.blob)) {
      case 'Promise':
        return value; // held already
      case 'Blob':
      case 'File':
        return value.blob; // a GeneratedImage
    }
  } catch (thrown) {
    return { blob: begun(() => Promise.reject(thrown)) }; // by a getter, or a Proxy
  }
}

/**
 * One picture, or any iterable of pictures: an array, a FileList. What is none is refused by its place.
 * @param {any} images
 */
export function holdAll(images) {
  const one = hold(images);
  if (one !== undefined) return [one];
  try {
    return Array.from(images?.[Symbol.iterator] ? images : [images], (image) => hold(image) ?? image);
  } catch {
    return [images];
  }
}

/**
 * Whether it failed is told when it is waited for, and not by the browser.
 * @param {() => Blob | Promise<Blob>} work done now
 */
function begun(work) {
  const promise = (async () => work())();
  promise.catch(() => {});
  return promise;
}

/** A Blob takes no shared memory. @param {any} value */
const copied = (value) =>
  new Blob([new Uint8Array(value.buffer ?? value, value.byteOffset ?? 0, value.byteLength).slice()]);

// ───────────── how they are read ─────────────
// What a picture is, and whether the API takes it, is for Rust to say.

const pictures = () => later('pictures.js', import('./pictures.js'));

/** Its bytes; rejects with a refusal. @param {Held} held @param {AbortSignal} signal ends what is fetched */
export const blobOf = async (held, signal) => (await pictures()).blobOf(held, signal);

/** The same as PNG, where the browser can show it. @param {Held} held @param {Blob} blob its bytes */
export const redraw = async (held, blob) => (await pictures()).redraw(held, blob);
