// @ts-check
// Abort at any moment rejects with the signal's reason and stops the network; timeout covers the body; nothing is left that nobody catches.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import * as page from './page.js';
import * as cancel from './cancel.js';
import { entry, inBrowsers } from './suite.mjs';

/** @param {any[]} ended @param {string} moment */
function agree(ended, moment) {
  assert.equal(ended.length, cancel.wellAborted.length);
  for (const [at, want] of cancel.wellAborted.entries()) {
    if (want instanceof RegExp) assert.match(ended[at], want, moment);
    else assert.equal(ended[at], want, moment);
  }
}

/** @type {any[]} */
const uncaught = [];
process.on('unhandledRejection', reason => uncaught.push(reason));
after(() => assert.deepEqual(uncaught, []));

test('in Node, abort at every moment rejects with the reason', async () => {
  const tools = { ...(await entry('inline')), ...page };
  for (const [moment, options] of Object.entries(cancel.moments)) agree(await cancel.withReasons(tools, options), moment);
});

test('abort lets go of a body that does not listen to the signal', async () => {
  const { generateImage } = await entry('inline');
  const controller = new AbortController();
  const cancelled = page.deferred();
  const fetch = async () => {
    setTimeout(() => controller.abort(), 20);
    return cancel.stalled(cancelled.resolve);
  };
  await assert.rejects(generateImage('a pig', { fetch, signal: controller.signal }), { name: 'AbortError' });
  await cancelled.promise;
});

test('a call leaves no listener on the caller\'s signal', async () => {
  const { generateImage } = await entry('inline');
  const { signal } = new AbortController();
  let listeners = 0;
  for (const [name, step] of /** @type {const} */ ([['addEventListener', 1], ['removeEventListener', -1]])) {
    const own = /** @type {any} */ (signal)[name];
    Object.assign(signal, { [name](/** @type {any[]} */ ...args) { listeners += step; return own.apply(this, args); } });
  }
  for (const fetch of [async () => new Response('{}'), async () => { throw new TypeError('gone'); }]) await page.settle(() => generateImage('a pig', { fetch, signal }));
  assert.equal(listeners, 0);
});

test('many calls on one signal listen to it once, so Node warns of none, and all of them end with it', async () => {
  const { generateImage, streamImage } = await entry('inline');
  const controller = new AbortController();
  const warnings = /** @type {string[]} */ ([]);
  const hear = (/** @type {Error} */ warning) => void warnings.push(warning.name);
  process.on('warning', hear);
  const options = { fetch: async () => cancel.stalled(), signal: controller.signal };
  const calls = Array.from({ length: 20 }, () => [generateImage('a pig', options), streamImage('a pig', options).result]).flat();
  await new Promise((resolve) => void setTimeout(resolve, 50)); // warnings come in a later turn
  controller.abort();
  const ends = await Promise.allSettled(calls);
  assert.ok(ends.every((end) => end.status === 'rejected' && end.reason.name === 'AbortError'));
  assert.deepEqual(warnings, []);
  process.off('warning', hear);
});

test('`fetch` is called between `sending` and `waiting`: who aborts at the latter aborts what was sent', async () => {
  const controller = new AbortController();
  /** @type {string[]} */
  const order = [];
  const fetch = (/** @type {Request} */ { signal }) => {
    order.push(`fetch, ${signal.aborted ? 'aborted' : 'alive'}`);
    return new Promise(() => {});
  };
  const { generateImage } = await entry('inline');
  await assert.rejects(generateImage('a pig', { baseURL: 'https://gateway.example', fetch, signal: controller.signal, onProgress(/** @type {any} */ { phase }) {
    order.push(phase);
    if (phase === 'waiting') controller.abort('enough');
  } }), reason => reason === 'enough');
  assert.deepEqual(order, ['preparing', 'sending', 'fetch, alive', 'waiting']);
});

test('an attempt has five minutes unless `timeout` says otherwise', async () => {
  const { generateImage } = await entry('inline');
  const { setTimeout } = globalThis;
  for (const [timeout, bounds] of /** @type {[any, number[]][]} */ ([[undefined, [300_000]], [7_000, [7_000]], [0, []]])) {
    /** @type {number[]} */
    const set = [];
    const fetch = async () => {
      globalThis.setTimeout = setTimeout;
      return new Response('{}');
    };
    const call = () => {
      /** @type {any} */ (globalThis).setTimeout = (/** @type {() => void} */ callback, /** @type {number} */ ms) => {
        set.push(ms);
        return setTimeout(callback, ms);
      };
      return generateImage('a pig', { fetch, timeout });
    };
    assert.equal((await page.settle(call)).code, 'no-image');
    assert.deepEqual(set, bounds);
  }
});

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  test('abort at every moment rejects with the reason, and nothing stays uncaught', async () => {
    const outcome = await browser.page(async page => {
      const cancel = await import(String('/tests/package/cancel.js'));
      const uncaught = page.uncaught();
      const tools = { ...(await page.entry('index')), settle: page.settle };
      /** @type {Record<string, string[]>} */
      const ended = {};
      for (const [moment, options] of Object.entries(cancel.moments)) ended[moment] = await cancel.withReasons(tools, options);
      await new Promise(resolve => setTimeout(resolve)); // the browser reports rejections at the end of a task
      return { ended, uncaught: uncaught() };
    });
    assert.deepEqual(Object.keys(outcome.ended), Object.keys(cancel.moments));
    for (const [moment, ended] of Object.entries(outcome.ended)) agree(ended, moment);
    assert.deepEqual(outcome.uncaught, []);
  });

  test('abort while the wasm loads, which goes on for the next call', async () => {
    const held = page.deferred();
    const text = await (await fetch(`${server.origin}/wasmagine/index.js`)).text();
    const wasm = await (await fetch(`${server.origin}/wasmagine/wasmagine_bg.wasm`)).arrayBuffer();
    server.handle('/slow/index.js', () => new Response(text, { headers: { 'content-type': 'text/javascript' } }));
    server.handle('/slow/wasmagine_bg.wasm', async () => {
      await held.promise;
      return new Response(wasm, { headers: { 'content-type': 'application/wasm' } });
    });
    const ended = browser.page(async page => {
      const { generateImage } = await import(String('/slow/index.js'));
      const controller = new AbortController();
      const first = page.settle(() => generateImage('a pig', { baseURL: '/fault/big-4KiB', signal: controller.signal }));
      const second = page.settle(() => generateImage('a pig', { baseURL: '/fault/big-4KiB' }));
      controller.abort('not waiting');
      const { thrown } = await first;
      await fetch('/aborted');
      return [thrown, (await second).code];
    });
    await server.request(({ path }) => path === '/aborted');
    held.resolve();
    assert.deepEqual(await ended, ['not waiting', 'ok']);
  });

  for (const fault of ['stall-headers', 'stall-body+big-4KiB']) {
    test(`abort closes the connection: ${fault}`, async () => {
      server.clear();
      const ended = browser.page(async (page, fault) => {
        const { generateImage } = await page.entry('index');
        const controller = new AbortController();
        const call = page.settle(() => generateImage('a pig', {
          baseURL: `/fault/${encodeURIComponent(fault)}`, signal: controller.signal,
          onProgress: (/** @type {any} */ { phase, loaded }) => phase === 'receiving' && loaded > 0 && controller.abort('enough'),
        }));
        if (fault === 'stall-headers') fetch('/waiting').then(() => controller.abort('enough'));
        return (await call).thrown;
      }, fault);
      const isCall = (/** @type {any} */ { path }) => path.includes('/v1beta/');
      server.handle('/waiting', async () => { await server.request(isCall); return new Response(); });
      const request = await server.request(isCall);
      assert.equal(await ended, 'enough');
      assert.equal(await request.closed, 'aborted');
    });
  }

  test('timeout covers key, headers and body, closes the connection, and 0 is none', async () => {
    server.clear();
    server.handle('/asked', async ({ url }) => {
      await server.request(({ path }) => path.startsWith(`/fault/${url.split('/').at(-1)}`));
      return new Response();
    });
    const outcome = await browser.page(async page => {
      const cancel = await import(String('/tests/package/cancel.js'));
      const { generateImage } = await page.entry('index');
      const uncaught = page.uncaught();
      const call = (/** @type {any} */ options) => page.settle(() => generateImage('a pig', { baseURL: '/api', ...options }));
      const ended = [];
      for (const options of Object.values(cancel.slow)) ended.push(await call({ timeout: 150, ...options() }));
      const clock = page.hold(400);
      for (const fault of ['stall-headers', 'stall-body']) {
        const stalled = call({ timeout: 400, baseURL: `/fault/${fault}%2Bbig-4KiB` });
        await fetch(`/asked/${fault}`);
        clock.over();
        ended.push(await stalled);
      }
      clock.release();
      ended.push(await call({ timeout: 0, baseURL: '/latency/300/fault/big-4KiB' }));
      ended.push(await call({ timeout: 2147483647, baseURL: '/fault/big-4KiB' }));
      await new Promise(resolve => setTimeout(resolve));
      return { ended, uncaught: uncaught() };
    });
    const told = outcome.ended.map(({ code, message, retryable, maybeBilled, attempts }) => [code, message, retryable, maybeBilled, attempts]);
    assert.deepEqual(told, [
      ['timeout', 'no whole reply within 150 ms', true, false, 0],
      ['timeout', 'no whole reply within 150 ms', true, true, 1],
      ['timeout', 'no whole reply within 150 ms', true, true, 1],
      ['timeout', 'no whole reply within 400 ms', true, true, 1],
      ['timeout', 'no whole reply within 400 ms', true, true, 1],
      ['ok', undefined, undefined, undefined, 1],
      ['ok', undefined, undefined, undefined, 1],
    ]);
    assert.deepEqual(outcome.uncaught, []);
    const stalls = server.requests.filter(({ path }) => path.startsWith('/fault/stall-'));
    assert.deepEqual(await Promise.all(stalls.map(({ closed }) => closed)), ['aborted', 'aborted']);
  });
});
