// @ts-check
// The proxy on Node: its settings from the environment, and node:http ⇄ Request and Response, streamed both ways.
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { limiter } from './limiter.js';
import { createProxy } from './proxy.js';

/** Without these two, Node keeps a copy of the body for the case that it must be sent again. @param {string} url @param {any} init */
const once = (url, init) => fetch(url, { ...init, redirect: 'error', window: null });

/**
 * A listener for node:http.
 * @param {(request: Request, client: string) => Promise<Response>} proxy
 * @param {string} [header] in which a server in front of this one names the client; without it, the connection does
 * @returns {import('node:http').RequestListener}
 */
export const listener = (proxy, header) => async (message, reply) => {
  const gone = new AbortController();
  reply.on('close', () => gone.abort());
  try {
    const { method, headers, socket } = message;
    // Left undestroyed when nobody reads on, so that the answer to a body that is too large can be sent.
    const body = method === 'POST' ? /** @type {any} */ (ReadableStream).from(message.iterator({ destroyOnReturn: false })) : undefined;
    const request = new Request(`http://proxy${message.url}`, /** @type {any} */ ({ method, headers, body, duplex: 'half', signal: gone.signal }));
    const response = await proxy(request, String((header && headers[header]) || socket.remoteAddress));
    reply.writeHead(response.status, Object.fromEntries(response.headers)).flushHeaders();
    if (response.body) await pipeline(Readable.fromWeb(/** @type {any} */ (response.body)), reply);
    else reply.end();
  } catch {
    reply.destroy(); // the client is gone, or upstream broke off: a cut connection is the way to say so
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { GEMINI_API_KEY: key, UPSTREAM: upstream, MODELS = 'gemini-2.5-flash-image', ORIGINS = '', CALLS = 20, CLIENT_HEADER, PORT = 8787 } = process.env;
  if (!key) {
    console.error('Set GEMINI_API_KEY, and ORIGINS to where your pages are. To try it without a key: npm start in ../vanilla.');
    process.exit(1);
  }
  const proxy = createProxy({
    key, upstream, fetch: once, models: MODELS.split(' '), origins: ORIGINS.split(' '), limit: limiter({ calls: Number(CALLS), seconds: 60 }),
  });
  const server = createServer({ requestTimeout: 0 }, listener(proxy, CLIENT_HEADER)).listen(Number(PORT), () => {
    console.log(`http://localhost:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`);
  });
}
