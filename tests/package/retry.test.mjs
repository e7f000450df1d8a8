// @ts-check
// What is sent again, when, and what is not: each attempt may cost a picture.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { sandbox } from '../../js/sandbox.js';
import { hold } from './page.js';
import { entry, inBrowsers } from './suite.mjs';

const { generateImage, streamImage } = await entry('inline');

/** A fetch that fails in these ways, one after another, and then gives a picture. @param {string[]} ways */
function failing(...ways) {
  const seen = /** @type {string[]} */ ([]);
  const left = [...ways];
  const fetch = sandbox({ fault(request) {
    seen.push(request.headers.get('authorization') ?? '');
    return left.shift() ?? 'big-4KiB';
  } });
  return { fetch, seen };
}

test('what cost nothing is sent again, as often as `maxRetries` says', async () => {
  const options = failing('rate-limit-short', 'rate-limit-short');
  assert.equal((await generateImage('a pig', { fetch: options.fetch })).attempts, 3);
  const more = failing('rate-limit-short', 'rate-limit-short', 'rate-limit-short');
  await assert.rejects(generateImage('a pig', { fetch: more.fetch }), { code: 'rate-limited', attempts: 3 });
  const none = failing('rate-limit-short');
  await assert.rejects(generateImage('a pig', { fetch: none.fetch, maxRetries: 0 }), { code: 'rate-limited', attempts: 1 });
});

test('a connection that fails at once is tried again', async () => {
  const { fetch } = failing('network');
  assert.equal((await generateImage('a pig', { fetch })).attempts, 2);
});

test('one that fails three seconds after sending may have cost a picture', async () => {
  const { now } = performance;
  let late = 0;
  performance.now = () => now.call(performance) + late;
  try {
    for (const [after, retryAmbiguous, attempts, maybeBilled] of [[2_500, false, 2, false], [3_000, false, 1, true], [3_000, true, 2, true], [100_000, false, 1, true]]) {
      late = 0;
      const fetch = async () => {
        late += Number(after);
        throw new TypeError('Failed to fetch');
      };
      const error = await generateImage('a pig', { fetch, maxRetries: 1, retryAmbiguous }).catch((/** @type {any} */ error) => error);
      assert.deepEqual([error.code, error.attempts, error.maybeBilled, error.retryable], ['network', attempts, maybeBilled, true], `${after} ms`);
    }
  } finally {
    performance.now = now;
  }
});

test('what may have been charged is sent again only by leave', async () => {
  for (const fault of ['http-504', 'http-524', 'cut-body', 'short-body']) {
    const error = await generateImage('a pig', { fetch: failing(`${fault}+big-4KiB`).fetch }).catch((/** @type {any} */ error) => error);
    assert.deepEqual([error.attempts, error.retryable, error.maybeBilled], [1, true, true], fault);
    const result = await generateImage('a pig', { fetch: failing(`${fault}+big-4KiB`).fetch, retryAmbiguous: true });
    assert.equal(result.attempts, 2, fault);
  }
  const stalled = failing('stall-headers');
  const clock = hold(50);
  let asked = 0;
  const fetch = (/** @type {Request} */ request) => {
    if (!asked++) setImmediate(clock.over);
    return stalled.fetch(request);
  };
  assert.equal((await generateImage('a pig', { fetch, timeout: 50, retryAmbiguous: true })).attempts, 2, 'the timeout is that of an attempt');
  clock.release();
});

test('what another try cannot mend is not tried', async () => {
  for (const fault of ['http-400', 'bad-key', 'http-403', 'http-404', 'http-413', 'quota-day', 'quota-zero', 'prompt-blocked-safety', 'text-only', 'bad-base64', 'redirect']) {
    const { fetch, seen } = failing(`${fault}+big-4KiB`);
    const error = await generateImage('a pig', { fetch, retryAmbiguous: true }).catch((/** @type {any} */ error) => error);
    assert.deepEqual([seen.length, error.attempts, error.retryable], [1, 1, false], `${fault}: ${error.code}`);
  }
});

test('the key is asked for anew, and no attempt\'s key is in an error', async () => {
  const { fetch, seen } = failing('rate-limit-short', 'bad-key');
  let asked = 0;
  const call = generateImage('a pig', { baseURL: 'https://gw.example', fetch, apiKey: () => `key-number-${++asked}` });
  await assert.rejects(call, { code: 'invalid-api-key', attempts: 2 });
  assert.deepEqual(seen, ['Bearer key-number-1', 'Bearer key-number-2']);
});

test('a server that asks for more than a minute is not waited for', async () => {
  const fetch = async () => new Response('{"error":{"code":429,"message":"later"}}', { status: 429, headers: { 'retry-after': '61' } });
  await assert.rejects(generateImage('a pig', { fetch }), { code: 'rate-limited', attempts: 1, retryAfter: 61_000 });
});

test('Retry-After may be a date', async () => {
  const at = new Date(Date.now() + 3_600_000);
  const fetch = async () => new Response('{"error":{"code":503,"message":"later"}}', { status: 503, headers: { 'retry-after': at.toUTCString() } });
  const error = await generateImage('a pig', { fetch }).catch((/** @type {any} */ error) => error);
  assert.ok(error.retryAfter > 3_500_000 && error.retryAfter <= 3_600_000, String(error.retryAfter));
});

test('abort ends the wait', async () => {
  const controller = new AbortController();
  const { fetch, seen } = failing('rate-limit');
  const call = generateImage('a pig', {
    fetch, signal: controller.signal,
    onProgress({ phase, retryIn } = /** @type {any} */ ({})) {
      if (phase === 'retrying') {
        assert.equal(retryIn, 34_400);
        queueMicrotask(() => controller.abort('no more'));
      }
    },
  });
  await assert.rejects(call, reason => reason === 'no more');
  assert.equal(seen.length, 1);
});

test('what was told of a reply is not told again, though only its end brought it', async () => {
  const own = globalThis.fetch;
  globalThis.fetch = () => new Promise(() => {}); // of links
  // Text that may go on as a picture's address is told when nothing more comes.
  const parts = [{ text: 'data' }, { fileData: { fileUri: 'https://gateway.example/1.png' } }];
  let requests = 0;
  const fetch = async () => {
    requests += 1;
    return new Response(JSON.stringify({ candidates: [{ content: { parts } }] }));
  };
  /** @type {string[]} */
  const told = [];
  try {
    const stream = streamImage('a pig', { baseURL: 'https://gateway.example', fetch, timeout: 300, retryAmbiguous: true });
    await assert.rejects(async () => {
      for await (const event of stream) if (event.type === 'text') told.push(event.text);
    }, { code: 'timeout', attempts: 1 });
  } finally {
    globalThis.fetch = own;
  }
  assert.deepEqual([requests, told], [1, ['data']]);
});

test('what the body says of the wait counts before the header, and that before our own', async () => {
  const { setTimeout } = globalThis;
  const info = (/** @type {string} */ retryDelay) => ({ details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }] });
  /** @type {[error: any, headers: any, wait: (ms: number) => boolean][]} */
  const rows = [
    [info('1.25s'), { 'retry-after': '9' }, ms => ms === 1_250],
    [info('0.5s'), {}, ms => ms === 500],
    [{}, { 'retry-after': '9' }, ms => ms === 9_000],
    [{}, { 'retry-after': new Date(Date.now() + 30_000).toUTCString() }, ms => ms > 20_000 && ms <= 30_000],
    [{}, { 'retry-after': 'soon' }, ms => ms >= 0 && ms <= 1_000],
    [{}, {}, ms => ms >= 0 && ms <= 1_000],
  ];
  for (const [at, [error, headers, fits]] of rows.entries()) {
    /** @type {any[]} */
    const told = [];
    const answers = [() => new Response(JSON.stringify({ error: { code: 503, message: 'busy', ...error } }), { status: 503, headers }), () => new Response('{}')];
    /** @type {any} */ (globalThis).setTimeout = (/** @type {() => void} */ callback, /** @type {number} */ ms) => setTimeout(callback, ms > 60_000 ? ms : 0);
    try {
      await generateImage('a pig', { fetch: async () => answers.shift()?.(), onProgress: (/** @type {any} */ each) => each.phase === 'retrying' && told.push(each.retryIn) }).catch(() => {});
    } finally {
      globalThis.setTimeout = setTimeout;
    }
    assert.ok(told.length === 1 && fits(told[0]), `${at}: ${told}`);
  }
});

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  test('over HTTP: two refusals, then the picture', async () => {
    let calls = 0;
    const answer = sandbox({ fault: () => (calls++ < 2 ? 'rate-limit-short' : 'big-4KiB') });
    server.handle('/again', request => answer(request));
    const attempts = await browser.page(async (page, baseURL) => {
      const { generateImage } = await page.entry('index');
      return (await generateImage('a pig', { baseURL })).attempts;
    }, `${server.origin}/again`);
    assert.deepEqual([attempts, calls], [3, 3]);
  });
});
