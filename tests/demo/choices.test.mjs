// @ts-check
// What was chosen is there again at the next visit; keys and addresses are not, and nothing that lies in the browser's store chooses where a call goes.
import assert from 'node:assert/strict';
import { run } from '../harness/browsers.mjs';
import { stand, test } from './stand.mjs';

const demo = stand();

/** What the form says. */
const said = () => run(demo.driver, () => {
  const picked = (/** @type {string} */ name) => /** @type {any} */ (document.querySelector(`[name="${name}"]:checked`))?.value;
  const value = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id)).value;
  const checked = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id)).checked;
  return {
    place: picked('place'), n: picked('n'), ratio: picked('ratio'), size: picked('size'), model: value('model'), thinking: value('thinking'), seed: value('seed'), system: value('system'),
    thoughts: checked('thoughts'), web: checked('web'), only: checked('only'), prompt: value('prompt'), base: value('base'), key: value('key'),
  };
});
const usual = {
  place: 'sandbox', n: '1', ratio: '', size: '', model: 'gemini-nano-banana-2.1', thinking: '', seed: '', system: '', thoughts: true, web: false, only: false, prompt: '', base: '', key: '',
};
/** A visit after another. */
const again = () => demo.page.open(`${demo.server.origin}/`);
const stored = () => run(demo.driver, () => localStorage.getItem('wasmagine settings') ?? '');
/** Until it is written. @param {string} text */
const written = (text) => run(demo.driver, async (text) => { while (!localStorage.getItem('wasmagine settings')?.includes(text)) await new Promise((done) => setTimeout(done)); }, text);

test('a reload keeps the service, the model, the shape, the size, the count and the rest, and no key or address', async () => {
  await demo.fresh();
  assert.deepEqual(await said(), usual);
  await again();
  assert.deepEqual(await said(), usual);
  await demo.page.where('other');
  await demo.page.type('base', `${demo.server.origin}/own`);
  await demo.page.type('key', 'secret-key');
  await demo.page.choose('model', 'gemini-3.1-flash-image');
  await demo.page.pick('ratio', '21:9');
  await demo.page.pick('size', '2K');
  await demo.page.pick('n', '3');
  await demo.page.click('#more summary');
  await demo.page.choose('thinking', 'high');
  await demo.page.press('thoughts');
  await demo.page.press('web');
  await demo.page.type('seed', '7');
  await demo.page.type('system', 'flat colours');
  await demo.page.type('prompt', 'a boat');
  await written('flat');
  assert.doesNotMatch(await stored(), /127\.0\.0\.1|own|secret|boat/);
  await again();
  assert.deepEqual(await said(), {
    ...usual, place: 'other', model: 'gemini-3.1-flash-image', ratio: '21:9', size: '2K', n: '3', thinking: 'high', thoughts: false, web: true, seed: '7', system: 'flat colours',
  });
  assert.equal(await run(demo.driver, () => document.getElementById('remote')?.hidden), false);
  await demo.page.make('a boat');
  assert.equal(await run(demo.driver, () => document.querySelector('input:invalid')?.id), 'base', 'where it goes has to be said again');
  await demo.page.where('sandbox');
  await demo.page.send();
  await demo.page.until(() => document.querySelectorAll('.card').length === 3);
  await demo.page.ended('shown');
});

test('the usual model of a service stays the usual one, and a model of one’s own is there again', async () => {
  await demo.open();
  await demo.page.where('kkiai');
  await written('kkiai');
  await again();
  assert.equal((await said()).model, 'gemini-2.5-flash-image');
  await demo.page.where('google');
  assert.equal((await said()).model, 'gemini-nano-banana-2.1', 'it was not chosen');
  await demo.page.choose('model', '');
  await demo.page.type('model-name', 'my-own-model');
  await demo.page.press('generate');
  await written('my-own-model');
  await again();
  assert.deepEqual([(await said()).model, await demo.page.value('model-name')], ['', 'my-own-model']);
});

test('a picture’s settings that are used again are kept as well', async () => {
  await demo.fresh();
  await demo.page.pick('ratio', '4:3');
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  await demo.page.kept(1);
  await demo.page.pick('ratio', '1:1');
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  await demo.page.click('.viewer [data-t="reuse"]');
  await written('4:3');
  await again();
  assert.equal((await said()).ratio, '4:3');
});

for (const [title, text] of Object.entries({
  'no JSON': '{', 'nothing': 'null', 'a list': '[1]',
  'another’s': JSON.stringify({ place: 'https://evil.example', base: 'https://evil.example', baseURL: 'https://evil.example', n: 50, key: 'k', settings: { model: '../..', aspectRatio: 'wide', size: {}, seed: [], system: 5, apiKey: 'k', baseURL: 'https://evil.example', headers: {} } }),
  'inherited names': JSON.stringify({ place: 'constructor', n: '2', settings: 'x' }),
})) {
  test(`what the store holds is ${title}: the form is as it is at first`, async () => {
    await demo.open();
    await run(demo.driver, (text) => localStorage.setItem('wasmagine settings', text), text);
    await again();
    assert.deepEqual(await said(), usual);
    await demo.page.make('a boat');
    await demo.page.ended('shown');
    assert.deepEqual(demo.calls(), []);
  });
}

test('of what the store holds only settings are taken', async () => {
  await demo.open();
  const settings = { model: '../..', aspectRatio: '16:9', size: {}, seed: [], system: 5, apiKey: 'k', baseURL: 'https://evil.example', headers: {}, n: 50, thinking: { includeThoughts: true } };
  await run(demo.driver, (text) => localStorage.setItem('wasmagine settings', text), JSON.stringify({ place: 'google', n: 50, base: 'https://evil.example', key: 'k', settings }));
  await again();
  assert.deepEqual(await said(), { ...usual, place: 'google', ratio: '16:9' });
});

test('what comes back moves nothing that is seen', async () => {
  await demo.open();
  await demo.page.choose('model', 'gemini-2.5-flash-image');
  await written('2.5');
  await again();
  const shifts = await run(demo.driver, () => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += /** @type {any} */ (entry).value; }).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum))));
  }));
  assert.equal(shifts, 0);
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
