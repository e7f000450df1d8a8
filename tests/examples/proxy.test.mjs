// @ts-check
// The policy of examples/proxy, clause by clause, on each engine it is given for: what goes out, what comes back, what is refused.
import { after, before, beforeEach, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { engines, models } from './engines.mjs';
import { ask, begin, open, read, startUpstream } from './upstream.mjs';

const key = 'sk-the-secret-of-the-house';
const page = 'https://app.example';
const calls = 16;
const limit = 20 * 2 ** 20;
const draw = `/v1beta/models/${models[0]}:generateContent`;
const stream = `/v1beta/models/${models[0]}:streamGenerateContent?alt=sse`;

for (const [name, start] of Object.entries(engines)) {
  describe(name, () => {
    /** @type {Awaited<ReturnType<typeof startUpstream>>} */
    let upstream;
    /** @type {import('./engines.mjs').Engine} */
    let proxy;
    let clients = 10;
    /** Each test is a client of its own to the limit. */
    let me = {};
    before(async () => {
      upstream = await startUpstream();
      proxy = await start({ upstream: upstream.origin, key, origins: [page], calls });
    });
    after(async () => {
      await proxy?.stop();
      await upstream.close();
    });
    beforeEach(() => {
      upstream.reset();
      me = proxy.as(++clients);
    });
    /** From the page, as this test's client. @param {any} [more] */
    const from = ({ headers, ...more } = {}) => ({ ...me, ...more, headers: { origin: page, .../** @type {any} */ (me).headers, ...headers } });

    test('20 MiB stream through each way without staying', async () => {
      // So many that what is kept of them is more than what a collector leaves lying, which is 100 MB in workerd.
      const atOnce = 8;
      const piece = Buffer.alloc(2 ** 16, 'a');
      let coming = 0;
      /** @type {(value?: any) => void} */
      let goOn = () => {};
      /** @type {Promise<void> | undefined} */
      let whole;
      const plain = upstream.answer;
      upstream.answer = async (message, reply, seen) => {
        if (message.method === 'GET') return plain(message, reply, seen);
        for await (const _ of message);
        if (!--coming) goOn();
        await whole; // so that all that was kept of them is kept at once
        reply.writeHead(200, { 'content-type': 'application/json' });
        for (let sent = 0; sent < limit; sent += piece.length) if (!reply.write(piece)) await once(reply, 'drain');
        reply.end();
      };
      const pass = async () => {
        const { message, reply } = await open(proxy.origin, draw, from());
        for (let sent = 0; sent < limit; sent += piece.length) if (!message.write(piece)) await once(message, 'drain');
        message.end();
        let bytes = 0;
        for await (const chunk of await reply) bytes += chunk.length;
        assert.equal(bytes, limit);
      };
      /** By how much the memory of its processes rises at most. @param {() => Promise<unknown>} during */
      const growth = async during => {
        const before = proxy.pids.map(pid => memory(pid, 'VmRSS'));
        for (const pid of proxy.pids) writeFileSync(`/proc/${pid}/clear_refs`, '5'); // the peak counts from here
        await during();
        return Math.max(...proxy.pids.map((pid, at) => memory(pid, 'VmHWM') - before[at]));
      };
      for (let warm = 0; warm < 4; warm++) await ask(proxy.origin, '/v1beta/models', from({ method: 'GET' }));

      // A heap comes to its working size first, and a collection may end in one pass or another: one pass has to show it.
      /** @type {number[]} */
      const grown = [];
      for (me = proxy.as(++clients); grown.length < calls && !grown.some(bytes => bytes < 8 * 2 ** 20);) grown.push(await growth(pass));
      assert.ok(Math.min(...grown) < 8 * 2 ** 20, `one body: grew by ${grown} bytes`);

      // That nothing was kept and its place used again is shown by many. Node's fetch kept all of them while it held a copy of the body for a redirect.
      whole = new Promise(resolve => { goOn = resolve; });
      coming = atOnce;
      me = proxy.as(++clients);
      const together = await growth(() => Promise.all(Array.from({ length: atOnce }, pass)));
      assert.ok(together < atOnce * limit, `${atOnce} bodies at once: grew by ${together} bytes`);
    });

    test('passes on calls of the allowed models and the lists of models, under any folder', async () => {
      for (const [method, path] of [
        ['POST', draw], ['POST', `/api/images${draw}`], ['POST', `/v1beta/models/${models[1]}:streamGenerateContent`],
        ['GET', '/v1beta/models'], ['GET', `/api/v1beta/models/${models[1]}`],
      ]) {
        const { status } = await ask(proxy.origin, path, from({ method, body: method === 'POST' ? '{}' : undefined }));
        assert.equal(status, 200, path);
        const seen = upstream.requests.pop();
        assert.deepEqual([seen?.method, seen?.path], [method, path.replace(/^.*(?=\/v1beta)/, '')]);
      }
    });

    test('passes on nothing else', async () => {
      const refused = [
        ['POST', '/v1beta/models/gemini-2.5-pro:generateContent'], ['POST', `/v1beta/models/${models[0]}:countTokens`], ['POST', `/v1beta/models/${models[0]}`],
        ['POST', `/v1beta/models/x${models[0]}:generateContent`], ['POST', `/v1beta/models/${models[0].replace('.', 'x')}:generateContent`],
        ['POST', '/v1beta/models'], ['POST', '/v1beta/files'], ['POST', '/upload/v1beta/files'], ['POST', `/v1beta/cachedContents/..${draw.slice(7)}/x`],
        ['POST', `/v1${draw.slice(7)}`], ['POST', `${draw}/x`], ['GET', draw], ['GET', '/v1beta/models/gemini-2.5-pro'], ['GET', '/'], ['GET', '/v1beta/files'],
        ['DELETE', `/v1beta/models/${models[0]}`], ['PUT', draw], ['HEAD', '/v1beta/models'],
      ];
      for (const [index, [method, path]] of refused.entries()) {
        if (index % 10 === 0) me = proxy.as(++clients);
        const { status } = await ask(proxy.origin, path, from({ method }));
        assert.equal(status, 404, `${method} ${path}`);
      }
      assert.equal(upstream.requests.length, 0);
    });

    test('builds the outgoing request from nothing: path, alt=sse, content type, key', async () => {
      const own = {
        cookie: 'session=1', authorization: 'Bearer of-the-page', 'x-goog-api-key': 'of-the-page', 'x-goog-user-project': 'other', referer: `${page}/secret`,
        'content-type': 'text/plain', accept: 'text/html', 'accept-language': 'de', 'user-agent': 'Browser', 'x-forwarded-for': '192.0.2.1', forwarded: 'for=192.0.2.1', 'x-anything': '1',
      };
      const { status } = await ask(proxy.origin, `${stream}&key=of-the-page&alt=json&fields=x`, from({ headers: own, body: '{"a":1}' }));
      assert.equal(status, 200);
      const [{ path, headers, names, bytes }] = upstream.requests;
      assert.equal(path, stream);
      assert.equal(bytes, 7);
      assert.equal(headers['content-type'], 'application/json');
      assert.equal(headers['x-goog-api-key'] ?? headers.authorization?.replace('Bearer ', ''), key);
      // What is left is the HTTP of the engine's own client.
      const expected = ['host', 'connection', 'content-type', 'x-goog-api-key', 'authorization', 'transfer-encoding', 'content-length',
        'accept', 'accept-language', 'accept-encoding', 'sec-fetch-mode', 'user-agent', 'cf-worker'];
      assert.deepEqual(names.filter(each => !expected.includes(each)), []);
      assert.doesNotMatch(JSON.stringify(headers), /of-the-page|Browser|html|192\.0|"de"/);

      await ask(proxy.origin, `${draw}?alt=json&key=x`, from({ body: '{}' }));
      assert.equal(upstream.requests[1].path, draw);
    });

    test('lets through no cookie, redirect or other header of upstream\'s', async () => {
      upstream.answer = (message, reply) => reply.writeHead(200, {
        'content-type': 'text/event-stream', 'set-cookie': ['a=1', 'b=2'], 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true',
        'cache-control': 'public', vary: 'x', 'x-accel-redirect': '/v1beta/models', location: 'https://elsewhere.example/',
      }).end('data: 1\n\n');
      const { status, headers, text } = await ask(proxy.origin, stream, from({ body: '{}' }));
      assert.deepEqual([status, text, headers['content-type']], [200, 'data: 1\n\n', 'text/event-stream']);
      assert.equal(headers['access-control-allow-origin'], page);
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers.vary?.toLowerCase(), 'origin');
      for (const each of ['set-cookie', 'access-control-allow-credentials', 'location', 'x-accel-redirect']) assert.equal(headers[each], undefined, each);

      for (const code of [301, 302, 303, 307, 308]) {
        upstream.answer = (message, reply) => reply.writeHead(code, { location: 'https://elsewhere.example/?key=1', 'set-cookie': 'a=1' }).end('moved');
        const answered = await ask(proxy.origin, draw, from({ body: '{}' }));
        assert.equal(answered.status, 502);
        assert.equal(JSON.parse(answered.text).error.message, 'the image API cannot be reached, or answers with a redirect');
        assert.doesNotMatch(JSON.stringify(answered), /elsewhere|cookie/);
      }
      assert.equal(upstream.requests.length, 6);
    });

    test('passes errors on as they are, with the time to wait, without the key that they repeat', async () => {
      for (const code of [400, 401, 429, 500]) {
        upstream.answer = (message, reply) => reply.writeHead(code, { 'content-type': 'application/json', 'retry-after': '7', 'www-authenticate': `Bearer ${key}` })
          .end(JSON.stringify({ error: { code, message: `bad ${message.headers['x-goog-api-key'] ?? message.headers.authorization}`, details: [{ reason: 'X' }] } }));
        const answered = await ask(proxy.origin, draw, from({ body: '{}' }));
        assert.deepEqual([answered.status, answered.headers['retry-after']], [code, '7']);
        const { error } = JSON.parse(answered.text);
        assert.match(error.message, /^bad (Bearer )?\(the key\)$/);
        assert.deepEqual(error.details, [{ reason: 'X' }]);
        assert.ok(!JSON.stringify(answered).includes(key));
      }
    });

    test('takes the key out of a 200 too, wherever its pieces end', async () => {
      for (const cut of [1, 9, key.length - 1]) {
        /** @type {(value?: any) => void} */
        let goOn = () => {};
        const asked = new Promise(resolve => { goOn = resolve; });
        upstream.answer = async (message, reply) => {
          reply.writeHead(200, { 'content-type': 'text/event-stream' }).write(`data: ${key}\n\ndata: ${key.slice(0, cut)}`);
          await asked;
          reply.end(`${key.slice(cut)}\n\ndata: ${key.slice(0, cut)}`);
        };
        const { message, reply } = await open(proxy.origin, stream, from());
        message.end('{}');
        const answered = await reply;
        const { first, rest } = await begin(answered);
        goOn();
        assert.match(`${first}${await rest()}`, new RegExp(`^(data: (\\(the key\\)|\\*{${key.length}})\n\n){2}data: ${key.slice(0, cut)}$`));
      }
    });

    // nginx streams an error as it does all else, and takes out the letters of the key alone.
    if (name !== 'nginx') test('makes errors anew: no page, no end of bytes, no spelling and no header brings the key', async () => {
      const spelled = `\\u00${key.charCodeAt(0).toString(16)}${key.slice(1)}`;
      upstream.answer = (message, reply) => reply.writeHead(400, { 'content-type': `text/html; key=${key}`, 'retry-after': key, 'x-key': key })
        .end(`{"error":{"code":400,"message":"bad ${spelled}"}}`);
      const answered = await ask(proxy.origin, draw, from({ body: '{}' }));
      assert.deepEqual([answered.status, answered.headers['content-type'], answered.headers['retry-after']], [400, 'application/json', undefined]);
      assert.equal(JSON.parse(answered.text).error.message, 'bad (the key)');
      assert.ok(!JSON.stringify(answered).includes(key));

      const plain = { error: { code: 502, message: 'the image API answers with status 502' } };
      upstream.answer = (message, reply) => reply.writeHead(502, { 'content-type': 'text/html' }).end(`<h1>bad ${key}</h1>`);
      assert.deepEqual(JSON.parse((await ask(proxy.origin, draw, from({ body: '{}' }))).text), plain);
      upstream.answer = (message, reply) => {
        reply.writeHead(502, { 'content-length': '9', 'content-type': 'application/json' }).write('{"a"');
        reply.socket?.end();
      };
      assert.deepEqual(JSON.parse((await ask(proxy.origin, draw, from({ body: '{}' }))).text), plain);

      /** @type {Promise<unknown> | undefined} */
      let gone;
      upstream.answer = async (message, reply, seen) => {
        ({ gone } = seen);
        reply.writeHead(502, { 'content-type': 'application/json' });
        const piece = `"${'a'.repeat(2 ** 14)}",`;
        for (let on = reply.write('['); !reply.destroyed; on = reply.write(piece)) if (!on) await Promise.race([once(reply, 'drain'), gone]);
      };
      assert.deepEqual(JSON.parse((await ask(proxy.origin, draw, from({ body: '{}' }))).text), plain);
      await gone;

      upstream.answer = (message, reply) => reply.writeHead(200, { 'content-type': `text/html; key=${key}` }).end('<h1>well</h1>');
      const page = await ask(proxy.origin, draw, from({ body: '{}' }));
      assert.deepEqual([page.text, page.headers['content-type']], ['<h1>well</h1>', 'text/plain']);
    });

    test('answers pages that it knows, and refuses others', async () => {
      const { headers } = await ask(proxy.origin, '/v1beta/models', from({ method: 'GET' }));
      assert.equal(headers['access-control-allow-origin'], page);
      assert.equal(headers['access-control-expose-headers'], 'retry-after');
      const sameOrigin = await ask(proxy.origin, '/v1beta/models', { ...me, method: 'GET' });
      assert.deepEqual([sameOrigin.status, sameOrigin.headers['access-control-allow-origin']], [200, undefined]);
      upstream.reset();
      for (const origin of ['https://evil.example', `${page}.evil.example`, 'http://app.example', 'null', undefined]) {
        const headers = { ...proxy.as(clients).headers, ...(origin && { origin }) };
        for (const method of origin ? ['POST', 'GET', 'OPTIONS'] : ['POST']) {
          const answered = await ask(proxy.origin, draw, { ...me, method, headers });
          assert.deepEqual([answered.status, answered.headers['access-control-allow-origin']], [403, undefined], `${method} ${origin}`);
        }
      }
      assert.equal(upstream.requests.length, 0);
    });

    test('answers preflights itself', async () => {
      const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
      const { status, headers } = await ask(proxy.origin, draw, from({ method: 'OPTIONS', headers: preflight }));
      assert.equal(status, 204);
      assert.equal(headers['access-control-allow-origin'], page);
      assert.equal(headers['access-control-allow-methods'], 'GET, POST');
      assert.equal(headers['access-control-allow-headers'], 'content-type');
      assert.equal(headers['access-control-max-age'], '86400');
      assert.equal(headers['access-control-allow-credentials'], undefined);
      assert.equal(upstream.requests.length, 0);
    });

    test('counts the body while it streams: the limit passes, one byte more is 413', async () => {
      const whole = Buffer.alloc(limit, 'a');
      assert.equal((await ask(proxy.origin, draw, from({ body: whole }))).status, 200);
      assert.equal(upstream.requests.pop()?.bytes, limit);

      const told = await open(proxy.origin, draw, from({ headers: { 'content-length': String(limit + 1) } }));
      told.message.flushHeaders();
      const answered = await told.reply;
      assert.equal(answered.statusCode, 413);
      assert.equal(JSON.parse(await read(answered)).error.code, 413);
      assert.equal(answered.headers['access-control-allow-origin'], page);
      told.message.destroy();
      assert.equal(upstream.requests.length, 0);

      const untold = await open(proxy.origin, draw, from());
      untold.message.write(whole);
      while (!upstream.requests.length) await new Promise(setImmediate);
      const { gone } = upstream.requests[0];
      untold.message.write('a');
      assert.equal((await untold.reply).statusCode, 413);
      assert.equal(JSON.parse(await read(await untold.reply)).error.code, 413);
      await gone; // and upstream is not left waiting for the rest
      untold.message.destroy();
    });

    test('takes no length for true beside which the body comes in pieces', async () => {
      const { hostname, port } = new URL(proxy.origin);
      const socket = connect(Number(port), hostname).on('error', () => {});
      const headers = { host: 'proxy', origin: page, .../** @type {any} */ (me).headers, 'content-length': '2', 'transfer-encoding': 'chunked' };
      socket.write(`POST ${draw} HTTP/1.1\r\n${Object.entries(headers).map(each => each.join(': ')).join('\r\n')}\r\n\r\n`);
      socket.write(`${(limit + 1).toString(16)}\r\n${'a'.repeat(limit + 1)}\r\n0\r\n\r\n`);
      // An engine that refuses the head may hang up on the rest, and take its answer with it.
      const head = await new Promise(resolve => socket.on('data', resolve).on('close', () => resolve('')));
      assert.match(String(head), /^$|^HTTP\/1\.1 4(00|13) /);
      assert.ok(upstream.requests.every(({ bytes }) => bytes <= limit));
      socket.destroy();
    });

    test('limits the calls of a client, and of that client alone', async () => {
      let passed = 0;
      let refused;
      // Twice as many, because a minute may end in between.
      while (!refused && passed <= 2 * calls) {
        const answered = await ask(proxy.origin, draw, from({ body: '{}' }));
        if (answered.status === 429) refused = answered;
        else passed += Number(answered.status === 200);
      }
      assert.ok(refused && passed >= calls, `${passed} passed`);
      assert.equal(JSON.parse(refused.text).error.code, 429);
      assert.equal(refused.headers['access-control-allow-origin'], page);
      const wait = Number(refused.headers['retry-after']);
      assert.ok(wait >= 1 && wait <= 60, String(wait));
      assert.equal(upstream.requests.length, passed);
      me = proxy.as(++clients);
      assert.equal((await ask(proxy.origin, draw, from({ body: '{}' }))).status, 200);
    });

    test('streams both ways: each side has the first bytes before the other has sent the last', async () => {
      /** @type {(value?: any) => void} */
      let goOn = () => {};
      const asked = new Promise(resolve => { goOn = resolve; });
      upstream.answer = async (message, reply) => {
        reply.writeHead(200, { 'content-type': 'text/event-stream' });
        const [first] = await once(message, 'data');
        reply.write(`data: ${first.length}\n\n`);
        await asked;
        message.resume();
        reply.end('data: end\n\n');
      };
      const { message, reply } = await open(proxy.origin, stream, from());
      message.write('{"contents":');
      const answered = await reply;
      const { first, rest } = await begin(answered);
      assert.equal(first, 'data: 12\n\n');
      message.end('[]}');
      goOn();
      assert.equal(await rest(), 'data: end\n\n');
    });

    test('ends the request upstream when the client leaves', async () => {
      for (const stage of ['while it sends', 'while it waits', 'while it reads']) {
        /** @type {(value?: any) => void} */
        let reached = () => {};
        const there = new Promise(resolve => { reached = resolve; });
        /** @type {Promise<unknown> | undefined} */
        let gone;
        upstream.answer = async (message, reply, seen) => {
          ({ gone } = seen);
          if (stage === 'while it sends') await once(message, 'data');
          else message.resume();
          if (stage === 'while it reads') reply.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
          reached();
        };
        const { message, reply } = await open(proxy.origin, stream, from());
        message.write('{}');
        if (stage !== 'while it sends') message.end();
        await there;
        if (stage === 'while it reads') await once(await reply, 'data');
        proxy.leave(message);
        await gone;
      }
    });
  });
}

/** In bytes. @param {number} pid @param {'VmRSS' | 'VmHWM'} field now, or at most */
function memory(pid, field) {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1]) * 1024;
}
