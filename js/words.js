// @ts-check
// What is said where a call does not end as it should, and what only that needs: it comes by import() when the first error asks for it
// (js/later.js). Here are the errors of servers: where in an answer the facts stand of which an error is made, which Google, gateways and proxies
// give in any shape. What they mean is js/refusal.js; of the caller's options js/wrong.js speaks.
import { isObject, list, text } from './answer.js';
import { ofReply, ofServer } from './refusal.js';
export { nameOf } from './looks.js';
export { worded } from './wrong.js';

/** @typedef {import('./refusal.js').ServerError} ServerError */

/**
 * The error of a response that is not ok.
 * @param {Response} response @param {string} said its body, as far as it came @param {import('./refusal.js').Host} host @param {string} model
 */
export function explain(response, said, host, model) {
  const { error, body } = told(response, said);
  // Servers in the manner of one-api put it into the message as well, where a cross-origin page can read it.
  const requestId = header(response, 'x-request-id') ?? header(response, 'x-oneapi-request-id') ?? /\(request id: ([^)]{1,200})/.exec(error.message ?? '')?.[1];
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
    retryAfter: last((detail) => wait(text(detail?.retryDelay)?.replace(/s$/, '') ?? '')),
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
    return text(response.headers.get(name));
  } catch {}
}

/** Seconds, as a decimal number → milliseconds. @param {string} seconds */
function wait(seconds) {
  const ms = Number(seconds) * 1000;
  return seconds.trim() && ms >= 0 && ms < Infinity ? ms : undefined; // to JavaScript an empty string is 0
}

/** A date, as `Retry-After` may be one (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after) → milliseconds from now. @param {string} date */
function until(date) {
  const ms = Date.parse(date) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(ms, 0);
}

/**
 * @param {string | undefined} blockReason @param {string | undefined} finishReason @param {string | undefined} finishMessage what the server said of it
 * @param {string} text what the model said @param {string | undefined} odd what came in place of a picture
 */
export function ending(blockReason, finishReason, finishMessage, text, odd) {
  if (odd) {
    return {
      code: 'invalid-response', message: `the server sent ${odd} where a picture should be`, maybeBilled: true,
      hint: 'it was given no URL, because only PNG, JPEG, WebP, GIF and AVIF are safe to show',
    };
  }
  const verdict = ofReply(blockReason, finishReason, text.trim() !== '');
  const what = verdict.code === 'no-image' ? 'the reply holds no picture' : `the ${verdict.code === 'prompt-blocked' ? 'prompt' : 'picture'} was blocked`;
  const reason = blockReason ?? finishReason;
  return { ...verdict, message: `${what}${reason === undefined ? '' : ` (${reason})`}${finishMessage === undefined ? '' : `: ${finishMessage}`}` };
}
