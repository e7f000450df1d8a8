// @ts-check
// node benches/markdown.mjs: the newest figures in benches/results → the table in README.md, which a test holds to them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { at } from '../scripts/exec.mjs';
import { Figures } from './figures.mjs';
import { goals, judge } from './goals.mjs';
import { told } from './table.mjs';

export const newest = () => JSON.parse(readFileSync(at('benches/results', readdirSync(at('benches/results')).filter(name => name.endsWith('.json')).sort().at(-1) ?? ''), 'utf8'));

/** @param {any} result */
export function markdown({ figures: list, machine, versions, conditions, date, commit, log }) {
  const figures = new Figures(list);
  const browsers = ['chromium', 'firefox'].filter(name => list.some((/** @type {any} */ { browser }) => browser === name));
  const cell = (/** @type {import('./goals.mjs').Goal} */ goal, /** @type {string} */ browser) => {
    const { unit, value, against, other, ratio, met } = judge(goal, figures, browser);
    if (!Number.isFinite(value)) return '–';
    const beside = against && ratio !== undefined && Number.isFinite(ratio) ? `, ${ratio.toFixed(2)} × ${told(other, unit)}` : '';
    return `${told(value, unit)}${beside}${met === false ? ' ✗' : ''}`;
  };
  const bound = (/** @type {import('./goals.mjs').Goal} */ { against, most, least, unit }) =>
    `${least === undefined ? '≤' : '≥'} ${against ? `${least ?? most} × ${against[0]}` : told(least ?? most, unit)}`;
  const loads = log.flatMap((/** @type {any} */ { load }) => load);
  const title = (/** @type {string} */ name) => `${name[0].toUpperCase()}${name.slice(1)} ${String(versions[name]).split('.')[0]}`;
  return [
    `| what | goal | ${browsers.map(title).join(' | ')} |`,
    `| --- | --- |${' --- |'.repeat(browsers.length)}`,
    ...goals.map(goal => `| ${goal.what} | ${bound(goal)} | ${browsers.map(browser => cell(goal, browser)).join(' | ')} |`),
    '',
    `Medians of ${conditions.rounds} rounds at commit ${commit} on ${date.slice(0, 10)}; ${machine.cores} × ${machine.cpu}, ${machine.memory}; load average ${Math.min(...loads)} to ${Math.max(...loads)}.`,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = readFileSync(at('README.md'), 'utf8');
  writeFileSync(at('README.md'), text.replace(/(<!-- speed -->\n)[^]*(<!-- \/speed -->)/, (_, open, close) => open + markdown(newest()) + close));
}
