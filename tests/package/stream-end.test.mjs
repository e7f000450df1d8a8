// @ts-check
// However a stream is stopped, and whenever: the loop and the result end as they should, the server sees it, and nothing is left behind.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { STOP, Body, event, image, picture, talk, text } from './events.mjs';
import { wellAborted } from './cancel.js';
import { inBrowsers, inNode } from './suite.mjs';

inNode(define);
inBrowsers(['chromium', 'firefox'], define);

/** @type {any[]} */
const uncaught = [];
process.on('unhandledRejection', reason => uncaught.push(reason));
after(() => assert.deepEqual(uncaught, []));

/** @param {any[]} ended @param {string} moment */
function agree(ended, moment) {
  assert.equal(ended.length, wellAborted.length);
  for (const [at, want] of wellAborted.entries()) {
    if (want instanceof RegExp) assert.match(ended[at], want, moment);
    else assert.equal(ended[at], want, moment);
  }
}

/** @param {Pick<import('./suite.mjs').Browser, 'page'>} browser @param {import('./suite.mjs').Server} server */
function define(browser, server) {
  for (const way of /** @type {const} */ (['signal', 'cancel'])) {
    test(`stopped by ${way === 'signal' ? "the caller's signal" : 'cancel()'} at any moment, the loop throws the reason, and the result rejects with it`, async () => {
      const outcome = await browser.page(async (page, origin, way) => {
        const cancel = await page.beside('cancel.js');
        const uncaught = page.uncaught();
        const tools = await page.entry('index');
        /** @type {Record<string, string[]>} */
        const ended = {};
        for (const [moment, options] of Object.entries({ ...cancel.moments, ...cancel.moreMoments })) {
          // There is no stream yet whose cancel() could be called.
          if (way === 'cancel' && moment === 'before the call') continue;
          ended[moment] = await cancel.streamsWithReasons(tools, options, way);
        }
        await new Promise(resolve => setTimeout(resolve)); // rejections are reported at the end of a task
        return { ended, uncaught: uncaught() };
      }, server.origin, way);
      for (const [moment, ended] of Object.entries(outcome.ended)) agree(ended, moment);
      assert.ok(Object.keys(outcome.ended).length >= 16);
      assert.deepEqual(outcome.uncaught, []);
    });
  }

  /** Ways to stop a stream whose iterator waits or lags; each with how the loop ends. @type {Record<string, string>} */
  const stops = { signal: 'thrown enough', cancel: 'thrown enough', break: 'left', return: 'done' };
  for (const [where, stall] of Object.entries({ 'before the head': 'headers', 'in the body': 'body', 'while the reader lags': 'lag' })) {
    test(`the connection closes: ${where}`, async () => {
      for (const [stop, loop] of Object.entries(stops)) {
        const { heard, answer } = talk(server);
        const body = new Body();
        server.clear();
        server.handle('/stalled', async () => {
          if (stall === 'headers') await new Promise(() => {});
          return body.send(event([text('a')]), ...(stall === 'lag' ? Array(20).fill(event([text('b')])) : [])).response();
        });
        const ended = browser.page(async (page, origin, stop, stall) => {
          const { streamImage } = await page.entry('index');
          const controller = new AbortController();
          const stream = streamImage('a pig', { baseURL: `${origin}/stalled`, signal: controller.signal });
          const iterator = stream[Symbol.asyncIterator]();
          const isThere = (/** @type {any} */ { type, progress }) => (stall === 'headers' ? progress?.phase === 'waiting' : type === 'text');
          const run = async () => {
            try {
              for await (const event of iterator) {
                if (!isThere(event)) continue;
                await page.say(`${origin}/say/${stop}`);
                if (stop === 'break') return 'left';
                if (stop === 'signal') controller.abort('enough');
                if (stop === 'cancel') stream.cancel('enough');
                if (stop === 'return') return (await iterator.return('done')).value;
              }
              return 'ended';
            } catch (error) {
              return `thrown ${error}`;
            }
          };
          return [await run(), await stream.result.catch((/** @type {any} */ error) => String(error?.name ?? error))];
        }, server.origin, stop, stall);
        await heard(stop);
        const request = await server.request(({ method, path }) => method === 'POST' && path.startsWith('/stalled/'));
        answer(stop);
        assert.deepEqual(await ended, [loop, loop.startsWith('thrown') ? 'enough' : 'AbortError'], stop);
        assert.equal(await request.closed, 'aborted', stop);
        assert.equal(server.requests.filter(({ path, method }) => method === 'POST' && path.startsWith('/stalled/')).length, 1);
      }
    });
  }

  test('a loop that is left ends all of n, and begins no more', async () => {
    server.clear();
    server.handle('/several', () => new Body().send(event([text('a')])).response());
    const ended = await browser.page(async (page, baseURL) => {
      const { streamImage } = await page.entry('index');
      const stream = streamImage('a pig', { baseURL, n: 5, concurrency: 2 });
      const seen = new Set();
      for await (const { type, index } of stream) {
        if (type === 'text') seen.add(index);
        if (seen.size === 2) break;
      }
      return [[...seen].sort(), await stream.result.catch((/** @type {any} */ error) => error.name)];
    }, `${server.origin}/several`);
    assert.deepEqual(ended, [[0, 1], 'AbortError']);
    const requests = server.requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/several'));
    assert.deepEqual(await Promise.all(requests.map(({ closed }) => closed)), ['aborted', 'aborted']);
  });

  test('who touches neither loop nor result leaves nothing uncaught, however it ends', async () => {
    server.handle('/no', () => new Response('{"error":{"code":400,"message":"no"}}', { status: 400 }));
    server.handle('/held', () => new Body().send(event([text('a')])).response());
    const told = await browser.page(async (page, origin) => {
      const uncaught = page.uncaught();
      const { streamImage } = await page.entry('index');
      const controller = new AbortController();
      const start = (/** @type {string} */ path, /** @type {any} */ more = {}) => streamImage('a pig', { baseURL: `${origin}/${path}`, ...more });
      /** @type {any[]} */
      const streams = [start('no'), start('no', { n: 3 }), start('held', { timeout: 100 }), start('held'), start('held', { signal: controller.signal }), start('held', { n: 0 }), streamImage()];
      streams[3].cancel('enough');
      const left = start('held');
      for await (const { type } of left) if (type === 'text') break;
      controller.abort('enough');
      const iterated = start('no')[Symbol.asyncIterator]();
      // They end in this order at the latest, and the browser reports at the end of a task.
      await page.settle(() => new Promise(resolve => setTimeout(resolve, 300)));
      const ends = await Promise.all([...streams, left].map(({ result }) => result.then(() => 'resolved', (/** @type {any} */ error) => (error.name === 'GenerateImageError' ? error.code : error.name ?? error))));
      await iterated.next();
      return { ends, uncaught: uncaught() };
    }, server.origin);
    assert.deepEqual(told, { ends: ['invalid-request', 'invalid-request', 'timeout', 'enough', 'enough', 'invalid-option', 'invalid-option', 'AbortError'], uncaught: [] });
  });

  test('after the end neither cancel() nor the signal changes anything, and what was not read can be', async () => {
    server.handle('/good', () => new Body().send(event([text('a'), image(picture(1))]), STOP).end().response());
    const told = await browser.page(async (page, baseURL) => {
      const { streamImage } = await page.entry('index');
      const controller = new AbortController();
      const stream = streamImage('a pig', { baseURL, signal: controller.signal });
      const result = await stream.result;
      stream.cancel('late');
      controller.abort('late');
      return [await page.listen(stream), result === await stream.result];
    }, `${server.origin}/good`);
    assert.deepEqual(told, [['0 text a', '0 image 1', 'end'], true]);
  });

  test("no listener stays on the caller's signal", async () => {
    server.handle('/good', () => new Body().send(event([text('a'), image(picture(1))]), STOP).end().response());
    server.handle('/no', () => new Response('{"error":{"code":400,"message":"no"}}', { status: 400 }));
    server.handle('/held', () => new Body().send(event([text('a')])).response());
    const told = await browser.page(async (page, origin) => {
      const { streamImage } = await page.entry('index');
      /** @type {Record<string, (stream: any, controller: AbortController) => any>} */
      const ends = {
        good: ({ result }) => result, no: ({ result }) => result, invalid: ({ result }) => result,
        'held cancel': stream => stream.cancel(), 'held abort': (_, controller) => controller.abort(),
        'held at once': async stream => { for await (const _ of stream) break; },
        'held later': async stream => { for await (const { type } of stream) if (type === 'text') break; },
      };
      /** @type {Record<string, number>} */
      const left = {};
      for (const [name, end] of Object.entries(ends)) {
        const controller = new AbortController();
        const { signal } = controller;
        let listeners = 0;
        for (const [method, step] of /** @type {const} */ ([['addEventListener', 1], ['removeEventListener', -1]])) {
          const own = /** @type {any} */ (signal)[method];
          Object.assign(signal, { [method](/** @type {any[]} */ ...args) { listeners += step; return own.apply(signal, args); } });
        }
        const stream = streamImage('a pig', { baseURL: `${origin}/${name.split(' ')[0]}`, signal, ...(name === 'invalid' && { n: 0 }) });
        await Promise.resolve(end(stream, controller)).catch(() => {});
        await stream.result.catch(() => {});
        // What was cancelled at once comes to the signal only now.
        await page.settle(() => streamImage('a pig', { baseURL: `${origin}/good` }).result);
        left[name] = listeners;
      }
      return left;
    }, server.origin);
    assert.deepEqual(told, { good: 0, no: 0, invalid: 0, 'held cancel': 0, 'held abort': 0, 'held at once': 0, 'held later': 0 });
  });
}
