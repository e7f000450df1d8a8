// @ts-check
// Anything that a page holds → its bytes, and its part of the request. What the bytes are, and whether the API takes them, is for Rust to say, as
// is their base64 (src/input.rs).
import { kindOf, png, promised, refusal } from './input.js';
import { nameOf } from './looks.js';

/** Bytes that a step gives, a multiple of three, so that their texts join to one: a megabyte of base64. */
const SLICE = 786_432;

/** A picture's part: before its media type, before its base64, and behind. */
const PICTURE = ['{"inlineData":{"mimeType":"', '","data":"', '"}}'];

/** Bytes by which a picture is known: `INPUT_HEAD` in src/engine/sniff/input.rs. */
const HEAD = 64;

/**
 * Reads inputs in order; fetches them all at once. One whose first bytes are none that the API takes is drawn anew.
 * @param {{ at: number, turn: () => Promise<void> }} where @param {any} encoder @param {any[]} inputs held @param {BlobPart[]} parts
 * @param {AbortSignal} signal from when it fires on nobody waits, and the encoder is not to be used
 */
export async function write(where, encoder, inputs, parts, signal) {
  const loading = inputs.map((value) => promised(async () => new Blob([await bytesOf(value, signal)])));
  for (const [at, value] of inputs.entries()) {
    where.at = at;
    let otherwise = 'cannot be read';
    try {
      // A Blob of a Blob copies nothing, and is one of this realm's whatever came.
      let blob = await loading[at];
      const head = await piece(blob, 0, HEAD);
      if (!head.length) throw refusal('is empty', 'it has no bytes: check what it was made from');
      if (signal.aborted) return;
      const type = encoder.sniff(head);
      if (!type) {
        // Where there is no browser it may be whole.
        otherwise = `is no picture that can be sent: it looks like ${nameOf(head.subarray(0, 16)).replace(/^damaged /, '')}`;
        blob = await redrawn(value, blob);
      }
      for await (const bytes of slices(blob, signal, where.turn)) {
        if (signal.aborted) return;
        encoder.write(bytes);
      }
      if (signal.aborted) return;
      parts.push(',', PICTURE[0] + (type || 'image/png') + PICTURE[1], encoder.finish(), PICTURE[2]);
    } catch (/** @type {any} */ thrown) {
      throw thrown instanceof WebAssembly.RuntimeError ? thrown : refused(at, otherwise, thrown);
    }
  }
}

/** @param {Blob} blob @param {number} from @param {number} to */
const piece = async (blob, from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer());

/**
 * Through one pipe, which fills while a step is encoded: slices are asked for one by one, and take longer. The last is one, because it alone says whether
 * the file is still the one that was chosen; and all are where no pipe fills a buffer (WebKit), or it breaks off.
 * @param {Blob} blob @param {AbortSignal} signal @param {() => Promise<void>} turn of the page's, without which a pipe that is full leaves it none
 * @returns {AsyncGenerator<Uint8Array, void>} bytes that are there until the next are asked for
 */
async function* slices(blob, signal, turn) {
  const { size } = blob;
  let from = 0;
  /** @type {ReadableStreamBYOBReader | undefined} */
  let reader;
  const cancel = () => reader?.cancel().catch(() => {});
  signal.addEventListener('abort', cancel);
  try {
    for (let buffer; from < size - SLICE; from += SLICE) {
      reader ??= blob.stream().getReader({ mode: 'byob' });
      buffer ??= new ArrayBuffer(SLICE);
      for (let filled = 0; filled < SLICE;) {
        /** @type {ReadableStreamReadResult<Uint8Array<ArrayBuffer>>} */
        const { value, done } = await reader.read(new Uint8Array(buffer, filled));
        if (done) throw value;
        buffer = value.buffer;
        filled += value.length;
      }
      yield new Uint8Array(buffer);
      await turn();
    }
  } catch {} finally {
    cancel();
  }
  for (; from < size; from += SLICE) yield piece(blob, from, from + SLICE);
}

/** The fields of an error. @param {number} at @param {string} otherwise what is said of it where nothing better is known @param {any} thrown */
function refused(at, otherwise, thrown) {
  const { says = otherwise, hint, cause } = typeof thrown?.says === 'string' ? thrown : {
    hint: 'PNG, JPEG, WebP, HEIC and HEIF are sent as they are, whatever else the browser can show as PNG', cause: thrown,
  };
  return { code: 'invalid-image', message: `\`images[${at}]\` ${says}`, hint, thrown: cause };
}

/** @param {any} value @param {AbortSignal} signal @returns {any} */
function bytesOf(value, signal) {
  switch (kindOf(value)) {
    case 'String':
    case 'URL': return fetched(String(value), signal);
    case 'Response': return body(value);
    case 'HTMLImageElement': return shown(value, signal);
    default: return value.blob ?? value;
  }
}

/** @param {string} url @param {AbortSignal} signal @param {RequestCredentials} [credentials] */
async function fetched(url, signal, credentials = 'same-origin') {
  if (/^\s*data:/i.test(url)) return decoded(url);
  if (/^(iVBORw0KGgo|\/9j\/|UklGR)[\w+/]{60}/.test(url)) throw refusal('is bare base64', "put what it is in front: `'data:image/png;base64,' + text`");
  let response;
  try {
    response = await fetch(url, { signal, credentials });
  } catch (thrown) {
    throw refusal('could not be fetched', url.startsWith('blob:') ? 'a blob: URL works until it is revoked, in the page that made it'
      : "check the address; a server on another host must allow this page's origin (CORS), else fetch the picture through your own server", thrown);
  }
  return body(response);
}

/** @param {Response} response */
async function body(response) {
  const { ok, status, bodyUsed } = response;
  if (!status) throw refusal('is an opaque Response, which nobody can read', "fetch it without `mode: 'no-cors'`");
  if (!ok) throw refusal(`was answered with status ${status}`, 'check the address');
  if (bodyUsed) throw refusal('is a Response whose body was read already', 'pass `response.clone()`, made before it was read');
  return response.blob();
}

/** Never by fetch, which a page's connect-src may forbid. @param {string} url */
function decoded(url) {
  const comma = url.indexOf(',');
  if (comma < 0) throw refusal('is a data: URL without a comma', 'copy it again, to its end');
  const [data] = url.slice(comma + 1).split('#', 1);
  const plain = data.includes('%') ? unescape(data) : data;
  if (!/; *base64$/i.test(url.slice(0, comma))) return bytes(plain);
  const text = plain.replace(/\s+/g, '');
  const parts = [];
  try {
    // A megabyte at a time, so that there is no second string as long as the first.
    for (let at = 0; at < text.length; at += 1 << 20) parts.push(bytes(atob(text.slice(at, at + (1 << 20)))));
  } catch (thrown) {
    throw refusal('is a data: URL that holds no base64', 'copy it again, to its end', thrown);
  }
  return new Blob(parts);
}

/** @param {string} binary */
function bytes(binary) {
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** Its original bytes where they are to be had, else what it shows. @param {HTMLImageElement} img @param {AbortSignal} signal */
async function shown(img, signal) {
  if (!img.currentSrc && !img.src) throw refusal('is an <img> without a picture', 'set its `src` first');
  try {
    return await fetched(img.currentSrc || img.src, signal, img.crossOrigin === 'use-credentials' ? 'include' : 'same-origin');
  } catch {
    return drawn(img);
  }
}

/** @param {HTMLImageElement} img */
async function drawn(img) {
  try {
    await img.decode(); // waits for it to load as well
  } catch (thrown) {
    throw refusal('is an <img> that could not be loaded', 'check its `src`', thrown);
  }
  return png(img);
}

/** What the API does not take, as PNG. @param {any} value held @param {Blob} blob its bytes */
async function redrawn(value, blob) {
  if (kindOf(value) === 'HTMLImageElement') return drawn(value);
  const bitmap = await createImageBitmap(blob);
  return png(bitmap).finally(() => bitmap.close());
}
