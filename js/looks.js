// @ts-check
// What bytes look like that are no picture.

/** What servers and people send by mistake, as Latin-1. The first that fits counts. @type {[RegExp, string][]} */
const FILES = [
  [/^\x89PNG/, 'damaged PNG'], [/^\xff\xd8\xff/, 'damaged JPEG'], [/^GIF8/, 'damaged GIF'], [/^[^]{8}WEBP/, 'damaged WebP'],
  [/^[^]{4}ftypavi/, 'damaged AVIF'], [/^[^]{4}ftyphe/, 'HEIC'], [/^[^]{4}ftypm[is]f/, 'HEIF'], [/^[^]{4}ftyp/, 'MP4'], [/^\x1aE\xdf\xa3/, 'WebM'],
  [/^(\xff\n|[^]{4}JXL )/, 'JPEG XL'], [/^BM/, 'BMP'], [/^\0\0\x01\0/, 'ICO'], [/^(II\*\0|MM\0\*)/, 'TIFF'], [/^%PDF/, 'PDF'], [/^PK\x03\x04/, 'ZIP'],
  [/^\x1f\x8b/, 'gzip'],
];

/** How text begins after white space. @type {[RegExp, string][]} */
const TEXTS = [
  [/^<(!doctype )?svg/i, 'SVG'], [/^<(!doctype )?html/i, 'HTML'], [/^<\?xml/i, 'XML'], [/^[{[]/, 'JSON'], [/^data:/i, 'a data: URL'],
  [/^[^\0-\x08\v\x0e-\x1f\x7f]*$/, 'text'],
];

/** @param {Uint8Array} head */
function kindOf(head) {
  const file = String.fromCharCode(...head);
  const found = FILES.find(([start]) => start.test(file));
  if (found) return found[1];
  try {
    // The last character may be cut.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true }).replace(/^[\t\n\f\r ]+/, '');
    if (TEXTS[TEXTS.length - 1][0].test(text)) return TEXTS.find(([start]) => start.test(text))?.[1];
  } catch {}
  return 'unknown bytes';
}

/** A short name for the head of a file that is no picture, with its first bytes: for sentences like "the server sent SVG (3c 73 76 67 20 78 6d
 * 6c …), not a picture". @param {Uint8Array} head 16 bytes, or fewer */
export function nameOf(head) {
  if (!head.length) return 'nothing';
  const bytes = Array.from(head.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return `${kindOf(head)} (${bytes}${head.length > 8 ? ' …' : ''})`;
}
