// @ts-check
// Node's http ⇄ the web's Request and Response: bodies stream both ways, a slow client slows the handler down, and a client
// that goes away aborts `request.signal` and cancels the response body. Knows nothing of paths, files or the image API.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { Readable } from 'node:stream';

/** @typedef {(request: Request) => Response | Promise<Response>} Handler */

/**
 * Serves `handler` on the first free port from `port` on (0: any free port).
 * @param {(message: import('node:http').IncomingMessage, reply: import('node:http').ServerResponse) => void} listener
 * @param {{ port?: number, host?: string, tries?: number }} [options]
 */
export async function listen(listener, { port = 0, host = '127.0.0.1', tries = 1 } = {}) {
  const server = createServer({ requestTimeout: 0 }, listener);
  for (let i = 0; ; i++) {
    server.listen(port && port + i, host);
    try {
      await once(server, 'listening');
      return server;
    } catch (error) {
      if (/** @type {any} */ (error).code !== 'EADDRINUSE' || i + 1 >= tries) throw error;
    }
  }
}

/** One that no system gives out by itself: it stays free until who asked has taken it, whatever connections are made meanwhile. */
export async function freePort() {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const server = createServer().listen(port, '127.0.0.1');
    if (!(await once(server, 'listening').catch(() => undefined))) continue;
    await new Promise(resolve => server.close(resolve));
    return port;
  }
}

/**
 * A listener for node:http that answers with what `handler` returns. A handler that throws answers 500 with its stack.
 * @param {Handler} handler
 */
export function listener(handler) {
  /** @type {(message: import('node:http').IncomingMessage, reply: import('node:http').ServerResponse) => Promise<void>} */
  return async (message, reply) => {
    const signal = goneSignal(reply);
    let response;
    try {
      response = await handler(toRequest(message, signal));
    } catch (error) {
      if (signal.aborted) return;
      response = new Response(String(/** @type {any} */ (error)?.stack ?? error), { status: 500 });
    }
    await send(response, reply, { signal });
  };
}

/**
 * Aborts when the client is gone before the reply was finished.
 * @param {import('node:http').ServerResponse} reply
 */
export function goneSignal(reply) {
  const controller = new AbortController();
  reply.on('error', () => {}); // a write to a closed socket; 'close' follows and says it better
  reply.on('close', () => {
    if (!reply.writableFinished) controller.abort(new DOMException('The client went away.', 'AbortError'));
  });
  return controller.signal;
}

/**
 * @param {import('node:http').IncomingMessage} message
 * @param {AbortSignal} signal
 * @param {{ url?: URL, body?: Uint8Array }} [instead] another address, or a body that was already read
 */
export function toRequest(message, signal, { url = urlOf(message), body } = {}) {
  const headers = new Headers();
  for (let i = 0; i < message.rawHeaders.length; i += 2) headers.append(message.rawHeaders[i], message.rawHeaders[i + 1]);
  const method = message.method ?? 'GET';
  const bodiless = method === 'GET' || method === 'HEAD';
  const stream = body ?? /** @type {any} */ (Readable.toWeb(message));
  // Node wants `duplex` for a streamed body; TypeScript's dom library does not know it.
  const request = new Request(url, /** @type {any} */ ({ method, headers, body: bodiless ? undefined : stream, duplex: 'half', signal }));
  // Node's Request follows the signal only weakly: collected before the client goes, it would abort nobody who listens to `request.signal`.
  signal.addEventListener('abort', () => request);
  return request;
}

/** @param {import('node:http').IncomingMessage} message */
export const urlOf = message => new URL(message.url ?? '/', `http://${message.headers.host ?? 'localhost'}`);

/**
 * Writes a Response. A body that fails half-way, and Response.error(), break the connection: the only way to tell a client.
 * @param {Response} response
 * @param {import('node:http').ServerResponse} reply
 * @param {{ signal: AbortSignal, pieces?: (body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array> }} options
 *   `pieces` may cut the body into other chunks; each chunk has left the process before the next is asked for.
 */
export async function send(response, reply, { signal, pieces }) {
  if (response.type === 'error') return void reply.destroy();
  reply.statusCode = response.status;
  if (response.statusText) reply.statusMessage = response.statusText;
  for (const [name, value] of response.headers) reply.appendHeader(name, value);
  reply.flushHeaders();
  const reader = response.body?.getReader();
  if (!reader) return void reply.end();
  const cancel = () => reader.cancel(signal.reason).catch(() => {});
  if (signal.aborted) return cancel();
  signal.addEventListener('abort', cancel);
  try {
    const body = chunksOf(reader);
    for await (const chunk of pieces?.(body) ?? body) {
      if (!(await written(reply, chunk, signal))) return;
    }
    if (!signal.aborted) reply.end();
  } catch {
    reply.destroy();
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** @param {ReadableStreamDefaultReader<Uint8Array>} reader */
async function* chunksOf(reader) {
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/**
 * Resolves to true once the kernel has the chunk, to false when the client is gone.
 * @param {import('node:http').ServerResponse} reply
 * @param {Uint8Array} chunk
 * @param {AbortSignal} signal
 */
function written(reply, chunk, signal) {
  return new Promise(resolve => {
    const gone = () => resolve(false);
    if (signal.aborted) return gone();
    signal.addEventListener('abort', gone);
    reply.write(chunk, error => {
      signal.removeEventListener('abort', gone);
      resolve(!error);
    });
  });
}
