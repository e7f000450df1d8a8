// @ts-check
// The demo's modules against the package's public types, laid out as a host serves them.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { types } from '../../scripts/build/types.mjs';
import { vendor } from '../../scripts/build/vendor.mjs';

const root = new URL('../../', import.meta.url).pathname;

test('the demo uses the package as its types say', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wasmagine-demo-'));
  try {
    await vendor();
    cpSync(join(root, 'www'), folder, { recursive: true });
    mkdirSync(join(folder, 'wasmagine'));
    for (const [name, content] of Object.entries(await types())) writeFileSync(join(folder, 'wasmagine', name), content);
    const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
    const { stdout, status } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['--ignoreConfig', '--noEmit', '--allowJs', '--checkJs', '--strict',
      '--types', '', '--target', 'esnext', '--lib', 'esnext,dom,dom.iterable', '--module', 'esnext', '--moduleResolution', 'bundler', ...files],
    { cwd: folder, encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
