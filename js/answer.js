// @ts-check
// What a server answered, of which nothing is sure: how its JSON is read, and where in it the facts stand of which an error is made. Google,
// gateways and proxies give theirs in any shape. What they mean is js/refusal.js.
import { ofReply, ofServer } from './refusal.js';

/** Without what is undefined. @template {object} T @param {T} object @returns {T} */
export const defined = (object) => /** @type {T} */ (Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));

/** @param {any} value */
export const isObject = (value) => typeof value === 'object' && value !== null;

/** The value as an array; empty where it is none. @param {any} value @returns {any[]} */
export const list = (value) => (Array.isArray(value) ? value : []);

/** @param {any} value @returns {string | undefined} */
export const text = (value) => (typeof value === 'string' ? value : undefined);

/** The field of that camelCase name, or of its snake_case twin. @param {any} value @param {string} name */
export function field(value, name) {
  if (!isObject(value)) return;
  return value[name] === undefined ? value[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] : value[name];
}

/** https://ai.google.dev/api/generate-content#UsageMetadata @param {any} usage */
export function usageOf(usage) {
  const number = (/** @type {any} */ value) => (typeof value === 'number' ? value : undefined);
  const count = (/** @type {string} */ name) => number(field(usage, name));
  const images = list(field(usage, 'candidatesTokensDetails'))
    .filter((detail) => field(detail, 'modality') === 'IMAGE').map((detail) => number(field(detail, 'tokenCount'))).filter((count) => count !== undefined);
  return defined({
    inputTokens: count('promptTokenCount'), outputTokens: count('candidatesTokenCount'), totalTokens: count('totalTokenCount'),
    imageTokens: images.length ? images.reduce((sum, count) => sum + count) : undefined, thoughtTokens: count('thoughtsTokenCount'),
  });
}

// ───────────── bytes that are no picture ─────────────

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

// ───────────── errors ─────────────

/** @typedef {import('./refusal.js').ServerError} ServerError */

/**
 * The error of a response that is not ok.
 * @param {Response} response @param {string} said its body, as far as it came @param {import('./refusal.js').Host} host @param {string} model
 */
export function explain(response, said, host, model) {
  const { error, body } = told(response, said);
  // Servers in the manner of one-api put it into the message as well, where a cross-origin page can read it.
  const requestId = header(response, 'x-request-id') ?? header(response, 'x-oneapi-request-id') ?? /\(request id: ([^)]*)/.exec(error.message ?? '')?.[1];
  return judge(error, body, host, model, requestId);
}

/** What such a response says with its status, its headers and its text; and the text, parsed where it is JSON. @param {Response} response @param {string} said */
export function told(response, said) {
  const body = parse(said, said);
  const after = header(response, 'retry-after') ?? '';
  const error = read(body);
  return { error: { ...error, status: response.status, retryAfter: error.retryAfter ?? wait(after) ?? until(after) }, body };
}

/** What a reply says that holds an error where its status says 200. @param {any} raw @returns {ServerError} */
export function toldInReply(raw) {
  const code = raw.error?.code;
  return { ...read(raw), status: typeof code === 'number' ? Math.trunc(code) : 500 };
}

/** @param {ServerError} error @param {any} body @param {import('./refusal.js').Host} host @param {string} model @param {string} [requestId] */
export function judge(error, body, host, model, requestId) {
  const { status, state, message } = error;
  const answered = `the server answered ${status}${state === undefined ? '' : ` ${state}`}`;
  return { ...ofServer(error, host, model), message: message === undefined ? answered : `${answered}: ${message}`, status, attempts: 1, requestId, body };
}

/** @param {any} body */
function read(body) {
  if (typeof body === 'string') {
    const page = body.trimStart().startsWith('<');
    const message = page ? /<title>([^<]*)/.exec(body)?.[1] : body;
    return { message: message?.trim() || undefined, page };
  }
  const [message, holder] = innermost(body, 8) ?? [undefined, body];
  const details = list(holder?.details);
  const last = (/** @type {(detail: any) => any} */ read) => details.map(read).filter((value) => value !== undefined).at(-1);
  const violations = details.flatMap((detail) => list(detail?.violations));
  return {
    message, state: text(holder?.status), code: text(holder?.code) || undefined, kind: text(holder?.type), reason: last((detail) => text(detail?.reason)),
    retryAfter: last((detail) => wait(text(detail?.retryDelay)?.replace(/s+$/, '') ?? '')),
    quotaIds: violations.map((violation) => text(violation?.quotaId) ?? '').filter(Boolean),
    quotaIsZero: violations.some((violation) => violation?.quotaValue === '0'),
  };
}

/**
 * The deepest message and the object that it stands in: chains of proxies wrap one error into the next, as an object or as JSON in a
 * string.
 * @param {any} value @param {number} depth @returns {[message: string, holder: any] | undefined}
 */
function innermost(value, depth) {
  if (!depth) return;
  if (typeof value === 'string') return value.trimStart().startsWith('{') ? innermost(parse(value), depth - 1) : undefined;
  if (Array.isArray(value)) return innermost(value[0], depth - 1);
  if (!isObject(value)) return;
  for (const name of ['error', 'message', 'detail', 'msg']) {
    const inner = value[name];
    const found = innermost(inner, depth - 1);
    if (found) return found;
    if (inner && typeof inner === 'string') return [inner, value];
  }
}

/** @param {string} json @param {any} [otherwise] @returns {any} */
function parse(json, otherwise) {
  try {
    return JSON.parse(json);
  } catch {
    return otherwise;
  }
}

/** None too where a cross-origin server does not expose it; a mock may have none at all. @param {any} response @param {string} name @returns {string | undefined} */
function header(response, name) {
  try {
    return response.headers.get(name) ?? undefined;
  } catch {}
}

/** Seconds, as a decimal number → milliseconds. @param {string} seconds */
function wait(seconds) {
  const ms = Number(seconds) * 1000;
  return seconds.trim() && ms >= 0 ? ms : undefined; // to JavaScript an empty string is 0
}

/** A date, as `Retry-After` may be one (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after) → milliseconds from now. @param {string} date */
function until(date) {
  const ms = Date.parse(date) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(ms, 0);
}

/**
 * @param {string | undefined} blockReason @param {string | undefined} finishReason @param {string | undefined} finishMessage what the server said of it
 * @param {string} text what the model said @param {string | undefined} odd what came in place of a picture @param {boolean} cut the stream ended
 *   before its end
 */
export function ending(blockReason, finishReason, finishMessage, text, odd, cut) {
  if (odd) {
    return {
      code: 'invalid-response', message: `the server sent ${odd} where a picture should be`, maybeBilled: true,
      hint: 'it was given no URL, because only PNG, JPEG, WebP, GIF and AVIF are safe to show',
    };
  }
  if (cut) {
    return {
      code: 'invalid-response', message: 'the stream ended before there was a picture', retryable: true, maybeBilled: true,
      hint: "the connection closed too early, often a proxy's limit; the picture may have been charged",
    };
  }
  const verdict = ofReply(blockReason, finishReason, text.trim() !== '');
  const what = verdict.code === 'no-image' ? 'the reply holds no picture' : `the ${verdict.code === 'prompt-blocked' ? 'prompt' : 'picture'} was blocked`;
  const reason = blockReason ?? finishReason;
  return { ...verdict, message: `${what}${reason === undefined ? '' : ` (${reason})`}${finishMessage === undefined ? '' : `: ${finishMessage}`}` };
}
