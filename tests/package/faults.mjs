// @ts-check
// Every named fault of the sandbox and how a call must end under it: one line each. The words are the error's code, its status, why the
// model stopped, and then `retry` (retryable), `billed` (maybeBilled), `after N` (retryAfter) and `id` (requestId); or `ok` and the types of
// its warnings. A list says besides what events a stream brings before its end, and how that ends where it ends differently; a line alone
// means none for an error, and for a picture what every plain stream brings; `*` means what had come by then.

/** @param {any} outcome of settle() */
export const summary = ({ code, status, finishReason, retryable, maybeBilled, retryAfter, requestId, warnings = [] }) => [
  code, status, code !== 'ok' && finishReason, retryable && 'retry', maybeBilled && 'billed', retryAfter !== undefined && `after ${retryAfter}`,
  requestId && 'id', ...warnings,
].filter(Boolean).join(' ');

/** @typedef {string | [single: string, events: string, stream?: string]} Ends */

/** A stream that ended and never said why. */
export const CUT = 'invalid-response 200 retry billed';
const PLAIN = 'text×2 image';

/**
 * What was otherwise than it should be.
 * @param {string} name @param {Ends} ends @param {any} single told by page.js's settle @param {any} stream told by its follow
 * @returns {string[]}
 */
export const differences = (name, ends, single, stream) => {
  const [one, events = one.startsWith('ok') ? PLAIN : '', last = one] = /** @type {[string, string?, string?]} */ ([ends].flat());
  const line = (/** @type {string} */ events, /** @type {string} */ end) => [events, end].filter(Boolean).join(': ');
  const streamed = line(events === '*' ? events : stream.events, summary(stream));
  return [
    ...(summary(single) === one ? [] : [`${name}: ${summary(single)} (${single.message}), not ${one}`]),
    ...(streamed === line(events, last) ? [] : [`${name}, streamed: ${streamed} (${stream.message}), not ${line(events, last)}`]),
  ];
};

/** @type {Record<string, Ends>} */
export const table = {
  // Google's errors, and pages of proxies
  'http-400': 'invalid-request 400',
  'bad-key': 'invalid-api-key 400',
  precondition: 'permission-denied 400',
  'two-credentials': 'invalid-request 400',
  'http-401': 'invalid-api-key 401',
  'http-403': 'permission-denied 403',
  referrer: 'permission-denied 403',
  'leaked-key': 'permission-denied 403',
  'http-404': 'model-not-found 404',
  'http-408': 'timeout 408 retry',
  'http-413': 'payload-too-large 413',
  'rate-limit': 'rate-limited 429 retry after 34400',
  'rate-limit-short': 'rate-limited 429 retry after 200',
  'quota-day': 'quota-exhausted 429',
  'quota-zero': 'quota-exhausted 429',
  'http-429': 'rate-limited 429 retry',
  'retry-after': 'rate-limited 429 retry after 1000',
  'http-499': 'server-error 499',
  'http-500': 'server-error 500 retry',
  'http-501': 'server-error 501',
  'http-502': 'server-error 502 retry',
  'http-503': 'server-error 503 retry',
  'http-504': 'timeout 504 retry billed',
  'http-504-html': 'timeout 504 retry billed',
  'http-520': 'server-error 520 retry billed',
  'http-521': 'server-error 521 retry billed',
  'http-522': 'timeout 522 retry billed',
  'http-523': 'server-error 523 retry billed',
  'http-524': 'timeout 524 retry billed',
  'no-cors': 'timeout 504 retry billed',
  redirect: 'invalid-response',
  network: 'network retry',
  'stall-headers': 'timeout retry billed',

  // gateways
  'gateway-401': 'invalid-api-key 401 id',
  'gateway-403': 'permission-denied 403 id',
  'gateway-quota': 'quota-exhausted 403 id',
  'gateway-token-quota': 'quota-exhausted 403 id',
  'gateway-model': 'model-not-found 503 id',
  'gateway-channel': 'server-error 500 retry id',
  'gateway-no-key': 'server-error 500 retry id',
  'gateway-sensitive': 'prompt-blocked 400 id',
  'gateway-prompt-blocked': 'prompt-blocked 400 id',
  'gateway-invalid': 'invalid-request 400 id',
  'gateway-database': 'server-error 500 retry id',
  'gateway-body-limit': 'payload-too-large 413 id',
  'gateway-do-request': 'server-error 500 retry id',
  'gateway-empty': 'server-error 500 retry id',
  'gateway-bad-body': 'server-error 500 retry id',
  'gateway-bad-status': 'server-error 502 retry id',
  'gateway-relayed': 'rate-limited 429 retry id',
  'gateway-upstream': 'server-error 503 retry id',
  'gateway-not-implemented': 'server-error 501',
  'gateway-url': 'invalid-request 404',
  dashboard: 'invalid-api-key 401',
  'nested-error': 'invalid-request 500',
  'nested-string': 'rate-limited 500 retry',
  'error-string': 'server-error 500 retry',
  'error-message': 'server-error 500 retry',
  'error-detail': 'server-error 500 retry',
  'error-msg': 'server-error 500 retry',
  'error-array': 'rate-limited 429 retry',
  'error-text': 'server-error 500 retry',
  'error-empty': 'server-error 500 retry',

  // 200 without a picture
  'prompt-blocked-safety': 'prompt-blocked 200 SAFETY',
  'prompt-blocked-other': 'prompt-blocked 200 OTHER',
  'prompt-blocked-blocklist': 'prompt-blocked 200 BLOCKLIST',
  'prompt-blocked-prohibited-content': 'prompt-blocked 200 PROHIBITED_CONTENT',
  'prompt-blocked-image-safety': 'prompt-blocked 200 IMAGE_SAFETY',
  'prompt-blocked-blocked-reason-unspecified': ['no-image 200', '', CUT],
  'prompt-blocked-model-armor': 'prompt-blocked 200 MODEL_ARMOR',
  'prompt-blocked-jailbreak': 'prompt-blocked 200 JAILBREAK',
  'image-blocked-image-safety': 'image-blocked 200 IMAGE_SAFETY billed',
  'image-blocked-image-prohibited-content': 'image-blocked 200 IMAGE_PROHIBITED_CONTENT billed',
  'image-blocked-image-recitation': 'image-blocked 200 IMAGE_RECITATION billed',
  'image-blocked-image-other': 'no-image 200 IMAGE_OTHER',
  'image-blocked-no-image': 'no-image 200 NO_IMAGE',
  'image-blocked-safety': 'image-blocked 200 SAFETY billed',
  'image-blocked-recitation': 'image-blocked 200 RECITATION billed',
  'image-blocked-language': 'no-image 200 LANGUAGE',
  'image-blocked-other': 'no-image 200 OTHER',
  'image-blocked-blocklist': 'image-blocked 200 BLOCKLIST billed',
  'image-blocked-prohibited-content': 'image-blocked 200 PROHIBITED_CONTENT billed',
  'image-blocked-spii': 'image-blocked 200 SPII billed',
  'image-blocked-max-tokens': 'no-image 200 MAX_TOKENS',
  'image-blocked-malformed-function-call': 'no-image 200 MALFORMED_FUNCTION_CALL',
  'image-blocked-unexpected-tool-call': 'no-image 200 UNEXPECTED_TOOL_CALL',
  'image-blocked-malformed-response': 'no-image 200 MALFORMED_RESPONSE',
  'candidates-empty': ['no-image 200', '', CUT],
  'candidates-null': ['no-image 200', '', CUT],
  'candidates-missing': ['no-image 200', '', CUT],
  'content-empty': 'no-image 200 STOP',
  'parts-missing': 'no-image 200 STOP',
  'parts-null': ['no-image 200', '', CUT],
  'parts-empty': 'no-image 200 STOP',
  'empty-object': ['no-image 200', '', CUT],
  'text-only': ['no-image 200 STOP', 'text'],
  'text-claims-image': ['no-image 200 STOP', 'text'],
  'only-thoughts': ['no-image 200 STOP', 'thought'],
  'data-empty': ['no-image 200 STOP billed', 'text×2'],
  'error-200': 'server-error 200 retry',
  'stream-error': ['server-error 200 retry', 'text'],
  'stream-error-event': ['server-error 200 retry', 'text'],
  'stream-error-late': ['server-error 200 retry', 'text×2 image', 'ok compat'],
  'early-end': ['no-image 200 billed', 'text', CUT],
  'html-200': 'invalid-response billed',
  'text-200': 'invalid-response billed',
  'empty-200': 'invalid-response billed',
  // pictures behind a link to a host that nobody allowed
  'markdown-link': ['no-image 200 STOP billed', 'text×3'],
  'file-link': ['no-image 200 STOP billed', 'text×2'],

  // 200 and bytes that are no picture, or not all of one
  'svg-image': ['invalid-response 200 STOP billed', 'text×2'],
  'html-image': ['invalid-response 200 STOP billed', 'text×2'],
  'bad-base64': ['invalid-response billed', 'text×2'],
  'cut-body': ['network retry billed', '*'],
  'short-body': ['invalid-response retry billed', 'text×2'],
  'stall-body': ['timeout retry billed', '*'],

  // odd replies with a good picture
  'good-and-svg': 'ok compat',
  'wrong-media-type': 'ok',
  'only-thought-image': ['ok', 'preview image'],
  thoughts: ['ok', 'thought preview thought preview text×2 image'],
  drafts: ['ok', 'text×2 image×3'],
  'image-first': ['ok', 'image text×2'],
  'empty-tail': 'ok',
  'usage-event': 'ok',
  'mime-missing': 'ok compat',
  'snake-case': 'ok compat',
  'data-prefix': 'ok compat',
  'markdown-data': ['ok compat', 'text×3 image text'],
  'markdown-several': ['ok compat', 'text×3 image text image text image text'],
  'markdown-split': ['ok compat', 'text×3 image text'],
  'text-data': ['ok compat', 'text×3 image text'],
  'file-data': 'ok compat',
  'null-fields': 'ok',
  'unknown-fields': 'ok',
  'no-finish': ['ok', 'text×2 image', 'ok compat'],
  'small-texts': ['ok', 'text×33 image'],
  'late-signature': 'ok',
  'cut-end': 'ok',
  'open-end': 'ok',
  'slow-start': 'ok',
  'one-byte-chunks': 'ok',
  'random-chunks': 'ok',
  'one-chunk': 'ok',
  'escaped-base64': 'ok',
  'sorted-keys': 'ok',
  'compact-json': 'ok',
  'sse-lf': 'ok',
  'sse-single-lf': 'ok',
  'sse-cr': 'ok',
  'sse-tight': 'ok',
  'sse-pings': 'ok',
  'sse-fields': 'ok',
  'sse-lines': 'ok',
  bom: 'ok',
  'json-for-sse': ['ok', 'text image', 'ok compat'],
  'sse-for-json': ['ok compat', 'text×2 image', 'ok'],
  'array-wrapped': 'ok compat',
  'wrong-content-type': 'ok',
  'events-64x1MiB': ['ok', 'text×2 image×64'],
  'big-20MiB': 'ok',
};
