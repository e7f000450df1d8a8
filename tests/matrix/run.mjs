// @ts-check
// Runs a row: a temporary app with the packed tarball, built, started, and looked at. What is in a row is rows.mjs's business.
import { execFileSync } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { at, attempt, exec, Failure } from '../../scripts/exec.mjs';
import { freePort, listen, listener } from '../../scripts/http.mjs';
import { nodeTest } from '../../scripts/runners.mjs';
import { files } from '../../scripts/static.mjs';
import { answering, end, start } from '../harness/processes.mjs';
import { look, lookInExtension } from './look.mjs';

/** @typedef {import('./rows.mjs').Row} Row */
/** @typedef {{ folder: string, env: NodeJS.ProcessEnv, log: string }} App */

export const words = 'a picture of 512 × 512';

/** What npm calls Node itself: the `node` package is a script that installs one of these. */
const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** npm pack, into a folder of the caller's. @param {string} folder @returns {string} the tarball */
export function pack(folder) {
  const told = execFileSync('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', folder], { cwd: at(), encoding: 'utf8' });
  return join(folder, JSON.parse(told)[0].filename);
}

/**
 * @param {Row} row
 * @param {string} tarball
 * @param {{ dev?: boolean, say?: (step: string) => void }} [options] dev: its dev server too, and clippy
 */
export async function runRow(row, tarball, { dev = true, say = () => {} } = {}) {
  if (row.rust) return runExample(row.app, { dev, say });
  const folder = await realpath(await mkdtemp(join(tmpdir(), `wasmagine-${row.app}-`)));
  try {
    say('install');
    const app = await install(row, folder, tarball);
    if (row.build) {
      say('build');
      await run(app, row.build);
    }
    say('open');
    if (row.run) {
      const printed = await run(app, row.run);
      const wanted = row.prints ?? words;
      if (!printed.includes(wanted)) expect(row.name, wanted, printed);
    }
    else if (row.extension) seen(row, row.wasm, await lookInExtension(folder));
    else await served(row, app, row.start, row.wasm);
    if (dev && row.dev) {
      say('dev server');
      await served(row, app, row.dev, row.devWasm);
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** What tests/examples does with pages, with this one. @param {string} name @param {{ dev: boolean, say: (step: string) => void }} options */
async function runExample(name, { dev, say }) {
  if (dev) {
    say('clippy');
    const args = ['--package', `${name}-example`, '--target', 'wasm32-unknown-unknown', '--target-dir', at('target/examples')];
    await exec('cargo', ['clippy', '--quiet', '--locked', ...args, '--', '-D', 'warnings'], { cwd: at('examples') });
  }
  say('build and open');
  let output = '';
  const test = nodeTest([`--test-name-pattern=${name}:`, at('tests/examples/pages.test.mjs')], { EXAMPLES: name, NODE_TEST_CONTEXT: undefined });
  const { failed } = await test(text => { output += text; });
  if (failed) throw new Failure(output.slice(-3000));
}

/** @param {Row} row @param {string} folder @param {string} tarball @returns {Promise<App>} */
async function install({ app, install = {}, node }, folder, tarball) {
  for (const name of ['common', app]) await cp(at('tests/matrix/apps', name), folder, { recursive: true });
  const dependencies = { ...install, ...(node && { [nodePackage]: node }), wasmagine: `file:${tarball}` };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'pictures', version: '1.0.0', private: true, type: 'module', dependencies }));
  // Without install scripts: what they would do is link or download programs that the packages below them bring.
  const args = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const { ok, output } = await attempt('npm', args);
  if (!ok) throw new Failure(output);
  const programs = [node ? `${nodePackage}/bin` : '', '.bin'].filter(Boolean).map(name => join(folder, 'node_modules', name));
  const path = [...programs, ...(node ? [] : [dirname(process.execPath)]), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH: path, CI: '1', NODE_ENV: undefined, NODE_TEST_CONTEXT: undefined, NEXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1', NG_CLI_ANALYTICS: 'false', WRANGLER_SEND_METRICS: 'false' };
  return { folder, env, log: join(folder, 'log.txt') };
}

/** @param {App} app @param {string} command */
const split = ({ folder, env }, command) => /** @type {[string, string[], import('node:child_process').SpawnOptions]} */ (['sh', ['-c', `exec ${command}`], { cwd: folder, env }]);

/** To its end, with what it printed. @param {App} app @param {string} command */
async function run(app, command) {
  /** @type {import('node:child_process').ChildProcess[]} */
  const children = [];
  const [program, args, options] = split(app, command);
  const child = start(children, program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', text => { output += text; });
  const code = await new Promise(resolve => child.on('close', resolve));
  await end(child);
  if (code !== 0) throw new Failure(`${command} failed:\n${output.slice(-3000)}`);
  return output;
}

/**
 * @param {Row} row @param {App} app
 * @param {string | undefined} command a server; without, the row's folder is served
 * @param {Row['wasm']} wasm
 */
async function served(row, app, command, wasm) {
  /** @type {(() => unknown)[]} */
  const closing = [];
  try {
    let origin = '';
    if (row.elsewhere) {
      const other = await serve(join(app.folder, 'node_modules'), { 'access-control-allow-origin': '*' }, closing);
      const page = join(app.folder, 'index.html');
      await writeFile(page, (await readFile(page, 'utf8')).replaceAll('ELSEWHERE', other));
    }
    if (command) {
      const port = await freePort();
      origin = `http://127.0.0.1:${port}`;
      const [program, args, options] = split(app, command.replaceAll('PORT', String(port)));
      const log = createWriteStream(app.log, { flags: 'a' });
      const child = start([], program, args, { ...options, env: { ...options.env, PORT: String(port), HOST: '127.0.0.1' }, stdio: ['ignore', 'pipe', 'pipe'] });
      child.stdout?.pipe(log);
      child.stderr?.pipe(log);
      closing.push(() => end(child));
      await answering(origin, child).catch(async error => {
        throw new Failure(`${error.message}\n${existsSync(app.log) ? (await readFile(app.log, 'utf8')).slice(-2000) : ''}`);
      });
    } else {
      origin = await serve(join(app.folder, row.serve ?? '.'), row.headers, closing);
    }
    if (row.rendered && !(await (await fetch(`${origin}/`)).text()).includes('made on the server</h1>')) throw new Failure('the server did not render the page');
    if (row.also) expect(row.also, words, await (await fetch(origin + row.also)).text());
    if (row.also !== '/') seen(row, wasm, await look(`${origin}/${row.page ?? ''}`));
  } finally {
    for (const close of closing) await close();
  }
}

/** @param {string} folder @param {Record<string, string>} [headers] @param {(() => unknown)[]} [closing] */
async function serve(folder, headers = {}, closing = []) {
  const handler = files({ '/': folder });
  const server = await listen(listener(async request => {
    const response = await handler(request);
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  }));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise(resolve => server.close(resolve));
  });
  return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
}

/** @param {Row} row @param {Row['wasm']} wasm @param {{ picture: string, wasm: string | null }} found */
function seen(row, wasm, found) {
  expect(row.name, words, found.picture);
  if (wasm) expect(`${row.name}, its wasm`, wasm, found.wasm);
}

/** @param {string} what @param {string} wanted @param {string | null | undefined} found */
function expect(what, wanted, found) {
  if (found !== wanted) throw new Failure(`${what}: “${found}” in place of “${wanted}”`);
}
