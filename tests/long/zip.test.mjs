// @ts-check
// A ZIP of a gallery of a gigabyte: how much memory that takes, and that other programs find every picture whole in it. What time it takes
// is told, and decides nothing.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { sample, settled } from '../../benches/processes.mjs';
import { run } from '../harness/browsers.mjs';
import { inBrowsers, test } from '../demo/stand.mjs';
import { noise } from '../demo/gallery.mjs';

const [COUNT, MEGABYTES] = [100, 10];
const all = COUNT * MEGABYTES * 1e6;
/** Of the pictures, which a page must not hold. */
const MOST = all / 10;
const small = noise(8).toString('base64');
const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

inBrowsers(['chromium', 'firefox'], (demo, name) => {
  test('a gallery of a gigabyte', async () => {
    await demo.fresh();
    await run(demo.driver, async (count, size, small) => {
      const database = await new Promise((resolve) => {
        const request = indexedDB.open('wasmagine gallery');
        request.onsuccess = () => resolve(request.result);
      });
      const tile = new Blob([Uint8Array.from(atob(small), (c) => c.charCodeAt(0))], { type: 'image/png' });
      for (let at = 0; at < count; at++) {
        const bytes = new Uint8Array(size);
        for (let from = 0; from < size; from += 65536) crypto.getRandomValues(bytes.subarray(from, from + 65536));
        const id = at.toString(16).padStart(32, '0');
        await new Promise((resolve, reject) => {
          const writing = database.transaction(['pictures', 'contents'], 'readwrite');
          writing.objectStore('contents').put({ id, blob: new Blob([bytes], { type: 'image/png' }) });
          writing.objectStore('contents').put({ id: 'small', blob: tile });
          writing.objectStore('pictures').put({ id, made: 1.8e12 + at, took: 1, prompt: `number ${at}`, settings: {}, place: 'google', model: 'm', usage: {}, text: '', thoughts: '', type: 'image/png', width: 8, height: 8, blob: id, small: 'small', references: [] });
          writing.oncomplete = resolve;
          writing.onabort = () => reject(writing.error);
        });
      }
      database.close();
    }, COUNT, MEGABYTES * 1e6, small);
  });

  for (const way of name === 'chromium' ? ['where the user says', 'as a download'] : ['as a download']) {
    test(`goes into a ZIP ${way} and never stands in memory`, async () => {
      await demo.open();
      await demo.page.kept(COUNT);
      await run(demo.driver, async (way) => {
        if (way === 'as a download') return void Reflect.deleteProperty(window, 'showSaveFilePicker');
        // The browser's own dialog is not for scripts: a file of the page's own stands for the one it gives.
        const handle = await (await navigator.storage.getDirectory()).getFileHandle('all.zip', { create: true });
        Object.assign(window, { handle, showSaveFilePicker: async () => handle });
      }, way);
      await demo.page.press('select');
      await demo.page.until(() => document.querySelector('.many'));
      await demo.page.click('.many [aria-controls]');
      await demo.page.click('.groups button');
      /** Of JavaScript, with what its arrays hold outside of its heap. */
      const heap = async () => {
        if (name !== 'chromium') return 0;
        const { usedSize, backingStorageSize = 0, embedderHeapUsedSize = 0 } = await demo.page.chromium('Runtime.getHeapUsage');
        return usedSize + backingStorageSize + embedderHeapUsedSize;
      };
      if (name === 'chromium') await demo.page.chromium('HeapProfiler.collectGarbage');
      const before = await heap(), idle = await settled(), stop = sample();
      let most = before,
        held = 0;
      const start = performance.now();
      await demo.page.does('zip', '.many');
      const ended = () => run(demo.driver, () => document.querySelector('.toast')?.textContent ?? '');
      let said = '';
      while (!(said = await ended())) most = Math.max(most, await heap());
      const seconds = (performance.now() - start) / 1000;
      assert.match(said, /^100 pictures saved as a ZIP/);
      const file = `wasmagine-${new Date().toLocaleDateString('sv')}.zip`;
      if (way === 'as a download') {
        await demo.folders.downloaded(file);
        const whole = (performance.now() - start) / 1000;
        const { peak } = await stop();
        held = peak - idle;
        const path = join(demo.folders.downloads, file);
        const { status, stdout, stderr } = spawnSync('python3', ['-c', 'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(sorted(i.file_size for i in z.infolist() if i.filename.endswith(".png")) == [int(sys.argv[2])] * int(sys.argv[3]), len(z.namelist()))', path, String(MEGABYTES * 1e6), String(COUNT)], { encoding: 'utf8' });
        assert.deepEqual([status, stdout.trim()], [0, `True ${2 * COUNT + 1}`], stderr);
        rmSync(path);
        console.log(`${name}, ${way}: ${seconds.toFixed(1)} s, on the disk after ${whole.toFixed(1)} s; JavaScript ${megabytes(before)} before, ${megabytes(most)} at most; all processes ${megabytes(peak - idle)} above ${megabytes(idle)}`);
      } else {
        const { peak } = await stop();
        held = peak - idle;
        const size = await run(demo.driver, async () => {
          const { handle } = /** @type {any} */ (window);
          const { size } = await handle.getFile();
          await handle.remove();
          return size;
        });
        assert.ok(size > all && size < all * 1.01, `${size}`);
        console.log(`${name}, ${way}: ${seconds.toFixed(1)} s; JavaScript ${megabytes(before)} before, ${megabytes(most)} at most; all processes ${megabytes(peak - idle)} above ${megabytes(idle)}`);
      }
      assert.ok(most - before < MOST, `${megabytes(most)} of ${megabytes(before)}`);
      // Firefox writes by way of memory, and gives it back late.
      assert.ok(held < (name === 'chromium' ? 2 * MOST : 0.7 * all), megabytes(held));
    });
  }
});
