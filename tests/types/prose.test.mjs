// @ts-check
// What an editor shows: every public member says what it is, what is taken without it, in which unit, and how it is used.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { types } from '../../scripts/build/types.mjs';

/** @typedef {{ of: string, name: string, doc: string, optional: boolean, type: string, method: boolean }} Member */

const files = await types();
const text = `${files['index.d.ts']}\n${files['sandbox.d.ts']}`;

/** What is exported, and the options of the sandbox. */
const declared = [...text.matchAll(/(?:^\/\*\*((?:(?!\*\/)[^])*)\*\/\n)?^(?:export )?(function|class|interface|const|type) (\w+)/gm)]
  .map(([all, doc = '', kind, name]) => ({ name, kind, doc, exported: /^export /m.test(all.slice(all.indexOf('*/') + 1)) }))
  .filter(({ exported, name }) => exported || name === 'SandboxOptions');

/** @type {Member[]} */
const members = [...text.matchAll(/^(?:export )?(?:interface|class) (\w+)[^\n]*\{\n([^]*?)^\}/gm)].flatMap(([, of, body]) => (
  [...body.matchAll(/(?:^ {2}\/\*\*((?:(?!\*\/)[^])*)\*\/\n)?^ {2}(?:readonly |static )*(\w+|\[Symbol\.dispose\])(\??)(\(|:)([^\n]*)/gm)]
    .filter(([, , name]) => name !== 'constructor')
    .map(([, doc = '', name, optional, open, type]) => ({ of, name, doc, optional: Boolean(optional), type, method: open === '(' }))));

const told = (/** @type {Member} */ { of, name }) => `${of}.${name}`;
const none = (/** @type {any[]} */ list) => assert.deepEqual(list, []);
/** What a caller writes, and so wants to see written. */
const input = ['GenerateImageOptions', 'SessionOptions', 'SandboxOptions'];

test('every name and every member has prose', () => {
  assert.ok(declared.length > 30 && members.length > 120, `${declared.length}, ${members.length}`);
  none(declared.filter(({ doc }) => doc.trim().length < 10).map(({ name }) => name));
  none(members.filter(({ doc }) => doc.trim().length < 10).map(told));
});

test('every name and every member has an example, and one of a member shows it', () => {
  none(declared.filter(({ doc }) => !doc.includes('@example')).map(({ name }) => name));
  none(members.filter(({ name, doc }) => !new RegExp(`@example[^]*${name.replaceAll(/[[\]]/g, '\\$&')}`).test(doc)).map(told));
});

test('every option that may be left out says what is taken then', () => {
  const silent = members.filter(({ of, optional, doc }) => input.includes(of) && optional && !/unless|default|may be absent/i.test(doc)).map(told);
  // A signal and callbacks: without them nothing is aborted or told.
  none(silent.filter(name => !/\.(prompt|signal|onProgress|onImage)$/.test(name)));
});

test('every number says what it counts', () => {
  const units = /millisecond|byte|pixel|token|how many|how often|which|pictures|images|requests sent|status|from \d|whole number/i;
  none(members.filter(({ type, doc }) => /^ ?number\b/.test(type) && !units.test(doc)).map(told));
});
