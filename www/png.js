// @ts-check
// PNG, written row by row as pixels are to stay: no canvas can, because it multiplies colours by their transparency and rounds. For the same
// reason what has transparency is read here. Streams compress; nothing here knows a browser otherwise.
// https://www.w3.org/TR/png-3/

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const TABLE = Uint32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** @param {Uint8Array} bytes @param {number} crc */
function crc32(bytes, crc) {
  for (let at = 0; at < bytes.length; at++) crc = TABLE[(crc ^ bytes[at]) & 255] ^ (crc >>> 8);
  return crc;
}

/** @param {string} name @param {Uint8Array} data @returns {Uint8Array<ArrayBuffer>} */
function chunk(name, data) {
  const whole = new Uint8Array(data.length + 12),
    view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  whole.set(
    Array.from(name, (letter) => letter.charCodeAt(0)),
    4,
  );
  whole.set(data, 8);
  view.setUint32(data.length + 8, ~crc32(whole.subarray(4, data.length + 8), ~0));
  return whole;
}

/** Which of the three is nearest to their sum: of left, above and above left. @param {number} a @param {number} b @param {number} c */
function paeth(a, b, c) {
  const p = a + b - c,
    pa = Math.abs(p - a),
    pb = Math.abs(p - b),
    pc = Math.abs(p - c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/** Channels of a pixel, and what PNG calls them. */
const COLOURS = /** @type {const} */ ({ 1: 0, 3: 2, 4: 6 });

/**
 * Takes rows from top to bottom, some at a time, and gives the file.
 * @param {number} width @param {number} height @param {1 | 3 | 4} channels grey, colour, colour and opacity
 * @param {Uint8Array} [comment] as commentOf gives it
 */
export function pngWriter(width, height, channels, comment) {
  const head = new Uint8Array(13);
  new DataView(head.buffer).setUint32(0, width);
  new DataView(head.buffer).setUint32(4, height);
  head.set([8, COLOURS[channels]], 8);
  const deflate = new CompressionStream('deflate');
  const input = deflate.writable.getWriter();
  const body = new Response(deflate.readable).arrayBuffer();
  body.catch(() => {}); // who writes hears of it
  const length = width * channels;
  let above = new Uint8Array(length);

  return {
    /** @param {Uint8Array | Uint8ClampedArray} pixels whole rows of `from` bytes a pixel, of which the first are taken @param {number} [from] */
    async rows(pixels, from = channels) {
      const count = pixels.length / (width * from);
      const filtered = new Uint8Array(count * (length + 1));
      for (let row = 0, to = 0, at = 0; row < count; row++) {
        const now = new Uint8Array(length);
        for (let x = 0, i = 0; x < width; x++, at += from)
          for (let k = 0; k < channels; k++) now[i++] = pixels[at + k];
        filtered[to++] = 4;
        for (let i = 0; i < channels; i++) filtered[to++] = now[i] - above[i];
        for (let i = channels; i < length; i++)
          filtered[to++] = now[i] - paeth(now[i - channels], above[i], above[i - channels]);
        above = now;
      }
      await input.ready;
      await input.write(filtered);
    },
    /** @returns {Promise<Blob>} */
    async end() {
      await input.close();
      const data = new Uint8Array(await body);
      return new Blob(
        [
          Uint8Array.from(SIGNATURE),
          chunk('IHDR', head),
          // What a canvas gives out: its colours are those of every screen, unless somebody says otherwise.
          ...(channels > 1 ? [chunk('sRGB', Uint8Array.of(0))] : []),
          ...(comment ? [chunk('tEXt', comment)] : []),
          chunk('IDAT', data),
          chunk('IEND', new Uint8Array()),
        ],
        { type: 'image/png' },
      );
    },
    /** It is not wanted any more. */
    async abort() {
      await input.abort().catch(() => {});
    },
  };
}

/** @param {Uint8Array} bytes @returns {{ name: string, data: Uint8Array }[] | undefined} */
function chunks(bytes) {
  if (!SIGNATURE.every((byte, at) => bytes[at] === byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    found.push({ name, data: bytes.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return found;
}

/**
 * What a PNG or JPEG says of itself in a comment, as PNG has it: a word for what it is, and the text.
 * @param {Uint8Array} bytes the first of it
 */
export function commentOf(bytes) {
  const said = chunks(bytes)?.find(({ name }) => name === 'tEXt');
  if (said) return said.data;
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  // Segments up to the scan, of which each has its length.
  for (let at = 2; at + 4 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    const end = at + 2 + bytes[at + 2] * 256 + bytes[at + 3];
    if (bytes[at + 1] === 0xfe && end <= bytes.length)
      return Uint8Array.of(...new TextEncoder().encode('Comment\0'), ...bytes.subarray(at + 4, end));
    at = end;
  }
  return undefined;
}

/** Whether a PNG may have pixels that are seen through; of what is no PNG, undefined. @param {Uint8Array} bytes */
export function isSeenThrough(bytes) {
  const all = chunks(bytes);
  const head = all?.[0];
  if (!all || head?.name !== 'IHDR') return undefined;
  return [4, 6].includes(head.data[9]) || all.some(({ name }) => name === 'tRNS');
}

/** What says that its numbers are other colours than they seem; then a browser has to read it. */
const CHANGED = ['iCCP', 'gAMA', 'cHRM', 'cICP'];
/** Where the rows of an interlaced picture lie: first column, first row, steps. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/**
 * The very pixels, four bytes each; undefined of what is no PNG of at most eight bits a channel, or has colours of its own.
 * @param {Uint8Array} bytes @param {() => Promise<void>} turn of the page, now and then
 * @returns {Promise<{ width: number, height: number, data: Uint8ClampedArray } | undefined>}
 */
export async function readPng(bytes, turn) {
  const all = chunks(bytes);
  const head = all?.[0]?.data;
  if (!all || !head || all[0].name !== 'IHDR' || head[8] > 8) return undefined;
  const plain = all.some(({ name }) => name === 'sRGB');
  if (all.some(({ name }) => CHANGED.includes(name) && (!plain || name === 'iCCP' || name === 'cICP')))
    return undefined;
  const view = new DataView(head.buffer, head.byteOffset, 13);
  const [width, height, depth, colour] = [view.getUint32(0), view.getUint32(4), head[8], head[9]];
  const channels = [1, 0, 3, 1, 2, 0, 4][colour];
  const named = (/** @type {string} */ name) => all.find((one) => one.name === name)?.data;
  const [palette, clear] = [named('PLTE'), named('tRNS')];
  if (!channels || (colour === 3 && !palette) || width * height > 2 ** 28) return undefined;
  const raw = new Uint8Array(
    await new Response(
      new Blob(/** @type {any} */ (all.filter(({ name }) => name === 'IDAT').map(({ data }) => data)))
        .stream()
        .pipeThrough(new DecompressionStream('deflate')),
    ).arrayBuffer(),
  );
  const data = new Uint8ClampedArray(width * height * 4);
  const step = Math.max(1, (channels * depth) >> 3);
  const most = 2 ** depth - 1;
  let at = 0;
  for (const [left, top, across, down] of head[12] ? PASSES : [[0, 0, 1, 1]]) {
    const [columns, rows] = [Math.ceil((width - left) / across), Math.ceil((height - top) / down)];
    if (columns < 1 || rows < 1) continue;
    const length = Math.ceil((columns * channels * depth) / 8);
    let above = new Uint8Array(length);
    for (let row = 0; row < rows; row++) {
      if (row % 64 === 0) await turn();
      const filter = raw[at++];
      const line = raw.subarray(at, (at += length));
      if (line.length < length) return undefined;
      for (let i = 0; i < length; i++) {
        const a = i < step ? 0 : line[i - step],
          b = above[i];
        if (filter === 4) line[i] += paeth(a, b, i < step ? 0 : above[i - step]);
        else if (filter) line[i] += filter === 1 ? a : filter === 2 ? b : (a + b) >> 1;
      }
      above = line;
      if (colour === 6 && across === 1 && depth === 8) {
        data.set(line, (top + row * down) * width * 4); // nearly all that come this way
        continue;
      }
      for (let x = 0; x < columns; x++) {
        const to = ((top + row * down) * width + left + x * across) * 4;
        const value = (/** @type {number} */ k) => {
          const bit = (x * channels + k) * depth;
          return (line[bit >> 3] >> (8 - depth - (bit & 7))) & most;
        };
        if (colour === 3) {
          const index = value(0);
          data.set(/** @type {Uint8Array} */ (palette).subarray(index * 3, index * 3 + 3), to);
          data[to + 3] = clear?.[index] ?? 255;
          continue;
        }
        const grey = channels < 3;
        const seen = [0, 1, 2].map((k) => value(grey ? 0 : k));
        const through = clear && seen.every((each, k) => each === clear[(grey ? 0 : k) * 2 + 1]);
        seen.forEach((each, k) => {
          data[to + k] = (each * 255) / most;
        });
        data[to + 3] = channels % 2 ? (through ? 0 : 255) : value(channels - 1);
      }
    }
  }
  return { width, height, data };
}
