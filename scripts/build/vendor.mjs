// @ts-check
// What others wrote and the demo loads when it is first used → www/vendor: each library as one module that names its licence, with
// the text of that beside it. Generated and never committed; the package itself has none of it.
import { copyFile, mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { at } from '../exec.mjs';

/** Names on npm. Types go along, because a test holds the demo to them. */
const LIBRARIES = ['client-zip'];

/** @param {string} name */
async function bring(name) {
  const folder = at('node_modules', name);
  const { version, license, main = 'index.js', module = main, types } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
  const text = (await readdir(folder)).find(file => /^LICEN[CS]E/i.test(file));
  if (!text) throw new Error(`${name} comes without a text of its licence.`);
  await build({
    entryPoints: [`${folder}/${module}`], outfile: at('www/vendor', `${name}.js`), bundle: true, minify: true, format: 'esm', target: 'es2022',
    legalComments: 'inline', logLevel: 'warning', banner: { js: `/*! ${name} ${version}, ${license}: ${name}.LICENSE.txt */` },
  });
  await copyFile(`${folder}/${text}`, at('www/vendor', `${name}.LICENSE.txt`));
  if (types) await copyFile(`${folder}/${types}`, at('www/vendor', `${name}.d.ts`));
}

export async function vendor() {
  // Files are replaced, as in dist: a page that is being served goes on working.
  await mkdir(at('www/vendor'), { recursive: true });
  for (const file of await readdir(at('www/vendor'))) if (!LIBRARIES.some(name => file.startsWith(`${name}.`))) await rm(at('www/vendor', file));
  await Promise.all(LIBRARIES.map(bring));
}
