// @ts-check
// Things that people make or pick up: vehicles, fruit, cups, books, lanterns; and people themselves, robots and snowmen.

import { BLACK, WHITE, hex, mix, scale } from './colour.js';
import { TAU, cos, sin } from './math.js';
import { eye } from './birds.js';
import { blob, ellipse, limb, poly, rect, round, star } from './shape.js';

/** @typedef {import('./brush.js').Brush} Brush */
/** @typedef {{colour?: string, flying?: boolean, water?: boolean}} How */

const GLASS = '#bfe3f2';

/** @type {Record<string, (b: Brush, how: How) => void>} */
export const THINGS = {
  boat(b, { colour }) {
    const hull = b.scene.pick(colour, b.random.pick(['#b5473c', '#2f6f9f', '#e0b04a', '#3d8a6a']));
    b.put(rect(-0.02, -1.0, 0.026, 0.8), '#6b4a30');
    b.put(blob([[0.03, -0.97], [0.2, -0.7], [0.42, -0.3], [0.2, -0.27], [0.03, -0.28], [0.05, -0.6]]), '#fbf6ea', { clay: 0.7 });
    b.put(blob([[-0.05, -0.88], [-0.14, -0.6], [-0.34, -0.3], [-0.16, -0.27], [-0.05, -0.28]]), mix(hull, WHITE, 0.55), { clay: 0.7 });
    b.put(poly([[0.004, -1.0], [0.15, -0.96], [0.004, -0.92]]), hull);
    b.put(poly([[-0.52, -0.23], [0.55, -0.23], [0.4, 0.02], [-0.38, 0.02]]), hull, { clay: 0.9 });
    b.put(poly([[-0.53, -0.24], [0.56, -0.24], [0.54, -0.18], [-0.5, -0.18]]), mix(hull, WHITE, 0.75), { clay: 0.2 });
  },
  car(b, { colour }) {
    const main = b.scene.pick(colour, b.random.pick(['#d2463c', '#3f7fc4', '#e8b93f', '#4f9d7a']));
    b.put(blob([[-0.34, -0.36], [-0.22, -0.64], [0.16, -0.66], [0.36, -0.38]]), scale(main, 0.92), { clay: 0.8 });
    b.put(poly([[-0.26, -0.4], [-0.18, -0.59], [-0.01, -0.6], [-0.01, -0.4]]), GLASS, { clay: 0.4 });
    b.put(poly([[0.03, -0.4], [0.03, -0.6], [0.15, -0.6], [0.29, -0.4]]), GLASS, { clay: 0.4 });
    b.put(round(-0.58, -0.43, 1.16, 0.31, 0.12), main, { clay: 1 });
    b.put(rect(-0.57, -0.2, 1.14, 0.03), scale(main, 0.7), { clay: 0 });
    for (const x of [-0.32, 0.33]) { b.put(ellipse(x, -0.13, 0.135), '#26242a'); b.put(ellipse(x, -0.13, 0.07), '#c9cdd4'); }
    b.put(ellipse(0.53, -0.32, 0.045, 0.05), '#fff3c4', { clay: 0 });
    if (b.scene.dark) b.glow(0.56, -0.32, 0.32, hex('#ffe9a8'), 0.7);
    b.put(ellipse(-0.55, -0.32, 0.03, 0.045), '#d2362f', { clay: 0 });
  },
  train(b, { colour }) {
    const main = b.scene.pick(colour, '#b0392f');
    for (const x of [-1.15, -2.25]) {
      b.put(round(x - 0.48, -0.62, 0.98, 0.5, 0.05), mix(main, hex('#3a6a8a'), x < -2 ? 0.85 : 0.4), { clay: 0.7 });
      for (let i = 0; i < 4; i++) b.put(round(x - 0.4 + i * 0.22, -0.52, 0.15, 0.17, 0.02), b.scene.dark ? hex('#ffd98a') : hex(GLASS), { clay: 0.2, raw: b.scene.dark });
      for (const dx of [-0.3, 0.3]) b.put(ellipse(x + dx, -0.09, 0.1), '#2b2a30');
    }
    b.put([round(-0.5, -0.86, 0.42, 0.74, 0.05), round(-0.2, -0.6, 0.78, 0.38, 0.16)], main, { clay: 0.9 });
    b.put(rect(-0.56, -0.9, 0.54, 0.07), '#2b2a30');
    b.put(round(-0.42, -0.76, 0.26, 0.22, 0.03), GLASS, { clay: 0.3 });
    b.put(poly([[0.3, -0.58], [0.26, -0.88], [0.46, -0.88], [0.42, -0.58]]), '#2b2a30');
    b.put(ellipse(0.05, -0.6, 0.08, 0.09), '#e0b04a');
    b.put(poly([[0.5, -0.26], [0.78, -0.02], [0.46, -0.02]]), '#4a4850');
    for (const x of [-0.34, -0.02, 0.3]) { b.put(ellipse(x, -0.1, 0.12), '#2b2a30'); b.put(ellipse(x, -0.1, 0.05), '#e0b04a'); }
    for (let i = 0; i < 6; i++) b.put(ellipse(0.34 - i * i * 0.06, -1.0 - i * 0.13, 0.1 + i * 0.035, 0.085 + i * 0.03), '#f4f1ee', { alpha: 0.75 - i * 0.08, soft: 0.02 });
  },
  plane(b, { colour }) {
    const main = b.scene.pick(colour, '#f2f2f0');
    b.put(poly([[-0.5, -0.5], [-0.72, -0.86], [-0.58, -0.86], [-0.3, -0.52]]), '#d2463c', { clay: 0.7 });
    b.put(poly([[0.1, -0.5], [-0.2, -0.78], [-0.08, -0.78], [0.28, -0.5]]), scale(main, 0.75));
    b.put(blob([[-0.7, -0.52], [-0.2, -0.6], [0.4, -0.6], [0.72, -0.48], [0.5, -0.36], [0, -0.34], [-0.5, -0.44]]), main, { clay: 1 });
    for (let i = 0; i < 7; i++) b.put(ellipse(-0.3 + i * 0.11, -0.5, 0.027, 0.032), '#4a7aa8', { clay: 0.2 });
    b.put(poly([[0.54, -0.56], [0.66, -0.5], [0.52, -0.48]]), '#4a7aa8', { clay: 0.2 });
    b.put(poly([[0.12, -0.44], [-0.34, -0.08], [-0.16, -0.08], [0.34, -0.42]]), scale(main, 0.92), { clay: 0.8 });
  },
  rocket(b, { colour, flying }) {
    const main = b.scene.pick(colour, '#f1efe9');
    const trim = colour === 'red' ? '#f3efe6' : '#d2463c';
    if (flying) {
      b.glow(0, 0.02, 0.55, hex('#ff9a3a'), 0.75);
      b.put(blob([[-0.13, -0.14], [-0.12, 0.1], [0, 0.42], [0.12, 0.1], [0.13, -0.14]]), hex('#ff8a2a'), { clay: 0, soft: 0.02, raw: true });
      b.put(blob([[-0.07, -0.14], [-0.06, 0.05], [0, 0.22], [0.06, 0.05], [0.07, -0.14]]), hex('#fff2b0'), { clay: 0, soft: 0.012, raw: true });
    }
    for (const k of [-1, 1]) b.put(blob([[k * 0.14, -0.46], [k * 0.34, -0.2], [k * 0.33, 0.0], [k * 0.13, -0.14]]), trim, { clay: 0.9 });
    b.put(blob([[-0.17, -0.16], [-0.22, -0.5], [-0.14, -0.84], [0, -1.06], [0.14, -0.84], [0.22, -0.5], [0.17, -0.16]]), main, { clay: 1 });
    b.put(blob([[-0.135, -0.84], [0, -1.07], [0.135, -0.84], [0, -0.8]]), trim, { clay: 0.9 });
    b.put(ellipse(0, -0.58, 0.1), '#7a828f');
    b.put(ellipse(0, -0.58, 0.073), '#8fd3ea', { clay: 0.5 });
    b.put(blob([[-0.03, -0.34], [0.03, -0.34], [0.035, -0.02], [-0.035, -0.02]]), trim, { clay: 0.9 });
  },
  balloon(b, { colour }) {
    const main = b.scene.pick(colour, b.random.pick(['#e0574a', '#3f8fc4', '#e8a93f', '#8a5fc0']));
    for (const x of [-0.12, 0.12]) b.put(limb([[x, -0.16], [x * 1.6, -0.42]], 0.005), '#6b4a30');
    b.put(blob([[-0.1, -0.34], [-0.36, -0.62], [-0.33, -0.9], [0, -1.06], [0.33, -0.9], [0.36, -0.62], [0.1, -0.34]]), main, { clay: 1 });
    for (const [x, w] of [[-0.2, 0.085], [0, 0.1], [0.2, 0.085]]) b.put(blob([[x * 0.35, -0.35], [x - w, -0.68], [x * 0.9 - w * 0.7, -0.92], [x * 0.25, -1.05], [x * 0.9 + w * 0.7, -0.92], [x + w, -0.68]]), mix(main, hex('#fff3d6'), 0.82), { clay: 0.5, alpha: 0.85 });
    b.put(round(-0.12, -0.17, 0.24, 0.17, 0.03), '#9a6a3c');
    if (b.scene.dark) b.glow(0, -0.45, 0.45, hex('#ffcf7a'), 0.55);
  },
  ufo(b, { colour }) {
    const main = b.scene.pick(colour, '#a9b3c2');
    b.put(poly([[-0.2, -0.3], [0.2, -0.3], [0.55, 0.5], [-0.55, 0.5]]), hex('#baffd8'), { alpha: 0.28, clay: 0, soft: 0.02, raw: true });
    b.put(ellipse(0, -0.52, 0.26, 0.25), '#bdf0e4', { clay: 0.8 });
    b.put(ellipse(0, -0.4, 0.6, 0.16), main, { clay: 1 });
    for (let i = 0; i < 6; i++) { const x = -0.42 + i * 0.168; b.put(ellipse(x, -0.36, 0.04, 0.03), hex('#fff0a0'), { clay: 0, raw: true }); b.glow(x, -0.36, 0.12, hex('#ffe680'), 0.6); }
  },
  bicycle(b, { colour }) {
    const main = b.scene.pick(colour, '#c9463c');
    for (const x of [-0.38, 0.38]) {
      b.put([ellipse(x, -0.27, 0.27), ellipse(x, -0.27, 0.235).reverse()], '#2b2a30', { clay: 0.3 });
      for (let i = 0; i < 6; i++) b.put(limb([[x - 0.24 * cos((i / 12) * TAU), -0.27 - 0.24 * sin((i / 12) * TAU)], [x + 0.24 * cos((i / 12) * TAU), -0.27 + 0.24 * sin((i / 12) * TAU)]], 0.004), '#9a9aa4', { clay: 0 });
    }
    for (const line of [[[-0.38, -0.27], [-0.14, -0.68]], [[-0.14, -0.68], [0.27, -0.68]], [[-0.02, -0.28], [-0.16, -0.76]], [[-0.02, -0.28], [0.27, -0.66]], [[-0.38, -0.27], [-0.02, -0.28]], [[0.38, -0.27], [0.25, -0.84]]]) b.put(limb(/** @type {[number, number][]} */ (line), 0.021), main);
    b.put(limb([[0.25, -0.84], [0.36, -0.88], [0.4, -0.8]], 0.018), '#2b2a30');
    b.put(ellipse(-0.17, -0.79, 0.11, 0.035), '#4a3328');
  },
  cup(b, { colour }) {
    const main = b.scene.pick(colour, b.random.pick(['#e9e2d4', '#4f86b0', '#c65a4a', '#e3b04c']));
    b.put(ellipse(0, -0.03, 0.52, 0.1), mix(main, WHITE, 0.35), { clay: 0.8 });
    b.put([ellipse(0.36, -0.42, 0.19, 0.19), ellipse(0.36, -0.42, 0.115, 0.12).reverse()], main, { clay: 0.8 });
    b.put(blob([[-0.36, -0.72], [-0.34, -0.35], [-0.2, -0.1], [0, -0.06], [0.2, -0.1], [0.34, -0.35], [0.36, -0.72], [0, -0.68]]), main, { clay: 1 });
    b.put(ellipse(0, -0.72, 0.362, 0.1), mix(main, WHITE, 0.4), { clay: 0.3 });
    b.put(ellipse(0, -0.705, 0.315, 0.075), '#5a3420', { clay: 0.5 });
    b.put(ellipse(-0.05, -0.71, 0.16, 0.03), '#a9744a', { clay: 0, soft: 0.02 });
    for (const [x, h] of [[-0.12, 0.5], [0.02, 0.66], [0.14, 0.46]]) b.put(limb([[x, -0.8], [x + 0.06, -0.8 - h * 0.33], [x - 0.05, -0.8 - h * 0.66], [x + 0.03, -0.8 - h]], 0.032, 0.01), WHITE, { alpha: 0.34, soft: 0.03, clay: 0 });
  },
  apple(b, { colour }) {
    const main = b.scene.pick(colour, '#cf3a34');
    b.put(limb([[0, -0.78], [0.03, -0.98]], 0.022), '#5c3d26');
    b.put(blob([[0.04, -0.86], [0.2, -1.0], [0.36, -0.94], [0.2, -0.82]]), '#5fa04a');
    b.put(blob([[0, -0.8], [0.24, -0.86], [0.42, -0.62], [0.36, -0.22], [0.14, -0.01], [0, -0.05], [-0.14, -0.01], [-0.36, -0.22], [-0.42, -0.62], [-0.24, -0.86]]), main, { clay: 1 });
    b.put(ellipse(-0.2 * b.flip * (b.scene.canvas.light.x > 0 ? -1 : 1), -0.62, 0.07, 0.12, 0.06), WHITE, { alpha: 0.5, soft: 0.03, clay: 0 });
  },
  orange(b, { colour }) {
    b.put(ellipse(0, -0.43, 0.43, 0.42), b.scene.pick(colour, '#f0902e'), { clay: 1 });
    b.put(star(0, -0.82, 0.07, 5), '#5f8a3c', { clay: 0.3 });
    b.put(blob([[0.02, -0.83], [0.16, -0.96], [0.34, -0.9], [0.2, -0.8]]), '#5fa04a');
  },
  lemon(b, { colour }) {
    b.put(blob([[-0.5, -0.36], [-0.36, -0.56], [0, -0.68], [0.36, -0.56], [0.5, -0.36], [0.36, -0.16], [0, -0.04], [-0.36, -0.16]]), b.scene.pick(colour, '#f4d33f'), { clay: 1 });
    b.put(blob([[0.42, -0.48], [0.56, -0.66], [0.7, -0.6], [0.58, -0.46]]), '#5fa04a');
  },
  pear(b, { colour }) {
    b.put(limb([[0, -0.95], [0.05, -1.1]], 0.02), '#5c3d26');
    b.put(blob([[0, -1], [0.15, -0.86], [0.2, -0.6], [0.37, -0.32], [0.26, -0.04], [0, 0], [-0.26, -0.04], [-0.37, -0.32], [-0.2, -0.6], [-0.15, -0.86]]), b.scene.pick(colour, '#b9c24a'), { clay: 1 });
  },
  banana(b, { colour }) {
    const main = b.scene.pick(colour, '#f3cf47');
    b.put(blob([[-0.5, -0.62], [-0.42, -0.3], [-0.1, -0.06], [0.3, -0.12], [0.52, -0.36], [0.3, -0.28], [-0.04, -0.3], [-0.34, -0.6]]), main, { clay: 1 });
    b.put(limb([[-0.44, -0.6], [-0.46, -0.72]], 0.04, 0.03), '#8a6a2a');
  },
  cherry(b, { colour }) {
    for (const x of [-0.22, 0.22]) { b.put(limb([[x, -0.4], [x * 0.4, -0.75], [0.06, -1]], 0.016), '#5f7a34'); b.put(ellipse(x, -0.22, 0.23), b.scene.pick(colour, '#b81f36'), { clay: 1 }); }
    b.put(blob([[0.06, -0.98], [0.26, -1.08], [0.44, -0.94], [0.22, -0.88]]), '#5fa04a');
  },
  book(b, { colour }) {
    const main = b.scene.pick(colour, '#35608f');
    b.put(poly([[-0.6, -0.1], [0, 0.02], [0.6, -0.1], [0.6, -0.04], [0, 0.08], [-0.6, -0.04]]), main);
    b.put(blob([[-0.58, -0.12], [-0.54, -0.44], [-0.28, -0.5], [0, -0.38], [0, 0], [-0.3, -0.12]]), '#f8f1e0', { clay: 0.8 });
    b.put(blob([[0.58, -0.12], [0.54, -0.44], [0.28, -0.5], [0, -0.38], [0, 0], [0.3, -0.12]]), '#f2e9d4', { clay: 0.8 });
    for (let i = 0; i < 4; i++) for (const k of [-1, 1]) b.put(limb([[k * 0.09, -0.3 + i * 0.075], [k * 0.46, -0.4 + i * 0.075]], 0.006), '#8a7f6e', { clay: 0 });
  },
  umbrella(b, { colour }) {
    const main = b.scene.pick(colour, b.random.pick(['#d2463c', '#e8b93f', '#3f7fc4']));
    b.put(limb([[0, -0.9], [0, -0.12], [0.06, -0.02], [0.13, -0.1]], 0.016), '#5c3d26');
    b.put(blob([[-0.55, -0.55], [-0.42, -0.84], [0, -1.02], [0.42, -0.84], [0.55, -0.55], [0.36, -0.6], [0.18, -0.55], [0, -0.6], [-0.18, -0.55], [-0.36, -0.6]]), main, { clay: 1 });
    b.put(blob([[-0.17, -0.57], [-0.12, -0.86], [0, -1.01], [0.12, -0.86], [0.17, -0.57], [0, -0.6]]), mix(main, WHITE, 0.4), { clay: 0.5 });
  },
  lantern(b, { colour }) {
    const main = b.scene.pick(colour, '#e0503a');
    b.put(limb([[0, -1.1], [0, -0.9]], 0.01), '#3a2d2a');
    b.put(blob([[-0.16, -0.86], [-0.34, -0.56], [-0.16, -0.24], [0.16, -0.24], [0.34, -0.56], [0.16, -0.86]]), main, { clay: 0.8 });
    b.put(blob([[-0.08, -0.84], [-0.17, -0.56], [-0.08, -0.26], [0.08, -0.26], [0.17, -0.56], [0.08, -0.84]]), mix(main, hex('#ffd98a'), 0.6), { clay: 0, soft: 0.03 });
    b.put([rect(-0.15, -0.92, 0.3, 0.07), rect(-0.15, -0.25, 0.3, 0.06)], '#3a2d2a');
    for (const x of [-0.06, 0, 0.06]) b.put(limb([[x, -0.19], [x, 0]], 0.009), '#e0b04a');
    b.glow(0, -0.55, 0.8, hex('#ffc46a'), b.scene.dark ? 0.75 : 0.35);
  },
  cake(b, { colour }) {
    const main = b.scene.pick(colour, '#f4b6c4');
    b.put(ellipse(0, -0.03, 0.6, 0.09), '#e6e9ee');
    b.put([rect(-0.45, -0.42, 0.9, 0.36), ellipse(0, -0.07, 0.45, 0.08)], '#e7c796', { clay: 0.8 });
    b.put([rect(-0.45, -0.5, 0.9, 0.16), ellipse(0, -0.5, 0.45, 0.1), ...[-0.36, -0.18, 0, 0.18, 0.36].map((x, i) => ellipse(x, -0.34, 0.085, 0.07 + (i % 2) * 0.05))], main, { clay: 0.8 });
    for (const x of [-0.2, 0, 0.2]) { b.put(rect(x - 0.018, -0.8, 0.036, 0.27), '#7fb5e0'); b.put(blob([[x, -0.94], [x + 0.035, -0.85], [x, -0.8], [x - 0.035, -0.85]]), hex('#ffd35a'), { clay: 0, raw: true }); b.glow(x, -0.86, 0.24, hex('#ffcf6a'), 0.6); }
    for (const x of [-0.34, 0.1, 0.34]) b.put(ellipse(x, -0.57, 0.06), '#cf2f42');
  },
  heart(b, { colour }) {
    b.put(blob([[0, -0.02], [-0.3, -0.3], [-0.46, -0.58], [-0.36, -0.84], [-0.12, -0.86], [0, -0.7], [0.12, -0.86], [0.36, -0.84], [0.46, -0.58], [0.3, -0.3]]), b.scene.pick(colour, '#e0405a'), { clay: 1 });
  },
  kite(b, { colour }) {
    const main = b.scene.pick(colour, '#e8574a');
    b.put(limb([[0, -0.3], [-0.12, -0.05], [0.05, 0.12], [-0.08, 0.36], [0.06, 0.6]], 0.008), '#6a5a4a');
    b.put(poly([[0, -1], [0.34, -0.66], [0, -0.22], [-0.34, -0.66]]), main, { clay: 0.7 });
    b.put(poly([[0, -1], [0.34, -0.66], [0, -0.66]]), '#f3c63f', { clay: 0.5 });
    b.put(poly([[0, -0.66], [0, -0.22], [-0.34, -0.66]]), '#3f8fc4', { clay: 0.5 });
  },
  ball(b, { colour }) {
    const main = b.scene.pick(colour, '#d2463c');
    b.put(ellipse(0, -0.45, 0.45), main, { clay: 1 });
    b.put(blob([[-0.12, -0.89], [0.06, -0.9], [0.16, -0.45], [0.06, 0], [-0.12, -0.01], [0, -0.45]]), '#f6f3ee', { clay: 0.5 });
  },
  crystal(b, { colour }) {
    const main = b.scene.pick(colour, '#7fc8ee');
    b.put(poly([[-0.36, -0.7], [-0.18, -0.95], [0.18, -0.95], [0.36, -0.7], [0, 0]]), main, { clay: 0.6 });
    b.put(poly([[-0.36, -0.7], [-0.12, -0.7], [0, 0]]), mix(main, WHITE, 0.45), { clay: 0 });
    b.put(poly([[0.12, -0.7], [0.36, -0.7], [0, 0]]), scale(main, 0.7), { clay: 0 });
    b.put(poly([[-0.18, -0.95], [0.18, -0.95], [0.12, -0.7], [-0.12, -0.7]]), mix(main, WHITE, 0.7), { clay: 0 });
    b.glow(0, -0.6, 0.7, main, 0.35);
  },
  planet(b, { colour }) {
    const main = b.scene.pick(colour, b.random.pick(['#d9915a', '#6f8fd0', '#c07ab0', '#7ab59a']));
    b.put([ellipse(0, -0.5, 0.78, 0.17, -0.05), ellipse(0, -0.5, 0.56, 0.1, -0.05).reverse()], mix(main, hex('#f2e2c0'), 0.6), { clay: 0, alpha: 0.8 });
    b.put(ellipse(0, -0.5, 0.42), main, { clay: 1 });
    for (const [y, h, k] of [[-0.68, 0.045, 1.15], [-0.52, 0.06, 0.82], [-0.36, 0.04, 1.12]]) b.put(ellipse(0, y, 0.42 * Math.sqrt(1 - ((y + 0.5) / 0.42) * ((y + 0.5) / 0.42)) * 0.97, h, -0.012), scale(main, k), { alpha: 0.5, soft: 0.02, clay: 0 });
    b.put(ellipse(0.16, -0.42, 0.36), BLACK, { alpha: 0.25, soft: 0.12, clay: 0 });
    const rim = (/** @type {number} */ rx, /** @type {number} */ ry, /** @type {number} */ t) => {
      const [u, v] = [rx * cos(t * TAU), ry * sin(t * TAU)];
      return /** @type {[number, number]} */ ([u * cos(-0.05 * TAU) - v * sin(-0.05 * TAU), -0.5 + u * sin(-0.05 * TAU) + v * cos(-0.05 * TAU)]);
    };
    const turns = Array.from({ length: 25 }, (_, i) => i / 48);
    b.put(poly([...turns.map((t) => rim(0.78, 0.17, t)), ...turns.reverse().map((t) => rim(0.56, 0.1, t))]), mix(main, hex('#f2e2c0'), 0.6), { clay: 0, alpha: 0.9 });
  },
  robot(b, { colour }) {
    const main = b.scene.pick(colour, '#8fa8b8');
    for (const x of [-0.13, 0.13]) b.put([...limb([[x, -0.32], [x, -0.08]], 0.06), round(x - 0.1, -0.11, 0.22, 0.11, 0.04)], scale(main, 0.75));
    for (const k of [-1, 1]) { b.put(limb([[k * 0.26, -0.58], [k * 0.4, -0.44], [k * 0.36, -0.28]], 0.05, 0.045), scale(main, 0.8)); b.put(ellipse(k * 0.36, -0.25, 0.07), '#e0a53a'); }
    b.put(round(-0.26, -0.66, 0.52, 0.4, 0.08), main, { clay: 1 });
    b.put(round(-0.15, -0.57, 0.3, 0.19, 0.03), '#26323a', { clay: 0.3 });
    for (const [x, c] of [[-0.08, '#ff6b5a'], [0, '#ffd35a'], [0.08, '#6be59a']]) { b.put(ellipse(Number(x), -0.475, 0.026), hex(String(c)), { clay: 0, raw: true }); b.glow(Number(x), -0.475, 0.08, hex(String(c)), 0.5); }
    b.put(rect(-0.06, -0.72, 0.12, 0.1), scale(main, 0.6));
    b.put(limb([[0, -0.98], [0, -1.08]], 0.012), '#5a6a76');
    b.put(ellipse(0, -1.1, 0.036), hex('#ff6b5a'), { raw: true });
    b.put(round(-0.23, -1.0, 0.46, 0.32, 0.1), mix(main, WHITE, 0.2), { clay: 1 });
    b.put(round(-0.17, -0.93, 0.34, 0.17, 0.07), '#1f2a32', { clay: 0.3 });
    for (const x of [-0.075, 0.075]) { b.put(ellipse(x, -0.845, 0.042), hex('#7ff0ff'), { clay: 0, raw: true }); b.glow(x, -0.845, 0.13, hex('#7ff0ff'), 0.6); }
  },
  astronaut(b, { colour }) {
    const suit = b.scene.pick(colour, '#f0f1f4');
    b.put(round(-0.27, -0.72, 0.54, 0.42, 0.1), scale(suit, 0.7));
    b.put([...limb([[-0.09, -0.36], [-0.12, -0.08]], 0.085, 0.08), ...limb([[0.1, -0.36], [0.13, -0.08]], 0.085, 0.08), ellipse(-0.1, -0.05, 0.11, 0.055), ellipse(0.16, -0.05, 0.11, 0.055), ...limb([[-0.17, -0.6], [-0.34, -0.46], [-0.38, -0.3]], 0.075, 0.065), ...limb([[0.17, -0.6], [0.36, -0.66], [0.44, -0.84]], 0.075, 0.065), ellipse(0, -0.48, 0.21, 0.22)], suit, { clay: 1 });
    b.put(round(-0.1, -0.55, 0.2, 0.13, 0.03), '#6a7a90');
    b.put(ellipse(-0.05, -0.49, 0.022), '#e0503a', { clay: 0 });
    b.put(ellipse(0, -0.83, 0.225, 0.215), suit, { clay: 1 });
    b.put(ellipse(0.035, -0.83, 0.165, 0.145), '#27405f', { clay: 0.9 });
    b.put(ellipse(-0.025, -0.88, 0.05, 0.03, -0.08), WHITE, { alpha: 0.8, soft: 0.01, clay: 0 });
  },
  person(b, { colour }) {
    const coat = b.scene.pick(colour, b.random.pick(['#c8503f', '#3f6f9f', '#d9a53f', '#4f8a6a']));
    const skin = b.random.pick(['#f1c9a5', '#c98d5f', '#8a5a3c', '#f4d4b8']);
    for (const x of [-0.065, 0.065]) b.put([...limb([[x, -0.4], [x, -0.06]], 0.055, 0.045), ellipse(x + 0.03, -0.03, 0.075, 0.035)], '#39425a');
    b.put([...limb([[-0.13, -0.62], [-0.22, -0.42]], 0.05, 0.042), ...limb([[0.13, -0.62], [0.23, -0.44]], 0.05, 0.042), blob([[-0.15, -0.68], [0, -0.72], [0.15, -0.68], [0.19, -0.32], [0, -0.29], [-0.19, -0.32]])], coat, { clay: 1 });
    for (const x of [-0.225, 0.235]) b.put(ellipse(x, -0.39, 0.042), skin);
    b.put(ellipse(0, -0.84, 0.145, 0.15), skin, { clay: 1 });
    b.put(blob([[-0.155, -0.82], [-0.15, -0.96], [0, -1.02], [0.15, -0.96], [0.155, -0.84], [0.08, -0.9], [-0.06, -0.91]]), b.random.pick(['#3a2a22', '#6b4326', '#d9a552', '#26222a']));
    for (const x of [-0.045, 0.065]) eye(b, x, -0.83, 0.017);
  },
  snowman(b, { colour }) {
    b.put([ellipse(0, -0.24, 0.29, 0.26), ellipse(0, -0.58, 0.21, 0.2)], '#f7fafd', { clay: 1 });
    for (const k of [-1, 1]) b.put([...limb([[k * 0.18, -0.6], [k * 0.42, -0.74]], 0.018, 0.012), ...limb([[k * 0.36, -0.71], [k * 0.42, -0.64]], 0.01)], '#6b4a30');
    b.put(ellipse(0, -0.85, 0.16), '#f7fafd', { clay: 1 });
    b.put([ellipse(0, -0.71, 0.16, 0.05), ...limb([[0.1, -0.7], [0.15, -0.5]], 0.04)], b.scene.pick(colour, '#cf3a44'));
    b.put([rect(-0.17, -0.98, 0.34, 0.035), rect(-0.11, -1.18, 0.22, 0.21)], '#2b2a30', { clay: 0.5 });
    b.put(poly([[0.02, -0.87], [0.2, -0.83], [0.02, -0.81]]), '#ee8330');
    for (const x of [-0.05, 0.06]) b.put(ellipse(x, -0.9, 0.02), '#26222a', { clay: 0 });
    for (const y of [-0.62, -0.52, -0.3]) b.put(ellipse(0.01, y, 0.022), '#26222a', { clay: 0 });
  },
};
