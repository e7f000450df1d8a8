// @ts-check
// Why there is no picture: what a server said → a code, whether to try again, and what to do about it.
//
// Only statuses, enum names and codes are judged, never the wording of a message, with the one exception that the contract makes:
// Google says `limit: 0` nowhere but in prose. Statuses and names are those of Google
// (https://ai.google.dev/gemini-api/docs/troubleshooting) and of gateways in the manner of one-api and new-api.
import { models } from './models.js';

/** What to do about a redirect. */
export const REDIRECTED = 'pass the final address as `baseURL`: redirects are not followed, so that key and prompt stay where you sent them';

/**
 * What a server's error says, read out of whatever shape it came in.
 * @typedef {object} ServerError
 * @property {number} status that of HTTP, or the one named in an error that came with 200
 * @property {string} [message] the words of it
 * @property {string} [state] Google's enum, `RESOURCE_EXHAUSTED` and the like
 * @property {string} [code] a gateway's code
 * @property {string} [kind] a gateway's `type`
 * @property {string} [reason] `google.rpc.ErrorInfo.reason`
 * @property {string[]} [quotaIds] the ids in `google.rpc.QuotaFailure`
 * @property {boolean} [quotaIsZero] a quota that is violated has the value 0
 * @property {number} [retryAfter] `google.rpc.RetryInfo.retryDelay` or `Retry-After`, in milliseconds
 * @property {boolean} [page] the body is a page, not JSON: a proxy speaks, not the API
 */
/** @typedef {{ code: string, retryable: boolean, maybeBilled: boolean, retryAfter?: number, hint: string }} Verdict */
/** @typedef {'google' | 'kkiai' | 'other'} Host */

/** Where a proxy wraps the answer of another in a 5xx of its own: https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 * @type {Record<string, number>} */
const MEANT = {
  // @ts-ignore: a server's words are looked up here
  __proto__: null, INVALID_ARGUMENT: 400, FAILED_PRECONDITION: 400, UNAUTHENTICATED: 401, PERMISSION_DENIED: 403, NOT_FOUND: 404, RESOURCE_EXHAUSTED: 429,
};

/** @type {Record<string, string>} */
const CODES = {
  // @ts-ignore: the same
  __proto__: null, sensitive_words_detected: 'prompt-blocked', prompt_blocked: 'prompt-blocked', insufficient_user_quota: 'quota-exhausted',
  pre_consume_token_quota_failed: 'quota-exhausted', insufficient_quota: 'quota-exhausted', model_not_found: 'model-not-found', access_denied: 'permission-denied',
};

/** @type {Record<number, string>} */
const STATUSES = {
  401: 'invalid-api-key', 402: 'quota-exhausted', 403: 'permission-denied', 408: 'timeout', 504: 'timeout', 522: 'timeout', 524: 'timeout', 413: 'payload-too-large',
};

/** Judges an HTTP error. @param {ServerError} error @param {Host} host @param {string} model @returns {Verdict} */
export function ofServer(error, host, model) {
  const status = (error.status >= 500 && MEANT[error.state ?? '']) || error.status;
  const code = codeOf(error, status);
  const far = status >= 520 && status <= 524;
  const retryable = code === 'server-error' ? far || [500, 502, 503].includes(status) : code === 'rate-limited' || code === 'timeout';
  return {
    code, retryable, maybeBilled: far || status === 504, retryAfter: retryable ? error.retryAfter : undefined, hint: hintFor(error, status, code, host, model),
  };
}

/** @param {ServerError} error @param {number} status */
function codeOf(error, status) {
  const code = CODES[error.code ?? ''] ?? (error.reason === 'API_KEY_INVALID' ? 'invalid-api-key' : STATUSES[status]);
  if (code) return code;
  if (status === 404) return error.page || error.kind === 'invalid_request_error' ? 'invalid-request' : 'model-not-found';
  if (status === 429) return isUsedUp(error) ? 'quota-exhausted' : 'rate-limited';
  if (status === 400 && error.state === 'FAILED_PRECONDITION') return 'permission-denied';
  return status >= 499 ? 'server-error' : status >= 400 ? 'invalid-request' : 'invalid-response';
}

/** A quota of the day, or none at all: `retryDelay` may still speak of seconds, and misleads. @param {ServerError} error */
const isUsedUp = ({ quotaIsZero, quotaIds = [], message = '' }) => quotaIsZero || quotaIds.some((id) => id.includes('PerDay')) || message.includes('limit: 0');

/** @param {ServerError} error @param {number} status @param {string} code @param {Host} host @param {string} model @returns {string} */
function hintFor(error, status, code, host, model) {
  switch (code) {
    case 'invalid-api-key': return {
      google: 'check the key, or make a new one at aistudio.google.com/apikey',
      kkiai: "check the key in your account at kkiai.com; a key of Google's needs `baseURL: 'google'`",
      other: 'check that the key belongs to the server that `baseURL` names',
    }[host];
    case 'permission-denied': return error.state === 'FAILED_PRECONDITION'
      ? 'Google offers this in your country only with billing turned on for the project'
      : 'the key is known but may not do this: look at its restrictions (referrer, API, IP) and at the account';
    case 'model-not-found': {
      const retired = host === 'google' && models.find(({ id }) => id === model)?.retired;
      return retired
        ? `Google shut \`${model}\` down (${retired.on}); use \`model: '${retired.successor}'\``
        : `this server does not offer \`${model}\`: look at its list of models and set \`model\``;
    }
    case 'invalid-request': return status === 404
      ? 'there is no image API at this address: check `baseURL` and `apiVersion`'
      : 'change what the server names; not every model takes every option';
    case 'payload-too-large': return 'the request is larger than this server takes: send fewer or smaller images';
    case 'rate-limited': return 'wait a little, then try again; fewer calls at once help';
    case 'quota-exhausted': return error.quotaIsZero || error.quotaIds?.length || host === 'google'
      ? 'the quota is used up or the plan has none for image models: look at plan and billing'
      : 'the account has no credit left: top it up';
    case 'prompt-blocked': return 'the server refused the prompt: say it in other words';
    case 'timeout': return status === 408
      ? 'the request took too long to reach the server; try again'
      : 'the server took too long; the picture may have been made and charged all the same';
    case 'invalid-response': return 'this is not how the image API answers: check `baseURL`';
  }
  if (status === 501) return 'this server does not offer image generation under this path';
  return `${error.page ? 'a proxy in front of the server' : 'the server'} failed; try again in a minute`;
}

/** @type {Record<string, string>} */
const BLOCKED = {
  // @ts-ignore: the same
  __proto__: null,
  BLOCKLIST: 'the prompt holds a forbidden term: say it in other words',
  PROHIBITED_CONTENT: 'the prompt asks for what is prohibited and no setting allows',
  IMAGE_SAFETY: 'a reference image was refused: use another',
  OTHER: 'refused without a reason; often a reference image: another picture or model may pass',
};

/** Of reasons, by what their names hold: the picture was blocked. @type {[RegExp, string][]} */
const STOPPED = [
  [/^((IMAGE_)?(SAFETY|PROHIBITED_CONTENT))$/, 'the picture was made and then refused by the safety filter: ask for something milder'],
  [/^(IMAGE_)?RECITATION$/, 'the picture came too close to an existing work: ask for something of its own'],
  [/^(BLOCKLIST|SPII)$/, 'a forbidden term or personal data was found: leave it out of the prompt'],
];

/** @type {Record<string, string>} */
const NO_IMAGE = {
  // @ts-ignore: the same
  __proto__: null,
  MAX_TOKENS: 'the output limit was reached before the picture: raise `maxOutputTokens` or ask for less text',
  LANGUAGE: 'the model does not take this language: write the prompt in another',
  NO_IMAGE: "the model made no picture; try again, and end the prompt with 'answer with the picture only'",
};

/**
 * Judges a reply that came with 200 and holds no picture.
 * @param {string | undefined} blockReason `promptFeedback.blockReason`
 * @param {string | undefined} finishReason `candidates[].finishReason`
 * @param {boolean} hasText the model said something
 * @returns {Verdict}
 */
export function ofReply(blockReason, finishReason, hasText) {
  const verdict = (/** @type {string} */ code, /** @type {string} */ hint) => ({ code, retryable: false, maybeBilled: code === 'image-blocked', hint });
  if (blockReason !== undefined) return verdict('prompt-blocked', BLOCKED[blockReason] ?? 'the safety filter refused the prompt: say it in other words');
  const reason = finishReason ?? '';
  const stopped = STOPPED.find(([names]) => names.test(reason));
  if (stopped) return verdict('image-blocked', stopped[1]);
  return verdict('no-image', NO_IMAGE[reason] ?? (hasText
    ? 'the model answered in words (see `text`): ask plainly for a picture, or try another model'
    : /^(STOP|(IMAGE_)?OTHER)$/.test(reason) ? 'the model made no picture; try again' : 'the server sent no picture: check that `model` is one that makes images'));
}
