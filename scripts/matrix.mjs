// @ts-check
// npm run matrix: every set-up that the package is held to, with the newest of its tools, in Chromium. `npm run matrix -- vite next` runs
// the rows whose names hold one of the words.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build/dist.mjs';
import { script } from './exec.mjs';
import { rows } from '../tests/matrix/rows.mjs';
import { versionOf } from '../tests/matrix/table.mjs';

script(async () => {
  await build();
  const { pack, runRow } = await import('../tests/matrix/run.mjs');
  const wanted = process.argv.slice(2).map(word => word.toLowerCase());
  const chosen = rows.filter(({ name }) => !wanted.length || wanted.some(word => name.toLowerCase().includes(word)));
  const folder = await mkdtemp(join(tmpdir(), 'wasmagine-matrix-'));
  /** @type {string[]} */
  const lines = [];
  let failed = 0;
  try {
    const tarball = pack(folder);
    for (const row of chosen) {
      const start = performance.now();
      const error = await runRow(row, tarball, { say: step => console.log(`${row.name}: ${step}`) }).then(() => undefined, error => error);
      if (error) {
        failed += 1;
        console.error(error.message);
      }
      const cells = [row.name.padEnd(36), versionOf(row).padEnd(10), (row.wasm ?? '').padEnd(6), (row.dev ? `dev ${row.devWasm}` : '').padEnd(10)];
      lines.push(`${cells.join('')}${error ? 'FAIL' : 'pass'}${`${((performance.now() - start) / 1000).toFixed(0)} s`.padStart(8)}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`\n${lines.join('\n')}\n\n${chosen.length - failed} passed, ${failed} failed`);
  if (failed || !chosen.length) process.exitCode = 1;
});
