// @ts-check
// Many prompts as text: lines, tables as spreadsheets write them, choices in braces; and what is said of them before anything is sent.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { foreseen } from '../../www/cost.js';
import { MOST, plan } from '../../www/plan.js';
import { countOf, csv, expand, isTable, lines } from '../../www/prompts.js';
import { models } from '../../js/models.js';

const prompts = (/** @type {import('../../www/prompts.js').Read} */ { rows }) => rows.map(({ prompt }) => prompt);
/** @param {string} text @param {object} [form] */
const planned = (text, form) => plan(text, { table: true, n: 1, settings: { model: 'gemini-3-pro-image' }, place: 'google', models, ...form });
const keys = (/** @type {import('../../www/prompts.js').Said[]} */ said) => said.map(([key]) => key);

test('one prompt a line, whatever ends the lines; empty ones are left out, and still counted', () => {
  assert.deepEqual(lines('\uFEFFa boat\r\n\n   \n  a fox, red  \rlast').rows, [
    { line: 1, prompt: 'a boat' }, { line: 4, prompt: 'a fox, red' }, { line: 5, prompt: 'last' },
  ]);
  assert.deepEqual(prompts(lines('')), []);
});

test('a table is read as RFC 4180 says, and as spreadsheets write it', () => {
  assert.deepEqual(prompts(csv('prompt,count\r\n"a, ""red"" boat\r\nat sea",2\r\n\r\nplain,1\r\n')), ['a, "red" boat\r\nat sea', 'plain']);
  for (const separator of [',', ';', '\t']) {
    const { rows, problems, notes } = csv(`\uFEFFPrompt${separator} Aspect Ratio ${separator}SEED\n"one${separator} two"${separator}16:9${separator}7\n`);
    assert.deepEqual([rows, problems, notes], [[{ line: 2, prompt: `one${separator} two`, aspectRatio: '16:9', seed: '7' }], [], []], JSON.stringify(separator));
  }
  assert.deepEqual(prompts(csv('sep=;\nprompt;count\na, b;1')), ['a, b']);
  assert.deepEqual(csv('sep=;\nprompt;count\n;1').problems, [['queueEmpty', 3]], 'lines are those of the file');
  assert.deepEqual(prompts(csv('prompt,count\n "blanks" , 2\n')), ['blanks']);
  assert.deepEqual(prompts(csv('')), []);
  assert.deepEqual(prompts(csv('a boat')), ['a boat']);
});

test('without a header the first column is the prompt; what is not used is named', () => {
  const plain = csv('a boat,x\na fox,\n');
  assert.deepEqual([prompts(plain), plain.notes], [['a boat', 'a fox'], [['queueFirst']]]);
  assert.deepEqual(csv('note,prompt,prompt,mood\n1,a,b,glad').notes, [['queueUnused', 'note, prompt, mood']]);
  assert.deepEqual(prompts(csv('note,prompt,prompt\n1,a,b')), ['a']);
  assert.deepEqual(keys(csv('model,seed\na,1').problems), ['queueNoPrompt'], 'a header is no prompt');
});

test('a table that may have been meant otherwise is refused, by the line', () => {
  assert.deepEqual(csv('prompt,count\na red, old boat,2').problems, [['queueWide', 2, 2, ',']]);
  assert.deepEqual(csv('prompt\nok\n"never closed\nand on').problems, [['queueQuote', 3]]);
  assert.deepEqual(csv('prompt\n"closed" and on').problems, [['queueQuote', 2]]);
  // A quote that nothing closes is not looked for anew from each line.
  const started = performance.now();
  csv(`prompt\n${'"open\n'.repeat(200_000)}`);
  assert.ok(performance.now() - started < 2000);
});

test('text is a table if its first line names the prompt and more', () => {
  assert.ok(isTable('prompt,count\na,1') && isTable('Count;Prompt\n1;a') && isTable('sep=;\na'));
  for (const text of ['', 'a boat, red', 'prompt', 'prompt\na', 'a prompt, with a comma\nb']) assert.ok(!isTable(text), text);
});

test('choices in braces make every combination', () => {
  assert.deepEqual(expand('a {red|green} {boat|car}'), ['a red boat', 'a red car', 'a green boat', 'a green car']);
  assert.deepEqual(expand('{big |}boat'), ['big boat', 'boat']);
  assert.deepEqual(expand('{a{1|2}|b}'), ['a1', 'a2', 'b']);
  assert.deepEqual(expand('\\{a|b\\} {c\\|d|e}'), ['{a|b} c|d', '{a|b} e']);
  for (const text of ['{"style": "oil", "size": {"w": 1}}', 'a } b', 'a | b', '{open|never', 'C:\\new', '{{a}}', '{'])
    assert.deepEqual(expand(text), [text], text);
  assert.deepEqual(expand('{"colour": "{red|blue}"}'), ['{"colour": "red"}', '{"colour": "blue"}']);
  assert.deepEqual(expand('{开|关}灯'), ['开灯', '关灯']);
});

test('combinations are counted without being built', () => {
  assert.equal(countOf('{a|b|c} {d|e}'), 6);
  assert.equal(countOf('{a{1|2}|b}'), 3);
  assert.equal(countOf('{a|b}'.repeat(64)), 2 ** 64);
  const deep = '{a|'.repeat(40_000) + 'b' + '}'.repeat(40_000);
  assert.equal(countOf(deep), 40_001);
  const { problems, shots, pictures } = planned('{a|b}'.repeat(64), { table: false });
  assert.deepEqual([problems, shots], [[['queueMost', pictures, MOST]], []]);
  assert.equal(planned('{0|1|2|3|4|5|6|7|8|9}'.repeat(4), { table: false }).shots.length, MOST);
  assert.deepEqual(keys(planned('{0|1|2|3|4|5|6|7|8|9}'.repeat(4), { table: false, n: 2 }).problems), ['queueMost']);
});

test('what a row says holds for its pictures; each has a seed of its own', () => {
  const { shots, kinds, prompts, pictures } = planned('prompt,count,model,aspectRatio,size,seed,tags\na {x|y},2,,16:9,2k,5,"sea, night;sea"\nb,,gemini-2.5-flash-image,,,,\n', { n: 3, settings: { model: 'gemini-3-pro-image', size: '4K', system: 's', search: true } });
  assert.deepEqual([prompts, pictures], [3, 7]);
  assert.deepEqual(kinds, [
    { model: 'gemini-3-pro-image', size: '2K', system: 's', search: true, aspectRatio: '16:9' },
    { model: 'gemini-2.5-flash-image', system: 's' }, // which has neither sizes nor a search
  ]);
  const tags = ['sea', 'night'];
  assert.deepEqual(shots.slice(0, 5), [
    { prompt: 'a x', kind: 0, seed: 5, tags }, { prompt: 'a x', kind: 0, seed: 6, tags }, { prompt: 'a y', kind: 0, seed: 5, tags }, { prompt: 'a y', kind: 0, seed: 6, tags },
    { prompt: 'b', kind: 1 },
  ]);
});

test('a value that the model does not take is refused with its line and what it takes', () => {
  const one = (/** @type {string} */ row) => planned(`prompt,count,model,aspectRatio,size,seed\n${row}`).problems;
  assert.deepEqual(one('a,,,1:8,,'), [['queueTakes', 2, 'aspectRatio', '1:8', '1:1, 2:3, 3:2, 3:4, 4:3, 4:5, 5:4, 9:16, 16:9, 21:9']]);
  assert.deepEqual(one('a,,,,512,'), [['queueTakes', 2, 'size', '512', '1K, 2K, 4K']]);
  assert.deepEqual(one('a,,gemini-2.5-flash-image,,1K,'), [['queueNone', 2, 'size', 'gemini-2.5-flash-image']]);
  assert.deepEqual(one('a,,gemini-nano-banana-2.1,,,7'), [['queueNone', 2, 'seed', 'gemini-nano-banana-2.1']]);
  for (const count of ['0', '-1', '1.5', 'many', '1001', '1e2x']) assert.deepEqual(keys(one(`a,${count},,,,`)), ['queueCount'], count);
  for (const seed of ['x', '1.5', '2147483648', '-2147483649']) assert.deepEqual(keys(one(`a,,,,,${seed}`)), ['queueSeed'], seed);
  assert.deepEqual(keys(one('a,2,,,,2147483647')), ['queueSeed'], 'the next one is too large');
  for (const model of ['models/x', 'a/../b', 'two words']) assert.deepEqual(keys(one(`a,,${model},,,`)), ['queueModel'], model);
  assert.deepEqual(one('a,,a-model-of-theirs,5:3,,'), [], 'nobody knows what that takes');
  assert.deepEqual(planned('prompt,size\na,512\nb,7\n').problems.map(([, line]) => line), [2, 3], 'all of them are told');
  assert.deepEqual(planned('{|a}', { table: false }).problems, [['queueBlank', 1]]);
  assert.deepEqual(keys(planned('x'.repeat(100_001), { table: false }).problems), ['queueLong']);
});

test('doubles are named, and what was meant to be several is none', () => {
  assert.deepEqual(planned('a boat\n{a|the} boat\nb', { table: false, n: 4 }).twice, [{ prompt: 'a boat', times: 2, lines: [1, 2] }]);
  assert.deepEqual(planned('prompt,seed\na,1\na,2\n').twice, []);
});

test('what it will cost is what the price list says, for Google alone', () => {
  const close = (/** @type {number | undefined} */ dollars, /** @type {number} */ listed) => assert.ok(Math.abs((dollars ?? 0) - listed) <= listed / 100, `${dollars} ${listed}`);
  /** @type {[string, string | undefined, number][]} */
  const listed = [
    ['gemini-2.5-flash-image', undefined, 0.039],
    ['gemini-3-pro-image', undefined, 0.134], ['gemini-3-pro-image', '2K', 0.134], ['gemini-3-pro-image', '4K', 0.24],
    ['gemini-3.1-flash-image', '512', 0.045], ['gemini-3.1-flash-image', '1K', 0.067], ['gemini-3.1-flash-image', '2K', 0.101], ['gemini-3.1-flash-image', '4K', 0.151],
    ['gemini-nano-banana-2.1', undefined, 0.0336], ['gemini-nano-banana-2.1', '2K', 0.0504], ['gemini-nano-banana-2.1', '4K', 0.1134],
  ];
  for (const [model, size, dollars] of listed) close(foreseen('google', { model, size }), dollars);
  for (const place of ['kkiai', 'other', 'sandbox']) assert.equal(foreseen(place, { model: 'gemini-3-pro-image' }), undefined);
  for (const model of ['', 'gemini-3.1-flash-lite-image', 'constructor']) assert.equal(foreseen('google', { model }), undefined);
  const { dollars, priced, pictures } = planned('prompt,count,model,size\na,10,,4K\nb,5,gemini-3.1-flash-lite-image,\n');
  close(dollars, 2.4);
  assert.deepEqual([priced, pictures], [10, 15], 'of the others nothing is said');
});
