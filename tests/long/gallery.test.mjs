// @ts-check
// A gallery of ten thousand pictures: how long until it is there, what it takes of memory, how the page goes while it is scrolled, searched and
// changed. All of it is told, and decides nothing but whether the pictures are there.
import assert from 'node:assert/strict';
import { run } from '../harness/browsers.mjs';
import { inBrowsers, test } from '../demo/stand.mjs';

const COUNT = 10_000;
const milliseconds = (/** @type {number} */ time) => `${time.toFixed(0)} ms`;

inBrowsers(['chromium', 'firefox'], (demo, name) => {
  test('ten thousand pictures', async () => {
    await demo.fresh();
    await run(demo.driver, async (count) => {
      const database = await new Promise((resolve) => {
        const request = indexedDB.open('wasmagine gallery');
        request.onsuccess = () => resolve(request.result);
      });
      const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 120 });
      const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
      const words = ['boat', 'fox', 'lighthouse', 'mountains', 'city', 'rain', 'sunset', 'robot', 'forest', 'snow', '绿色城市上空一头长翅膀的猪', 'watercolour'];
      for (let from = 0; from < count; from += 500) {
        const all = [];
        for (let at = from; at < from + 500; at++) {
          pen.fillStyle = `hsl(${at * 37} 60% 50%)`;
          pen.fillRect(0, 0, 160, 120);
          pen.fillText(String(at), 9, 9);
          all.push(/** @type {Promise<Blob>} */ (new Promise((done) => canvas.toBlob(/** @type {any} */ (done), 'image/jpeg'))));
        }
        const blobs = await Promise.all(all);
        const writing = database.transaction(['pictures', 'contents'], 'readwrite');
        for (const [n, blob] of blobs.entries()) {
          const at = from + n, id = at.toString(16).padStart(32, '0');
          writing.objectStore('contents').put({ id, blob });
          writing.objectStore('contents').put({ id: `small ${id}`, blob });
          const prompt = Array.from({ length: 12 }, (_, word) => words[(at * 7 + word * (at % 11)) % words.length]).join(' ');
          const [width, height] = [[1024, 1024], [1344, 768], [768, 1344]][at % 3];
          writing.objectStore('pictures').put({ id, made: 1.7e12 + at * 6e5, took: 1, prompt: `${prompt} ${at}`, settings: { model: 'gemini-2.5-flash-image' }, place: 'google', model: 'gemini-2.5-flash-image', usage: { totalTokens: 1300 }, text: 'Here it is.', thoughts: '', type: 'image/jpeg', width, height, blob: id, small: `small ${id}`, sizes: [blob.size, blob.size], references: [], ...(at % 5 === 0 && { tags: [`tag ${at % 20}`] }) });
        }
        await new Promise((resolve, reject) => {
          writing.oncomplete = resolve;
          writing.onabort = () => reject(writing.error);
        });
      }
      database.close();
    }, COUNT);
  });

  test('is there, scrolled, searched and changed', async () => {
    await demo.driver.get(`${demo.server.origin}/blank`);
    /** @param {string} what @param {number} value */
    const tell = (what, value) => console.log(`${name}: ${what}: ${milliseconds(value)}`);
    await demo.page.open(demo.server.origin);
    tell('until ready', await run(demo.driver, async () => performance.now()));
    assert.match(await demo.page.text('#stored'), /^10000 saved/);
    // Now that all its files are in the cache of the browser, which is what a second visit is.
    await demo.driver.get(`${demo.server.origin}/blank`);
    await demo.driver.get(demo.server.origin);
    tell('until ready, again', await run(demo.driver, () => new Promise((resolve) => {
      const look = () => document.documentElement.dataset.ready && resolve(performance.now());
      new MutationObserver(look).observe(document.documentElement, { attributes: true });
      look();
    })));
    const heap = async () => {
      if (name !== 'chromium') return;
      await demo.page.chromium('HeapProfiler.collectGarbage');
      const { usedSize, embedderHeapUsedSize = 0 } = await demo.page.chromium('Runtime.getHeapUsage');
      console.log(`${name}: heap: ${(usedSize / 1e6).toFixed(1)} MB, and ${(embedderHeapUsedSize / 1e6).toFixed(1)} MB of the document's`);
    };
    await heap();
    console.log(`${name}: tiles in the document: ${await demo.page.count('#tiles .tile')}`);
    /** The longest time between two frames while something goes on. @param {string} what @param {string} work an async function's source */
    const frames = async (what, work) => {
      const { longest, took } = await run(demo.driver, /** @type {any} */ (`async () => {
        const frame = () => new Promise((painted) => requestAnimationFrame(painted));
        let longest = 0, over = false, last = await frame();
        const watching = (async () => { while (!over) { const now = await frame(); longest = Math.max(longest, now - last); last = now; } })();
        const start = performance.now();
        await (${work})(frame);
        const took = performance.now() - start;
        over = true;
        await watching;
        return { longest, took };
      }`));
      console.log(`${name}: ${what}: ${milliseconds(took)}, longest frame ${milliseconds(longest)}`);
    };
    // From top to bottom in 400 steps, one a frame.
    await frames('scrolled from top to bottom', `async (frame) => {
      const far = document.documentElement.scrollHeight - innerHeight;
      for (let step = 0; step <= 400; step++) { scrollTo({ top: far * step / 400, behavior: 'instant' }); await frame(); }
    }`);
    await frames('scrolled by half screens', `async (frame) => {
      for (let step = 0; step < 200; step++) { scrollBy({ top: -innerHeight / 2, behavior: 'instant' }); await frame(); }
      scrollTo({ top: 0, behavior: 'instant' });
      await frame();
    }`);
    await heap();
    if (await demo.page.count('#find')) {
      await run(demo.driver, () => document.getElementById('find')?.focus());
      await demo.page.until(() => document.querySelector('#filters:not([hidden])'));
      for (const query of ['b', 'bo', 'boat', 'boat r', '猪绿色', '#tag', 'no such thing', '']) {
        const { took, shown } = await run(demo.driver, async (query) => {
          const field = /** @type {HTMLInputElement} */ (document.getElementById('find'));
          const start = performance.now();
          field.value = query;
          const over = new Promise((done) => addEventListener('gallery', done, { once: true }));
          field.dispatchEvent(new Event('input', { bubbles: true }));
          await over;
          await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
          return { took: performance.now() - start, shown: document.querySelector('#filters > .note')?.textContent };
        }, query);
        console.log(`${name}: search “${query}”: ${milliseconds(took)}, ${shown}`);
      }
    }
    await run(demo.driver, () => document.getElementById('select')?.click());
    await demo.page.until(() => document.querySelector('section.many'));
    await run(demo.driver, () => /** @type {any} */ (document.querySelector('#tiles .tile')).focus());
    await frames('all chosen', `async (frame) => {
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', ctrlKey: true, bubbles: true, cancelable: true }));
      while (!/^10000 /.test(document.querySelector('.many .count').textContent)) await frame();
    }`);
    await run(demo.driver, () => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })));
    await demo.page.gone('.many');
    await run(demo.driver, () => /** @type {any} */ (document.querySelector('#tiles .tile')).focus());
    await run(demo.driver, () => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'x', bubbles: true, cancelable: true })));
    await demo.page.until(() => document.querySelector('.many'));
    await frames('one favoured', `async (frame) => {
      document.querySelector('.many [data-does="favourite"]').click();
      while (!document.querySelector('#tiles .star')) await frame();
    }`);
    await frames('one deleted', `async (frame) => {
      document.querySelector('.many [data-does="remove"]').click();
      while (!/^9999 /.test(document.getElementById('stored').textContent)) await frame();
    }`);
    await demo.page.until(() => document.querySelector('.toast'));
    await run(demo.driver, () => document.getElementById('select')?.click());
    await demo.page.until(() => document.querySelector('section.many'));
    await run(demo.driver, () => /** @type {any} */ (document.querySelector('#tiles .tile')).focus());
    await run(demo.driver, () => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', ctrlKey: true, bubbles: true, cancelable: true })));
    await frames('9,999 deleted, told', `async (frame) => {
      document.querySelector('.toast')?.remove();
      document.querySelector('.many [data-does="remove"]').click();
      while (!document.querySelector('.toast')) await frame();
    }`);
    await frames('9,999 back', `async (frame) => {
      document.querySelector('.toast [data-t="undo"]').click();
      while (!/^9999 /.test(document.getElementById('stored').textContent)) await frame();
    }`);
  });
});
