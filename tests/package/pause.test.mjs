// @ts-check
// The page has its turns while pictures come faster than they are read, however they are cut and however many there are.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { reply } from '../../benches/reply.mjs';
import { inBrowsers } from './suite.mjs';

const MiB = 2 ** 20;

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  for (const [what, calls, cut] of /** @type {[string, number, number][]} */ ([['a body in one piece', 1, 100 * MiB], ['four at once in small pieces', 4, 16 * 1024]])) {
    test(what, async () => {
      const { body } = reply(4 * MiB);
      server.handle('/whole', () => new Response(body));
      const turns = await browser.page(async (page, calls, cut) => {
        const { generateImage, init } = await page.entry('index');
        await init();
        const bytes = new Uint8Array(await (await fetch('/whole')).arrayBuffer());
        const there = () => new ReadableStream({
          start(controller) {
            for (let at = 0; at < bytes.length; at += cut) controller.enqueue(bytes.slice(at, at + cut));
            controller.close();
          },
        });
        const { port1, port2 } = new MessageChannel();
        let turns = 0;
        port1.onmessage = () => { turns++; port2.postMessage(0); };
        port2.postMessage(0);
        await Promise.all(Array.from({ length: calls }, () => generateImage('a pig', { baseURL: '/', fetch: async () => new Response(there()) })));
        port1.close();
        return turns;
      }, calls, cut);
      assert.ok(turns >= (calls * body.length) / MiB, `${turns} turns for ${calls} bodies of ${body.length} bytes`);
    });
  }
});
