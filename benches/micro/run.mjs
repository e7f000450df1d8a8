// @ts-check
// npm run bench -- micro: benches/micro/main.rs natively and in browsers → a table, printed and, where nothing was left out, put into benches/README.md.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { at, exec, Failure } from '../../scripts/exec.mjs';
import { require_ } from '../../scripts/programs.mjs';
import { served } from '../../scripts/runners.mjs';
import { setupTests } from '../../scripts/setup.mjs';

export const places = /** @type {const} */ (['native', 'chromium', 'firefox']);
/** @typedef {{ what: string, who: string, bytes: number, size: number, ns: number }} Time */

const cargo = ['bench', '--quiet', '--bench', 'micro'];

/** Where speed is asked for: the package is built for size, but never natively. */
const native = async () => {
  const output = await exec('cargo', [...cargo, '--config', 'profile.bench.package.wasmagine.opt-level=3']);
  return [...output.matchAll(/^(.+\|.+): ([\d.]+)$/gm)].map(([, id, ns]) => time(id, Number(ns)));
};

/** As it is shipped, but for wasm-opt. @param {NodeJS.ProcessEnv} driver */
const inBrowser = async driver => {
  const result = at('target/bench/micro.json');
  await mkdir(at('target/bench'), { recursive: true });
  await rm(result, { force: true }); // what it is not to compare with
  const env = { ...driver, WASM_BINDGEN_BENCH_RESULT: result, WASM_BINDGEN_TEST_TIMEOUT: '600' };
  await served(address => exec('cargo', [...cargo, '--target', 'wasm32-unknown-unknown'], { env: { ...env, ...address } }));
  const found = JSON.parse(await readFile(result, 'utf8'));
  return Object.entries(found).map(([id, { estimates }]) => time(id, estimates.median.point_estimate));
};

/** @param {string} id as benches/micro/subjects.rs writes it @param {number} ns @returns {Time} */
function time(id, ns) {
  const [what, who, bytes, size] = id.split('|');
  return { what, who, bytes: Number(bytes), size: Number(size), ns };
}

/** @param {string[]} words some of the places, or none for all */
export async function micro(words) {
  for (const word of words) if (!places.some(place => place === word)) throw new Failure(`${word}? npm run bench -- micro [${places.join('|')}]…`);
  const chosen = places.filter(place => !words.length || words.includes(place));
  const { geckodriver } = await setupTests();
  const drivers = { chromium: { CHROMEDRIVER: require_('chromedriver') }, firefox: { GECKODRIVER: geckodriver } };
  const lines = [];
  for (const place of chosen) {
    console.log(`${place}: about two minutes, with what is to be compiled`);
    const times = place === 'native' ? await native() : await inBrowser(drivers[place]);
    lines.push(...rows(place, times));
  }
  const text = [...head, ...lines, '', `${await conditions(chosen)}.`, ''].join('\n');
  console.log(`\n${text}`);
  if (chosen.length < places.length) return;
  const readme = at('benches/README.md');
  const before = await readFile(readme, 'utf8');
  await writeFile(readme, before.replace(/(<!-- micro -->\n)[^]*(<!-- \/micro -->)/, (_, open, close) => open + text + close));
  console.log('benches/README.md has it.');
}

/** @param {readonly string[]} chosen */
async function conditions(chosen) {
  const programs = ['rustc', ...chosen.filter(place => place !== 'native').map(require_)];
  const versions = await Promise.all(programs.map(async program => /^\w[\w ]* [\d.]+\w*/m.exec(await exec(program, ['--version']))?.[0]));
  return `${cpus().length} × ${cpus()[0].model.trim()}, load average ${loadavg()[0].toFixed(1)}; ${versions.join(', ')}`;
}

const head = ['| what | bytes in | ours | memcpy | base64-simd | the browser\'s |', '| --- | --- | --- | --- | --- | --- |'];

/** The table's rows of one place: ours in GB/s of what goes in, and each of the others with ours as a ratio to it. @param {string} place @param {Time[]} times */
export function rows(place, times) {
  const subjects = [...new Set(times.map(({ what, size }) => `${what}|${size}`))].sort();
  return [`| **${place}** | | | | | |`, ...subjects.map(subject => {
    const all = times.filter(({ what, size }) => `${what}|${size}` === subject);
    const [ours, memcpy, simd] = ['ours', 'memcpy', 'base64-simd'].map(name => all.find(({ who }) => who === name));
    if (!ours) throw new Failure(`No time for ${subject} (${place}).`);
    const beside = (/** @type {Time} */ other, by = '') => `${told(ours.bytes / other.ns)} GB/s${by} (ours ${told(other.ns / ours.ns)} ×)`;
    const others = all.filter(other => ![ours, memcpy, simd].includes(other)).map(other => beside(other, ` by ${other.who}`));
    const cells = [
      ours.what, size(ours.size), `${told(ours.bytes / ours.ns)} GB/s`, memcpy ? beside(memcpy) : '–', simd ? beside(simd) : '–', others.join('; ') || '–',
    ];
    return `| ${cells.join(' | ')} |`;
  })];
}

const size = (/** @type {number} */ bytes) => (bytes < 2 ** 20 ? `${bytes / 2 ** 10} KiB` : `${bytes / 2 ** 20} MiB`);
/** Two places where they say something. @param {number} value */
const told = value => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
