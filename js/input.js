// @ts-check
// Anything that a page holds → a Blob of its bytes. Rust imports this file by its path, beside js/api.js; it imports nothing, as such
// snippets must. What the bytes are, and whether the API takes them, is for Rust to say (src/input.rs).

/** What an error says behind the input's name. @param {string} says @param {string} [hint] @param {unknown} [cause] */
const refusal = (says, hint, cause) => ({ says, hint, cause });

/** By name, not by class: a picture may come from another realm, and Node lacks most of the classes. @param {unknown} value */
const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

/** Kinds that have pixels and no bytes. */
const DRAWN = ['ImageData', 'ImageBitmap', 'HTMLCanvasElement', 'OffscreenCanvas'];
const AS_THEY_ARE = ['Blob', 'File', 'Response', 'String', 'URL', 'HTMLImageElement'];

/**
 * An input as it is now: what its owner may draw over, detach or close as soon as the call is made is copied at once.
 * @param {any} value @returns {unknown} what open() takes; nothing where it is no input
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
function promised(work) {
  const promise = run(work);
  promise.catch(() => {});
  return promise;
}

/** A Blob takes no shared memory. @param {any} value */
const copied = (value) => new Blob([new Uint8Array(value.buffer ?? value, value.byteOffset ?? 0, value.byteLength).slice()]);

/** Bytes that a step gives, a multiple of three, so that their texts join to one: a megabyte of base64. */
const SLICE = 786_432;

/**
 * Reads inputs in order; fetches them all at once. For each a step gives its first bytes, and the next is told whether they are such as
 * the API takes: if not, the picture is drawn anew. Then come all of its bytes in steps, and null.
 * @param {any[]} inputs held @param {number} first how many bytes are the first @param {AbortSignal} signal
 */
export function open(inputs, first, signal) {
  return pieces(inputs, inputs.map((value) => promised(async () => new Blob([await bytesOf(value, signal)]))), first);
}

/** @param {any[]} inputs @param {Promise<Blob>[]} loading @param {number} first @returns {AsyncGenerator<Uint8Array | null, void, boolean>} */
async function* pieces(inputs, loading, first) {
  for (const [at, value] of inputs.entries()) {
    // A Blob of a Blob copies nothing, and is one of this realm's whatever came.
    let blob = await loading[at];
    const piece = async (/** @type {number} */ from, /** @type {number} */ to) => new Uint8Array(await blob.slice(from, to).arrayBuffer());
    if (!(yield piece(0, first))) blob = await redrawn(value, blob);
    for (let from = 0; from < blob.size; from += SLICE) yield piece(from, from + SLICE);
    yield null;
  }
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

/** @param {any} source what has pixels @returns {Promise<Blob>} of what they are when it is called */
async function png(source) {
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
