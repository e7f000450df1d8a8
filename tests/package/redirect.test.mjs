// @ts-check
// A redirect is never followed: to another host it would carry the key and the prompt along.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startServer } from '../harness/server.mjs';
import { inBrowsers } from './suite.mjs';

/** @type {import('./suite.mjs').Server} */
let elsewhere;
before(async () => { elsewhere = await startServer(); });
after(() => elsewhere.close());

inBrowsers(['chromium', 'firefox', 'webkit'], (browser, server) => {
  for (const status of [301, 302, 303, 307, 308]) {
    test(`${status}: the other host sees nothing at all`, async () => {
      elsewhere.clear();
      server.clear();
      server.handle('/moved', () => new Response('', {
        status, headers: { location: `${elsewhere.origin}/v1beta/models/gemini-2.5-flash-image:generateContent`, 'access-control-allow-origin': '*' },
      }));
      const outcomes = await browser.page(call, '/moved');
      for (const { code, message, hint, retryable, maybeBilled } of outcomes) {
        assert.deepEqual([code, message, retryable, maybeBilled], ['invalid-response', 'the server answered with a redirect', false, false]);
        assert.match(hint, /final address as `baseURL`/);
      }
      assert.deepEqual(elsewhere.requests.map(({ method, path }) => `${method} ${path}`), []);
    });
  }

  test('307 from another origin, after a preflight that passes: the other host sees nothing at all', async () => {
    elsewhere.clear();
    const base = `${server.origin.replace('127.0.0.1', 'localhost')}/fault/${encodeURIComponent(`redirect:${elsewhere.origin}/taken`)}`;
    const outcomes = await browser.page(call, base);
    assert.deepEqual(outcomes.map(({ code }) => code), Array(3).fill('invalid-response'));
    assert.deepEqual(elsewhere.requests, []);
    // And the proof that this test can fail: what a fetch that follows does.
    await browser.page((_, url) => fetch(url, { method: 'POST', body: 'a secret pig' }).catch(() => {}).then(() => {}), `${base}/v1beta/models/x:generateContent`);
    assert.deepEqual(elsewhere.requests.map(({ text }) => text), ['a secret pig']);
  });
});

/** Runs in the page. @param {import('./suite.mjs').Page} page @param {string} baseURL @returns {Promise<any[]>} */
async function call(page, baseURL) {
  const { generateImage } = await page.entry('index');
  const outcomes = [];
  for (const auth of ['bearer', 'x-goog-api-key', 'query']) {
    outcomes.push(await page.settle(() => generateImage('a secret pig', { baseURL, apiKey: 'sk-secret', auth })));
  }
  return outcomes;
}
