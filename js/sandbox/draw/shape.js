// @ts-check
// Outlines as lists of points: ellipses, smooth closed curves, tapered strokes. Every outline turns the same way, so that a list of
// overlapping ones is their union. Knows no pixels.

import { TAU, cos, sin } from './math.js';

/** @typedef {[number, number][]} Outline */

/** @param {Outline} points @returns {Outline} */
function oriented(points) {
  let area = 0;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) area += points[j][0] * points[i][1] - points[i][0] * points[j][1];
  return area < 0 ? points.reverse() : points;
}

/** @param {number} x @param {number} y @param {number} rx @param {number} [ry] @param {number} [turn] in turns @returns {Outline} */
export function ellipse(x, y, rx, ry = rx, turn = 0) {
  const c = cos(turn * TAU);
  const s = sin(turn * TAU);
  return Array.from({ length: 40 }, (_, i) => {
    const u = rx * cos((i / 40) * TAU);
    const v = ry * sin((i / 40) * TAU);
    return [x + u * c - v * s, y + u * s + v * c];
  });
}

/** @param {Outline} points @returns {Outline} */
export const poly = (points) => oriented(points.slice());

/** @param {Outline} outline @param {number} y @returns {Outline} the same, lower by y */
export const lower = (outline, y) => outline.map(([px, py]) => [px, py + y]);

/** @param {number} x @param {number} y @param {number} width @param {number} height @returns {Outline} */
export const rect = (x, y, width, height) => [[x, y], [x + width, y], [x + width, y + height], [x, y + height]];

/** A rectangle with round corners. @param {number} x @param {number} y @param {number} width @param {number} height @param {number} r @returns {Outline} */
export function round(x, y, width, height, r) {
  /** @type {Outline} */
  const points = [];
  for (const [cx, cy, from] of [[x + width - r, y + r, -0.25], [x + width - r, y + height - r, 0], [x + r, y + height - r, 0.25], [x + r, y + r, 0.5]]) {
    for (let i = 0; i <= 6; i++) points.push([cx + r * cos((from + i / 24) * TAU), cy + r * sin((from + i / 24) * TAU)]);
  }
  return points;
}

/** A smooth closed curve through the points (Catmull-Rom). @param {Outline} points @returns {Outline} */
export function blob(points) {
  const n = points.length;
  /** @type {Outline} */
  const out = [];
  for (let i = 0; i < n; i++) out.push(...span(points[(i + n - 1) % n], points[i], points[(i + 1) % n], points[(i + 2) % n], 8));
  return oriented(out);
}

/** @param {[number, number]} a @param {[number, number]} b @param {[number, number]} c @param {[number, number]} d @param {number} steps @returns {Outline} */
function span(a, b, c, d, steps) {
  return Array.from({ length: steps }, (_, k) => {
    const t = k / steps;
    const at = (/** @type {0 | 1} */ i) => 0.5 * (2 * b[i] + (c[i] - a[i]) * t + (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * t * t
      + (3 * b[i] - a[i] - 3 * c[i] + d[i]) * t * t * t);
    return [at(0), at(1)];
  });
}

/** A stroke along a smooth curve, from one width to another, with round ends: legs, tails, branches.
 *  @param {Outline} points @param {number} from half width @param {number} [to] @returns {Outline[]} */
export function limb(points, from, to = from) {
  const n = points.length;
  /** @type {Outline} */
  const line = [];
  for (let i = 0; i + 1 < n; i++) line.push(...span(points[Math.max(0, i - 1)], points[i], points[i + 1], points[Math.min(n - 1, i + 2)], n > 2 ? 8 : 1));
  line.push(points[n - 1]);
  const width = (/** @type {number} */ i) => from + ((to - from) * i) / (line.length - 1);
  /** @type {Outline[]} */
  const out = [circle(line[0], from), circle(line[line.length - 1], to)];
  for (let i = 0; i + 1 < line.length; i++) {
    const [ax, ay] = line[i];
    const [bx, by] = line[i + 1];
    const length = Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay)) || 1;
    const nx = -(by - ay) / length;
    const ny = (bx - ax) / length;
    const [p, q] = [width(i), width(i + 1)];
    out.push(poly([[ax + nx * p, ay + ny * p], [bx + nx * q, by + ny * q], [bx - nx * q, by - ny * q], [ax - nx * p, ay - ny * p]]));
    if (i) out.push(circle(line[i], p));
  }
  return out;
}

/** @param {[number, number]} at @param {number} r @returns {Outline} */
const circle = ([x, y], r) => Array.from({ length: 16 }, (_, i) => [x + r * cos((i / 16) * TAU), y + r * sin((i / 16) * TAU)]);

/** @param {number} x @param {number} y @param {number} r @param {number} [points] @param {number} [inner] @returns {Outline} */
export function star(x, y, r, points = 5, inner = 0.45) {
  return poly(Array.from({ length: points * 2 }, (_, i) => {
    const k = i % 2 ? r * inner : r;
    return [x + k * sin((i / points / 2) * TAU), y - k * cos((i / points / 2) * TAU)];
  }));
}
