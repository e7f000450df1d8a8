// @ts-check
// Water and its edges: what mirrors, what runs, what falls, and the sand beside it.

import { WHITE, mix, scale } from './colour.js';
import { below, ridge } from './land.js';
import { clamp, lerp, smooth } from './math.js';
import { fbm, noise } from './noise.js';
import { blob, ellipse, lower, poly } from './shape.js';

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./colour.js').Colour} Colour */

/** Water that mirrors what is drawn above the horizon. @param {Scene} scene @param {number} from y @param {string | undefined} colour @param {number} calm 1 is a mirror @param {number} [to] */
export function water(scene, from, colour, calm, to = scene.height) {
  const { canvas, width, unit } = scene;
  const seed = scene.moment.fork('water').word();
  const deep = scene.tone(scene.pick(colour, scene.dark ? '#16305e' : '#1d5f8f'));
  const near = scale(deep, 0.62);
  const sunY = scene.horizon * scene.sun.y;
  const copy = new Float32Array(canvas.px);
  // Waves grow towards the eye: each row's place in the noise is the sum of what one wave measures in the rows above it.
  const rows = new Float32Array(Math.max(0, Math.ceil(to - from)) + 1);
  for (let i = 1; i < rows.length; i++) rows[i] = rows[i - 1] + 1 / (1.2 + (i / unit) * unit * 0.1);
  canvas.each((x, y) => {
    const depth = (y - from) / unit;
    const v = rows[y - from];
    const wave = fbm(seed, (x / unit) * 4.5 + v * 0.2, v, 4) - 0.5;
    const fine = noise(seed + 8, (x / unit) * 21, v * 3.1) - 0.5;
    const sway = (wave * 0.11 + fine * 0.04) * (1.25 - calm) * unit * (0.12 + depth);
    const my = clamp(Math.round(from - 1 - (y - from) * (0.85 + 0.3 * calm) - Math.abs(sway)), 0, from - 1);
    const mx = clamp(Math.round(x + sway * 1.5), 0, width - 1);
    const i = (my * width + mx) * 3;
    /** @type {Colour} */
    const mirrored = [copy[i], copy[i + 1], copy[i + 2]];
    const own = mix(deep, near, smooth(0, 0.7, depth));
    const share = clamp(0.82 - depth * (1.05 - calm * 0.6)) * (scene.flat ? 0.5 : 1);
    let c = mix(own, mirrored, share);
    c = scale(c, 1 + (wave * 0.75 + fine * 0.3) * (1.25 - calm) * smooth(0, 0.06, depth));
    const away = Math.abs(x - scene.sun.x) / (unit * (0.05 + depth * 0.3));
    const glint = away < 1 && sunY < from ? smooth(0.06, 0.26, wave + fine * 0.5) * (1 - away) * 0.9 : 0;
    return mix(c, mix(scene.sunColour, WHITE, 0.3), glint);
  }, from, to);
  canvas.fill([[0, from - 1], [width, from - 1], [width, from + 1.5], [0, from + 1.5]], mix(scene.low, WHITE, 0.3), { alpha: 0.4, soft: 1 });
}

/** @param {Scene} scene */
export function beach(scene) {
  const { canvas, width, height, unit, horizon } = scene;
  const seed = scene.random.fork('beach').word();
  const edge = lerp(horizon, height, 0.52);
  const line = ridge(scene, seed, edge, unit * 0.1, 0.8);
  const sand = scene.tone('#ecd6a8');
  const outline = below(scene, line);
  canvas.fill(lower(outline, -unit * 0.022), scene.tone('#ffffff'), { alpha: 0.75, soft: unit * 0.006 });
  canvas.fill(lower(outline, -unit * 0.008), scale(sand, 0.72), { soft: unit * 0.003 });
  canvas.fill(lower(outline, unit * 0.02), (x, y) => scale(sand, 1.02 + 0.1 * (fbm(seed, (x / width) * 9, (y / unit) * 22, 4) - 0.5) - smooth(edge, height, y) * 0.2), { soft: unit * 0.012 });
}

/** @param {Scene} scene @param {number} y of the water line @param {number} x @param {number} w half width @returns {{x: number, y: number}} its top */
export function island(scene, y, x, w) {
  const { canvas, unit } = scene;
  const h = w * 0.38;
  canvas.fill(poly([[x - w * 1.15, y + h * 0.09], [x - w * 0.5, y - h * 0.26], [x, y - h * 0.37], [x + w * 0.6, y - h * 0.22], [x + w * 1.15, y + h * 0.09]]), scene.tone('#e9d3a0', 0.08), { clay: 0.5, soft: 1 });
  canvas.fill(blob([[x - w * 0.72, y - h * 0.12], [x - w * 0.4, y - h * 0.6], [x, y - h * 0.86], [x + w * 0.38, y - h * 0.56], [x + w * 0.76, y - h * 0.1], [x, y - h * 0.16]]), scene.tone('#5c9a4a', 0.08), { clay: 0.9, soft: 1 });
  canvas.fill(ellipse(x, y + h * 0.1, w * 1.2, unit * 0.006), scene.tone('#ffffff'), { alpha: 0.5, soft: 2 });
  return { x, y: y - h * 0.75 };
}

/** A river that winds from the horizon to the front. @param {Scene} scene @param {string | undefined} colour */
export function river(scene, colour) {
  const { canvas, width, height, unit, horizon } = scene;
  const seed = scene.random.fork('river').word();
  /** @type {[number, number][]} */
  const left = [];
  /** @type {[number, number][]} */
  const right = [];
  for (let i = 0; i <= 40; i++) {
    const t = i / 40;
    const y = lerp(horizon + unit * 0.035, height + 5, t * t);
    const x = width * 0.5 + unit * (fbm(seed, t * 3.2, 1, 3) - 0.5) * 1.1 * (1 - t * 0.4);
    const w = unit * (0.012 + 0.26 * t * t);
    left.push([x - w, y]);
    right.push([x + w, y]);
  }
  const outline = poly([...left, ...right.reverse()]);
  const own = scene.tone(scene.pick(colour, '#3d86b4'), 0.1);
  canvas.fill(lower(outline, -unit * 0.004), scale(scene.tone('#5d7a45'), 0.6), { soft: unit * 0.006, alpha: 0.7 });
  canvas.fill(outline, (x, y) => {
    const t = (y - horizon) / (height - horizon);
    const shine = fbm(seed + 4, (x / unit) * 6, (y / unit) * (50 - 34 * t), 3);
    return mix(mix(own, mix(scene.low, scene.mid, t), 0.55 - 0.3 * t), WHITE, smooth(0.62, 0.8, shine) * 0.45);
  });
}

/** @param {Scene} scene */
export function waterfall(scene) {
  const { canvas, width, unit, horizon } = scene;
  const seed = scene.random.fork('fall').word();
  const x = width * 0.5;
  const top = horizon - unit * 0.38;
  canvas.fill(poly([[x - unit * 0.5, horizon + unit * 0.2], [x - unit * 0.36, top + unit * 0.1], [x - unit * 0.18, top - unit * 0.04], [x + unit * 0.2, top - unit * 0.02], [x + unit * 0.4, top + unit * 0.14], [x + unit * 0.52, horizon + unit * 0.2]]),
    (px, py) => mix(scene.tone('#6d7263', 0.1), scene.tone('#343a38'), fbm(seed, (px / unit) * 9, (py / unit) * 5, 4)), { clay: 0.5 });
  const foot = horizon + unit * 0.12;
  canvas.fill(poly([[x - unit * 0.09, top], [x + unit * 0.09, top], [x + unit * 0.13, foot], [x - unit * 0.13, foot]]),
    (px, py) => mix(scene.tone('#bfe0ee'), WHITE, smooth(0.35, 0.7, noise(seed, (px / unit) * 70, (py / unit) * 5))), { soft: 1.5, alpha: 0.95 });
  canvas.fill(ellipse(x, foot + unit * 0.05, unit * 0.5, unit * 0.11), (px, py) => mix(scene.tone('#3c8ca0'), scene.low, 0.25 + 0.3 * noise(seed, (px / unit) * 20, (py / unit) * 70)), { soft: 2 });
  for (let i = 0; i < 7; i++) canvas.fill(ellipse(x + (i - 3) * unit * 0.045, foot, unit * 0.06, unit * 0.035), WHITE, { alpha: 0.4, soft: unit * 0.02 });
}
