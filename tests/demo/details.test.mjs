// @ts-check
// Small things that everybody meets: the lab's list, Enter, one and many, rows that fit, and what happens to a picture that is seen large.
import assert from 'node:assert/strict';
import { By, Key } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';
import { faultGroups } from '../../js/sandbox.js';
import { groups, sentences } from '../../www/faults.js';
import { entry, galleryFile, places, take } from './gallery.mjs';
import { drawing, stand, test } from './stand.mjs';

const demo = stand();
const capital = (/** @type {string} */ text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {[width: number, height: number]} size @param {() => Promise<void>} look */
async function at([width, height], look) {
  try {
    await demo.page.chromium('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 });
    await look();
  } finally {
    await demo.page.chromium('Emulation.clearDeviceMetricsOverride');
  }
}
const large = async (nth = 1) => {
  await demo.page.click(`#tiles .tile:nth-child(${nth})`);
  await demo.page.until(() => /** @type {any} */ (document.querySelector('.viewer .room img'))?.naturalWidth);
};

// ───────────── the lab ─────────────

test('what can go wrong is found by words', async () => {
  await demo.fresh();
  await demo.page.fault('');
  const shown = () => run(demo.driver, () => [...document.querySelectorAll('.faults label')].filter((label) => label.checkVisibility()).map((label) => /** @type {any} */ (label.querySelector('input')).value));
  assert.deepEqual(await shown(), [''], 'folded at first');
  assert.deepEqual(
    await run(demo.driver, () => [...document.querySelectorAll('.faults details')].map((group) => [group.querySelector('summary')?.textContent, ...[...group.querySelectorAll('label')].map(({ textContent }) => textContent)])),
    faultGroups.map(({ name, faults }) => [capital(name), ...faults.map(({ name, says }) => `${capital(says).replaceAll('`', '')}${name}`)]),
  );
  const find = demo.driver.findElement(By.id('find-fault'));
  await find.sendKeys('http 403', Key.ENTER);
  assert.deepEqual(await shown(), ['', 'http-403']);
  assert.equal(await demo.page.text('#status'), '1 match');
  assert.equal(await demo.page.count('.card'), 0, 'Enter looks for it and asks for nothing');
  await demo.page.pick('fault', 'http-403');
  await find.clear();
  await find.sendKeys('x', Key.BACK_SPACE);
  assert.ok((await shown()).includes('http-403'), 'what is chosen is not folded away');
  await find.sendKeys('no such thing');
  assert.deepEqual(await shown(), ['']);
  assert.equal(await demo.page.text('.faults .note'), 'No matches.');
  await find.clear();
  await demo.page.press('language');
  await find.sendKeys('无权 模型');
  const words = () => run(demo.driver, () => [...document.querySelectorAll('.faults label')].find((label) => /** @type {any} */ (label.querySelector('input')).checked)?.textContent);
  assert.ok((await shown()).includes('http-403'));
  assert.equal(await words(), `${sentences['http-403']}http-403`);
  await demo.page.press('language');
  assert.equal(await words(), '403 PERMISSION_DENIED: the key has no right to this model.http-403');
  assert.equal(await demo.page.text('#chosen'), 'Sandbox · free, no key needed · simulating an error');
  await demo.page.make('a boat');
  await demo.page.ended('failed');
  assert.equal(await demo.page.text('.problem code'), 'permission-denied');
  await demo.page.click('.problem [data-mend="calm"]');
  await demo.page.ended('shown');
  assert.equal(await demo.page.text('#chosen'), 'Sandbox · free, no key needed');
});

test('every fault and every group of them has Chinese words', () => {
  for (const { name, faults } of faultGroups) {
    assert.match(groups[name] ?? '', /\p{Script=Han}/u, name);
    for (const { name } of faults) assert.match(sentences[name] ?? '', /\p{Script=Han}/u, name);
  }
});

// ───────────── Enter, one and many ─────────────

test('Enter does the same wherever a prompt is written', async () => {
  await demo.fresh();
  const prompt = demo.driver.findElement(By.id('prompt'));
  await prompt.sendKeys('a boat', Key.chord(Key.SHIFT, Key.ENTER), 'at night', Key.ENTER);
  await demo.page.ended('shown');
  assert.equal(await demo.page.value('prompt'), 'a boat\nat night');
  /** The Enter that ends a word in an input method. @param {string} id */
  const composed = (id) => run(demo.driver, (id) => document.getElementById(id)?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, isComposing: true })), id);
  assert.equal(await composed('prompt'), true, 'is left to it');
  assert.equal(await demo.page.count('.card[data-state="working"]'), 0);
  await demo.page.does('edit', '.card');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  const field = demo.driver.findElement(By.id('edit-prompt'));
  await field.sendKeys('make it snow', Key.chord(Key.SHIFT, Key.ENTER), 'a lot');
  assert.equal(await composed('edit-prompt'), true);
  assert.equal(await demo.page.value('edit-prompt'), 'make it snow\na lot');
  await field.sendKeys(Key.ENTER);
  await demo.page.until(() => document.querySelectorAll('.editor .strip button').length === 2);
  await field.sendKeys('by day', Key.chord(Key.CONTROL, Key.ENTER));
  await demo.page.until(() => document.querySelectorAll('.editor .strip button').length === 3);
  assert.deepEqual(await run(demo.driver, () => ['prompt', 'edit-prompt'].map((id) => /** @type {any} */ (document.getElementById(id)).enterKeyHint)), ['send', 'send']);
  await demo.page.dismiss('.editor');
});

test('one is not many', async () => {
  await demo.fresh();
  const [picture] = places(drawing);
  assert.equal(await take(demo, galleryFile({ pictures: [entry(1, { at: picture })] }, drawing), 'one.gallery'), '1 picture added.');
  await demo.page.press('manage');
  await demo.page.until(() => /^1 picture\./.test(document.querySelector('.panel > p')?.textContent ?? ''));
  await demo.page.click('.panel [data-t="exportAll"]');
  await demo.page.until(() => document.querySelector('.panel [role="status"]')?.textContent === '1 picture exported.');
  await demo.page.dismiss('.panel');
  await demo.page.give('drop', drawing.toString('base64'));
  await demo.page.until(() => document.getElementById('status')?.textContent === '1 reference picture');
  await demo.page.give('drop', drawing.toString('base64'));
  await demo.page.until(() => document.getElementById('status')?.textContent === '2 reference pictures');
});

// ───────────── rows ─────────────

test('what can be done with a picture stands in one line, and three pictures stand beside each other where there is room', async () => {
  await demo.fresh();
  const sizes = /** @type {[number, number][]} */ ([[1280, 800], [1024, 700], [390, 844]]);
  for (const [n, kept] of [[1, 1], [2, 3], [3, 6], [4, 10]]) {
    await demo.page.pick('n', String(n));
    await demo.page.make('a boat');
    await demo.page.kept(kept);
    await demo.page.until((/** @type {number} */ n) => document.getElementById('cancel')?.hidden && document.querySelectorAll('.card[data-state="shown"]').length === n, n);
    for (const size of sizes) {
      await at(size, async () => {
        const { lines, rows, inside } = await run(demo.driver, () => {
          const tops = (/** @type {Iterable<Element>} */ all) => new Set([...all].map((each) => Math.round(each.getBoundingClientRect().top))).size;
          const actions = [...document.querySelectorAll('.card .actions')];
          return {
            lines: actions.map(({ children }) => tops(children)), rows: tops(document.querySelectorAll('.card')),
            inside: actions.every((row) => Number(row.lastElementChild?.getBoundingClientRect().right) <= Number(row.closest('.card')?.getBoundingClientRect().right) + 1),
          };
        });
        assert.deepEqual({ lines, inside }, { lines: Array(n).fill(1), inside: true }, `${n} pictures at ${size}`);
        if (size[0] > 1000) assert.equal(rows, n === 4 ? 2 : 1, `${n} pictures at ${size}`);
      });
    }
  }
  await large();
  for (const size of sizes) {
    await at(size, async () => {
      assert.equal(await run(demo.driver, () => new Set([...(document.querySelector('.viewer .actions')?.children ?? [])].map((each) => Math.round(each.getBoundingClientRect().top))).size), 1, `${size}`);
    });
  }
  await demo.page.dismiss('.viewer');
});

test('the rows of the gallery fill its width, the last one is as high as the one above, and no picture is cut', async () => {
  await demo.fresh();
  const ratios = ['1:1', '16:9', '9:16', '4:3', '3:4', '21:9', '1:1', '2:3', '3:2', '1:1', '16:9'];
  const pictures = await run(demo.driver, (ratios) => ratios.map((ratio) => {
    const [width, height] = ratio.split(':').map((part) => Number(part) * 20);
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    pen.fillStyle = `hsl(${width} 60% 50%)`;
    pen.fillRect(0, 0, width, height);
    return canvas.toDataURL('image/png').split(',')[1];
  }), ratios);
  const contents = pictures.map((base64) => Buffer.from(base64, 'base64'));
  const at_ = places(...contents);
  await take(demo, galleryFile({ pictures: contents.map((_, at) => entry(at + 1, { at: at_[at] })) }, ...contents), 'ratios.gallery');
  for (const size of /** @type {[number, number][]} */ ([[1280, 800], [1600, 900], [390, 844]])) {
    await at(size, async () => {
      const { rows, cut, width } = await run(demo.driver, async () => {
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const wall = /** @type {HTMLElement} */ (document.getElementById('tiles')).getBoundingClientRect();
        /** @type {Map<number, DOMRect[]>} */
        const rows = new Map();
        let cut = 0;
        for (const tile of document.querySelectorAll('.tile')) {
          const box = tile.getBoundingClientRect(), image = /** @type {HTMLImageElement} */ (tile.querySelector('img'));
          rows.set(Math.round(box.top), [...rows.get(Math.round(box.top)) ?? [], box]);
          if (Math.abs(box.width / box.height - Number(image.getAttribute('width')) / Number(image.getAttribute('height'))) > 0.03) cut++;
        }
        return { rows: [...rows.values()].map((row) => ({ highs: row.map(({ height }) => Math.round(height)), right: Math.round(Math.max(...row.map(({ right }) => right)) - wall.left) })), cut, width: Math.round(wall.width) };
      });
      assert.equal(cut, 0);
      assert.ok(rows.length > 1, `${size}`);
      for (const { highs } of rows) assert.ok(Math.max(...highs) - Math.min(...highs) <= 1, `${highs}`);
      for (const { right } of rows.slice(0, -1)) assert.ok(width - right <= 3 && right <= width, `${right} of ${width}`);
      const [above, last] = rows.slice(-2);
      assert.ok(Math.abs(above.highs[0] - last.highs[0]) <= 1 || width - last.right <= 3, `${above.highs[0]} and ${last.highs[0]} at ${size}`);
    });
  }
});

// ───────────── a picture seen large, and dialogs ─────────────

test('neither a dialog nor the first picture moves the page sideways', () => at([1280, 800], async () => {
  await demo.fresh();
  const left = () => run(demo.driver, () => Math.round(Number(document.getElementById('theme')?.getBoundingClientRect().left)));
  const first = await left();
  await demo.page.press('manage');
  await demo.page.until(() => document.querySelector('.panel'));
  assert.equal(await left(), first);
  await demo.page.dismiss('.panel');
  await demo.page.pick('n', '4');
  await demo.page.make('a boat');
  await demo.page.kept(4);
  await demo.page.ended('shown');
  assert.ok(await run(demo.driver, () => document.documentElement.scrollHeight > innerHeight), 'it scrolls');
  assert.equal(await left(), first);
}));

test('beside a dialog the page is as dark where its scrollbar was', () => at([1280, 800], async () => {
  assert.ok(await run(demo.driver, () => document.documentElement.scrollHeight > innerHeight), 'it scrolls');
  for (const [open, close] of /** @type {const} */ ([[() => demo.page.press('manage'), '.panel'], [() => large(), '.viewer']])) {
    await open();
    await demo.page.until((/** @type {string} */ close) => document.querySelector(close), close);
    const { data } = await demo.page.chromium('Page.captureScreenshot', { format: 'png' });
    // Between the header and what follows there is nothing but the page.
    const [edge, page] = await run(demo.driver, async (data) => {
      const shot = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))]));
      const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(shot.width, shot.height).getContext('2d', { willReadFrequently: true }));
      pen.drawImage(shot, 0, 0);
      return [3, 24].map((fromRight) => [...pen.getImageData(shot.width - fromRight, 4, 1, 1).data].slice(0, 3));
    }, data);
    assert.ok(edge.every((value, at) => Math.abs(value - page[at]) <= 3), `${close}: ${edge} beside ${page}`);
    await demo.page.dismiss(close);
  }
}));

test('pictures to compare with lie beneath the picture, and not over it', async () => {
  for (const size of /** @type {[number, number][]} */ ([[1280, 800], [390, 844]])) {
    await at(size, async () => {
      await run(demo.driver, () => /** @type {any} */ (document.querySelector('#tiles .tile')).click());
      await demo.page.until(() => document.querySelector('.viewer .asked'));
      await demo.page.does('compare', '.viewer');
      const [picture, strip] = await run(demo.driver, () => ['.viewer .room img', '.viewer .strip'].map((css) => { const { top, bottom } = /** @type {Element} */ (document.querySelector(css)).getBoundingClientRect(); return { top, bottom }; }));
      assert.ok(picture.bottom <= strip.top + 1 && picture.bottom > picture.top + 40, `${JSON.stringify([picture, strip])} at ${size}`);
      await demo.page.does('compare', '.viewer');
      assert.equal(await demo.page.count('.viewer .strip'), 0, 'and the button takes them away again');
      await demo.page.dismiss('.viewer');
    });
  }
});

test('the pictures of a conversation are seen whole above what was said', async () => {
  await demo.open();
  await demo.page.pick('ratio', '21:9');
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  await demo.page.does('edit', '.card');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  await demo.page.turn('make it snow on all the mountains far behind the boat');
  await demo.page.until(() => [...document.querySelectorAll('.strip img')].every((image) => /** @type {any} */ (image).naturalWidth));
  assert.deepEqual(await run(demo.driver, () => [...document.querySelectorAll('.editor .strip img')].map((image) => {
    const { objectFit } = getComputedStyle(image), { width } = image.getBoundingClientRect();
    return [objectFit, Math.round(width) === Math.round(/** @type {Element} */ (document.querySelector('.editor .strip img')).getBoundingClientRect().width)];
  })), [['contain', true], ['contain', true]]);
  await demo.page.dismiss('.editor');
});

test('what is deleted while it is seen large makes room for the next, then for the one before, and comes back at a word', async () => {
  await demo.fresh();
  const contents = [drawing], [at_] = places(...contents);
  await take(demo, galleryFile({ pictures: [1, 2, 3].map((number) => entry(number, { at: at_ })) }, ...contents), 'three.gallery');
  await large(2); // the newest is first
  const asked = () => demo.page.text('.viewer .asked');
  const position = () => demo.page.text('.viewer .head .note');
  assert.deepEqual([await asked(), await position()], ['number 2', '2 / 3']);
  await demo.page.does('remove', '.viewer');
  await demo.page.until(() => document.querySelector('.viewer .asked')?.textContent === 'number 1');
  assert.equal(await position(), '2 / 2');
  assert.equal(await run(demo.driver, () => /** @type {any} */ (document.activeElement)?.dataset.does), 'remove');
  await demo.page.until(() => document.querySelector('.toast')); // when the disk has deleted it too
  await demo.page.click('.toast button');
  await demo.page.kept(3);
  await demo.page.until(() => document.querySelector('.viewer .asked')?.textContent === 'number 2');
  assert.equal(await position(), '2 / 3');
  await demo.page.does('remove', '.viewer');
  await demo.page.until(() => document.querySelector('.viewer .asked')?.textContent === 'number 1');
  await demo.page.does('remove', '.viewer');
  await demo.page.until(() => document.querySelector('.viewer .asked')?.textContent === 'number 3');
  await demo.page.does('remove', '.viewer');
  await demo.page.gone('.viewer');
  await demo.page.kept(0);
  assert.equal(await demo.page.text('.toast span'), 'Picture deleted');
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
