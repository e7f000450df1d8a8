// @ts-check
// The server that every call goes to: a page that is cross-origin isolated, so that its clocks are fine, the contenders, and replies
// at a pace, of which it notes when the request came and when the last byte left. Requests are read to their end and thrown away.
//
//   /reply/ID/BYTES/RATE/SIGNATURE/v1beta/…   a picture of so many bytes at so many bytes a second, 0: as fast as it goes
//
// Times are milliseconds since 1970, with a fraction.
import { setTimeout as sleep } from 'node:timers/promises';
import { listen, listener } from '../scripts/http.mjs';
import { files } from '../scripts/static.mjs';
import { at } from '../scripts/exec.mjs';
import { before, folder } from './contenders.mjs';
import { reply } from './reply.mjs';

export const now = () => performance.timeOrigin + performance.now();

const isolated = {
  'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-resource-policy': 'cross-origin',
};
const open = {
  'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'access-control-max-age': '7200',
  'cross-origin-resource-policy': 'cross-origin', 'timing-allow-origin': '*',
};
const page = `<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>`;

/** @typedef {{ head: number, first?: number, read?: number, length: number, lastByte?: number }} Stamps of a request, of so many bytes, and its reply */
/** @typedef {Awaited<ReturnType<typeof startServer>>} Server */

export async function startServer() {
  /** @type {Map<string, Stamps[]>} */
  const stamps = new Map();
  /** @type {Map<string, ReturnType<typeof reply>>} */
  const replies = new Map();
  const replyOf = (/** @type {number} */ size, signature = 0) => {
    const key = `${size} ${signature}`;
    const made = replies.get(key) ?? reply(size, signature);
    replies.set(key, made);
    return made;
  };
  const serve = listener(files({ '/': at('benches'), '/contenders/': folder, '/wasmagine/': at('dist'), ...(before && { '/before/': before }) }));

  /** @type {(message: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>} */
  const answer = async (message, response) => {
    const head = now();
    const [, what, id, ...numbers] = (message.url ?? '').split('/');
    const headers = what === 'reply' ? open : isolated;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (what === 'clock') return void response.end(String(now()));
    if (what === 'page') return void response.setHeader('content-type', 'text/html').end(page);
    if (what !== 'reply') return serve(message, response);
    if (message.method === 'OPTIONS') return void response.writeHead(204).end();
    /** @type {Stamps} */
    const stamp = { head, length: 0 };
    stamps.set(id, [...(stamps.get(id) ?? []), stamp]);
    for await (const chunk of message) {
      stamp.first ??= now();
      stamp.length += chunk.length;
    }
    stamp.read = now();
    const [size, rate, signature] = numbers.map(Number);
    response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' });
    await pace(response, replyOf(size, signature).body, rate).then(last => { stamp.lastByte = last; }, () => {});
  };

  // Several addresses, because a browser opens six connections to a host and no more.
  const first = await listen(answer);
  const { port } = /** @type {import('node:net').AddressInfo} */ (first.address());
  const others = await Promise.all(hosts.map(host => listen(answer, { port, host })));
  const servers = [first, ...others];
  for (const server of servers) server.keepAliveTimeout = 0; // a connection that closes as it is used again would cost a retry
  return {
    origin: `http://127.0.0.1:${port}`,
    origins: hosts.map(host => `http://${host}:${port}`),
    replyOf,
    /** The address for a call, with the picture's bytes, the pace in bytes a second, the signature's bytes. @param {string} id */
    base: (id, size = 0, rate = 0, signature = 0, origin = `http://127.0.0.1:${port}`) => `${origin}/reply/${id}/${size}/${rate}/${signature}`,
    /** What was noted of the requests with this id since it was last asked. @param {string} id */
    take(id) {
      const taken = stamps.get(id) ?? [];
      stamps.delete(id);
      return taken;
    },
    forget: () => replies.clear(),
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise(resolve => server.close(resolve));
      }
    },
  };
}

const hosts = Array.from({ length: 11 }, (_, i) => `127.0.0.${2 + i}`);

const PIECE = 64 * 1024;
/** What may leave at once after the server was held up: a few ms of a fast line, as a router's queue would. */
const BURST = 256 * 1024;

/**
 * @param {import('node:http').ServerResponse} response @param {Buffer} bytes @param {number} rate
 * @returns {Promise<number>} when the last byte was in the kernel's hands
 */
async function pace(response, bytes, rate) {
  response.flushHeaders();
  let [sent, allowed, at] = [0, 0, now()];
  for (;;) {
    if (rate) {
      const time = now();
      allowed = Math.min(allowed + ((time - at) * rate) / 1000, BURST);
      at = time;
      if (allowed < Math.min(PIECE, bytes.length - sent)) {
        await sleep(1);
        continue;
      }
    }
    const piece = bytes.subarray(sent, sent + PIECE);
    sent += piece.length;
    allowed -= piece.length;
    if (sent >= bytes.length) return last(response, piece);
    await new Promise((resolve, reject) => response.write(piece, error => (error ? reject(error) : resolve(undefined))));
  }
}

/**
 * With the end of the body in the same write. It left as the write began where the kernel took it at once, else when it had it.
 * @param {import('node:http').ServerResponse} response @param {Buffer} piece @returns {Promise<number>}
 */
function last(response, piece) {
  const before = now();
  return new Promise((resolve, reject) => {
    response.on('error', reject).on('close', () => reject(new Error('gone'))).end(piece, () => resolve(now()));
    if (response.writableLength === 0) resolve(before);
  });
}
