// @ts-check
// Draws a subject in its own measure: one unit high, feet at the origin, y upwards negative, facing right. Knows where it stands in the
// scene and how far away.

import { mix } from './colour.js';
import { TAU, cos, sin } from './math.js';

/** @typedef {import('./colour.js').Colour} Colour */
/** @typedef {import('./shape.js').Outline} Outline */
/** @typedef {import('./canvas.js').Look} Look */

export class Brush {
  /**
   * @param {import('./scene.js').Scene} scene @param {number} x @param {number} y @param {number} size pixels of one unit
   * @param {{flip?: boolean, distance?: number, turn?: number, veil?: Colour, random?: import('../random.js').Random}} [how]
   */
  constructor(scene, x, y, size, { flip = false, distance = 0, turn = 0, veil, random = scene.random.fork('brush') } = {}) {
    this.scene = scene;
    this.x = x;
    this.y = y;
    this.size = size;
    this.flip = flip ? -1 : 1;
    this.distance = distance;
    this.veil = veil;
    this.random = random;
    this.c = cos(turn * TAU);
    this.s = sin(turn * TAU);
  }

  /** @param {Outline} outline @returns {Outline} in pixels */
  place(outline) {
    /** @type {Outline} */
    const points = outline.map(([x, y]) => [this.x + (x * this.c - y * this.s) * this.size * this.flip, this.y + (x * this.s + y * this.c) * this.size]);
    return this.flip < 0 ? points.reverse() : points;
  }

  /** @param {Colour | string} colour @returns {Colour} */
  tone(colour) {
    const seen = this.scene.tone(colour, this.distance);
    return this.veil ? mix(seen, this.veil, 0.22) : seen;
  }

  /** @param {Outline | Outline[]} shape @param {Colour | string} colour @param {Look & {raw?: boolean}} [look] `raw`: shines by itself */
  put(shape, colour, look = {}) {
    const list = /** @type {Outline[]} */ (typeof shape[0]?.[0] === 'number' ? [shape] : shape);
    const own = look.raw && typeof colour !== 'string' ? colour : this.tone(colour);
    this.scene.canvas.fill(list.map((outline) => this.place(outline)), own, { clay: 0.8, ...look, soft: (look.soft ?? 0) * this.size });
  }

  /** @param {number} x @param {number} y @param {number} radius @param {Colour} colour @param {number} alpha */
  glow(x, y, radius, colour, alpha) {
    const [[px, py]] = this.place([[x, y]]);
    this.scene.canvas.glow(px, py, radius * this.size, colour, alpha);
  }
}
