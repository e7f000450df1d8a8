// @ts-check
// The bench runs and tells what it is to tell. How fast anything was is no question here.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { withPage } from '../../benches/browser.mjs';
import { chart } from '../../benches/chart.mjs';
import { bundleContenders } from '../../benches/contenders.mjs';
import { Figures } from '../../benches/figures.mjs';
import { latency } from '../../benches/measures/calls.mjs';
import { optionsOf } from '../../benches/options.mjs';
import { startServer } from '../../benches/server.mjs';
import { tables } from '../../benches/table.mjs';
import { goalsOf, newest, peersOf } from '../../benches/markdown.mjs';
import { browsers } from '../harness/browsers.mjs';

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
before(async () => {
  await bundleContenders(['wasmagine', 'array-buffer']);
  server = await startServer();
});
after(() => server?.close());

test('a quick run of one measure gives the figures, the table and the chart', { skip: !browsers.includes('chromium') }, async () => {
  const options = { ...optionsOf(['with', 'array-buffer']), sizes: [20], rounds: 1 };
  const figures = new Figures();
  await withPage('chromium', server.origin, page => latency(/** @type {any} */ ({ page, server, options, behind: 0, figures: figures.of('chromium') })));
  assert.deepEqual(figures.list.map(({ contender, size, values }) => `${contender} ${size}: ${values.length}`).sort(),
    ['array-buffer 20: 1', 'wasmagine 20: 1']);
  for (const { values, median, unit, measure, browser } of figures.list) {
    assert.ok(values.every(Number.isFinite) && values.includes(median));
    assert.deepEqual([measure, unit, browser], ['latency', 'ms', 'chromium']);
  }
  const table = tables(figures, ['chromium']);
  assert.match(table, /^last byte → Blob URL, chromium +20 MiB\nwasmagine +-?[\d.]+ ms/);
  assert.match(table, /^last byte → Blob URL, 20 MiB .*arrayBuffer\(\) +-?[\d.]+ × +≤ 0\.25 × +(met|MISSED)$/m);
  const svg = chart({ figures: figures.list, versions: {}, machine: { cores: 2 }, conditions: { rate: '400 Mbit/s' }, date: '2026-11-22' });
  assert.match(svg, /<svg [^]*>wasmagine<[^]*>arrayBuffer\(\), not decoded<[^]*<\/svg>/);
  assert.doesNotMatch(svg.split('<style>')[1], /NaN|undefined/);
});

test('the tables of the newest figures are those of the newest run', () => {
  const table = (/** @type {string} */ file, /** @type {string} */ name) =>
    new RegExp(`<!-- ${name} -->\n([^]*)<!-- /${name} -->`).exec(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'))?.[1] ?? '';
  assert.equal(table('benches/README.md', 'speed'), goalsOf(newest()));
  const peers = table('README.md', 'peers');
  // What of ours is loaded up front is that of the build, and held to it by tests/readme.
  assert.equal(peers, peersOf(newest(), /^\| \*\*wasmagine\*\* .*\| (.*) \|$/m.exec(peers)?.[1] ?? ''));
});

test('options that are none are refused with the list of those that are', () => {
  assert.throws(() => optionsOf(['only', 'speed']), /speed\?[^]*latency, block, whole/);
  assert.equal(optionsOf([]).full, true);
  assert.equal(optionsOf(['firefox']).full, false);
  assert.equal(optionsOf(['firefox', 'keep', 'rounds', '3']).full, true);
  assert.deepEqual(optionsOf(['size', '20', 'size', '60']).sizes, [20, 60]);
  assert.throws(() => optionsOf(['rounds', 'some']), /some\?/);
});
