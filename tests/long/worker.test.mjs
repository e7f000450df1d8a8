// @ts-check
// What a worker of one's own spares a page: the longest time in which the page could do nothing else while 64 pictures come at once, with the
// calls on the page and in examples/worker, in turns. It is told, and decides nothing but whether the pictures are there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { median } from '../../benches/stats.mjs';
import { run, withBrowser } from '../harness/browsers.mjs';
import { startServer } from '../harness/server.mjs';
import { noise } from '../demo/gallery.mjs';

const CALLS = 64, ROUNDS = 15;
const picture = noise(724); // 2 MiB
const reply = JSON.stringify({ candidates: [{ content: { parts: [{ inlineData: { mimeType: 'image/png', data: picture.toString('base64') } }] }, finishReason: 'STOP' }] });

test('64 pictures at once, on the page and in a worker', async () => {
  const server = await startServer({ static: { '/worker/': fileURLToPath(new URL('../../examples/worker', import.meta.url)) } });
  server.handle('/api', () => new Response(reply, { headers: { 'content-type': 'application/json' } }));
  try {
    await withBrowser('chromium', async driver => {
      await driver.get(`${server.origin}/blank`);
      /** One round. @param {string} from the module that has generateImage; none: nothing is called */
      const round = from => run(driver, async (from, calls) => {
        const { generateImage } = from ? await import(from) : { generateImage: undefined };
        if (generateImage) await generateImage('warm', { baseURL: '/api' });
        const { port1, port2 } = new MessageChannel();
        let longest = 0, last = performance.now(), over = false;
        port1.onmessage = () => {
          const now = performance.now();
          longest = Math.max(longest, now - last);
          last = now;
          if (!over) port2.postMessage('');
        };
        port2.postMessage('');
        const start = performance.now();
        const made = generateImage
          ? await Promise.all(Array.from({ length: calls }, () => generateImage('a boat', { baseURL: '/api' })))
          : await new Promise(resolve => setTimeout(resolve, 1000, []));
        over = true;
        const took = performance.now() - start;
        for (const result of made) result.revoke?.();
        return { longest, took, sizes: made.map((/** @type {{ blob: Blob }} */ { blob }) => blob.size) };
      }, from, CALLS);
      /** @type {Record<string, { longest: number, took: number }[]>} */
      const all = { 'no call': [], 'on the page': [], 'in a worker': [] };
      for (let n = 0; n < ROUNDS; n++) {
        for (const [where, from] of [['no call', ''], ['on the page', '/wasmagine/index.js'], ['in a worker', '/worker/remote.js']]) {
          const told = await round(from);
          assert.deepEqual(told.sizes, from ? Array(CALLS).fill(picture.length) : []);
          all[where].push(told);
        }
      }
      for (const [where, rounds] of Object.entries(all)) {
        console.log(`${where}: the longest block ${median(rounds.map(({ longest }) => longest)).toFixed(1)} ms, all of it ${median(rounds.map(({ took }) => took)).toFixed(0)} ms, medians of ${ROUNDS} rounds`);
      }
    });
  } finally {
    await server.close();
  }
});
