// @ts-check
// A table of what a browser loads: bytes as they are and as a server with brotli sends them.
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { at } from '../exec.mjs';

const brotli = promisify(brotliCompress);

/** As a server sends them that takes its time. @param {Uint8Array} bytes */
export const brotliOf = bytes => brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });

/** @param {string} name in dist @returns {Promise<{ raw: number, brotli: number }>} bytes */
export async function sizeOf(name) {
  const bytes = await readFile(at('dist', name));
  const small = await brotliOf(bytes);
  return { raw: bytes.length, brotli: small.length };
}

/** @param {string[]} names */
export async function sizes(names) {
  const rows = await Promise.all(names.map(async name => ({ name, ...(await sizeOf(name)) })));
  const kb = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} KB`.padStart(10);
  const lines = rows.map(({ name, raw, brotli }) => `${`dist/${name}`.padEnd(24)}${kb(raw)}${kb(brotli)}`);
  return [`${''.padEnd(24)}${'raw'.padStart(10)}${'brotli'.padStart(10)}`, ...lines].join('\n');
}

/** What a page loads that imports an entry. */
const loaded = {
  wasmagine: ['index.js', 'wasmagine_bg.wasm'],
  'wasmagine/slim': ['slim.js', 'wasmagine_bg.wasm'],
  'wasmagine/inline': ['inline.js', 'wasm-inline.js'],
  'wasmagine/sandbox': ['sandbox.js'],
};
/** What comes on top of the first of them, and when. */
const later = {
  'the first pictures to send': ['pictures.js'],
  '`convert`': ['convert.js'],
};

/** Those files. */
export const inNeed = Object.values(later).flat();

/** The table for docs/guide/speed.md. */
export async function sizeTable() {
  const entries = [...Object.entries(loaded).map(([entry, names]) => /** @type {const} */ ([`\`${entry}\``, names])), ...Object.entries(later)];
  const rows = await Promise.all(entries.map(async ([entry, names]) => {
    const files = await Promise.all(names.map(sizeOf));
    const [raw, small] = /** @type {const} */ (['raw', 'brotli']).map(key => files.reduce((sum, file) => sum + file[key], 0) / 1000);
    return `| ${entry} | ${names.map(name => `\`${name}\``).join(', ')} | ${raw.toFixed(raw < 20 ? 1 : 0)} | ${small.toFixed(small < 20 ? 1 : 0)} |\n`;
  }));
  return `| entry, or what asks for more | files | kB | brotli |\n| --- | --- | --- | --- |\n${rows.join('')}`;
}
