// @ts-check
// npm run bench: ours and the peers side by side, against a server on this machine. Tables, and for a full run a JSON file and a chart.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { build } from '../scripts/build/dist.mjs';
import { at, root, script } from '../scripts/exec.mjs';
import { setupTests } from '../scripts/setup.mjs';
import { bundleContenders, folder, peers } from './contenders.mjs';
import { crates } from './crates/run.mjs';
import { Figures } from './figures.mjs';
import { micro } from './micro/run.mjs';
import { optionsOf, profileOf, rate } from './options.mjs';

/** @typedef {import('./options.mjs').Options} Options */
/**
 * @typedef {object} Context
 * @property {import('./browser.mjs').Page} page of a fresh browser
 * @property {number} behind how far the page's clock is behind the server's, in ms
 * @property {import('./browser.mjs').BrowserName} browser for those that start their own
 * @property {import('./server.mjs').Server} server
 * @property {import('./options.mjs').Options} options
 * @property {{ add: (what: import('./figures.mjs').What, value: number) => void }} figures
 */

const round = (/** @type {number} */ value, digits = 2) => Number(value.toFixed(digits));
const load = () => round(loadavg()[0]);

script(async () => {
  const words = process.argv.slice(2);
  if (words[0] === 'micro') return micro(words.slice(1));
  if (words[0] === 'crates') return crates();
  const profiled = profileOf(words);
  const options = optionsOf(profiled ? [] : words);
  const { bindgen } = await setupTests();
  const versions = await peers();
  await build();
  await bundleContenders();
  if (profiled) return showProfile(profiled, bindgen);
  const machine = {
    cpu: cpus()[0].model.trim(), cores: cpus().length, memory: `${round(totalmem() / 2 ** 30, 0)} GiB`, system: `${process.platform} ${release()}`,
  };
  console.log(`${machine.cores} × ${machine.cpu}, ${machine.memory}, ${machine.system}; load average ${load()}`);
  if (load() > 1) console.warn('This machine is busy: figures will be worse than they are, and further apart.');

  // After the set-up, which may only just have installed what they import.
  const { startServer } = await import('./server.mjs');
  const { withPage } = await import('./browser.mjs');
  const { order, ownBrowsers, run } = await import('./measures/all.mjs');
  const { tables } = await import('./table.mjs');

  const figures = new Figures();
  /** @type {any[]} */
  const log = [];
  /** @type {Record<string, string>} */
  const found = {};
  const server = await startServer();
  try {
    for (const browser of options.browsers) {
      for (const measure of order.filter(name => options.measures.includes(name))) {
        const start = performance.now();
        const before = load();
        const context = { server, options, figures: figures.of(browser) };
        const note = ownBrowsers.includes(measure) ? await run(measure, { ...context, browser }) : await withPage(browser, server.origin, async page => {
          found[browser] = page.version;
          const clock = await page.ask('clock');
          const failure = await run(measure, { ...context, page, behind: clock.offset });
          const later = await page.ask('clock').catch(() => clock);
          return { clocks: [clock, later].map(({ offset, sure }) => `${round(offset)} ± ${round(sure)} ms`).join(', then '), ...failure };
        });
        const entry = { browser, measure, seconds: round((performance.now() - start) / 1000, 0), load: [before, load()], ...note };
        log.push(entry);
        const { clocks, failure } = /** @type {{ clocks?: string, failure?: string }} */ (note);
        console.log([`${browser}, ${measure}: ${entry.seconds} s`, `load ${entry.load.join(' → ')}`, clocks && `clocks apart ${clocks}`, failure].filter(Boolean).join(', '));
      }
      server.forget();
    }
    if (options.measures.includes('size')) await run('size', /** @type {any} */ ({ options, figures }));
  } finally {
    await server.close();
  }
  console.log(`\n${tables(figures, options.browsers)}\n`);

  const git = (/** @type {string[]} */ ...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const result = {
    date: new Date().toISOString(),
    commit: `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', 'src', 'js') ? ' and changes' : ''}`,
    machine,
    versions: { ...found, node: process.version, ...versions },
    conditions: { rate: `${(options.rate * 8) / 1e6} Mbit/s`, rounds: options.rounds, browsersEach: options.browsersEach, quick: options.quick },
    log,
    figures: figures.list,
  };
  const name = options.full ? at('benches/results', `${result.date.slice(0, 10)}.json`) : `${folder}/part.json`;
  if (options.full) await join(name, result, options);
  await mkdir(at('benches/results'), { recursive: true });
  await writeFile(name, json(result));
  console.log(`${name.slice(root.length)} has every value.`);
  if (options.full) {
    const { chart } = await import('./chart.mjs');
    await writeFile(at('benches/results/chart.svg'), chart(result));
    console.log('benches/results/chart.svg is drawn from it.');
  }
});

/** @param {string} contender @param {string} bindgen */
async function showProfile(contender, bindgen) {
  const { startServer } = await import('./server.mjs');
  const { named, profile } = await import('./profile.mjs');
  await named(bindgen);
  const server = await startServer();
  try {
    console.log(`load average ${load()}\n${await profile(server, contender, rate)}\n\n${folder.slice(root.length)}/trace.json is the trace.`);
  } finally {
    await server.close();
  }
}

/** Adds what an earlier run of the same commit left, but for what was measured again. @param {string} name @param {any} result @param {Options} options */
async function join(name, result, { browsers, measures }) {
  const before = await readFile(name, 'utf8').then(JSON.parse, () => undefined);
  if (before?.commit !== result.commit) return;
  const again = (/** @type {any} */ { browser, measure }) => (!browser || browsers.includes(browser)) && measures.some(name => measure === name || measure.startsWith(`${name}-`));
  result.log.unshift(...before.log.filter((/** @type {any} */ entry) => !again(entry)));
  result.figures.unshift(...before.figures.filter((/** @type {any} */ figure) => !again(figure)));
  result.versions = { ...before.versions, ...result.versions };
}

/** A figure a line. @param {any} result */
function json({ log, figures, ...head }) {
  const lines = (/** @type {any[]} */ list) => list.map(each => `    ${JSON.stringify(each)}`).join(',\n');
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "log": [\n${lines(log)}\n  ],\n  "figures": [\n${lines(figures)}\n  ]\n}\n`;
}
