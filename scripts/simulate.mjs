// @ts-check
// npm run simulate: calls by the million through the engine in a world in memory (tests/simulate.rs). With `faults`, known faults are put into a
// copy of the engine, one at a time, and the simulator has to find each.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { at, attempt, exec, Failure, script } from './exec.mjs';
import { faults } from '../tests/simulate/faults.mjs';

const usage = `npm run simulate [RUNS [FROM]]
npm run simulate -- faults [WORD…]

RUNS: 1000000 unless given; FROM: the first seed. WORD: only the faults whose name holds one of the words.`;

/** Runs in which a known fault has to show, from each of so many starts. */
const [MOST, STARTS] = [100_000, 20];

/** @param {string} test @param {string} profile */
const command = (test, profile) =>
  ['test', '--quiet', '--profile', profile, '--test', 'simulate', test, '--', '--ignored', '--nocapture', '--exact'];

script(async () => {
  const [first, ...rest] = process.argv.slice(2);
  if (first === 'faults') return plant(rest);
  const numbers = [first ?? '1000000', rest[0] ?? '0'];
  if (rest.length > 1 || !numbers.every(number => /^\d+$/.test(number))) throw new Failure(usage);
  const env = { SIMULATE_RUNS: numbers[0], SIMULATE_FROM: numbers[1] };
  const { ok } = await attempt('cargo', command('long', 'simulate'), { show: true, env });
  if (!ok) throw new Failure('The simulator found something, or did not run.');
});

/** @param {string[]} words */
async function plant(words) {
  const chosen = faults.filter(({ name }) => !words.length || words.some(word => name.includes(word)));
  if (!chosen.length) throw new Failure(`No fault is called ${words.join(' or ')}.`);
  const copy = at('target/faults');
  await rm(copy, { recursive: true, force: true });
  await copyTo(copy);
  let survived = 0;
  console.log(`${'runs until it is found'.padEnd(66)}median     most  property`);
  for (const { name, changes } of chosen) {
    const before = await change(copy, name, changes);
    const { found, line } = await hunt(copy);
    survived += Number(!found);
    console.log(`${name.padEnd(64)}${line}`);
    for (const [file, text] of before) await writeFile(`${copy}/${file}`, text);
  }
  if (survived) throw new Failure(`${survived} of ${chosen.length} faults survived.`);
}

/** What is committed or would be, so that the copy builds beside what is built already. @param {string} copy */
async function copyTo(copy) {
  const files = await exec('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'Cargo.*', '.cargo', 'src', 'tests/simulate.rs', 'tests/simulate', 'benches/micro']);
  for (const file of files.trim().split('\n')) {
    await mkdir(`${copy}/${file}`.replace(/[^/]*$/, ''), { recursive: true });
    await cp(at(file), `${copy}/${file}`);
  }
}

/** @param {string} copy @param {string} name @param {import('../tests/simulate/faults.mjs').Fault['changes']} changes */
async function change(copy, name, changes) {
  /** @type {[string, string][]} */
  const before = [];
  for (const [file, search, replace] of changes) {
    const text = await readFile(`${copy}/${file}`, 'utf8');
    const [start, end, ...more] = text.split(search);
    if (end === undefined || more.length) throw new Failure(`"${name}" is out of date: what it searches stands ${end === undefined ? 'nowhere' : 'more than once'} in ${file}:\n${search}`);
    before.push([file, text]);
    await writeFile(`${copy}/${file}`, start + replace + end);
  }
  return before;
}

/** @param {string} copy */
async function hunt(copy) {
  // Compiled the quick way, because a fault shows soon; and apart, because cargo takes two checkouts in one folder for the same.
  const env = { SIMULATE_RUNS: String(MOST), SIMULATE_STARTS: String(STARTS), CARGO_TARGET_DIR: at('target/faulty') };
  const { ok, output } = await attempt('cargo', command('broken', 'dev'), { cwd: copy, env });
  const ends = [...output.matchAll(/^(found|survived) (\d+)(?: (\d))?/gm)];
  if (!ok || !ends.length) throw new Failure(`It did not run:\n${output.trim()}`);
  const runs = ends.map(([, , runs]) => Number(runs)).sort((a, b) => a - b);
  const found = ends.every(([, end]) => end === 'found');
  const properties = [...new Set(ends.map(([, , , property]) => property))].sort().join(' ');
  const [median, most] = [runs[runs.length >> 1], runs[runs.length - 1]];
  return { found, line: `${String(median).padStart(8)} ${String(most).padStart(8)}  ${found ? properties : 'SURVIVED'}` };
}
