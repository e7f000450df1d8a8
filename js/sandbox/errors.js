// @ts-check
// Refusals and how each host words them: Google's error object, and the one of new-api style gateways. Knows nothing of requests.

const STATUS_NAMES = /** @type {Record<number, string>} */ ({
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
});

/** Thrown while a request is checked; becomes the answer. */
export class Refusal extends Error {
  /** @param {number} code @param {any} body */
  constructor(code, body) {
    super(`${code}`);
    this.code = code;
    this.body = body;
  }
}

/** @param {number} code @param {string} message @param {object[]} [details] @param {string} [status] */
export function googleError(code, message, details, status = STATUS_NAMES[code]) {
  return { error: { code, message, status, ...(details ? { details } : {}) } };
}

/** @param {string} message @param {object[]} [details] @returns {Refusal} */
export function invalid(message, details) {
  return new Refusal(400, googleError(400, message, details));
}

/** @param {string} reason @param {string} message @returns {object[]} */
export function errorInfo(reason, message) {
  return [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason,
      domain: 'googleapis.com',
      metadata: { service: 'generativelanguage.googleapis.com' },
    },
    { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'en-US', message },
  ];
}

/** @param {{field: string, description: string}[]} fieldViolations @returns {object[]} */
export function badRequest(fieldViolations) {
  return [{ '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations }];
}

export const BAD_KEY_MESSAGE = 'API key not valid. Please pass a valid API key.';

/**
 * @param {string} message @param {object} [more] fields that replace or follow
 * @returns {object}
 */
export function gatewayError(message, more = {}) {
  return {
    error: {
      message: `${message} (request id: 20261122093011358201947Kq7Xw2mR)`,
      type: 'new_api_error',
      code: '',
      ...more,
    },
  };
}

/** A refusal of Google's as a gateway passes it on: its status and its details are lost, the code stays, addresses are masked.
 *  @param {any} body @returns {object} */
export function relayed({ error: { code, message } }) {
  return gatewayError(message.replace(/https?:\/\/[^\s)]+/g, 'https://***'), {
    type: 'upstream_error',
    param: '',
    code,
  });
}

/** No channel of a gateway's has the model: permanent, whatever 503 means elsewhere. @param {string} id */
export function noChannel(id) {
  return new Refusal(
    503,
    gatewayError(`分组 default 下模型 ${id} 无可用渠道（distributor）`, { code: 'model_not_found' }),
  );
}

/** @param {string} id @param {string} version @param {string} method */
export function unknownModel(id, version, method) {
  return new Refusal(
    404,
    googleError(
      404,
      `models/${id} is not found for API version ${version}, or is not supported for ${method}. ` +
        'Call ListModels to see the list of available models and their supported methods.',
    ),
  );
}
