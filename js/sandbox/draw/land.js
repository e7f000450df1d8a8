// @ts-check
// Dry ground and what stands far away: hills, mountains, meadows, sand, snow, a road. Each draws one place into a scene whose sky is there.

import { hex, mix, scale } from './colour.js';
import { clamp, fall, lerp, smooth } from './math.js';
import { fbm, noise, ridges } from './noise.js';
import { ellipse, poly } from './shape.js';

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./colour.js').Colour} Colour */

/** A band from a wavy upper edge down to the bottom. @param {Scene} scene @param {number} seed @param {number} base y @param {number} rise @param {number} waves */
export function ridge(scene, seed, base, rise, waves) {
  const step = Math.max(2, Math.round(scene.width / 400));
  /** @type {[number, number][]} */
  const line = [];
  for (let x = -step; x <= scene.width + step; x += step) line.push([x, base - rise * (fbm(seed, (x / scene.unit) * waves, 0.5, 4) - 0.35)]);
  return line;
}

/** What is under a line; no further down than something else will cover. @param {Scene} scene @param {[number, number][]} line @param {number} [bottom] */
export const below = (scene, line, bottom = scene.height + 9) => poly([...line, [scene.width + 9, bottom], [-9, bottom]]);

/** Three ranges, each nearer, darker and lower; rock with snow on what the light meets. @param {Scene} scene @param {string | undefined} colour @param {boolean} [volcano] */
export function mountains(scene, colour, volcano = false) {
  const { canvas, unit, width, horizon } = scene;
  const seed = scene.random.fork('mountains').word();
  const side = scene.canvas.light.x;
  for (let layer = 0; layer < 3; layer++) {
    const distance = [0.72, 0.46, 0.2][layer];
    const rise = unit * [0.3, 0.36, 0.2][layer];
    const base = horizon + unit * 0.01 * layer;
    const peak = width * scene.random.fork(`peak${layer}`).between(0.25, 0.75);
    const step = Math.max(2, Math.round(width / 500));
    /** @type {[number, number][]} */
    const line = [];
    for (let x = -step; x <= width + step; x += step) {
      const u = (x / unit) * 1.7;
      const bulk = layer === 1 ? fall(-((x - peak) * (x - peak)) / (unit * unit * 0.12)) : 0.35;
      line.push([x, base - rise * (0.18 + 0.75 * ridges(seed + layer * 31, u, layer, 5)) * (0.55 + bulk * 0.75)]);
    }
    const rock = scene.tone(scene.tinted(colour, ['#7f8fae', '#6b7796', '#55627c'][layer], 0.6), distance);
    const dark = scene.tone(scene.tinted(colour, ['#5a6a90', '#3e4a6c', '#333f58'][layer], 0.5), distance);
    const snow = scene.tone('#ffffff', distance * 0.6);
    canvas.fill(below(scene, line, horizon + unit * 0.1), (x, y) => {
      const i = clamp((x + step) / step, 0, line.length - 2);
      const k = Math.floor(i);
      const crest = lerp(line[k][1], line[k + 1][1], i - k);
      const depth = (y - crest) / rise;
      const [u, v] = [(x / unit) * 7, (y / unit) * 9];
      const n = ridges(seed + layer, u + depth, v, 4);
      const m = ridges(seed + layer, u + depth + side * 0.09, v, 4);
      const lit = clamp(0.5 + (n - m) * 3.2);
      const cap = scene.flat ? smooth(0.3, 0.28, depth) : smooth(0.42, 0.2, depth + (n - 0.5) * 0.5) * (layer === 2 || volcano ? 0.25 : 1);
      return mix(mix(mix(dark, rock, lit), mix(dark, snow, 0.35 + lit * 0.65), cap), scene.haze, smooth(0.1, 1.1, depth) * (0.75 - layer * 0.2));
    });
    if (volcano && layer === 1) cone(scene, peak, base, Math.min(unit * 0.5, horizon * 0.66));
  }
}

/** @param {Scene} scene @param {number} x @param {number} base @param {number} rise */
function cone(scene, x, base, rise) {
  const { canvas, unit } = scene;
  const w = rise * 1.1;
  canvas.fill(poly([[x - w, base + 9], [x - w * 0.5, base - rise * 0.42], [x - w * 0.13, base - rise], [x + w * 0.13, base - rise], [x + w * 0.5, base - rise * 0.42], [x + w, base + 9]]),
    (px, py) => mix(scene.tone('#4a3f46', 0.15), scene.tone('#2a2530', 0.3), clamp((px - x) / w * 0.8 + 0.4 + 0.3 * (noise(5, px / unit * 30, py / unit * 8) - 0.5))), { clay: 0.4 });
  canvas.glow(x, base - rise, unit * 0.3, hex('#ff7a2a'), 0.8);
  for (const [dx, length, wide] of [[-0.05, 0.7, 0.03], [0.03, 0.9, 0.04], [0.08, 0.5, 0.025]]) {
    canvas.fill(poly([[x + dx * w, base - rise], [x + (dx + wide) * w, base - rise], [x + (dx * 4 + wide) * w, base - rise * (1 - length)], [x + dx * 4 * w, base - rise * (1 - length)]]), hex('#ff8a32'), { soft: unit * 0.003 });
  }
  const random = scene.moment.fork('smoke');
  for (let i = 0; i < 16; i++) {
    const t = i / 16;
    const r = unit * (0.04 + t * 0.09);
    canvas.fill(ellipse(x + t * unit * 0.25 + random.between(-1, 1) * r * 0.6, base - rise - t * rise * 0.8, r, r * 0.85), mix(hex('#5b4a52'), scene.mid, t * 0.7), { soft: r * 0.3, alpha: 0.6 - t * 0.3, clay: 0.5 });
  }
}

/** Rolling ground in four waves, the nearest with blades and blossoms. @param {Scene} scene @param {string | undefined} colour @param {string[]} [own] @param {boolean} [alive] */
export function meadow(scene, colour, own = ['#a9c77a', '#8ab860', '#6aa54c', '#4d8f3f'], alive = true) {
  const { canvas, unit, height, horizon, wish } = scene;
  const seed = scene.random.fork('meadow').word();
  if (alive) farHills(scene, seed);
  const autumn = alive && wish.extras.includes('autumn') ? ['#d9b36a', '#cf9a4e', '#b8803c', '#94652f'] : own;
  for (let layer = 0; layer < 4; layer++) {
    const t = layer / 3;
    const base = lerp(horizon, horizon + (height - horizon) * 0.5, t * t);
    const line = ridge(scene, seed + layer * 7, base + unit * 0.02, unit * (0.07 + 0.05 * t), 1.1 - t * 0.3);
    const near = scene.tone(scene.tinted(colour, autumn[layer], 0.75), 0.42 * (1 - t));
    const far = scene.tone(scene.tinted(colour, autumn[Math.max(0, layer - 1)], 0.7), 0.55 * (1 - t));
    const deep = alive ? scale(near, 0.62) : mix(near, canvas.light.dark, 0.3);
    const under = t < 1 ? lerp(horizon, horizon + (height - horizon) * 0.5, ((layer + 1) / 3) * ((layer + 1) / 3)) + unit * 0.08 : undefined;
    canvas.fill(below(scene, line, under), (x, y) => {
      const depth = clamp((y - base + unit * 0.03) / (unit * 0.34));
      const blades = scene.flat || !alive ? 0 : (noise(seed + layer, (x / unit) * 160, (y / unit) * (22 + 20 * t)) - 0.5) * (0.06 + 0.16 * t * depth);
      const patches = scene.flat ? 0 : (fbm(seed + 3, (x / unit) * 4, (y / unit) * 9, 3) - 0.5) * 0.3;
      const c = mix(mix(far, near, smooth(0, 0.35, depth)), deep, smooth(0.35, 1.2, depth) * 0.75);
      return scale(c, 1 + blades + patches);
    });
  }
  if (!alive) return;
  if (wish.extras.includes('flowers') || wish.extras.includes('spring') || scene.random.fork('dots').between() < 0.6) dots(scene);
}

/** Blue hills and a line of trees where the meadow ends: without them the horizon is a ruler's edge. @param {Scene} scene @param {number} seed */
function farHills(scene, seed) {
  const { canvas, unit, width, horizon } = scene;
  if (scene.wish.places.some(({ kind }) => ['mountain', 'volcano', 'city', 'snow'].includes(kind))) return;
  for (const [rise, distance, lift] of [[0.2, 0.74, 0.03], [0.13, 0.56, 0.015]]) {
    const line = ridge(scene, seed + 40 + rise * 100, horizon - unit * lift + unit * 0.04, unit * rise, 1.3);
    const hill = scene.tone('#5f8a72', distance);
    canvas.fill(below(scene, line, horizon + unit * 0.1), (_, y) => mix(hill, scene.haze, smooth(horizon - unit * 0.12, horizon + unit * 0.04, y) * 0.6));
  }
  const random = scene.random.fork('far trees');
  for (let x = random.between(0, 0.1) * unit; x < width; x += unit * random.between(0.01, 0.16)) {
    const r = unit * random.between(0.009, 0.02);
    const y = horizon + unit * 0.012;
    canvas.fill([ellipse(x, y - r, r, r * 0.95), ellipse(x + r * 0.9, y - r * 0.6, r * 0.7, r * 0.65), ellipse(x - r * 0.9, y - r * 0.6, r * 0.75, r * 0.65)], scene.tone(scale(hex('#4c8050'), random.between(0.85, 1.15)), 0.45), { clay: 0.8 });
  }
}

/** @param {Scene} scene */
function dots(scene) {
  const random = scene.random.fork('blossoms');
  const { canvas, width, height, unit, horizon } = scene;
  const colours = ['#ffffff', '#ffe27a', '#ff9db8', '#e8716d', '#b9a2f0'].map((name) => scene.tone(name));
  const count = Math.min(900, Math.round((width / unit) * 220));
  for (let i = 0; i < count; i++) {
    const t = random.between();
    const y = lerp(horizon + (height - horizon) * 0.4, height, t);
    const r = unit * (0.0016 + 0.0042 * t) * random.between(0.6, 1.2);
    canvas.fill(ellipse(random.between(0, width), y, r, r * 0.8), random.pick(colours), { alpha: 0.85 });
  }
}

/** Dunes with a lit and a shaded side, ripples in front. @param {Scene} scene @param {string | undefined} colour */
export function desert(scene, colour) {
  const { canvas, unit, height, horizon } = scene;
  const seed = scene.random.fork('desert').word();
  for (let layer = 0; layer < 4; layer++) {
    const t = layer / 3;
    const base = lerp(horizon, horizon + (height - horizon) * 0.62, t);
    const line = ridge(scene, seed + layer * 5, base, unit * (0.1 + 0.1 * t), 1.2 - t * 0.4);
    const sand = scene.tone(scene.tinted(colour, ['#f0c488', '#eeb66f', '#e8a65c', '#dc954c'][layer], 0.7), 0.45 * (1 - t));
    const shade = mix(scale(sand, 0.66), canvas.light.dark, 0.18);
    canvas.fill(below(scene, line), (x, y) => {
      const slope = fbm(seed + layer * 5, ((x + 14) / unit) * (1.2 - t * 0.4), 0.5, 4) - fbm(seed + layer * 5, ((x - 14) / unit) * (1.2 - t * 0.4), 0.5, 4);
      const lit = clamp(0.66 - slope * (3 + 5 * t) * (scene.canvas.light.x > 0 ? 1 : -1));
      const wave = (y / unit) * 46 + 7 * fbm(seed + 2, (x / unit) * 2.5, (y / unit) * 5, 3);
      const ripple = scene.flat ? 0 : (Math.abs((wave - Math.floor(wave)) * 2 - 1) - 0.5) * 0.1 * t;
      return scale(mix(shade, sand, lit), 1 + ripple - smooth(0, 1, (y - base) / unit) * 0.25);
    });
  }
}

/** @param {Scene} scene */
export function snowfield(scene) {
  meadow(scene, undefined, ['#d3e0ef', '#dfe9f4', '#eaf1f9', '#f7fafd'], false);
}

/** A lane that runs to the horizon. @param {Scene} scene */
export function road(scene) {
  const { canvas, width, height, unit, horizon } = scene;
  const x = width * 0.5;
  const y0 = horizon + unit * 0.05;
  canvas.fill(poly([[x - unit * 0.01, y0], [x + unit * 0.01, y0], [x + unit * 0.46, height + 3], [x - unit * 0.46, height + 3]]), (px, py) => scale(scene.tone('#5b5d66', 0.25 * (1 - (py - y0) / (height - y0))), 0.95 + 0.1 * noise(3, px, py)));
  for (let i = 0; i < 9; i++) {
    const [a, b] = [(i / 9) * (i / 9), ((i + 0.5) / 9) * ((i + 0.5) / 9)];
    const [p, q] = [lerp(y0, height, a), lerp(y0, height, b)];
    canvas.fill(poly([[x - unit * 0.012 * a, p], [x + unit * 0.012 * a, p], [x + unit * 0.012 * b, q], [x - unit * 0.012 * b, q]]), scene.tone('#f0e8c8'));
  }
}
