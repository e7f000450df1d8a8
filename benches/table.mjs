// @ts-check
// Figures → the tables that are printed.
import { contenders, titleOf } from './contenders.mjs';
import { goals, judge, sizeGoal } from './goals.mjs';

/** @typedef {import('./figures.mjs').Figures} Figures */

/** @param {number | undefined} value @param {string} unit */
export function told(value, unit) {
  if (value === undefined || !Number.isFinite(value)) return '–';
  if (unit === 'bytes') return Math.abs(value) < 1e6 ? `${(value / 1000).toFixed(1)} kB` : `${(value / 2 ** 20).toFixed(1)} MiB`;
  return `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
}

const times = (/** @type {number | undefined} */ ratio) => (ratio === undefined || !Number.isFinite(ratio) ? '' : `${ratio.toFixed(2)} ×`);

/** Columns as wide as they need to be; the first flush left. @param {string[][]} rows */
function columns(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map(row => row[i].length)));
  return rows.map(row => row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('   ').trimEnd()).join('\n');
}

/** @param {Figures} figures @param {string} browser */
export function goalTable(figures, browser) {
  const rows = [...goals, sizeGoal].map(goal => judge(goal, figures, browser)).filter(({ value }) => Number.isFinite(value));
  if (!rows.length) return '';
  return columns([
    [browser, 'ours', 'against', '', 'ratio', 'goal', ''],
    ...rows.map(({ what, unit, value, against, other, ratio, bound, sign, met }) => [
      what, told(value, unit), against ? told(other, unit) : '', against ?? '', times(ratio),
      `${sign} ${against ? times(bound) : told(bound, unit)}`, met === undefined ? '?' : met ? 'met' : 'MISSED',
    ]),
  ]);
}

/** Everybody's figures of one measure, a column for each size or number. @param {Figures} figures @param {string | undefined} browser @param {string} measure @param {string} title */
function peerTable(figures, browser, measure, title) {
  const list = figures.all({ measure, ...(browser ? { browser } : {}) });
  if (!list.length) return '';
  const key = (/** @type {import('./figures.mjs').Figure} */ { size, n }) => [size && `${size} MiB`, n && `n = ${n}`].filter(Boolean).join(', ');
  const keys = [...new Set(list.map(key))];
  const names = [...new Set([...contenders.map(({ name }) => name), ...list.map(({ contender }) => contender)])];
  const rows = names.map(name => list.filter(({ contender }) => contender === name)).filter(own => own.length).map(own => [
    titleOf(own[0].contender), ...keys.map(wanted => spread(own.find(figure => key(figure) === wanted))),
  ]);
  return columns([[`${title}${browser ? `, ${browser}` : ''}`, ...keys], ...rows]);
}

/** The median, and in brackets the least and the most. @param {import('./figures.mjs').Figure} [figure] */
function spread(figure) {
  if (!figure) return '';
  const { median, unit, values } = figure;
  const plain = (/** @type {number} */ value) => (unit === 'bytes' ? value / 2 ** 20 : value).toFixed(unit === 'bytes' ? 1 : 0);
  return `${told(median, unit)}${values.length > 1 ? ` (${plain(Math.min(...values))}–${plain(Math.max(...values))})` : ''}`;
}

/** @type {[string, string][]} */
const titles = [
  ['latency', 'last byte → Blob URL'], ['block', 'longest block'], ['whole', 'whole call, unpaced'], ['memory', 'peak memory above the start'],
  ['wasm', 'wasm memory'], ['upload', 'image going up, whole call'], ['upload-block', 'image going up, longest block'], ['session', 'send() → request'],
  ['first', 'compile and instantiate'], ['many', 'at once, throughput'], ['many-block', 'at once, longest block'],
];

/** @param {Figures} figures @param {string[]} browsers */
export function tables(figures, browsers) {
  const peers = titles.flatMap(([measure, title]) => browsers.map(browser => peerTable(figures, browser, measure, title)));
  const size = [peerTable(figures, undefined, 'size', 'download, brotli'), peerTable(figures, undefined, 'size-raw', 'download, raw')];
  return [...peers, ...size, ...browsers.map(browser => goalTable(figures, browser))].filter(Boolean).join('\n\n');
}
