// @ts-check
// Faults that are an error of a gateway or of one of the proxies before it: every shape of body that was seen.

import { gatewayError, googleError } from '../errors.js';

/** @typedef {import('../faults.js').Fault} Fault */

/** @param {string} name @param {string} about @param {number} status @param {object | string} body @param {string} [type] @returns {Fault} */
const answers = (name, about, status, body, type = 'application/json; charset=utf-8') => ({
  name,
  about,
  answer: () => ({ status, type, body }),
});

const RELAYED = googleError(429, 'Resource has been exhausted (e.g. check quota).');

/** @type {Fault[]} */
export const GATEWAYS = [
  answers('gateway-401', '401 of a gateway, in Chinese: the token is bad.', 401, gatewayError('无效的令牌')),
  answers(
    'gateway-403',
    '403 of a gateway, in Chinese: the token may not use this model.',
    403,
    gatewayError('该令牌无权访问模型 gemini-3-pro-image', { code: 'access_denied' }),
  ),
  answers(
    'gateway-quota',
    '403 of a gateway, in Chinese: no money is left.',
    403,
    gatewayError('用户额度不足, 剩余额度: ＄0.000000', { code: 'insufficient_user_quota' }),
  ),
  answers(
    'gateway-token-quota',
    '403 of a gateway: the budget of this one token is spent.',
    403,
    gatewayError('token quota is not enough, token remain quota: ＄0.013000, need quota: ＄0.039000', {
      code: 'pre_consume_token_quota_failed',
    }),
  ),
  answers(
    'gateway-model',
    '503 of a gateway, in Chinese: no channel has the model, and waiting does not help.',
    503,
    gatewayError('分组 default 下模型 gemini-9-image 无可用渠道（distributor）', { code: 'model_not_found' }),
  ),
  answers(
    'gateway-channel',
    '500 of a gateway: it found no channel to the model.',
    500,
    gatewayError('failed to get channel', { code: 'get_channel_failed' }),
  ),
  answers(
    'gateway-no-key',
    '500 of a gateway: its channel has no usable key.',
    500,
    gatewayError('no keys available', { code: 'channel:no_available_key', param: '' }),
  ),
  answers(
    'gateway-sensitive',
    '400 of a gateway: its word filter stopped the prompt.',
    400,
    gatewayError('user sensitive words detected', { code: 'sensitive_words_detected', param: '' }),
  ),
  answers(
    'gateway-prompt-blocked',
    '400 of a gateway, which made an error of a blocked prompt.',
    400,
    gatewayError('request blocked by Gemini API: PROHIBITED_CONTENT', { code: 'prompt_blocked', param: '' }),
  ),
  answers(
    'gateway-invalid',
    '400 of a gateway: it could not read the request.',
    400,
    gatewayError('field contents is required', { code: 'invalid_request', param: '' }),
  ),
  answers(
    'gateway-database',
    '500 of a gateway, in Chinese: its database is down.',
    500,
    gatewayError('数据库一致性已被破坏，请联系管理员'),
  ),
  answers(
    'gateway-body-limit',
    '413 of a gateway: the request is larger than it reads.',
    413,
    gatewayError('http: request body too large', { code: 'read_request_body_failed', param: '' }),
  ),
  answers(
    'gateway-do-request',
    '500 of a gateway: it could not reach the server behind it.',
    500,
    gatewayError('upstream error: do request failed', { code: 'do_request_failed', param: '' }),
  ),
  answers(
    'gateway-empty',
    '500 of a gateway: the server behind it answered nothing.',
    500,
    gatewayError('empty response from Gemini API', { code: 'empty_response', param: '' }),
  ),
  answers(
    'gateway-bad-body',
    '500 of a gateway: it could not read what the server behind it answered.',
    500,
    gatewayError('bad response body', { code: 'bad_response_body', param: '' }),
  ),
  answers(
    'gateway-bad-status',
    '502 of a gateway: the server behind it answered with a bad status.',
    502,
    gatewayError('bad response status code 502', {
      type: 'bad_response_status_code',
      code: 'bad_response_status_code',
      param: '',
    }),
  ),
  answers(
    'gateway-relayed',
    '429 of Google as a gateway passes it on: a number for a code, and no details.',
    429,
    gatewayError(RELAYED.error.message, { type: 'upstream_error', param: '', code: 429 }),
  ),
  answers(
    'gateway-upstream',
    '503 of a gateway, with the type upstream_error: the model is overloaded.',
    503,
    gatewayError('The model is overloaded.', { type: 'upstream_error', param: '503', code: null }),
  ),
  answers('gateway-not-implemented', '501 of a gateway: api_not_implemented.', 501, {
    error: { message: 'API not implemented', type: 'new_api_error', param: '', code: 'api_not_implemented' },
  }),
  answers('gateway-url', '404 of a gateway: it knows no such address.', 404, {
    error: {
      message: 'Invalid URL (POST /v1beta/model)',
      type: 'invalid_request_error',
      param: '',
      code: '',
    },
  }),
  answers('dashboard', '401 of a gateway’s dashboard: {"success":false,"message":…}, in Chinese.', 401, {
    success: false,
    message: '无权进行此操作，未登录且未提供 access token',
  }),
  answers('nested-error', '500 whose message is the error object of the next proxy, three deep.', 500, {
    error: {
      message: {
        error: {
          message: {
            error: {
              code: 400,
              message: 'Request contains an invalid argument.',
              status: 'INVALID_ARGUMENT',
            },
          },
        },
      },
    },
  }),
  answers('nested-string', '500 whose message is the error of the next proxy as a string of JSON.', 500, {
    error: { message: JSON.stringify(RELAYED), type: 'upstream_error' },
  }),
  answers('error-string', '500 with {"error":"text"}, which has no message field.', 500, {
    error: 'upstream connect error',
  }),
  answers('error-message', '500 with {"message":"text"}, which has no error object.', 500, {
    message: 'upstream connect error',
  }),
  answers('error-detail', '500 with {"detail":"text"}, as Python servers write it.', 500, {
    detail: 'upstream connect error',
  }),
  answers('error-msg', '500 with {"msg":"text","code":N}, whose code is no HTTP status.', 500, {
    msg: 'upstream connect error',
    code: 50012,
  }),
  answers('error-array', '429 with [{"error":…}], an array around the error.', 429, [RELAYED]),
  answers(
    'error-text',
    '500 with plain text instead of JSON.',
    500,
    'upstream connect error or disconnect/reset before headers',
    'text/plain',
  ),
  answers('error-empty', '500 with an empty body.', 500, '', 'text/plain'),
];
