// @ts-check
// A table of what a browser loads: bytes as they are and as a server with brotli sends them.
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { at } from '../exec.mjs';

const brotli = promisify(brotliCompress);

/** @param {string} name in dist @returns {Promise<{ raw: number, brotli: number }>} bytes */
export async function sizeOf(name) {
  const bytes = await readFile(at('dist', name));
  const small = await brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  return { raw: bytes.length, brotli: small.length };
}

/** @param {string[]} names */
export async function sizes(names) {
  const rows = await Promise.all(names.map(async name => ({ name, ...(await sizeOf(name)) })));
  const kb = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} KB`.padStart(10);
  const lines = rows.map(({ name, raw, brotli }) => `${`dist/${name}`.padEnd(24)}${kb(raw)}${kb(brotli)}`);
  return [`${''.padEnd(24)}${'raw'.padStart(10)}${'brotli'.padStart(10)}`, ...lines].join('\n');
}
