// @ts-check
// A picture of which a part is another one's, put together by the browser some rows at a time, so that the page goes on and no more than a
// few rows are held beside the pictures; and the mask as a picture of its own. The maths is composite.js.
import { bounds, fits, mix, shifted, soften, unlike } from './composite.js';
import { commentOf, isSeenThrough, pngWriter, readPng } from './png.js';

/** @typedef {import('./composite.js').Fit} Fit */
/** @typedef {import('./composite.js').Rect} Rect */

/** Pixels that are worked on in one go: some milliseconds. */
const AT_ONCE = 2 ** 16;
/** Pixels that are drawn in one go: to draw any takes WebKit some milliseconds more. */
const DRAWN = 2 ** 19;
/** The longer edge at which two pictures are held against each other. */
const GLANCE = 384;

/** The page has its turn. Timers would wait a second for theirs where the page is not seen. @returns {Promise<void>} */
const turn = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage('');
  });

/** @template T @param {Generator<void, T>} work @param {AbortSignal} [signal] @returns {Promise<T>} */
async function slowly(work, signal) {
  for (let began = performance.now(); ; ) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - began < 8) continue;
    await turn();
    signal?.throwIfAborted();
    began = performance.now();
  }
}

/** A canvas whose pixels are read. @param {number} width @param {number} height */
function sheet(width, height) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const pen = /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext('2d', { willReadFrequently: true, colorSpace: 'srgb' })
  );
  pen.imageSmoothingQuality = 'high';
  return { pen, read: (rows = height) => pen.getImageData(0, 0, width, rows).data };
}

/** Strips from top to bottom. @param {number} width @param {number} height @param {number} pixels @param {number} [from] */
function* strips(width, height, pixels, from = 0) {
  const most = rowsOf(width, height, pixels);
  for (let top = from; top < height; top += most) yield { top, rows: Math.min(most, height - top) };
}
const rowsOf = (/** @type {number} */ width, /** @type {number} */ height, /** @type {number} */ pixels) =>
  Math.min(height, Math.max(1, Math.floor(pixels / width)));

/** What is marked, a byte for each pixel. @param {import('./marks.js').Marks} marks @param {number} width @param {number} height */
export async function markedOf(marks, width, height) {
  const marked = new Uint8Array(width * height);
  const canvas = sheet(width, rowsOf(width, height, DRAWN));
  for (const { top, rows } of strips(width, height, DRAWN)) {
    const { pen } = canvas;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, rows);
    pen.translate(0, -top);
    marks.draw(pen, width, height);
    const pixels = canvas.read(rows);
    // Half of a pixel or more is the pixel.
    for (let at = top * width, i = 3; i < pixels.length; at++, i += 4) marked[at] = pixels[i] > 127 ? 255 : 0;
    await turn();
  }
  return marked;
}

/** White where it is marked, black elsewhere. @param {Uint8Array} marked @param {number} width @param {number} height */
export async function maskPicture(marked, width, height) {
  const writer = pngWriter(width, height, 1);
  for (const { top, rows } of strips(width, height, DRAWN)) {
    await writer.rows(marked.subarray(top * width, (top + rows) * width));
    await turn();
  }
  return writer.end();
}

/**
 * The pixels of a picture as they are, some rows at a time.
 * @param {Blob} blob
 * @returns {Promise<{ width: number, height: number, solid: boolean, rows: (top: number, rows: number) => Uint8ClampedArray, close: () => void }>}
 */
async function pixelsOf(blob) {
  const isPng = (await blob.slice(0, 4).text()).endsWith('PNG');
  const bytes = isPng ? new Uint8Array(await blob.arrayBuffer()) : undefined;
  const through = bytes && isSeenThrough(bytes);
  // A canvas holds colours times opacity: what comes back of what is seen through is not what went in.
  const exact = bytes && through ? await readPng(bytes, turn).catch(() => undefined) : undefined;
  if (exact) {
    const { width, height, data } = exact;
    return {
      width,
      height,
      solid: false,
      rows: (top, rows) => data.subarray(top * width * 4, (top + rows) * width * 4),
      close() {},
    };
  }
  const bitmap = await createImageBitmap(blob);
  const { width, height } = bitmap;
  const canvas = sheet(width, rowsOf(width, height, DRAWN));
  canvas.pen.globalCompositeOperation = 'copy';
  const isJpeg =
    (await blob
      .slice(0, 3)
      .arrayBuffer()
      .then((start) => new Uint8Array(start)[0])) === 0xff;
  return {
    width,
    height,
    solid: isJpeg || through === false,
    rows(top, rows) {
      canvas.pen.drawImage(bitmap, 0, -top);
      return canvas.read(rows);
    },
    close: () => bitmap.close(),
  };
}

/** Brightness of a picture at a glance; NaN where there is none. @param {ImageBitmap} bitmap @param {Rect} at @param {number} width @param {number} height @param {number} scale */
function glance(bitmap, at, width, height, scale) {
  const canvas = sheet(width, height);
  canvas.pen.drawImage(bitmap, at.left * scale, at.top * scale, at.width * scale, at.height * scale);
  const pixels = canvas.read();
  return Float32Array.from({ length: width * height }, (_, i) =>
    pixels[i * 4 + 3] < 255
      ? Number.NaN
      : 0.3 * pixels[i * 4] + 0.6 * pixels[i * 4 + 1] + 0.1 * pixels[i * 4 + 2],
  );
}

/**
 * Where the new picture lies: as it is likest to the old one where nothing was to change.
 * @param {Blob} old @param {ImageBitmap} made @param {Uint8Array} marked @param {number} width @param {number} height
 * @returns {Promise<{ fit: Fit, at: Rect }>}
 */
async function placed(old, made, marked, width, height) {
  const ways = fits({ width, height }, made);
  const scale = Math.min(1, GLANCE / Math.max(width, height));
  const [w, h] = [width, height].map((edge) => Math.max(1, Math.round(edge * scale)));
  const bitmap = await createImageBitmap(old);
  const before = glance(bitmap, { left: 0, top: 0, width, height }, w, h, scale);
  bitmap.close();
  const covered = Uint8Array.from({ length: w * h }, (_, i) => {
    const [x, y] = [((i % w) + 0.5) / scale, (Math.floor(i / w) + 0.5) / scale].map(Math.floor);
    return marked[Math.min(height - 1, y) * width + Math.min(width - 1, x)];
  });
  let best = { ...ways[0], glanced: glance(made, ways[0].at, w, h, scale) };
  let least = unlike(before, best.glanced, covered, w) ?? 0;
  for (const way of ways.slice(1)) {
    const glanced = glance(made, way.at, w, h, scale);
    const now = unlike(before, glanced, covered, w);
    if (now === undefined || now >= least) continue;
    [best, least] = [{ ...way, glanced }, now];
    await turn();
  }
  const [dx, dy] = await slowly(shifted(before, best.glanced, covered, w));
  const { fit, at } = best;
  return { fit, at: { ...at, left: at.left + Math.round(dx / scale), top: at.top + Math.round(dy / scale) } };
}

/**
 * @typedef {object} Patched
 * @property {Blob} blob a PNG
 * @property {{ width: number, height: number }} made the new picture's own size
 * @property {Fit} fit how it was laid over the old one
 * @property {Rect} at where it lies: the same parts with another edge need not be held against each other again
 */
/**
 * The old picture, in whose marked part the new one is.
 * @param {{ old: Blob, made: Blob, marked: Uint8Array, feather: number, lies?: Pick<Patched, 'fit' | 'at'>, signal?: AbortSignal }} parts
 *   `marked` is of the old one's size
 * @returns {Promise<Patched>}
 */
export async function patched({ old, made, marked, feather, lies, signal }) {
  const bitmap = await createImageBitmap(made);
  const before = await pixelsOf(old);
  /** @type {ReturnType<typeof pngWriter> | undefined} */
  let writer;
  try {
    const { width, height, solid } = before;
    const { fit, at } = lies ?? (await placed(old, bitmap, marked, width, height));
    signal?.throwIfAborted();
    const { share, box } = await shares(marked, { width, height }, at, feather, signal);
    // What made the new picture has left word of it, the sandbox of the scene that it goes on with.
    const comment = commentOf(new Uint8Array(await made.slice(0, 2 ** 18).arrayBuffer()));
    writer = pngWriter(width, height, solid ? 3 : 4, comment);
    const canvas = sheet(box.width || 1, rowsOf(width, height, DRAWN));
    for (const { top, rows } of strips(width, height, DRAWN)) {
      const pixels = before.rows(top, rows);
      const first = Math.max(top, box.top),
        end = Math.min(top + rows, box.top + box.height);
      let fresh = new Uint8ClampedArray();
      if (first < end) {
        await turn();
        canvas.pen.clearRect(0, 0, box.width, rows);
        canvas.pen.drawImage(bitmap, at.left - box.left, at.top - first, at.width, at.height);
        fresh = canvas.read(end - first);
      }
      for (const strip of strips(width, top + rows, AT_ONCE, top)) {
        for (let y = Math.max(first, strip.top); y < Math.min(end, strip.top + strip.rows); y++) {
          const row = (/** @type {Uint8ClampedArray} */ of, /** @type {number} */ start) =>
            of.subarray(start * 4, (start + box.width) * 4);
          mix(
            row(pixels, (y - top) * width + box.left),
            row(fresh, (y - first) * box.width),
            share.subarray((y - box.top) * box.width, (y - box.top + 1) * box.width),
            solid,
          );
        }
        const from = (strip.top - top) * width * 4;
        await writer.rows(pixels.subarray(from, from + strip.rows * width * 4), 4);
        await turn();
        signal?.throwIfAborted();
      }
    }
    const blob = await writer.end();
    return { blob, made: { width: bitmap.width, height: bitmap.height }, fit, at };
  } catch (error) {
    await writer?.abort();
    throw error;
  } finally {
    before.close();
    bitmap.close();
  }
}

/**
 * How much of the new one each pixel gets, of the rectangle in which any gets some: where the new picture does not reach nothing does.
 * @param {Uint8Array} marked @param {{ width: number, height: number }} size @param {Rect} at @param {number} feather @param {AbortSignal} [signal]
 */
async function shares(marked, { width, height }, at, feather, signal) {
  const nothing = { share: new Uint8Array(), box: { left: 0, top: 0, width: 0, height: 0 } };
  const found = bounds(marked, width);
  if (!found) return nothing;
  const left = Math.max(found.left, Math.ceil(at.left)),
    top = Math.max(found.top, Math.ceil(at.top)),
    right = Math.min(found.left + found.width, Math.floor(at.left + at.width)),
    bottom = Math.min(found.top + found.height, Math.floor(at.top + at.height));
  if (right <= left || bottom <= top) return nothing;
  const box = { left, top, width: right - left, height: bottom - top };
  const part = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y++)
    part.set(marked.subarray((top + y) * width + left, (top + y) * width + right), y * box.width);
  const open = { left: left === 0, top: top === 0, right: right === width, bottom: bottom === height };
  return { share: await slowly(soften(part, box.width, box.height, feather, open), signal), box };
}
