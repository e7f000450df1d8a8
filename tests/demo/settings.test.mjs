// @ts-check
// Settings from a file or from the disk: what is made they say, and never where a call goes, with which key, or how often.
import assert from 'node:assert/strict';
import { settingsOf } from '../../www/settings.js';
import { run } from '../harness/browsers.mjs';
import { entry, galleryFile, id, places, take, turn, write } from './gallery.mjs';
import { drawing, reply, stand, test } from './stand.mjs';

const demo = stand();
const contents = [drawing, ...turn('by day', drawing, drawing)];
const [source, asked, answered] = places(...contents);

/** What a stranger would have obeyed. */
const evil = () => ({ model: 'gemini-2.5-flash-image', aspectRatio: '16:9', baseURL: `${demo.elsewhere.origin}/own`, auth: 'query', headers: { 'x-evil': '1' }, extraBody: { evil: true } });
/** And what keeps a call from being made, or the editor from opening. */
const worse = () => ({
  ...evil(), apiKey: 'another-key', fetch: 'x', credentials: 'include', apiVersion: 'v1evil', safetySettings: [], timeout: 1, n: 50, concurrency: 50, maxRetries: 900, onImage: 1, images: [], prompt: 'evil', strict: true,
});

/** With a key for one address; the other would take whatever comes. */
async function keyed() {
  const permission = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type, authorization, x-goog-api-key, x-evil' };
  demo.elsewhere.handle('/own', ({ method }) => (method === 'OPTIONS' ? new Response(null, { headers: permission }) : reply()));
  await demo.page.where('other');
  await demo.page.type('base', `${demo.server.origin}/own`);
  await demo.page.type('key', 'secret-key');
}

async function edited() {
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  const viewer = await demo.page.text('.viewer');
  await demo.page.does('edit', '.viewer');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  await demo.page.turn('add a boat');
  held(1);
  assert.doesNotMatch(viewer, /evil|127\.0\.0\.1/);
}

/** Every call went where the form says, as it says. @param {number} count */
function held(count) {
  assert.deepEqual(demo.elsewhere.requests.map(({ path }) => path), [], 'the other host hears nothing');
  const calls = demo.calls().filter(({ method }) => method === 'POST');
  assert.equal(calls.length, count);
  for (const call of calls) {
    assert.match(call.path, /^\/own\/v1beta\/models\/gemini-2\.5-flash-image:streamGenerateContent\?alt=sse$/);
    assert.equal(call.headers.get('authorization'), 'Bearer secret-key');
    assert.doesNotMatch(JSON.stringify([[...call.headers], call.text]), /evil|another-key/);
  }
}

for (const [given, title] of /** @type {const} */ ([[evil, 'elsewhere'], [worse, 'elsewhere, with another key and fifty times']])) {
  test(`an imported conversation that would go ${title} goes where the form says`, async () => {
    await demo.fresh();
    const settings = given();
    const list = {
      pictures: [entry(1, { at: source, settings, conversation: id(7), turn: 0 })],
      conversations: [{ id: id(7), settings, source, contents: [asked, answered] }],
    };
    assert.equal(await take(demo, galleryFile(list, ...contents), 'evil.gallery'), '1 picture added.');
    await keyed();
    await edited();
    await demo.page.click('.editor [data-t="code"]');
    await demo.page.until(() => document.querySelectorAll('.panel pre').length === 2);
    assert.doesNotMatch(await demo.page.text('.panel'), /evil|another-key|auth:|retries/i);
    assert.ok(!(await demo.page.text('.panel')).includes(demo.elsewhere.origin));
    await demo.page.dismiss('.panel');
    await demo.page.dismiss('.editor');
    await demo.page.kept(2);
  });
}

test('so does one that lies in the database already, and what is made by its settings', async () => {
  await demo.fresh();
  const blob = (/** @type {Buffer} */ bytes) => ({ base64: bytes.toString('base64') });
  await write(demo, {
    pictures: [entry(1, { blob: blob(drawing), type: 'image/png', width: 37, height: 21, settings: worse(), conversation: id(7), turn: 0 })],
    conversations: [{ id: id(7), settings: evil(), source: blob(drawing), contents: contents.slice(1).map(blob) }],
  });
  await demo.open();
  await demo.page.kept(1);
  await keyed();
  await edited();
  await demo.page.dismiss('.editor');
  await demo.page.kept(2);
  await demo.page.click('#tiles .tile:last-child');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  await demo.page.click('.viewer [data-t="reuse"]');
  await demo.page.gone('.viewer');
  await demo.page.send();
  await demo.page.ended('shown');
  held(2);
  await demo.page.click('#tiles .tile:last-child');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  await demo.page.does('vary', '.viewer');
  await demo.page.kept(6);
  held(5);
});

test('what settings may hold is held to its type and bounds, and nothing else is taken', async () => {
  const good = {
    model: 'gemini-3.1-flash-image', aspectRatio: '16:9', size: '2K', thinking: { level: 'high', includeThoughts: true }, search: { web: true, image: false }, responseModalities: ['IMAGE'],
    seed: -7, temperature: 0.5, topP: 1, topK: 40, system: 'a style',
  };
  assert.deepEqual(settingsOf(good), good);
  assert.deepEqual(settingsOf({ search: true, model: 'grok/2:free' }), { search: true, model: 'grok/2:free' });
  /** @type {Record<string, any[]>} */
  const bad = {
    model: ['', ' ', '..', 'models/x', 'a b', 5, null, 'x'.repeat(500)], aspectRatio: ['0:1', '1:0', 'wide', '16:9:1', 16 / 9], size: ['', '2k', '9000', 4], thinking: [null, 'high', [], { level: 'most' }, { budget: 1 }],
    search: [null, 1, [], { web: 1 }, { evil: true }], responseModalities: [[], ['TEXT'], 'IMAGE', ['IMAGE', 'AUDIO'], Array(50).fill('IMAGE')], seed: ['1', 0.5, 2 ** 31, null, NaN], temperature: [-1, 3, '1'],
    topP: [2, null], topK: [0, 1.5], system: ['', 5, {}, 'x'.repeat(200_000)],
  };
  for (const [name, values] of Object.entries(bad)) for (const value of values) assert.deepEqual(settingsOf({ [name]: value }), {}, `${name}: ${JSON.stringify(value)}`);
  for (const nothing of [null, undefined, 5, 'x', [], [{ model: 'm' }]]) assert.deepEqual(settingsOf(nothing), {});
  const inherited = JSON.parse('{"__proto__":{"model":"m","baseURL":"https://evil.example"},"constructor":{},"toString":1}');
  assert.deepEqual(settingsOf(inherited), {});
  assert.equal(settingsOf(inherited).baseURL, undefined);
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
  assert.equal(await run(demo.driver, () => document.title), 'wasmagine');
});
