// @ts-check
// What stands on the ground and does not move: plants, houses, towers, castles; single ones, woods of them, and whole cities.

import { NAMED, WHITE, hex, mix, scale } from './colour.js';
import { clamp, lerp } from './math.js';
import { blob, ellipse, limb, poly, rect, round } from './shape.js';

/** @typedef {import('./brush.js').Brush} Brush */
/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {{colour?: string, flying?: boolean, water?: boolean}} How */

const LAMP = hex('#ffd98a');

/** @param {Brush} b @param {number} x @param {number} y @param {number} w @param {number} h */
function pane(b, x, y, w, h) {
  b.put(rect(x, y, w, h), b.scene.dark ? LAMP : hex('#6f93a8'), { clay: 0.2, raw: b.scene.dark });
  if (b.scene.dark) b.glow(x + w / 2, y + h / 2, w * 2.4, LAMP, 0.4);
}

/** @type {Record<string, (b: Brush, how: How) => void>} */
export const BUILDS = {
  tree(b, { colour }) {
    const season = b.scene.wish.extras;
    const own = season.includes('autumn') ? b.random.pick(['#d9772e', '#c9502e', '#e0a53a']) : season.includes('spring') ? '#f2a9c0' : b.random.pick(['#4f9a48', '#5da85a', '#3f8a4a']);
    const leaf = b.scene.pick(colour, own);
    b.put([...limb([[0, 0], [0.01, -0.3], [-0.02, -0.55]], 0.06, 0.035), ...limb([[0, -0.34], [0.15, -0.55]], 0.03, 0.02), ...limb([[0, -0.3], [-0.16, -0.52]], 0.028, 0.018)], '#6b4a30', { clay: 0.9 });
    for (const [k, list] of /** @type {[number, number[][]][]} */ ([[0.72, [[-0.24, -0.56, 0.2], [0.24, -0.55, 0.2], [0, -0.52, 0.2]]], [0.9, [[-0.16, -0.68, 0.22], [0.18, -0.68, 0.21], [0.02, -0.62, 0.2]]], [1.06, [[-0.06, -0.82, 0.2], [0.1, -0.84, 0.16], [-0.2, -0.74, 0.13]]]])) {
      b.put(list.map(([x, y, r]) => ellipse(x, y, r, r * 0.86)), scale(leaf, k), { clay: 1 });
    }
    for (let i = 0; i < 34; i++) { const [x, y] = [b.random.between(-0.36, 0.36), b.random.between(-0.98, -0.46)]; if (x * x / 0.14 + (y + 0.7) * (y + 0.7) / 0.09 < 0.9) b.put(ellipse(x, y, 0.03, 0.022), scale(leaf, b.random.between(0.85, 1.3)), { clay: 0, alpha: 0.6 }); }
  },
  pine(b, { colour }) {
    const leaf = b.scene.pick(colour, '#2f6b4a');
    const white = b.scene.wish.weather.includes('snowing') || b.scene.wish.places.some((place) => place.kind === 'snow');
    b.put(rect(-0.03, -0.14, 0.06, 0.14), '#5c4030');
    for (let i = 0; i < 4; i++) {
      const y = -0.1 - i * 0.21;
      const w = 0.3 - i * 0.062;
      b.put(poly([[-w, y], [-w * 0.5, y - 0.055], [0, y + 0.02], [w * 0.5, y - 0.055], [w, y], [w * 0.28, y - 0.24], [0, y - 0.33], [-w * 0.28, y - 0.24]]), scale(leaf, 0.85 + i * 0.08), { clay: 0.9 });
      if (white) b.put(poly([[-w * 0.3, y - 0.2], [0, y - 0.33], [w * 0.3, y - 0.2], [w * 0.1, y - 0.23], [-w * 0.1, y - 0.2]]), '#f4f8fc', { clay: 0.5 });
    }
  },
  palm(b, { colour }) {
    b.put(limb([[0, 0], [0.05, -0.4], [0.02, -0.8]], 0.05, 0.03), '#94704a', { clay: 0.9 });
    for (const [dx, dy, k] of [[-0.4, 0.12, 0.75], [0.44, 0.14, 0.75], [-0.36, -0.12, 1], [0.4, -0.1, 1], [-0.12, -0.24, 1.1], [0.18, -0.22, 1.1]]) {
      b.put(blob([[0.02, -0.8], [0.02 + dx * 0.5, -0.86 + dy * 0.4 - 0.06], [0.02 + dx, -0.8 + dy], [0.02 + dx * 0.55, -0.78 + dy * 0.5]]), scale(b.scene.pick(colour, '#4c9a52'), k), { clay: 0.8 });
    }
    for (const x of [-0.02, 0.06]) b.put(ellipse(x, -0.77, 0.04), '#7a5230');
  },
  cactus(b, { colour }) {
    const main = b.scene.pick(colour, '#4f8f5a');
    b.put([...limb([[0, -0.02], [0, -0.9]], 0.12, 0.11), ...limb([[0, -0.4], [-0.27, -0.44], [-0.28, -0.7]], 0.07), ...limb([[0, -0.3], [0.26, -0.34], [0.27, -0.58]], 0.065)], main, { clay: 1 });
    for (const x of [-0.05, 0, 0.05]) b.put(limb([[x, -0.06], [x, -0.9]], 0.005), scale(main, 0.75), { clay: 0, alpha: 0.7 });
    for (const [x, y] of [[0, -1.02], [-0.28, -0.78]]) b.put(ellipse(x, y, 0.05, 0.04), '#e8618f');
  },
  flower(b, { colour }) {
    const petal = b.scene.pick(colour, b.random.pick(['#e8617a', '#f2b63f', '#b06be0', '#f4f0ea', '#e8764a']));
    b.put(limb([[0, 0], [0.03, -0.35], [0, -0.68]], 0.022, 0.018), '#4f8f45');
    b.put([blob([[0.02, -0.2], [0.2, -0.38], [0.32, -0.34], [0.16, -0.2]]), blob([[0, -0.12], [-0.18, -0.3], [-0.3, -0.28], [-0.14, -0.13]])], '#5fa552', { clay: 0.9 });
    for (const [ring, r, wide] of [[0, 0.2, 0.095], [0.5, 0.145, 0.085]]) {
      for (let i = 0; i < 8; i++) {
        const t = (i + ring) / 8;
        b.put(ellipse(r * [1, 0.71, 0, -0.71, -1, -0.71, 0, 0.71][i] + ring * 0.02, -0.76 + r * [0, 0.71, 1, 0.71, 0, -0.71, -1, -0.71][i], r * 0.72, wide * 0.85, t), mix(petal, WHITE, ring * 0.35), { clay: 0.9 });
      }
    }
    b.put(ellipse(0, -0.76, 0.085), '#e8a72e');
  },
  mushroom(b, { colour }) {
    const cap = b.scene.pick(colour, '#cf3f34');
    b.put(blob([[-0.13, -0.5], [-0.17, -0.05], [0, 0], [0.17, -0.05], [0.13, -0.5]]), '#f3e7d2', { clay: 1 });
    b.put(ellipse(0, -0.47, 0.36, 0.08), '#e2cfb0', { clay: 0.4 });
    b.put(blob([[-0.46, -0.46], [-0.36, -0.76], [0, -0.96], [0.36, -0.76], [0.46, -0.46], [0, -0.52]]), cap, { clay: 1 });
    for (const [x, y, r] of [[-0.2, -0.66, 0.06], [0.06, -0.8, 0.065], [0.24, -0.6, 0.05], [0, -0.6, 0.04]]) b.put(ellipse(x, y, r, r * 0.8), '#fbf4e6', { clay: 0.5 });
  },
  house(b, { colour }) {
    const wall = b.scene.pick(colour, b.random.pick(['#f0dfc0', '#e8c9a8', '#f4efe4', '#d9b9a0']));
    const roof = b.random.pick(['#b5503c', '#8a4638', '#5a6478', '#9a6a3c']);
    b.put(rect(0.2, -0.97, 0.1, 0.28), '#8a5f4a');
    for (let i = 0; i < 4; i++) b.put(ellipse(0.26 + i * 0.06, -1.04 - i * 0.1, 0.05 + i * 0.02, 0.045 + i * 0.016), '#f2f0ee', { alpha: 0.55 - i * 0.11, soft: 0.02 });
    b.put(rect(-0.4, -0.5, 0.8, 0.5), wall, { clay: 0.5 });
    b.put(poly([[-0.5, -0.46], [0, -0.9], [0.5, -0.46]]), roof, { clay: 0.6 });
    b.put(poly([[-0.5, -0.46], [0.5, -0.46], [0.47, -0.42], [-0.47, -0.42]]), scale(hex(roof), 0.6), { clay: 0 });
    b.put(round(-0.08, -0.3, 0.17, 0.3, 0.04), '#7a4a30');
    b.put(ellipse(0.06, -0.14, 0.014), '#e8c860', { clay: 0 });
    for (const x of [-0.33, 0.17]) { b.put(rect(x - 0.012, -0.372, 0.184, 0.184), '#fbf6ea', { clay: 0.2 }); pane(b, x, -0.36, 0.16, 0.16); b.put([rect(x + 0.072, -0.36, 0.016, 0.16), rect(x, -0.288, 0.16, 0.016)], '#fbf6ea', { clay: 0 }); }
    b.put(ellipse(0, -0.62, 0.075), '#fbf6ea', { clay: 0 });
    b.put(ellipse(0, -0.62, 0.055), b.scene.dark ? LAMP : hex('#6f93a8'), { clay: 0.2, raw: b.scene.dark });
    for (const x of [-0.42, -0.3, 0.34, 0.44]) b.put(ellipse(x, -0.04, 0.1, 0.085), '#4f8f48', { clay: 1 });
  },
  castle(b, { colour }) {
    const wall = b.scene.pick(colour, '#cfc6b8');
    const roof = b.scene.pick(colour === 'blue' ? 'purple' : undefined, b.random.pick(['#4a6aa8', '#a8485a', '#5a4a8a']));
    const tower = (/** @type {number} */ x, /** @type {number} */ w, /** @type {number} */ h, /** @type {boolean} */ pointed, k = 1) => {
      b.put(rect(x - w / 2, -h, w, h), scale(wall, k), { clay: 0.8 });
      b.put(rect(x - w * 0.6, -h - 0.02, w * 1.2, 0.05), scale(wall, k * 0.88), { clay: 0.4 });
      if (pointed) { b.put(poly([[x - w * 0.66, -h], [x, -h - w * 1.7], [x + w * 0.66, -h]]), roof, { clay: 0.8 }); b.put([rect(x - 0.004, -h - w * 1.7 - 0.1, 0.008, 0.11), poly([[x, -h - w * 1.7 - 0.1], [x + 0.09, -h - w * 1.7 - 0.075], [x, -h - w * 1.7 - 0.05]])], '#d9463c', { clay: 0 }); }
      else for (let i = 0; i < 4; i++) b.put(rect(x - w * 0.6 + (i * w * 1.2) / 3.5, -h - 0.06, w * 0.18, 0.05), scale(wall, k), { clay: 0.3 });
      pane(b, x - 0.02, -h + 0.09, 0.04, 0.075);
    };
    tower(0.16, 0.15, 0.8, true, 0.84);
    tower(-0.14, 0.15, 0.72, true, 0.84);
    b.put(rect(-0.5, -0.4, 1, 0.4), scale(wall, 0.95), { clay: 0.5 });
    for (let i = 0; i < 9; i++) b.put(rect(-0.5 + i * 0.117, -0.46, 0.065, 0.07), scale(wall, 0.95), { clay: 0.3 });
    tower(0, 0.2, 0.62, true);
    tower(-0.5, 0.19, 0.56, true);
    tower(0.5, 0.19, 0.56, true);
    for (let i = 0; i < 40; i++) b.put(rect(b.random.between(-0.5, 0.44), -b.random.between(0.03, 0.37), 0.05, 0.02), scale(wall, b.random.between(0.82, 1.05)), { clay: 0, alpha: 0.5 });
    b.put([ellipse(0, -0.2, 0.085, 0.1), rect(-0.085, -0.2, 0.17, 0.2)], '#4a342a', { clay: 0.4 });
    for (const x of [-0.28, 0.28]) pane(b, x - 0.025, -0.27, 0.05, 0.09);
  },
  lighthouse(b, { colour }) {
    const stripe = b.scene.pick(colour, '#cf4338');
    b.put(poly([[-0.3, 0.02], [-0.2, -0.09], [0.22, -0.08], [0.32, 0.02]]), '#6f6a68', { clay: 0.8 });
    b.put(poly([[-0.14, -0.05], [-0.085, -0.78], [0.085, -0.78], [0.14, -0.05]]), '#f6f2ea', { clay: 0.9 });
    for (const t of [0.12, 0.46, 0.8]) { const w = (/** @type {number} */ s) => 0.14 - 0.055 * s; const y = (/** @type {number} */ s) => -0.05 - 0.73 * s; b.put(poly([[-w(t), y(t)], [-w(t + 0.17), y(t + 0.17)], [w(t + 0.17), y(t + 0.17)], [w(t), y(t)]]), stripe, { clay: 0.6 }); }
    b.put(rect(-0.12, -0.8, 0.24, 0.035), '#3a3d46');
    b.put(rect(-0.065, -0.91, 0.13, 0.11), LAMP, { raw: true, clay: 0.3 });
    b.put(poly([[-0.1, -0.91], [0, -1.02], [0.1, -0.91]]), stripe, { clay: 0.8 });
    b.glow(0, -0.86, b.scene.dark ? 0.6 : 0.25, LAMP, 0.8);
    if (b.scene.dark) for (const k of [-1, 1]) b.put(poly([[k * 0.04, -0.88], [k * 1.9, -1.16], [k * 1.9, -0.66], [k * 0.04, -0.84]]), LAMP, { alpha: 0.2, soft: 0.03, clay: 0, raw: true });
    b.put(round(-0.035, -0.2, 0.07, 0.13, 0.03), '#5a3a2a');
  },
  windmill(b, { colour }) {
    b.put(poly([[-0.22, 0], [-0.13, -0.66], [0.13, -0.66], [0.22, 0]]), b.scene.pick(colour, '#efe4d0'), { clay: 0.9 });
    b.put(blob([[-0.16, -0.64], [-0.1, -0.78], [0.1, -0.78], [0.16, -0.64]]), '#8a4a3a', { clay: 0.9 });
    b.put(round(-0.06, -0.2, 0.12, 0.2, 0.05), '#6a4630');
    pane(b, -0.04, -0.45, 0.08, 0.09);
    for (let i = 0; i < 4; i++) {
      const [c, s] = [[0.87, 0.5], [-0.5, 0.87], [-0.87, -0.5], [0.5, -0.87]][i];
      const at = (/** @type {number} */ u, /** @type {number} */ v) => /** @type {[number, number]} */ ([u * c - v * s, -0.68 + u * s + v * c]);
      b.put(poly([at(0.02, -0.008), at(0.46, -0.008), at(0.46, 0.008), at(0.02, 0.008)]), '#5a4030', { clay: 0 });
      b.put(poly([at(0.1, 0.008), at(0.46, 0.008), at(0.46, 0.1), at(0.1, 0.1)]), '#fbf6ea', { clay: 0.4 });
    }
    b.put(ellipse(0, -0.68, 0.035), '#5a4030');
  },
  tower(b, { colour }) {
    const wall = b.scene.pick(colour, '#c8503f');
    for (let i = 0; i < 5; i++) {
      const y = -i * 0.19;
      const w = 0.26 - i * 0.035;
      b.put(rect(-w, y - 0.15, w * 2, 0.15), mix(wall, hex('#f4e6cc'), 0.55), { clay: 0.5 });
      for (let k = -1; k <= 1; k++) pane(b, k * w * 0.6 - 0.025, y - 0.11, 0.05, 0.07);
      b.put(blob([[-w - 0.13, y - 0.12], [-w, y - 0.17], [0, y - 0.22], [w, y - 0.17], [w + 0.13, y - 0.12], [w, y - 0.14], [-w, y - 0.14]]), scale(wall, 0.8), { clay: 0.7 });
    }
    b.put(limb([[0, -0.94], [0, -1.12]], 0.014, 0.006), '#e0b04a');
  },
  bridge(b, { colour }) {
    const main = b.scene.pick(colour, '#b8473a');
    b.put(rect(-1.6, -0.33, 3.2, 0.055), main, { clay: 0.5 });
    for (const x of [-0.75, 0.75]) b.put([rect(x - 0.055, -1, 0.04, 1.02), rect(x + 0.015, -1, 0.04, 1.02), rect(x - 0.055, -0.95, 0.11, 0.04), rect(x - 0.055, -0.62, 0.11, 0.035)], main, { clay: 0.6 });
    const sag = (/** @type {number} */ x) => (Math.abs(x) < 0.75 ? -0.4 - 0.58 * (x / 0.75) * (x / 0.75) : -0.98 + (Math.abs(x) - 0.75) * 0.75);
    for (let i = 0; i < 64; i++) {
      const [p, q] = [-1.6 + i * 0.05, -1.55 + i * 0.05];
      b.put(limb([[p, sag(p)], [q, sag(q)]], 0.012), main, { clay: 0 });
      if (i % 2 === 0) b.put(rect(p, sag(p), 0.006, -0.33 - sag(p)), main, { clay: 0, alpha: 0.8 });
    }
  },
};

/** Rows of trees, each nearer and darker. @param {Scene} scene @param {string | undefined} colour @param {(kind: string, x: number, y: number, size: number, distance: number, colour?: string) => void} plant */
export function woods(scene, colour, plant) {
  const random = scene.random.fork('woods');
  const pines = scene.wish.weather.includes('snowing') || random.between() < 0.55;
  for (let row = 0; row < 4; row++) {
    const t = row / 3;
    const size = scene.unit * lerp(0.16, 0.5, t * t);
    const y = lerp(scene.horizon + scene.unit * 0.02, scene.horizon + (scene.height - scene.horizon) * 0.36, t);
    for (let x = -size * 0.2 + random.between(0, size * 0.3); x < scene.width + size * 0.3; x += size * random.between(0.3, 0.52) * (pines ? 0.75 : 1.2)) {
      // A clearing in the middle of the nearest row, for whoever stands there.
      if (row === 3 && Math.abs(x - scene.width / 2) < scene.unit * 0.42) continue;
      const kind = (random.between() < 0.75) === pines ? 'pine' : 'tree';
      plant(kind, x, y + random.between(-0.02, 0.03) * scene.unit, size * random.between(0.75, 1.2), clamp(0.62 - t * 0.55), colour);
    }
  }
}

/** A city in rows. @param {Scene} scene @param {string | undefined} colour @param {boolean} high the viewer is above it */
export function city(scene, colour, high) {
  const { canvas, width, height, unit, horizon } = scene;
  const random = scene.random.fork('city');
  const own = ['#b9a58f', '#a08a80', '#8f9aa8', '#c2b29a', '#97857a', '#7f8d9c', '#b58d74'];
  const rows = high ? 6 : 4;
  const bottom = high ? height : horizon + unit * 0.05;
  const green = ['green', 'emerald', 'olive', 'lime', '绿'].includes(colour ?? '');
  for (let row = 0; row < rows; row++) {
    const t = row / (rows - 1);
    const foot = lerp(horizon + unit * 0.02, bottom + (high ? unit * 0.24 : 0), t * t);
    const distance = 0.66 * (1 - t) + 0.03;
    for (let x = -unit * 0.05; x < width + unit * 0.05;) {
      const w = unit * random.between(0.055, 0.11) * lerp(0.75, high ? 1.9 : 1.25, t);
      const centre = 1 - Math.abs(x / width - 0.5);
      const h = unit * random.between(0.1, 0.32) * lerp(1.05, high ? 1.3 : 0.95, t) * (0.5 + centre * 0.7) * (high && t > 0.8 ? 0.75 : 1);
      const base = colour && NAMED[colour] ? mix(hex(random.pick(own)), scale(hex(NAMED[colour]), random.between(0.75, 1.15)), 0.62) : hex(random.pick(own));
      block(scene, random, x, foot, w, h, base, distance, green);
      x += w * random.between(1.0, 1.12);
    }
    if (green) for (let x = 0; x < width; x += unit * random.between(0.03, 0.07)) {
      const r = unit * random.between(0.012, 0.026) * lerp(0.8, 2, t);
      canvas.fill([ellipse(x, foot - r * 0.4, r, r), ellipse(x + r, foot - r * 0.2, r * 0.8, r * 0.8), ellipse(x - r * 0.9, foot, r * 0.8, r * 0.7)], scene.tone(scale(hex('#4f9d52'), random.between(0.75, 1.15)), distance), { clay: 0.9 });
    }
  }
}

/** @param {Scene} scene @param {import('../random.js').Random} random @param {number} x @param {number} foot @param {number} w @param {number} h
 *  @param {import('./colour.js').Colour} base @param {number} distance @param {boolean} green */
function block(scene, random, x, foot, w, h, base, distance, green) {
  const { canvas, unit, height } = scene;
  const top = foot - h;
  const front = scene.tone(base, distance);
  const side = canvas.light.x > 0 ? 0 : 1;
  const dim = mix(scale(front, 0.66), canvas.light.dark, 0.15);
  const tall = Math.min(height + 20, foot + unit * 0.4);
  canvas.fill(rect(x, top, w, tall - top), (_, py) => mix(front, mix(dim, scene.haze, distance * 0.4), clamp((py - top) / (h * 1.3)) * 0.55));
  canvas.fill(rect(x + (side ? w * 0.72 : 0), top, w * 0.28, tall - top), dim, { alpha: 0.55 });
  const kind = random.integer(0, 5);
  if (kind === 0) canvas.fill(poly([[x, top], [x + w / 2, top - w * 0.55], [x + w, top]]), scale(front, 0.8));
  else if (kind === 1) { canvas.fill(rect(x + w * 0.2, top - w * 0.28, w * 0.6, w * 0.3), front); canvas.fill(rect(x + w * 0.47, top - w * 0.9, w * 0.06, w * 0.64), dim); }
  else if (kind === 2) canvas.fill(ellipse(x + w / 2, top, w * 0.42, w * 0.34), scale(front, 0.9), { clay: 0.8 });
  else canvas.fill(rect(x - w * 0.03, top - unit * 0.004, w * 1.06, unit * 0.009), scale(front, 1.1));
  if (green && kind > 2) for (let i = 0; i < 4; i++) canvas.fill(ellipse(x + w * (0.15 + i * 0.23), top - w * 0.04, w * 0.15, w * 0.12), scene.tone(scale(hex('#58a851'), random.between(0.8, 1.2)), distance), { clay: 0.9 });
  const cell = Math.max(4, w / 5.2);
  const glass = scene.dark ? LAMP : mix(scale(front, 0.58), scene.mid, 0.35);
  for (let wy = top + cell * 0.7; wy < Math.min(foot, height); wy += cell * 1.25) {
    for (let i = 0; i < 4; i++) {
      const lit = random.between();
      if (scene.dark ? lit > 0.5 : lit > 0.93) continue;
      canvas.fill(rect(x + w * 0.12 + i * w * 0.2, wy, w * 0.12, cell * 0.62), scene.dark ? mix(glass, scene.haze, distance * 0.55) : mix(glass, WHITE, lit > 0.8 ? 0.5 : lit * 0.15), { alpha: scene.dark ? 0.55 + lit * 0.8 : 0.85 });
    }
  }
}
