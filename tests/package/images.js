// @ts-check
// In a page: one file in every form in which a page may hold it, and a drawing of known pixels in those that have no bytes.

/** @typedef {{ buffer: ArrayBuffer, path: string, origin: string, text: string }} Held `text` is base64 */

/** @param {string} path of a file on this server @param {string} origin another, which allows every page @returns {Promise<Held>} */
export async function hold(path, origin) {
  const buffer = await (await fetch(path)).arrayBuffer();
  return { buffer, path, origin, text: btoa(String.fromCharCode(...new Uint8Array(buffer))) };
}

/** Forms that have bytes. @type {Record<string, (held: Held) => any>} */
export const forms = {
  Blob: ({ buffer }) => new Blob([buffer]),
  'File under a wrong name and type': ({ buffer }) => new File([buffer], 'page.html', { type: 'text/html' }),
  ArrayBuffer: ({ buffer }) => buffer,
  'view into a larger buffer': ({ buffer }) => {
    const larger = new Uint8Array(buffer.byteLength + 9);
    larger.set(new Uint8Array(buffer), 5);
    return larger.subarray(5, -4);
  },
  DataView: ({ buffer }) => new DataView(buffer),
  'Blob of another realm': ({ buffer }) => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    return new /** @type {any} */ (frame.contentWindow).Blob([buffer]);
  },
  Response: ({ buffer }) => new Response(buffer),
  'fetched Response': ({ path }) => fetch(path),
  'data: URL': ({ text }) => `data:image/png;base64,${text}`,
  'data: URL of another type, with white space, escapes and a fragment': ({ text }) =>
    ` DATA:text/html;charset=utf-8; BASE64,${text.replace(/.{9}/g, '$&\n').replace(/\+/g, '%2B').replace(/=/g, '%3d')}#x`,
  'data: URL without base64': ({ buffer }) => `data:,${Array.from(new Uint8Array(buffer), byte => `%${byte.toString(16).padStart(2, '0')}`).join('')}`,
  'data: URL object': ({ text }) => new URL(`data:image/png;base64,${text}`),
  'blob: URL': ({ buffer }) => URL.createObjectURL(new Blob([buffer])),
  'whole URL': ({ path }) => new URL(path, location.href).href,
  'URL object': ({ path }) => new URL(path, location.href),
  path: ({ path }) => path,
  'relative path': ({ path }) => `.${path}`,
  'URL of another origin': ({ path, origin }) => `${origin}/open${path}`,
};

/** Forms of <img>, whose bytes a browser that cannot show them has as well. @type {Record<string, (held: Held) => any>} */
export const elements = {
  'loaded <img>': async ({ path }) => {
    const img = Object.assign(new Image(), { src: path });
    await img.decode().catch(() => {});
    return img;
  },
  '<img> that has only just begun': ({ path }) => Object.assign(new Image(), { src: path }),
  'lazy <img> far below': ({ path }) => {
    const spacer = document.body.appendChild(document.createElement('div'));
    spacer.style.height = '50000px';
    return document.body.appendChild(Object.assign(new Image(), { loading: 'lazy', src: path }));
  },
  '<img> with srcset alone': ({ path }) => Object.assign(new Image(), { srcset: `${path} 1x, ${path} 2x` }),
  '<img> of a data: URL': ({ text }) => Object.assign(new Image(), { src: `data:image/png;base64,${text}` }),
  '<img> of another origin': async ({ path, origin }) => {
    const img = Object.assign(new Image(), { src: `${origin}/open${path}` });
    await img.decode().catch(() => {});
    return img;
  },
  '<img crossorigin> of another origin': ({ path, origin }) => Object.assign(new Image(), { crossOrigin: 'anonymous', src: `${origin}/open${path}` }),
};

export const [WIDTH, HEIGHT] = [37, 21];

/** Every pixel another. @param {number} x @param {number} y */
export const pixel = (x, y) => [x * 6, y * 12, (x * y) & 255, 255];

/** RGBA, row by row. */
export const pixels = () => Uint8ClampedArray.from({ length: WIDTH * HEIGHT * 4 }, (_, at) => pixel((at >> 2) % WIDTH, Math.floor((at >> 2) / WIDTH))[at & 3]);

/** @param {any} canvas */
export function draw(canvas) {
  Object.assign(canvas, { width: WIDTH, height: HEIGHT });
  canvas.getContext('2d').putImageData(new ImageData(pixels(), WIDTH, HEIGHT), 0, 0);
  return canvas;
}

/** Forms that have pixels alone. @type {Record<string, () => any>} */
export const drawings = {
  ImageData: () => new ImageData(pixels(), WIDTH, HEIGHT),
  ImageBitmap: () => createImageBitmap(draw(new OffscreenCanvas(1, 1))),
  OffscreenCanvas: () => draw(new OffscreenCanvas(1, 1)),
  '<canvas>': () => draw(document.createElement('canvas')),
};

/**
 * Has every read of a Blob's pipe go through `read`, until `end` is called, and counts.
 * @param {(reader: ReadableStreamBYOBReader, view: Uint8Array, count: number) => any} read
 */
export function watchReads(read) {
  const { slice, stream } = Blob.prototype;
  const told = { slices: 0, reads: 0, cancelled: 0 };
  Blob.prototype.slice = /** @this {Blob} @param {[number?, number?]} range */ function (...range) {
    told.slices++;
    return slice.apply(this, range);
  };
  Blob.prototype.stream = /** @this {Blob} */ function () {
    const source = stream.call(this);
    return /** @type {any} */ ({
      getReader(/** @type {any} */ options) {
        const reader = source.getReader(options);
        return {
          read: (/** @type {Uint8Array} */ view) => read(reader, view, ++told.reads),
          cancel() {
            told.cancelled++;
            return reader.cancel();
          },
        };
      },
    });
  };
  return { told, end: () => Object.assign(Blob.prototype, { slice, stream }) };
}
