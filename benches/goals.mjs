// @ts-check
// What is to be reached: which figures, as a ratio to which others or as they are, and the bound.
import { contenders } from './contenders.mjs';

/** @typedef {import('./figures.mjs').Figures} Figures */
/**
 * @typedef {object} Goal
 * @property {string} what
 * @property {string} measure that it needs
 * @property {(figures: Figures, browser: string) => number} ours
 * @property {[name: string, of: (figures: Figures, browser: string) => number]} [against] the goal is a ratio to it
 * @property {string} unit of ours
 * @property {number} most
 * @property {number} [least] in place of most
 */

const peers = contenders.filter(({ is }) => is === 'peer').map(({ name }) => name);

/** @param {string} measure @param {object} [what] */
const ours = (measure, what = {}) => (/** @type {Figures} */ figures, /** @type {string} */ browser) => figures.get({ measure, browser, contender: 'wasmagine', ...what });

/** @param {string} measure @param {string} contender @param {object} [what] */
const other = (measure, contender, what = {}) => ours(measure, { contender, ...what });

/** @param {string} measure @param {object} what */
const bestPeer = (measure, what) => (/** @type {Figures} */ figures, /** @type {string} */ browser) =>
  Math.min(...peers.map(contender => figures.get({ measure, browser, contender, ...what })).filter(value => !Number.isNaN(value)));

/** @type {Goal[]} */
export const goals = [
  { what: 'last byte → Blob URL, 20 MiB', measure: 'latency', unit: 'ms', ours: ours('latency', { size: 20 }), against: ['arrayBuffer()', other('latency', 'array-buffer', { size: 20 })], most: 0.25 },
  { what: 'last byte → Blob URL, 100 MiB', measure: 'latency', unit: 'ms', ours: ours('latency', { size: 100 }), against: ['that of 2 MiB', ours('latency', { size: 2 })], most: 2 },
  { what: 'longest block, 20 MiB', measure: 'block', unit: 'ms', ours: ours('block'), most: 8 },
  { what: 'longest block, 20 MiB', measure: 'block', unit: 'ms', ours: ours('block'), against: ['the best peer', bestPeer('block', {})], most: 0.1 },
  { what: 'whole call, unpaced, 20 MiB', measure: 'whole', unit: 'ms', ours: ours('whole'), against: ['arrayBuffer()', other('whole', 'array-buffer')], most: 1.1 },
  { what: 'peak memory, 20 MiB', measure: 'memory', unit: 'bytes', ours: ours('memory'), against: ['the picture', () => 20 * 2 ** 20], most: 1.5 },
  { what: 'wasm memory after many calls', measure: 'wasm', unit: 'bytes', ours: (figures, browser) => Math.max(...figures.all({ measure: 'wasm', browser }).map(({ median }) => median)), against: ['after the first', ours('wasm', { n: 1 })], most: 1 },
  { what: 'image going up, longest block', measure: 'upload', unit: 'ms', ours: ours('upload-block'), most: 8 },
  { what: 'image going up, whole call', measure: 'upload', unit: 'ms', ours: ours('upload'), against: ['its raw bytes', other('upload', 'raw')], most: 1.5 },
  { what: 'time to start turn ten', measure: 'session', unit: 'ms', ours: ours('session', { n: 10 }), against: ['turn two', ours('session', { n: 2 })], most: 2 },
  { what: 'first call: compile, instantiate', measure: 'first', unit: 'ms', ours: ours('first'), most: 15 },
  { what: '64 at once, throughput', measure: 'many', unit: 'MB/s', ours: ours('many', { n: 64 }), against: ['one at a time', ours('many', { n: 1 })], most: Infinity, least: 1 },
  { what: '8 at once, longest block', measure: 'many', unit: 'ms', ours: ours('many-block', { n: 8 }), most: 16 },
  { what: '64 at once, longest block', measure: 'many', unit: 'ms', ours: ours('many-block', { n: 64 }), most: 16 },
];

/** @type {Goal} */
export const sizeGoal = { what: 'download, brotli', measure: 'size', unit: 'bytes', ours: figures => figures.get({ measure: 'size', contender: 'wasmagine' }), most: 30_000 };

/** How far one is reached. @param {Goal} goal @param {Figures} figures @param {string} browser */
export function judge({ what, unit, ours, against, most, least }, figures, browser) {
  const value = ours(figures, browser);
  const other = against?.[1](figures, browser);
  const ratio = other === undefined ? undefined : value / other;
  const held = ratio ?? value;
  const met = Number.isFinite(held) ? (least === undefined ? held <= most : held >= least) : undefined;
  return { what, unit, value, against: against?.[0], other, ratio, bound: least ?? most, sign: least === undefined ? '≤' : '≥', met };
}
