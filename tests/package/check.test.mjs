// @ts-check
// check(): what it finds of real servers that misbehave in the ways that servers do, and that the key goes only where it must. The rules
// behind it, all of them, are tests/rules/diagnosis.test.mjs.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { sandbox } from '../../js/sandbox.js';
import { freePort } from '../../scripts/http.mjs';
import { startServer } from '../harness/server.mjs';
import { hold, settle } from './page.js';
import { entry, inBrowsers } from './suite.mjs';

const { createClient } = await entry('inline');
const KEY = 'sk-secret-0123456789';
const MODEL = 'gemini-2.5-flash-image';

/** @param {any} body @param {number} [status] @param {Record<string, string>} [headers] */
const json = (body, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
const html = (/** @type {number} */ status) => new Response('<!doctype html><title>Welcome</title><h1>It works!</h1>', { status, headers: { 'content-type': 'text/html' } });
const badKey = () => json({ error: {
  code: 400, message: 'API key not valid. Please pass a valid API key.', status: 'INVALID_ARGUMENT',
  details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' }],
} }, 400);
const newApiBadKey = () => json({ error: { message: '无效的令牌 (request id: 2026112209301135)', type: 'new_api_error', code: '' } }, 401);
const invalidUrl = () => json({ error: { message: 'Invalid URL', type: 'invalid_request_error', param: '', code: '' } }, 404);
const notFound = () => json({ error: { code: 404, message: `models/${MODEL} is not found for API version v1beta`, status: 'NOT_FOUND' } }, 404);
const google = (/** @type {string[]} */ ...ids) => json({ models: ids.map(id => ({ name: `models/${id}` })) });
const openai = (/** @type {string[]} */ ...ids) => json({ object: 'list', data: ids.map(id => ({ id, object: 'model' })) });
const card = () => json({ name: `models/${MODEL}`, version: '001' });

/** @typedef {{ what: string, key: string, page: string | null }} Asked */
/**
 * A server on another origin than the page's.
 * @typedef {object} Scene
 * @property {(asked: Asked) => Response} answer
 * @property {string[]} [allow] request headers that its preflight grants; without it the server knows nothing of CORS
 * @property {object} [options]
 * @property {string} asked the requests, in order: what for, and how the key went along
 * @property {object} found
 * @property {RegExp} [hint]
 */
const all = ['content-type', 'authorization', 'x-goog-api-key'];
const closed = { ok: false, reachable: true, cors: false };

/** @type {Record<string, Scene>} */
const scenes = {
  'a host that is alive and sends no CORS headers': {
    answer: () => openai(MODEL), asked: 'list -, probe -', found: closed, hint: /^the server answers, but this page may not read it: .* \(CORS\)/,
  },
  'the same behind nosniff, as a page, as an error': {
    answer: ({ what }) => (what === 'probe' ? html(404) : json({}, 500, { 'x-content-type-options': 'nosniff' })), asked: 'list -, probe -', found: closed, hint: /CORS/,
  },
  'a host whose preflight grants authorization but not x-goog-api-key': {
    answer: () => openai(MODEL), allow: ['content-type', 'authorization'], options: { auth: 'x-goog-api-key' },
    asked: 'list -', found: closed, hint: /not with the header `x-goog-api-key`: try `auth: 'bearer'`/,
  },
  'a host whose preflight grants x-goog-api-key but not authorization': {
    answer: newApiBadKey, allow: ['content-type', 'x-goog-api-key'], asked: 'list -', found: closed, hint: /not with the header `authorization`: try `auth: 'x-goog-api-key'`/,
  },
  'the same, asked in the way that the hint names': {
    answer: ({ key, what }) => (!key ? newApiBadKey() : what === 'card' ? card() : openai(MODEL)), allow: ['content-type', 'x-goog-api-key'], options: { auth: 'x-goog-api-key' },
    asked: 'list x-goog-api-key, list -, card x-goog-api-key', found: { ok: true, reachable: true, cors: true, auth: true, model: true },
  },
  'a host that refuses a header of the caller\'s own': {
    answer: () => openai(MODEL), allow: all, options: { headers: { 'x-team': 'a' } }, asked: 'list -', found: closed, hint: /leave `headers` out/,
  },
  'a host that lets in no cookies': {
    answer: () => openai(MODEL), allow: all, options: { credentials: 'include' }, asked: 'list -', found: closed, hint: /leave `credentials` out/,
  },
  'a key that Google refuses': {
    answer: badKey, allow: all, options: { auth: 'x-goog-api-key' },
    asked: 'list x-goog-api-key', found: { ok: false, reachable: true, cors: true, auth: false }, hint: /^check that the key belongs to the server/,
  },
  'a key that new-api refuses': {
    answer: newApiBadKey, allow: all, asked: 'list Bearer', found: { ok: false, reachable: true, cors: true, auth: false }, hint: /^check that the key belongs to the server/,
  },
  'no key where one is wanted': {
    answer: newApiBadKey, allow: all, options: { apiKey: undefined }, asked: 'list -', found: { ok: false, reachable: true, cors: true, auth: false }, hint: /pass `apiKey`/,
  },
  'a credential in `headers`': {
    answer: ({ key, what }) => (!key ? newApiBadKey() : what === 'card' ? card() : openai(MODEL)), allow: [...all, 'x-team'],
    options: { apiKey: undefined, auth: 'none', headers: { authorization: `Bearer ${KEY}`, 'x-team': 'a' } },
    asked: 'list Bearer, list -, card Bearer', found: { ok: true, reachable: true, cors: true, auth: true, model: true },
  },
  'an unknown model': {
    answer: ({ key, what }) => (!key ? newApiBadKey() : what === 'card' ? notFound() : google('gemini-3-pro-image')), allow: all,
    asked: 'list Bearer, list -, card Bearer', found: { ok: false, reachable: true, cors: true, auth: true, model: false }, hint: /does not offer `gemini-2.5-flash-image`/,
  },
  'a model that is unknown with status 200, in one-api\'s manner': {
    answer: ({ what }) => (what === 'card' ? json({ error: { message: 'The model does not exist', type: 'invalid_request_error', param: 'model', code: 'model_not_found' } }) : openai('x')),
    allow: all, asked: 'list Bearer, list -, card Bearer', found: { ok: false, reachable: true, cors: true, model: false }, hint: /does not offer/,
  },
  'a gateway that has only the list': {
    answer: ({ key, what }) => (what === 'card' ? invalidUrl() : key ? openai('gpt-x', MODEL) : newApiBadKey()), allow: all,
    asked: 'list Bearer, list -, card Bearer', found: { ok: true, reachable: true, cors: true, auth: true, model: true },
  },
  'a gateway that has only the list, with pages': {
    answer: ({ what, page }) => (what === 'card' ? html(404) : page === 'b&=' ? google('y', MODEL) : json({ models: [{ name: 'models/x' }], nextPageToken: page ? 'b&=' : 'a' })),
    allow: all, options: { auth: 'query' }, asked: 'list key=, list -, card key=, list key= a, list key= b&=', found: { ok: true, reachable: true, cors: true, model: true },
  },
  'a gateway that has only the list, without the model': {
    answer: ({ what }) => (what === 'card' ? invalidUrl() : openai('gpt-x', 'gemini-3-pro-image')), allow: all,
    asked: 'list Bearer, list -, card Bearer', found: { ok: false, reachable: true, cors: true, model: false }, hint: /does not offer/,
  },
  'a gateway with a public list tells nothing of the key': {
    answer: ({ what }) => (what === 'card' ? card() : google(MODEL)), allow: all,
    asked: 'list Bearer, list -, card Bearer', found: { ok: true, reachable: true, cors: true, model: true },
  },
  'a gateway with a public list and cards for keys': {
    answer: ({ what }) => (what === 'card' ? newApiBadKey() : openai(MODEL)), allow: all,
    asked: 'list Bearer, list -, card Bearer', found: { ok: false, reachable: true, cors: true, auth: false }, hint: /check that the key/,
  },
  'a proxy that takes only POST, 404': {
    answer: () => new Response('Cannot GET', { status: 404 }), allow: all, options: { apiKey: undefined },
    asked: 'list -, card -', found: { ok: true, reachable: true, cors: true }, hint: /^the server tells nothing of its models/,
  },
  'a proxy that takes only POST, 405': {
    answer: () => json({ detail: 'Method Not Allowed' }, 405), allow: all,
    asked: 'list Bearer, card Bearer', found: { ok: true, reachable: true, cors: true }, hint: /^the server tells nothing of its models/,
  },
  'a site that answers everything with a page': {
    answer: () => html(200), allow: all, asked: 'list Bearer, card Bearer', found: { ok: false, reachable: true, cors: true }, hint: /not how the image API answers: check `baseURL`/,
  },
  'a server that fails': {
    answer: () => new Response('oops', { status: 503 }), allow: all, asked: 'list Bearer', found: { ok: false, reachable: true, cors: true }, hint: /^the server failed; try again/,
  },
  'a server that has had enough': {
    answer: () => json({ error: { code: 429, message: 'slow', status: 'RESOURCE_EXHAUSTED' } }, 429), allow: all,
    asked: 'list Bearer', found: { ok: false, reachable: true, cors: true }, hint: /^wait a little/,
  },
  'a redirect': {
    answer: () => new Response('', { status: 307, headers: { location: 'https://elsewhere.invalid/' } }), allow: all,
    asked: 'list Bearer', found: { ok: false, reachable: true }, hint: /final address as `baseURL`/,
  },
};

/** @type {import('./suite.mjs').Server} */
let elsewhere;
before(async () => { elsewhere = await startServer(); });
after(() => elsewhere.close());

/** How the key goes along. @param {Request} request */
const credential = ({ headers, url }) => [
  headers.has('authorization') && 'Bearer', headers.has('x-goog-api-key') && 'x-goog-api-key', new URL(url).searchParams.has('key') && 'key=',
].filter(Boolean).join('+');

/** @param {Request} request @returns {Asked} */
function told(request) {
  const { pathname, searchParams } = new URL(request.url);
  const what = request.headers.get('sec-fetch-mode') === 'no-cors' ? 'probe' : pathname.endsWith('/v1beta/models') ? 'list' : pathname.endsWith(`/v1beta/models/${MODEL}`) ? 'card' : pathname;
  return { what, key: credential(request), page: searchParams.get('pageToken') };
}

/** @param {Scene} scene @param {string[]} asked filled with what is asked for */
const handler = ({ answer, allow }, asked) => (/** @type {Request} */ request) => {
  const cors = /** @type {Record<string, string>} */ (allow ? { 'access-control-allow-origin': '*' } : {});
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { ...cors, ...(allow && { 'access-control-allow-headers': allow.join(', ') }) } });
  const { what, key, page } = told(request);
  asked.push([what, key || '-', page].filter(Boolean).join(' '));
  const response = answer({ what, key, page });
  for (const [name, value] of Object.entries(cors)) response.headers.set(name, value);
  return response;
};

/** A check in the page. @param {import('./suite.mjs').Browser} browser @param {any} options @returns {Promise<any>} */
const check = (browser, options) => browser.page(async (page, options) => {
  document.cookie = 'session=abc; path=/';
  const { createClient } = await page.entry('index');
  return createClient(options).check().catch(async (/** @type {any} */ error) => page.settle(() => Promise.reject(error)));
}, options);

/** @param {{ hint?: string }} finding @param {object} fields all but the hint @param {RegExp} [said] */
function found({ hint, ...rest }, fields, said) {
  assert.deepEqual(rest, fields, hint);
  if (said) assert.match(String(hint), said);
  else assert.equal(hint, undefined);
}

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  for (const [name, scene] of Object.entries(scenes)) {
    test(name, async () => {
      /** @type {string[]} */
      const asked = [];
      elsewhere.clear();
      elsewhere.handle('/gateway', handler(scene, asked));
      const finding = await check(browser, { baseURL: `${elsewhere.origin}/gateway`, apiKey: KEY, ...scene.options });
      found(finding, scene.found, scene.hint);
      assert.equal(asked.join(', '), scene.asked);
      assert.ok(!JSON.stringify(finding).includes(KEY));
      for (const { method, headers, body } of elsewhere.requests) {
        assert.deepEqual([['GET', 'OPTIONS'].includes(method), body.length, headers.has('content-type')], [true, 0, false]);
        assert.equal(headers.get('cookie'), null);
      }
    });
  }

  test('a dead port', async () => {
    const port = await freePort();
    for (const apiKey of [KEY, undefined]) {
      found(await check(browser, { baseURL: `http://127.0.0.1:${port}`, apiKey }), { ok: false, reachable: false }, /^nothing answers at `baseURL`/);
    }
  });

  test('a host that stalls is left after `timeout`', async () => {
    elsewhere.handle('/stall', () => new Promise(() => {}));
    found(await check(browser, { baseURL: `${elsewhere.origin}/stall`, timeout: 200 }), { ok: false, reachable: false }, /did not answer in time/);
  });

  test('abort ends it with the reason, and its request', async () => {
    elsewhere.handle('/stays', () => new Promise(() => {}));
    const asked = (/** @type {any} */ { path }) => path.startsWith('/stays/');
    server.handle('/asked', async () => {
      await elsewhere.request(asked);
      return new Response('');
    });
    const outcomes = await browser.page(async (page, baseURL) => {
      const { createClient } = await page.entry('index');
      const controller = new AbortController();
      const checking = createClient({ baseURL, signal: controller.signal }).check();
      await fetch('/asked');
      controller.abort('no more');
      const late = createClient({ baseURL, signal: controller.signal }).check();
      return Promise.all([checking, late].map(promise => promise.catch((/** @type {any} */ reason) => reason)));
    }, `${elsewhere.origin}/stays/${browser.name}`);
    assert.deepEqual(outcomes, ['no more', 'no more']);
    assert.deepEqual(await Promise.all(elsewhere.requests.filter(asked).map(({ closed }) => closed)), ['aborted']);
  });

  test('the sandbox, with and without keys', async () => {
    const baseURL = `${elsewhere.origin}/key/required`;
    found(await check(browser, { baseURL, apiKey: KEY }), { ok: true, reachable: true, cors: true, auth: true, model: true });
    found(await check(browser, { baseURL }), { ok: false, reachable: true, cors: true, auth: false }, /pass `apiKey`/);
    found(await check(browser, { baseURL: elsewhere.origin, apiKey: KEY }), { ok: true, reachable: true, cors: true, model: true });
    found(await check(browser, { baseURL: '/', model: 'gemini-0' }), { ok: false, reachable: true, cors: true, model: false }, /does not offer `gemini-0`/);
  });
});

const AIZA = 'AIzaSyThisIsNoKeyThisIsNoKeyThisIsNoKey';
/** In Node, where there is no CORS: @param {any} options @returns {Promise<any>} */
const checked = options => createClient(options).check();

test('the sandbox as Google: a good key, a retired model, a wrong version, two credentials', async () => {
  const options = { baseURL: 'google', apiKey: AIZA, fetch: sandbox({ requireKey: true }) };
  found(await checked(options), { ok: true, reachable: true, cors: true, auth: true, model: true });
  found(await checked({ ...options, model: 'gemini-3-pro-image-preview' }), { ok: false, reachable: true, cors: true, auth: true, model: false },
    /^Google shut `gemini-3-pro-image-preview` down \(2026-06-25\); use `model: 'gemini-3-pro-image'`$/);
  found(await checked({ ...options, apiVersion: 'v9' }), { ok: false, reachable: true, cors: true }, /check `baseURL` and `apiVersion`/);
  found(await checked({ ...options, auth: 'bearer+query' }), { ok: false, reachable: true, cors: true }, /one credential: leave `auth` out/);
  found(await checked({ ...options, fetch: sandbox({ fault: 'bad-key' }) }), { ok: false, reachable: true, cors: true, auth: false }, /aistudio/);
  found(await checked({ ...options, fetch: sandbox({ fault: 'network' }) }), { ok: false, reachable: false }, /^nothing answers/);
});

test('a key function is asked once, options are read as ever, and what fetch gives must be a Response', async () => {
  let asked = 0;
  const fetch = sandbox({ requireKey: true });
  found(await checked({ fetch, apiKey: async () => `key-${++asked}` }), { ok: true, reachable: true, cors: true, auth: true, model: true });
  assert.equal(asked, 1);
  const outcome = async (/** @type {any} */ options) => {
    const { code, message } = await settle(() => checked(options));
    return `${code}: ${message}`;
  };
  assert.equal(await outcome({}), 'missing-api-key: `apiKey` is missing');
  assert.equal(await outcome({ baseURL: 'gateway.example' }), 'invalid-option: `baseURL` must be \'kkiai\', \'google\', an http(s) URL, or a path on this page\'s host such as \'/api/images\', got "gateway.example"');
  assert.equal(await outcome({ fetch, apiKey: async () => { throw new Error(KEY); } }), 'missing-api-key: the `apiKey` function failed');
  assert.equal(await outcome({ apiKey: KEY, fetch: async () => `no ${KEY}` }), 'invalid-option: `fetch()` must be a Response, got "no [key]"');
  found(await checked({ fetch: sandbox(), prompt: 'a pig', n: 3, seed: 1, onProgress: () => assert.fail('nothing is drawn') }), { ok: true, reachable: true, cors: true, model: true });
});

test('each request has 15 seconds, or `timeout` where that is shorter; and all goes through `fetch`', async () => {
  const { setTimeout } = globalThis;
  const bounds = [];
  try {
    for (const [timeout, bound] of [[undefined, 15_000], [0, 15_000], [20_000, 15_000], [14_000, 14_000]]) {
      /** @type {number[]} */
      const set = [];
      globalThis.setTimeout = /** @type {any} */ ((/** @type {() => void} */ callback, /** @type {number} */ ms) => {
        set.push(ms);
        return setTimeout(callback, 0);
      });
      /** @type {string[]} */
      const modes = [];
      const fetch = (/** @type {Request} */ { mode, headers, url }) => {
        modes.push(`${mode} ${headers.has('authorization')} ${new URL(url).pathname}`);
        return modes.length === 1 ? Promise.reject(new TypeError('no')) : new Promise(() => {});
      };
      found(await checked({ apiKey: KEY, baseURL: 'https://gateway.example', fetch, timeout }), { ok: false, reachable: false }, /^nothing answers/);
      assert.deepEqual(modes, ['cors true /v1beta/models', 'cors false /v1beta/models', 'no-cors false /v1beta/models']);
      bounds.push([...new Set(set)].join(), `${bound}`);
    }
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  for (let at = 0; at < bounds.length; at += 2) assert.equal(bounds[at], bounds[at + 1]);
});

test('a list that stalls half-way leaves the card', async () => {
  const clock = hold(50);
  const half = () => new Response(new ReadableStream({ start(controller) {
    controller.enqueue(new TextEncoder().encode('{"models":['));
    setImmediate(clock.over);
  } }));
  const fetch = async (/** @type {Request} */ { url }) => (url.endsWith('/models') ? half() : card());
  found(await checked({ baseURL: 'https://gateway.example', fetch, timeout: 50 }), { ok: true, reachable: true, cors: true, model: true });
  clock.release();
});

test('a list of megabytes is read no further than it helps', async () => {
  let pulled = 0;
  const endless = () => new Response(new ReadableStream({ pull: controller => { pulled += 65536; controller.enqueue(new Uint8Array(65536).fill(32)); } }, { highWaterMark: 0 }));
  const finding = await checked({ baseURL: 'https://gateway.example', fetch: async () => endless() });
  found(finding, { ok: true, reachable: true, cors: true }, /tells nothing of its models/);
  assert.ok(pulled <= 3 * 1024 * 1024, `${pulled} bytes of two answers`);
});
