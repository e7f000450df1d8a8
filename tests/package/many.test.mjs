// @ts-check
// Several pictures in a call: how many run at once, what lands when, what stands beside failures, what each request holds.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { sandbox } from '../../js/sandbox.js';
import { deferred } from './page.js';
import { entry, inBrowsers } from './suite.mjs';

const { generateImage, GenerateImageError } = await entry('inline');
const small = sandbox({ fault: 'big-4KiB' });
const bodyOf = async (/** @type {Request} */ request) => JSON.parse(await request.clone().text());

test('n requests, alike but for the seed, and never more than `concurrency` at once', async () => {
  /** @type {any[]} */
  const bodies = [];
  let [active, most] = [0, 0];
  let full = deferred();
  let wanted = 0;
  const fetch = async (/** @type {Request} */ request) => {
    most = Math.max(most, ++active);
    if (active === wanted) full.resolve();
    bodies.push(await bodyOf(request));
    await full.promise; // as many as may be are under way
    const response = await small(request);
    active--;
    return response;
  };
  for (const [concurrency, peak] of /** @type {[number | undefined, number][]} */ ([[undefined, 3], [1, 1], [64, 7]])) {
    bodies.length = most = 0;
    [full, wanted] = [deferred(), peak];
    const result = await generateImage('a pig', { fetch, n: 7, concurrency, seed: 40 });
    assert.equal(most, peak);
    assert.deepEqual(bodies.map(({ generationConfig }) => generationConfig.seed).sort(), [40, 41, 42, 43, 44, 45, 46]);
    for (const body of bodies) body.generationConfig.seed = 0;
    for (const body of bodies) assert.deepEqual(body, bodies[0]);
    assert.equal(result.images.length, 7);
    assert.deepEqual(result.responses.map((/** @type {any} */ response) => response.index), [0, 1, 2, 3, 4, 5, 6]);
    assert.deepEqual([result.attempts, result.errors], [7, []]);
    assert.equal(result.image, result.responses[0].images.at(-1));
    assert.equal(result.usage.imageTokens, 7 * result.responses[0].usage.imageTokens);
    result.revoke();
  }
});

test('one picture is a success; what failed stands beside it, in order, with all attempts counted', async () => {
  let calls = 0;
  const fault = () => (['http-400', 'big-4KiB', 'prompt-blocked-safety', 'big-4KiB', 'bad-key'][calls++]);
  const landed = /** @type {any[]} */ ([]);
  const result = await generateImage('a pig', {
    fetch: sandbox({ fault }), n: 5, concurrency: 1, onImage: (/** @type {any} */ image, /** @type {number} */ index) => landed.push([image, index]),
  });
  assert.deepEqual(result.errors.map((/** @type {any} */ error) => error.code), ['invalid-request', 'prompt-blocked', 'invalid-api-key']);
  assert.ok(result.errors.every((/** @type {any} */ error) => GenerateImageError.isInstance(error) && error.attempts === 1));
  assert.deepEqual(result.responses.map((/** @type {any} */ response) => response.index), [1, 3]);
  assert.equal(result.attempts, 5);
  assert.deepEqual(landed, [[result.images[0], 1], [result.images[1], 3]]);
  assert.equal(result.image, result.images[0]);
});

test('pictures stand by request, whichever came first; the fields are those of the first that succeeded', async () => {
  const first = deferred();
  const reply = (/** @type {number} */ at, /** @type {any[]} */ parts) => new Response(JSON.stringify({
    candidates: [{ content: { parts: [{ text: `words ${at}` }, ...parts] }, finishReason: 'STOP' }], usageMetadata: { promptTokenCount: at, ...(at === 2 && { thoughtsTokenCount: 5 }) }, responseId: `r${at}`, modelVersion: `m${at}`,
  }));
  const picture = (/** @type {number} */ width) => ({ inlineData: { data: Buffer.concat([Buffer.from('GIF89a'), Buffer.of(width, 0, 1, 0)], 40).toString('base64') } });
  const fetch = async (/** @type {Request} */ request) => {
    const at = (await bodyOf(request)).generationConfig.seed;
    if (at === 0) return new Response('{}');
    if (at === 1) await first.promise;
    return reply(at, [picture(at * 10), picture(at * 10 + 1)]);
  };
  /** @type {number[]} */
  const landed = [];
  const onImage = (/** @type {any} */ image, /** @type {number} */ index) => {
    landed.push(index, image.width);
    first.resolve();
  };
  const result = await generateImage('a pig', { fetch, n: 3, seed: 0, onImage, maxRetries: 0 });
  assert.deepEqual(landed, [2, 21, 1, 11]);
  assert.deepEqual(result.images.map((/** @type {any} */ { width }) => width), [10, 11, 20, 21]);
  assert.deepEqual([result.image.width, result.text, result.responseId, result.model], [11, 'words 1', 'r1', 'm1']);
  assert.deepEqual([result.usage, result.attempts, result.errors.length], [{ inputTokens: 3, thoughtTokens: 5 }, 3, 1]);
  assert.deepEqual([result.raw === result.responses[0].raw, result.responses.map((/** @type {any} */ { index, usage }) => [index, usage.inputTokens])], [true, [[1, 1], [2, 2]]]);
});

test('where no picture came, the call rejects with the failure of the first request', async () => {
  let calls = 0;
  const fetch = sandbox({ fault: () => (['prompt-blocked-safety', 'bad-key'][calls++]) });
  await assert.rejects(generateImage('a pig', { fetch, n: 2, concurrency: 1 }), { code: 'prompt-blocked', attempts: 1 });
});

test('pictures land as they come, and abort stops the rest', async () => {
  const controller = new AbortController();
  const aborted = deferred();
  let calls = 0;
  const fetch = async (/** @type {Request} */ request) => {
    calls++;
    if ((await bodyOf(request)).generationConfig.seed === 1) return small(request);
    return new Promise((_, reject) => request.signal.addEventListener('abort', () => {
      aborted.resolve();
      reject(request.signal.reason);
    }));
  };
  /** @type {number[]} */
  const landed = [];
  const call = generateImage('a pig', {
    fetch, n: 9, concurrency: 3, seed: 0, signal: controller.signal,
    onImage(/** @type {any} */ _, /** @type {number} */ index) {
      landed.push(index);
      controller.abort('enough');
    },
  });
  await assert.rejects(call, reason => reason === 'enough');
  await aborted.promise;
  assert.deepEqual(landed, [1]);
  assert.ok(calls <= 4, `${calls} requests were begun`);
});

test('progress names request, count and attempt', async () => {
  /** @type {any[]} */
  const seen = [];
  let calls = 0;
  const fetch = sandbox({ fault: () => (calls++ === 0 ? 'rate-limit-short' : 'big-4KiB') });
  const result = await generateImage('a pig', { fetch, n: 2, concurrency: 1, onProgress: (/** @type {any} */ progress) => seen.push(progress) });
  assert.equal(result.attempts, 3);
  assert.ok(seen.every(({ n }) => n === 2));
  assert.deepEqual(seen.filter(({ phase }) => phase === 'retrying').map(({ index, attempt, retryIn }) => [index, attempt, retryIn]), [[0, 2, 200]]);
  assert.deepEqual(seen.filter(({ phase }) => phase === 'done').map(({ index, attempt }) => [index, attempt]), [[0, 2], [1, 1]]);
  for (const [at, { elapsed }] of seen.entries()) assert.ok(at === 0 || elapsed >= seen[at - 1].elapsed, 'one clock for the call');
});

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  test('four pictures over HTTP', async () => {
    const outcome = await browser.page(async (page, baseURL) => {
      const { generateImage } = await page.entry('index');
      const result = await generateImage('a pig', { baseURL, n: 4, concurrency: 2 });
      return { sizes: result.images.map((/** @type {any} */ image) => image.blob.size), urls: new Set(result.images.map((/** @type {any} */ image) => image.url)).size };
    }, `${server.origin}/fault/big-4KiB`);
    assert.deepEqual(outcome, { sizes: [4096, 4096, 4096, 4096], urls: 4 });
  });
});
