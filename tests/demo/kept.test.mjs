// @ts-check
// What is stored, and for whom: references beside their pictures, galleries of older pages, tabs of other versions.
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { By, Key } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';
import { entry, write } from './gallery.mjs';
import { drawing, stand, test } from './stand.mjs';

const demo = stand();
const bytes = drawing.toString('base64');

/** How many are in each store. */
const stored = () => run(demo.driver, async () => {
  /** @type {<T>(request: IDBRequest<T>) => Promise<T>} */
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const database = await done(indexedDB.open('wasmagine gallery'));
  const names = [...database.objectStoreNames];
  const counts = await Promise.all(names.map((name) => done(database.transaction(name).objectStore(name).count())));
  database.close();
  return Object.fromEntries(names.map((name, at) => [name, counts[at]]));
});

/** The pictures that went into the newest call. */
function sent() {
  const calls = demo.calls().filter(({ method }) => method === 'POST');
  return JSON.parse(calls[calls.length - 1].text).contents[0].parts.flatMap((/** @type {any} */ { inlineData }) => inlineData?.data ?? []);
}

/** A gallery that something else has opened, in this tab. @param {number} version @param {boolean} [picture] */
const hold = (version, picture = false) => run(demo.driver, (version, picture) => new Promise((resolve, reject) => {
  const request = indexedDB.open('wasmagine gallery', version);
  request.onupgradeneeded = () => {
    for (const name of ['pictures', 'conversations']) if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name, { keyPath: 'id' });
  };
  request.onblocked = () => reject(new Error('somebody does not let go'));
  request.onerror = () => reject(request.error);
  request.onsuccess = async () => {
    Object.assign(window, { held: request.result });
    if (!picture) return resolve(undefined);
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 30 });
    const blob = await new Promise((done) => canvas.toBlob(done));
    const writing = request.result.transaction('pictures', 'readwrite');
    writing.oncomplete = resolve;
    writing.objectStore('pictures').put({ id: 'old', made: 1, took: 1, blob, type: 'image/png', width: 40, height: 30, prompt: 'from before', settings: {}, place: 'sandbox', model: 'm', usage: {}, text: '', thoughts: '', references: 2 });
  };
}), version, picture);

test('references are stored once with their pictures, come back with the settings, and go into variations', async () => {
  await demo.fresh();
  await demo.page.give('drop', bytes);
  await demo.page.until(() => document.querySelectorAll('#references li').length === 1);
  await demo.page.pick('n', '2');
  await demo.sendTo('like this', `${demo.server.origin}/own`);
  await demo.page.ended('shown');
  await demo.page.kept(2);
  // The reference is what the server draws, too, so all is one content.
  assert.deepEqual(await stored(), { contents: 1, conversations: 0, pictures: 2, queue: 0, references: 0 });

  await demo.open();
  assert.equal(await demo.page.count('#references li'), 0);
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => /** @type {any} */ (document.querySelector('.viewer dd img'))?.naturalWidth === 37);
  await demo.page.click('.viewer [data-t="reuse"]');
  await demo.page.until(() => document.querySelectorAll('#references li').length === 1);
  assert.equal(await demo.page.value('prompt'), 'like this');
  await demo.page.where('other');
  await demo.page.type('base', `${demo.server.origin}/own`);
  await demo.page.send();
  await demo.page.ended('shown');
  await demo.page.kept(3);
  assert.deepEqual(sent(), [bytes]);
  assert.equal((await stored()).contents, 1);

  await demo.page.does('vary', '.card');
  await demo.page.kept(6);
  await demo.page.ended('shown');
  assert.deepEqual(sent(), [bytes, bytes], 'the picture, then what it was made by');
  const words = () => JSON.parse(demo.calls().filter(({ method }) => method === 'POST').at(-1)?.text ?? '').contents[0].parts[0].text;
  const around = 'Make another version of the first picture. It was made from the other pictures and this prompt: like this';
  assert.equal(words(), around);
  await demo.page.does('vary', '.card');
  await demo.page.kept(9);
  await demo.page.ended('shown');
  assert.equal(words(), around, 'of a variation too');
  assert.deepEqual(sent(), [bytes, bytes], 'a variation was not made by what it varies');
});

test('a variation keeps the title that its user wrote, and with it the name of its file', async () => {
  await demo.fresh();
  await demo.sendTo('Ein Bär im Wald', `${demo.server.origin}/own`);
  await demo.page.ended('shown');
  await demo.page.does('vary', '.card');
  await demo.page.kept(4);
  await demo.page.ended('shown');
  const alts = (/** @type {string} */ css) => run(demo.driver, (css) => [...new Set([...document.querySelectorAll(css)].map((image) => image.getAttribute('alt')))], css);
  assert.deepEqual([await alts('.card img'), await alts('#tiles img')], [['Ein Bär im Wald'], ['Ein Bär im Wald']]);
  assert.equal(await demo.driver.findElement(By.css('.batch')).getAttribute('aria-label'), 'Pictures for “Ein Bär im Wald”');
  await demo.page.does('download', '.card');
  assert.deepEqual(await demo.folders.downloaded('ein-bär-im-wald.png'), drawing);
  // What is asked for is recalled, and not the page's own words.
  await demo.driver.findElement(By.id('prompt')).clear();
  await demo.driver.findElement(By.id('prompt')).sendKeys(Key.UP);
  assert.equal(await demo.page.value('prompt'), 'Ein Bär im Wald');

  await demo.open();
  await demo.page.kept(4);
  assert.deepEqual(await alts('#tiles img'), ['Ein Bär im Wald']);
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  assert.equal(await demo.page.text('.viewer .asked'), 'Ein Bär im Wald');
  assert.match(await demo.page.text('.viewer dl'), /Variation of.*Prompt as sent.*Make another version.*Ein Bär im Wald/);
  await demo.page.click('.viewer [data-t="reuse"]');
  await demo.page.gone('.viewer');
  assert.equal(await demo.page.value('prompt'), 'Ein Bär im Wald');
  assert.equal(await demo.page.count('#references li'), 0, 'what it varies was not given by the user');
});

test('so do variations that older pages stored under the words that were sent', async () => {
  await demo.fresh();
  const old = entry(1, { blob: { base64: bytes }, references: [{ base64: bytes }], type: 'image/png', width: 37, height: 21, prompt: 'Make another version of this picture, which was made for: a boat', origin: 'a boat' });
  await write(demo, { pictures: [old] });
  await demo.open();
  await demo.page.kept(1);
  assert.equal(await run(demo.driver, () => document.querySelector('#tiles img')?.getAttribute('alt')), 'a boat');
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  assert.equal(await demo.page.text('.viewer .asked'), 'a boat');
  assert.match(await demo.page.text('.viewer dl'), /Prompt as sent.*which was made for: a boat/);
  await demo.page.dismiss('.viewer');
});

test('what no picture leads to any more is given back at the next visit', async () => {
  await demo.fresh();
  await demo.page.give('drop', bytes);
  await demo.page.until(() => document.querySelectorAll('#references li').length === 1);
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  await demo.page.does('edit', '.card');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  await demo.page.turn('by day');
  await demo.page.dismiss('.editor');
  await demo.page.kept(2);
  const { contents, ...records } = await stored();
  assert.deepEqual(records, { conversations: 1, pictures: 2, queue: 0, references: 0 });
  assert.ok(contents >= 5, 'two pictures, the reference, the two contents of the conversation');
  for (const left of [1, 0]) {
    await demo.page.click('#tiles .tile');
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    await demo.page.does('remove', '.viewer');
    await demo.page.kept(left);
    if (left) await demo.page.dismiss('.viewer');
    while ((await stored()).pictures !== left);
  }
  await demo.open();
  // In its own time, behind what is shown.
  while (!isDeepStrictEqual(await stored(), { contents: 0, conversations: 0, pictures: 0, queue: 0, references: 0 }));
});

test('a gallery of an older page is taken over', async () => {
  await demo.driver.get(`${demo.server.origin}/blank`);
  await run(demo.driver, () => new Promise((done) => { indexedDB.deleteDatabase('wasmagine gallery').onsuccess = done; }).then(() => undefined));
  await hold(1, true);
  await demo.open();
  await demo.page.kept(1);
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  assert.equal(await demo.page.text('.viewer .asked'), 'from before');
  await demo.page.dismiss('.viewer');
});

test('tabs of other versions neither hold each other up nor lose a word about it', async () => {
  await demo.driver.get(`${demo.server.origin}/blank`);
  await run(demo.driver, () => new Promise((done) => { indexedDB.deleteDatabase('wasmagine gallery').onsuccess = done; }).then(() => undefined));
  const first = await demo.driver.getWindowHandle();
  await hold(1); // it does not let go
  await demo.driver.switchTo().newWindow('tab');
  const second = await demo.driver.getWindowHandle();
  await demo.open();
  assert.match(await demo.page.text('#banner'), /^Another tab has a different version of this page open/);
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  await demo.page.kept(1);
  assert.match(await demo.page.text('#banner'), /^Another tab has a different version of this page open/);
  await demo.driver.switchTo().window(first);
  await run(demo.driver, () => /** @type {any} */ (window).held.close());
  await demo.driver.switchTo().window(second);
  await demo.page.send();
  await demo.page.ended('shown');
  await demo.page.kept(2);
  assert.equal(await demo.page.text('#banner'), '', 'as soon as it lets go all is well');

  await demo.driver.switchTo().window(first);
  await hold(5); // a newer page, which is not held up
  await demo.driver.switchTo().window(second);
  await demo.page.send();
  await demo.page.ended('shown');
  await demo.page.kept(3);
  assert.match(await demo.page.text('#banner'), /^Another tab has a different version of this page open/);
  await demo.driver.close();
  await demo.driver.switchTo().window(first);
});

test('where nothing may be stored the page says so, and goes on', async () => {
  const { identifier } = await demo.page.chromium('Page.addScriptToEvaluateOnNewDocument', { source: `
    const denied = () => { throw new DOMException('denied', 'SecurityError'); };
    IDBFactory.prototype.open = denied;
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: denied });` });
  try {
    await demo.open();
    assert.match(await demo.page.text('#banner'), /^This browser doesn’t let the page save anything/);
    await demo.page.press('language');
    await demo.page.press('language');
    await demo.page.make('a boat');
    await demo.page.ended('shown');
    await demo.page.kept(1);
    assert.match(await demo.page.text('#banner'), /^The browser didn’t let the page save this picture/);
    await demo.page.click('#tiles .tile');
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    await demo.page.does('remove', '.viewer');
    await demo.page.kept(0);
  } finally {
    await demo.page.chromium('Page.removeScriptToEvaluateOnNewDocument', { identifier });
  }
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
