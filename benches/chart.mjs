// @ts-check
// node benches/chart.mjs FILE: figures in JSON → chart.svg beside them. Of 20 MiB: what a page waits for after the last byte, how long it
// stands still, what it holds. Grey that reads on white as on black, because an image in a README does not know which it stands on.
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contenders } from './contenders.mjs';
import { Figures } from './figures.mjs';

const panels = [
  { measure: 'latency', title: 'Last byte → Blob URL', unit: 'ms' },
  { measure: 'block', title: 'Longest main-thread block', unit: 'ms' },
  { measure: 'memory', title: 'Peak memory, all processes', unit: 'MiB' },
];
const browsers = [{ name: 'chromium', title: 'Chromium' }, { name: 'firefox', title: 'Firefox' }];

// px
const label = 194;
const panel = { width: 226, bar: 166 };
const row = { height: 40, bar: 12, gap: 2 };
const top = 52;
const width = label + panel.width * panels.length;

const text = '#768089';
const colours = { ours: ['#1f7fd6', '#59a5ea'], peer: ['#838c95', '#a4abb3'], bound: ['#838c95', '#a4abb3'] };

/** @param {any} result */
export function chart(result) {
  const figures = new Figures(result.figures);
  const shown = contenders.filter(({ name }) => !Number.isNaN(figures.get({ measure: 'latency', contender: name, size: 20 })));
  const value = (/** @type {string} */ measure, /** @type {string} */ contender, /** @type {string} */ browser) =>
    figures.get({ measure, contender, browser, size: 20 }) / (measure === 'memory' ? 2 ** 20 : 1);
  const height = top + shown.length * row.height + 30;
  const { versions, machine, conditions, date } = result;
  /** @type {string[]} */
  const parts = [];
  const write = (/** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ words, more = '') => parts.push(`<text x="${x}" y="${y}"${more}>${escape(words)}</text>`);

  panels.forEach(({ title, unit }, i) => write(label + i * panel.width, 18, `${title}, ${unit}`, ' class="head"'));
  browsers.forEach(({ name, title }, i) => {
    parts.push(`<rect x="${label + i * 170}" y="29" width="10" height="10" rx="2" fill="${colours.peer[i]}"/>`);
    write(label + i * 170 + 16, 38, `${title} ${String(versions[name] ?? '').split('.')[0]}`);
  });
  shown.forEach(({ name, title, is }, r) => {
    const y = top + r * row.height;
    write(0, y + row.bar + 6, title, is === 'ours' ? ' class="ours"' : '');
    panels.forEach(({ measure }, i) => {
      const most = Math.max(...shown.flatMap(each => browsers.map(browser => value(measure, each.name, browser.name))).filter(Number.isFinite));
      browsers.forEach((browser, b) => {
        const found = value(measure, name, browser.name);
        if (!Number.isFinite(found)) return;
        const length = Math.max(1.5, (Math.max(0, found) / most) * panel.bar);
        const x = label + i * panel.width;
        const at = y + b * (row.bar + row.gap);
        parts.push(`<rect x="${x}" y="${at}" width="${round(length)}" height="${row.bar}" rx="2" fill="${colours[is][b]}"${is === 'bound' ? ' fill-opacity=".45"' : ''}/>`);
        write(round(x + length + 5), at + row.bar - 2, found < 10 ? found.toFixed(1) : found.toFixed(0), is === 'ours' ? ' class="ours"' : '');
      });
    });
  });
  write(0, height - 8, `One picture of 20 MiB at ${conditions.rate}; medians; less is better. ${machine.cores} cores, ${date.slice(0, 10)}. The last two decode nothing.`);

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(spoken(value))}">
<style>text { font: 12px system-ui, sans-serif; fill: ${text}; } .head { font-weight: 600; } .ours { font-weight: 700; fill: ${colours.ours[0]}; }</style>
${parts.join('\n')}
</svg>
`;
}

/** @param {(measure: string, contender: string, browser: string) => number} value */
const spoken = value => panels.map(({ measure, title, unit }) => `${title}: ${contenders.flatMap(({ name, title }) => {
  const told = browsers.map(browser => value(measure, name, browser.name)).filter(Number.isFinite).map(found => found.toFixed(0));
  return told.length ? [`${title} ${told.join(' and ')} ${unit}`] : [];
}).join(', ')}.`).join(' ');

const round = (/** @type {number} */ px) => Math.round(px * 10) / 10;
/** @param {string} words */
const escape = words => words.replace(/[&<>"]/g, letter => `&#${letter.charCodeAt(0)};`);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2];
  await writeFile(join(dirname(file), 'chart.svg'), chart(JSON.parse(await readFile(file, 'utf8'))));
}
