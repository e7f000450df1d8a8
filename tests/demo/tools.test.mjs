// @ts-check
// What can be done with pictures, one thing after the other: order, formats, the clipboard, comparing, forking; and the meter and the lab.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { By, Key } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';
import { drawing, stand, test } from './stand.mjs';

const demo = stand();
const bytes = drawing.toString('base64');

/** The first picture of the gallery, large. */
async function large() {
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => /** @type {any} */ (document.querySelector('.viewer .room img'))?.naturalWidth);
}

async function leave(/** @type {string} */ what) {
  await demo.page.does('dismiss', what);
  await demo.page.until((/** @type {string} */ what) => !document.querySelector(what), what);
}

test('references come from files as well, and are put in order by keys', async () => {
  await demo.fresh();
  const other = await run(demo.driver, () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 20, height: 10 });
    canvas.getContext('2d')?.fillRect(0, 0, 20, 10);
    return canvas.toDataURL('image/png').split(',')[1];
  });
  const path = join(demo.folders.downloads, 'other.png');
  writeFileSync(path, Buffer.from(other, 'base64'));
  await demo.page.give('drop', bytes);
  await demo.page.until(() => document.querySelectorAll('#references li').length === 1);
  await demo.driver.findElement(By.id('file')).sendKeys(path);
  await demo.page.until(() => document.querySelectorAll('#references li').length === 2);
  await demo.driver.findElement(By.css('#references li:nth-child(2) button')).sendKeys(Key.ARROW_LEFT);
  await demo.sendTo('two', `${demo.server.origin}/own`);
  await demo.page.ended('shown');
  const [call] = demo.calls().filter(({ method }) => method === 'POST');
  assert.deepEqual(JSON.parse(call.text).contents[0].parts.slice(1).map((/** @type {any} */ { inlineData }) => inlineData.data), [other, bytes]);
  await demo.driver.findElement(By.css('#references li button')).sendKeys(Key.DELETE);
  assert.equal(await demo.page.count('#references li'), 1);
});

test('an example fills the prompt', async () => {
  await demo.fresh();
  await demo.page.click('#examples button');
  assert.equal(await demo.page.value('prompt'), 'a pig with wings over a green city');
});

test('a picture is saved in other forms, and copied as PNG', async () => {
  await demo.page.make('a hill');
  await demo.page.ended('shown');
  await demo.page.kept(1);
  await large();
  for (const [type, start] of /** @type {const} */ ([['png', '\x89PNG'], ['webp', 'RIFF']])) {
    await demo.page.click(`.viewer [data-type="image/${type}"]`);
    assert.equal((await demo.folders.downloaded(`a-hill.${type}`)).toString('latin1', 0, 4), start);
  }
  await demo.page.chromium('Browser.grantPermissions', { origin: demo.server.origin, permissions: ['clipboardReadWrite', 'clipboardSanitizedWrite'] });
  await demo.page.does('copy', '.viewer');
  await demo.page.until(() => document.querySelector('.toast'));
  assert.equal(await demo.page.text('.toast span'), 'Copied');
  assert.deepEqual(await run(demo.driver, async () => {
    const [item] = await navigator.clipboard.read();
    const { width, height } = await createImageBitmap(await item.getType('image/png'));
    return [item.types, width, height];
  }), [['image/png'], 1024, 1024]);
  await leave('.viewer');
});

test('two pictures are compared by a seam that keys move', async () => {
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  await demo.page.kept(2);
  await large();
  await demo.page.does('compare', '.viewer');
  await demo.page.click('.viewer .strip button');
  const at = () => run(demo.driver, () => [document.querySelectorAll('.comparing > img').length, /** @type {any} */ (document.querySelector('.comparing')).style.getPropertyValue('--at')]);
  assert.deepEqual(await at(), [2, '50%']);
  await demo.driver.actions().sendKeys(Key.ARROW_RIGHT).perform();
  assert.deepEqual(await at(), [2, '51%']);
  await demo.page.does('compare', '.viewer');
  assert.equal(await demo.page.count('.comparing'), 0);
  await leave('.viewer');
});

test('a fork goes on beside the conversation, which stays as it was', async () => {
  await demo.page.pick('ratio', '16:9'); // which an edit does not take up
  await demo.page.does('edit', '.card');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  await demo.page.turn('at night');
  await demo.page.until(() => /** @type {any} */ (document.querySelector('.editor .view img'))?.naturalWidth);
  assert.deepEqual(await run(demo.driver, () => { const { naturalWidth, naturalHeight } = /** @type {any} */ (document.querySelector('.editor .view img')); return [naturalWidth, naturalHeight]; }), [1024, 1024]);
  await demo.page.does('fork', '.editor');
  await demo.page.turn('make it snow');
  await leave('.editor');
  await run(demo.driver, () => document.querySelector('.toast')?.remove()); // it may lie on a tile
  await demo.page.kept(4);
  const strip = () => run(demo.driver, () => [...document.querySelectorAll('.editor .strip span')].map(({ textContent }) => textContent));
  for (const [tile, turns] of /** @type {const} */ ([[1, ['Original', 'at night', 'make it snow']], [2, ['Original', 'at night']]])) {
    await demo.page.click(`#tiles .tile:nth-child(${tile})`);
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    await demo.page.does('edit', '.viewer');
    await demo.page.until((/** @type {number} */ count) => document.querySelectorAll('.editor .strip button').length === count, turns.length);
    assert.deepEqual(await strip(), turns);
    await leave('.editor');
  }
});

test('the meter tells frames and the longest time between two; the lab tells its pace', async () => {
  await demo.open();
  await demo.page.press('meter');
  await demo.page.until(() => /^\d+ fps · \d+ ms$/.test(document.getElementById('frames')?.textContent ?? ''));
  await demo.page.press('meter');
  await demo.page.until(() => document.getElementById('frames')?.textContent === '');
  await demo.page.fault('');
  await demo.driver.findElement(By.id('latency')).sendKeys(Key.HOME);
  await demo.driver.findElement(By.id('rate')).sendKeys(Key.END);
  assert.deepEqual([await demo.page.text('#waits'), await demo.page.text('#speed')], ['0.0 s', '∞']);
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
