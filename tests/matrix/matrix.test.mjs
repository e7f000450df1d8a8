// @ts-check
// The set-ups that need no large tool, as `npm run matrix` runs them, and the table of all in docs/guide/setups.md.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at } from '../../scripts/exec.mjs';
import { pack, runRow } from './run.mjs';
import { rows } from './rows.mjs';
import { table } from './table.mjs';

let folder = '';
let tarball = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wasmagine-matrix-'));
  tarball = pack(folder);
});
after(() => rm(folder, { recursive: true, force: true }));

for (const row of rows.filter(({ core }) => core)) {
  test(row.name, () => runRow(row, tarball, { dev: false }));
}

test('docs/guide/setups.md has the table of set-ups', async () => {
  const text = await readFile(at('docs/guide/setups.md'), 'utf8');
  assert.equal(/<!-- matrix -->\n([^]*)<!-- \/matrix -->/.exec(text)?.[1], table());
});

test('every set-up has its app and exact versions, and every app its set-up', async () => {
  const versions = rows.flatMap(({ install = {}, node = '26.10.0' }) => [...Object.values(install), node]);
  for (const version of versions) assert.match(version, /^(npm:[a-z]+@)?\d+\.\d+\.\d+$/);
  for (const { app, rust } of rows) assert.ok(existsSync(at(rust ? 'examples' : 'tests/matrix/apps', app)), app);
  assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length);
});
