// @ts-check
// What a caller may say: every refusal word for word, and that nothing is sent when one option is refused. In Node, because nothing here
// needs a browser.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { settle } from './page.js';
import { entry } from './suite.mjs';

const { generateImage } = await entry('inline');
/** A key in the form of Google's; none is real. */
const AIZA = 'AIzaSyThisIsNoKeyThisIsNoKeyThisIsNoKey', AQ = 'AQ.Ab8ThisIsNoKey';

/** @type {Request[]} */
let sent = [];
const fetch = async (/** @type {Request} */ request) => {
  sent.push(request);
  return new Response('{}');
};
/** The global fetch too: an option may fail to stand in for it. */
globalThis.fetch = /** @type {any} */ (fetch);

/** @param {any[]} args */
async function refused(...args) {
  sent = [];
  const { code, message, hint, attempts, maybeBilled, retryable } = await settle(() => generateImage(...args));
  assert.deepEqual(sent, [], 'nothing is sent');
  if (!['invalid-option', 'invalid-image', 'missing-api-key'].includes(code)) return `${code}: ${message}`;
  assert.deepEqual([attempts, maybeBilled, retryable], [0, false, false]);
  return `${code === 'invalid-option' ? '' : `${code}: `}${message}${hint ? ` — ${hint}` : ''}`;
}

const base = { baseURL: 'https://gateway.example', fetch };
/** @param {any} options */
const withBase = options => refused('a pig', { ...base, ...options });

const ALL = 'prompt, images, system, baseURL, apiVersion, model, apiKey, auth, headers, credentials, fetch, aspectRatio, size, seed, temperature, topP, topK, '
  + 'responseModalities, safetySettings, thinking, search, extraBody, strict, remoteImages, signal, timeout, onProgress, n, concurrency, maxRetries, retryAmbiguous, onImage';
const BASES = "'kkiai', 'google', an http(s) URL, or a path on this page's host such as '/api/images'";
const AUTH = "'auto', 'bearer', 'x-goog-api-key', 'query', 'bearer+query' or 'none'";
const IMAGES = '`images` takes one picture or an array of them: `[...input.files]` for a list of files, `await` for a promise';
const said = (/** @type {any} */ value) => (Array.isArray(value) ? 'an array' : typeof value === 'function' ? 'a function' : value && typeof value === 'object' ? 'an object' : value);
const MODALITIES = "an array of 'TEXT' and 'IMAGE' with 'IMAGE' in it";
const SEED = 'a whole number from -2147483648 to 2147483647';
const TIMEOUT = 'milliseconds from 0 (none) to 2147483647';
const HEADERS = '`headers` must be what `new Headers()` takes: valid names, and values of Latin-1 without line breaks';
const NOT_LATIN = (/** @type {string} */ code, /** @type {number} */ at) => `\`apiKey\` holds a character that no key has: U+${code} at position ${at} — `
  + 'copy the key again, without quotes or spaces around it';
const VERSION = (/** @type {string} */ got, /** @type {string} */ fix) =>
  `\`baseURL\` must end before the version, which is added to it, got "${got}" — use \`baseURL: '${fix}'\``;

/** @type {[options: any, said: string][]} */
const options = [
  // names
  [{ colour: 'red' }, `\`colour\` is not an option — options here are ${ALL}`],
  [{ Seed: 1 }, '`Seed` is not an option — did you mean `seed`?'],
  [{ baseUrl: 'x' }, '`baseUrl` is not an option — did you mean `baseURL`?'],
  [{ abortSignal: AbortSignal.abort() }, '`abortSignal` is not an option — did you mean `signal`?'],
  [{ imageSize: '1K' }, '`imageSize` is not an option — did you mean `size`?'],
  [{ image: 'x' }, '`image` is not an option — did you mean `images`?'],
  [{ key: 'k' }, '`key` is not an option — did you mean `apiKey`?'],
  // where it goes
  [{ baseURL: 5 }, `\`baseURL\` must be ${BASES}, got 5`],
  [{ baseURL: null }, `\`baseURL\` must be ${BASES}, got null`],
  [{ baseURL: '' }, `\`baseURL\` must be ${BASES}, got "" — an address on another host starts with https://`],
  [{ baseURL: 'gateway.example' }, `\`baseURL\` must be ${BASES}, got "gateway.example" — an address on another host starts with https://`],
  [{ baseURL: 'ftp://x.example' }, `\`baseURL\` must be ${BASES}, got "ftp://x.example" — an address on another host starts with https://`],
  [{ baseURL: 'https://' }, `\`baseURL\` must be ${BASES}, got "https://"`],
  [{ baseURL: '/api' }, `\`baseURL\` must be ${BASES}, got "/api" — there is no page here: pass the whole URL`],
  [{ baseURL: 'https://x.example/?key=secret' },
    "`baseURL` must have no user name, query or fragment — pass the key as `apiKey`; `auth: 'query'` puts it into the query"],
  [{ baseURL: new URL('https://me:secret@x.example/') },
    "`baseURL` must have no user name, query or fragment — pass the key as `apiKey`; `auth: 'query'` puts it into the query"],
  [{ baseURL: 'https://x.example/v1beta' }, VERSION('https://x.example/v1beta', 'https://x.example')],
  [{ baseURL: 'https://x.example/api/v1beta/' }, VERSION('https://x.example/api/v1beta', 'https://x.example/api')],
  [{ baseURL: 'https://x.example/v1beta/models' }, VERSION('https://x.example/v1beta/models', 'https://x.example')],
  [{ baseURL: 'https://x.example/v1', apiVersion: 'v1' }, VERSION('https://x.example/v1', 'https://x.example')],
  [{ apiVersion: '' }, "`apiVersion` must be a version such as 'v1beta', without slashes, got \"\""],
  [{ apiVersion: 'v1/..' }, "`apiVersion` must be a version such as 'v1beta', without slashes, got \"v1/..\""],
  [{ apiVersion: 1 }, '`apiVersion` must be a string, got 1'],
  [{ model: '' }, '`model` must be a model id, got ""'],
  [{ model: 'models/x' }, "`model` must be the bare id, got \"models/x\" — leave 'models/' out: `model: 'x'`"],
  ...['..', 'a/../b', '%2E%2e'].map(model => /** @type {[any, string]} */ ([{ model }, `\`model\` must be a model id without '.' or '..' between slashes, got "${model}"`])),
  [{ model: ['x'] }, '`model` must be a string, got an array'],
  [{ auth: 'basic' }, `\`auth\` must be ${AUTH}, got "basic"`],
  [{ auth: true }, '`auth` must be a string, got true'],
  [{ credentials: 'all' }, "`credentials` must be 'omit', 'same-origin' or 'include', got \"all\""],
  [{ fetch: 'fetch' }, '`fetch` must be a function, got "fetch"'],
  // keys and headers; their values are never repeated
  [{ apiKey: 5 }, '`apiKey` must be a string, or a function that gives one, got 5'],
  [{ apiKey: null }, '`apiKey` must be a string, or a function that gives one, got null'],
  [{ apiKey: '' }, 'missing-api-key: `apiKey` is empty — pass `apiKey`; or try without one: `fetch: sandbox()` from wasmagine/sandbox'],
  [{ apiKey: '  ' }, 'missing-api-key: `apiKey` is empty — pass `apiKey`; or try without one: `fetch: sandbox()` from wasmagine/sandbox'],
  [{ apiKey: 'sk-“secret”' }, NOT_LATIN('201C', 3)],
  [{ apiKey: 'sk-se cret' }, NOT_LATIN('0020', 5)],
  [{ apiKey: 'sk-\nsecret' }, NOT_LATIN('000A', 3)],
  [{ apiKey: () => 'sk-“secret”' }, NOT_LATIN('201C', 3)],
  [{ apiKey: () => '' }, 'missing-api-key: `apiKey` is empty — pass `apiKey`; or try without one: `fetch: sandbox()` from wasmagine/sandbox'],
  [{ apiKey: () => 7 }, '`apiKey()` must be a string, got 7'],
  [{ apiKey: async () => undefined }, '`apiKey()` must be a string, got undefined'],
  [{ apiKey: () => { throw new Error('vault'); } },
    'missing-api-key: the `apiKey` function failed — pass `apiKey`; or try without one: `fetch: sandbox()` from wasmagine/sandbox'],
  [{ apiKey: async () => { throw new Error('vault'); } },
    'missing-api-key: the `apiKey` function failed — pass `apiKey`; or try without one: `fetch: sandbox()` from wasmagine/sandbox'],
  [{ headers: 'x' }, HEADERS],
  [{ headers: null }, HEADERS],
  [{ headers: { 'bad name': 'x' } }, HEADERS],
  [{ headers: { 'x-name': 'Łódź' } }, HEADERS],
  [{ headers: { 'x-name': 'a\nb' } }, HEADERS],
  [{ headers: [['x-name']] }, HEADERS],
  [{ headers: { 'Content-Type': 'text/plain' } }, '`headers` must leave `content-type` to the package'],
  ...['Authorization', 'X-Goog-Api-Key', 'X-Api-Key'].map(name => /** @type {[any, string]} */ ([{ apiKey: 'sk-1', headers: { [name]: 'secret' } },
    `\`headers\` holds a credential (\`${name.toLowerCase()}\`) beside \`apiKey\`, and servers refuse two — leave one out; \`auth\` says how \`apiKey\` is sent`])),
  // what to make
  [{ aspectRatio: '16/9' }, "`aspectRatio` must be width:height in whole numbers, such as '16:9', got \"16/9\""],
  [{ aspectRatio: '0:1' }, "`aspectRatio` must be width:height in whole numbers, such as '16:9', got \"0:1\""],
  [{ aspectRatio: '1.5:1' }, "`aspectRatio` must be width:height in whole numbers, such as '16:9', got \"1.5:1\""],
  [{ aspectRatio: 16 / 9 }, `\`aspectRatio\` must be a string, got ${16 / 9}`],
  [{ size: '2k' }, "`size` must be '512', '1K', '2K', '4K' or another size that the model takes, got \"2k\" — write `size: '2K'`"],
  [{ size: '0.5K' }, "`size` must be '512', '1K', '2K', '4K' or another size that the model takes, got \"0.5K\" — write `size: '512'`"],
  [{ size: '' }, "`size` must be '512', '1K', '2K', '4K' or another size that the model takes, got \"\""],
  [{ size: 512 }, '`size` must be a string, got 512'],
  [{ seed: 1.5 }, `\`seed\` must be ${SEED}, got 1.5`],
  [{ seed: 2 ** 31 }, `\`seed\` must be ${SEED}, got 2147483648`],
  [{ seed: NaN }, `\`seed\` must be ${SEED}, got NaN`],
  [{ seed: '7' }, `\`seed\` must be ${SEED}, got "7"`],
  [{ seed: 7n }, `\`seed\` must be ${SEED}, got 7`],
  [{ temperature: 2.1 }, '`temperature` must be a number from 0 to 2, got 2.1'],
  [{ temperature: NaN }, '`temperature` must be a number from 0 to 2, got NaN'],
  [{ topP: -0.1 }, '`topP` must be a number from 0 to 1, got -0.1'],
  [{ topK: 0 }, '`topK` must be a whole number from 1, got 0'],
  [{ topK: 1.5 }, '`topK` must be a whole number from 1, got 1.5'],
  [{ responseModalities: 'IMAGE' }, `\`responseModalities\` must be ${MODALITIES}, got "IMAGE"`],
  [{ responseModalities: [] }, `\`responseModalities\` must be ${MODALITIES}, got an array`],
  [{ responseModalities: ['TEXT'] }, `\`responseModalities\` must be ${MODALITIES}, got an array`],
  [{ responseModalities: ['IMAGE', 'AUDIO'] }, `\`responseModalities\` must be ${MODALITIES}, got an array`],
  [{ system: ['x'] }, '`system` must be a string, got an array'],
  [{ safetySettings: {} }, '`safetySettings` must be an array of { category, threshold }, got an object'],
  [{ safetySettings: ['x'] }, '`safetySettings[0]` must be an object, got "x"'],
  [{ safetySettings: [{ category: 'A', threshold: 'B' }, { category: 'A' }] }, '`safetySettings[1].threshold` must be a string, got undefined'],
  [{ safetySettings: [{ category: 'A', threshold: 'B', method: 'C' }] }, '`safetySettings[0].method` is not an option — options here are category, threshold'],
  [{ thinking: 'high' }, '`thinking` must be an object, got "high"'],
  [{ thinking: { level: 'max' } }, "`thinking.level` must be 'minimal', 'low', 'medium' or 'high', got \"max\""],
  [{ thinking: { includeThoughts: 1 } }, '`thinking.includeThoughts` must be true or false, got 1'],
  [{ thinking: { budget: 1 } }, '`thinking.budget` is not an option — options here are level, includeThoughts'],
  [{ search: 'web' }, '`search` must be true, false or { web, image }, got "web"'],
  [{ search: { web: 1 } }, '`search.web` must be true or false, got 1'],
  [{ search: { Image: true } }, '`search.Image` is not an option — did you mean `search.image`?'],
  [{ strict: 'yes' }, '`strict` must be true or false, got "yes"'],
  [{ extraBody: '{}' }, '`extraBody` must be an object, got "{}"'],
  [{ extraBody: [] }, '`extraBody` must be an object, got an array'],
  [{ extraBody: { contents: [] } }, '`extraBody` must leave `contents` to the package — the prompt goes into `prompt`'],
  [{ extraBody: { contents: undefined } }, '`extraBody` must leave `contents` to the package — the prompt goes into `prompt`'],
  [{ n: 0 }, '`n` must be a whole number from 1 to 1000, got 0'],
  [{ n: 1.5 }, '`n` must be a whole number from 1 to 1000, got 1.5'],
  [{ n: '2' }, '`n` must be a whole number from 1 to 1000, got "2"'],
  [{ n: 2, seed: 2147483647 }, '`seed` must be so that `seed` + `n` - 1 is at most 2147483647, got 2147483647'],
  [{ concurrency: 0 }, '`concurrency` must be a whole number from 1 to 1000, got 0'],
  [{ maxRetries: -1 }, '`maxRetries` must be a whole number from 0 to 1000, got -1'],
  [{ retryAmbiguous: 1 }, '`retryAmbiguous` must be true or false, got 1'],
  [{ remoteImages: true }, '`remoteImages` must be a function, got true'],
  [{ remoteImages: ['files.example'] }, '`remoteImages` must be a function, got an array'],
  [{ onImage: {} }, '`onImage` must be a function, got an object'],
  [{ extraBody: { labels: { n: 1n } } }, '`extraBody` must be what JSON can hold: no bigint, no cycle'],
  ...[null, 5, {}, () => {}, [null], [[]], [Promise.resolve()]].map(images => /** @type {[any, string]} */ ([{ images },
    `invalid-image: \`images[0]\` must be a Blob, bytes, an address, an <img> or a canvas, got ${said([images].flat()[0])} — ${IMAGES}`])),
  // how it behaves
  [{ signal: {} }, '`signal` must be an AbortSignal, got an object'],
  [{ signal: new AbortController() }, '`signal` must be an AbortSignal, got an object'],
  [{ signal: null }, '`signal` must be an AbortSignal, got null'],
  [{ timeout: -1 }, `\`timeout\` must be ${TIMEOUT}, got -1`],
  [{ timeout: Infinity }, `\`timeout\` must be ${TIMEOUT}, got Infinity`],
  [{ timeout: '5s' }, `\`timeout\` must be ${TIMEOUT}, got "5s"`],
  [{ onProgress: true }, '`onProgress` must be a function, got true'],
];

test(`${options.length} options are refused, word for word`, async () => {
  for (const [given, said] of options) assert.equal(await withBase(given), said);
});

test('a cycle in extraBody is refused', async () => {
  const loop = /** @type {any} */ ({});
  loop.loop = loop;
  for (const extraBody of [loop, { labels: loop }, { generationConfig: loop }]) {
    assert.equal(await withBase({ extraBody }), '`extraBody` must be what JSON can hold: no bigint, no cycle');
  }
});

test('the two call forms, and what is neither', async () => {
  /** @type {[args: any[], said: string][]} */
  const forms = [
    [[], '`prompt` must be a non-empty string, got undefined'],
    [[5], '`prompt` must be a non-empty string, got 5'],
    [[null, base], '`prompt` must be a non-empty string, got null'],
    [['', base], '`prompt` must be a non-empty string, got ""'],
    [[' \n', base], '`prompt` must be a non-empty string, got " \\n"'],
    [[{ ...base }], '`prompt` must be a non-empty string, got ""'],
    [[{ ...base, prompt: 5 }], '`prompt` must be a string, got 5'],
    [['a pig', { ...base, prompt: 'a cow' }], '`prompt` is given twice: as the first argument and as an option'],
    [['a pig', 'a cow'], '`options` must be an object, got "a cow"'],
    [['a pig', null], '`options` must be an object, got null'],
    [['a pig', []], '`options` must be an object, got an array'],
    [[{ ...base, prompt: 'a pig' }, {}], '`options` must be the only argument when the first is an object, got an object'],
  ];
  for (const [args, said] of forms) assert.equal(await refused(...args), said);
  for (const args of [['a pig', base], [{ ...base, prompt: 'a pig' }], ['a pig', { ...base, seed: undefined }]]) {
    sent = [];
    assert.equal((await settle(() => generateImage(...args))).code, 'no-image');
    assert.match(await sent[0].text(), /"text":"a pig"/);
  }
});

test('who must bring a key', async () => {
  const elsewhere = 'pass `apiKey`; or try without one: `fetch: sandbox()` from wasmagine/sandbox';
  const missing = (/** @type {string} */ hint) => `missing-api-key: \`apiKey\` is missing — ${hint}`;
  assert.equal(await refused('a pig'), missing(elsewhere));
  assert.equal(await refused('a pig', { baseURL: 'https://www.kkiai.com' }), missing(elsewhere));
  assert.equal(await refused('a pig', { baseURL: 'google' }), missing('make a key at aistudio.google.com/apikey and pass it as `apiKey`'));
  assert.equal(await refused('a pig', { headers: { authorization: 'Bearer x' } }), missing("say `auth: 'none'` where `headers` carries the credential"));
  for (const options of [{ auth: 'none' }, { fetch }, { baseURL: 'google', auth: 'none' }, { baseURL: 'https://proxy.example' }]) {
    sent = [];
    assert.equal((await settle(() => generateImage('a pig', options))).code, 'no-image', JSON.stringify(options));
    assert.equal(sent.length, 1);
  }
});

test('a key that looks like Google\'s goes to no host that was not named', async () => {
  const held = (/** @type {string} */ field) => `\`${field}\` holds what looks like a Google key, and without \`baseURL\` it would go to www.kkiai.com — `
    + "pass `baseURL: 'google'` to use Google's own API, or `baseURL: 'kkiai'` if the key really is kkiai's";
  for (const key of [AIZA, AQ, `"${AIZA}"`, `GEMINI_API_KEY=${AIZA}`, `x-goog-api-key:${AQ}`]) {
    const given = [{ apiKey: key }, { apiKey: ` ${key}\n` }, { apiKey: () => key }, { apiKey: async () => ` ${key}` }, { apiKey: key, auth: 'query' }];
    for (const options of given) {
      assert.equal(await refused('a pig', options), held('apiKey'));
      assert.equal(await refused('a pig', { ...options, fetch }), held('apiKey'));
    }
    const headers = [{ authorization: `Bearer ${key}` }, { authorization: `bearer  ${key}` }, { Authorization: key }, { 'x-goog-api-key': key }, { 'x-other': key }];
    for (const each of headers) assert.equal(await refused('a pig', { headers: each, auth: 'none' }), held('headers'), JSON.stringify(each));
    for (const options of [{ apiKey: key, baseURL: 'google' }, { apiKey: key, baseURL: 'kkiai' }, { apiKey: key, baseURL: 'https://proxy.example' }, { apiKey: key, auth: 'none' }]) {
      sent = [];
      await settle(() => generateImage('a pig', options));
      assert.equal(sent.length, 1, JSON.stringify(options));
    }
  }
});
