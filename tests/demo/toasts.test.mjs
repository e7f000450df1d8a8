// @ts-check
// What the page tells in passing is seen where one looks: over the dialog that is open, and over the page when none is.
import assert from 'node:assert/strict';
import { By, Key } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';
import { stand, test } from './stand.mjs';

const demo = stand();

/** What is told, and whether it is what one sees and hits there. */
const told = async () => {
  await demo.page.until(() => document.querySelector('.toast'));
  return run(demo.driver, () => {
    const toast = /** @type {HTMLElement} */ (document.querySelector('.toast'));
    const { left, top, width, height } = toast.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    const writing = [...document.querySelectorAll('dialog[open]')].at(-1)?.querySelector('.composer')?.getBoundingClientRect();
    return { says: toast.querySelector('span')?.textContent, seen: hit !== null && toast.contains(hit), clear: !writing || top + height <= writing.top };
  });
};
/** Where it is read aloud from: beneath a dialog nothing is. */
const aloud = () => run(demo.driver, () => document.getElementById('status')?.closest('dialog')?.className ?? 'page');

test('over a picture that is seen large, and with the page when it is closed', async () => {
  await demo.fresh();
  await run(demo.driver, () => { Object.defineProperty(navigator, 'clipboard', { value: { writeText: async () => {} } }); });
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  await demo.page.kept(1);
  assert.equal(await aloud(), 'page');
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  assert.equal(await aloud(), 'viewer');
  await demo.page.click('.viewer [data-t="copyPrompt"]');
  assert.deepEqual(await told(), { says: 'Copied', seen: true, clear: true });
  await demo.page.does('dismiss', '.toast');
  await demo.page.gone('.toast');
  await demo.page.click('.viewer [data-t="copyPrompt"]');
  await told();
  await demo.page.escape();
  await demo.page.gone('.viewer');
  assert.deepEqual(await told(), { says: 'Copied', seen: true, clear: true });
  assert.equal(await aloud(), 'page');
  await demo.page.does('dismiss', '.toast');
});

test('over a conversation, where it hides nothing that is written, and over what is opened upon it', async () => {
  await demo.page.does('edit', '.card');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  await demo.page.turn('at night');
  await demo.page.does('fork', '.editor');
  assert.deepEqual(await told(), { says: 'New branch: the edits so far are kept as they were.', seen: true, clear: true });
  await demo.page.click('.editor [data-t="code"]');
  await demo.page.until(() => document.querySelector('.panel pre'));
  assert.equal(await aloud(), 'panel code');
  await demo.page.does('copyCode', '.panel');
  await demo.page.until(() => document.querySelector('.panel .toast span')?.textContent === 'Copied');
  assert.deepEqual(await told(), { says: 'Copied', seen: true, clear: true });
  await demo.page.dismiss('.panel');
  assert.equal(await aloud(), 'editor');
  await demo.page.does('dismiss', '.toast');
  await demo.page.dismiss('.editor');
  await demo.page.until(() => document.querySelector('.card img[alt="at night"]'));
});

test('a picture that could not be stored is told where it was made', async () => {
  await demo.page.does('edit', '.card');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  await run(demo.driver, () => {
    IDBObjectStore.prototype.put = function () { throw new DOMException('Full', 'QuotaExceededError'); };
  });
  await demo.driver.findElement(By.id('edit-prompt')).sendKeys('make it snow', Key.ENTER);
  const { says, ...rest } = await told();
  assert.match(String(says), /Storage is full/);
  assert.deepEqual(rest, { seen: true, clear: true });
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
