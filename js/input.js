// @ts-check
// Pictures that go in: held as they are when the call is made. How they are read is js/pictures.js, which comes when there are some.
import { nextTurn } from './api.js';
import { later } from './later.js';

/** What an error says behind the input's name. @param {string} says @param {string} [hint] @param {unknown} [cause] */
export const refusal = (says, hint, cause) => ({ says, hint, cause });

/** By name, not by class: a picture may come from another realm, and Node lacks most of the classes. @param {unknown} value */
export const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

/** Kinds that have pixels and no bytes. */
const DRAWN = ['ImageData', 'ImageBitmap', 'HTMLCanvasElement', 'OffscreenCanvas'];
const AS_THEY_ARE = ['Blob', 'File', 'Response', 'String', 'URL', 'HTMLImageElement'];

/**
 * An input as it is now: what its owner may draw over, detach or close as soon as the call is made is copied at once.
 * @param {any} value @returns {unknown} what js/pictures.js takes; nothing where it is no input
 */
export function hold(value) {
  try {
    return held(value);
  } catch (thrown) {
    return { blob: promised(() => { throw thrown; }) }; // by a getter, or a Proxy
  }
}

/** @param {any} value */
function held(value) {
  const kind = kindOf(value);
  if (ArrayBuffer.isView(value) || kind.endsWith('ArrayBuffer')) return { blob: promised(() => copied(value)) };
  if (DRAWN.includes(kind)) return { blob: promised(() => png(value)) };
  if (AS_THEY_ARE.includes(kind)) return value;
  switch (kindOf(value?.blob)) {
    case 'Promise': return value; // held before
    case 'Blob':
    case 'File': return value.blob; // a GeneratedImage
  }
}

/** @template T @param {() => T} work that is done at once; what it throws comes later @returns {Promise<Awaited<T>>} */
async function run(work) {
  return await work();
}

/** Its failure is told when it is waited for, not by the browser. @template T @param {() => T} work */
export function promised(work) {
  const promise = run(work);
  promise.catch(() => {});
  return promise;
}

/** A Blob takes no shared memory. @param {any} value */
const copied = (value) => new Blob([new Uint8Array(value.buffer ?? value, value.byteOffset ?? 0, value.byteLength).slice()]);

/** @param {any} source what has pixels @returns {Promise<Blob>} of what they are when it is called */
export async function png(source) {
  try {
    const canvas = source.getContext ? source : paint(source);
    const blob = await (canvas.convertToBlob ? canvas.convertToBlob() : new Promise((resolve) => canvas.toBlob(resolve)));
    if (blob) return blob;
  } catch (/** @type {any} */ thrown) {
    throw thrown?.name === 'SecurityError'
      ? refusal('shows something from another origin, which a page may see but not read',
        'load that with `crossorigin` from a server that allows it (CORS), or fetch it through your own server', thrown)
      : refusal('cannot be drawn', 'it may be closed, detached or empty', thrown);
  }
  throw refusal('has no pixels', 'give it a width and a height');
}

/** @param {any} source */
function paint(source) {
  const [width, height] = [source.naturalWidth || source.width, source.naturalHeight || source.height];
  const canvas = typeof OffscreenCanvas === 'function' ? new OffscreenCanvas(width, height) : Object.assign(document.createElement('canvas'), { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  if (kindOf(source) === 'ImageData') context.putImageData(source, 0, 0);
  else context.drawImage(source, 0, 0, width, height);
  return canvas;
}

/**
 * Adds a part for each of them to `parts`: js/pictures.js.
 * @param {{ at: number }} where which of them is read @param {any} encoder the wasm's @param {any[]} inputs held @param {BlobPart[]} parts @param {AbortSignal} signal
 */
export async function write(where, encoder, inputs, parts, signal) {
  const { write } = await later('pictures.js', import('./pictures.js'));
  await write(Object.assign(where, { turn: nextTurn }), encoder, inputs, parts, signal);
}
