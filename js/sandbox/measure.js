// @ts-check
// First bytes → media type and pixels, for the pictures that a request brings, and the note that the sandbox leaves in its own.
// Reads headers only; decodes no picture.

const NOTE = 'wasmagine-sandbox ';

/** @param {Uint8Array} bytes @param {number} at @param {string} text */
const has = (bytes, at, text) => [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));

/**
 * @param {Uint8Array} bytes
 * @returns {{mediaType: string, width: number, height: number} | undefined} zero where the size is not told by the first bytes
 */
export function measure(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 24 && has(bytes, 0, '\x89PNG\r\n\x1a\n'))
    return { mediaType: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
  if (has(bytes, 0, '\xff\xd8\xff')) return { mediaType: 'image/jpeg', ...jpegSize(bytes, view) };
  if (has(bytes, 0, 'RIFF') && has(bytes, 8, 'WEBP'))
    return { mediaType: 'image/webp', ...webpSize(bytes, view) };
  if (
    has(bytes, 4, 'ftyp') &&
    ['heic', 'heix', 'mif1', 'heim', 'hevc', 'msf1'].some((brand) => has(bytes, 8, brand))
  ) {
    return { mediaType: 'image/heic', width: 0, height: 0 };
  }
  return undefined;
}

/** Segments of a JPEG up to the scan. @param {Uint8Array} bytes @param {DataView} view
 *  @returns {Generator<{marker: number, start: number, end: number}>} */
function* segments(bytes, view) {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    const end = at + 2 + view.getUint16(at + 2);
    yield { marker: bytes[at + 1], start: at + 4, end };
    at = end;
  }
}

/** @param {Uint8Array} bytes @param {DataView} view */
function jpegSize(bytes, view) {
  for (const { marker, start } of segments(bytes, view)) {
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame && start + 5 <= bytes.length)
      return { width: view.getUint16(start + 3), height: view.getUint16(start + 1) };
  }
  return { width: 0, height: 0 };
}

/** @param {Uint8Array} bytes @param {DataView} view */
function webpSize(bytes, view) {
  if (bytes.length < 30) return { width: 0, height: 0 };
  if (has(bytes, 12, 'VP8X')) {
    return { width: (view.getUint32(24, true) & 0xffffff) + 1, height: (view.getUint32(26, true) >>> 8) + 1 };
  }
  if (has(bytes, 12, 'VP8L')) {
    const word = view.getUint32(21, true);
    return { width: (word & 0x3fff) + 1, height: ((word >>> 14) & 0x3fff) + 1 };
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** What the sandbox writes into a picture, so that an edit of it finds its scene again: ASCII, because PNG's tEXt is Latin-1.
 *  @param {object} note @returns {Uint8Array} */
export function writeNote(note) {
  const text =
    NOTE +
    JSON.stringify(note).replace(
      /[^\x20-\x7e]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

/** @param {Uint8Array} bytes a PNG or JPEG @returns {any} the note, if the sandbox drew this picture */
export function readNote(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = measure(bytes)?.mediaType;
  if (type === 'image/png') {
    for (let at = 8; at + 12 <= bytes.length && !has(bytes, at + 4, 'IDAT'); at += 12 + view.getUint32(at)) {
      if (has(bytes, at + 4, 'tEXt')) return parse(bytes.subarray(at + 8, at + 8 + view.getUint32(at)));
    }
  } else if (type === 'image/jpeg') {
    for (const { marker, start, end } of segments(bytes, view)) {
      if (marker === 0xfe) return parse(bytes.subarray(start, end));
    }
  }
  return undefined;
}

/** @param {Uint8Array} bytes */
function parse(bytes) {
  const text = new TextDecoder('latin1').decode(bytes);
  const start = text.indexOf(NOTE);
  try {
    return start < 0 ? undefined : JSON.parse(text.slice(start + NOTE.length));
  } catch {
    return undefined;
  }
}
