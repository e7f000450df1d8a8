// @ts-check
// What anyone gets who types `wasm-pack build --target web`: a folder that a page can import, with the same generateImage as the package.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { remapped } from '../../scripts/build/wasm.mjs';
import { run, withBrowser } from '../harness/browsers.mjs';
import { startServer } from '../harness/server.mjs';

const root = new URL('../../', import.meta.url);

test('a plain wasm-pack build makes pkg/, and its generateImage makes the same picture as the package', async () => {
  // With the build's flags, which shorten paths, so that nothing is compiled again.
  execFileSync('wasm-pack', ['build', '--target', 'web', '--', ...(await remapped())], { cwd: root, stdio: 'pipe' });
  for (const file of ['wasmagine.js', 'wasmagine.d.ts', 'wasmagine_bg.wasm']) assert.ok(existsSync(new URL(`pkg/${file}`, root)), file);
  assert.match(readFileSync(new URL('pkg/wasmagine.d.ts', root), 'utf8'), /export function generateImage\(prompt: string/);

  const server = await startServer();
  try {
    await withBrowser('chromium', async driver => {
      await driver.get(`${server.origin}/blank`);
      const pictures = await run(driver, async () => {
        const load = (/** @type {string} */ path) => import(path);
        const made = async (/** @type {any} */ module) => {
          const result = await module.generateImage('a red boat at dawn', { baseURL: location.origin, seed: 7, aspectRatio: '16:9' });
          const edited = await module.generateImage('make it night', { baseURL: location.origin, seed: 7, images: [result.image, new ImageData(1, 1)] });
          const hash = await crypto.subtle.digest('SHA-256', await result.blob.arrayBuffer());
          const fetched = await (await fetch(result.url)).blob();
          return {
            keys: Object.keys(result).sort(), hash: Array.from(new Uint8Array(hash)).join(), url: result.url.startsWith('blob:'),
            type: result.image.mediaType, size: fetched.size === result.blob.size, width: result.image.width, height: result.image.height,
            edited: [edited.image.width, edited.image.height],
          };
        };
        const raw = await load('/pkg/wasmagine.js');
        await raw.default();
        return [await made(raw), await made(await load('/wasmagine/index.js'))];
      });
      assert.deepEqual(pictures[0], pictures[1]);
      assert.deepEqual([pictures[0].url, pictures[0].size, pictures[0].width, pictures[0].height, pictures[0].edited], [true, true, 1344, 768, [1344, 768]]);
    });
  } finally {
    await server.close();
  }
});
