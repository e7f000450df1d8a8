// @ts-check
// The wasm's functions, those of a kind beside each other: the list of their types becomes a few runs, and what is alike stands near. Half a
// kilobyte of brotli less, of 40. The order of a wasm's functions means nothing.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { exec } from '../exec.mjs';

/** What the wasm has and, with its section of features stripped, no longer says. */
const features = ['simd', 'bulk-memory', 'reference-types', 'multivalue', 'sign-ext', 'mutable-globals', 'nontrapping-float-to-int'].map(name => `--enable-${name}`);

/** @param {string} optimiser binaryen's wasm-opt @param {string} wasm a path, of an optimised wasm */
export async function order(optimiser, wasm) {
  const text = wasm.replace(/\.wasm$/, '.wat');
  await exec(optimiser, [...features, wasm, '-S', '-o', text]);
  // Each top-level function is from ` (func` to ` )`, or a line.
  const functions = /^ \(func .*(?:\n {2}.*)*(?:\n \))?\n/gm;
  const content = await readFile(text, 'utf8');
  const sorted = (content.match(functions) ?? []).map(keyed).sort(compare).map(({ code }) => code);
  if (!sorted.length) throw new Error('binaryen writes functions in another form');
  let at = 0;
  await writeFile(text, content.replace(functions, () => sorted[at++]));
  await exec(optimiser, [...features, text, '--generate-stack-ir', '--optimize-stack-ir', '--strip-debug', '--strip-target-features', '-o', wasm]);
  await rm(text);
}

/** @param {string} code */
function keyed(code) {
  const type = code.slice(0, code.indexOf('\n')).replace(/^ \(func \S+/, '').replace(/\(;.*?;\)/g, '').replace(/\$\d+/g, '');
  return { code, type, values: type.match(/\b(?:[if]\d\d|v128|externref)\b/g)?.length ?? 0 };
}

/** @param {ReturnType<typeof keyed>} a @param {ReturnType<typeof keyed>} b */
const compare = (a, b) => a.values - b.values || (a.type < b.type ? -1 : a.type > b.type ? 1 : a.code.length - b.code.length);
