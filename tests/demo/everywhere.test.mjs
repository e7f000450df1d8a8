// @ts-check
// What everybody does with the page, in every engine.
import assert from 'node:assert/strict';
import { By, Key } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';
import { drawing, inBrowsers, test } from './stand.mjs';

inBrowsers(['chromium', 'firefox', 'webkit'], (demo, name) => {
  /** Where the test's own server is. */
  async function elsewhere() {
    await demo.page.where('other');
    await demo.page.type('base', `${demo.server.origin}/own`);
  }

  test('a prompt becomes a picture, and what happens meanwhile is told', async () => {
    await demo.fresh();
    assert.equal(await demo.page.visible('#welcome'), true);
    await demo.page.watch();
    await run(demo.driver, () => {
      const { transaction } = IDBDatabase.prototype;
      IDBDatabase.prototype.transaction = function (...args) {
        const begun = transaction.apply(this, args);
        if (args[1]) begun.addEventListener('complete', () => { document.body.dataset.early ??= String(document.querySelectorAll('#tiles .tile').length); });
        return begun;
      };
    });
    await demo.page.make('a pig with wings over a green city');
    await demo.page.ended('shown');
    const picture = await demo.page.picture();
    assert.match(picture.src, /^blob:/);
    assert.deepEqual([picture.width, picture.height, picture.alt], [1024, 1024, 'a pig with wings over a green city']);
    assert.match(await demo.page.text('.card .facts'), /^1024 × 1024 · JPEG · [\d.]+ [kM]B · [\d.]+ s$/);
    const seen = (await demo.page.watched()).join('\n');
    for (const told of [/Waiting for the model/, /Receiving/, /\d+\.\d s/, /\d+ [kM]B/, /The request asks for/]) assert.match(seen, told);
    assert.match(await demo.page.text('#status'), /^Your picture is ready: 1024 × 1024/);
    await demo.page.kept(1);
    assert.equal(await run(demo.driver, () => document.body.dataset.early), '0', 'a tile stands when its picture is stored, and not before');
    assert.deepEqual(demo.calls(), [], 'nothing was sent');
  });

  test('a reload keeps the gallery', async () => {
    await demo.open();
    await demo.page.kept(1);
    await demo.page.click('#tiles .tile');
    await demo.page.until(() => /** @type {any} */ (document.querySelector('.viewer .room img'))?.naturalWidth === 1024);
    assert.equal(await demo.page.text('.viewer .asked'), 'a pig with wings over a green city');
    assert.match(await demo.page.text('.viewer aside'), /gemini-nano-banana-2\.1.*tokens/);
    await demo.page.dismiss('.viewer');
  });

  test('an edit, one upon it, and one step back', async () => {
    await demo.page.make('a lighthouse in a storm at night');
    await demo.page.ended('shown');
    await demo.page.kept(2);
    await demo.page.does('edit', '.card');
    await demo.page.until(() => document.querySelector('.editor .view img'));
    await demo.page.turn('now by day');
    await demo.page.dismiss('.editor');
    await demo.page.until(() => document.querySelector('.card img[alt="now by day"]'));
    await elsewhere(); // which draws nothing, and so takes no time
    await demo.page.does('edit', '.card');
    await demo.page.until(() => document.querySelectorAll('.editor .strip button').length === 2);
    await demo.page.turn('add a sailing boat');
    assert.deepEqual(await run(demo.driver, () => [...document.querySelectorAll('.editor .strip span')].map(({ textContent }) => textContent)), ['Original', 'now by day', 'add a sailing boat']);
    await demo.page.kept(4);
    await demo.page.does('undoTurn', '.editor');
    await demo.page.until(() => document.querySelectorAll('.editor .strip button').length === 2);
    await demo.page.turn('make it snow');
    await demo.page.dismiss('.editor');
    await demo.page.kept(5);
  });

  test('after a reload a conversation goes on where it was', async () => {
    await demo.open();
    await demo.page.kept(5);
    await elsewhere();
    await demo.page.click('#tiles .tile');
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    await demo.page.does('edit', '.viewer');
    await demo.page.until(() => document.querySelectorAll('.editor .strip button').length === 3);
    await demo.page.turn('add a moon');
    assert.equal(await demo.page.count('.editor .strip button'), 4);
    await demo.page.dismiss('.editor');
  });

  test('cancel ends one card, Escape all', async () => {
    await demo.open();
    await demo.sendTo('stalls', `${demo.server.origin}/fault/stall-body`);
    await demo.page.until(() => /[1-9].* [kM]?B/.test(document.querySelector('.card .loaded')?.textContent ?? ''));
    await demo.page.does('cancel', '.card');
    await demo.page.ended('cancelled');
    assert.equal(await demo.page.text('#status'), 'Cancelled');
    const [call] = demo.calls().filter(({ method }) => method === 'POST');
    assert.equal(await call.closed, 'aborted');
    await demo.page.pick('n', '2');
    await demo.page.send();
    await demo.page.until(() => [...document.querySelectorAll('.card .loaded')].filter(({ textContent }) => textContent).length === 2);
    await demo.page.escape();
    await demo.page.ended('cancelled');
    assert.deepEqual([await demo.page.count('.card'), await demo.page.text('.card[data-state="cancelled"] .note')], [1, '2 pictures cancelled']);
  });

  test('an error tells its code and what to do', async () => {
    await demo.open();
    await demo.sendTo('not allowed', `${demo.server.origin}/fault/http-403`);
    await demo.page.ended('failed');
    assert.equal(await demo.page.text('.problem code'), 'permission-denied');
    assert.equal(await demo.page.text('.problem .happened'), 'This API key isn’t allowed to do that.');
    assert.match(await demo.page.text('.problem .todo'), /another model or another key/);
    assert.notEqual(await demo.page.text('.problem .hint'), '');
    assert.equal(await demo.driver.findElement(By.css('.problem')).getAttribute('role'), 'alert');
  });

  test('what fails alike is told once, and what was chosen is there again', async () => {
    await demo.open();
    await demo.page.pick('ratio', '16:9');
    await demo.page.pick('n', '2');
    await demo.sendTo('not allowed', `${demo.server.origin}/fault/http-403`);
    await demo.page.ended('failed');
    assert.deepEqual([await demo.page.count('.problem'), await demo.page.text('.problem .many'), await demo.page.text('.problem .again')], [1, '2 pictures failed for this reason.', 'Try all again']);
    await demo.page.open(`${demo.server.origin}/`);
    assert.deepEqual(await run(demo.driver, () => ['ratio', 'n', 'place'].map((name) => /** @type {any} */ (document.querySelector(`[name="${name}"]:checked`)).value)), ['16:9', '2', 'other']);
  });

  test('a picture stays while it is edited, and when the edit is cancelled', async () => {
    await demo.open();
    await demo.page.where('other');
    await demo.page.type('base', `${demo.server.origin}/fault/stall-body`);
    await demo.page.click('#tiles .tile:last-child'); // the first, which no conversation made
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    await demo.page.does('edit', '.viewer');
    await demo.page.until(() => /** @type {any} */ (document.querySelector('.editor .now > img'))?.naturalWidth);
    await demo.driver.findElement(By.id('edit-prompt')).sendKeys('make it snow', Key.ENTER);
    await demo.page.until(() => document.querySelector('.editor .now .card[data-state="working"]'));
    const seen = () => run(demo.driver, () => {
      const { top, height } = /** @type {Element} */ (document.querySelector('.editor .now > img')).getBoundingClientRect();
      return height > 150 && top >= 0 && top + height <= innerHeight;
    });
    assert.equal(await seen(), true);
    await demo.page.escape();
    await demo.page.until(() => document.querySelector('.editor .card .again'));
    assert.equal(await seen(), true);
    assert.equal(await demo.page.value('edit-prompt'), 'make it snow');
    await demo.page.dismiss('.editor');
  });

  test('a bad day of the sandbox', async () => {
    await demo.open();
    await demo.page.where('sandbox');
    await demo.page.choose('model', 'gemini-2.5-flash-image'); // of one that thinks a draft would be there
    await demo.page.fault('cut-body');
    await demo.page.make('a bad day');
    await demo.page.ended('failed');
    assert.equal(await demo.page.text('.problem code'), 'network');
  });

  test('pictures that are dropped and pasted go along, in their order', async () => {
    await demo.open();
    await demo.page.give('drop', drawing.toString('base64'));
    await demo.page.until(() => document.querySelectorAll('#references li').length === 1);
    // Firefox lets no script make an event of pasting that holds a file, and its clipboard, without a screen, holds none either.
    const given = name === 'firefox' ? 1 : 2;
    if (given > 1) await demo.page.give('paste', drawing.toString('base64'));
    await demo.page.until((/** @type {number} */ given) => document.querySelectorAll('#references li').length === given, given);
    await demo.sendTo('like these', `${demo.server.origin}/own`);
    await demo.page.ended('shown');
    const [call] = demo.calls().filter(({ method }) => method === 'POST');
    const parts = JSON.parse(call.text).contents[0].parts;
    assert.deepEqual(parts.slice(1).map((/** @type {any} */ { inlineData }) => inlineData.data), Array(given).fill(drawing.toString('base64')));
    await demo.page.does('removeReference', '#references');
    assert.equal(await demo.page.count('#references li'), given - 1);
  });

  test('a download has the server’s bytes, and the prompt’s first words for a name', async () => {
    await demo.open();
    await demo.sendTo('Ein Bär, zwei <Bären>/../..\\', `${demo.server.origin}/own`);
    await demo.page.ended('shown');
    // What a click on a link gave, where no folder of downloads can be named.
    if (name === 'webkit') {
      await run(demo.driver, () => {
        HTMLAnchorElement.prototype.click = function () {
          const { download, href } = this;
          fetch(href).then((response) => response.blob()).then(({ size }) => { document.body.dataset.saved = `${download} ${size}`; });
        };
      });
      await demo.page.does('download', '.card');
      await demo.page.until(() => document.body.dataset.saved);
      assert.equal(await run(demo.driver, () => document.body.dataset.saved), `ein-bär-zwei-bären.png ${drawing.length}`);
      return;
    }
    await demo.page.does('download', '.card');
    assert.deepEqual(await demo.folders.downloaded('ein-bär-zwei-bären.png'), drawing);
  });

  test('the other language needs no reload, and is still there after one', async () => {
    await demo.open();
    assert.equal(await demo.page.text('#generate'), 'Generate');
    await demo.page.press('language');
    assert.deepEqual([await demo.page.text('#generate'), await demo.page.text('#gallery-title'), await run(demo.driver, () => document.documentElement.lang)], ['生成', '图库', 'zh-Hans']);
    await demo.open();
    assert.equal(await demo.page.text('#generate'), '生成');
    await demo.sendTo('权限', `${demo.server.origin}/fault/http-403`);
    await demo.page.ended('failed');
    assert.match(await demo.page.text('.problem'), /这个密钥没有权限/);
    await demo.page.press('language');
    assert.equal(await demo.page.text('#generate'), 'Generate');
  });

  test('a picture that is deleted comes back at a word', async () => {
    await demo.open();
    const before = await demo.page.count('#tiles .tile');
    await demo.page.click('#tiles .tile');
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    await demo.page.does('remove', '.viewer');
    await demo.page.kept(before - 1);
    await demo.page.until(() => document.querySelector('.toast button'));
    await demo.page.click('.toast button');
    await demo.page.kept(before);
    await demo.open();
    await demo.page.kept(before);
  });
});
