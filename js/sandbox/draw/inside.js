// @ts-check
// Places without a sky: under water, and a table by a window.

import { BLACK, WHITE, hex, mix, scale } from './colour.js';
import { below, ridge } from './land.js';
import { smooth } from './math.js';
import { fbm } from './noise.js';
import { ellipse, poly } from './shape.js';

/** @typedef {import('./scene.js').Scene} Scene */

/** The deep: light from above, sand below, weed and bubbles. @param {Scene} scene */
export function underwater(scene) {
  const { canvas, width, height, unit } = scene;
  const seed = scene.moment.fork('deep').word();
  const [top, mid, low] = scene.dark ? ['#0d3a66', '#082548', '#04142c'].map(hex) : ['#7fdbe6', '#2187b4', '#0b3f74'].map(hex);
  canvas.each((x, y) => {
    const t = y / height;
    const base = t < 0.4 ? mix(top, mid, smooth(0, 0.4, t)) : mix(mid, low, smooth(0.4, 1, t));
    const slant = (x + y * 0.45) / unit;
    const ray = smooth(0.5, 0.82, fbm(seed, slant * 4.2, t * 0.35, 3)) * (1 - t) * 0.55;
    return mix(base, WHITE, ray * (scene.dark ? 0.4 : 1));
  });
  const line = ridge(scene, seed, height * 0.9, unit * 0.1, 1.4);
  canvas.fill(below(scene, line), (x, y) => scale(mix(hex('#d8c58c'), mid, 0.5), 0.75 + 0.4 * fbm(seed + 2, (x / unit) * 8, (y / unit) * 24, 4)), { soft: 2 });
  const random = scene.moment.fork('weed');
  for (let i = 0; i < Math.round((width / unit) * 13); i++) {
    const x = random.between(0, width);
    const tall = unit * random.between(0.08, 0.3);
    const colour = mix(hex(random.pick(['#2f8a5a', '#5aa84a', '#c9577a', '#e08a4a'])), mid, 0.25);
    for (let k = 0; k < 3; k++) {
      const lean = random.between(-0.3, 0.3) * tall;
      canvas.fill(poly([[x - unit * 0.008 + k * 4, height * 0.93], [x + lean * 0.3 + k * 5, height * 0.93 - tall * 0.5], [x + lean + k * 3, height * 0.93 - tall], [x + lean * 0.3 + unit * 0.014 + k * 5, height * 0.93 - tall * 0.5], [x + unit * 0.01 + k * 4, height * 0.93]]), colour, { clay: 0.5 });
    }
  }
  for (let i = 0; i < 40; i++) {
    const r = unit * random.between(0.003, 0.014);
    const [x, y] = [random.between(0, width), random.between(0.05, 0.9) * height];
    canvas.fill(ellipse(x, y, r, r), WHITE, { alpha: 0.22 });
    canvas.fill(ellipse(x - r * 0.3, y - r * 0.3, r * 0.35, r * 0.35), WHITE, { alpha: 0.7 });
  }
}

/** A table by a window. @param {Scene} scene @param {string | undefined} colour */
export function room(scene, colour) {
  const { canvas, width, height, unit } = scene;
  const seed = scene.random.fork('room').word();
  const edge = height * 0.66;
  const wall = scene.tone(scene.pick(colour, scene.random.fork('wall').pick(['#c9b79c', '#9fb3ad', '#c4a69a', '#a7afc0'])));
  const wood = scene.tone('#8a5a36');
  canvas.each((x, y) => {
    const side = scene.canvas.light.x > 0 ? x / width : 1 - x / width;
    if (y < edge) return scale(wall, 0.52 + 0.55 * side * (1 - (y / edge) * 0.35) + 0.03 * (fbm(seed, (x / unit) * 6, (y / unit) * 6, 3) - 0.5));
    const t = (y - edge) / (height - edge);
    const grain = fbm(seed + 2, (x / unit) * 2.2, (t * 2.2 + 0.4) * 16, 4);
    return scale(mix(wood, scale(wood, 0.55), grain), 0.75 + 0.5 * side - t * 0.18);
  });
  const x = scene.canvas.light.x > 0 ? width * 0.5 - unit * 0.12 : width * 0.5 - unit * 0.5;
  for (const [i, j] of [[0, 0], [1, 0], [0, 1], [1, 1]]) {
    const [px, py, w, h] = [x + i * unit * 0.27, height * 0.1 + j * unit * 0.25 + i * unit * 0.03, unit * 0.24, unit * 0.22];
    canvas.fill(poly([[px, py], [px + w, py + unit * 0.03], [px + w, py + h + unit * 0.03], [px, py + h]]), mix(scene.sunColour, WHITE, 0.3), { alpha: scene.dark ? 0.14 : 0.34, soft: unit * 0.012 });
  }
  canvas.fill([[0, edge - 1], [width, edge - 1], [width, edge + unit * 0.012], [0, edge + unit * 0.012]], mix(wood, BLACK, 0.45), { alpha: 0.5, soft: unit * 0.006 });
}
