// @ts-check
// node benches/markdown.mjs: the newest figures in benches/results → the goals in benches/README.md and the peers in README.md. A test holds
// both to them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sizeOf } from '../scripts/build/sizes.mjs';
import { at } from '../scripts/exec.mjs';
import { titleOf } from './contenders.mjs';
import { Figures } from './figures.mjs';
import { goals, judge } from './goals.mjs';
import { told } from './table.mjs';

export const newest = () => JSON.parse(readFileSync(at('benches/results', readdirSync(at('benches/results')).filter(name => name.endsWith('.json')).sort().at(-1) ?? ''), 'utf8'));

/** @param {string} name */
const named = name => `${name[0].toUpperCase()}${name.slice(1)}`;

/** @param {any} result */
function conditionsOf({ machine, conditions, date, commit, log }) {
  const loads = log.flatMap((/** @type {any} */ { load }) => load);
  return `${conditions.rounds} rounds at commit ${commit} on ${date.slice(0, 10)}; ${machine.cores} × ${machine.cpu}, ${machine.memory}; load average ${Math.min(...loads)} to ${Math.max(...loads)}`;
}

/** What was to be reached, and what was. @param {any} result */
export function goalsOf(result) {
  const { figures: list, versions } = result;
  const figures = new Figures(list);
  const browsers = ['chromium', 'firefox'].filter(name => list.some((/** @type {any} */ { browser }) => browser === name));
  const cell = (/** @type {import('./goals.mjs').Goal} */ goal, /** @type {string} */ browser) => {
    const { unit, value, against, other, ratio, met } = judge(goal, figures, browser);
    if (!Number.isFinite(value)) return 'not measured';
    const beside = against && ratio !== undefined && Number.isFinite(ratio) ? ` (${ratio.toFixed(2)} × ${told(other, unit)})` : '';
    return `${told(value, unit)}${beside}${met === false ? ' ✗' : ''}`;
  };
  const bound = (/** @type {import('./goals.mjs').Goal} */ { against, most, least, unit }) =>
    `at ${least === undefined ? 'most' : 'least'} ${against ? `${least ?? most} × ${against[0]}` : told(least ?? most, unit)}`;
  const title = (/** @type {string} */ name) => `${named(name)} ${String(versions[name]).split('.')[0]}`;
  return [
    `| what | goal | ${browsers.map(title).join(' | ')} |`,
    `| --- | --- |${' --- |'.repeat(browsers.length)}`,
    ...goals.map(goal => `| ${goal.what} | ${bound(goal)} | ${browsers.map(browser => cell(goal, browser)).join(' | ')} |`),
    '',
    `Medians of ${conditionsOf(result)}.`,
    '',
  ].join('\n');
}

/** Those that a page would otherwise use. */
const rivals = ['genai-native', 'ai-sdk', 'fetch', 'fetch-native'];

/** What a page waits for and holds, in Chromium, of 20 MiB. @param {any} result @param {string} script what of ours is loaded up front, as it is now */
export function peersOf(result, script) {
  const figures = new Figures(result.figures);
  const of = (/** @type {string} */ measure, /** @type {string} */ contender, /** @type {object} */ more = { browser: 'chromium', size: 20 }) => figures.get({ measure, contender, ...more });
  const row = (/** @type {string} */ name) => [
    name === 'wasmagine' ? '**wasmagine**' : titleOf(name),
    ...['latency', 'block'].map(measure => `${of(measure, name).toFixed(0)} ms`),
    `${(of('memory', name) / 2 ** 20).toFixed(0)} MiB`,
    name === 'wasmagine' ? script : kB(of('size', name, {})),
  ];
  return [
    '| one picture of 20 MiB | last byte → URL | longest block | peak memory | script up front |',
    '| --- | --- | --- | --- | --- |',
    ...['wasmagine', ...rivals].map(name => `| ${row(name).join(' | ')} |`),
    '',
    `One run in Chromium ${String(result.versions.chromium).split('.')[0]}; script is compressed with brotli, ours as it is now. Medians of`,
    `${conditionsOf(result)}.`,
    '',
  ].join('\n');
}

const kB = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;

/** What of ours is loaded up front, and what with the first call. */
export async function scriptUpFront() {
  const [script, wasm] = await Promise.all(['index.js', 'wasmagine_bg.wasm'].map(sizeOf));
  return `${kB(script.brotli)}; with the first call ${kB(wasm.brotli)} of wasm`;
}

/** @param {string} file @param {string} name @param {string} table */
export function put(file, name, table) {
  const text = readFileSync(at(file), 'utf8');
  writeFileSync(at(file), text.replace(new RegExp(`(<!-- ${name} -->\n)[^]*(<!-- /${name} -->)`), (_, open, close) => open + table + close));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  put('benches/README.md', 'speed', goalsOf(newest()));
  put('README.md', 'peers', peersOf(newest(), await scriptUpFront()));
}
