// @ts-check
// src/models.rs → js/models.js, by way of scripts/models.rs: plain rustc, a second's work.
import { mkdir, writeFile } from 'node:fs/promises';
import { at, exec } from '../exec.mjs';
import { unlessFresh } from './fresh.mjs';

export async function buildModels() {
  const output = at('js/models.js');
  const inputs = [at('src/models.rs'), at('scripts/models.rs')];
  await unlessFresh('models', { inputs, outputs: [output] }, async () => {
    const program = at('target/npm/models');
    await mkdir(at('target/npm'), { recursive: true });
    await exec('rustc', ['--edition', '2024', '-o', program, at('scripts/models.rs')]);
    await writeFile(output, await exec(program, []));
  });
}
