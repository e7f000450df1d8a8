// @ts-check
// Installs the peers below this folder, as package-lock.json has them, unless they are there.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exec } from '../../scripts/exec.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** @returns {Promise<string>} their node_modules */
export async function installPeers() {
  const lock = readFileSync(here('package-lock.json'), 'utf8');
  const stamp = here('node_modules/.wasmagine-lock');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
    await exec('npm', ['ci', '--prefix', here('.'), '--loglevel=error']);
    writeFileSync(stamp, lock);
  }
  return here('node_modules');
}
