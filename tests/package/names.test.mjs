// @ts-check
// What each module offers at run time and what its declarations say: the same names, and for the raw output of wasm-bindgen none that
// is not there.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { entry } from './suite.mjs';

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

test('`models` is plain data, and the names that editors offer are in it', async () => {
  const { models } = await entry('inline');
  assert.deepEqual(JSON.parse(JSON.stringify(models)), models);
  const declarations = readFileSync(path('src/types.d.ts'), 'utf8');
  const union = (/** @type {RegExp} */ start) => [...(start.exec(declarations)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(([, word]) => word).sort();
  const all = (/** @type {(model: any) => string[]} */ read) => [...new Set(models.flatMap(read))].sort();
  const known = [.../interface KnownModels \{\n([^]*?)\n\}/.exec(declarations)?.[1].matchAll(/\/\*\* (.*) \*\/\n {2}'(.+)': '(.+)';/g) ?? []];
  assert.deepEqual(known.map(([, , id, name]) => [id, name]), models.map((/** @type {any} */ { id, name }) => [id, name]));
  const told = /Google has shut down ([^;]*);/.exec(declarations)?.[1] ?? '';
  for (const [at, [, doc]] of known.entries()) {
    const { retired } = models[at];
    assert.equal(told.includes(`\`${models[at].id}\``), Boolean(retired), `what is said of \`model\` names ${models[at].id}`);
    assert.equal(/@deprecated Google shut it down on (.*): use `(.*)` there/.exec(doc)?.slice(1).join(), retired && `${retired.on},${retired.successor}`, doc);
  }
  assert.deepEqual(all(({ aspectRatios }) => aspectRatios), union(/type AspectRatio =([^;]*);/));
  assert.deepEqual(all(({ sizes }) => sizes), union(/ size\?: ([^;]*);/));
  const levels = union(/ thinking\?: \{ level\?: ([^;]*);/);
  assert.ok(levels.length === 4 && all(({ thinking }) => thinking).every(level => levels.includes(level)));
  assert.deepEqual(models.flatMap((/** @type {any} */ { id, defaultFor = [] }) => defaultFor.map((/** @type {string} */ host) => `${host} ${id}`)).sort(), [
    'google gemini-nano-banana-2.1', 'kkiai gemini-2.5-flash-image', 'other gemini-2.5-flash-image',
  ]);
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
