// @ts-check
// Many pictures at once, in every engine: chosen by pointer and by keys, saved as a ZIP that other programs read, marked, compared, deleted
// and brought back to the byte.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { By, Key } from 'selenium-webdriver';
import { violationsInSchemes } from '../harness/axe.mjs';
import { run } from '../harness/browsers.mjs';
import { contents, entry, galleryFile, id, noise, places, take } from './gallery.mjs';
import { inBrowsers, test } from './stand.mjs';

const day = 864e5;
/** Of the newest, at noon, so that no test runs over a midnight. */
const noon = new Date().setHours(12, 0, 0, 0) - 10 * day;

const drawings = [40, 41, 42, 43, 44, 45].map(noise);
/** The newest is the last of the list, and the first of the wall. */
const told = [
  { prompt: '=HYPERLINK("http://localhost/")', made: noon - 3 * day, favourite: 'yes' },
  { prompt: 'CON', made: noon - 3 * day + 1, model: '' },
  { prompt: '绿色城市上空，一头“长翅膀”的猪', made: noon - day, settings: { model: 'gemini-2.5-flash-image', seed: -7, aspectRatio: '16:9' } },
  { prompt: 'a boat, "red"\nat sea', made: noon - day + 1 },
  { prompt: 'A Boat', made: noon, model: 'gemini-3-pro-image', settings: { model: 'gemini-3-pro-image', apiKey: 'secret', baseURL: 'https://elsewhere.example' } },
  { prompt: 'a boat', made: noon + 1, model: 'gemini-3-pro-image', settings: { model: 'gemini-3-pro-image' } },
];
/** The wall from left to right. */
const wall = [5, 4, 3, 2, 1, 0];
const hash = (/** @type {Buffer} */ bytes) => createHash('sha256').update(bytes).digest('hex');

/** What unzip, Python and the names in it say of a file. @param {Buffer} bytes @returns {Map<string, Buffer>} */
function unzipped(bytes) {
  const folder = mkdtempSync(join(tmpdir(), 'wasmagine-zip-'));
  try {
    writeFileSync(join(folder, 'all.zip'), bytes);
    const tool = spawnSync('python3', ['-c', 'import sys, zipfile\nwith zipfile.ZipFile("all.zip") as z:\n  bad = z.testzip()\n  assert bad is None, bad\n  z.extractall("all")'], { cwd: folder, encoding: 'utf8', env: { ...process.env, PYTHONUTF8: '1' } });
    assert.equal(tool.status, 0, tool.stderr);
    return new Map(readdirSync(join(folder, 'all')).map((name) => [name.normalize('NFC'), readFileSync(join(folder, 'all', name))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Rows of cells, read as RFC 4180 says. @param {string} text */
function rows(text) {
  /** @type {string[][]} */
  const read = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    read[read.length - 1].push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') read.push([]);
  }
  assert.deepEqual(read.pop(), []);
  return read;
}

inBrowsers(['chromium', 'firefox', 'webkit'], (demo, name) => {
  const tile = (/** @type {number} */ at) => `#tiles .tile:nth-child(${at})`;
  const chosen = () => run(demo.driver, () => [...document.querySelectorAll('#tiles .tile')].flatMap((tile, at) => (tile.getAttribute('aria-selected') === 'true' ? [at + 1] : [])));
  const ids = () => run(demo.driver, () => [...document.querySelectorAll('#tiles .tile')].map((tile) => /** @type {any} */ (tile).dataset.id));
  const keys = (/** @type {string[]} */ ...all) => demo.driver.actions().sendKeys(...all).perform();
  const count = () => demo.page.text('.many .count');
  /** With a key held. @param {string} css @param {string} key */
  async function clickWith(css, key) {
    await run(demo.driver, (css) => document.querySelector(css)?.scrollIntoView({ block: 'center', behavior: 'instant' }), css);
    await demo.driver.actions().keyDown(key).click(await demo.driver.findElement(By.css(css))).keyUp(key).perform();
  }
  const begin = async () => {
    await demo.page.press('select');
    await demo.page.until(() => document.querySelector('.many') && document.querySelector('[role="option"]'));
  };
  const stored = () => contents(demo);
  /** Saves what is chosen. @returns {Promise<Buffer>} */
  async function zip() {
    // What the browser would ask for a place, and where no folder of downloads can be named: what comes is held in the page.
    await run(demo.driver, async (name) => {
      delete document.body.dataset.zip;
      if ('showSaveFilePicker' in window) {
        const handle = await (await navigator.storage.getDirectory()).getFileHandle('all.zip', { create: true });
        Object.assign(window, { showSaveFilePicker: async (/** @type {any} */ options) => {
          Object.assign(window, { zipped: async () => handle.getFile() });
          document.body.dataset.zip = options.suggestedName;
          return handle;
        } });
      } else if (name === 'webkit') {
        HTMLAnchorElement.prototype.click = function () {
          const { download, href } = this;
          Object.assign(window, { zipped: async () => (await fetch(href)).blob() });
          document.body.dataset.zip = download;
        };
      }
    }, name);
    await demo.page.does('zip', '.many');
    await demo.page.until(() => /saved as a ZIP/.test(document.querySelector('.toast')?.textContent ?? ''));
    const file = `wasmagine-${new Date().toLocaleDateString('sv')}.zip`;
    if (name === 'firefox') return demo.folders.downloaded(file);
    assert.equal(await run(demo.driver, () => document.body.dataset.zip), file);
    return Buffer.from(await run(demo.driver, async () => {
      const bytes = new Uint8Array(await (await /** @type {any} */ (window).zipped()).arrayBuffer());
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return btoa(text);
    }), 'base64');
  }

  test('pictures of some days', async () => {
    await demo.fresh();
    const pictures = places(...drawings).map((at, number) => entry(number, { at, ...told[number] }));
    assert.equal(await take(demo, galleryFile({ pictures }, ...drawings), 'many.gallery'), '6 pictures added.');
    assert.deepEqual(await ids(), wall.map(id));
    assert.equal(await demo.page.count('#tiles .star'), 0, 'what a file says is no favourite unless it is true');
  });

  test('a click on the mark of one begins, one with Shift takes all up to it, and Escape ends', async () => {
    // The mark is there for who points at a picture.
    await demo.driver.actions().move({ origin: await demo.driver.findElement(By.css(tile(2))) }).perform();
    await demo.page.until(() => document.querySelector('#tiles .tile:nth-child(2) .mark'));
    await demo.page.click(`${tile(2)} .mark`);
    await demo.page.until(() => document.querySelector('.many'));
    assert.deepEqual(await chosen(), [2]);
    await clickWith(tile(4), Key.SHIFT);
    await demo.page.until(() => document.querySelectorAll('[aria-selected="true"]').length === 3);
    assert.deepEqual(await chosen(), [2, 3, 4]);
    assert.match(await count(), /^3 selected · [\d.]+ kB$/);
    await demo.page.click(tile(3));
    await demo.page.until(() => document.querySelectorAll('[aria-selected="true"]').length === 2);
    assert.deepEqual(await chosen(), [2, 4]);
    assert.equal(await demo.page.text('#status'), '2 pictures selected');
    await demo.page.escape();
    await demo.page.gone('.many');
    assert.deepEqual(await demo.page.count('#tiles [role]:not(i), #tiles[role]'), 0);
    await demo.page.click(tile(3));
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    await demo.page.dismiss('.viewer');
  });

  test('Escape ends the choosing before what runs', async () => {
    await demo.sendTo('stalls', `${demo.server.origin}/fault/stall-body`);
    await demo.page.until(() => document.querySelector('.card .loaded')?.textContent);
    await begin();
    await run(demo.driver, () => /** @type {any} */ (document.querySelector('#tiles .tile')).focus());
    await demo.page.escape();
    await demo.page.gone('.many');
    assert.equal(await demo.page.count('.card[data-state="working"]'), 1);
    await demo.page.escape();
    await demo.page.ended('cancelled');
  });

  test('all, and those of a day', async () => {
    await demo.open();
    await begin();
    assert.equal(await count(), 'Select pictures');
    await run(demo.driver, () => /** @type {any} */ (document.querySelector('#tiles .tile')).focus());
    await demo.driver.actions().keyDown(Key.CONTROL).sendKeys('a').keyUp(Key.CONTROL).perform();
    await demo.page.until(() => document.querySelectorAll('[aria-selected="true"]').length === 6);
    await demo.page.click('.many [aria-controls]');
    const groups = () => run(demo.driver, () => [...document.querySelectorAll('.groups button')].map((button) => [button.textContent, button.getAttribute('aria-pressed')]));
    const names = [0, 1, 3].map((days) => new Date(noon - days * day).toLocaleDateString('en', { dateStyle: 'long' }));
    assert.deepEqual(await groups(), [['All · 6', 'true'], ...names.map((name) => [`${name} · 2`, 'true'])]);
    await demo.page.click('.groups button:nth-child(1)');
    assert.deepEqual(await chosen(), []);
    await demo.page.click('.groups button:nth-child(3)');
    assert.deepEqual(await chosen(), [3, 4]);
    assert.deepEqual((await groups()).map(([, pressed]) => pressed), ['false', 'false', 'true', 'false']);
    await demo.page.escape(); // the list
    assert.deepEqual([await demo.page.visible('.groups'), await demo.page.count('.many')], [false, 1]);
    await demo.page.escape();
    await demo.page.gone('.many');
  });

  test('a ZIP has the very bytes, what made them, and a table', async () => {
    await begin();
    await demo.page.click('.many [aria-controls]');
    await demo.page.click('.groups button:nth-child(1)');
    const bytes = await zip();
    const files = unzipped(bytes);
    const stems = [
      'a-boat_gemini-3-pro-image', 'a-boat_gemini-3-pro-image_2', 'a-boat-red-at-sea_m', '绿色城市上空-一头-长翅膀-的猪_m_seed--7',
      'con_gemini-2.5-flash-image', 'hyperlink-http-localhost_m',
    ];
    assert.deepEqual([...files.keys()].sort(), [...stems.flatMap((stem) => [`${stem}.json`, `${stem}.png`]), 'pictures.csv'].sort());
    for (const [at, stem] of stems.entries()) {
      assert.deepEqual(files.get(`${stem}.png`), drawings[wall[at]], stem);
      const { prompt, made, settings = { model: 'gemini-2.5-flash-image' } } = told[wall[at]];
      const { apiKey: _, baseURL: __, ...kept } = /** @type {any} */ (settings);
      const json = JSON.parse(String(files.get(`${stem}.json`)));
      assert.deepEqual([json.file, json.prompt, json.settings, Date.parse(json.made), json.width, json.bytes], [`${stem}.png`, prompt, kept, made, [40, 41, 42, 43, 44, 45][wall[at]], drawings[wall[at]].length]);
    }
    assert.equal(bytes.includes('secret') || bytes.includes('elsewhere.example'), false);
    const csv = String(files.get('pictures.csv'));
    assert.equal(csv.charCodeAt(0), 0xfeff, 'by which Excel knows UTF-8');
    const [head, ...table] = rows(csv.slice(1));
    assert.ok(table.every((row) => row.length === head.length));
    const column = (/** @type {string} */ name) => table.map((row) => row[head.indexOf(name)]);
    assert.deepEqual(column('file'), stems.map((stem) => `${stem}.png`));
    assert.deepEqual(column('prompt'), wall.map((at) => (at ? told[at].prompt : `'${told[at].prompt}`)), 'a formula is text');
    assert.deepEqual(column('seed'), ['', '', '', '-7', '', '']);
    if (name === 'chromium') assert.equal(await run(demo.driver, () => /** @type {any} */ (window).crossOriginIsolated), false);
  });

  test('a ZIP is cancelled by Escape, and leaves nothing', async () => {
    await run(demo.driver, () => {
      const { stream } = Blob.prototype;
      // One whose disk does not answer.
      Blob.prototype.stream = function () {
        Blob.prototype.stream = stream;
        document.body.dataset.reads = '';
        return new ReadableStream();
      };
    });
    await demo.page.does('zip', '.many');
    await demo.page.until(() => 'reads' in document.body.dataset);
    assert.equal(await demo.page.visible('.many .work'), true);
    await demo.page.escape();
    await demo.page.until(() => /^Cancelled/.test(document.querySelector('.toast')?.textContent ?? ''));
    assert.equal(await demo.page.visible('.many .work'), false);
    if (name === 'chromium') assert.equal(await run(demo.driver, async () => {
      const names = [];
      for await (const name of /** @type {any} */ (await navigator.storage.getDirectory()).keys()) names.push(name);
      return names.length;
    }), 0);
    assert.equal(unzipped(await zip()).size, 13);
    await demo.page.escape();
    await demo.page.gone('.many');
  });

  test('favourites are told on their tiles, after a reload too, and can be chosen', async () => {
    await begin();
    for (const at of [1, 4]) await demo.page.click(tile(at));
    await demo.page.does('favourite', '.many');
    await demo.page.until(() => document.querySelectorAll('#tiles .star').length === 2);
    await demo.page.until(() => document.querySelector('.many [data-does="favourite"]')?.textContent === 'Remove favourite');
    await demo.open();
    await demo.page.kept(6);
    assert.deepEqual(await run(demo.driver, () => [...document.querySelectorAll('#tiles .star')].map((star) => [/** @type {any} */ (star.closest('.tile')).dataset.id, star.getAttribute('aria-label')])), [[id(5), 'Favourite'], [id(2), 'Favourite']]);
    await begin();
    await demo.page.click('.many [aria-controls]');
    await demo.page.click('.groups button:nth-child(2)');
    assert.deepEqual(await chosen(), [1, 4]);
    await demo.page.escape();
    await demo.page.escape();
    await demo.page.gone('.many');
    await demo.page.click(tile(4));
    await demo.page.until(() => document.querySelector('.viewer [data-does="favourite"][aria-pressed="true"]'));
    await demo.page.does('favourite', '.viewer');
    await demo.page.until(() => document.querySelector('.viewer [data-does="favourite"][aria-pressed="false"]'));
    await demo.page.dismiss('.viewer');
    assert.equal(await demo.page.count('#tiles .star'), 1);
  });

  test('what is deleted together comes back together, to the byte and in its place', async () => {
    const before = await stored();
    assert.deepEqual(Object.values(before).map((each) => each.split(' ')[0]).sort(), drawings.map(hash).sort());
    await begin();
    for (const at of [1, 3, 5]) await demo.page.click(tile(at));
    await demo.page.does('remove', '.many');
    await demo.page.kept(3);
    await demo.page.until(() => document.querySelector('.toast button'));
    assert.equal(await demo.page.text('.toast span'), '3 pictures deleted');
    assert.deepEqual(Object.keys(await stored()).sort(), [0, 2, 4].map(id));
    assert.deepEqual([await demo.page.count('.many'), await run(demo.driver, () => /** @type {any} */ (document.activeElement).dataset.id)], [0, id(0)], 'the keys go on beside them');
    await demo.page.click('.toast [data-t="undo"]');
    await demo.page.kept(6);
    assert.deepEqual(await ids(), wall.map(id));
    assert.deepEqual(await stored(), before);
    assert.equal(await demo.page.count('#tiles .star'), 1);
    await demo.open();
    await demo.page.kept(6);
    assert.deepEqual(await stored(), before);
  });

  test('some are compared side by side, zoomed as one, and two by a seam', async () => {
    await begin();
    await demo.page.click(tile(1));
    await demo.page.does('compare', '.many');
    await demo.page.until(() => /at least two/.test(document.querySelector('.toast')?.textContent ?? ''));
    for (const at of [2, 3]) await demo.page.click(tile(at));
    await demo.page.does('compare', '.many');
    await demo.page.until(() => [...document.querySelectorAll('.beside img')].filter((image) => /** @type {any} */ (image).naturalWidth).length === 3);
    assert.deepEqual(await run(demo.driver, () => [...document.querySelectorAll('.beside figure')].map((figure) => [/** @type {any} */ (figure.querySelector('img')).naturalWidth, ...[...figure.querySelectorAll('dd')].map(({ textContent }) => textContent)])), [
      [45, 'a boat', 'gemini-3-pro-image'], [44, 'A Boat', 'gemini-3-pro-image'], [43, 'a boat, "red"\nat sea', 'm'],
    ]);
    const scale = () => run(demo.driver, () => [...document.querySelectorAll('.beside img')].map((image) => Math.round(new DOMMatrix(getComputedStyle(image).transform).a * 100) / 100));
    await keys('+');
    assert.deepEqual(await scale(), [1.4, 1.4, 1.4]);
    await keys('0');
    assert.deepEqual(await scale(), [1, 1, 1]);
    assert.equal(await demo.page.count('.beside [data-does="seam"]'), 0);
    await demo.page.escape();
    await demo.page.gone('.beside');
    assert.deepEqual(await chosen(), [1, 2, 3], 'what was chosen still is');
    await demo.page.click(tile(3));
    await demo.page.does('compare', '.many');
    await demo.page.until(() => document.querySelector('.beside [data-does="seam"]'));
    await demo.page.does('seam', '.beside');
    assert.equal(await demo.page.count('.beside .comparing > img'), 2);
    await demo.page.dismiss('.beside');
    await demo.page.escape();
    await demo.page.gone('.many');
  });

  test('the keyboard alone chooses, marks, deletes and brings back', async () => {
    await demo.open();
    const active = () => run(demo.driver, () => document.activeElement?.id || /** @type {any} */ (document.activeElement)?.dataset.does || document.activeElement?.className || '');
    const to = async (/** @type {string} */ name) => {
      for (let steps = 0; (await active()) !== name; steps++) {
        assert.ok(steps < 60, `${name} is out of reach`);
        await keys(Key.TAB);
      }
    };
    const at = () => run(demo.driver, () => [...document.querySelectorAll('#tiles .tile')].indexOf(/** @type {any} */ (document.activeElement)) + 1);
    await run(demo.driver, () => document.getElementById('theme')?.focus());
    await to('select');
    await keys(Key.ENTER);
    await demo.page.until(() => document.activeElement?.getAttribute('role') === 'option');
    assert.equal(await at(), 1);
    await keys(Key.SPACE);
    await demo.page.until(() => document.querySelectorAll('[aria-selected="true"]').length === 1);
    await demo.driver.actions().keyDown(Key.SHIFT).sendKeys(Key.ARROW_RIGHT, Key.ARROW_RIGHT).keyUp(Key.SHIFT).perform();
    assert.deepEqual([await chosen(), await at()], [[1, 2, 3], 3]);
    await keys(Key.END, Key.SPACE);
    await demo.page.until(() => document.querySelectorAll('[aria-selected="true"]').length === 4);
    assert.deepEqual([await chosen(), await at()], [[1, 2, 3, 6], 6]);
    await keys(Key.TAB);
    assert.equal(await active(), 'selectLeave', 'the wall is one stop');
    await to('favourite');
    await keys(Key.ENTER);
    await demo.page.until(() => document.querySelectorAll('#tiles .star').length === 4);
    await keys(Key.ENTER);
    await demo.page.until(() => document.querySelectorAll('#tiles .star').length === 0);
    await to('remove');
    await keys(Key.ENTER);
    await demo.page.kept(2);
    await demo.page.until(() => document.querySelector('.toast'));
    await demo.driver.actions().keyDown(Key.CONTROL).sendKeys('z').keyUp(Key.CONTROL).perform();
    await demo.page.kept(6);
    // A key of a picture's own, without the mode.
    await run(demo.driver, () => /** @type {any} */ (document.querySelector('#tiles .tile:nth-child(2)')).focus());
    await keys('x');
    await demo.page.until(() => document.querySelector('.many'));
    assert.deepEqual(await chosen(), [2]);
    await demo.page.escape();
    await demo.page.gone('.many');
    assert.equal(await at(), 2, 'the focus is where it was');
  });

  test('axe finds nothing while some are chosen, in light and dark, in both languages', async () => {
    /** @type {string[]} */
    const found = [];
    const look = async (/** @type {string} */ what) => void found.push(...await violationsInSchemes(demo.driver, what));
    await run(demo.driver, () => document.querySelector('.toast')?.remove());
    await begin();
    await look('none chosen');
    await demo.page.click('.many [aria-controls]');
    await demo.page.click('.groups button:nth-child(3)');
    await look('some, and the list');
    await demo.page.press('language');
    await demo.page.does('compare', '.many');
    await demo.page.until(() => /** @type {any} */ (document.querySelector('.beside img'))?.naturalWidth);
    await look('compared');
    await demo.page.dismiss('.beside');
    await look('Chinese');
    assert.equal((await count()).startsWith('已选 2 张 · '), true, await count());
    await demo.page.press('language');
    await demo.page.escape();
    await demo.page.gone('.many');
    assert.deepEqual(found, []);
  });

  if (name === 'chromium') {
    test('a finger that rests on a picture begins, and a tap goes on', async () => {
      await demo.open();
      await demo.page.kept(6);
      const touch = async (/** @type {string} */ type, /** @type {number} */ at) => {
        const points = type === 'touchEnd' ? [] : [await run(demo.driver, (css) => {
          const { left, top, width, height } = /** @type {Element} */ (document.querySelector(css)).getBoundingClientRect();
          return { x: left + width / 2, y: top + height / 2 };
        }, tile(at))];
        await demo.page.chromium('Input.dispatchTouchEvent', { type, touchPoints: points });
      };
      try {
        await demo.page.chromium('Emulation.setTouchEmulationEnabled', { enabled: true });
        await touch('touchStart', 2);
        await demo.page.until(() => document.querySelectorAll('[aria-selected="true"]').length === 1);
        await touch('touchEnd', 2);
        assert.deepEqual(await chosen(), [2]);
        await touch('touchStart', 4);
        await touch('touchEnd', 4);
        await demo.page.until(() => document.querySelectorAll('[aria-selected="true"]').length === 2);
        assert.deepEqual([await chosen(), await demo.page.count('.viewer')], [[2, 4], 0]);
      } finally {
        await demo.page.chromium('Emulation.setTouchEmulationEnabled', { enabled: false });
        await demo.page.escape();
      }
    });

    test('nothing of all this was against the page’s policy', async () => {
      assert.deepEqual(await demo.complaints(), []);
    });
  }
});
