// @ts-check
// Code of the guide that no page can run by itself, such as a component's, is a piece of an example that runs: line for line, at any depth.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { examples, read } from './examples.mjs';

/** The folders of examples whose pieces a page shows. @type {Record<string, string[]>} */
const sources = {
  'docs/guide/frameworks.md': ['react', 'vue', 'svelte', 'web-component'],
  'docs/guide/sandbox.md': ['testing'],
  'docs/guide/worker.md': ['worker'],
  'docs/guide/rust.md': ['yew', 'yew/src', 'leptos', 'leptos/src', 'dioxus', 'dioxus/src', '.'],
};
/** Those that are tested by being run or compiled. */
const run = ['js', 'ts', 'rust', ''];

/** Without the depth, which a piece has not. @param {string} code */
const lines = code => code.split('\n').map(line => line.trim()).filter(Boolean).join('\n');

for (const [file, folders] of Object.entries(sources)) {
  test(`${file} shows pieces of examples`, () => {
    const all = folders.flatMap(folder => readdirSync(new URL(`../../examples/${folder}`, import.meta.url)).map(name => `examples/${folder}/${name}`))
      .filter(path => !/lock/.test(path) && statSync(new URL(`../../${path}`, import.meta.url)).isFile()).map(path => `\n${lines(read(path))}\n`);
    const pieces = examples.filter(example => example.file === file && !run.includes(example.language));
    assert.ok(pieces.length, 'it shows some');
    for (const { code, name } of pieces) assert.ok(all.some(text => text.includes(`\n${lines(code)}\n`)), `${name}:\n${code}`);
  });
}
