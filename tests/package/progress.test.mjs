// @ts-check
// What onProgress tells while a call goes on.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { sandbox } from '../../js/sandbox.js';
import { inBrowsers } from './suite.mjs';

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  /** @param {string} baseURL @param {string} [fault] @returns {Promise<any[]>} */
  const reports = (baseURL, fault) => browser.page(async (page, baseURL, fault) => {
    const { generateImage } = await page.entry('index');
    const { sandbox } = await page.entry('sandbox');
    /** @type {any[]} */
    const reports = [];
    const fetch = fault ? { fetch: sandbox({ fault }) } : {};
    await generateImage('a boat', { baseURL, ...fetch, onProgress: (/** @type {any} */ progress) => reports.push(progress) }).catch(() => {});
    return reports;
  }, baseURL, fault ?? '');

  test('phases come in order, times and bytes never go back', async () => {
    const PIECES = 4, SIZE = 1000;
    server.clear();
    server.handle('/told', () => new Response());
    server.handle('/pieces', async request => {
      const whole = Buffer.from(await (await sandbox({ fault: 'big-1MiB' })(request)).arrayBuffer());
      return new Response(new ReadableStream({ async start(controller) {
        for (let piece = 1; piece <= PIECES; piece++) {
          controller.enqueue(whole.subarray((piece - 1) * SIZE, piece * SIZE));
          await server.request(({ path }) => path === `/told/${piece}`);
        }
        controller.enqueue(whole.subarray(PIECES * SIZE));
        controller.close();
      } }));
    });
    // Each piece comes once the last one was told of, and later by more than reports are apart.
    const told = await browser.page(async (page, size) => {
      const { generateImage } = await page.entry('index');
      /** @type {any[]} */
      const reports = [];
      const seen = new Set([0]);
      await generateImage('a boat', { baseURL: '/pieces', async onProgress(/** @type {any} */ progress) {
        reports.push(progress);
        const piece = Math.ceil((progress.loaded ?? 0) / size);
        if (progress.phase !== 'receiving' || seen.has(piece)) return;
        seen.add(piece);
        for (const start = performance.now(); performance.now() - start <= 50;) await new Promise(resolve => setTimeout(resolve, 60));
        await fetch(`/told/${piece}`);
      } });
      return reports;
    }, SIZE);
    const phases = told.map(({ phase }) => phase);
    assert.deepEqual([...new Set(phases)], ['preparing', 'sending', 'waiting', 'receiving', 'done']);
    assert.deepEqual(phases.filter(phase => phase !== 'receiving').length, 4, 'each but receiving once');
    const loaded = told.filter(({ phase }) => phase === 'receiving' || phase === 'done').map(({ loaded }) => loaded);
    assert.equal(loaded[0], 0);
    assert.ok(loaded.length >= PIECES + 2, `${loaded}`);
    assert.ok(loaded[loaded.length - 1] > 4 / 3 * 2 ** 20);
    for (const list of [loaded, told.map(({ elapsed }) => elapsed)]) assert.deepEqual(list, list.toSorted((a, b) => a - b));
    assert.ok(told.every(({ elapsed }) => elapsed >= 0));
    assert.deepEqual([...new Set(told.map(({ index, n, attempt }) => [index, n, attempt].join()))], ['0,1,1']);
    assert.deepEqual(Object.keys(told[0]).sort(), ['attempt', 'elapsed', 'index', 'n', 'phase']);
  });

  test('chunks of one byte do not call a thousand times', async () => {
    const told = await reports('/', 'one-byte-chunks+big-16KiB');
    const { elapsed } = told[told.length - 1];
    assert.ok(told.length <= 6 + elapsed / 50, `${told.length} reports in ${elapsed} ms`);
  });

  test('total: of the same origin without content-encoding, and nowhere else', async () => {
    const body = Buffer.from(JSON.stringify({ filler: 'x'.repeat(5000) }));
    server.handle('/length', () => new Response(body, {
      headers: { 'content-length': String(body.length), 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type', 'access-control-expose-headers': '*' },
    }));
    const { gzipSync } = await import('node:zlib');
    const packed = gzipSync(body);
    server.handle('/packed', () => new Response(packed, { headers: { 'content-length': String(packed.length), 'content-encoding': 'gzip' } }));
    const total = async (/** @type {string} */ baseURL) => {
      const told = await reports(baseURL);
      const received = told.filter(({ phase }) => phase === 'receiving');
      assert.ok(received.length > 0);
      return [...new Set(received.map(({ total }) => total))];
    };
    assert.deepEqual(await total('/length'), [body.length]);
    assert.deepEqual(await total('/packed'), [undefined]);
    assert.deepEqual(await total(`${server.origin.replace('127.0.0.1', 'localhost')}/length`), [undefined]);
    assert.deepEqual(await total('/fault/data-empty%2Bbig-4KiB'), [undefined], 'chunked: nobody knows');
  });

  test('a callback that throws goes to reportError, and the call goes on', async () => {
    const told = await browser.page(async page => {
      const uncaught = page.uncaught();
      const { generateImage } = await page.entry('index');
      const outcome = await page.settle(() => generateImage('a boat', {
        baseURL: '/fault/big-4KiB', onProgress: ({ phase = '' }) => { throw new Error(`in ${phase}`); }, onImage: () => { throw new Error('in onImage'); },
      }));
      return { code: outcome.code, errors: [...new Set(uncaught())] };
    });
    assert.equal(told.code, 'ok');
    const calls = ['preparing', 'sending', 'waiting', 'receiving', 'done', 'onImage'];
    assert.deepEqual(told.errors.map(text => /in (\w+)$/.exec(text)?.[1]), calls, 'all by way of the error event, no rejection');
    assert.ok(told.errors.every(text => text.startsWith('error: ')));
  });

  test('an async callback is not waited for, and one that calls again is fine', async () => {
    const told = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      /** @type {Promise<any>[]} */
      const inner = [];
      const call = (/** @type {any} */ options) => page.settle(() => generateImage('a boat', { baseURL: '/fault/big-4KiB', ...options }));
      const outer = await call({ onProgress: () => { inner.push(call({})); return new Promise(() => {}); } });
      return [outer.code, ...new Set((await Promise.all(inner)).map(({ code }) => code))];
    });
    assert.deepEqual(told, ['ok', 'ok']);
  });
});
