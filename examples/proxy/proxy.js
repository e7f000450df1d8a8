// @ts-check
// Keeps the key: a page talks to this handler, and only this handler talks to the image API. One web-standard function from Request to
// Response, for any runtime that has both. What goes out is built from nothing, and so is what comes back: a header that nobody named
// here crosses in neither direction. Knows nothing of servers; who the client is, it is told.
import { secret } from './secret.js';
import { GOOGLE, words } from './settings.js';

/**
 * @typedef {object} Policy
 * @property {string} key goes with every request, and into no answer: 16 letters or more
 * @property {Iterable<string>} models that may be called
 * @property {Iterable<string>} [origins] of the pages that may call, such as 'https://app.example'; none
 * @property {Limit} limit told of each picture that is asked for and would pass
 * @property {Limit} [limitLists] the same of the lists of models; without it they are not counted
 * @property {(client: string, call?: import('./flights.js').Call) => 0 | 429 | 503} [enter] gives a call its place until that is over, and without a call says
 *   whether there is one; without it there is no end of them
 * @property {number} [maxBytes] of a request's body; 20 MiB
 * @property {string} [upstream] what stands before `/v1beta`; Google
 * @property {(url: string, init: any) => Promise<Response>} [fetch] stands in for the global one
 */
/** @typedef {(client: string) => number | Promise<number>} Limit 0 lets a call pass, else the seconds to wait */

/**
 * @param {Policy} policy
 * @returns {(request: Request, client: string, call?: import('./flights.js').Call) => Promise<Response>} `client` is whom the
 *   limits count: an address, or a user. `call.over` aborts when the answer has left or cannot, and `call.end` cuts off one that has begun
 */
export function createProxy({ key, models, origins = [], limit, limitLists = () => 0, enter = () => 0, maxBytes = 20 * 2 ** 20, upstream = GOOGLE, fetch = globalThis.fetch }) {
  if (!(maxBytes > 0)) throw new Error('maxBytes has to be a number above 0');
  const kept = secret(key);
  const credential = upstream === GOOGLE ? { 'x-goog-api-key': key } : { authorization: `Bearer ${key}` };
  const [pages, open] = [origins, models].map(each => new Set(words(typeof each === 'string' ? each : [...each])));

  return async (request, client, call = { over: request.signal }) => {
    const { method, headers } = request;
    const origin = headers.get('origin');
    const known = origin !== null && origin !== 'null' && pages.has(origin);
    /** @param {number} status @param {BodyInit | null} body @param {Record<string, string>} [more] */
    const answer = (status, body, more) => new Response(body, {
      status,
      headers: {
        vary: 'origin', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-type': 'application/json',
        ...(known && { 'access-control-allow-origin': origin, 'access-control-expose-headers': 'retry-after' }), ...more,
      },
    });
    // In the API's own form, so that a client tells them apart as it does the API's.
    const refuse = (/** @type {number} */ code, /** @type {string} */ message, /** @type {Record<string, string>} */ more = {}) =>
      answer(code, JSON.stringify({ error: { code, message } }), more);

    // Browsers name the origin with every POST, and with a GET that a page of another origin may read. With one that it may not read, as for <img>,
    // they say that it comes from elsewhere.
    const own = origin === null && method === 'GET' && /^(same-origin|none)$/.test(headers.get('sec-fetch-site') ?? 'none');
    if (!known && !own) return refuse(403, 'this page may not use the proxy');
    const { pathname, searchParams } = new URL(request.url);
    const [, path, model, draws] = /\/(v1beta\/models(?:\/([\w.-]+)(?::(generateContent|streamGenerateContent))?)?)$/.exec(pathname) ?? [];
    if (path && method === 'OPTIONS') { // of any model: without leave a page could not read that it is not passed on
      const allowed = { 'access-control-allow-methods': 'GET, POST', 'access-control-allow-headers': 'content-type', 'access-control-max-age': '86400' };
      return answer(204, null, allowed);
    }
    if (!path || (model !== undefined && !open.has(model)) || method !== (draws ? 'POST' : 'GET')) return refuse(404, 'the proxy does not pass this on');
    const large = () => refuse(413, `the proxy takes ${maxBytes} bytes at most`);
    const lost = () => refuse(502, 'the image API cannot be reached, or answers with a redirect');
    const told = headers.get('content-length');
    if (Number(told) > maxBytes) return large();

    // Whatever is refused before the limit is not counted, and what the limit refuses takes no place.
    const busy = (/** @type {429 | 503} */ code) =>
      refuse(code, code === 503 ? 'the proxy has too many calls under way' : 'too many calls at once from this client', { 'retry-after': '5' });
    const full = enter(client);
    if (full) return busy(full);
    const wait = await Promise.resolve(client).then(draws ? limit : limitLists).catch(() => undefined);
    if (wait === undefined) return refuse(503, 'the proxy cannot count its calls', { 'retry-after': '5' });
    if (wait !== 0) return refuse(429, 'too many calls from this client', { 'retry-after': String(wait > 0 && wait < 1e9 ? Math.ceil(wait) : 60) });
    const given = new AbortController();
    const end = () => {
      given.abort();
      call.end?.();
    };
    const late = enter(client, { ...call, end }); // others may have come while the limit was asked
    if (late) return busy(late);

    const overrun = new AbortController();
    // A length that was told is held by HTTP itself, and such a body need not pass through JavaScript.
    const count = !/^\d+$/.test(told ?? '') || headers.has('transfer-encoding');
    const sent = draws && (count ? request.body?.pipeThrough(counted(maxBytes, () => overrun.abort())) : request.body);
    let reply;
    try {
      reply = await fetch(`${upstream}/${path}${searchParams.get('alt') === 'sse' ? '?alt=sse' : ''}`, {
        method, headers: { ...(draws && { 'content-type': 'application/json' }), ...credential },
        body: sent, duplex: 'half', redirect: 'manual', signal: AbortSignal.any([call.over, overrun.signal, given.signal]),
      });
    } catch {
      if (given.signal.aborted) return busy(503);
      return overrun.signal.aborted ? large() : lost();
    }
    // What is no answer, and what no Response can hold: 204 and 205 have no body, and above 599 there is no status.
    const { status } = reply;
    const moved = status >= 300 && status < 400;
    if (moved || !(status >= 200 && status < 600) || status === 204 || status === 205) {
      await reply.body?.cancel().catch(() => {});
      return moved ? lost() : refuse(502, `the image API answers with status ${status}, which the proxy does not pass on`);
    }
    // Headers could repeat the key as well: these two pass in the forms that are known.
    const [type = 'text/plain'] = /^(application\/json|text\/event-stream)\b/i.exec(reply.headers.get('content-type') ?? '') ?? [];
    if (reply.ok) return answer(status, reply.body && kept.hide(reply.body), { 'content-type': type });
    const later = reply.headers.get('retry-after') ?? '';
    const more = { ...(/^\d{1,9}$/.test(later) && { 'retry-after': later }) };
    const error = await kept.error(reply).catch(() => undefined);
    return error ? answer(status, error, more) : refuse(status, `the image API answers with status ${status}`, more);
  };
}

/** Passes bytes on as they come; one more than `max` ends both sides. @param {number} max @param {() => void} over */
function counted(max, over) {
  let left = max;
  return new TransformStream({
    transform(/** @type {Uint8Array} */ chunk, controller) {
      left -= chunk.byteLength;
      if (left >= 0) return controller.enqueue(chunk);
      over();
      controller.error(new Error('too large'));
    },
  });
}
