// @ts-check
// The error itself: its fields, how it is told from others across copies of the package, and that no key is ever in it.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { sandbox } from '../../js/sandbox.js';
import { settle } from './page.js';
import { entry, inBrowsers } from './suite.mjs';

const { generateImage, streamImage, GenerateImageError, GeneratedImage } = await entry('inline');
const other = await entry('slim');

/** @param {any} options @returns {Promise<any>} */
const errorOf = options => generateImage('a pig', { baseURL: 'https://gw.example', maxRetries: 0, ...options }).then(() => assert.fail('it should fail'), (/** @type {any} */ error) => error);
const reply = (/** @type {any} */ body, status = 200, headers = {}) => ({ fetch: async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }) });

test('its class, name, and what isInstance knows', async () => {
  const error = await errorOf({ seed: 0.5 });
  assert.ok(error instanceof Error && error instanceof GenerateImageError);
  assert.deepEqual([error.name, Object.prototype.toString.call(error), error.constructor.name === 'Error'], ['GenerateImageError', '[object Error]', false]);
  assert.match(String(error.stack), /^GenerateImageError: `seed` must be /);
  assert.notEqual(other.GenerateImageError, GenerateImageError, 'two copies of the package');
  for (const { isInstance } of [GenerateImageError, other.GenerateImageError]) {
    assert.deepEqual([isInstance(error), isInstance(error, 'invalid-option'), isInstance(error, 'network')], [true, true, false]);
    for (const none of [null, undefined, 'x', 5, {}, new Error('x'), new DOMException('x', 'AbortError'), Object.assign(new Error('x'), { code: 'network' }), { name: 'GenerateImageError' }]) {
      assert.equal(isInstance(none), false);
    }
  }
  assert.throws(() => new GenerateImageError(), TypeError);
  assert.throws(() => new GeneratedImage(), TypeError);
});

test('an error before sending says so', async () => {
  const { message, stack, ...fields } = await errorOf({ seed: 0.5 });
  assert.deepEqual({ ...fields }, { code: 'invalid-option', retryable: false, maybeBilled: false, attempts: 0 });
});

test('a blocked prompt has all that the server said', async () => {
  const body = {
    promptFeedback: { blockReason: 'SAFETY', safetyRatings: [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'HIGH', blocked: true }] },
    usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 }, modelVersion: 'm', responseId: 'r',
  };
  const error = await errorOf(reply(body));
  assert.deepEqual({ ...error }, {
    code: 'prompt-blocked', status: 200, retryable: false, maybeBilled: false, attempts: 1, finishReason: 'SAFETY', usage: { inputTokens: 9, totalTokens: 9 },
    hint: 'the safety filter refused the prompt: say it in other words', body,
  });
});

test('a refusal in words has the words', async () => {
  const { code, text, finishReason } = await errorOf(reply({ candidates: [{ content: { parts: [{ text: 'I ' }, { text: 'cannot.' }, { text: 'hm', thought: true }] }, finishReason: 'STOP' }] }));
  assert.deepEqual([code, text, finishReason], ['no-image', 'I cannot.', 'STOP']);
});

test('a blocked picture has the reason, the words for it, and what it cost', async () => {
  const body = {
    candidates: [{ content: { role: 'model', parts: [{ text: 'There.' }] }, finishReason: 'IMAGE_PROHIBITED_CONTENT', finishMessage: 'Unable to show it. Support codes: 15236754', safetyRatings: [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'LOW' }], index: 0 }],
    usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 1290, totalTokenCount: 1299 },
  };
  const error = await errorOf(reply(body));
  assert.equal(error.message, 'the picture was blocked (IMAGE_PROHIBITED_CONTENT): Unable to show it. Support codes: 15236754');
  assert.deepEqual({ ...error }, {
    code: 'image-blocked', status: 200, retryable: false, maybeBilled: true, attempts: 1, finishReason: 'IMAGE_PROHIBITED_CONTENT', text: 'There.',
    usage: { inputTokens: 9, outputTokens: 1290, totalTokens: 1299 }, hint: 'the picture was made and then refused by the safety filter: ask for something milder', body,
  });
});

test('each reason has its hint, one sentence in the house\'s form', async () => {
  const hints = new Map();
  const note = async (/** @type {string} */ name, /** @type {any} */ body, /** @type {number} */ status = 200) => hints.set(name, (await errorOf(reply(body, status))).hint);
  for (const blockReason of ['SAFETY', 'OTHER', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'IMAGE_SAFETY']) await note(`blocked ${blockReason}`, { promptFeedback: { blockReason } });
  for (const finishReason of ['STOP', 'MAX_TOKENS', 'IMAGE_SAFETY', 'IMAGE_RECITATION', 'BLOCKLIST', 'LANGUAGE', 'NO_IMAGE']) await note(finishReason, { candidates: [{ content: {}, finishReason }] });
  await note('words', { candidates: [{ content: { parts: [{ text: 'No.' }] }, finishReason: 'STOP' }] });
  await note('nothing', {});
  for (const status of [400, 401, 403, 404, 408, 413, 429, 500, 501, 502, 503, 504]) await note(String(status), { error: { code: status, message: 'x' } }, status);
  for (const [name, hint] of hints) assert.match(hint, /^[a-zG`'][^\n]{20,}[^.\s]$/, name);
  assert.equal(new Set([...hints].slice(0, 14).map(([, hint]) => hint)).size, 14, 'one of its own for each way to have no picture');
});

test('an HTTP error has the server\'s body, its id and its wait', async () => {
  const body = { error: { code: 429, message: 'slow (request id: abc)', status: 'RESOURCE_EXHAUSTED' } };
  const { message, stack, ...fields } = await errorOf(reply(body, 429, { 'retry-after': '2', 'x-request-id': 'req-1' }));
  assert.deepEqual(fields, {
    code: 'rate-limited', status: 429, retryable: true, maybeBilled: false, retryAfter: 2000, attempts: 1, requestId: 'req-1',
    hint: 'wait a little, then try again; fewer calls at once help', body,
  });
  assert.equal(message, 'the server answered 429 RESOURCE_EXHAUSTED: slow (request id: abc)');
  assert.equal((await errorOf(reply(body, 429))).requestId, 'abc');
  assert.equal((await errorOf(reply('<html><title>504 Gateway</title>', 504))).body, '<html><title>504 Gateway</title>');
});

test('a wait that says nothing is none', async () => {
  for (const header of ['', ' ', 'soon']) assert.equal((await errorOf(reply('{}', 429, { 'retry-after': header }))).retryAfter, undefined, header);
  for (const retryDelay of ['', 's', null, 3]) {
    const error = await errorOf(reply({ error: { code: 429, message: 'x', details: [{ retryDelay }] } }, 429));
    assert.deepEqual([error.code, error.retryAfter], ['rate-limited', undefined], String(retryDelay));
  }
});

/** Everything that an error shows, hidden or not. @param {any} error @returns {string} */
function all(error) {
  const seen = new Set();
  /** @param {any} value @returns {string} */
  const gather = value => {
    if (value === null || typeof value !== 'object') return String(value);
    if (seen.has(value)) return '';
    seen.add(value);
    return Reflect.ownKeys(value).map(name => `${String(name)} ${gather(value[name])}`).join(' ');
  };
  return `${gather(error)} ${String(error)} ${JSON.stringify(error)}`;
}

test('no key is in it, whoever told it', async () => {
  for (const key of ['sk-secret-0123456789', "sk!'()*~+/=&secret", 'AQ.secret_key-9']) {
    const spelt = [key, encodeURIComponent(key), encodeURIComponent(key).replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)];
    const said = `bad key ${spelt.join(', then ')}!`;
    const ways = [
      reply({ error: { message: said, details: [{ [key]: said, deep: [[said]] }] } }, 401),
      reply({ error: { message: { error: { message: JSON.stringify({ error: said }) } } } }, 500),
      reply(said, 500), reply(`<title>${said}</title>`, 502), reply(said, 200), reply({ error: said }), reply({ error: { message: said } }),
      reply({ error: { message: 'x' } }, 429, { 'x-request-id': key }),
      reply({ candidates: [{ content: { parts: [{ text: said }] }, finishReason: key, finishMessage: said }] }),
      reply({ promptFeedback: { blockReason: key } }),
      { fetch: async () => { throw new TypeError(`Failed to fetch https://gw.example/?key=${spelt[2]}`); } },
      { fetch: async () => { throw said; } },
      { fetch: async () => { throw Object.assign(new Error('x'), { request: { headers: { authorization: key } }, cause: new Error(said), name: said }); } },
      { fetch: () => { throw new Error(said); } },
      { fetch: async () => said },
      { fetch: async (/** @type {Request} */ request) => { throw Object.assign(new Error(request.url), { stack: request.headers.get('authorization') }); }, auth: 'query' },
    ];
    for (const [at, way] of ways.entries()) {
      for (const apiKey of [key, async () => key]) {
        const told = all(await errorOf({ apiKey, ...way }));
        for (const each of spelt) assert.ok(!told.includes(each), `${at}: ${told}`);
      }
      for (const headers of [{ authorization: `bearer  ${key}` }, { 'x-api-key': key }]) {
        const told = all(await errorOf({ headers, ...way, auth: 'none' }));
        for (const each of spelt) assert.ok(!told.includes(each), `headers, ${at}: ${told}`);
      }
    }
  }
});

test('a key that is a common word spoils no code and no field', async () => {
  for (const apiKey of ['network', 'code', 'e', 'retryable', 'hint']) {
    const { code, retryable, attempts } = await errorOf({ apiKey, fetch: async () => { throw new TypeError('no'); } });
    assert.deepEqual([code, retryable, attempts], ['network', true, 1], apiKey);
  }
});

test('a message is cut only once the key is out of it', async () => {
  const apiKey = 'sk-secret-0123456789';
  for (const at of [0, 270, 285, 295, 570, 585, 595]) {
    const { message, body } = await errorOf({ apiKey, fetch: async () => new Response(`${'x'.repeat(at)}${apiKey}${'y'.repeat(900)}`, { status: 500 }) });
    assert.ok(message.length <= 601 && message.endsWith('…'), message);
    assert.ok(!/sk-se|6789/.test(message + body), message);
  }
  const { cause } = await errorOf({ apiKey, fetch: () => Promise.reject(`${'x'.repeat(50)}${apiKey}`) });
  assert.ok(!/sk-s/.test(cause.message), cause.message);
  for (const at of [0, 12, 25, 30]) {
    const { message } = await errorOf({ apiKey, ...reply(`${'x'.repeat(at)}${apiKey}${'y'.repeat(900)}`) });
    assert.match(message, /^the reply is no JSON: at byte 0 of it stands "x*\[key\]y*"$/);
  }
  const { body } = await errorOf({ apiKey, ...reply('x'.repeat(65_536 - 9) + apiKey, 500) });
  assert.ok(!body.includes('sk-se'), body.slice(-30));
});

test('no key is in a warning, and a warning is no longer than a message', async () => {
  const apiKey = 'sk-secret-0123456789';
  const good = await (await sandbox({ fault: 'big-4KiB' })(new Request('https://gw.example/v1beta/models/gemini-2.5-flash-image:generateContent', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"contents":[{"parts":[{"text":"a pig"}]}]}',
  }))).json();
  const said = { error: { code: 500, message: `${apiKey} ${'x'.repeat(9_000)}` } };
  const fetch = async () => new Response(`data: ${JSON.stringify(good)}\n\ndata: ${JSON.stringify(said)}\n\n`);
  const { warnings } = await generateImage('a pig', { baseURL: 'https://gw.example', apiKey, fetch });
  const { message } = warnings.at(-1);
  assert.match(message, /^after the picture the server answered 500: \[key\] x+…$/);
  assert.equal(message.length, 601);
});

test('a signal that will not be listened to ends no call', async () => {
  const signal = { aborted: false, addEventListener() { throw new Error('no'); }, removeEventListener() { throw new Error('no'); } };
  const result = await generateImage('a pig', { fetch: sandbox({ fault: 'big-4KiB' }), signal });
  assert.equal(result.blob.size, 4096);
  const streamed = await streamImage('a pig', { fetch: sandbox({ fault: 'big-4KiB' }), signal }).result;
  assert.equal(streamed.blob.size, 4096);
});

test('a signal without a reason ends a call as an AbortError, and one that throws is none', async () => {
  class Signal {
    aborted = true;
    addEventListener() {}
    removeEventListener() {}
  }
  const fetch = sandbox();
  assert.equal((await errorOf({ fetch, signal: new Signal() })).name, 'AbortError');
  const signal = Object.defineProperty(new Signal(), 'aborted', { get() { throw new Error('no'); } });
  const { code, message } = await errorOf({ fetch, signal });
  assert.deepEqual([code, message], ['invalid-option', '`signal` must be an AbortSignal, got an object']);
});

test('a part of a millisecond is a timeout too', async () => {
  const { code, message } = await errorOf({ timeout: 0.5, fetch: () => new Promise(() => {}) });
  assert.deepEqual([code, message], ['timeout', 'no whole reply within 1 ms']);
});

test('a key that is not sent may hold anything', async () => {
  const { code } = await errorOf({ apiKey: '\ud800', auth: 'none', ...reply('x', 500) });
  assert.equal(code, 'server-error');
});

test('options that are refused repeat no key', async () => {
  const secret = 'sk-secret-0123456789';
  const ways = [
    { apiKey: `${secret}“` }, { apiKey: { secret } }, { apiKey: [secret] }, { apiKey: () => `${secret}\n\n“` }, { apiKey: () => ({ secret }) },
    { apiKey: secret, headers: { authorization: `Bearer ${secret}` } }, { headers: { 'x-key': `${secret}Ł` } }, { headers: secret },
    { baseURL: `https://gw.example/?key=${secret}` }, { baseURL: `https://${secret}@gw.example` }, { baseURL: `gw.example?key=${secret}` },
    { baseURL: new URL(`https://gw.example/#${secret}`) }, { apiKey: secret, seed: 0.5 },
  ];
  for (const way of ways) {
    const told = all(await errorOf(way));
    assert.ok(!told.includes(secret), told);
  }
});

inBrowsers(['chromium', 'firefox'], browser => {
  test('an error crosses postMessage and realms', async () => {
    const told = await browser.page(async page => {
      const { generateImage, GenerateImageError } = await page.entry('index');
      const error = await generateImage('a pig', { baseURL: '/fault/http-503' }).catch((/** @type {any} */ error) => error);
      const frame = Object.assign(document.createElement('iframe'), { src: '/blank' });
      await new Promise(resolve => {
        frame.onload = resolve;
        document.body.append(frame);
      });
      // Firefox 140 clones no error that was made below a wasm, whosever it is: this module calls what it is given.
      const bytes = Uint8Array.of(
        0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 7, 1, 1, 97, 1, 98, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 99, 0, 1, 10, 6, 1, 4, 0, 16, 0, 11);
      const clones = await new Promise(done => WebAssembly.instantiate(bytes, { a: { b: () => done(page.settle(async () => structuredClone(new Error()))) } })
        .then(({ instance }) => /** @type {any} */ (instance.exports).c())).then(({ name }) => name !== 'DataCloneError');
      const load = new (/** @type {any} */ (frame.contentWindow).Function)('return import("/wasmagine/index.js")');
      const inner = await load();
      return [
        inner.GenerateImageError !== GenerateImageError, inner.GenerateImageError.isInstance(error), GenerateImageError.isInstance(error, 'server-error'),
        !clones || structuredClone(error).message === error.message,
      ];
    });
    assert.deepEqual(told, [true, true, true, true]);
  });

  test('what a browser\'s own fetch says of a URL with the key in it', async () => {
    const outcome = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      return page.settle(() => generateImage('a pig', { baseURL: 'http://127.0.0.1:9', apiKey: 'sk-secret-0123456789', auth: 'query' }));
    });
    assert.equal(outcome.code, 'network');
    assert.ok(!JSON.stringify(outcome).includes('secret'), JSON.stringify(outcome));
  });
});

test('settle() itself tells a hang', async () => assert.deepEqual(await settle(() => new Promise(() => {}), 10), { code: 'it hangs' }));
