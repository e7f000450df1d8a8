// @ts-check
// Skips a step whose inputs are what they were when its outputs were made. Inputs are compared by their bytes, not by their dates: a
// checkout changes dates.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { at } from '../exec.mjs';

/**
 * @param {string} name of the step
 * @param {{ inputs: (string | Uint8Array)[], outputs: string[] }} what paths of input files, or bytes; paths of the outputs
 * @param {() => Promise<void>} work
 */
export async function unlessFresh(name, { inputs, outputs }, work) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    const bytes = typeof input === 'string' ? await readFile(input) : input;
    hash.update(`${bytes.length}:`).update(bytes);
  }
  const state = hash.digest('hex');
  const stamp = at('target/npm', `${name}.stamp`);
  const before = existsSync(stamp) ? await readFile(stamp, 'utf8') : '';
  if (before === state && outputs.every(existsSync)) return;
  await work();
  await mkdir(at('target/npm'), { recursive: true });
  await writeFile(stamp, state);
}
