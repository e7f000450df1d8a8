// @ts-check
// Clients that mean ill to the server itself: who dribbles, stands still, sends on after a refusal, or takes every place. Each ends by what
// the server does, with limits set small; only that it comes to an end is asked, not when.
import { afterEach, beforeEach, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { dribble, flood, framed, head, page, piece } from './connection.mjs';
import { engines, models } from './engines.mjs';
import { ask, begin, open, startUpstream } from './upstream.mjs';

const key = 'sk-the-secret-of-the-house';
const draw = `/v1beta/models/${models[0]}:generateContent`;
/** Bytes that a system may hold between two sockets, beside those that the server reads. */
const underWay = 16 * 2 ** 20;

/** @type {Awaited<ReturnType<typeof startUpstream>>} */
let upstream;
/** @type {import('./engines.mjs').Engine} */
let proxy;
/** @type {import('node:net').Socket[]} */
let sockets = [];
beforeEach(async () => { upstream = await startUpstream(); });
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await proxy?.stop();
  await upstream.close();
});

/** @param {'node' | 'nginx'} engine @param {Partial<import('./engines.mjs').Settings>} [settings] */
async function start(engine, settings) {
  proxy = await engines[engine]({ upstream: upstream.origin, key, origins: [page], calls: 100, ...settings });
}

/** A connection, what it said, and whether the server has ended it. @param {string} [first] @param {string} [localAddress] */
function dial(first, localAddress) {
  const { hostname, port } = new URL(proxy.origin);
  const socket = connect({ port: Number(port), host: hostname, localAddress }).on('error', () => {});
  sockets.push(socket);
  let heard = '';
  socket.on('data', chunk => { heard += chunk; });
  const closed = new Promise(resolve => socket.on('close', resolve));
  if (first) socket.write(first);
  return { socket, closed, heard: () => heard };
}

const patience = { timeout: 60_000 };
const slow = { HEADER_SECONDS: '0.5', IDLE_SECONDS: '0.5', BODY_SECONDS: '1.5', CALL_SECONDS: '30' };

describe('node', () => {
  test('connections whose head comes a byte at a time, or not at all, are closed', patience, async () => {
    await start('node', { env: slow });
    const all = Array.from({ length: 50 }, (_, at) => dial(['', head(`POST ${draw}`).slice(0, -2) + 'x-a: ', 'P', '\r\n'][at % 4]));
    for (const [at, { socket }] of all.entries()) if (at % 4) dribble(socket, at % 4 === 3 ? '\r\n' : 'a');
    await Promise.all(all.map(({ closed }) => closed));
    assert.equal((await ask(proxy.origin, draw, { headers: { origin: page }, body: '{}' })).status, 200);
  });

  test('a body that dribbles ends long before the time that a whole body has, and one that never ends by that; so does its call upstream', patience, async () => {
    for (const [env, size] of /** @type {[Record<string, string>, number][]} */ ([[{ ...slow, BODY_SECONDS: '3600' }, 1], [slow, 2 ** 15]])) {
      await start('node', { env });
      for (const headers of /** @type {Record<string, string>[]} */ ([{ 'content-length': String(20 * 2 ** 20) }, { 'transfer-encoding': 'chunked' }])) {
        upstream.answer = async message => { for await (const _ of message); };
        const before = upstream.requests.length;
        const { socket, closed } = dial(head(`POST ${draw}`, headers));
        dribble(socket, 'content-length' in headers ? 'a'.repeat(size) : `${size.toString(16)}\r\n${'a'.repeat(size)}\r\n`);
        await closed;
        await upstream.requests[before]?.gone; // if it came so far
      }
      await proxy.stop();
    }
  });

  test('a body that stands still ends, long before the time that a whole body has', patience, async () => {
    await start('node', { env: { ...slow, BODY_SECONDS: '3600' } });
    const { closed } = dial(head(`POST ${draw}`, { 'content-length': '100000' }) + 'aaa');
    await closed;
  });

  test('who does not read the answer, or only now and then, is cut off, and upstream with it', patience, async () => {
    for (const env of [slow, { ...slow, IDLE_SECONDS: '3600', CALL_SECONDS: '2' }]) {
      await start('node', { env });
      let gone = Promise.resolve();
      upstream.answer = async (message, reply, seen) => {
        gone = /** @type {Promise<any>} */ (seen.gone);
        message.resume();
        reply.writeHead(200, { 'content-type': 'application/json' });
        while (!reply.destroyed) if (!reply.write(piece)) await Promise.race([once(reply, 'drain'), gone]);
      };
      const { socket, closed } = dial(head(`POST ${draw}`, { 'content-length': '2' }) + '{}');
      await once(socket, 'data');
      if (env === slow) socket.pause();
      else socket.on('data', () => socket.pause() && setTimeout(() => socket.resume(), 100));
      while (!upstream.requests.length) await new Promise(setImmediate);
      await gone;
      socket.resume();
      await closed;
      await proxy.stop();
    }
  });

  test('a picture may take longer than every limit on clients, before its first byte and between two', patience, async () => {
    await start('node', { env: slow });
    const pause = () => new Promise(resolve => setTimeout(resolve, 2500));
    upstream.answer = async (message, reply) => {
      for await (const _ of message);
      await pause();
      reply.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      await pause();
      reply.end('data: 2\n\n');
    };
    const { status, text } = await ask(proxy.origin, draw, { headers: { origin: page }, body: '{}' });
    assert.deepEqual([status, text], [200, 'data: 1\n\ndata: 2\n\n']);
  });

  test('so many connections and no more, and one that goes makes room', patience, async () => {
    await start('node', { env: { CONNECTIONS: '3' } });
    const three = Array.from({ length: 3 }, () => dial(head('GET /')));
    for (const { socket } of three) await once(socket, 'data');
    const fourth = dial(head('GET /'));
    await fourth.closed;
    assert.equal(fourth.heard(), '');
    three[0].socket.destroy();
    for (let heard = ''; !heard;) {
      const next = dial(head('GET /'));
      await Promise.race([next.closed, new Promise(resolve => next.socket.on('data', resolve))]);
      heard = next.heard();
      next.socket.destroy();
    }
  });

  test('so many calls at once and no more: 503 that says when, which counts nothing', patience, async () => {
    await start('node', { calls: 3, env: { IN_FLIGHT: '2' } });
    await atOnce([503]);
  });

  for (const [what, hold] of holds()) {
    test(`places that are held by clients who hardly move, by ${what}, are there for others`, patience, async () => {
      await start('node', { env: { IN_FLIGHT: '10', IDLE_SECONDS: '3600', BODY_SECONDS: '3600', CALL_SECONDS: '3600' } });
      const held = Array.from({ length: 10 }, (_, at) => hold(`127.0.0.${2 + (at >> 1)}`));
      while (upstream.requests.length < held.length) await new Promise(setImmediate);
      const first = upstream.requests.slice();
      let visitors = 0;
      while (visitors < 3) { // who come as often as they are told to come again
        const { status } = await ask(proxy.origin, draw, { headers: { origin: page }, localAddress: `127.0.1.${1 + visitors}`, body: '{}' });
        assert.ok(status === 200 || status === 503, `${status}`);
        visitors += Number(status === 200);
      }
      await Promise.race(first.map(({ gone }) => gone));
    });
  }

  test('who gives way is told so, and may come again', patience, async () => {
    await start('node', { env: { IN_FLIGHT: '1' } });
    const slowly = dial(head(`POST ${draw}`, { 'content-length': '1000' }) + 'a');
    while (!upstream.requests.length) await new Promise(setImmediate);
    while ((await ask(proxy.origin, draw, { headers: { origin: page }, localAddress: '127.0.0.2', body: '{}' })).status === 503);
    await slowly.closed;
    assert.match(slowly.heard(), /^HTTP\/1\.1 503 [^]*^retry-after: 5\r$[^]*"code":503/m);
  });

  test('a call that is refused takes no place, however long its body comes', patience, async () => {
    await start('node', { calls: 2, env: { IN_FLIGHT: '2' } });
    for (let n = 0; n < 4; n++) await ask(proxy.origin, draw, { headers: { origin: page }, localAddress: '127.0.0.2', body: '{}' });
    for (let n = 0; n < 5; n++) {
      for (let m = 0; m < 2; m++) {
        const refused = dial(head(`POST ${draw}`, { 'content-length': '1000' }) + 'a', '127.0.0.2');
        await once(refused.socket, 'data');
        assert.match(refused.heard(), /^HTTP\/1\.1 429 /);
      }
      assert.equal((await ask(proxy.origin, draw, { headers: { origin: page }, localAddress: `127.0.1.${1 + n}`, body: '{}' })).status, 200);
    }
  });

  test('one client has a tenth of the places at most, and two at least', patience, async () => {
    for (const [places, own] of [[1000, 100], [100, 10], [30, 3], [20, 2], [4, 2]]) {
      await start('node', { calls: 1000, env: { IN_FLIGHT: String(places) } });
      upstream.requests.length = 0;
      upstream.answer = message => { message.resume(); };
      const calls = Array.from({ length: own }, () => dial(`${head(`POST ${draw}`, { 'content-length': '2' })}{}`, '127.0.0.2'));
      while (upstream.requests.length < own) await new Promise(setImmediate);
      assert.equal((await ask(proxy.origin, draw, { headers: { origin: page }, localAddress: '127.0.0.2', body: '{}' })).status, 429, `${places}`);
      for (const { socket } of calls) socket.destroy();
      await proxy.stop();
    }
  });

  test('a client has no more calls at once than it has in a minute', patience, async () => {
    await start('node', { calls: 2 });
    const under = [await waiting('127.0.0.2'), await waiting('127.0.0.2')];
    assert.equal((await ask(proxy.origin, '/v1beta/models', { method: 'GET', localAddress: '127.0.0.2' })).status, 429);
    for (const { message } of under) message.destroy();
  });

  test('requests that come before the answer to the one before them wait for it, and end with their connection', patience, async () => {
    await start('node', { env: { IN_FLIGHT: '2' } });
    const plain = upstream.answer;
    upstream.answer = message => { message.resume(); };
    const { socket } = dial(`${head(`POST ${draw}`, { 'content-length': '2' })}{}`.repeat(5));
    while (!upstream.requests.length) await new Promise(setImmediate);
    upstream.answer = plain;
    assert.equal((await ask(proxy.origin, draw, { headers: { origin: page }, body: '{}' })).status, 200); // the others have no place yet
    assert.equal(upstream.requests.length, 2);
    socket.destroy();
    await upstream.requests[0].gone;
    while ((await ask(proxy.origin, draw, { headers: { origin: page }, body: '{}' })).status !== 200);
  });

  test('requests that come at once are answered each in its turn', patience, async () => {
    await start('node');
    upstream.answer = async (message, reply, seen) => {
      for await (const _ of message);
      reply.writeHead(200, { 'content-type': 'application/json' }).end(`{"at":${upstream.requests.indexOf(seen)},"bytes":${seen.bytes}}`);
    };
    const bodies = [2, 2 ** 17, 0, 5];
    const { socket, heard } = dial(bodies.map(bytes => head(`POST ${draw}`, { 'content-length': String(bytes) }) + 'a'.repeat(bytes)).join(''));
    const answers = () => [...heard().matchAll(/\{"at".*?\}/g)].map(([text]) => JSON.parse(text));
    while (answers().length < bodies.length) await once(socket, 'data');
    assert.deepEqual(answers(), bodies.map((bytes, at) => ({ at, bytes })));
  });

  test('of requests that come at once few are taken: more end the connection, and none of those costs anything', patience, async () => {
    await start('node');
    upstream.answer = message => { message.resume(); };
    for (const text of [head('GET /x'), head('GET /v1beta/models'), `${head(`POST ${draw}`, { 'content-length': '2' })}{}`, head('TRACE /')]) {
      upstream.requests.length = 0;
      await dial(text.repeat(5000)).closed;
      assert.ok(upstream.requests.length <= 1, `${upstream.requests.length} asked upstream`);
    }
  });

  test('a connection ends after so many requests, whatever its client makes of the answers', patience, async () => {
    await start('node');
    const { socket, closed, heard } = dial();
    let ended = false;
    closed.then(() => { ended = true; });
    let answered = 0;
    for (; !ended && answered < 1500; answered++) {
      socket.write(head('GET /x'));
      do await Promise.race([closed, once(socket, 'data')]);
      while (!ended && !heard().endsWith('\r\n0\r\n\r\n'));
    }
    assert.ok(ended, `${answered} answers, and no end`);
    assert.ok(answered >= 1000);
  });

  for (const [what, start_, headers, status, calls = 100] of refusals()) {
    test(`sends on after a refusal: ${what}`, patience, async () => {
      await start('node', { calls });
      if (status === 429) for (let n = 0; n < 2 * calls; n++) await ask(proxy.origin, draw, { headers: { origin: page }, body: '{}' });
      const connection = dial(head(start_, headers));
      const accepted = what.startsWith('413 of no length') ? 20 * 2 ** 20 : 0;
      const sent = await flood(connection, accepted + 2 ** 20 + 2 * underWay, framed(headers));
      await connection.closed;
      assert.ok(sent <= accepted + 2 ** 20 + underWay, `${sent} bytes taken`);
      assert.match(connection.heard(), new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.match(connection.heard(), /^connection: close\r$/im);
      assert.match(connection.heard(), /\r\n\r\n(\{"error":\{"code":\d+,"message":"[^"]+"\}\})?$/);
    });
  }

  test('sends on after an answer of upstream\'s that came early', patience, async () => {
    await start('node');
    for (const code of [200, 400]) {
      upstream.answer = (message, reply) => reply.writeHead(code, { 'content-type': 'application/json' }).end('{"a":1}');
      const connection = dial(head(`POST ${draw}`, { 'transfer-encoding': 'chunked' }));
      const sent = await flood(connection, 4 * underWay, framed({ 'transfer-encoding': 'chunked' }));
      await connection.closed;
      assert.ok(sent <= 3 * underWay, `${sent} bytes taken`);
      assert.match(connection.heard(), new RegExp(`^HTTP/1\\.1 ${code} [^]*\\{"a":1\\}`));
    }
  });

  test('an upload that ends after its refusal finds the answer, whole', patience, async () => {
    await start('node');
    const { message, reply } = await open(proxy.origin, draw, { headers: { origin: 'https://evil.example', 'content-length': String(2 ** 19) } });
    message.write(Buffer.alloc(2 ** 18));
    const { first } = await begin(await reply);
    assert.equal(JSON.parse(first).error.code, 403);
    message.end(Buffer.alloc(2 ** 18));
    await once(message, 'close');
  });

  test('what is no request is answered, not cut', patience, async () => {
    await start('node');
    for (const start_ of ['TRACE /', 'OPTIONS *', 'GET //', 'GET http://x', 'POST @evil/']) {
      const { socket, heard } = dial(head(start_));
      await once(socket, 'data');
      assert.match(heard(), /^HTTP\/1\.1 (204|400|404) /, start_);
    }
  });
});

describe('nginx', () => {
  test('connections whose head comes a byte at a time, or not at all, are closed', patience, async () => {
    await start('nginx', { swaps: [['client_header_timeout 10s', 'client_header_timeout 1s']] });
    const all = Array.from({ length: 20 }, (_, at) => dial(['', head(`POST ${draw}`).slice(0, -2) + 'x-a: ', 'P'][at % 3]));
    for (const [at, { socket }] of all.entries()) if (at % 3) dribble(socket);
    await Promise.all(all.map(({ closed }) => closed));
  });

  test('a body that stands still ends', patience, async () => {
    await start('nginx', { swaps: [['client_body_timeout 30s', 'client_body_timeout 1s']] });
    const { closed } = dial(head(`POST ${draw}`, { 'content-length': '100000' }) + 'aaa');
    await closed;
  });

  test('so many calls at once and no more: 503 that says when', patience, async () => {
    await start('nginx', { calls: 3, swaps: [['limit_conn all 100', 'limit_conn all 2']] });
    await atOnce([503, 429]);
  });

  for (const [what, start_, headers, status] of refusals().filter(([what]) => /^(403|404|413 of a length)/.test(what))) {
    test(`sends on after a refusal: ${what}`, patience, async () => {
      await start('nginx');
      const connection = dial(head(start_, headers));
      await flood(connection, Infinity, framed(headers)); // which its time ends, not its bytes
      await connection.closed;
      assert.match(connection.heard(), new RegExp(`^HTTP/1\\.1 ${status} `));
    });
  }
});

/** @returns {[what: string, start: string, headers: Record<string, string>, status: number, calls?: number][]} */
function refusals() {
  const large = { 'content-length': String(2 * 2 ** 30) };
  const small = { 'content-length': String(20 * 2 ** 20) };
  const chunked = { 'transfer-encoding': 'chunked' };
  return [
    ['403 of a length', `POST ${draw}`, { ...large, origin: 'https://evil.example' }, 403],
    ['403 of no length', `POST ${draw}`, { ...chunked, origin: 'https://evil.example' }, 403],
    ['403 of a method that has no body', `GET ${draw}`, { ...large, origin: 'https://evil.example' }, 403],
    ['404', `POST ${draw}/x`, large, 404],
    ['404 of another method', `PUT ${draw}`, chunked, 404],
    ['413 of a length', `POST ${draw}`, large, 413],
    ['413 of no length', `POST ${draw}`, chunked, 413],
    ['429', `POST ${draw}`, small, 429, 2],
    ['a preflight with a body', `OPTIONS ${draw}`, chunked, 204],
    ['a list with a body', 'GET /v1beta/models', chunked, 200],
    ['what is no request', 'TRACE /', chunked, 400],
  ];
}

/** Ways in which a client keeps a call under way at no cost. @returns {[what: string, hold: (localAddress: string) => unknown][]} */
function holds() {
  const large = { 'content-length': '900000' };
  const endless = () => {
    upstream.answer = async (message, reply, seen) => {
      const held = upstream.requests.indexOf(seen) < 10;
      for await (const _ of message);
      reply.writeHead(200, { 'content-type': 'application/json' });
      while (held && !reply.destroyed) if (!reply.write(piece)) await Promise.race([once(reply, 'drain'), seen.gone]);
      reply.end('{}');
    };
  };
  return [
    ['one byte of a body', from => dial(`${head(`POST ${draw}`, large)}a`, from)],
    ['bytes of a body now and then', from => dribble(dial(`${head(`POST ${draw}`, large)}a`, from).socket)],
    ['a piece that has no end', from => dial(`${head(`POST ${draw}`, { 'transfer-encoding': 'chunked' })}ffff\r\na`, from)],
    ['an answer that is not read', from => {
      endless();
      dial(`${head(`POST ${draw}`, { 'content-length': '2' })}{}`, from).socket.pause();
    }],
  ];
}

/** A call that upstream has and does not answer. @param {string} localAddress */
async function waiting(localAddress) {
  const before = upstream.requests.length;
  const plain = upstream.answer;
  const { message, reply } = await open(proxy.origin, draw, { headers: { origin: page }, localAddress });
  upstream.answer = incoming => { incoming.resume(); };
  message.end('{}');
  while (upstream.requests.length === before) await new Promise(setImmediate);
  upstream.answer = plain;
  return { message, reply };
}

/** Two calls under way, of two clients, are all that are let in. @param {number[]} refusals of a client that asks more often than it may: nginx counts it all the same */
async function atOnce(refusals) {
  const [first] = [await waiting('127.0.0.2'), await waiting('127.0.0.3')];
  for (let n = 0; n < 6; n++) {
    const { status, headers, text } = await ask(proxy.origin, draw, { headers: { origin: page }, localAddress: '127.0.0.4', body: '{}' });
    assert.ok(refusals.includes(status ?? 0), `${status}`);
    if (status === 503) assert.deepEqual([JSON.parse(text).error.code, headers['retry-after'], headers['access-control-allow-origin']], [503, '5', page]);
  }
  first.message.destroy();
  let status;
  do ({ status } = await ask(proxy.origin, draw, { headers: { origin: page }, localAddress: refusals.includes(429) ? '127.0.0.5' : '127.0.0.4', body: '{}' }));
  while (status === 503);
  assert.equal(status, 200);
}
