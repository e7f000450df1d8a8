// @ts-check
// The tarball as others' tools see it: npm before it publishes, publint, and attw, which resolves every entry as each kind of TypeScript
// project does. And that it names what others wrote.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linked } from '../../scripts/build/notices.mjs';
import { at, environment } from '../../scripts/exec.mjs';

let folder = '';
let tarball = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'wasmagine-publish-'));
  const { output } = run('npm', 'pack', '--json', '--loglevel=error', '--pack-destination', folder);
  tarball = join(folder, /"filename": "(.+)"/.exec(output)?.[1] ?? '');
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** @param {string} program @param {...string} args */
function run(program, ...args) {
  const { stdout, stderr, status } = spawnSync(program, args, { cwd: at(), env: environment(), encoding: 'utf8' });
  return { output: stdout + stderr, status };
}

test('npm would publish it without a warning', () => {
  // Offline and under a tag of its own, so that it does not matter what the registry has or whether it answers.
  const { output, status } = run('npm', 'publish', '--dry-run', '--tag', 'dry-run', '--ignore-scripts', '--offline');
  assert.equal(status, 0, output);
  // Of the machine, not of the package: nobody is logged in, and what its own npmrc says.
  const warnings = output.split('\n').filter(line => /^npm (warn|error)/.test(line) && !/logged in|Unknown .*config/.test(line));
  assert.deepEqual(warnings, []);
});

test('publint finds nothing', () => {
  const { output, status } = run('publint', '--strict', tarball);
  assert.equal(status, 0, output);
  assert.match(output, /All good!/);
});

test('attw resolves every entry, of those that ES modules have', () => {
  const { output, status } = run('attw', '--profile', 'esm-only', '--format', 'json', tarball);
  assert.equal(status, 0, output);
  const { entrypoints } = JSON.parse(output.slice(output.indexOf('{'))).analysis;
  const { exports } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  assert.deepEqual(Object.keys(entrypoints), Object.keys(exports));
  for (const [name, { resolutions }] of Object.entries(entrypoints)) {
    for (const kind of ['node10', 'node16-esm', 'bundler']) assert.ok(resolutions[kind].resolution, `${name}, ${kind}`);
  }
});

test('every crate that is linked into the wasm is named with its version and its terms', async () => {
  const text = readFileSync(at('dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  const crates = await linked();
  for (const name of ['gloo-net', 'serde', 'talc', 'wasm-bindgen', 'slab']) assert.ok(crates.some(crate => crate.name === name), name);
  for (const name of ['syn', 'serde_derive', 'proptest', 'wasmagine', 'wasmagine-rs']) assert.ok(!crates.some(crate => crate.name === name), name);
  for (const { name, version, license } of crates) assert.ok(text.includes(`\n${name} ${version}, ${license}\n`), name);
  for (const words of ['Permission is hereby granted', 'UNICODE LICENSE', 'Rust Project', 'Eugene Ware', 'Carl Lerche']) assert.ok(text.includes(words), words);
  assert.ok(crates.every(({ license }) => /\bMIT\b/.test(license)), 'a crate without MIT: its text may be missing');
});
