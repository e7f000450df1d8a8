// @ts-check
// The public types, as a stranger's compiler sees the package: through the exports map, strict, with the page's library and with a
// worker's. In the programs beside this file every line compiles, or says `@ts-expect-error` and must not.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const tsc = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url));

const programs = [
  { file: 'uses.ts', lib: 'esnext,dom' },
  { file: 'misuses.ts', lib: 'esnext,dom' },
  { file: 'worker.ts', lib: 'esnext,webworker' },
];

for (const { file, lib } of programs) {
  for (const [module, resolution] of [['nodenext', 'nodenext'], ['esnext', 'bundler']]) {
    test(`${file} compiles with ${lib} and resolution ${resolution}`, () => {
      const options = ['--ignoreConfig', '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--types', '', '--target', 'esnext',
        '--lib', lib, '--module', module, '--moduleResolution', resolution];
      const { stdout, status } = spawnSync(tsc, [...options, file], { cwd: here, encoding: 'utf8' });
      assert.equal(status, 0, stdout);
    });
  }
}
