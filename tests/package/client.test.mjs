// @ts-check
// createClient: how a client's defaults and a call's options go together, and that a client is nothing but its options.
import { beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { sandbox } from '../../js/sandbox.js';
import { settle } from './page.js';
import { entry, inBrowsers } from './suite.mjs';

const { createClient, GenerateImageError } = await entry('inline');

/** @type {any[]} */
let sent = [];
const answer = sandbox({ fault: 'big-4KiB' });
const baseURL = 'https://gateway.example';
/** @param {Request} request */
async function fetch(request) {
  const { url, headers } = request;
  sent.push({ url, headers: Object.fromEntries(headers), body: request.method === 'POST' && await request.clone().json() });
  return answer(request);
}
beforeEach(() => { sent = []; });

/** How a call ends, in one line. @param {() => any} call */
async function outcome(call) {
  const { code, message, hint } = await settle(call);
  return code === 'ok' ? 'ok' : [`${code}: ${message}`, hint].filter(Boolean).join(' — ');
}

test('defaults are bound, and a call\'s own options win, one by one', async () => {
  const client = createClient({ baseURL, fetch, apiKey: 'k-1', model: 'gemini-3.1-flash-image', aspectRatio: '16:9', thinking: { level: 'high', includeThoughts: true } });
  assert.deepEqual(Object.keys(client).sort(), ['check', 'createSession', 'generateImage', 'streamImage']);
  await client.generateImage('a pig');
  await client.generateImage('a pig', { aspectRatio: '1:1', apiKey: 'k-2', thinking: { level: 'minimal' } });
  await client.streamImage('a pig').result;
  assert.deepEqual(sent.map(({ headers }) => headers.authorization), ['Bearer k-1', 'Bearer k-2', 'Bearer k-1']);
  assert.deepEqual(sent.map(({ body }) => body.generationConfig.imageConfig.aspectRatio), ['16:9', '1:1', '16:9']);
  assert.deepEqual(sent.map(({ body }) => body.generationConfig.thinkingConfig), [
    { thinkingLevel: 'HIGH', includeThoughts: true }, { thinkingLevel: 'MINIMAL' }, { thinkingLevel: 'HIGH', includeThoughts: true },
  ]);
});

test('a session has the defaults that a session can have, and a turn its own', async () => {
  const client = createClient({ baseURL, fetch, apiKey: 'k', prompt: 'a cow', n: 2, concurrency: 1, aspectRatio: '16:9' });
  const session = client.createSession();
  await session.send('a pig');
  await session.send('with wings', { aspectRatio: '1:1' });
  await client.createSession({ apiKey: 'k-2', aspectRatio: undefined }).send('a boat');
  assert.deepEqual(sent.map(({ body, headers }) => [body.contents.length, body.generationConfig.imageConfig.aspectRatio, headers.authorization]), [
    [1, '16:9', 'Bearer k'], [3, '1:1', 'Bearer k'], [1, '16:9', 'Bearer k-2'],
  ]);
  assert.throws(() => client.createSession({ n: 2 }), { code: 'invalid-option', message: '`n` is not an option of a session' });
  for (const wrong of [5, null, 'x', []]) assert.throws(() => client.createSession(wrong), { code: 'invalid-option', message: /^`options` must be an object, got / }, String(wrong));
});

test('an option that is undefined leaves the default', async () => {
  const client = createClient({ baseURL, fetch, apiKey: 'k', aspectRatio: '16:9', seed: undefined });
  await client.generateImage('a pig', { apiKey: undefined, aspectRatio: undefined });
  await client.generateImage({ prompt: 'a pig', apiKey: undefined });
  await client.generateImage('a pig', undefined);
  for (const { headers, body } of sent) {
    assert.deepEqual([headers.authorization, body.generationConfig.imageConfig.aspectRatio], ['Bearer k', '16:9']);
  }
  assert.equal(sent.length, 3);
});

test('both call forms, and a prompt among the defaults', async () => {
  const client = createClient({ baseURL, fetch, prompt: 'a cow' });
  for (const args of [['a pig'], [{ prompt: 'a pig' }], ['a pig', { seed: 1 }], [{}], [], [{ prompt: undefined }]]) await client.generateImage(...args);
  assert.deepEqual(sent.map(({ body }) => body.contents[0].parts[0].text), ['a pig', 'a pig', 'a pig', 'a cow', 'a cow', 'a cow']);
});

test('what is wrong is refused at the call, as it is without a client', async () => {
  const client = createClient({ baseURL, fetch });
  /** @type {[args: any[], said: string][]} */
  const calls = [
    [[], '`prompt` must be a non-empty string, got ""'],
    [[undefined, {}], '`prompt` must be a non-empty string, got undefined'],
    [[5], '`prompt` must be a non-empty string, got 5'],
    [[null], '`prompt` must be a non-empty string, got null'],
    [[['a pig']], '`options` must be an object, got an array'],
    [['a pig', 5], '`options` must be an object, got 5'],
    [['a pig', null], '`options` must be an object, got null'],
    [['a pig', []], '`options` must be an object, got an array'],
    [['a pig', { prompt: 'a cow' }], '`prompt` is given twice: as the first argument and as an option'],
    [[{ prompt: 'a pig' }, {}], '`options` must be the only argument when the first is an object, got an object'],
    [['a pig', { seed: 0.5 }], '`seed` must be a whole number from -2147483648 to 2147483647, got 0.5'],
    [['a pig', { Seed: 1 }], '`Seed` is not an option — did you mean `seed`?'],
  ];
  for (const [args, said] of calls) assert.equal(await outcome(() => client.generateImage(...args)), `invalid-option: ${said}`, JSON.stringify(args));
  const wrong = createClient({ baseURL, fetch, apikey: 'k' });
  const said = 'invalid-option: `apikey` is not an option — did you mean `apiKey`?';
  assert.equal(await outcome(() => wrong.generateImage('a pig')), said);
  assert.equal(await outcome(() => wrong.streamImage('a pig').result), said);
  assert.equal(await outcome(() => wrong.check()), said);
  assert.deepEqual(sent, []);
});

test('defaults that are no object are refused at once', () => {
  /** @type {[given: any, said: string][]} */
  const rows = [[5, '5'], [undefined, 'undefined'], [null, 'null'], ['kkiai', '"kkiai"'], [[], 'an array'], [() => {}, 'a function']];
  for (const [given, said] of rows) {
    assert.throws(() => createClient(given), (/** @type {any} */ error) => {
      assert.ok(GenerateImageError.isInstance(error, 'invalid-option'));
      assert.equal(`${error.message} — ${error.hint}`, `\`defaults\` must be an object, got ${said} — pass options that all calls share, such as \`createClient({ apiKey })\``);
      return true;
    });
  }
});

test('what is done to the objects afterwards changes nothing', async () => {
  const headers = new Headers({ 'x-a': '1' });
  const url = new URL(baseURL);
  const generationConfig = { maxOutputTokens: 4096, stopSequences: ['a'] };
  const defaults = /** @type {any} */ ({ baseURL: url, fetch, headers, extraBody: { generationConfig }, safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }] });
  const client = createClient(defaults);
  const call = () => client.generateImage('a pig');
  await call();
  defaults.seed = 1;
  defaults.fetch = () => assert.fail('it is the other fetch');
  headers.set('x-a', '2');
  url.href = 'https://elsewhere.example';
  generationConfig.maxOutputTokens = 2048;
  generationConfig.stopSequences.push('b');
  defaults.safetySettings[0].threshold = 'OFF';
  defaults.safetySettings.push(5);
  await call();
  const options = { seed: 2 };
  const running = client.generateImage('a pig', options);
  options.seed = 3;
  await running;
  assert.deepEqual(sent[1], sent[0]);
  assert.equal(sent[2].body.generationConfig.seed, 2);
});

test('odd things among the defaults come through as they are', async () => {
  const extraBody = JSON.parse('{"__proto__":{"a":1},"labels":{"constructor":{"b":2}}}');
  extraBody.gone = undefined;
  extraBody.generationConfig = Object.assign(Object.create(null), { seed: undefined, topK: 3 });
  await createClient({ baseURL, fetch, seed: 5, extraBody, headers: [['x-a', '1']] }).generateImage('a pig');
  assert.deepEqual(Object.getOwnPropertyDescriptor(sent[0].body, '__proto__')?.value, { a: 1 });
  assert.deepEqual([sent[0].body.labels, sent[0].body.generationConfig.topK, sent[0].body.generationConfig.seed], [{ constructor: { b: 2 } }, 3, undefined]);
  assert.equal(sent[0].headers['x-a'], '1');
  const loop = /** @type {any} */ ({});
  loop.loop = loop;
  assert.match(await outcome(() => createClient({ baseURL, fetch, extraBody: loop }).generateImage('a pig')), /^invalid-option: `extraBody` must be what JSON can hold/);
});

test('clients share nothing', async () => {
  const [one, two] = [createClient({ baseURL, fetch, apiKey: 'one' }), createClient({ baseURL: 'https://other.example', fetch, apiKey: 'two' })];
  await Promise.all([one.generateImage('a pig'), two.generateImage('a pig')]);
  assert.deepEqual(sent.map(({ url, headers }) => [new URL(url).host, headers.authorization]).sort(), [['gateway.example', 'Bearer one'], ['other.example', 'Bearer two']]);
  const { check, generateImage } = one; // functions stand alone
  sent = [];
  await generateImage('a pig');
  assert.equal((await check()).ok, true);
  assert.ok(sent.every(({ headers, url }) => url.startsWith(baseURL) && [undefined, 'Bearer one'].includes(headers.authorization)));
});

test('a key that looks like Google\'s is sent nowhere without `baseURL`', async () => {
  for (const key of ['AIzaSyThisIsNoKeyThisIsNoKeyThisIsNoKey', 'AQ.Ab8ThisIsNoKey']) {
    for (const defaults of [{ apiKey: key }, { apiKey: async () => ` ${key}` }, { headers: { authorization: `Bearer ${key}` }, auth: 'none' }]) {
      const client = createClient({ ...defaults, fetch });
      for (const call of [() => client.generateImage('a pig'), () => client.streamImage('a pig').result, () => client.check()]) {
        assert.match(await outcome(call), /^invalid-option: `(apiKey|headers)` holds what looks like a Google key, .* — pass `baseURL: 'google'`/);
      }
    }
    assert.equal(await outcome(() => createClient({ fetch }).generateImage('a pig', { apiKey: key })).then(said => said.slice(0, 14)), 'invalid-option');
    assert.deepEqual(sent, []);
    assert.equal(await outcome(() => createClient({ fetch, auth: 'x-goog-api-key' }).generateImage('a pig', { baseURL, apiKey: key })), 'ok');
    sent = [];
  }
});

test('a client of wasmagine/slim is made before there is a wasm', async () => {
  const slim = await entry('slim');
  const client = slim.createClient({ baseURL, fetch });
  for (const call of [() => client.generateImage('a pig'), () => client.streamImage('a pig').result, () => client.check()]) {
    assert.match(await outcome(call), /^wasm: wasmagine\/slim has no wasm yet/);
  }
});

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  test('making one loads no wasm and sends nothing; its calls do', async () => {
    await browser.open();
    server.clear();
    const told = await browser.page(async page => {
      const { createClient } = await page.entry('index');
      const client = createClient({ baseURL: '/fault/big-4KiB' });
      await globalThis.fetch('/blank?made');
      const { code } = await page.settle(() => client.generateImage('a boat'));
      return [code, (await client.streamImage('a boat').result).blob.size];
    });
    assert.deepEqual(told, ['ok', 4096]);
    const asked = server.requests.map(({ path }) => path.replace(/.*\//, '')).filter(path => path !== 'page.js' && !path.endsWith('.ico'));
    const model = 'gemini-2.5-flash-image';
    assert.deepEqual(asked, ['index.js', 'blank?made', 'wasmagine_bg.wasm', `${model}:generateContent`, `${model}:streamGenerateContent?alt=sse`]);
  });
});
