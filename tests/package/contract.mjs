// @ts-check
// What servers are known to answer, row by row as it is known: what was seen, and what plays it here, which is a named fault of the
// sandbox or a reply written out. How a call then ends stands beside the reply, or in faults.mjs.

import { CUT } from './faults.mjs';

/** @typedef {import('./faults.mjs').Ends} Ends */
/**
 * @typedef {object} Reply written out
 * @property {string} name
 * @property {Ends} ends
 * @property {number} status
 * @property {string} type
 * @property {string} single
 * @property {string} stream
 * @property {Record<string, string>} headers
 */
/** @typedef {{fault: string, host?: string, ends: Ends}} Joined several faults, or one as another host words it */

/** One white pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsVfBeAAAAABJRU5ErkJggg==';
const image = { inlineData: { mimeType: 'image/png', data: PIXEL } };

/** @param {string} name @param {any[]} objects the events of a stream; a single answer is the last @param {Ends} ends @param {Partial<Reply>} [more]
 *  @returns {Reply} */
const says = (name, objects, ends, more) => ({
  name, ends, status: 200, type: 'application/json', headers: {}, single: JSON.stringify(objects[objects.length - 1]),
  stream: objects.map(object => `data: ${JSON.stringify(object)}\r\n\r\n`).join(''), ...more,
});

/** @param {string} name @param {number} status @param {any} body @param {Ends} ends @param {Record<string, string>} [headers] @returns {Reply} */
const refuses = (name, status, body, ends, headers = {}) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return says(name, [], ends, { status, headers, single: text, stream: text });
};

/** @param {any} content @param {string} [finishReason] @param {any} [more] */
const candidate = (content, finishReason, more) => ({ candidates: [{ content, finishReason, index: 0, ...more }] });
/** @param {any[]} parts @param {string} [finishReason] */
const parts = (parts, finishReason) => candidate({ parts, role: 'model' }, finishReason);
const USAGE = { promptTokenCount: 7, totalTokenCount: 7 };
/** @param {string} message */
const invalid = message => ({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } });
/** @param {number} code @param {string} message @param {string} status @param {any} details */
const google = (code, message, status, details) => ({ error: { code, message, status, details } });
const RPC = 'type.googleapis.com/google.rpc.';
const GOOGLE = 'https://generativelanguage.googleapis.com';

/** @type {[section: string, seen: string, ...plays: (string | Reply | Joined)[]][]} */
export const rows = [
  ['4.2', 'drafts as ordinary pictures; only a thought; many final pictures', 'drafts', 'only-thought-image', 'thoughts', 'events-64x1MiB', 'image-first', 'empty-tail'],
  ['4.2', 'fields that nobody knows', 'unknown-fields', says('a part of an unknown kind', [parts([{ hologram: { data: PIXEL } }, image], 'STOP')], ['ok', 'image'])],
  ['4.8', 'other layouts of the same JSON', 'escaped-base64', 'sorted-keys', 'compact-json', 'bom'],
  ['4.8', 'the media type is not what the bytes are', 'wrong-media-type', 'svg-image', 'html-image', 'good-and-svg', 'bad-base64'],

  ['4.9', 'no candidates, promptFeedback.blockReason', 'prompt-blocked-safety', 'prompt-blocked-other', 'prompt-blocked-blocklist', 'prompt-blocked-prohibited-content',
    'prompt-blocked-image-safety', 'prompt-blocked-blocked-reason-unspecified', 'prompt-blocked-model-armor', 'prompt-blocked-jailbreak',
    says('a reason that nobody knows', [{ promptFeedback: { blockReason: 'SOLAR_FLARE' } }], 'prompt-blocked 200 SOLAR_FLARE')],
  ['4.9', 'candidates: [], with or without usage', 'candidates-empty',
    says('without usage', [{ candidates: [] }], ['no-image 200', '', CUT])],
  ['4.9', 'candidates: null', 'candidates-null', 'candidates-missing'],
  ['4.9', 'content: {} and a finishReason', 'content-empty', 'image-blocked-image-safety', 'image-blocked-image-prohibited-content', 'image-blocked-image-recitation',
    'image-blocked-image-other', 'image-blocked-no-image', 'image-blocked-safety', 'image-blocked-recitation', 'image-blocked-language', 'image-blocked-other',
    'image-blocked-blocklist', 'image-blocked-prohibited-content', 'image-blocked-spii', 'image-blocked-malformed-function-call', 'image-blocked-unexpected-tool-call',
    'image-blocked-malformed-response',
    says('TOO_MANY_TOOL_CALLS', [candidate({}, 'TOO_MANY_TOOL_CALLS')], 'no-image 200 TOO_MANY_TOOL_CALLS'),
    says('FINISH_REASON_UNSPECIFIED', [candidate({}, 'FINISH_REASON_UNSPECIFIED')], ['no-image 200', '', CUT]),
    says('a reason that nobody knows', [candidate(undefined, 'SOLAR_FLARE')], 'no-image 200 SOLAR_FLARE')],
  ['4.9', 'content: {role} without parts', 'parts-missing', 'image-blocked-max-tokens'],
  ['4.9', 'parts: null or []', 'parts-null', 'parts-empty', says('parts of nothing', [parts([null, {}], 'STOP')], 'no-image 200 STOP')],
  ['4.9', 'text only with STOP', 'text-only', 'text-claims-image'],
  ['4.9', 'only thoughts', 'only-thoughts'],
  ['4.9', 'body {}', 'empty-object', says('null', [null], ['no-image 200', '', CUT])],
  ['4.9', 'Markdown data: URLs inside text, several a part, mixed with prose', 'markdown-data', 'markdown-several', 'text-data', 'markdown-split'],
  ['4.9', 'a Markdown link, or fileData.fileUri', 'markdown-link', 'file-link', 'file-data'],
  ['4.9', 'snake_case', 'snake-case', says('both spellings in one', [{ candidates: [{ content: { parts: [{ inline_data: image.inlineData }] }, finish_reason: 'STOP' }] }], ['ok compat', 'image'])],
  ['4.9', 'mimeType missing, data empty, or with a data: prefix', 'mime-missing', 'data-empty', 'data-prefix'],
  ['4.9', 'null where nothing is', 'null-fields'],
  ['4.9', 'HTML or plain text with status 200', 'html-200', 'text-200', 'empty-200'],
  ['4.9', 'an error object with status 200', 'error-200'],

  ['5', 'text/event-stream with Content-Disposition: attachment; CR LF CR LF after every event', { fault: 'one-chunk', host: GOOGLE, ends: 'ok' }],
  ['5', 'separators and characters split over chunks', 'small-texts', 'one-byte-chunks', 'random-chunks', 'one-chunk', 'slow-start'],
  ['5', 'blank lines before data:', 'sse-pings'],
  ['5', 'every event a whole object, a picture whole in one, in lines longer than any buffer', 'big-20MiB'],
  ['5', 'text, picture, then finishReason without parts, or with an empty text', says('with an empty text', [parts([{ text: 'Here.' }, image]), parts([{ text: '' }], 'STOP')], ['no-image 200 STOP', 'text image', 'ok'])],
  ['5', 'thoughts first', 'thoughts'],
  ['5', 'a signature later, on an empty text', 'late-signature', says('alone in the last event', [parts([image]), parts([{ text: '', thoughtSignature: 'AAAA' }], 'STOP')], ['no-image 200 STOP', 'image', 'ok'])],
  ['5', 'usage alone; grounding before the end', 'usage-event', says('grounding alone', [parts([image]), { candidates: [{ groundingMetadata: { webSearchQueries: ['x'] } }] }, candidate(undefined, 'STOP')], ['no-image 200 STOP', 'image', 'ok'])],
  ['5', 'one JSON array where events were asked for, errors inside it', 'array-wrapped', 'json-for-sse', 'sse-for-json', 'wrong-content-type',
    says('an error in an array', [{}], ['server-error 200 retry', 'text'], { single: JSON.stringify([{ error: { code: 500, message: 'x', status: 'INTERNAL' } }]), stream: JSON.stringify([parts([{ text: 'x' }]), { error: { code: 500, message: 'x', status: 'INTERNAL' } }]) })],
  ['5', 'an error before the stream: its status, plain JSON, text/event-stream', { fault: 'http-404', host: GOOGLE, ends: 'model-not-found 404' }, { fault: 'rate-limit', host: GOOGLE, ends: 'rate-limited 429 retry after 34400' },
    { fault: 'http-503', host: GOOGLE, ends: 'server-error 503 retry' }, { fault: 'bad-key', host: GOOGLE, ends: 'invalid-api-key 400' }],
  ['5', 'an error in the middle: bare, or as an event', 'stream-error', 'stream-error-event', 'stream-error-late'],
  ['5', 'a stream without finishReason', 'no-finish', 'early-end'],
  ['5', 'a stream that is cut', 'cut-body', 'short-body', 'stall-body'],
  ['5', 'a connection that breaks, or stays open, after all was said', 'cut-end', 'open-end', { fault: 'cut-end', host: GOOGLE, ends: 'ok' }, { fault: 'open-end', host: GOOGLE, ends: 'ok' },
    { fault: 'sse-lf+no-finish+cut-end', ends: ['ok', 'text×2 image', 'ok compat'] }, { fault: 'sse-lf+early-end+cut-end', ends: ['no-image 200 billed', 'text', 'no-image 200'] },
    { fault: 'sse-lf+text-only+open-end', ends: ['no-image 200 STOP', 'text'] }, { fault: 'array-wrapped+open-end', ends: 'ok compat' }, { fault: 'sse-for-json+open-end', ends: ['ok compat', 'text×2 image', 'ok'] }],
  ['5', 'gateways: LF LF, pings, [DONE], single LF, data: without a space', 'sse-lf', 'sse-single-lf', 'sse-tight', 'sse-cr', 'sse-fields', 'sse-lines',
    says('nothing but [DONE]', [{}], ['no-image 200', '', CUT], { stream: 'data: [DONE]\n\n' }),
    says('nothing but pings', [{}], ['no-image 200', '', CUT], { stream: ': PING\n\n: PING\n\n' })],

  ['6.1', 'each kind of details',
    refuses('ErrorInfo, LocalizedMessage, DebugInfo', 403, google(403, 'x', 'PERMISSION_DENIED', [{ '@type': `${RPC}ErrorInfo`, reason: 'SERVICE_DISABLED', domain: 'googleapis.com', metadata: { service: 'x' } },
      { '@type': `${RPC}LocalizedMessage`, locale: 'en-US', message: 'y' }, { '@type': `${RPC}DebugInfo`, detail: '[ORIGINAL ERROR] generic::permission_denied' }]), 'permission-denied 403'),
    refuses('BadRequest', 400, google(400, 'x', 'INVALID_ARGUMENT', [{ '@type': `${RPC}BadRequest`, fieldViolations: [{ field: 'generation_config.seed', description: 'y' }] }]), 'invalid-request 400'),
    refuses('RetryInfo, QuotaFailure and Help', 429, google(429, 'x', 'RESOURCE_EXHAUSTED', [{ '@type': `${RPC}RetryInfo`, retryDelay: '0.25s' },
      { '@type': `${RPC}QuotaFailure`, violations: [{ quotaMetric: 'm', quotaId: 'RequestsPerMinute', quotaDimensions: { model: 'm' }, quotaValue: '10' }] }, { '@type': `${RPC}Help`, links: [] }]), 'rate-limited 429 retry after 250'),
    refuses('ErrorInfo of a bad key', 400, google(400, 'x', 'INVALID_ARGUMENT', [{ '@type': `${RPC}ErrorInfo`, reason: 'API_KEY_INVALID' }]), 'invalid-api-key 400'),
    refuses('no details that are details', 503, google(503, 'x', 'UNAVAILABLE', /** @type {any} */ ({ 0: null })), 'server-error 503 retry')],
  ['6.2', '400 INVALID_ARGUMENT', 'http-400', 'bad-key', refuses('an unknown field', 400, invalid('Invalid JSON payload received. Unknown name "x": Cannot find field.'), 'invalid-request 400'),
    refuses('a signature that is missing', 400, invalid('Image part is missing a thought_signature in content position 2, part position 1.'), 'invalid-request 400'),
    refuses('a combination', 400, invalid('Multiple candidates is not enabled for this model'), 'invalid-request 400')],
  ['6.2', '400 FAILED_PRECONDITION', 'precondition'],
  ['6.2', '400: two credentials', 'two-credentials'],
  ['6.2', '401', 'http-401', 'gateway-401', 'dashboard'],
  ['6.2', '403', 'http-403', 'referrer', 'leaked-key', 'gateway-403', 'gateway-quota', 'gateway-token-quota'],
  ['6.2', '404', 'http-404', 'gateway-url', refuses('a file that expired', 404, { error: { code: 404, message: 'File files/abc not found or expired.', status: 'NOT_FOUND' } }, 'model-not-found 404')],
  ['6.2', '408', 'http-408'],
  ['6.2', '413', 'http-413', 'gateway-body-limit'],
  ['6.2', '429', 'http-429'],
  ['6.2', '499', 'http-499'],
  ['6.2', '500', 'http-500'],
  ['6.2', '501', 'http-501', 'gateway-not-implemented'],
  ['6.2', '502', 'http-502', 'gateway-bad-status'],
  ['6.2', '503', 'http-503', 'gateway-model', 'gateway-upstream'],
  ['6.2', '504', 'http-504', 'http-504-html'],
  ['6.2', '520 to 524', 'http-520', 'http-521', 'http-522', 'http-523', 'http-524'],
  ['6.2', 'no answer, or none that may be followed', 'network', 'stall-headers', 'redirect', 'no-cors'],

  ['6.3', 'RetryInfo, and a quota by the minute', 'rate-limit', 'rate-limit-short'],
  ['6.3', 'a quota by the day', 'quota-day'],
  ['6.3', 'limit: 0', 'quota-zero'],
  ['6.3', 'no details', 'http-429'],
  ['6.3', 'Retry-After', 'retry-after', refuses('of a gateway', 429, { message: 'slow down' }, 'rate-limited 429 retry after 2000', { 'retry-after': '2' }),
    refuses('beside RetryInfo', 429, google(429, 'x', 'RESOURCE_EXHAUSTED', [{ '@type': `${RPC}RetryInfo`, retryDelay: '34.4s' }]), 'rate-limited 429 retry after 34400', { 'retry-after': '2' })],

  ['6.4', 'new-api before it relays', 'gateway-401', 'gateway-403', 'gateway-database'],
  ['6.4', 'new-api while it relays', 'gateway-invalid', 'gateway-sensitive', 'gateway-prompt-blocked', 'gateway-quota', 'gateway-token-quota', 'gateway-model', 'gateway-channel',
    'gateway-no-key', 'gateway-do-request', 'gateway-bad-status', 'gateway-bad-body', 'gateway-empty', 'gateway-body-limit'],
  ['6.4', 'an error of Google, relayed', 'gateway-relayed', 'gateway-upstream'],
  ['6.4', '{success: false, message}', 'dashboard'],
  ['6.4', 'a message that is the next error, as an object or a string', 'nested-error', 'nested-string'],
  ['6.4', '{error: text}, {message}, {detail}, {msg, code}', 'error-string', 'error-message', 'error-detail', 'error-msg'],
  ['6.4', '[{error}]', 'error-array'],
  ['6.4', 'HTML, text, or nothing, of what stands in front', 'http-413', 'http-502', 'http-504-html', 'error-text', 'error-empty', 'no-cors'],
  ['6.4', 'an unknown route', 'gateway-url'],
];

/** @type {Reply[]} */
export const replies = rows.flatMap(([, , ...plays]) => plays.flatMap(play => (typeof play === 'object' && 'single' in play ? [play] : [])));

/** @param {Reply} reply @param {Request} request @param {(bytes: Uint8Array) => BodyInit} [body] @returns {Response} */
export const answer = ({ status, type, headers, single, stream }, request, body = bytes => /** @type {Uint8Array<ArrayBuffer>} */ (bytes)) => {
  const streamed = request.url.includes('streamGenerateContent');
  const bytes = new TextEncoder().encode(streamed ? stream : single);
  // As Google: an error before a stream is under the stream's content type.
  return new Response(body(bytes), { status, headers: { 'content-type': streamed ? 'text/event-stream' : type, ...headers } });
};
