// @ts-check
// What is before a stream: its options, the wasm that loads, the entry and the realm that it comes from.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { STOP, Body, event, image, picture, text } from './events.mjs';
import { inBrowsers, inNode } from './suite.mjs';

inNode(define);
inBrowsers(['chromium', 'firefox'], define);

const good = () => new Body().send(event([text('a')]), event([image(picture(1))]), STOP).end().response();
const HEARD = ['0 text a', '0 image 1', 'end'];

/** @param {Pick<import('./suite.mjs').Browser, 'page'>} browser @param {import('./suite.mjs').Server} server */
function define(browser, server) {
  test('what generateImage refuses is thrown from the loop and rejects the result, and nothing is sent', async () => {
    server.clear();
    server.handle('/api', good);
    const told = await browser.page(async (page, origin) => {
      const { streamImage, generateImage } = await page.entry('index');
      const baseURL = `${origin}/api`;
      const broken = (/** @type {string} */ name) => Object.defineProperty({ baseURL }, name, { enumerable: true, get() { throw new RangeError('no'); } });
      /** @type {any[][]} */
      const calls = [
        [], [5], [null, {}], ['', { baseURL }], [{ baseURL }], ['a pig', null], ['a pig', []], ['a pig', { baseURL, prompt: 'a cow' }], [{ baseURL, prompt: 'a pig' }, {}],
        ['a pig', { baseURL, n: 0 }], ['a pig', { baseURL, apikey: 'k' }], ['a pig', { baseURL, signal: {} }], ['a pig', { baseURL, size: '9K', strict: true }], ['a pig'],
        ['a pig', { baseURL, apiKey: () => { throw new Error('no'); } }], ['a pig', { baseURL, apiKey: async () => 5 }], ['a pig', broken('seed')], ['a pig', broken('signal')],
      ];
      const differ = [];
      for (const call of calls) {
        const refused = await page.settle(() => generateImage(...call));
        const stream = streamImage(...call);
        /** @type {any[]} */
        const events = [];
        const heard = await page.listen(stream, events);
        const same = await stream.result.catch((/** @type {any} */ error) => error === events[0]);
        const again = await page.settle(() => stream.result);
        if (same !== true || heard.length !== 1 || refused.code === 'ok' || JSON.stringify(refused) !== JSON.stringify(again)) differ.push([refused, again, heard, same]);
      }
      return differ;
    }, server.origin);
    assert.deepEqual(told, []);
    assert.deepEqual(server.requests.filter(({ path }) => path.startsWith('/api')), []);
  });

  test('both call forms, and options as they were at the call', async () => {
    server.clear();
    server.handle('/api', good);
    server.handle('/other', () => new Response('', { status: 500 }));
    const told = await browser.page(async (page, origin) => {
      const { streamImage } = await page.entry('index');
      const options = { prompt: 'a pig', baseURL: `${origin}/api`, headers: { 'x-a': '1' }, extraBody: { labels: { a: '1' } }, n: 1 };
      const streams = [streamImage('a pig', { baseURL: `${origin}/api` }), streamImage(options)];
      Object.assign(options, { prompt: 'a cow', baseURL: `${origin}/other`, n: 0 });
      options.headers['x-a'] = '2';
      options.extraBody.labels.a = '2';
      const heard = [];
      for (const stream of streams) heard.push(await page.listen(stream));
      return heard;
    }, server.origin);
    assert.deepEqual(told, [HEARD, HEARD]);
    const sent = server.requests.filter(({ method }) => method === 'POST').map(({ path, headers, text }) => [path, headers.get('x-a'), JSON.parse(text).contents[0].parts[0].text, JSON.parse(text).labels]);
    const path = '/api/v1beta/models/gemini-2.5-flash-image:streamGenerateContent?alt=sse';
    assert.deepEqual(sent.sort(([, a], [, b]) => Number(a) - Number(b)), [[path, null, 'a pig', undefined], [path, '1', 'a pig', { a: '1' }]]);
  });
}

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  test('a stream that is stopped while the wasm loads ends at once, and sends nothing', async () => {
    /** @type {() => void} */
    let release = () => {};
    const held = new Promise(resolve => { release = () => resolve(undefined); });
    const file = async (/** @type {string} */ name) => (await fetch(`${server.origin}/wasmagine/${name}`)).arrayBuffer();
    const [script, wasm] = [await file('index.js'), await file('wasmagine_bg.wasm')];
    server.handle('/slow/index.js', () => new Response(script, { headers: { 'content-type': 'text/javascript' } }));
    server.handle('/slow/wasmagine_bg.wasm', async () => {
      await held;
      return new Response(wasm, { headers: { 'content-type': 'application/wasm' } });
    });
    server.handle('/api', good);
    server.clear();
    const ended = browser.page(async (page, origin) => {
      const uncaught = page.uncaught();
      const { streamImage } = await import(String('/slow/index.js'));
      const controller = new AbortController();
      let [asked, listeners] = [0, 0];
      for (const [method, step] of /** @type {const} */ ([['addEventListener', 1], ['removeEventListener', -1]])) {
        const own = /** @type {any} */ (controller.signal)[method];
        Object.assign(controller.signal, { [method](/** @type {any[]} */ ...args) { listeners += step; return own.apply(controller.signal, args); } });
      }
      const start = () => streamImage('a pig', { baseURL: `${origin}/api`, apiKey: () => `key-${++asked}`, signal: controller.signal });
      const [cancelled, left, last, fine] = [start(), start(), start(), streamImage('a pig', { baseURL: `${origin}/api` })];
      const loop = page.listen(cancelled);
      cancelled.cancel('enough');
      const iterator = left[Symbol.asyncIterator]();
      const waiting = iterator.next();
      await iterator.return();
      const loops = [await loop, [(await waiting).done], await page.listen((queueMicrotask(() => controller.abort('all of it')), last))];
      const ends = await Promise.all([cancelled, left, last].map(({ result }) => result.catch((/** @type {any} */ error) => String(error?.name ?? error))));
      await fetch('/stopped');
      const heard = await page.listen(fine);
      return { loops, ends, heard, asked, listeners, uncaught: uncaught() };
    }, server.origin);
    await server.request(({ path }) => path === '/stopped');
    release();
    assert.deepEqual(await ended, {
      loops: [['thrown enough'], [true], ['thrown all of it']], ends: ['enough', 'AbortError', 'all of it'], heard: HEARD, asked: 0, listeners: 0, uncaught: [],
    });
    assert.equal(server.requests.filter(({ path }) => path.startsWith('/api')).length, 1);
  });

  test('where the wasm cannot be had, loop and result say so, and the next stream tries again', async () => {
    const slim = await (await fetch(`${server.origin}/wasmagine/slim.js`)).text();
    server.handle('/copy/slim.js', () => new Response(slim, { headers: { 'content-type': 'text/javascript' } }));
    server.handle('/api', good);
    const told = await browser.page(async (page, baseURL) => {
      const { init, streamImage } = await import(String('/copy/slim.js'));
      const stream = streamImage('a pig', { baseURL });
      const before = [await page.listen(stream), await page.settle(() => stream.result)];
      await init('/wasmagine/wasmagine_bg.wasm');
      return [before[0], before[1].message, await page.listen(streamImage('a pig', { baseURL }))];
    }, `${server.origin}/api`);
    assert.deepEqual(told, [['thrown wasm'], 'wasmagine/slim has no wasm yet', HEARD]);
  });

  test('the inline entry, and a worker', async () => {
    server.handle('/api', good);
    server.handle('/worker.js', () => new Response(`
      import { streamImage } from '/wasmagine/index.js';
      import { listen } from '/tests/package/page.js';
      const events = [];
      const stream = streamImage('a pig', { baseURL: '/api' });
      const heard = await listen(stream, events);
      postMessage([heard, events[1].image === (await stream.result).image]);
    `, { headers: { 'content-type': 'text/javascript' } }));
    const told = await browser.page(async (page, baseURL) => {
      const { streamImage } = await page.entry('inline');
      const inWorker = new Promise((resolve, reject) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      });
      return [await page.listen(streamImage('a pig', { baseURL })), await inWorker];
    }, `${server.origin}/api`);
    assert.deepEqual(told, [HEARD, [HEARD, true]]);
  });
});
