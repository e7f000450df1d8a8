// @ts-check
// A part of a picture is marked and made anew: what goes out, what comes of it, and that not one pixel beside the marks is another.
import assert from 'node:assert/strict';
import { By, Key, Origin } from 'selenium-webdriver';
// @ts-ignore: it has no types
import { PNG } from 'pngjs';
import { readNote } from '../../js/sandbox/measure.js';
import { violationsInSchemes } from '../harness/axe.mjs';
import { run } from '../harness/browsers.mjs';
import { noise, take } from './gallery.mjs';
import { inBrowsers, test } from './stand.mjs';

const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type, authorization' };

/** Of one colour, so that every pixel of it is known. @param {number} width @param {number} height @param {number[]} colour */
function plain(width, height, colour) {
  const png = new PNG({ width, height });
  for (let at = 0; at < png.data.length; at += 4) png.data.set([...colour, 255], at);
  return PNG.sync.write(png);
}
/** Of every opacity there is, none of which a canvas would give back. */
const EDGE = 300, original = noise(EDGE), GREEN = [20, 160, 90];
const answer = (/** @type {Buffer} */ png) => Response.json({
  candidates: [{ content: { role: 'model', parts: [{ inlineData: { mimeType: 'image/png', data: png.toString('base64') } }] }, finishReason: 'STOP' }], modelVersion: 'gemini-test',
}, { headers: cors });

inBrowsers(['chromium', 'firefox', 'webkit'], (demo, name) => {
  /** What the server draws next. */
  let drawn = original;
  /** @type {(() => Promise<Response>) | undefined} */
  let instead;

  const serve = () => demo.server.handle('/draws', async (request) => (request.method === 'OPTIONS' ? new Response(null, { headers: cors }) : instead ? instead() : answer(drawn)));
  const posts = () => demo.calls().filter(({ method }) => method === 'POST');

  /** A picture of noise, and the dialog that marks it. */
  async function open() {
    serve();
    [drawn, instead] = [original, undefined];
    await demo.fresh();
    await demo.sendTo('noise', `${demo.server.origin}/draws`);
    await demo.page.ended('shown');
    await demo.page.kept(1);
    await demo.page.does('editPart', '.card');
    await ready();
    demo.server.clear();
  }
  const ready = () => demo.page.until(() => document.querySelector('.mask[open]') && /** @type {any} */ (document.querySelector('.paper img')).naturalWidth);
  const done = () => demo.page.until(() => document.querySelector('.mask .result:not([hidden])'));
  const ask = (/** @type {string} */ words) => demo.driver.findElement(By.id('mask-prompt')).sendKeys(words, Key.ENTER);
  const enabled = (/** @type {string} */ css) => run(demo.driver, (css) => !(/** @type {any} */ (document.querySelector(css)).disabled), css);
  /** @param {string} id @param {number} value @param {boolean} [settled] */
  const slide = (id, value, settled = true) => run(demo.driver, (id, value, settled) => {
    const input = /** @type {HTMLInputElement} */ (document.getElementById(id));
    input.value = String(value);
    input.dispatchEvent(new Event('input'));
    if (settled) input.dispatchEvent(new Event('change'));
  }, id, value, settled);
  const tool = (/** @type {string} */ value) => demo.page.pick('tool', value);
  const place = () => run(demo.driver, () => {
    const { left, top, width, height } = /** @type {Element} */ (document.querySelector('.paper img')).getBoundingClientRect();
    return { left, top, width, height };
  });
  /** With the pointer, through points in parts of the picture. @param {[number, number][]} points */
  async function drag(...points) {
    const { left, top, width, height } = await place();
    const at = (/** @type {[number, number]} */ [x, y]) => ({ x: Math.round(left + x * width), y: Math.round(top + y * height), origin: Origin.VIEWPORT, duration: 0 });
    let actions = demo.driver.actions({ async: true }).move(at(points[0])).press();
    for (const point of points.slice(1)) actions = actions.move(at(point));
    await actions.release().perform();
  }
  const marked = () => demo.page.text('.painting > .note');

  /** The newest picture as it lies on the disk, its contents decoded where they are PNG. @returns {Promise<any>} */
  async function stored() {
    const record = await run(demo.driver, async () => {
      /** @type {<T>(request: IDBRequest<T>) => Promise<T>} */
      const got = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const database = await got(indexedDB.open('wasmagine gallery'));
      const [newest] = (await got(database.transaction('pictures').objectStore('pictures').getAll())).sort((a, b) => b.made - a.made);
      const base64 = async (/** @type {string} */ id) => {
        const { blob } = await got(database.transaction('contents').objectStore('contents').get(id));
        const bytes = new Uint8Array(blob instanceof Blob ? await blob.arrayBuffer() : blob['\0bytes']);
        let text = '';
        for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
        return btoa(text);
      };
      const whole = { ...newest, blob: await base64(newest.blob), references: await Promise.all(newest.references.map(base64)) };
      database.close();
      return JSON.parse(JSON.stringify(whole));
    });
    const bytes = (/** @type {string} */ text) => Buffer.from(text, 'base64');
    return { ...record, blob: bytes(record.blob), references: record.references.map(bytes) };
  }
  /** @param {Buffer} png @returns {{ width: number, height: number, data: Buffer }} */
  const decoded = (png) => PNG.sync.read(png);

  /** How the picture differs from the original: nowhere but in the mask. @param {any} picture @param {Buffer} [old] */
  function compared({ blob, references }, old = original) {
    const [before, after, mask] = [old, blob, references[1]].map(decoded);
    assert.deepEqual([after.width, after.height, mask.width, mask.height], [before.width, before.height, before.width, before.height]);
    let outside = 0, inside = 0, whole = 0;
    for (let at = 0; at < mask.data.length; at += 4) {
      const value = mask.data[at];
      assert.ok(value === 0 || value === 255);
      const same = before.data.readUInt32LE(at) === after.data.readUInt32LE(at);
      if (value) {
        inside++;
        if (GREEN.every((each, k) => after.data[at + k] === each) && after.data[at + 3] === 255) whole++;
      } else if (same) outside++;
      else assert.fail(`the pixel at ${(at / 4) % before.width}, ${Math.floor(at / 4 / before.width)} is another`);
    }
    return { outside, inside, whole };
  }

  test('what goes out is the picture, the mask and words for it; outside the marks every pixel stays', async () => {
    await open();
    assert.equal(await enabled('.mask .composer .primary'), false);
    assert.equal(await demo.page.text('#mask-why'), 'Mark the part to change first');
    await slide('brush-size', 40);
    await drag([0.3, 0.5], [0.7, 0.5]);
    assert.equal(await demo.page.text('#mask-why'), 'Say what to change');
    assert.match(await marked(), /^7 % marked$/);
    await slide('feather', 0);
    drawn = plain(EDGE, EDGE, GREEN);
    await ask('a meadow');
    await done();
    await demo.page.kept(2);
    const [{ text }] = posts(), [{ parts }] = JSON.parse(text).contents;
    assert.equal(posts().length, 1);
    assert.match(parts[0].text, /^Edit the first image\. The second image is a mask.*: a meadow$/s);
    assert.equal(parts.length, 3);
    assert.deepEqual(parts[1].inlineData, { mimeType: 'image/png', data: original.toString('base64') }, 'as it came');
    const mask = decoded(Buffer.from(parts[2].inlineData.data, 'base64'));
    const at = (/** @type {number} */ x, /** @type {number} */ y) => mask.data[(Math.round(y * EDGE) * EDGE + Math.round(x * EDGE)) * 4];
    assert.deepEqual([[0.3, 0.5], [0.5, 0.5], [0.7, 0.5], [0.5, 0.46], [0.5, 0.54]].map(([x, y]) => at(x, y)), [255, 255, 255, 255, 255], 'what was painted');
    assert.deepEqual([[0.2, 0.5], [0.8, 0.5], [0.5, 0.4], [0.5, 0.6], [0, 0]].map(([x, y]) => at(x, y)), [0, 0, 0, 0, 0], 'and nothing else');
    const picture = await stored();
    const { outside, inside, whole } = compared(picture);
    assert.ok(inside > 5000 && outside > 60_000, `${inside} ${outside}`);
    assert.equal(whole, inside, 'with a hard edge all of it is the new one');
    assert.deepEqual([picture.prompt, picture.sent, picture.type, picture.composited], ['a meadow', parts[0].text, 'image/png', { feather: 0, fit: 'same', width: EDGE, height: EDGE }]);
    assert.deepEqual(picture.references[0], original);
    assert.deepEqual(picture.references[2], drawn, 'what the model sent is kept as well');
    assert.match(await demo.page.text('#mask-told'), /pixel for pixel/);
  });

  test('the edge is as soft as is asked for, within the marks, and what is seen is what is kept', async () => {
    const hard = compared(await stored());
    await slide('feather', 12);
    await demo.page.until(() => /** @type {any} */ (document.querySelector('.paper img'))?.complete);
    await demo.driver.wait(async () => (await stored()).composited.feather === 12);
    const soft = compared(await stored());
    assert.equal(soft.inside, hard.inside);
    assert.ok(soft.whole < hard.whole / 2 && soft.whole > 0, `${soft.whole} of ${hard.whole}`);
    await demo.page.kept(2);
    await demo.page.does('markNext', '.mask');
    assert.equal(await marked(), '0 % marked');
    await demo.page.dismiss('.mask');
  });

  test('the page says that it is put together, and shows the model’s own picture', async () => {
    await demo.page.until(() => document.querySelector('#stage .laid'));
    assert.match(await demo.page.text('#stage .laid'), /Only the marked part is new/);
    await demo.open();
    await demo.page.kept(2);
    await demo.page.click('#tiles .tile');
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    assert.match(await demo.page.text('.viewer .laid'), /pixel for pixel/);
    const colour = () => run(demo.driver, async () => {
      const image = /** @type {HTMLImageElement} */ (document.querySelector('.viewer .room img'));
      await image.decode();
      const pen = /** @type {any} */ (Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d'));
      pen.drawImage(image, 0, 0, 1, 1, 0, 0, 1, 1);
      return [...pen.getImageData(0, 0, 1, 1).data];
    });
    const laid = await colour();
    await demo.page.does('ownPicture', '.viewer');
    assert.deepEqual(await colour(), [...GREEN, 255]);
    await demo.page.does('ownPicture', '.viewer');
    assert.deepEqual(await colour(), laid);
    await demo.page.dismiss('.viewer');
  });

  test('undo, redo, eraser, rectangle, invert and clear', async () => {
    await open();
    const does = (/** @type {string} */ what) => demo.page.does(what, '.mask .head');
    assert.deepEqual([await enabled('.mask [data-does="undo"]'), await enabled('.mask [data-does="redo"]')], [false, false]);
    await tool('rectangle');
    await drag([0.1, 0.1], [0.6, 0.6]);
    assert.match(await marked(), /^2[45] %/);
    await does('invert');
    assert.match(await marked(), /^7[56] %/);
    await does('undo');
    assert.match(await marked(), /^2[45] %/);
    await demo.driver.actions().keyDown(Key.CONTROL).sendKeys('z').keyUp(Key.CONTROL).perform();
    assert.equal(await marked(), '0 % marked');
    await demo.driver.actions().keyDown(Key.CONTROL).keyDown(Key.SHIFT).sendKeys('z').keyUp(Key.SHIFT).keyUp(Key.CONTROL).perform();
    assert.match(await marked(), /^2[45] %/);
    await tool('eraser');
    await slide('brush-size', 100);
    await drag([0.1, 0.1], [0.6, 0.1]);
    assert.match(await marked(), /^1\d %/);
    await does('unmark');
    assert.equal(await marked(), '0 % marked');
    assert.equal(await enabled('.mask .composer .primary'), false);
    await does('undo');
    await does('redo');
    assert.equal(await marked(), '0 % marked');
    await demo.page.dismiss('.mask');
  });

  test('by keys alone', async () => {
    await open();
    drawn = plain(EDGE, EDGE, GREEN);
    const keys = (/** @type {string[]} */ ...keys) => demo.driver.actions().sendKeys(...keys).perform();
    const brush = () => demo.page.value('brush-size');
    const before = Number(await brush());
    await keys(']');
    assert.ok(Number(await brush()) > before);
    await keys('[', '[');
    assert.ok(Number(await brush()) < before);
    assert.match(await demo.page.text('#status'), /^Brush size: \d+ pixels$/);
    // From a quarter of the picture in, to its corner, and smaller.
    await keys(...Array(30).fill(Key.ARROW_LEFT), ...Array(30).fill(Key.ARROW_UP));
    assert.match(await demo.page.text('#status'), /^Rectangle: 0 % from the left, 0 % from the top, 50 % wide, 50 % high$/);
    await demo.driver.actions().keyDown(Key.SHIFT).sendKeys(...Array(10).fill(Key.ARROW_LEFT)).keyUp(Key.SHIFT).perform();
    assert.match(await demo.page.text('#status'), /40 % wide, 50 % high$/);
    await keys(Key.ENTER);
    assert.equal(await demo.page.text('#status'), '20 % marked');
    await demo.driver.actions().keyDown(Key.CONTROL).sendKeys('z').keyUp(Key.CONTROL).perform();
    assert.equal(await marked(), '0 % marked');
    await keys(Key.ENTER);
    // WebKit's driver has no other way from one thing to the next.
    if (name === 'webkit') await run(demo.driver, () => document.getElementById('mask-prompt')?.focus());
    else {
      for (let tabs = 0; tabs < 20 && (await run(demo.driver, () => document.activeElement?.id)) !== 'mask-prompt'; tabs++) await keys(Key.TAB);
    }
    await keys('a field', Key.ENTER);
    await done();
    await demo.page.kept(2);
    const mask = decoded((await stored()).references[1]);
    const white = (/** @type {number} */ x, /** @type {number} */ y) => mask.data[(y * EDGE + x) * 4] === 255;
    assert.deepEqual([white(0, 0), white(119, 149), white(120, 149), white(119, 150)], [true, true, false, false], 'to the pixel');
    compared(await stored());
    await demo.page.dismiss('.mask');
  });

  test('a picture of another size is scaled, of another shape laid where it fits, and that is told', async () => {
    await open();
    await tool('rectangle');
    await drag([0.25, 0.25], [0.75, 0.75]);
    await slide('feather', 0);
    drawn = plain(EDGE * 2, EDGE * 2, GREEN);
    await ask('larger');
    await done();
    await demo.page.kept(2);
    assert.match(await demo.page.text('.result .warning'), /600 × 600 was scaled/);
    let picture = await stored();
    assert.deepEqual(picture.composited, { feather: 0, fit: 'same', width: 600, height: 600 });
    let { inside, whole } = compared(picture);
    assert.equal(whole, inside);
    await demo.page.does('markAgain', '.mask');
    assert.match(await marked(), /^25 %/, 'the marks are still there');
    drawn = plain(400, 200, GREEN);
    await run(demo.driver, () => { /** @type {any} */ (document.getElementById('mask-prompt')).value = ''; });
    await ask('wide');
    await done();
    await demo.page.kept(3);
    picture = await stored();
    assert.ok(['crop', 'stretch', 'inside'].includes(picture.composited.fit));
    assert.match(await demo.page.text('.result .warning'), /400 × 200 has another shape/);
    ({ inside, whole } = compared(picture));
    assert.ok(whole > inside / 3, `${whole} of ${inside}`);
    await demo.page.dismiss('.mask');
  });

  test('cancelled, failed and closed: what was marked and written is still there', async () => {
    await open();
    await tool('rectangle');
    await drag([0.2, 0.2], [0.4, 0.4]);
    const before = await marked();
    instead = () => new Promise(() => {});
    await ask('never');
    await demo.page.until(() => document.querySelector('.mask .card[data-state="working"] .phase')?.textContent?.includes('Waiting'));
    await demo.page.escape();
    await demo.page.until(() => document.querySelector('.mask .card[data-state="cancelled"]'));
    assert.equal(await posts()[0].closed, 'aborted');
    assert.deepEqual([await marked(), await demo.page.value('mask-prompt')], [before, 'never']);
    instead = async () => Response.json({ error: { code: 403, message: 'no', status: 'PERMISSION_DENIED' } }, { status: 403, headers: cors });
    await demo.page.click('.mask .again');
    await demo.page.until(() => document.querySelector('.mask .problem'));
    assert.equal(await demo.page.text('.mask .problem .happened'), 'This API key isn’t allowed to do that.');
    await demo.page.dismiss('.mask');
    await demo.page.does('editPart', '.card');
    await ready();
    assert.deepEqual([await marked(), await demo.page.value('mask-prompt')], [before, 'never']);
    await demo.page.dismiss('.mask');
    await demo.page.kept(1);
  });

  test('a photograph stays as it is shown, pixel for pixel', async () => {
    await demo.fresh();
    await demo.page.make('a lighthouse');
    await demo.page.ended('shown');
    await demo.page.kept(1);
    await demo.page.does('editPart', '.card');
    await ready();
    await slide('feather', 20);
    await drag([0.4, 0.4], [0.6, 0.5], [0.5, 0.6]);
    await ask('a red balloon');
    await done();
    await demo.page.kept(2);
    const { references, blob } = await stored();
    assert.deepEqual([references[0][0], blob[1]], [0xff, 'P'.charCodeAt(0)], 'from JPEG to PNG');
    const differ = await run(demo.driver, async (/** @type {string[]} */ pictures) => {
      const [old, made, mask] = await Promise.all(pictures.map(async (base64) => {
        const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))]));
        const pen = /** @type {any} */ (Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height }).getContext('2d', { willReadFrequently: true }));
        pen.drawImage(bitmap, 0, 0);
        return pen.getImageData(0, 0, bitmap.width, bitmap.height).data;
      }));
      const count = { outside: 0, inside: 0, pixels: mask.length / 4 };
      for (let at = 0; at < mask.length; at += 4)
        if ([0, 1, 2, 3].some((k) => old[at + k] !== made[at + k])) count[mask[at] ? 'inside' : 'outside']++;
      return count;
    }, [references[0], blob, references[1]].map((bytes) => bytes.toString('base64')));
    assert.equal(differ.outside, 0);
    assert.equal(differ.pixels, 1024 * 1024);
    assert.ok(differ.inside > 1000, `${differ.inside}`);
    await demo.page.dismiss('.mask');
  });

  if (name !== 'chromium') return;

  test('one finger marks, two zoom and mark nothing', async () => {
    try {
      await demo.page.chromium('Emulation.setDeviceMetricsOverride', { width: 390, height: 844, deviceScaleFactor: 2, mobile: true });
      await demo.page.chromium('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
      await open();
      const { left, top, width, height } = await place();
      const touch = (/** @type {string} */ type, /** @type {[number, number][]} */ ...points) => demo.page.chromium('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ id, x: left + x * width, y: top + y * height })) });
      await touch('touchStart', [0.3, 0.5]);
      for (let x = 0.35; x <= 0.7; x += 0.05) await touch('touchMove', [x, 0.5]);
      await touch('touchEnd');
      const before = await marked();
      assert.notEqual(before, '0 % marked');
      await touch('touchStart', [0.45, 0.3]);
      await touch('touchStart', [0.45, 0.3], [0.55, 0.3]);
      for (let by = 0.02; by < 0.2; by += 0.02) await touch('touchMove', [0.45 - by, 0.3], [0.55 + by, 0.3]);
      await touch('touchEnd');
      const zoomed = (await place()).width / width;
      assert.ok(zoomed > 2 && zoomed < 6, `${zoomed}`);
      assert.equal(await marked(), before, 'two fingers mark nothing');
      assert.equal(await run(demo.driver, () => document.documentElement.scrollWidth <= innerWidth), true);
      await demo.page.dismiss('.mask');
    } finally {
      await demo.page.chromium('Emulation.setTouchEmulationEnabled', { enabled: false });
      await demo.page.chromium('Emulation.clearDeviceMetricsOverride');
    }
  });

  test('of a conversation the picture that is looked at is marked, and its sandbox goes on with the scene', async () => {
    await demo.fresh();
    await demo.page.make('a lighthouse');
    await demo.page.ended('shown');
    await demo.page.does('edit', '.card');
    await demo.page.until(() => document.querySelector('.editor .view img'));
    await demo.page.turn('at night');
    await demo.page.does('editPart', '.editor');
    await ready();
    assert.equal(await demo.page.count('dialog'), 1);
    assert.equal(await run(demo.driver, () => document.querySelector('.paper img')?.getAttribute('alt')), 'at night');
    await drag([0.2, 0.2], [0.8, 0.2]);
    await ask('a red balloon');
    await done();
    await demo.page.kept(3);
    const note = readNote((await stored()).blob);
    assert.equal(note.prompts.length, 3);
    assert.match(note.prompts[2], /a red balloon/);
    await demo.page.dismiss('.mask');
    await demo.page.until(() => document.querySelector('#stage img[alt="a red balloon"]'));
  });

  test('zoomed, the marks are where the pointer is', async () => {
    await open();
    await demo.page.does('zoomIn', '.mask');
    await demo.page.does('zoomIn', '.mask');
    await tool('rectangle');
    await drag([0.45, 0.45], [0.55, 0.55]);
    assert.equal(await marked(), '1 % marked');
    await slide('feather', 0);
    drawn = plain(EDGE, EDGE, GREEN);
    await ask('close by');
    await done();
    await demo.page.kept(2);
    const { inside, whole } = compared(await stored());
    assert.ok(Math.abs(inside - 30 * 30) < 70, `${inside}`);
    assert.equal(whole, inside);
    await demo.page.dismiss('.mask');
  });

  test('a file that is exported has all of it, and gives all of it back', async () => {
    await open();
    await drag([0.3, 0.3], [0.6, 0.6]);
    drawn = plain(EDGE, EDGE, GREEN);
    await ask('kept in a file');
    await done();
    await demo.page.kept(2);
    await demo.page.dismiss('.mask');
    const before = await stored();
    await demo.page.press('manage');
    await demo.page.until(() => document.querySelector('.panel'));
    await demo.page.click('.panel [data-t="exportAll"]');
    await demo.page.until(() => /pictures exported/.test(document.querySelector('.panel [role="status"]')?.textContent ?? ''));
    const file = await demo.folders.downloaded(`wasmagine-${new Date().toISOString().slice(0, 10)}.gallery`);
    await demo.page.dismiss('.panel');
    await demo.fresh();
    assert.match(await take(demo, file, 'again.gallery'), /2 pictures added/);
    await demo.page.kept(2);
    const after = await stored();
    assert.deepEqual([after.composited, after.prompt, after.sent], [before.composited, before.prompt, before.sent]);
    assert.deepEqual([after.blob, ...after.references], [before.blob, ...before.references]);
  });

  test('axe finds nothing, in light and dark, in both languages', async () => {
    await open();
    const found = await violationsInSchemes(demo.driver, 'empty');
    await drag([0.4, 0.4], [0.6, 0.6]);
    found.push(...await violationsInSchemes(demo.driver, 'marked'));
    drawn = plain(200, 300, GREEN);
    await ask('a field');
    await done();
    found.push(...await violationsInSchemes(demo.driver, 'done'));
    await demo.page.does('compare', '.mask');
    found.push(...await violationsInSchemes(demo.driver, 'compared'));
    await demo.page.dismiss('.mask');
    await demo.page.press('language');
    await demo.page.does('editPart', '#stage .card');
    await ready();
    found.push(...await violationsInSchemes(demo.driver, 'chinese'));
    assert.deepEqual(found, []);
    const words = await run(demo.driver, () => [...document.querySelectorAll('.mask :is(h2, .brushes, .keys, .result, .bar > .note)')].map(({ textContent }) => textContent).join(' '));
    for (const word of ['局部编辑', '画笔', '橡皮擦', '矩形', '边缘羽化', '请先标记要修改的部分']) assert.ok(words.includes(word), word);
    assert.doesNotMatch(words.replace('Shift', ''), /[a-z]{4}/);
    await demo.page.dismiss('.mask');
    await demo.page.press('language');
  });

  test('nothing of all this was against the page’s policy', async () => {
    assert.deepEqual((await demo.complaints()).filter((said) => !/status of 403/.test(said)), []);
  });
});
