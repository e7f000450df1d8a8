// @ts-check
// What the examples need beside the package: their frameworks and tools, in this user's cache, so that neither the package nor a fresh
// clone carries them.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { at, exec } from './exec.mjs';
import { cache } from './programs.mjs';

/** The folder whose node_modules is what examples/package-lock.json says. */
export async function installed() {
  const hash = createHash('sha256').update(await readFile(at('examples/package-lock.json'))).digest('hex').slice(0, 12);
  const folder = join(cache, `examples-${hash}`);
  if (existsSync(folder)) return folder;
  console.log('Installing what the examples are built with.');
  const fresh = `${folder}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) await copyFile(at('examples', name), join(fresh, name));
  await exec('npm', ['ci', '--prefix', fresh, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  // Whole or not there, also where two commands install at once.
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true }));
  return folder;
}

/** One of those packages. @param {string} name @returns {Promise<any>} */
export const load = async name => import(String(pathToFileURL(createRequire(join(await installed(), 'package.json')).resolve(name))));
