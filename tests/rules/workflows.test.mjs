// @ts-check
// What a workflow runs of others' is named by its commit: a tag or a branch can be moved to other code, which would run with our token.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const git = (/** @type {string[]} */ ...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim().split('\n');

test('every action of a workflow is pinned by its commit, with its version beside it', () => {
  const files = git('ls-files', '.github', '*action.yml', '*action.yaml').filter(file => /\.ya?ml$/.test(file));
  assert.ok(files.length > 0);
  const uses = files.flatMap(file => readFileSync(new URL(file, root), 'utf8').split('\n').filter(line => /\buses["']?\s*:/.test(line)).map(line => `${file}: ${line.trim()}`));
  assert.ok(uses.length > 0);
  for (const line of uses) assert.match(line, /: (- )?uses: [\w.-]+\/[\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
});
