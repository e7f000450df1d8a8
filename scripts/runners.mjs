// @ts-check
// How each test runner is called, and how the number of its tests is read from what it prints. A runner that ran nothing has failed:
// a wrong filter or a moved folder must not look like success.
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { at, attempt } from './exec.mjs';
import { freePort } from './http.mjs';

/** @typedef {{ passed: number, failed: number }} Counts */
/** Runs tests, and prints what they say by what it is given. @typedef {(print: (text: string) => void) => Promise<Counts>} Runner */

/** A command that is right or wrong as a whole: counts as one test. @param {string} program @param {...string} args @returns {Runner} */
export const whole = (program, ...args) => async print => {
  const { ok } = await attempt(program, args, { hear: print });
  return { passed: Number(ok), failed: Number(!ok) };
};

/**
 * cargo test and wasm-pack test: `test result: ok. 3 passed; 0 failed; …` for each binary.
 * @param {string} program @param {string[]} args @param {NodeJS.ProcessEnv} [env] @returns {Runner}
 */
export const rust = (program, args, env) => async print => {
  const { ok, output } = await attempt(program, args, { hear: print, env });
  return counted(ok, output, /test result: \w+\. (\d+) passed; (\d+) failed/g);
};

/** The same in a browser. @param {Parameters<typeof rust>} command @returns {Runner} */
export const rustInBrowser = (...[program, args, env]) => print => served(address => rust(program, args, { ...env, ...address })(print));

/**
 * Has wasm-bindgen's test server, where `use` starts one, answer a browser at once; the variable says where it listens.
 * @template T
 * @param {(address: { WASM_BINDGEN_TEST_ADDRESS: string }) => Promise<T>} use
 */
export async function served(use) {
  const port = await freePort();
  const release = occupy(port);
  try {
    return await use({ WASM_BINDGEN_TEST_ADDRESS: `127.0.0.1:${port}` });
  } finally {
    release();
  }
}

/** What tiny_http, wasm-bindgen's test server, starts with. */
const THREADS = 4;

/**
 * Takes the threads that the server has to begin with, so that it starts one for each connection of the page. It counts a thread as idle
 * until that has woken: of more connections at once than threads, the rest would wait behind ones that are kept alive, for ever.
 * @param {number} port @returns {() => void} lets go
 */
function occupy(port) {
  let ended = false;
  /** @type {import('node:net').Socket[]} */
  const held = [];
  /** @param {number} thread */
  const hold = thread => {
    if (ended) return;
    // Refused until a server is there, closed when its binary is through; the next one listens where it did.
    held[thread] = connect(port, '127.0.0.1').on('error', () => {}).on('close', () => setTimeout(hold, 50, thread));
  };
  for (let thread = 0; thread < THREADS; thread++) hold(thread);
  return () => {
    ended = true;
    for (const socket of held) socket.destroy();
  };
}

/** node --test over the *.test.mjs and *.test.js below a folder. @param {string} folder @param {NodeJS.ProcessEnv} [env] @returns {Runner} */
export const node = (folder, env) => async print => {
  const files = await testFiles(folder);
  if (!files.length) {
    print(`No *.test.mjs in ${folder}.\n`);
    return { passed: 0, failed: 1 };
  }
  // One file at a time: some drive a browser, some build.
  return nodeTest(['--test-concurrency=1', ...files], env)(print);
};

/** node --test. @param {string[]} args @param {NodeJS.ProcessEnv} [env] @returns {Runner} */
export const nodeTest = (args, env) => async print => {
  const { ok, output } = await attempt(process.execPath, ['--test', '--test-reporter=spec', ...args], { hear: print, env });
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
