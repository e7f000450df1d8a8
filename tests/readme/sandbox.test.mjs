// @ts-check
// The table of faults in docs/guide/sandbox.md against what each comes to, which tests/package holds for every name.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { table } from '../package/faults.mjs';
import { read } from './examples.mjs';

test('faults to test end as their table says', () => {
  const [, rows = ''] = /\n\| fault \|.*\n.*\n((?:\|.*\n)+)/.exec(read('docs/guide/sandbox.md')) ?? [];
  const told = rows.trim().split('\n').map(row => row.split('|').slice(1, -1).map(cell => cell.trim()));
  assert.ok(told.length > 12);
  for (const [names, code, retryable, maybeBilled] of told) {
    for (const [, name] of names.matchAll(/`([^`]+)`/g)) {
      const words = String([table[name]].flat()[0]).split(' ');
      if (words[0] === 'ok') assert.deepEqual([code, retryable, maybeBilled], [words[1] ? 'a picture, with a warning' : 'a picture', '', ''], name);
      else assert.deepEqual([code, retryable, maybeBilled], [`\`${words[0]}\``, ...['retry', 'billed'].map(word => (words.includes(word) ? 'yes' : 'no'))], name);
    }
  }
});
