// @ts-check
// How scripts/tools.mjs builds a program: as its lock file says, and what it says where that cannot be. A stand-in for cargo, first on PATH.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const tools = new URL('../../scripts/tools.mjs', import.meta.url).href;
const LACKING = 'error: failed to select a version for the requirement `cfg-if = "^1"` (locked to 1.0.999)';

/** @param {string} failure what cargo says where it is told `--locked`; nothing where it builds */
async function build(failure) {
  const folder = await mkdtemp(join(tmpdir(), 'wasmagine-cargo-'));
  try {
    await writeFile(join(folder, 'cargo'), `#!/bin/sh
echo "$*" >> '${folder}/calls'
case "$*" in *--locked*) [ -z "$FAILURE" ] || { echo "    Updating index" >&2; echo "$FAILURE" >&2; exit 101; };; esac
`, { mode: 0o755 });
    const script = `const { ensureTools } = await import(${JSON.stringify(tools)});
      await ensureTools([{ crate: 'some-tool', program: 'some-tool', version: async () => '1.2.3', flags: [], minutes: 1 }]).catch(error => console.log('FAILED', error.message));`;
    const env = { ...process.env, PATH: [folder, process.env.PATH].join(delimiter), XDG_CACHE_HOME: folder, FAILURE: failure };
    const said = await new Promise((resolve, reject) => {
      execFile(process.execPath, ['--input-type=module', '--eval', script], { env }, (error, stdout, stderr) => (error ? reject(error) : resolve(stdout + stderr)));
    });
    const calls = (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');
    return { said, locked: calls.map(call => call.includes(' --locked')) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('a program is built as its lock file says', async () => {
  const { said, locked } = await build('');
  assert.deepEqual(locked, [true]);
  assert.doesNotMatch(said, /--locked|FAILED/);
});

test('where the registry lacks a version that the lock file names, one line says that it goes without, and why', async () => {
  const { said, locked } = await build(`${LACKING}\ncandidate versions found which didn't match: 1.0.4, 1.0.3, ...`);
  assert.deepEqual(locked, [true, false]);
  const lines = said.split('\n').filter((/** @type {string} */ line) => line.includes('without --locked'));
  assert.equal(lines.length, 1, said);
  assert.ok(lines[0].includes(LACKING) && lines[0].includes('some-tool 1.2.3'), lines[0]);
  assert.doesNotMatch(said, /FAILED/);
});

test('whatever else is wrong ends it, with what cargo said', async () => {
  for (const failure of ['error: checksum for `cfg-if v1.0.0` changed between lock files', 'error: failed to get `cfg-if` as a dependency', 'error: could not compile `some-tool`',
    'error: the lock file needs to be updated but --locked was passed to prevent this']) {
    const { said, locked } = await build(failure);
    assert.deepEqual(locked, [true], failure);
    assert.ok(said.includes('FAILED') && said.includes(failure), said);
  }
});
