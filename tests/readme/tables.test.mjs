// @ts-check
// The tables of README.md against what they speak of: options, fields, codes and sizes.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { sizeTable } from '../../scripts/build/sizes.mjs';
import { table as faults } from '../package/faults.mjs';
import { read } from './examples.mjs';

const readme = read('README.md');
const declarations = (read('src/types.d.ts') + read('js/entry.d.ts')).replace(/\/\*\*[^]*?\*\//g, '');

/** The rows of the table whose head begins so, as cells. @param {string} head */
function rows(head) {
  const lines = readme.slice(readme.indexOf(`\n| ${head} |`)).trim().split('\n\n')[0].split('\n');
  assert.ok(lines.length > 3 && lines[0].startsWith(`| ${head}`), head);
  return lines.slice(2).map(line => line.split(/(?<!\\)\|/).slice(1, -1).map(cell => cell.trim()));
}

/** The names in the first cells, without what they are called with. @param {string} head */
const named = head => rows(head).flatMap(([first]) => [...first.matchAll(/`([^`]+)`/g)].map(([, name]) => name.replace(/\(.*/, ''))).sort();

/** The members of an interface or a class. @param {string} name */
function members(name) {
  const body = new RegExp(`(?:interface|class) ${name}\\b[^{]*\\{\\n([^]*?)\\n\\}`).exec(declarations)?.[1] ?? '';
  return [...new Set([...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[(:]/gm)].map(([, member]) => member))].sort();
}

/** The literals in the first group. @param {RegExp} start */
const literals = start => [...(start.exec(declarations)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(([, word]) => word).sort();
/** The literals of a union. @param {string} name */
const union = name => literals(new RegExp(`type ${name} =([^;]*);`));
/** What stands as code in a cell. @param {string} cell */
const words = cell => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

test('the names that the entries offer are those of the declarations', () => {
  const sentence = /All three offer the same names: ([^]*?)\. /.exec(readme)?.[1] ?? '';
  const declared = [...declarations.matchAll(/^export (?:function|const|class) (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(words(sentence).sort(), [...new Set(declared)].sort());
});

test('options are those of the declarations and of the reader', () => {
  const reader = /const OPTIONS = {\n(.*?)\n};/s.exec(read('js/read.js'))?.[1] ?? '';
  const known = [...reader.matchAll(/^  (\w+):/gm)].map(([, name]) => name).sort();
  assert.ok(known.length > 20);
  assert.deepEqual(named('option'), known);
  assert.deepEqual(members('GenerateImageOptions'), known);
});

test('fields of result, picture and error are those of the declarations', () => {
  const response = members('ImageResponse').filter(name => !['index', 'images'].includes(name));
  assert.deepEqual(named('field of the result'), [...response, ...members('GenerateImageResult')].sort());
  assert.deepEqual(named('member of `GeneratedImage`').filter(name => name !== 'GeneratedImage'), members('GeneratedImage').filter(name => name !== 'constructor'));
  const error = members('GenerateImageError').filter(name => name !== 'constructor');
  assert.deepEqual(named('field of the error').filter(name => name !== 'message'), error);
});

test('fields of models, progress and usage are those of the declarations', () => {
  assert.deepEqual(named('field of a model'), members('ModelInfo'));
  assert.deepEqual(named('field of progress'), members('Progress'));
  const [, usage] = rows('field of the result').find(([name]) => name === '`usage`') ?? [];
  assert.deepEqual(words(usage ?? '').sort(), members('Usage'));
  const [, phases] = rows('field of progress')[0];
  assert.deepEqual([...new Set(words(phases))].map(phase => phase.replaceAll("'", '')).sort(), literals(/phase: ([^;]*);/));
});

test('members of a stream and of a session, and kinds of event, are those of the declarations', () => {
  assert.deepEqual(named('member of a stream'), members('ImageStream'));
  assert.deepEqual(named('member of a session').filter(name => name !== '[Symbol.dispose]'), members('ImageSession'));
  const [, turns] = rows('member of a session').find(([name]) => name === '`turns`') ?? [];
  assert.deepEqual(/\{ (.*) \}/.exec(turns ?? '')?.[1].split(', ').sort(), members('SessionTurn'));
  const declared = [...declarations.matchAll(/\{ type: ('\w+'); index: number; (\w+): /g)].map(([, type, field]) => [type, field]);
  assert.equal(declared.length, 6);
  assert.deepEqual(rows('`type` of the event').map(([type, carries]) => [...words(type), ...words(carries)]), declared);
});

test('members of a client and fields of a check are those of the declarations', () => {
  assert.deepEqual(named('member of a client'), members('Client'));
  assert.deepEqual(named('field of a check'), members('CheckResult'));
  assert.deepEqual(members('CheckResult'), ['auth', 'cors', 'hint', 'model', 'ok', 'reachable']);
});

test('ways to send a key are those of the declarations', () => {
  assert.deepEqual(named('`auth` is').map(name => name.replaceAll("'", '')), literals(/auth\?: ([^;]*);/));
});

test('kinds of warning, and their fields, are those of the declarations', () => {
  const declared = /type Warning =([^]*?\});\n/.exec(declarations)?.[1] ?? '';
  const kinds = [...declared.matchAll(/\{ type: ('\w+');(.*)message: string \}/g)].map(([, kind, more]) => [kind, ...[...more.matchAll(/(\w+): /g)].map(([, name]) => name)]);
  assert.equal(kinds.length, 3);
  assert.deepEqual(rows('`type` is').map(([kind, , more]) => [...words(kind), ...words(more)]), kinds);
});

test('codes are those of the declarations, which those of js/ are among, and what is said of them holds for every fault', () => {
  const codes = named('code');
  assert.deepEqual(codes, union('ErrorCode'));
  const told = readdirSync(new URL('../../js', import.meta.url)).filter(name => name.endsWith('.js') && name !== 'sandbox.js')
    .flatMap(name => [...read(`js/${name}`).matchAll(/(?:\bcode(?::|, ?=| =) |\bfailure\(|\brefusal\([^']*', )'([a-z-]+)'/g)].map(([, code]) => code));
  assert.ok(new Set(told).size >= 6, String([...new Set(told)]));
  for (const code of told) assert.ok(codes.includes(code), code);
  const ends = Object.values(faults).flatMap(line => [line].flat().filter((_, i) => i !== 1)).map(end => String(end).split(' '));
  let judged = 0;
  for (const [cell, , , retryable, maybeBilled] of rows('code')) {
    const seen = ends.filter(([code]) => `\`${code}\`` === cell);
    if (!seen.length) continue;
    judged += 1;
    for (const [word, said] of [['retry', retryable], ['billed', maybeBilled]]) {
      const have = new Set(seen.map(words => words.includes(word)));
      assert.equal(have.size === 2 ? 'maybe' : have.has(true) ? 'yes' : 'no', said, `${cell}: ${word}`);
    }
  }
  assert.ok(judged >= 14, `only ${judged} codes are the end of a fault`);
});

test('sizes are within 5 % of what was built', async () => {
  const numbers = (/** @type {string} */ table) => [.../\| entry, or .*((?:\n\|.*)*)/.exec(table)?.[1].matchAll(/^\| (.*?) \|.*\| ([\d.]+) \| ([\d.]+) \|$/gm) ?? []].map(([, entry, raw, brotli]) => ({ entry, sizes: [Number(raw), Number(brotli)] }));
  const [told, built] = [numbers(readme), numbers(await sizeTable())];
  assert.equal(built.length, 9);
  assert.deepEqual(told.map(({ entry }) => entry), built.map(({ entry }) => entry));
  told.forEach(({ entry, sizes }, at) => sizes.forEach((size, i) => {
    const now = built[at].sizes[i];
    assert.ok(Math.abs(size - now) <= now * 0.05, `${entry}: ${size} kB in README.md, ${now} kB in dist: run node scripts/readme.mjs`);
  }));
});

test('every file and every heading that is linked to is there', () => {
  const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target).filter(target => !target.startsWith('https://'));
  assert.ok(links.length > 5);
  const headings = [...readme.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => `#${heading.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-')}`);
  for (const target of links) assert.ok(target.startsWith('#') ? headings.includes(target) : existsSync(new URL(`../../${target}`, import.meta.url)), target);
});
