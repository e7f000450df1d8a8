// @ts-check
// npm run bench -- profile: where the time of one call of 20 MiB goes in Chromium, on the page's main thread. The whole trace is left for
// the Performance panel of its developer tools. Tracing costs time itself: compare what stands here only with what stands here.
import { writeFile } from 'node:fs/promises';
import { at, exec } from '../scripts/exec.mjs';
import { withPage } from './browser.mjs';
import { folder } from './contenders.mjs';
import { MiB } from './reply.mjs';
import { traced } from './trace.mjs';

/** @typedef {import('./trace.mjs').Event} Event */
/** @typedef {{ start: number, dur: number, cpu: number, name: string, detail: string }} Span in ms from the last byte */

/** The same code as in dist, by the steps of scripts/build/wasm.mjs, but functions keep their names. @param {string} bindgen the program */
export async function named(bindgen) {
  const wasm = `${folder}/named/wasmagine_bg.wasm`;
  await exec(bindgen, [at('target/wasm32-unknown-unknown/release/wasmagine.wasm'), '--target', 'web', '--omit-default-module-path', '--out-dir', `${folder}/named`]);
  await exec(at('node_modules/.bin/wasm-opt'), [wasm, '-o', `${folder}/wasmagine_bg.wasm`, '-Oz', '-g']);
}

/** @param {import('./server.mjs').Server} server @param {string} contender @param {number} rate */
export async function profile(server, contender, rate) {
  const base = server.base('profile', 20 * MiB, rate);
  return withPage('chromium', server.origin, async page => {
    for (let i = 0; i < 3; i++) {
      await page.ask('call', contender, base);
      await page.settle();
    }
    server.take('profile');
    const { value, events } = await traced(page.driver, () => page.ask('call', contender, base));
    await writeFile(`${folder}/trace.json`, JSON.stringify({ traceEvents: events }));
    return report(events, value, server.take('profile')[0].lastByte ?? NaN);
  });
}

/** @param {Event[]} events @param {{ start: number, end: number }} call @param {number} lastByte */
function report(events, call, lastByte) {
  const mark = (/** @type {string} */ name) => /** @type {Event} */ (events.find(event => event.name === name));
  const { pid, tid, ts } = mark('bench call');
  const ms = (/** @type {number} */ time) => (time - ts) / 1000 + call.start - lastByte;
  const own = events.filter(event => event.pid === pid && event.tid === tid);
  const spans = own.filter(({ ph }) => ph === 'X').map(event => (
    { start: ms(event.ts), dur: (event.dur ?? 0) / 1000, cpu: (/** @type {any} */ (event).tdur ?? 0) / 1000, name: event.name, detail: detail(event) }));
  const end = call.end - lastByte;
  const during = spans.filter(span => span.start + span.dur > call.start - lastByte && span.start < end);
  const tasks = during.filter(({ name }) => name === 'RunTask').sort((a, b) => b.dur - a.dur);
  const within = (/** @type {Span} */ outer) => during.filter(span => span.start >= outer.start && span.start + span.dur <= outer.start + outer.dur && span.dur >= 0.2);
  const register = during.filter(({ name }) => name === 'BlobRegistry::Register' || name === 'BlobURLStore::Register');
  const collections = during.filter(({ name }) => name === 'MajorGC' || name === 'MinorGC');
  const sum = (/** @type {Span[]} */ list, /** @type {'dur' | 'cpu'} */ key) => list.reduce((all, span) => all + span[key], 0).toFixed(1);
  const total = (/** @type {Span[]} */ list) => `${list.length}, ${sum(list, 'dur')} ms (${sum(list, 'cpu')} on a processor), longest ${Math.max(0, ...list.map(({ dur }) => dur)).toFixed(1)} ms`;
  return [
    `Blob URL ${end.toFixed(1)} ms after the last byte; the call took ${(call.end - call.start).toFixed(0)} ms`,
    `tasks of the main thread: ${total(tasks)}`,
    `waits for the browser process to take note of a Blob or its URL: ${total(register)}`,
    `garbage collections: ${total(collections)}`,
    '', 'After the last byte, main thread, from 0.2 ms (begins, takes, of it on a processor):', ...lines(during.filter(span => span.start + span.dur > 0 && span.dur >= 0.2)),
    ...tasks.slice(0, 3).flatMap(task => ['', `A long task, ${task.dur.toFixed(1)} ms:`, ...lines(within(task))]),
    '', 'By function, itself, during the call:', ...functions(events.filter(event => event.pid === pid), ts, ts + (call.end - call.start) * 1000),
  ].join('\n');
}

/** @param {Event} event */
function detail({ args }) {
  const { functionName, type } = args?.data ?? {};
  const { src_file: file, src_func: name } = args ?? {};
  return [functionName, type ?? args?.type, file && `${file} ${name}`].filter(Boolean).join(' ').slice(0, 80);
}

/** @param {Span[]} spans */
const lines = spans => [...spans].sort((a, b) => a.start - b.start).map(({ start, dur, cpu, name, detail }) =>
  `${start.toFixed(2).padStart(9)}${dur.toFixed(2).padStart(8)}${cpu.toFixed(2).padStart(8)}  ${name} ${detail}`.trimEnd());

/** Self time by function, out of V8's samples. @param {Event[]} events @param {number} from @param {number} to */
function functions(events, from, to) {
  /** @type {Map<number, string>} */
  const names = new Map();
  /** @type {Map<string, number>} */
  const times = new Map();
  const begin = events.find(({ name }) => name === 'Profile');
  let time = begin?.args.data.startTime ?? 0;
  for (const { args } of events.filter(({ name }) => name === 'ProfileChunk')) {
    const { cpuProfile = {}, timeDeltas = [] } = args.data;
    for (const { id, callFrame } of cpuProfile.nodes ?? []) names.set(id, callFrame.functionName || '(anonymous)');
    (cpuProfile.samples ?? []).forEach((/** @type {number} */ id, /** @type {number} */ i) => {
      time += timeDeltas[i];
      const name = names.get(id) ?? '?';
      if (time >= from && time <= to) times.set(name, (times.get(name) ?? 0) + timeDeltas[i] / 1000);
    });
  }
  return [...times].sort((a, b) => b[1] - a[1]).slice(0, 25).map(([name, ms]) => `${ms.toFixed(1).padStart(9)}  ${name}`);
}
