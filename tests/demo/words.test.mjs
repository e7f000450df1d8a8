// @ts-check
// One table has every word in every language, and the page uses no other.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { later } from '../../www/later.js';
import { table as first } from '../../www/table.js';

/** @type {Record<string, readonly string[]>} */
const table = { ...first, ...later };
const www = new URL('../../www/', import.meta.url);
const read = (/** @type {string} */ name) => readFileSync(new URL(name, www), 'utf8');
const scripts = readdirSync(www).filter((name) => name.endsWith('.js')).map(read).join('\n');

test('every row has both languages, with the same places to fill', () => {
  for (const [key, row] of Object.entries(table)) {
    assert.equal(row.length, 2, key);
    // English has words for one and for many.
    const [chinese, ...english] = [row[1], ...row[0].split('|')].map((words) => (words.match(/\{\d\}/g) ?? []).sort());
    for (const places of english) assert.deepEqual(places, chinese, key);
    assert.ok(english.length < 3 && !row[1].includes('|'), key);
    for (const words of row) assert.notEqual(words.trim(), '', key);
    const same = ['Google', 'kkiai'];
    if (/\.html$/.test(row[0])) continue; // where a link leads
    if (!same.includes(row[0])) assert.match(row[1], /\p{Script=Han}/u, key);
    assert.doesNotMatch(row[0], /\p{Script=Han}/u, key);
  }
});

test('index.html says in English what the table says', () => {
  const html = read('index.html');
  const texts = [...html.matchAll(/<[a-z][^>]*\bdata-t="([^"=\s]+)(?=[\s"])[^"]*"[^>]*>([^<]*)</g)];
  assert.ok(texts.length > 30);
  assert.deepEqual(Object.keys(first).filter((key) => key in later), []);
  for (const [, key, text] of texts) assert.equal(text, first[/** @type {keyof typeof first} */ (key)]?.[0], key);
  const attributes = [...html.matchAll(/<[a-z][^>]*\bdata-t="([^"]*=[^"]*)"[^>]*>/g)];
  for (const [tag, said] of attributes) {
    for (const part of said.split(' ').filter((part) => part.includes('='))) {
      const [name, key] = part.split('=');
      assert.ok(key in table, key);
      const stands = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
      if (stands !== undefined) assert.equal(stands, table[key][0], key);
    }
  }
});

test('every key that the page names is in the table, and every key of the table is named', () => {
  const html = read('index.html');
  // Keys that are put together: of a phase, a level, an error and what helps, an option, a theme, a finding, an example.
  const built = /^(phase|level|error|todo|fix|mend|warn|of|theme|check|laid)-|^example\d$/;
  for (const key of Object.keys(table)) {
    if (!built.test(key)) assert.ok(scripts.replace(read('table.js'), '').replace(read('later.js'), '').includes(`'${key}'`) || html.includes(key), `${key} is nowhere`);
  }
  const named = [...scripts.matchAll(/\b(?:t|label|title): '([\w-]+)'/g)].map(([, key]) => key);
  assert.ok(named.length > 30);
  for (const key of named) assert.ok(key in table, key);
});
