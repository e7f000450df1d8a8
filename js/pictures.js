// @ts-check
// What a page holds → a Blob of its bytes. It comes with the first call that has a picture to send.
import { png } from './canvas.js';
import { kindOf, refusal } from './describe.js';

/** @typedef {import('./held.js').Held} Held */

const MIB = 1 << 20;

/** @param {Held} held @param {AbortSignal} signal */
export async function blobOf(held, signal) {
  // A Blob of a Blob copies nothing, and is one of this realm's whatever came.
  return new Blob([await contentOf(held, signal)]);
}

/** @param {any} held @param {AbortSignal} signal @returns {Promise<Blob>} */
async function contentOf(held, signal) {
  switch (kindOf(held)) {
    case 'String':
    case 'URL':
      return fetched(String(held), signal);
    case 'Response':
      return bodyOf(held);
    case 'HTMLImageElement':
      return shown(held, signal);
    default:
      return held.blob ?? held;
  }
}

/** @param {string} url @param {AbortSignal} signal @param {RequestCredentials} [credentials] */
async function fetched(url, signal, credentials = 'same-origin') {
  if (/^\s*data:/i.test(url)) return decoded(url);
  if (/^(iVBORw0KGgo|\/9j\/|UklGR)[\w+/]{60}/.test(url)) {
    throw refusal('is bare base64', "put what it is in front: `'data:image/png;base64,' + text`");
  }
  let response;
  try {
    response = await fetch(url, { signal, credentials });
  } catch (thrown) {
    const cors = "a server on another host must allow this page's origin (CORS)";
    const hint = url.startsWith('blob:')
      ? 'a blob: URL works until it is revoked, in the page that made it'
      : `check the address; ${cors}, else fetch the picture through your own server`;
    throw refusal('could not be fetched', hint, thrown);
  }
  return bodyOf(response);
}

/** @param {Response} response */
async function bodyOf(response) {
  const { ok, status, bodyUsed } = response;
  const opaque = "fetch it without `mode: 'no-cors'`";
  if (!status) throw refusal('is an opaque Response, which nobody can read', opaque);
  if (!ok) throw refusal(`was answered with status ${status}`, 'check the address');
  const used = 'pass `response.clone()`, made before it was read';
  if (bodyUsed) throw refusal('is a Response whose body was read already', used);
  return response.blob();
}

/** Never by fetch, which a page's connect-src may forbid. @param {string} url */
function decoded(url) {
  const comma = url.indexOf(',');
  if (comma < 0) throw refusal('is a data: URL without a comma', 'copy it again, to its end');
  const [data] = url.slice(comma + 1).split('#', 1);
  const plain = data.includes('%') ? unescape(data) : data;
  if (!/; *base64$/i.test(url.slice(0, comma))) return new Blob([bytesOf(plain)]);
  const text = plain.replace(/\s+/g, '');
  const parts = [];
  try {
    // A megabyte at a time, so that there is no second string as long as the first.
    for (let at = 0; at < text.length; at += MIB) parts.push(bytesOf(atob(text.slice(at, at + MIB))));
  } catch (thrown) {
    throw refusal('is a data: URL that holds no base64', 'copy it again, to its end', thrown);
  }
  return new Blob(parts);
}

/** @param {string} binary a letter for each byte */
function bytesOf(binary) {
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/**
 * Its original bytes where they are to be had, else what it shows.
 * @param {HTMLImageElement} img @param {AbortSignal} signal
 */
async function shown(img, signal) {
  if (!img.currentSrc && !img.src) throw refusal('is an <img> without a picture', 'set its `src` first');
  try {
    const credentials = img.crossOrigin === 'use-credentials' ? 'include' : 'same-origin';
    return await fetched(img.currentSrc || img.src, signal, credentials);
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

/** What the API does not take, as PNG. @param {Held} held @param {Blob} blob its bytes */
export async function redraw(held, blob) {
  if (kindOf(held) === 'HTMLImageElement') return drawn(/** @type {HTMLImageElement} */ (held));
  const bitmap = await createImageBitmap(blob);
  return png(bitmap).finally(() => bitmap.close());
}
