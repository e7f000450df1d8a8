// @ts-check
// To whom a key goes: defaults of a client or a session that carry a credential belong to the origin that they were given with. Two servers,
// over real HTTP: what counts is what the other one was sent.
import { after, before, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { sandbox } from '../../js/sandbox.js';
import { startServer } from '../harness/server.mjs';
import { settle } from './page.js';
import { entry, inBrowsers } from './suite.mjs';

const { createClient, createSession, generateImage } = await entry('inline');
const KEY = 'sk-of-home-0123456789', OWN = 'sk-of-elsewhere-0123456789', GOOGLE = 'AIzaSyThisIsNoKeyThisIsNoKeyThisIsNoKey';
/** A label of the server's, for a picture that need not be drawn. */
const SMALL = '/fault/big-4KiB';
const PNG = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptV';

/** @type {import('./suite.mjs').Server} */ let home;
/** @type {import('./suite.mjs').Server} */ let elsewhere;
/** A conversation that was stored. @type {any} */ let history;
before(async () => {
  [home, elsewhere] = await Promise.all([startServer(), startServer()]);
  const session = createSession({ fetch: sandbox({ fault: 'big-4KiB' }) });
  await session.send('a boat');
  history = structuredClone(session.snapshot());
});
after(() => Promise.all([home.close(), elsewhere.close()]));
beforeEach(() => { home.clear(); elsewhere.clear(); });

/** Every way from a client's defaults and a call's options to a request. @type {Record<string, (defaults: any, options: any) => Promise<any>>} */
const ways = {
  call: (defaults, options) => createClient(defaults).generateImage('a pig', options),
  'call, all in one object': (defaults, options) => createClient(defaults).generateImage({ ...options, prompt: 'a pig' }),
  edit: (defaults, options) => createClient(defaults).generateImage('a pig', { ...options, images: PNG }),
  several: (defaults, options) => createClient(defaults).generateImage('a pig', { ...options, n: 2 }),
  stream: (defaults, options) => createClient(defaults).streamImage('a pig', options).result,
  loop: async (defaults, options) => {
    const stream = createClient(defaults).streamImage('a pig', options);
    for await (const { type } of stream) assert.ok(type);
    return stream.result;
  },
  'session of a client': (defaults, options) => createClient(defaults).createSession(options).send('a pig'),
  'its fork': (defaults, options) => createClient(defaults).createSession(options).fork().send('a pig'),
  'its stream': (defaults, options) => createClient(defaults).createSession(options).stream('a pig').result,
  'turn of that': (defaults, options) => createClient(defaults).createSession().send('a pig', options),
  'streamed turn of that': (defaults, options) => createClient(defaults).createSession().stream('a pig', options).result,
  'turn of a session': (defaults, options) => createSession(defaults).send('a pig', options),
  'streamed turn of a session': (defaults, options) => createSession(defaults).stream('a pig', options).result,
  'turn of a restored session': (defaults, options) => createClient(defaults).createSession({ history }).send('a pig', options),
  'restored session': (defaults, options) => createClient(defaults).createSession({ ...options, history }).send('a pig'),
};

/** Everything that a server was sent, as one text. @param {import('./suite.mjs').Server} server */
const sent = server => server.requests.map(({ path, headers, text }) => [path, ...[...headers].flat(), text].join(' ')).join('\n');

/** @param {any} outcome @param {string} what */
function refused({ code, message, hint, attempts, maybeBilled, ...rest }, what) {
  assert.deepEqual([code, attempts, maybeBilled], ['invalid-option', 0, false], `${what}: ${message}`);
  assert.match(message, /`baseURL`/, what);
  assert.match(message, /`apiKey`/, what);
  for (const key of [KEY, OWN, GOOGLE]) assert.ok(!JSON.stringify([message, hint, rest]).includes(key), what);
  assert.deepEqual([...home.requests, ...elsewhere.requests].map(({ path }) => path), [], `${what}: nothing is sent`);
}

for (const [way, call] of Object.entries(ways)) {
  test(`${way}: a default key goes to no other origin`, async () => {
    let asked = 0;
    const keys = [{ apiKey: KEY }, { apiKey: async () => { asked++; return KEY; } }, { apiKey: KEY, auth: 'query' }, { headers: { authorization: `Bearer ${KEY}` }, auth: 'none' }];
    const to = elsewhere.origin;
    const changes = [{ baseURL: to }, { baseURL: `${to}/for/x` }, { baseURL: new URL(to) }, { baseURL: ` ${to} `, apiKey: undefined }, { baseURL: to, auth: 'bearer' },
      { baseURL: to, auth: 'x-goog-api-key' }, { baseURL: to, fetch: (/** @type {Request} */ request) => fetch(request) }, { baseURL: to, credentials: 'include' },
      { baseURL: home.origin.replace('127.0.0.1', 'localhost') }];
    for (const defaults of keys) {
      for (const options of changes) {
        refused(await settle(() => call({ baseURL: home.origin, ...defaults }, options)), `${Object.keys(defaults)}, ${JSON.stringify(options)}`);
      }
    }
    refused(await settle(() => call({ baseURL: home.origin, apiKey: KEY }, { baseURL: to, auth: 'none' })), 'auth');
    refused(await settle(() => call({ baseURL: home.origin, apiKey: KEY }, { baseURL: to, headers: { 'x-team': 'a' } })), 'headers');
    refused(await settle(() => call({ baseURL: 'google', apiKey: GOOGLE }, { baseURL: to })), 'google');
    refused(await settle(() => call({ apiKey: KEY }, { baseURL: to })), 'the default host');
    refused(await settle(() => call({ baseURL: 'kkiai', apiKey: KEY }, { baseURL: 'google', fetch: () => assert.fail('nothing is sent') })), 'kkiai');
    refused(await settle(() => call({ apiKey: KEY }, { baseURL: 'google', fetch: () => assert.fail('nothing is sent') })), 'the default host, google');
    assert.equal(asked, 0, 'nobody is asked for the key');
  });

  test(`${way}: another path of the origin has the key, and another origin its own`, async () => {
    const at = home.origin + SMALL;
    const bearer = (/** @type {import('./suite.mjs').Server} */ server) => [...new Set(server.requests.map(({ headers }) => headers.get('authorization')))].join();
    for (const options of [{}, { baseURL: `${at}/for/other` }, { baseURL: at.replace('http', 'HTTP') }, { baseURL: undefined }]) {
      home.clear();
      assert.equal((await settle(() => call({ baseURL: `${at}/for/one`, apiKey: KEY }, options))).code, 'ok');
      assert.equal(bearer(home), `Bearer ${KEY}`);
    }
    home.clear();
    const defaults = { baseURL: at, apiKey: KEY, headers: { 'x-team': `boats ${KEY}` } };
    for (const options of [{ apiKey: OWN }, { apiKey: async () => OWN }, { headers: { authorization: `Bearer ${OWN}` } }, { headers: [['Authorization', `Bearer ${OWN}`]], auth: 'none' },
      { headers: new Map([['authorization', `Bearer ${OWN}`]]).entries() }]) {
      elsewhere.clear();
      assert.equal((await settle(() => call(defaults, { baseURL: elsewhere.origin + SMALL, ...options }))).code, 'ok', JSON.stringify(options));
      assert.equal(bearer(elsewhere), `Bearer ${OWN}`);
      assert.ok(!sent(elsewhere).includes(KEY), sent(elsewhere));
    }
    assert.equal(home.requests.length, 0);
  });
}

test('an address that says another thing each time it is read is read once', async () => {
  for (const [way, call] of Object.entries(ways)) {
    for (let reads = 1; reads < 7; reads++) {
      let left = reads;
      class Address {
        get href() { return (left-- > 0 ? home : elsewhere).origin + SMALL; }
      }
      await settle(() => call({ baseURL: new Address(), apiKey: KEY, maxRetries: 0 }, {}));
      assert.ok(!sent(elsewhere).includes(KEY), `${way}, ${reads}`);
    }
  }
});

test('any default header stays with its origin; one that carries a credential is asked for', async () => {
  const names = ['authorization', 'proxy-authorization', 'x-goog-api-key', 'x-api-key', 'api-key', 'apikey', 'cookie', 'x-auth-token', 'x-access-token', 'x-functions-key', 'ocp-apim-subscription-key',
    'cf-access-client-secret', 'helicone-auth', 'x-session-id', 'x-amz-signature', 'private-token', 'x-user-password'];
  for (const name of names) {
    for (const headers of [{ [name]: KEY }, [[name.toUpperCase(), KEY]], new Headers({ [name]: KEY })]) {
      const defaults = { baseURL: home.origin, headers, auth: 'none' };
      refused(await settle(() => ways.call(defaults, { baseURL: elsewhere.origin })), name);
      refused(await settle(() => ways['turn of a session'](defaults, { baseURL: elsewhere.origin })), name);
    }
  }
  for (const options of [{}, { apiKey: OWN }, { headers: { 'x-other': '1' } }, { headers: { 'x-auth-token': OWN }, apiKey: undefined }]) {
    elsewhere.clear();
    const outcome = await settle(() => ways.call({ baseURL: home.origin, headers: { 'x-team': KEY } }, { baseURL: elsewhere.origin + SMALL, ...options }));
    assert.equal(outcome.code, 'ok', JSON.stringify(options));
    assert.deepEqual([elsewhere.requests.length, sent(elsewhere).includes(KEY)], [1, false]);
  }
});

test('a session that names another origin with a key of its own keeps that key there', async () => {
  const session = createClient({ baseURL: home.origin + SMALL, apiKey: KEY }).createSession({ baseURL: elsewhere.origin + SMALL, apiKey: OWN });
  assert.equal((await settle(() => session.send('a pig'))).code, 'ok');
  assert.deepEqual([sent(elsewhere).includes(OWN), sent(elsewhere).includes(KEY)], [true, false]);
  elsewhere.clear();
  refused(await settle(() => session.send('with wings', { baseURL: home.origin + SMALL })), 'back home');
  refused(await settle(() => session.fork().send('with wings', { baseURL: home.origin + SMALL })), 'a fork, back home');
  assert.equal((await settle(() => session.send('with wings', { baseURL: home.origin + SMALL, apiKey: KEY }))).code, 'ok');
  assert.deepEqual([sent(home).includes(KEY), sent(home).includes(OWN)], [true, false]);
});

test('a turn can bring the key that its session lacks', async () => {
  const session = createClient({ baseURL: home.origin + SMALL, apiKey: KEY }).createSession({ baseURL: elsewhere.origin + SMALL });
  refused(await settle(() => session.send('a pig')), 'session');
  assert.equal((await settle(() => session.send('a pig', { apiKey: OWN }))).code, 'ok');
  assert.deepEqual([sent(elsewhere).includes(OWN), sent(elsewhere).includes(KEY)], [true, false]);
  assert.equal((await settle(() => session.send('with wings', { baseURL: home.origin + SMALL }))).code, 'ok', 'where the key is at home');
  assert.deepEqual([sent(home).includes(KEY), elsewhere.requests.length], [true, 1]);
});

test('a call without defaults, and defaults without a credential, go where they say', async () => {
  assert.equal((await settle(() => generateImage('a pig', { baseURL: elsewhere.origin + SMALL, apiKey: OWN }))).code, 'ok');
  for (const defaults of [{}, { baseURL: home.origin, aspectRatio: '1:1' }]) assert.equal((await settle(() => ways.call(defaults, { baseURL: elsewhere.origin + SMALL }))).code, 'ok');
  assert.equal(elsewhere.requests.length, 3);
  const answer = sandbox({ fault: 'big-4KiB' });
  for (const [first, second] of [['google', 'https://generativelanguage.googleapis.com'], [undefined, 'kkiai'], [undefined, 'https://www.kkiai.com/x'], ['kkiai', 'https://www.kkiai.com']]) {
    const { code } = await settle(() => ways.call({ baseURL: first, apiKey: KEY, fetch: answer }, { baseURL: second }));
    assert.equal(code, 'ok', `${first} → ${second}`);
  }
});

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  test('a path of the page is of its origin, and what only looks like one is not', async () => {
    await browser.open();
    const to = elsewhere.origin;
    const outcomes = await browser.page(async (page, to, apiKey) => {
      const { createClient } = await page.entry('index');
      const client = createClient({ baseURL: '/fault/big-4KiB/for/page', apiKey });
      const outcomes = [];
      for (const baseURL of [undefined, '/fault/big-4KiB/for/other', './fault/big-4KiB', `${location.origin}/fault/big-4KiB`, to, to.replace('http:', ''), to.replace('http://', '/\\')]) {
        outcomes.push((await page.settle(() => client.generateImage('a pig', { baseURL }))).code);
      }
      const absolute = createClient({ baseURL: to, apiKey });
      outcomes.push((await page.settle(() => absolute.generateImage('a pig', { baseURL: '/fault/big-4KiB/for/page' }))).code);
      // What relative addresses are resolved against may change under a client's feet.
      document.head.append(Object.assign(document.createElement('base'), { href: `${to}/` }));
      for (const of of [client, client.createSession()]) outcomes.push((await page.settle(() => (of.send ?? of.generateImage).call(of, 'a pig'))).code);
      outcomes.push((await page.settle(() => client.check())).code);
      outcomes.push((await page.settle(() => client.generateImage('a pig', { baseURL: `${location.origin}/fault/big-4KiB` }))).code);
      return outcomes;
    }, to, KEY);
    assert.deepEqual(outcomes, ['ok', 'ok', 'ok', 'ok', ...Array(7).fill('invalid-option'), 'ok']);
    assert.deepEqual(elsewhere.requests.map(({ path }) => path), []);
    assert.equal(server.requests.filter(({ headers }) => headers.get('authorization') === `Bearer ${KEY}`).length, 5);
  });
});

// ───────────── and to which path ─────────────

const DOTS = ['..', '.', 'a/../b', '../x', 'x/..', './x', 'x/.', 'a\\..\\b', '..\\', '/..', '%2e%2e', '%2E', '.%2e', 'a%2f..%2fb', 'a/%2e%2E/b', 'a%5C..', 'models/..', 'models/../..', 'publishers/../x'];
const ODD = ['x?y', 'x#y', 'x\\y', 'x/y', '?', '#', '..?', '..#x', '..:generateContent', '...', 'a..b', '..a', ' .. ', 'x:streamGenerateContent', 'x;y', 'ä\n', 'x%20y', '@x', '//x.example'];

/** @type {Record<string, (options: any) => Promise<any>>} */
const asking = {
  check: options => createClient(options).check(), call: options => generateImage('a pig', options), stream: options => createClient(options).streamImage('a pig').result,
  turn: options => createSession(options).send('a pig'),
};
for (const [way, ask] of Object.entries(asking)) {
  test(`${way}: no model leads out of the path of models`, async () => {
    const at = { baseURL: `${home.origin}/base`, apiKey: KEY };
    home.handle('/base', () => new Response('{"models":[]}', { headers: { 'content-type': 'application/json' } }));
    for (const model of [...DOTS, '', 'models/x']) {
      const { code, message } = await settle(() => ask({ ...at, model }));
      assert.equal(code, 'invalid-option', model);
      assert.match(message, /^`model` must be /, model);
      assert.deepEqual(home.requests.map(({ path }) => path), [], model);
    }
    for (const model of ODD) {
      home.clear();
      assert.notEqual((await settle(() => ask({ ...at, model, maxRetries: 0 }))).code, 'invalid-option', model);
      assert.ok(home.requests.length > 0, model);
      const encoded = encodeURIComponent(model).replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
      for (const { path } of home.requests) {
        const [, id] = /^\/base\/v1beta\/models(?:\/([^/?#\\]+?)(?::(?:stream)?[gG]enerateContent(?:\?alt=sse)?)?)?$/.exec(path) ?? ['', path];
        assert.ok(id === undefined ? way === 'check' : id === encoded, `${model}: ${path}`);
      }
    }
  });
}
