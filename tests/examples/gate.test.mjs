// @ts-check
// Who may use a visitor's calls, on each engine: not a page that is not on the list, by no kind of request; and what is not passed on costs none.
import { after, before, beforeEach, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { engines, models } from './engines.mjs';
import { ask, open, startUpstream } from './upstream.mjs';

const key = 'sk-the-secret-of-the-house';
const page = 'https://app.example';
const calls = 4;
const draw = `/v1beta/models/${models[0]}:generateContent`;
const list = '/v1beta/models';

for (const [name, start] of Object.entries(engines)) {
  describe(name, () => {
    /** @type {Awaited<ReturnType<typeof startUpstream>>} */
    let upstream;
    /** @type {import('./engines.mjs').Engine} */
    let proxy;
    let clients = 10;
    /** @type {ReturnType<typeof proxy.as>} */
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
    /** As this test's client. @param {string} method @param {string} path @param {Record<string, string>} [headers] */
    const send = (method, path, headers) => ask(proxy.origin, path, { ...me, method, headers: { ...me.headers, ...headers }, ...(method === 'POST' && { body: '{}' }) });
    /** How many pictures this client still gets of the minute. */
    const left = async () => {
      let passed = 0;
      while ((await send('POST', draw, { origin: page })).status === 200) passed++;
      return passed;
    };

    test('a page elsewhere gets no list by a request that names no origin, as for an <img>', async () => {
      for (const site of ['cross-site', 'same-site', 'anything', 'same-origin, cross-site']) {
        const { status, text } = await send('GET', list, { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' });
        assert.deepEqual([status, JSON.parse(text).error.code], [403, 403], site);
      }
      assert.equal(upstream.requests.length, 0);
      for (const site of ['same-origin', 'none']) assert.equal((await send('GET', list, { 'sec-fetch-site': site })).status, 200, site);
      assert.equal((await send('GET', list)).status, 200);
    });

    test('a page on the list may be of any site', async () => {
      for (const site of ['cross-site', 'same-site', 'same-origin']) {
        assert.equal((await send('POST', draw, { origin: page, 'sec-fetch-site': site })).status, 200, site);
      }
      assert.equal((await send('GET', list, { origin: page, 'sec-fetch-site': 'cross-site' })).status, 200);
    });

    test('neither lists nor what is refused are counted as pictures', async () => {
      for (let n = 0; n < 3 * calls; n++) {
        await send('GET', list);
        await send('GET', list, { 'sec-fetch-site': 'cross-site' });
        await send('POST', draw, { origin: 'https://evil.example' });
        await send('OPTIONS', draw, { origin: page });
        await send('POST', '/v1beta/models/gemini-2.5-pro:generateContent', { origin: page });
        await send('GET', draw, { origin: page });
        await ask(proxy.origin, draw, { ...me, method: 'OPTIONS', headers: { ...me.headers, origin: 'https://evil.example' } });
      }
      const large = { ...me.headers, origin: page, 'content-length': String(2 ** 30) };
      for (let n = 0; n < 2 * calls; n++) assert.equal((await head(proxy.origin, { ...me, headers: large })).statusCode, 413);
      const passed = await left();
      assert.ok(passed >= calls && passed <= 2 * calls, `${passed} passed`);
    });

    test('gives leave to ask for pictures and lists, of any model so that a page can read its refusal, and for nothing else', async () => {
      for (const path of [draw, draw.replace(':g', ':streamG'), `${draw}?alt=sse`, list, `${list}/${models[1]}`, `/api${draw}`, `${list}/another`, `${list}/another:generateContent`]) {
        assert.equal((await send('OPTIONS', path, { origin: page })).status, 204, path);
      }
      for (const path of ['/', '/x', '/v1beta/files', '/v1beta/models/', `${draw}/x`, '/v1/models', `${list}/a/b`, `${list}/${models[0]}:countTokens`]) {
        const { status, text } = await send('OPTIONS', path, { origin: page });
        assert.deepEqual([status, JSON.parse(text).error.code], [404, 404], path);
      }
    });

    test('lists have a count of their own', async () => {
      let asked = 0;
      while ((await send('GET', list)).status === 200) assert.ok(++asked < 200);
      const { status, headers, text } = await send('GET', list, { origin: page });
      assert.deepEqual([status, JSON.parse(text).error.code, headers['access-control-allow-origin']], [429, 429, page]);
      assert.ok(Number(headers['retry-after']) >= 1);
      assert.equal((await send('POST', draw, { origin: page })).status, 200);
    });

    test('an Origin that is empty, null, or two is no page', async () => {
      for (const origin of ['', 'null', `${page}, ${page}`, `${page}/`, `${page}:443`, ` ${page}.evil.example`]) {
        assert.equal((await send('POST', draw, { origin })).status, 403, origin);
      }
      assert.equal(upstream.requests.length, 0);
    });

    // nginx passes on any status.
    if (name !== 'nginx') test('an answer of a status that cannot be passed on is a 502 that says so', async () => {
      for (const code of [101, 204, 205, 304, 600, 777, 999]) {
        me = proxy.as(++clients);
        upstream.answer = (message, reply) => reply.socket?.end(`HTTP/1.1 ${code} Odd\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n{"a":1}`);
        const { status, headers, text } = await send('POST', draw, { origin: page });
        assert.deepEqual([status, JSON.parse(text).error.code, headers['access-control-allow-origin']], [502, 502, page], `${code}`);
      }
    });
  });
}

/** The answer to a head alone. @param {string} origin @param {{ headers: Record<string, string>, localAddress?: string }} options */
async function head(origin, options) {
  const { message, reply } = await open(origin, draw, options);
  message.flushHeaders();
  const answered = await reply;
  message.destroy();
  return answered;
}
