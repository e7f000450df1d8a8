// @ts-check
// What a page loads, held to a limit: what adds to it has to say why. Bytes as a server with brotli sends them.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { brotliOf, sizeOf } from '../../scripts/build/sizes.mjs';

/** A little above what was built when it was last lowered. @type {Record<string, number>} */
const LIMITS = {
  'index.js': 21_950,
  'slim.js': 23_800,
  'inline.js': 23_800,
  'check.js': 4_100,
  'wasmagine_bg.wasm': 37_100,
  'wasm-inline.js': 48_200,
  'sandbox.js': 56_200,
};

for (const [name, limit] of Object.entries(LIMITS)) {
  test(`${name} is no larger than it was`, async context => {
    const { brotli } = await sizeOf(name);
    context.diagnostic(`${brotli} bytes of ${limit}`);
    assert.ok(brotli <= limit, `${brotli} bytes of brotli, ${limit} at most`);
  });
}

/** What esbuild makes of a page's script. @param {string} contents */
async function bundled(contents) {
  const external = ['*/wasm-inline.js', '*/check.js', './wasmagine_bg.wasm?module'];
  const { outputFiles } = await build({ stdin: { contents, resolveDir: import.meta.dirname }, bundle: true, minify: true, format: 'esm', write: false, external });
  return outputFiles[0].contents;
}

test('a page bundles what it uses', async context => {
  const all = await bundled("import * as all from 'wasmagine'; globalThis.all = all;");
  const one = await bundled("import { generateImage } from 'wasmagine'; globalThis.one = generateImage;");
  const { length } = await brotliOf(one);
  context.diagnostic(`generateImage alone: ${length} bytes of brotli, of ${(await brotliOf(all)).length}`);
  // Sentences of what a session, a stream and a client say.
  for (const words of ['is not an option of', 'the stream is iterated already', 'options that all calls share']) {
    assert.deepEqual([all, one].map(code => Buffer.from(code).includes(words)), [true, false], words);
  }
  assert.ok(length <= 19_350, `${length} bytes`);
});
