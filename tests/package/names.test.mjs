// @ts-check
// What each module offers at run time and what its declarations say: the same names, and for the raw output of wasm-bindgen none that
// is not there.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (/** @type {string} */ name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const names = async (/** @type {string} */ module) => Object.keys(await import(module)).sort();

/** Values that a file declares, not types. @param {string} file */
function declared(file) {
  const text = readFileSync(path(file), 'utf8');
  const found = [...text.matchAll(/^export (default |)(?:function|const|let|class) (\w+)/gm)].map(([, isDefault, name]) => (isDefault ? 'default' : name));
  return [...new Set(found)].sort();
}

test('the three entries offer what their declarations say', async () => {
  const all = declared('dist/index.d.ts');
  assert.ok(all.includes('generateImage') && all.includes('init'));
  for (const entry of ['wasmagine', 'wasmagine/slim', 'wasmagine/inline']) assert.deepEqual(await names(entry), all, entry);
});

test('the sandbox offers what its declarations say', async () => {
  assert.deepEqual(await names('wasmagine/sandbox'), declared('dist/sandbox.d.ts'));
});

// The build's own glue differs from that of a plain wasm-pack build only in that it names no file.
test('the glue of wasm-bindgen offers all that it declares, and its declarations compile', async () => {
  const offered = await names(path('target/npm/bindgen/wasmagine.js'));
  const said = declared('target/npm/bindgen/wasmagine.d.ts');
  for (const name of ['default', 'generateImage', 'GeneratedImage', 'GenerateImageError']) assert.ok(said.includes(name), name);
  for (const name of said) assert.ok(offered.includes(name), name);
  const options = ['--ignoreConfig', '--noEmit', '--strict', '--types', '', '--target', 'esnext', '--lib', 'esnext,dom'];
  const { stdout, status } = spawnSync(path('node_modules/.bin/tsc'), [...options, path('target/npm/bindgen/wasmagine.d.ts')], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
