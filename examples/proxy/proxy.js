// @ts-check
// Keeps the key: a page talks to this handler, and only this handler talks to the image API. One web-standard function from Request to
// Response, for any runtime that has both. What goes out is built from nothing, and so is what comes back: a header that nobody named
// here crosses in neither direction. Knows nothing of servers; who the client is, it is told.
import { secret } from './secret.js';

const GOOGLE = 'https://generativelanguage.googleapis.com';

/**
 * @typedef {object} Policy
 * @property {string} key goes with every request, and into no answer: 16 letters or more
 * @property {readonly string[]} models that may be called
 * @property {readonly string[]} origins of the pages that may call, such as 'https://app.example'
 * @property {(client: string) => number | Promise<number>} limit told of each call: 0 lets it pass, else the seconds to wait
 * @property {number} [maxBytes] of a request's body; 20 MiB
 * @property {string} [upstream] what stands before `/v1beta`; Google
 * @property {(url: string, init: any) => Promise<Response>} [fetch] stands in for the global one
 */

/**
 * @param {Policy} policy
 * @returns {(request: Request, client: string) => Promise<Response>} `client` is whom the limit counts: an address, or a user
 */
export function createProxy({ key, models, origins, limit, maxBytes = 20 * 2 ** 20, upstream = GOOGLE, fetch = globalThis.fetch }) {
  const kept = secret(key);
  const credential = upstream === GOOGLE ? { 'x-goog-api-key': key } : { authorization: `Bearer ${key}` };

  return async (request, client) => {
    const origin = request.headers.get('origin');
    const known = origin !== null && origins.includes(origin);
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

    // Browsers name the origin with every POST, and with a GET of another origin's page.
    if (!known && (origin !== null || request.method !== 'GET')) return refuse(403, 'this page may not use the proxy');
    if (request.method === 'OPTIONS') {
      const allowed = { 'access-control-allow-methods': 'GET, POST', 'access-control-allow-headers': 'content-type', 'access-control-max-age': '86400' };
      return answer(204, null, allowed);
    }
    const { pathname, searchParams } = new URL(request.url);
    const [, path, model, method] = /\/(v1beta\/models(?:\/([\w.-]+)(?::(generateContent|streamGenerateContent))?)?)$/.exec(pathname) ?? [];
    const open = (model === undefined || models.includes(model)) && request.method === (method ? 'POST' : 'GET');
    if (!path || !open) return refuse(404, 'the proxy does not pass this on');
    const wait = await limit(client);
    if (wait) return refuse(429, 'too many calls from this client', { 'retry-after': String(wait) });
    const large = () => refuse(413, `the proxy takes ${maxBytes} bytes at most`);
    const lost = () => refuse(502, 'the image API cannot be reached, or answers with a redirect');
    const told = request.headers.get('content-length');
    if (Number(told) > maxBytes) return large();

    const overrun = new AbortController();
    // A length that was told is held by HTTP itself, and such a body need not pass through JavaScript.
    const count = !/^\d+$/.test(told ?? '') || request.headers.has('transfer-encoding');
    const sent = method && (count ? request.body?.pipeThrough(counted(maxBytes, () => overrun.abort())) : request.body);
    let reply;
    try {
      reply = await fetch(`${upstream}/${path}${searchParams.get('alt') === 'sse' ? '?alt=sse' : ''}`, {
        method: request.method, headers: { ...(method && { 'content-type': 'application/json' }), ...credential },
        body: sent, duplex: 'half', redirect: 'manual', signal: AbortSignal.any([request.signal, overrun.signal]),
      });
    } catch {
      return overrun.signal.aborted ? large() : lost();
    }
    if (reply.status < 200 || (reply.status >= 300 && reply.status < 400)) {
      await reply.body?.cancel();
      return lost();
    }
    // Headers could repeat the key as well: these two pass in the forms that are known.
    const [type = 'text/plain'] = /^(application\/json|text\/event-stream)\b/i.exec(reply.headers.get('content-type') ?? '') ?? [];
    if (reply.ok) return answer(reply.status, reply.body && kept.hide(reply.body), { 'content-type': type });
    const later = reply.headers.get('retry-after') ?? '';
    const more = { ...(/^\d{1,9}$/.test(later) && { 'retry-after': later }) };
    const error = await kept.error(reply).catch(() => undefined);
    return error ? answer(reply.status, error, more) : refuse(reply.status, `the image API answers with status ${reply.status}`, more);
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
