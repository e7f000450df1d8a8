// @ts-check
// How each test runner is called, and how the number of its tests is read from what it prints. A runner that ran nothing has failed:
// a wrong filter or a moved folder must not look like success.
import { readdir } from 'node:fs/promises';
import { at, attempt } from './exec.mjs';

/** @typedef {{ passed: number, failed: number }} Counts */

/** A command that is right or wrong as a whole: counts as one test. @param {string} program @param {...string} args */
export const whole = (program, ...args) => async () => {
  const { ok } = await attempt(program, args, { show: true });
  return { passed: Number(ok), failed: Number(!ok) };
};

/**
 * cargo test and wasm-pack test: `test result: ok. 3 passed; 0 failed; …` for each binary.
 * @param {string} program @param {string[]} args @param {NodeJS.ProcessEnv} [env]
 * @param {RegExp} [began] what a run prints once its tests have begun. One that fails before is run once more: wasm-bindgen's test
 *   server now and then never answers for one of a page's scripts.
 */
export const rust = (program, args, env = {}, began) => async () => {
  const run = () => attempt(program, args, { show: true, env });
  const first = await run();
  const { ok, output } = first.ok || !began || began.test(first.output) ? first : await run();
  return counted(ok, output, /test result: \w+\. (\d+) passed; (\d+) failed/g);
};

/** node --test over the *.test.mjs and *.test.js below folders. @param {...string} folders */
export const node = (...folders) => async () => {
  const files = (await Promise.all(folders.map(testFiles))).flat();
  if (!files.length) {
    console.error(`No *.test.mjs in ${folders.join(', ')}.`);
    return { passed: 0, failed: 1 };
  }
  // One file at a time: some drive a browser, some build.
  const args = ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files];
  const { ok, output } = await attempt(process.execPath, args, { show: true });
  return counted(ok, output, /^ℹ pass (\d+)\nℹ fail (\d+)/gm);
};

/** @param {boolean} ok @param {string} output @param {RegExp} pattern passed, failed @returns {Counts} */
export function counted(ok, output, pattern) {
  let passed = 0, failed = 0;
  const plain = output.replace(/\x1b\[[\d;]*m/g, ''); // colours, where the environment forces them
  for (const [, p, f] of plain.matchAll(pattern)) {
    passed += Number(p);
    failed += Number(f);
  }
  // It did not compile, it was cut off, or nothing matched.
  if ((!ok && !failed) || !(passed + failed)) failed = Math.max(failed, 1);
  return { passed, failed };
}

/** @param {string} folder */
async function testFiles(folder) {
  const names = await readdir(at(folder), { recursive: true }).catch(() => []);
  return names.filter(name => /\.test\.m?js$/.test(name)).sort().map(name => `${folder}/${name}`);
}
