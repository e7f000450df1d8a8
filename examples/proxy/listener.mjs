// @ts-check
// node:http ⇄ Request and Response, streamed both ways, for clients that may mean ill: who hardly sends or reads is cut off, and of who sends on
// after the answer no more is read than lets an honest client see it. Knows nothing of the image API.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Bytes; fewer in `idleSeconds` is to stand still, and in a second to hardly move. */
const LEAST = 2 ** 14;
/** Of a body that nobody wants. */
const REST = { bytes: 2 ** 20, milliseconds: 2000 };

/**
 * @param {(request: Request, client: string, call: import('./flights.js').Call) => Promise<Response>} proxy
 * @param {(message: import('node:http').IncomingMessage) => string} clientOf
 * @param {object} options
 * @param {number} options.callSeconds from the head of a request to the end of the answer
 * @param {number} options.idleSeconds in which a client has to move something
 * @returns {import('node:http').RequestListener}
 */
export const listener = (proxy, clientOf, { callSeconds, idleSeconds }) => async (message, reply) => {
  const { socket } = message;
  const over = new AbortController();
  const late = setTimeout(() => socket.destroy(), callSeconds * 1000);
  let stands = false;
  const watched = [watch(message, idleSeconds, still => still && socket.destroy()), watch(message, 1, still => { stands = still; })];
  const end = () => {
    clearTimeout(late);
    watched.forEach(clearInterval);
    over.abort();
  };
  reply.on('close', end);
  try {
    const request = requestOf(message, over.signal);
    const response = request ? await proxy(request, clientOf(message), { over: over.signal, stands: () => stands, end: () => reply.headersSent && socket.destroy() }) : unreadable();
    await send(response, message, reply);
  } catch {
    socket.destroy(); // the client is gone, or upstream broke off: a cut connection is the way to say so
  }
};

/**
 * Says, so often, whether a client does not send what it began, or does not take what is there for it. To wait for a picture is neither.
 * @param {import('node:http').IncomingMessage} message @param {number} seconds @param {(still: boolean) => unknown} tell
 */
function watch(message, seconds, tell) {
  const { socket } = message;
  const state = () => ({ sends: !message.complete, sent: socket.bytesRead, reads: socket.writableLength > 0, read: socket.bytesWritten - socket.writableLength });
  let before = state();
  return setInterval(() => {
    const now = state();
    tell((before.sends && now.sends && now.sent - before.sent < LEAST) || (before.reads && now.reads && now.read - before.read < LEAST));
    before = now;
  }, seconds * 1000);
}

/** @param {import('node:http').IncomingMessage} message @param {AbortSignal} signal */
function requestOf(message, signal) {
  const { method, headers } = message;
  // Left undestroyed when nobody reads on, so that the answer to a body that is too large can be sent.
  const body = method === 'POST' ? /** @type {any} */ (ReadableStream).from(message.iterator({ destroyOnReturn: false })) : undefined;
  try {
    return new Request(`http://proxy${message.url}`, /** @type {any} */ ({ method, headers, body, duplex: 'half', signal }));
  } catch {
    return undefined; // such as TRACE, or an address that is none
  }
}

const unreadable = () => Response.json({ error: { code: 400, message: 'the proxy cannot read this request' } }, { status: 400 });

/** @param {Response} response @param {import('node:http').IncomingMessage} message @param {import('node:http').ServerResponse} reply */
async function send(response, message, reply) {
  reply.writeHead(response.status, { ...Object.fromEntries(response.headers), ...(!message.complete && { connection: 'close' }) }).flushHeaders();
  if (response.body) await pipeline(Readable.fromWeb(/** @type {any} */ (response.body)), reply, { end: false });
  if (!message.complete) await rest(message);
  reply.end(); // which closes the connection where `connection: close` said so
}

/** A client that was cut off while it sends may not come to read the answer. @param {import('node:http').IncomingMessage} message */
function rest(message) {
  return new Promise(resolve => {
    let left = REST.bytes;
    const enough = setTimeout(done, REST.milliseconds);
    function done() {
      clearTimeout(enough);
      message.pause();
      resolve(undefined);
    }
    message.on('data', chunk => {
      left -= chunk.length;
      if (left < 0) done();
    }).on('close', done).resume();
  });
}
