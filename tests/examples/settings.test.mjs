// @ts-check
// A setting that cannot be read stops the proxy with a sentence, on Node and on Workers: none makes it let more through than was meant.
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createProxy } from '../../examples/proxy/proxy.js';
import { policySettings, serverSettings } from '../../examples/proxy/settings.js';
import { engines, models } from './engines.mjs';
import { ask, startUpstream } from './upstream.mjs';

const key = 'sk-the-secret-of-the-house';
const page = 'https://app.example';
const draw = `/v1beta/models/${models[0]}:generateContent`;

/** node.mjs with an environment: what it prints until it listens, or until it ends. @param {Record<string, string>} env */
async function run(env) {
  const child = spawn(process.execPath, ['node.mjs'], { cwd: fileURLToPath(new URL('../../examples/proxy/', import.meta.url)), env: { PORT: '0', ...env } });
  let [out, err] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', text => { err += text; });
  const ended = once(child, 'close');
  const listening = once(child.stdout.setEncoding('utf8').on('data', text => { out += text; }), 'data');
  await Promise.race([ended, listening]);
  const stop = async () => {
    child.kill();
    await ended;
  };
  if (out) return { origin: out.trim(), code: null, stop, said: () => err };
  const [code] = await ended;
  return { origin: '', code, stop, said: () => err };
}

const good = { GEMINI_API_KEY: key, ORIGINS: page };
const wrong = {
  GEMINI_API_KEY: ['', 'short', `${key}\n`, `${key} `, 'a key of some words here', 'sk-with-"quotes"-in-it'],
  ORIGINS: ['*', 'app.example', 'https://*.app.example', `${page}/page`, `${page}?x`, `${page}/#`, `${page}#`, 'https://', 'null', 'https://user@app.example', 'ftp://app.example', 'localhost:5173', `${page} *`, 'https:app.example', 'javascript:alert(1)'],
  MODELS: ['', ' ', ',', '*', '..', '.', 'models/gemini-2.5-flash-image', 'a/../b', '-', 'gemini-2.5-flash-image *', 'a:generateContent'],
  UPSTREAM: ['', 'http://api.example', 'api.example', 'https://user:pass-word@api.example', 'https://api.example/?key=x', 'https://api.example/#x', 'ftp://localhost', 'http://127.0.0.1.example', 'http://localhost.example', 'https://'],
  CALLS: ['20/min', '', ' ', 'many', '0', '-1', '1.5', 'NaN', 'Infinity', '1e9', '0x10', '20 30', '100001'],
  LIST_CALLS: ['60/min', '0'],
  BODY_BYTES: ['20MiB', '20 MiB', '0', '-1', ''],
  PORT: ['http', '', '-1', '65536', '80.5'],
  HOST: ['', 'http://localhost', 'a b', '*'],
  CLIENT_HEADER: ['x forwarded for', 'x-forwarded-for:', 'forwarded', 'a,b', '__proto__', 'constructor', 'Constructor', 'hasOwnProperty', 'x_forwarded_for', '-', 'x-', '-x', '0', 'Origin', 'host', 'cookie', 'user-agent', 'content-length', 'accept-language', 'Sec-Fetch-Site'],
  TRUSTED_PROXIES: ['0', '-1', 'all', '', '1.5'],
  IN_FLIGHT: ['0', 'x', ''],
  CONNECTIONS: ['0', 'x', ''],
  HEADER_SECONDS: ['0', '10s', '', '-1', 'Infinity', '999999'],
  IDLE_SECONDS: ['0', '30s', ''],
  BODY_SECONDS: ['0', '2min', ''],
  CALL_SECONDS: ['0', 'x', ''],
};

test('each setting is read by its type, and what cannot be read is named, never repeated', () => {
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      assert.throws(() => serverSettings({ ...good, [name]: value }), ({ message }) => {
        assert.match(message, new RegExp(`^${name} has to be .*\\.$`), value);
        for (const secret of [key, 'pass-word']) assert.ok(!message.includes(secret));
        return true;
      }, `${name}=${value}`);
    }
  }
  assert.throws(() => serverSettings({ CALLS: 'x', PORT: 'x' }), ({ message }) => ['GEMINI_API_KEY', 'CALLS', 'PORT'].every(name => message.includes(`${name} has to be`)));
});

test('what can be read is', () => {
  const { origins, models: open, upstream, calls, port, host, clientHeader } = serverSettings(good);
  assert.deepEqual([[...origins], [...open], upstream, calls, port, host, clientHeader], [[page], ['gemini-2.5-flash-image'], 'https://generativelanguage.googleapis.com', 20, 8787, '127.0.0.1', '']);
  const spelled = [`${page}/ http://localhost:5173`, `${page}, http://localhost:5173`, `HTTPS://APP.example:443\n http://LOCALHOST:5173/ ${page}`, [page, 'http://localhost:5173']];
  for (const each of spelled) assert.deepEqual([...policySettings({ ...good, ORIGINS: each }).origins], [page, 'http://localhost:5173']);
  for (const none of [undefined, '', ' ', []]) assert.equal(policySettings({ ...good, ORIGINS: none }).origins.size, 0);
  for (const odd of [1, {}, [1], [[page]], true]) assert.throws(() => policySettings({ ...good, ORIGINS: odd }), /^Error: ORIGINS has to be/);
  for (const odd of [[], [''], 1, {}]) assert.throws(() => policySettings({ ...good, MODELS: odd }), /^Error: MODELS has to be/);
  for (const here of ['http://localhost:1', 'http://127.0.0.1:1/api/', 'http://[::1]:1', 'https://api.example/']) assert.equal(policySettings({ ...good, UPSTREAM: here }).upstream, here.replace(/\/$/, ''));
  for (const name of ['X-Forwarded-For', 'x-real-ip', 'CF-Connecting-IP', 'true-client-ip', 'Fly-Client-IP', 'x-azure-clientip', '']) assert.equal(serverSettings({ ...good, CLIENT_HEADER: name }).clientHeader, name.toLowerCase());
});

describe('node', () => {
  const bad = [
    ['CALLS', '20/min'], ['CALLS', ''], ['GEMINI_API_KEY', `${key}\n`], ['GEMINI_API_KEY', ''], ['ORIGINS', '*'], ['ORIGINS', `${page}/page`], ['ORIGINS', 'null'],
    ['MODELS', ''], ['MODELS', '..'], ['UPSTREAM', 'http://api.example'], ['UPSTREAM', ''], ['PORT', 'http'], ['IDLE_SECONDS', '30s'], ['TRUSTED_PROXIES', '0'],
  ];
  for (const [name, value] of bad) {
    test(`does not start with ${name}=${JSON.stringify(value).replace(key, '…')}`, async () => {
      const { origin, code, stop, said } = await run({ ...good, [name]: value });
      await stop();
      assert.deepEqual([origin, code], ['', 1]);
      assert.match(said(), new RegExp(`^${name} has to be .*\\.\n`));
      assert.ok(!said().includes(key) && !/^\s+at /m.test(said()));
    });
  }

  test('without ORIGINS no Origin passes, and least an empty one', async () => {
    const upstream = await startUpstream();
    for (const env of /** @type {Record<string, string>[]} */ ([{}, { ORIGINS: '' }, { ORIGINS: '  ' }])) {
      const { origin, stop, said } = await run({ GEMINI_API_KEY: key, UPSTREAM: upstream.origin, MODELS: models.join(' '), ...env });
      for (const each of ['', 'null', 'undefined', page, undefined]) {
        assert.equal((await ask(origin, draw, { headers: each === undefined ? {} : { origin: each }, body: '{}' })).status, 403, each);
      }
      assert.match(said(), /^ORIGINS is not set/);
      await stop();
    }
    assert.equal(upstream.requests.length, 0);
    await upstream.close();
  });

  test('listens on this machine alone unless HOST says else, and prints where', async () => {
    const alone = await run(good);
    assert.match(alone.origin, /^http:\/\/127\.0\.0\.1:\d+$/);
    const { port } = new URL(alone.origin);
    assert.equal((await ask(alone.origin, '/v1beta/files', { method: 'GET' })).status, 404);
    await assert.rejects(ask(`http://127.0.0.2:${port}`, '/v1beta/files', { method: 'GET' })); // which all interfaces would hear
    await alone.stop();
    const wide = await run({ ...good, HOST: '0.0.0.0' });
    assert.match(wide.origin, /^http:\/\/0\.0\.0\.0:\d+$/);
    assert.equal((await ask(`http://127.0.0.2:${new URL(wide.origin).port}`, '/v1beta/files', { method: 'GET' })).status, 404);
    await wide.stop();
  });

  test('says so where it cannot listen', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (taken.address());
    const { code, stop, said } = await run({ ...good, PORT: String(port) });
    await stop();
    taken.close();
    assert.equal(code, 1);
    assert.match(said(), new RegExp(`^The proxy cannot listen at HOST 127\\.0\\.0\\.1, PORT ${port}: `));
  });
});

describe('workerd', () => {
  /** @param {Record<string, unknown>} bindings @param {(ask_: (headers: Record<string, string>, path?: string) => ReturnType<typeof ask>, seen: unknown[]) => Promise<void>} use */
  async function worker(bindings, use) {
    const upstream = await startUpstream();
    const engine = await engines.workerd({ upstream: upstream.origin, key, origins: [page], calls: 20, bindings });
    try {
      await use((headers, path = draw) => ask(engine.origin, path, { headers, body: '{}' }), upstream.requests);
    } finally {
      await engine.stop();
      await upstream.close();
    }
  }

  test('settings as text are lists of whole names too', () => worker({ ORIGINS: 'https://app.company https://other.example', MODELS: `${models[0]}-preview ${models[1]}` }, async (send, seen) => {
    for (const origin of ['https://app.com', 'https://app.company https://other.example', 'https://other.exam', '', 'null', page]) assert.equal((await send({ origin })).status, 403, origin);
    assert.equal((await send({ origin: 'https://app.company' })).status, 404); // a model that is half a name
    assert.equal(seen.length, 0);
    assert.equal((await send({ origin: 'https://other.example' }, `/v1beta/models/${models[1]}:generateContent`)).status, 200);
  }));

  test('without ORIGINS no Origin passes', () => worker({ ORIGINS: undefined }, async (send, seen) => {
    for (const origin of ['', 'null', 'undefined', page]) assert.equal((await send({ origin })).status, 403, origin);
    assert.equal(seen.length, 0);
  }));

  const bad = [['GEMINI_API_KEY', `${key}\n`], ['GEMINI_API_KEY', undefined], ['ORIGINS', ['*']], ['MODELS', []], ['UPSTREAM', `http://api.example/${key}`], ['LIMITER', undefined]];
  for (const [name, value] of /** @type {[string, unknown][]} */ (bad)) {
    test(`answers each call with what is wrong: ${name}=${JSON.stringify(value)?.replace(key, '…')}`, () => worker({ [name]: value }, async (send, seen) => {
      for (let n = 0; n < 2; n++) {
        const { status, text } = await send({ origin: page });
        const { error } = JSON.parse(text);
        assert.deepEqual([status, error.code], [500, 500]);
        assert.match(error.message, new RegExp(`^the proxy is not set up: ${name} has to be .*\\.$`));
        assert.ok(!text.includes(key));
      }
      assert.equal(seen.length, 0);
    }));
  }
});

test('the function alone takes names as text, and closes where the limit fails', async () => {
  const passed = async (/** @type {any} */ policy, /** @type {string} */ origin, model = models[0]) => {
    const proxy = createProxy({ key, models, origins: [page], limit: () => 0, fetch: async () => Response.json({}), ...policy });
    const { status } = await proxy(new Request(`https://proxy.example/v1beta/models/${model}:generateContent`, { method: 'POST', headers: { origin }, body: '{}' }), 'me');
    return status;
  };
  assert.equal(await passed({ origins: 'https://app.company' }, 'https://app.com'), 403);
  assert.equal(await passed({ origins: 'https://app.company' }, 'https://app.company'), 200);
  assert.equal(await passed({ models: `${models[0]}-preview` }, page), 404);
  for (const origins of [[''], [], '', ['null'], undefined]) for (const origin of ['', 'null']) assert.equal(await passed({ origins }, origin), 403, `${origins} ${origin}`);
  for (const wait of [NaN, null, true, '1', -1, Infinity]) assert.equal(await passed({ limit: () => wait }, page), 429, String(wait));
  for (const limit of [() => undefined, () => { throw new Error('no store'); }, async () => { throw new Error('no store'); }]) assert.equal(await passed({ limit }, page), 503);
  for (const maxBytes of [NaN, 0, -1, '20MiB']) await assert.rejects(passed({ maxBytes }, page), /maxBytes has to be/);
});
