// @ts-check
// The crate as `cargo publish` would send it: it builds by itself, with nothing of the repository around it.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { attempt, exec } from '../../scripts/exec.mjs';

const crate = ['package', '--package', 'wasmagine-rs', '--allow-dirty'];

test('cargo packs it and builds what it packed, without a warning', async () => {
  const { ok, output } = await attempt('cargo', [...crate, '--target', 'wasm32-unknown-unknown']);
  assert.ok(ok, output);
  assert.doesNotMatch(output, /^warning/m);
});

test('the terms and the README are in it', async () => {
  const files = (await exec('cargo', [...crate, '--list'])).split('\n');
  for (const name of ['LICENSE-APACHE', 'LICENSE-MIT', 'README.md']) assert.ok(files.includes(name), name);
});
