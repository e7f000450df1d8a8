// @ts-check
// npm's packages as a lock file of the repository has them.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { at, exec } from './exec.mjs';

/** npm ci, unless node_modules is what the lock file says. Whole or not there, also where two commands install at once. @param {string} [folder] of the repository */
export async function packages(folder = '') {
  const hash = createHash('sha256').update(await readFile(at(folder, 'package-lock.json'))).digest('hex');
  const stamp = at(folder, 'node_modules/.wasmagine-lock');
  const there = async () => existsSync(stamp) && (await readFile(stamp, 'utf8')) === hash;
  if (await there()) return;
  console.log(`Installing npm packages${folder && ` into ${join(folder, 'node_modules')}`}.`);
  const fresh = await mkdtemp(at(folder, 'node_modules.'));
  try {
    for (const name of ['package.json', 'package-lock.json']) await copyFile(at(folder, name), join(fresh, name));
    await exec('npm', ['ci', '--prefix', fresh, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
    await writeFile(join(fresh, 'node_modules/.wasmagine-lock'), hash);
    if (await there()) return;
    await rm(at(folder, 'node_modules'), { recursive: true, force: true });
    await rename(join(fresh, 'node_modules'), at(folder, 'node_modules'));
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}
