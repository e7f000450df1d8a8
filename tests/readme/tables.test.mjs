// @ts-check
// The tables of README.md and docs/ against what they speak of: options, fields, codes and sizes. And their links, and README's length.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { scriptUpFront } from '../../benches/markdown.mjs';
import { sizeTable } from '../../scripts/build/sizes.mjs';
import { table as faults } from '../package/faults.mjs';
import { entry } from '../package/suite.mjs';
import { pages, read, translations } from './examples.mjs';

const readme = pages.map(read).join('\n');
const declarations = (read('src/types.d.ts') + read('js/entry.d.ts')).replace(/\/\*\*[^]*?\*\//g, '');

/** The rows of the table whose head begins so, as cells. @param {string} head */
function rows(head) {
  const lines = readme.slice(readme.indexOf(`\n| ${head} |`)).trim().split('\n\n')[0].split('\n');
  assert.equal(readme.split(`\n| ${head} |`).length, 2, `one table of ${head}`);
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

test('options are those of the declarations and of the reader', async () => {
  // Which names them all where it is asked for one that is none.
  const { generateImage } = await entry('inline');
  const { hint } = await generateImage('a boat', { colour: 'red' }).catch((/** @type {any} */ error) => error);
  const known = hint.replace('options here are ', '').split(', ').sort();
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

test('codes are those of the declarations and of the engine, and what is said of them holds for every fault', () => {
  const codes = named('code');
  assert.deepEqual(codes, union('ErrorCode'));
  assert.deepEqual([...read('src/engine/error.rs').matchAll(/^ {8}\w+ = "([a-z-]+)",$/gm)].map(([, code]) => code).sort(), [...codes].sort());
  const told = readdirSync(new URL('../../js', import.meta.url)).filter(name => name.endsWith('.js') && name !== 'sandbox.js')
    .flatMap(name => [...read(`js/${name}`).matchAll(/\bcode: '([a-z-]+)'/g)].map(([, code]) => code));
  assert.deepEqual([...new Set(told)].sort(), ['invalid-option', 'wasm'], 'all else is told by the engine');
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
  assert.equal(built.length, 6);
  assert.deepEqual(told.map(({ entry }) => entry), built.map(({ entry }) => entry));
  told.forEach(({ entry, sizes }, at) => sizes.forEach((size, i) => {
    const now = built[at].sizes[i];
    assert.ok(Math.abs(size - now) <= now * 0.05, `${entry}: ${size} kB in docs/guide/speed.md, ${now} kB in dist: run node scripts/readme.mjs`);
  }));
});

test('what is loaded up front is within 5 % of what was built', async () => {
  const numbers = (/** @type {string} */ text) => [...text.matchAll(/([\d.]+) kB/g)].map(([, number]) => Number(number));
  const [told, built] = [numbers(/^\| \*\*wasmagine\*\*.*$/m.exec(readme)?.[0] ?? ''), numbers(await scriptUpFront())];
  assert.equal(told.length, 2);
  told.forEach((size, at) => assert.ok(Math.abs(size - built[at]) <= built[at] * 0.05, `${size} kB in README.md, ${built[at]} kB in dist: run node scripts/readme.mjs`));
});

test('options of the sandbox are those of its declarations', () => {
  const body = /interface SandboxOptions \{\n([^]*?)\n\}/.exec(read('js/sandbox.d.ts'))?.[1] ?? '';
  assert.deepEqual(named('option of the sandbox'), [...body.matchAll(/^ {2}(\w+)\?:/gm)].map(([, name]) => name).sort());
});

test('commands are those of package.json, and the tarball has its version', () => {
  const { name, version, scripts } = JSON.parse(read('package.json'));
  const told = [...(readme + read('CONTRIBUTING.md')).matchAll(/npm (?:run ([\w-]+)|(start|test)\b)/g)].map(([, script, own]) => script ?? own);
  assert.ok(told.length > 20);
  // Of a Vite app, not of ours.
  assert.deepEqual([...new Set(told)].filter(script => !scripts[script]), ['dev']);
  const tarballs = [...readme.matchAll(/[\w-]+-[\d.]+\.tgz/g)].map(([file]) => file);
  assert.ok(tarballs.length >= 2 && tarballs.every(file => file === `${name}-${version}.tgz`), String(tarballs));
});

test('README is short, and leads to the guide, whose first page leads to every other', () => {
  const text = read('README.md');
  assert.ok(text.split('\n').length <= 280, `${text.split('\n').length} lines`);
  assert.ok(Buffer.byteLength(text) <= 16_000, `${Buffer.byteLength(text)} bytes`);
  assert.ok(text.includes('](docs/guide/index.md)'));
  const index = read('docs/guide/index.md');
  for (const page of pages.filter(page => page.startsWith('docs/guide/') && !/index\.md$|\/zh\//.test(page))) assert.match(index, new RegExp(`\\]\\(${posix.basename(page)}[#)]`), page);
});

test('every file and every heading that is linked to is there', () => {
  const headings = (/** @type {string} */ file) =>
    [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N}_\- ]/gu, '').replaceAll(' ', '-'));
  for (const page of [...pages, ...translations, 'benches/README.md']) {
    const links = [...read(page).matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target).filter(target => !target.startsWith('https://'));
    for (const link of links) {
      const [path, heading] = link.split('#');
      const file = posix.join(posix.dirname(page), path || posix.basename(page));
      assert.ok(existsSync(new URL(`../../${file}`, import.meta.url)), `${page}: ${link}`);
      if (heading) assert.ok(headings(file).includes(heading), `${page}: ${link}`);
    }
  }
});

test('every public name has its twin in Rust, or is said to have none', () => {
  // That the twins are there is for rustdoc to find, which makes links of them.
  const table = [...read('src/engine/javascript.md').matchAll(/^\| `([^`]+)` \| \S.* \|$/gm)].map(([, name]) => name);
  const names = [...declarations.matchAll(/^export (function|const|class|interface|type) (\w+)/gm)].flatMap(([, kind, name]) => {
    const holds = kind === 'class' || kind === 'interface' ? members(name).filter(member => member !== 'constructor') : [];
    return [name, ...holds.map(member => `${name}.${member}`)];
  });
  assert.ok(names.length > 150);
  assert.deepEqual([...table].sort(), [...new Set([...names, 'GenerateImageError.isInstance', 'sandbox'])].sort());
});
