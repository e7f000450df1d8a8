// @ts-check
// What flies or swims by nature: birds, fish, whales, turtles, butterflies, a dragon.

import { WHITE, hex, mix, scale } from './colour.js';
import { wing } from './beasts.js';
import { blob, ellipse, limb, poly } from './shape.js';

/** @typedef {import('./brush.js').Brush} Brush */
/** @typedef {{colour?: string, wings?: boolean, flying?: boolean, water?: boolean}} How */

const DARK = '#241c1f';

/** @param {Brush} b @param {number} x @param {number} y @param {number} r */
export function eye(b, x, y, r) {
  b.put(ellipse(x, y, r, r * 1.1), DARK, { clay: 0 });
  b.put(ellipse(x + r * 0.3, y - r * 0.4, r * 0.38), WHITE, { clay: 0 });
}

/** @type {Record<string, (b: Brush, how: How) => void>} */
export const BIRDS = {
  bird(b, { colour, flying }) {
    const main = b.scene.pick(colour, b.random.pick(['#3f7fc4', '#d9584a', '#e0a53a', '#4f9d7a']));
    if (flying) wing(b, 0.02, -0.5, 0.5, main, 0.1);
    b.put(poly([[-0.25, -0.4], [-0.62, -0.36], [-0.6, -0.24], [-0.2, -0.28]]), scale(main, 0.7));
    if (!flying) for (const x of [-0.02, 0.08]) b.put(limb([[x, -0.2], [x + 0.01, -0.02]], 0.014), '#d98a3a');
    b.put([blob([[-0.34, -0.36], [-0.05, -0.56], [0.2, -0.62], [0.3, -0.4], [0.12, -0.16], [-0.15, -0.17]]), ellipse(0.24, -0.66, 0.17, 0.16)], main, { clay: 1 });
    b.put(ellipse(0.13, -0.32, 0.17, 0.16), mix(main, WHITE, 0.7), { soft: 0.02, clay: 0.2 });
    b.put(poly([[0.37, -0.7], [0.55, -0.63], [0.37, -0.58]]), '#f0a83c');
    if (flying) wing(b, -0.02, -0.44, 0.6, main, 0);
    else b.put(blob([[-0.36, -0.32], [-0.12, -0.48], [0.1, -0.44], [0.06, -0.28], [-0.2, -0.24]]), scale(main, 0.76), { clay: 0.9 });
    eye(b, 0.28, -0.7, 0.03);
  },
  owl(b, { colour }) {
    const main = b.scene.pick(colour, '#8a6a4a');
    for (const x of [-0.13, 0.13]) b.put(ellipse(x, -0.03, 0.07, 0.035), '#e0a53a');
    b.put([blob([[-0.3, -0.3], [-0.3, -0.75], [-0.28, -0.98], [0, -0.9], [0.28, -0.98], [0.3, -0.75], [0.3, -0.3], [0, -0.02]])], main, { clay: 1 });
    b.put(ellipse(0, -0.33, 0.19, 0.25), mix(main, WHITE, 0.6), { clay: 0.3, soft: 0.01 });
    for (let i = 0; i < 9; i++) b.put(ellipse(-0.1 + (i % 3) * 0.1, -0.46 + Math.floor(i / 3) * 0.11, 0.03, 0.018), scale(main, 0.7), { clay: 0 });
    for (const k of [-1, 1]) b.put(blob([[k * 0.24, -0.62], [k * 0.36, -0.4], [k * 0.26, -0.12], [k * 0.17, -0.3]]), scale(main, 0.72));
    for (const k of [-1, 1]) {
      b.put(ellipse(k * 0.125, -0.73, 0.13), mix(main, WHITE, 0.75), { clay: 0.3 });
      b.put(ellipse(k * 0.12, -0.73, 0.088), '#f2b63c', { clay: 0.3 });
      eye(b, k * 0.12, -0.73, 0.055);
    }
    b.put(poly([[-0.04, -0.66], [0.04, -0.66], [0, -0.56]]), '#3a2d2a');
  },
  duck(b, { colour, water }) {
    const main = b.scene.pick(colour, '#f4cf4b');
    if (!water) for (const x of [-0.06, 0.1]) b.put([...limb([[x, -0.15], [x, -0.03]], 0.02), ellipse(x + 0.04, -0.02, 0.08, 0.025)], '#ee8330');
    b.put([blob([[-0.45, -0.5], [-0.2, -0.36], [0.1, -0.42], [0.36, -0.36], [0.3, -0.1], [0, -0.06], [-0.3, -0.12]]), ...limb([[0.2, -0.3], [0.22, -0.65]], 0.13, 0.12), ellipse(0.23, -0.72, 0.17)], main, { clay: 1 });
    b.put(blob([[-0.34, -0.34], [-0.05, -0.34], [0.12, -0.24], [-0.05, -0.14], [-0.26, -0.18]]), scale(main, 0.86));
    b.put(ellipse(0.44, -0.69, 0.11, 0.045), '#ee8330');
    eye(b, 0.28, -0.77, 0.028);
  },
  penguin(b, { colour }) {
    const main = b.scene.pick(colour, '#2b3142');
    for (const x of [-0.11, 0.13]) b.put(ellipse(x, -0.03, 0.1, 0.04), '#ee9a3a');
    b.put(blob([[-0.3, -0.35], [-0.24, -0.72], [-0.18, -0.95], [0.02, -1.02], [0.2, -0.95], [0.25, -0.72], [0.3, -0.35], [0.16, -0.05], [-0.16, -0.05]]), main, { clay: 1 });
    b.put([blob([[-0.16, -0.35], [-0.13, -0.62], [0.06, -0.72], [0.22, -0.6], [0.23, -0.32], [0.1, -0.1], [-0.08, -0.1]]), ellipse(0.1, -0.82, 0.13, 0.11)], '#f8f6f0', { clay: 0.7 });
    for (const [k, x] of [[-1, -0.28], [1, 0.27]]) b.put(blob([[x, -0.66], [x + k * 0.13, -0.42], [x + k * 0.1, -0.26], [x, -0.36]]), scale(main, 0.85));
    b.put(poly([[0.18, -0.86], [0.33, -0.8], [0.17, -0.75]]), '#ee9a3a');
    eye(b, 0.08, -0.86, 0.028);
    b.put(ellipse(0.04, -0.66, 0.11, 0.03, 0.02), '#f4c24a', { alpha: 0.7, soft: 0.01, clay: 0 });
  },
  chicken(b, { colour }) {
    const main = b.scene.pick(colour, '#f3ece0');
    for (const x of [-0.05, 0.09]) b.put([...limb([[x, -0.2], [x, -0.03]], 0.016), ellipse(x + 0.03, -0.02, 0.06, 0.02)], '#e8983a');
    b.put([blob([[-0.36, -0.72], [-0.22, -0.42], [0.08, -0.48], [0.3, -0.4], [0.26, -0.18], [0, -0.12], [-0.26, -0.2]]), ...limb([[0.16, -0.36], [0.22, -0.72]], 0.13, 0.1), ellipse(0.22, -0.76, 0.125)], main, { clay: 1 });
    b.put([ellipse(0.15, -0.9, 0.045), ellipse(0.22, -0.92, 0.05), ellipse(0.28, -0.89, 0.04), ellipse(0.32, -0.64, 0.035, 0.055)], '#d2362f');
    b.put(poly([[0.33, -0.8], [0.46, -0.74], [0.33, -0.7]]), '#e8983a');
    b.put(blob([[-0.2, -0.36], [0.04, -0.36], [0.08, -0.24], [-0.12, -0.2]]), scale(main, 0.86));
    eye(b, 0.25, -0.79, 0.024);
  },
  fish(b, { colour }) {
    const main = b.scene.pick(colour, b.random.pick(['#f08a3a', '#f2c23f', '#e8617a', '#4aa8d8', '#7a6be0']));
    b.put([poly([[-0.35, -0.5], [-0.72, -0.78], [-0.64, -0.5], [-0.72, -0.22]])], scale(main, 0.85));
    b.put([blob([[-0.2, -0.66], [0.02, -0.92], [0.22, -0.74]]), blob([[-0.08, -0.32], [0.02, -0.12], [0.14, -0.3]])], scale(main, 0.8));
    b.put(blob([[-0.42, -0.5], [-0.15, -0.72], [0.2, -0.74], [0.48, -0.5], [0.2, -0.27], [-0.15, -0.29]]), main, { clay: 1 });
    for (const x of [-0.12, 0.12]) b.put(blob([[x - 0.04, -0.73], [x + 0.05, -0.74], [x + 0.08, -0.5], [x + 0.05, -0.27], [x - 0.04, -0.28], [x, -0.5]]), mix(main, WHITE, 0.75), { clay: 0.5 });
    b.put(blob([[0.0, -0.46], [-0.14, -0.36], [-0.1, -0.54]]), scale(main, 0.75));
    b.put(ellipse(0.31, -0.56, 0.055), WHITE, { clay: 0.3 });
    eye(b, 0.325, -0.56, 0.034);
  },
  whale(b, { colour }) {
    const main = b.scene.pick(colour, '#3f6da3');
    b.put([blob([[-0.62, -0.4], [-0.92, -0.66], [-0.76, -0.7], [-0.62, -0.58], [-0.5, -0.74], [-0.42, -0.66]])], scale(main, 0.9));
    b.put(blob([[-0.7, -0.5], [-0.4, -0.44], [-0.05, -0.62], [0.35, -0.62], [0.6, -0.38], [0.5, -0.14], [0.1, -0.06], [-0.3, -0.16]]), main, { clay: 1 });
    b.put(blob([[0.58, -0.3], [0.48, -0.13], [0.1, -0.05], [-0.2, -0.13], [0.1, -0.2], [0.4, -0.26]]), '#e8eef4', { clay: 0.6 });
    b.put(blob([[0.1, -0.16], [0.02, 0.06], [-0.1, 0.1], [-0.03, -0.12]]), scale(main, 0.8));
    eye(b, 0.4, -0.34, 0.024);
    for (const [dx, k] of [[-0.08, 1], [0.02, 1.25], [0.12, 1]]) b.put(limb([[0.2, -0.64], [0.2 + dx * 0.5, -0.64 - 0.2 * k], [0.2 + dx * 2.2, -0.64 - 0.16 * k]], 0.012, 0.022), '#d8f0fb', { alpha: 0.85 });
  },
  dolphin(b, { colour }) {
    const main = b.scene.pick(colour, '#6f8fb4');
    b.put([blob([[-0.62, -0.24], [-0.86, -0.34], [-0.78, -0.12], [-0.88, 0.04], [-0.66, -0.08]]), poly([[-0.1, -0.6], [-0.2, -0.86], [0.12, -0.62]])], scale(main, 0.85));
    b.put([blob([[-0.7, -0.16], [-0.35, -0.5], [0.05, -0.66], [0.38, -0.54], [0.5, -0.36], [0.2, -0.22], [-0.3, -0.14]]), ...limb([[0.4, -0.4], [0.66, -0.32]], 0.07, 0.03)], main, { clay: 1 });
    b.put(blob([[0.5, -0.33], [0.2, -0.2], [-0.3, -0.13], [0.1, -0.3]]), '#eef2f6', { clay: 0.4 });
    b.put(blob([[0.12, -0.26], [0.02, -0.02], [-0.06, -0.22]]), scale(main, 0.8));
    eye(b, 0.36, -0.45, 0.022);
  },
  turtle(b, { colour }) {
    const main = b.scene.pick(colour, '#4f8f5a');
    const skin = hex('#9dbb6a');
    b.put([...limb([[0.28, -0.26], [0.46, -0.42]], 0.09, 0.08), ellipse(0.5, -0.44, 0.13, 0.11), ...limb([[0.22, -0.18], [0.34, -0.04]], 0.09, 0.07), ...limb([[-0.26, -0.18], [-0.38, -0.04]], 0.08, 0.06), ...limb([[-0.4, -0.2], [-0.54, -0.16]], 0.04, 0.015)], skin, { clay: 1 });
    b.put(blob([[-0.45, -0.16], [-0.36, -0.44], [0, -0.6], [0.34, -0.44], [0.42, -0.16], [0, -0.1]]), main, { clay: 1 });
    for (const [x, y] of [[-0.2, -0.36], [0, -0.44], [0.19, -0.36], [-0.1, -0.24], [0.1, -0.24]]) b.put(ellipse(x, y, 0.075, 0.062), scale(main, 0.72), { clay: 0.6 });
    eye(b, 0.55, -0.47, 0.022);
  },
  butterfly(b, { colour }) {
    const main = b.scene.pick(colour, b.random.pick(['#f08a3a', '#5aa0e8', '#e8618f', '#f2c93f']));
    for (const k of [-1, 1]) {
      b.put(blob([[k * 0.03, -0.5], [k * 0.2, -0.9], [k * 0.5, -0.96], [k * 0.5, -0.62], [k * 0.2, -0.46]]), main, { clay: 0.8 });
      b.put(blob([[k * 0.03, -0.48], [k * 0.36, -0.42], [k * 0.38, -0.16], [k * 0.14, -0.1]]), scale(main, 0.86), { clay: 0.8 });
      b.put(ellipse(k * 0.36, -0.78, 0.07, 0.08), mix(main, WHITE, 0.7), { clay: 0.2 });
      b.put(ellipse(k * 0.24, -0.28, 0.055), mix(main, WHITE, 0.7), { clay: 0.2 });
      b.put(limb([[0, -0.68], [k * 0.06, -0.82], [k * 0.12, -0.9]], 0.008), DARK);
    }
    b.put(limb([[0, -0.2], [0, -0.66]], 0.03, 0.04), '#3a2d34');
  },
  dragon(b, { colour }) {
    const main = b.scene.pick(colour, '#4f9a6a');
    const belly = mix(main, hex('#f4e2a0'), 0.7);
    const membrane = (/** @type {number} */ dx, /** @type {number} */ k) => b.put(poly([[-0.05 + dx, -0.52], [-0.3 + dx, -1.02], [-0.46 + dx, -0.92], [-0.52 + dx, -0.76], [-0.4 + dx, -0.74], [-0.38 + dx, -0.6], [-0.24 + dx, -0.62]]), scale(main, k), { clay: 0.8 });
    membrane(0.16, 0.6);
    b.put(limb([[-0.2, -0.26], [-0.5, -0.16], [-0.66, -0.3], [-0.84, -0.22]], 0.1, 0.02), main, { clay: 1 });
    b.put(poly([[-0.8, -0.3], [-0.98, -0.2], [-0.8, -0.14]]), '#d9663f');
    b.put([ellipse(-0.02, -0.36, 0.27, 0.2), ...limb([[0.1, -0.42], [0.26, -0.6], [0.3, -0.82]], 0.15, 0.09), ellipse(0.34, -0.86, 0.13, 0.11), ...limb([[0.38, -0.84], [0.54, -0.8]], 0.085, 0.06), ...limb([[0.12, -0.26], [0.14, -0.04]], 0.075, 0.06), ...limb([[-0.16, -0.26], [-0.16, -0.04]], 0.085, 0.065)], main, { clay: 1 });
    b.put(blob([[0.2, -0.7], [0.28, -0.56], [0.22, -0.34], [0.02, -0.2], [0.08, -0.36]]), belly, { clay: 0.6 });
    for (let i = 0; i < 6; i++) b.put(poly([[0.2 - i * 0.1, -0.86 + i * 0.075], [0.16 - i * 0.1, -0.95 + i * 0.075], [0.12 - i * 0.1, -0.8 + i * 0.075]]), '#e0a53a');
    for (const x of [0.27, 0.36]) b.put(limb([[x, -0.94], [x - 0.07, -1.08]], 0.025, 0.008), '#f2e2bc');
    membrane(0, 0.84);
    eye(b, 0.37, -0.9, 0.026);
  },
};
