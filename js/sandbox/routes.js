// @ts-check
// Which call a URL means, whether a page may make it (CORS), and whether its credentials pass. Reads headers and URL, never the body.
//
// Three kinds of hosts. Google's own, to the letter. kkiai's: a new-api style gateway, with that software's framing, errors and leniency.
// Any other, such as localhost: what Google would answer, so that Google's own clients work there unchanged; but where a proxy may decide and
// not the API, all is welcome: any path before the version, any credential, any header, the models that only gateways still serve, and
// fields that nobody knows.

import { Refusal, gatewayError, googleError } from './errors.js';

const GOOGLE_HOST = 'generativelanguage.googleapis.com';
const GATEWAY_HOSTS = ['www.kkiai.com', 'kkiai.com'];
/** Headers that Google's preflight grants; one name outside the list fails the whole preflight. */
const GRANTED = ['content-type', 'x-goog-api-key', 'x-goog-api-client', 'authorization'];
const SAFELISTED = ['accept', 'accept-language', 'content-language', 'range'];

export const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-sandbox-sha256',
};

/** @typedef {'google' | 'gateway' | 'other'} Host */
/**
 * @typedef {object} Call
 * @property {'generate' | 'list' | 'card'} kind
 * @property {Host} host
 * @property {string} version
 * @property {string} model the id from the path; empty for the list
 * @property {'generateContent' | 'streamGenerateContent'} method
 * @property {'unary' | 'sse' | 'array'} framing
 * @property {URL} url
 */

/** @param {URL} url @returns {Host} */
const hostOf = ({ hostname }) =>
  hostname === GOOGLE_HOST ? 'google' : GATEWAY_HOSTS.includes(hostname) ? 'gateway' : 'other';

/** @param {Request} request @returns {Call} throws Refusal for a route that does not exist */
export function locate(request) {
  const url = new URL(request.url);
  const host = hostOf(url);
  const prefix = host === 'google' ? '^' : '^.*';
  const generate = new RegExp(
    `${prefix}/(v1|v1beta|v1alpha)/models/([^/:]+):(generateContent|streamGenerateContent)$`,
  ).exec(url.pathname);
  if (generate && request.method === 'POST') {
    const method = /** @type {Call['method']} */ (generate[3]);
    return {
      kind: 'generate',
      host,
      version: generate[1],
      model: decode(generate[2]),
      method,
      framing: framing(url, host, method),
      url,
    };
  }
  const read = new RegExp(`${prefix}/(v1|v1beta|v1alpha)/models(?:/([^/:]+))?$`).exec(url.pathname);
  if (read && request.method === 'GET') {
    const model = decode(read[2] ?? '');
    return {
      kind: model ? 'card' : 'list',
      host,
      version: read[1],
      model,
      method: 'generateContent',
      framing: 'unary',
      url,
    };
  }
  if (host !== 'gateway')
    throw new Refusal(
      404,
      googleError(404, `Requested entity was not found: ${request.method} ${url.pathname}`),
    );
  throw new Refusal(
    404,
    gatewayError('', {
      message: `Invalid URL (${request.method} ${url.pathname})`,
      type: 'invalid_request_error',
      param: '',
      code: '',
    }),
  );
}

/** @param {string} segment */
function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Google streams server-sent events only when asked, else one JSON array; new-api streams them when either sign is there.
 *  @param {URL} url @param {Host} host @param {string} method @returns {Call['framing']} */
function framing(url, host, method) {
  const streams = method === 'streamGenerateContent';
  const sse = url.searchParams.get('alt') === 'sse';
  if (host === 'gateway') return streams || sse ? 'sse' : 'unary';
  return !streams ? 'unary' : sse ? 'sse' : 'array';
}

/** @param {Request} request @returns {Response} */
export function preflight(request) {
  const asked = (request.headers.get('access-control-request-headers') ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const google = hostOf(new URL(request.url)) === 'google';
  if (google && asked.some((name) => !GRANTED.includes(name) && !SAFELISTED.includes(name)))
    return new Response(null, { status: 403 });
  return new Response(null, {
    status: google ? 200 : 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': google ? 'GET,POST,OPTIONS' : 'GET,POST,PUT,DELETE,OPTIONS',
      // A star does not cover Authorization (Fetch standard, 4.10), so a gateway that serves browsers has to name it.
      'access-control-allow-headers': google ? GRANTED.join(',') : '*, Authorization',
      'access-control-max-age': '3600',
      vary: 'Origin, X-Origin, Referer',
    },
  });
}

/** @param {Request} request @param {Call} call @param {boolean} required throws Refusal when the credentials do not pass */
export function authorise(request, call, required) {
  const key = request.headers.get('x-goog-api-key') ?? '';
  const query = call.url.searchParams.get('key') ?? '';
  const authorization = request.headers.get('authorization') ?? '';
  const bearer = /^bearer /i.test(authorization) ? authorization.slice(7).trim() : '';
  const none = required && !key && !query && !bearer;
  if (call.host === 'gateway') {
    if (none) throw new Refusal(401, gatewayError('未提供令牌'));
    return;
  }
  if (call.host === 'google' && [key, query, authorization].filter(Boolean).length > 1) {
    throw new Refusal(
      400,
      googleError(400, 'Multiple authentication credentials received. Please pass only one.'),
    );
  }
  // A plain API key is no OAuth token, and Google's host takes nothing else as a bearer.
  if (call.host === 'google' && authorization && !bearer.startsWith('ya29.')) {
    throw new Refusal(
      401,
      googleError(
        401,
        'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or ' +
          'other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
        [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'ACCESS_TOKEN_TYPE_UNSUPPORTED',
            domain: 'googleapis.com',
            metadata: { service: GOOGLE_HOST },
          },
        ],
      ),
    );
  }
  if (none) {
    throw new Refusal(
      403,
      googleError(
        403,
        "Method doesn't allow unregistered callers (callers without established identity). " +
          'Please use API Key or other form of API consumer identity to call this API.',
      ),
    );
  }
}
