// @ts-check
// Faults that are an HTTP error in Google's words, a page of a proxy in front of it, or no answer at all.

import { BAD_KEY_MESSAGE, badRequest, errorInfo, googleError } from '../errors.js';

/** @typedef {import('../faults.js').Fault} Fault */

const JSON_TYPE = 'application/json; charset=UTF-8';
/** Stands for the one that was asked. */
const MODEL = '{model}';
const METRIC = 'generativelanguage.googleapis.com/generate_content_requests_per_model';

/** @param {string} name @param {string} about @param {number} status @param {string} message @param {object[]} [details] @param {string} [enumName]
 *  @returns {Fault} */
const google = (name, about, status, message, details, enumName) => ({
  name,
  about,
  answer: ({ url }) => {
    const [, model = ''] = /\/models\/([^:/?]+)/.exec(url) ?? [];
    const body = JSON.stringify(googleError(status, message, details, enumName));
    return { status, type: JSON_TYPE, body: JSON.parse(body.replaceAll(MODEL, model)) };
  },
});

const HTML_TYPE = 'text/html; charset=UTF-8';
/** @param {number} status @param {string} title @param {string} server */
const htmlOf = (status, title, server) =>
  `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n` +
  `<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`;

/** @param {string} name @param {number} status @param {string} title @param {string} server @returns {Fault} */
const page = (name, status, title, server) => ({
  name,
  about: `${status} with an HTML page of ${server}: ${title}.`,
  answer: () => ({ status, type: HTML_TYPE, body: htmlOf(status, title, server) }),
});

/** @param {string} id @param {string} value @param {string} metric */
const quotaFailure = (id, value, metric = METRIC) => ({
  '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
  violations: [
    {
      quotaMetric: metric,
      quotaId: id,
      quotaDimensions: { location: 'global', model: MODEL },
      quotaValue: value,
    },
  ],
});
/** @param {string} delay */
const retryInfo = (delay) => ({ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: delay });
const HELP = {
  '@type': 'type.googleapis.com/google.rpc.Help',
  links: [
    {
      description: 'Learn more about Gemini API quotas',
      url: 'https://ai.google.dev/gemini-api/docs/rate-limits',
    },
  ],
};
/** @param {string} limit @param {string} wait */
const exceeded = (limit, wait) =>
  'You exceeded your current quota, please check your plan and billing details. For more information on this error, ' +
  `head to: https://ai.google.dev/gemini-api/docs/rate-limits.\n* Quota exceeded for metric: ${METRIC}, limit: ${limit}, model: ${MODEL}\n` +
  `Please retry in ${wait}.`;

const CLOUDFLARE = {
  520: 'Web server is returning an unknown error',
  521: 'Web server is down',
  522: 'Connection timed out',
  523: 'Origin is unreachable',
  524: 'A timeout occurred',
};

/** @type {Fault[]} */
export const HTTP = [
  google(
    'http-400',
    '400 INVALID_ARGUMENT, with the name of the field that is wrong.',
    400,
    'Request contains an invalid argument.',
    badRequest([
      { field: 'generation_config.image_config', description: 'Request contains an invalid argument.' },
    ]),
  ),
  google(
    'bad-key',
    '400 with the reason API_KEY_INVALID, which is how Google says that a key is wrong.',
    400,
    BAD_KEY_MESSAGE,
    errorInfo('API_KEY_INVALID', BAD_KEY_MESSAGE),
  ),
  google(
    'precondition',
    '400 FAILED_PRECONDITION: this country has no free tier, and no billing account is linked.',
    400,
    'User location is not supported for the API use without a billing account linked.',
    undefined,
    'FAILED_PRECONDITION',
  ),
  google(
    'two-credentials',
    '400: two credentials came in one request, and Google takes only one.',
    400,
    'Multiple authentication credentials received. Please pass only one.',
  ),
  google(
    'http-401',
    '401 UNAUTHENTICATED: the token is missing or bad.',
    401,
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid ' +
      'authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
  ),
  google(
    'http-403',
    '403 PERMISSION_DENIED: the key has no right to this model.',
    403,
    "You don't have permission to access this model.",
  ),
  google(
    'referrer',
    '403 PERMISSION_DENIED: the key is restricted to other pages than this one.',
    403,
    'Requests from referer \u003cempty\u003e are blocked.',
    errorInfo('API_KEY_HTTP_REFERRER_BLOCKED', 'Requests from referer \u003cempty\u003e are blocked.'),
  ),
  google(
    'leaked-key',
    '403 PERMISSION_DENIED: the key was found in public, and Google blocked it.',
    403,
    'Your API key was reported as leaked. Please use another API key.',
  ),
  google(
    'http-404',
    '404 NOT_FOUND: there is no such model, or it was shut down.',
    404,
    'models/gemini-0-image is not found for API version v1beta, or is not supported for generateContent. ' +
      'Call ListModels to see the list of available models and their supported methods.',
  ),
  page('http-408', 408, 'Request Time-out', 'nginx'),
  page('http-413', 413, 'Request Entity Too Large', 'nginx'),
  google(
    'rate-limit',
    '429: too many calls a minute; its RetryInfo asks to wait 34.4 seconds.',
    429,
    exceeded('20', '34.4s'),
    [
      quotaFailure('GenerateContentPaidTierRequestsPerMinutePerProjectPerModel', '20'),
      HELP,
      retryInfo('34.4s'),
    ],
  ),
  google(
    'rate-limit-short',
    '429: too many calls a minute; its RetryInfo asks to wait 0.2 seconds.',
    429,
    exceeded('20', '0.2s'),
    [
      quotaFailure('GenerateContentPaidTierRequestsPerMinutePerProjectPerModel', '20'),
      HELP,
      retryInfo('0.2s'),
    ],
  ),
  google(
    'quota-day',
    '429: the quota of the day is used up; its RetryInfo of 7 seconds misleads.',
    429,
    exceeded('250', '7s'),
    [quotaFailure('GenerateRequestsPerDayPerProjectPerModel', '250'), HELP, retryInfo('7s')],
  ),
  google(
    'quota-zero',
    '429 with limit: 0: the project has no right to image models at all.',
    429,
    exceeded('0', '34.4s'),
    [quotaFailure('GenerateContentInputTokensPerModelPerMinute-FreeTier', '0'), HELP, retryInfo('34.4s')],
  ),
  google(
    'http-429',
    '429 RESOURCE_EXHAUSTED without details: the capacity that all share is used up.',
    429,
    'Resource has been exhausted (e.g. check quota).',
  ),
  {
    name: 'retry-after',
    about: '429 of a proxy, with a Retry-After header of one second that pages may read.',
    answer: () => ({
      status: 429,
      type: JSON_TYPE,
      body: { message: 'Too many requests' },
      headers: { 'retry-after': '1', 'access-control-expose-headers': 'retry-after' },
    }),
  },
  google(
    'http-499',
    '499 CANCELLED: the server thinks that the client went away.',
    499,
    'The operation was cancelled.',
  ),
  google(
    'http-500',
    '500 INTERNAL: the server failed.',
    500,
    'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
  ),
  google(
    'http-501',
    '501 UNIMPLEMENTED: the server has no such operation.',
    501,
    'Operation is not implemented, or supported, or enabled.',
  ),
  page('http-502', 502, 'Bad Gateway', 'nginx'),
  google(
    'http-503',
    '503 UNAVAILABLE: the model is overloaded.',
    503,
    'The model is overloaded. Please try again later.',
  ),
  google(
    'http-504',
    '504 DEADLINE_EXCEEDED: the picture took too long, and may have been billed.',
    504,
    'Deadline expired before operation could complete.',
  ),
  page('http-504-html', 504, 'Gateway Time-out', 'nginx'),
  ...Object.entries(CLOUDFLARE).map(([status, title]) =>
    page(`http-${status}`, Number(status), title, 'cloudflare'),
  ),
  {
    name: 'no-cors',
    about: '504 of a proxy, without CORS headers: over HTTP a page sees no more than a failed fetch.',
    answer: () => ({
      status: 504,
      type: HTML_TYPE,
      body: htmlOf(504, 'Gateway Time-out', 'nginx'),
      unreadable: true,
    }),
  },
  {
    name: 'redirect',
    about: '307 to another host, which `redirect:ADDRESS` may name.',
    answer: (request, detail) => {
      const { pathname, search } = new URL(request.url);
      const location = detail || `https://elsewhere.example${pathname}${search}`;
      return { status: 307, type: 'text/plain', body: '', headers: { location } };
    },
  },
  {
    name: 'network',
    about: 'No answer: the call rejects with a TypeError, as fetch does when a host is dead.',
    answer: () => {
      throw new TypeError('Failed to fetch');
    },
  },
  {
    name: 'stall-headers',
    about: 'No answer, for as long as the request is not aborted.',
    answer: (_request, _detail, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
  },
];
