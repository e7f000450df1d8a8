// @ts-check
// Files that the guide shows are those of examples/, to the letter.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { examples, read } from './examples.mjs';

test('the settings of the proxy in docs/guide/keys.md are its file', () => {
  const shown = examples.filter(({ file, language }) => file === 'docs/guide/keys.md' && language === 'json');
  assert.deepEqual(shown.map(({ code }) => code), [read('examples/proxy/wrangler.json')]);
});
