// @ts-check
// The order of a build: set-up, wasm, dist, and beside it what the demo takes from others. What every command calls that needs dist.
import { mkdir, readdir, rm } from 'node:fs/promises';
import { at } from '../exec.mjs';
import { setupBuild } from '../setup.mjs';
import { buildWasm } from './wasm.mjs';

/** @returns {Promise<string[]>} the names of what a browser may load */
export async function build() {
  const { bindgen } = await setupBuild();
  const wasm = await buildWasm(bindgen);
  // esbuild comes with npm's packages, which setup may only just have installed.
  const [{ bundle }, { vendor }] = await Promise.all([import('./bundle.mjs'), import('./vendor.mjs')]);
  await vendor();
  // Files are replaced, not removed first: a page that is being served from dist goes on working.
  await mkdir(at('dist'), { recursive: true });
  const { code, others } = await bundle(wasm);
  const old = (await readdir(at('dist'))).filter(name => !code.includes(name) && !others.includes(name));
  for (const name of old) await rm(at('dist', name), { recursive: true });
  return code;
}
