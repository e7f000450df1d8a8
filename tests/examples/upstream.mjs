// @ts-check
// What stands behind a proxy under test, down to the socket: each request's head at once, its body as it comes, and an answer that the
// test writes by hand.
import { createServer } from 'node:http';
import { once } from 'node:events';

/**
 * @typedef {object} Seen
 * @property {string} method
 * @property {string} path with the query
 * @property {string[]} names of its headers, in lower case
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {number} bytes of its body that have come
 * @property {Promise<unknown>} gone resolves when the connection ends before the reply did
 */
/** @typedef {(message: import('node:http').IncomingMessage, reply: import('node:http').ServerResponse, seen: Seen) => any} Answer */

export async function startUpstream() {
  /** @type {Seen[]} */
  const requests = [];
  /** @type {Answer} */
  const plain = async (message, reply) => {
    for await (const _ of message);
    reply.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  };
  const upstream = {
    requests,
    /** @type {Answer} */
    answer: plain,
    origin: '',
    reset() {
      requests.length = 0;
      upstream.answer = plain;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer((message, reply) => {
    const { method = '', url: path = '', headers } = message;
    const gone = new Promise(resolve => reply.on('close', () => { if (!reply.writableFinished) resolve(undefined); }));
    const seen = { method, path, headers, names: Object.keys(headers), bytes: 0, gone };
    requests.push(seen);
    message.on('error', () => {}); // `gone` says it
    const push = message.push;
    message.push = (chunk, encoding) => {
      seen.bytes += chunk?.length ?? 0;
      return push.call(message, chunk, encoding);
    };
    Promise.resolve(upstream.answer(message, reply, seen)).catch(() => reply.destroy());
  }).listen(0, '127.0.0.1');
  server.keepAliveTimeout = 0; // a proxy may ask in the moment in which an idle connection is closed
  await once(server, 'listening');
  upstream.origin = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
  return upstream;
}

/**
 * A request of node:http's, which is told nothing that it did not say, and may leave in the middle.
 * @param {string} origin @param {string} path
 * @param {{ method?: string, headers?: Record<string, string>, localAddress?: string }} [options]
 */
export async function open(origin, path, { method = 'POST', headers, localAddress } = {}) {
  const { request } = await import('node:http');
  const { hostname, port } = new URL(origin);
  const message = request({ hostname, port, path, method, headers, localAddress, agent: false });
  message.on('error', () => {}); // a reply, or its absence, says it
  /** @type {Promise<import('node:http').IncomingMessage>} */
  const reply = new Promise((resolve, reject) => message.on('response', resolve).on('close', () => reject(new Error('closed without a reply'))));
  reply.catch(() => {});
  return { message, reply };
}

/** @param {import('node:http').IncomingMessage} reply */
export async function read(reply) {
  const chunks = [];
  for await (const chunk of reply) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Its first piece, and what gives the rest: between two listeners a reply would flow away. @param {import('node:http').IncomingMessage} reply */
export async function begin(reply) {
  const pieces = reply.iterator();
  const { value } = await pieces.next();
  return {
    first: String(value),
    async rest() {
      const chunks = [];
      for await (const chunk of pieces) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    },
  };
}

/** The same, to the end. @param {string} origin @param {string} path @param {Parameters<typeof open>[2] & { body?: string | Buffer }} [options] */
export async function ask(origin, path, { body, ...options } = {}) {
  const { message, reply } = await open(origin, path, options);
  message.end(body);
  const answered = await reply;
  return { status: answered.statusCode, headers: answered.headers, text: await read(answered) };
}
