// @ts-check
// What is told beside a picture: what the model does not take, what came otherwise than asked for, and in which order. The package's
// table of models is held against the sandbox's, which was written apart from it.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { sandbox } from '../../js/sandbox.js';
import { settle } from './page.js';
import { entry, inBrowsers } from './suite.mjs';

const { generateImage, models } = await entry('inline');

/** As much of a PNG as says its size. @param {number} width @param {number} height */
function png(width, height) {
  const bytes = Buffer.alloc(33);
  bytes.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.set([8, 2, 0, 0, 0], 24);
  return { inlineData: { mimeType: 'image/png', data: bytes.toString('base64') } };
}
const page = { inlineData: { mimeType: 'image/png', data: btoa('<html>no picture</html>') } };
const reply = (/** @type {any[]} */ ...parts) => JSON.stringify({ candidates: [{ content: { parts }, finishReason: 'STOP' }] });

/** A server that answers with one after the other. @param {string[]} replies */
function answering(...replies) {
  /** @type {any[]} */
  const bodies = [];
  const fetch = async (/** @type {Request} */ request) => {
    bodies.push(JSON.parse(await request.text()));
    return new Response(replies[(bodies.length - 1) % replies.length]);
  };
  return { fetch, bodies };
}

test('`strict` refuses what the sandbox refuses, for each model and value, and ignored levels', async () => {
  const ratios = ['1:1', '1:4', '1:8', '2:3', '3:2', '3:4', '4:1', '4:3', '4:5', '5:4', '8:1', '9:16', '16:9', '21:9', '9:21', '5:3'];
  /** @type {any[]} */
  const asked = [
    {}, ...ratios.map(aspectRatio => ({ aspectRatio })), ...['512', '1K', '2K', '4K', '8K'].map(size => ({ size })),
    { seed: 0 }, { temperature: 1 }, { topP: 0.5 }, { topK: 3 },
    ...['minimal', 'low', 'medium', 'high'].map(level => ({ thinking: { level } })), ...[true, false].map(includeThoughts => ({ thinking: { includeThoughts } })),
    ...[true, false, { web: true }, { image: true }, { web: true, image: true }, {}].map(search => ({ search })),
  ];
  // Judges the request as ever, and draws nothing.
  const fetch = sandbox({ fault: 'prompt-blocked-safety' });
  let refused = 0;
  for (const { id } of models) {
    for (const options of asked) {
      const told = await settle(() => generateImage('a pig', { fetch, model: id, ...options, strict: true }));
      const { code } = await settle(() => generateImage('a pig', { fetch, model: id, ...options }));
      const ignored = id.startsWith('gemini-3-pro') && options.thinking?.level;
      const ends = `${told.code} ${code}`;
      const expected = ignored ? ['invalid-option prompt-blocked'] : ['invalid-option invalid-request', 'prompt-blocked prompt-blocked'];
      assert.ok(expected.includes(ends), `${id} ${JSON.stringify(options)}: ${ends}: ${told.message}`);
      if (told.code === 'invalid-option') refused += 1;
    }
  }
  assert.ok(refused > 60, `${refused} were refused`);
});

test('unsupported options are told once a call and first, and sent all the same', async () => {
  const { fetch, bodies } = answering(reply(page, png(1024, 1024)));
  const options = { model: 'gemini-2.5-flash-image', aspectRatio: '1:1', size: '2K', search: true };
  const { warnings, images } = await generateImage('a pig', { fetch, n: 2, concurrency: 1, ...options });
  assert.deepEqual(warnings.map((/** @type {any} */ { type }) => type), ['unsupported', 'unsupported', 'mismatch', 'compat', 'mismatch', 'compat']);
  assert.deepEqual(warnings.slice(0, 3), [
    { type: 'unsupported', option: 'size', message: "gemini-2.5-flash-image does not take `size: '2K'`: it makes 1K only" },
    { type: 'unsupported', option: 'search', message: 'gemini-2.5-flash-image does not take `search`: it does not search' },
    { type: 'mismatch', option: 'size', requested: '2K', actual: '1K', message: "`size: '2K'` was asked for, and the picture has 1024×1024 pixels, which is 1K" },
  ]);
  assert.deepEqual(Object.keys(warnings[3]), ['type', 'message']);
  assert.match(warnings[3].message, /^the reply also held .*, which is no picture: it was left out$/);
  assert.equal(images.length, 2);
  for (const { generationConfig, tools } of bodies) assert.deepEqual([generationConfig.imageConfig, tools], [{ aspectRatio: '1:1', imageSize: '2K' }, [{ googleSearch: {} }]]);
});

test('with `strict` the first of them is the error, and nothing is sent', async () => {
  const { fetch, bodies } = answering(reply(png(1024, 1024)));
  const call = (/** @type {any} */ options) => settle(() => generateImage('a pig', { fetch, strict: true, ...options }));
  const { code, message, hint, attempts, maybeBilled } = await call({ model: 'gemini-nano-banana-2.1', temperature: 1, seed: 5, n: 3 });
  assert.deepEqual([code, attempts, maybeBilled], ['invalid-option', 0, false]);
  assert.equal(message, 'gemini-nano-banana-2.1 does not take `seed`: it takes none of `seed`, `temperature`, `topP` and `topK`');
  assert.equal(hint, 'leave `strict` out to try all the same, or choose another `model`');
  // The default model is looked up as any other.
  assert.equal((await call({ size: '1K' })).message, "gemini-2.5-flash-image does not take `size: '1K'`: it makes 1K only");
  assert.match((await call({ baseURL: 'google', apiKey: 'k', seed: 1 })).message, /^gemini-nano-banana-2\.1 does not take `seed`/);
  assert.deepEqual(bodies, []);
  const sent = [
    {}, { model: 'gemini-3.1-flash-image', aspectRatio: '1:1', size: '1K', seed: 1, thinking: { level: 'high' }, search: { image: true } },
    { model: 'nano-banana-2', aspectRatio: '1:1', size: '1K', seed: 1, thinking: { level: 'low' }, search: { image: true } },
    { extraBody: { generationConfig: { imageConfig: { imageSize: '1K' } } } },
  ];
  for (const options of sent) assert.deepEqual((await call(options)).warnings, [], JSON.stringify(options));
  assert.equal(bodies.length, sent.length);
});

test('a picture is measured against what was asked for, that of each request', async () => {
  const { fetch } = answering(reply(png(1376, 768)), reply(png(768, 1376)), reply(png(5504, 3072)));
  const { warnings } = await generateImage('a pig', { fetch, n: 3, concurrency: 1, model: 'gemini-3.1-flash-image', aspectRatio: '16:9', size: '1K' });
  assert.deepEqual(warnings, [
    { type: 'mismatch', option: 'aspectRatio', requested: '16:9', actual: '24:43', message: "`aspectRatio: '16:9'` was asked for, and the picture has 768×1376 pixels, which is 24:43" },
    { type: 'mismatch', option: 'size', requested: '1K', actual: '4K', message: "`size: '1K'` was asked for, and the picture has 5504×3072 pixels, which is 4K" },
  ]);
});

test('the last final picture counts: neither a draft before it nor a thought behind it', async () => {
  const thought = { ...png(512, 64), thought: true };
  const ask = async (/** @type {any[]} */ ...parts) => (await generateImage('a pig', { fetch: answering(reply(...parts)).fetch, aspectRatio: '16:9' })).warnings;
  assert.deepEqual(await ask(png(64, 64), png(1344, 768), thought), []);
  assert.deepEqual((await ask(thought, png(1344, 768), png(64, 64))).map((/** @type {any} */ { actual }) => actual), ['1:1']);
  assert.deepEqual((await ask(thought)).map((/** @type {any} */ { actual }) => actual), ['8:1'], 'a thought that is the only picture is the result');
});

test('what was not asked for is no mismatch, and a retired model no warning', async () => {
  for (const { id } of models) {
    const { warnings } = await generateImage('a pig', { fetch: answering(reply(png(37, 4000))).fetch, model: id });
    assert.deepEqual(warnings, [], id);
  }
});

test('a model that Google has shut down: its successor is named at Google, and nothing is said on a gateway', async () => {
  const retired = models.filter((/** @type {any} */ model) => model.retired);
  assert.equal(retired.length, 4);
  for (const { id: model, retired: { on, successor } } of retired) {
    const google = await settle(() => generateImage('a pig', { baseURL: 'google', apiKey: 'k', model, strict: true, fetch: sandbox() }));
    assert.deepEqual([google.code, google.hint], ['model-not-found', `Google shut \`${model}\` down (${on}); use \`model: '${successor}'\``]);
    for (const baseURL of ['kkiai', 'https://gateway.example']) {
      const { code, warnings } = await settle(() => generateImage('a pig', { baseURL, model, strict: true, fetch: sandbox({ fault: 'big-4KiB' }) }));
      assert.deepEqual([code, warnings], ['ok', []]);
      const missing = await settle(() => generateImage('a pig', { baseURL, model, fetch: sandbox({ fault: 'http-404' }) }));
      assert.deepEqual([missing.code, missing.hint], ['model-not-found', `this server does not offer \`${model}\`: look at its list of models and set \`model\``]);
    }
  }
});

inBrowsers(['chromium'], (browser, server) => {
  test('over HTTP: warned, and refused when strict', async () => {
    server.handle('/api', () => new Response(reply(png(1024, 1024))));
    const told = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const options = { baseURL: '/api', model: 'gemini-3-pro-image', aspectRatio: '8:1' };
      const { warnings } = await generateImage('a pig', options);
      return { warnings, strict: await page.settle(() => generateImage('a pig', { ...options, strict: true })) };
    });
    const message = "gemini-3-pro-image does not take `aspectRatio: '8:1'`: it takes '1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'";
    assert.deepEqual(told.warnings, [
      { type: 'unsupported', option: 'aspectRatio', message },
      { type: 'mismatch', option: 'aspectRatio', requested: '8:1', actual: '1:1', message: "`aspectRatio: '8:1'` was asked for, and the picture has 1024×1024 pixels, which is 1:1" },
    ]);
    assert.deepEqual([told.strict.code, told.strict.message], ['invalid-option', message]);
    assert.equal(server.requests.filter(({ method }) => method === 'POST').length, 1);
  });
});
