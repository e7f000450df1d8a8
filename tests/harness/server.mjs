// @ts-check
// A server for tests: the package, the demo and the sandbox over real HTTP, with every request recorded. What a test wants to
// vary it says in the path, so that a page picks it by `baseURL`:
//
//   /fault/NAME/…  /rate/BYTES/…  /latency/MS/…  /key/required/…   options of the sandbox
//   /deliver/whole|random|bytes/…                                  how the body leaves the socket
//   /for/NAME/…                                                    a label to find the records by
//
// in any number before `/v1…`. `handle(prefix, handler)` mounts a handler of the test's own, which takes the same /deliver/.
import { listen, goneSignal, send, toRequest, urlOf } from '../../scripts/http.mjs';
import { files } from '../../scripts/static.mjs';
import { deliveries } from './deliver.mjs';

const here = (/** @type {string} */ path) => new URL(`../../${path}`, import.meta.url).pathname;
const blank = '<!doctype html><meta charset="utf-8"><title>blank</title><link rel="icon" href="data:,">';

/**
 * @typedef {object} Recorded
 * @property {string} method
 * @property {string} path with the variations still in it, and the query
 * @property {Record<string, string>} labels the variations, by name
 * @property {Headers} headers
 * @property {Buffer} body
 * @property {string} text the body as UTF-8
 * @property {boolean} whole all of it has come
 * @property {boolean} aborted the client went away before the reply was finished
 * @property {number} [status]
 * @property {Promise<'finished' | 'aborted'>} closed
 */

/** @param {{ static?: Record<string, string> }} [options] more folders, by path prefix */
export async function startServer(options = {}) {
  const page = files({
    '/': here('www'), '/wasmagine/': here('dist'), '/pkg/': here('pkg'), '/tests/': here('tests'), ...options.static,
  });
  /** @type {Recorded[]} */
  const requests = [];
  /** @type {Map<string, (request: Request, record: Recorded) => Response | Promise<Response>>} */
  const handlers = new Map();
  const sandboxFor = sandboxes();
  /** @type {{ match: (r: Recorded) => boolean, resolve: (r: Recorded) => void }[]} */
  let waiting = [];
  handlers.set('/blank', () => new Response(blank, { headers: { 'content-type': 'text/html' } }));

  const server = await listen(async (message, reply) => {
    const signal = goneSignal(reply);
    const url = urlOf(message);
    const { labels, rest } = variations(url.pathname);
    const record = recorded(message, reply, labels);
    requests.push(record);
    const chunks = [];
    try {
      for await (const chunk of message) chunks.push(chunk);
    } catch {
      return; // gone while sending; the record says so
    }
    record.body = Buffer.concat(chunks);
    record.text = record.body.toString();
    record.whole = true;
    waiting = waiting.filter(({ match, resolve }) => !match(record) || resolve(record));
    const own = [...handlers.keys()].filter(prefix => under(rest, prefix)).sort((a, b) => b.length - a.length)[0];
    url.pathname = rest;
    let response;
    try {
      const mounted = handlers.get(own);
      // The record is for a test's own handler alone: a sandbox would take it for fetch's second argument.
      const handler = mounted ? (/** @type {Request} */ request) => mounted(request, record) : /^\/v1/.test(rest) ? await sandboxFor(labels) : page;
      const request = toRequest(message, signal, { url, body: record.body });
      response = await handler(request);
    } catch (error) {
      if (signal.aborted) return;
      response = new Response(String(/** @type {any} */ (error).stack), { status: 500, headers: { 'access-control-allow-origin': '*' } });
    }
    record.status = response.status;
    await send(response, reply, { signal, pieces: deliveries[labels.deliver] });
  });

  // A connection that was idle stays: one that is closed at the moment of its next request would fail that.
  server.keepAliveTimeout = server.headersTimeout = 0;

  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port,
    /** No slash at the end. */
    origin: `http://127.0.0.1:${port}`,
    /** Every request since the start or the last clear(), files included. */
    requests,
    clear() { requests.length = 0; },
    /** Requests whose reply is neither finished nor aborted. */
    get open() { return requests.filter(r => !('outcome' in r)).length; },
    /**
     * The first request, past or coming, that matches, once all of it has come.
     * @param {(request: Recorded) => boolean} match
     * @returns {Promise<Recorded>}
     */
    request(match) {
      const past = requests.find(record => record.whole && match(record));
      return past ? Promise.resolve(past) : new Promise(resolve => waiting.push({ match, resolve }));
    },
    /** Resolves when every reply so far is finished or aborted. */
    idle: () => Promise.all(requests.map(r => r.closed)),
    /**
     * @param {string} prefix such as '/api'
     * @param {(request: Request, record: Recorded) => Response | Promise<Response>} handler
     */
    handle(prefix, handler) { handlers.set(prefix, handler); },
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** @param {string} path @param {string} prefix */
const under = (path, prefix) => path === prefix || path.startsWith(prefix.replace(/\/?$/, '/'));

/** @param {string} pathname */
function variations(pathname) {
  /** @type {Record<string, string>} */
  const labels = {};
  let rest = pathname;
  for (let m; (m = /^\/(fault|rate|latency|key|deliver|for)\/([^/]+)(?=\/)/.exec(rest)); rest = rest.slice(m[0].length)) {
    labels[m[1]] = decodeURIComponent(m[2]);
  }
  return { labels, rest };
}

/** One sandbox for each set of options, because a sandbox may remember. */
function sandboxes() {
  /** @type {Map<string, any>} */
  const made = new Map();
  return async (/** @type {Record<string, string>} */ { fault, rate, latency, key }) => {
    const { sandbox } = await import('../../js/sandbox.js');
    const options = { fault, requireKey: key === 'required', rate: rate && Number(rate), latency: Number(latency ?? 0) };
    const name = JSON.stringify(options);
    if (!made.has(name)) made.set(name, sandbox(/** @type {any} */ (options)));
    return made.get(name);
  };
}

/**
 * @param {import('node:http').IncomingMessage} message
 * @param {import('node:http').ServerResponse} reply
 * @param {Record<string, string>} labels
 * @returns {Recorded}
 */
function recorded(message, reply, labels) {
  /** @type {any} */
  const record = {
    method: message.method, path: message.url, labels, headers: new Headers(/** @type {any} */ (message.headers)),
    body: Buffer.alloc(0), text: '', whole: false, aborted: false,
  };
  record.closed = new Promise(resolve => reply.on('close', () => {
    record.aborted = !reply.writableFinished;
    record.outcome = record.aborted ? 'aborted' : 'finished';
    resolve(record.outcome);
  }));
  return record;
}
