// @ts-check
// The simulator's known faults (tests/simulate/faults.mjs) are changes of text: each has to stand where it is searched, once.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { at } from '../../scripts/exec.mjs';
import { faults } from '../simulate/faults.mjs';

test('each known fault can still be put in', () => {
  const lost = faults.flatMap(({ name, changes }) =>
    changes.filter(([file, search]) => readFileSync(at(file), 'utf8').split(search).length !== 2).map(([file]) => `${name}: ${file}`));
  assert.ok(faults.length > 30);
  assert.deepEqual(lost, []);
});
