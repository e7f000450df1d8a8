// @ts-check
// What a page loads, held to a limit: what adds to it has to say why. Bytes as a server with brotli sends them.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { brotliOf, inNeed, sizeOf } from '../../scripts/build/sizes.mjs';

/** A little above what was built when it was last lowered: the wasm varies by 0.4 % with the length of the path that it is built under. @type {Record<string, number>} */
const LIMITS = {
  'index.js': 11_900,
  'slim.js': 13_100,
  'inline.js': 13_100,
  'convert.js': 700,
  'pictures.js': 1_450,
  'wasmagine_bg.wasm': 126_700,
  'wasm-inline.js': 158_800,
  'sandbox.js': 59_300,
};

for (const [name, limit] of Object.entries(LIMITS)) {
  test(`${name} is no larger than it was`, async context => {
    const { brotli } = await sizeOf(name);
    context.diagnostic(`${brotli} bytes of ${limit}`);
    assert.ok(brotli <= limit, `${brotli} bytes of brotli, ${limit} at most`);
  });
}

test('the default import is no larger than it was', async context => {
  const sizes = await Promise.all(['index.js', 'wasmagine_bg.wasm'].map(async name => (await sizeOf(name)).brotli));
  const brotli = sizes.reduce((sum, size) => sum + size);
  context.diagnostic(`${brotli} bytes of 138,500`);
  assert.ok(brotli <= 138_500, `${brotli} bytes`);
});

/** What the default entry loads in need. */
const IN_NEED = inNeed.map(name => `./${name}`);

/** What esbuild makes of a page's script. @param {string} contents */
async function bundled(contents) {
  const external = [...IN_NEED, './wasm-inline.js'].map(name => `*${name.slice(1)}`);
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
  assert.ok(length <= 9_250, `${length} bytes`);
});

test('what only some calls need is in no file but its own', async () => {
  const index = await readFile(new URL('../../dist/index.js', import.meta.url), 'utf8');
  // Of refused options, of servers' errors, of pictures that go in, of another type, of check().
  for (const words of ['did you mean', 'RESOURCE_EXHAUSTED', 'without a comma', 'this browser cannot encode', 'nothing answers at']) {
    assert.ok(!index.includes(words), words);
  }
  assert.deepEqual([...index.matchAll(/import\("(.*?)"\)/g)].map(([, path]) => path).sort(), [...IN_NEED, './wasm-inline.js'].sort());
});
