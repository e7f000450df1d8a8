// @ts-check
// The type declarations of dist. Written by hand; every entry offers the same.
import { readFile } from 'node:fs/promises';
import { at } from '../exec.mjs';

/** @returns {Promise<Record<string, string>>} file name in dist → content */
export async function types() {
  const [both, ours, sandbox] = await Promise.all(
    ['src/types.d.ts', 'js/entry.d.ts', 'js/sandbox.d.ts'].map(path => readFile(at(path), 'utf8')));
  const same = "export * from './index.js';\n";
  return {
    'index.d.ts': `${both}\n${ours}`,
    'slim.d.ts': same,
    'inline.d.ts': same,
    'sandbox.d.ts': sandbox,
    'wasmagine_bg.wasm.d.ts': 'declare const url: string;\nexport default url;\n',
  };
}
