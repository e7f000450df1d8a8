// @ts-check
// Runs a program: shown as it talks, or silently with its output in hand. Knows the environment that every child gets: our own tools
// first on PATH, then npm's, then the user's.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** @param {...string} parts */
export const at = (...parts) => join(root, ...parts);

/** A checkout without a build is one to test once: what makes the next build quicker costs the first one time. Cargo.toml has the figure. */
const once = existsSync(at('target')) ? {} : { CARGO_INCREMENTAL: '0' };

/** @type {string[]} folders that setup found the right tools in */
export const toolFolders = [];

/** @param {NodeJS.ProcessEnv} [more] */
export function environment(more) {
  const path = [...toolFolders, at('node_modules/.bin'), process.env.PATH, join(homedir(), '.cargo/bin')];
  // A registry that does not answer at once is asked more often than npm and cargo do of themselves.
  const patience = { npm_config_fetch_retries: '5', CARGO_NET_RETRY: '5' };
  return { ...process.env, ...patience, ...once, PATH: path.filter(Boolean).join(delimiter), ...more };
}

/** A failure that needs no stack: the message says all. */
export class Failure extends Error {}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, hear?: (text: string) => void, show?: boolean }} [options]
 *   cwd: the repository unless given; show: pass the output on as it comes; hear: see it as well
 * @returns {Promise<{ ok: boolean, output: string }>} ok is false for a non-zero exit and for a program that is not there
 */
export function attempt(program, args, { cwd = root, env, hear, show = false } = {}) {
  return new Promise(resolve => {
    const child = spawn(program, args, { cwd, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const [from, to] of /** @type {const} */ ([[child.stdout, process.stdout], [child.stderr, process.stderr]])) {
      from.setEncoding('utf8').on('data', text => {
        output += text;
        hear?.(text);
        if (show) to.write(text);
      });
    }
    child.on('error', error => resolve({ ok: false, output: `${program}: ${error.message}` }));
    child.on('close', code => resolve({ ok: code === 0, output }));
  });
}

/**
 * The same, but a failure throws with the program's output.
 * @param {string} program @param {string[]} args @param {Parameters<typeof attempt>[2]} [options]
 */
export async function exec(program, args, options) {
  const { ok, output } = await attempt(program, args, options);
  if (!ok) throw new Failure(`${program} ${args.join(' ')} failed${options?.show ? '.' : `:\n${output.trim()}`}`);
  return output;
}

/**
 * The main function of a script: a Failure is printed as it is, anything else with its stack; both end with exit code 1.
 * @param {() => Promise<void>} main
 */
export function script(main) {
  main().catch(error => {
    console.error(error instanceof Failure ? `\n${error.message}` : error);
    process.exit(1);
  });
}
