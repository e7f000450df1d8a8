// @ts-check
// What was measured, as it is kept in JSON: every value of every figure, and its median.
import { median } from './stats.mjs';

/**
 * @typedef {object} What
 * @property {string} measure
 * @property {string} unit
 * @property {string} contender
 * @property {number} [size] of the picture, in MiB
 * @property {number} [n] of calls at once, of the turn, of the call
 * @property {string} [browser]
 */
/** @typedef {What & { median: number, values: number[] }} Figure */

const same = (/** @type {What} */ a, /** @type {Partial<What>} */ b) =>
  Object.entries(b).every(([key, value]) => a[/** @type {keyof What} */ (key)] === value);

export class Figures {
  /** @param {Figure[]} [list] */
  constructor(list = []) {
    this.list = list;
  }

  /** Adds what is measured now to this browser. @param {string} [browser] */
  of(browser) {
    return { add: (/** @type {What} */ what, /** @type {number} */ value) => this.add({ browser, ...what }, value) };
  }

  /** @param {What} what @param {number} value */
  add(what, value) {
    let figure = this.list.find(each => same(each, what));
    if (!figure) this.list.push(figure = { ...what, median: 0, values: [] });
    figure.values.push(Math.round(value * 1000) / 1000);
    figure.median = median(figure.values);
  }

  /** The median, NaN where nothing was measured. @param {Partial<What>} what */
  get(what) {
    return this.list.find(each => same(each, what))?.median ?? NaN;
  }

  /** @param {Partial<What>} what */
  all(what) {
    return this.list.filter(each => same(each, what));
  }
}
