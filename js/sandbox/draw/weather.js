// @ts-check
// What is in the air between the scene and the eye: rain, snow, fog, lightning.

import { WHITE, hex, mix } from './colour.js';
import { clamp, smooth } from './math.js';
import { fbm } from './noise.js';
import { limb, poly } from './shape.js';

/** @param {import('./scene.js').Scene} scene */
export function weather(scene) {
  const { canvas, width, height, unit, wish } = scene;
  const random = scene.moment.fork('weather');
  const is = (/** @type {string} */ name) => wish.weather.includes(name);
  if (is('fog')) {
    const seed = random.word();
    const pale = mix(scene.haze, WHITE, scene.dark ? 0.1 : 0.4);
    canvas.each((x, y) => {
      const level = y / height;
      const k = clamp(smooth(0.15, 0.55, level) * (1.25 - level * 0.75) * (0.5 + 0.75 * fbm(seed, (x / unit) * 1.6, (y / unit) * 5, 4)) * 0.85);
      return mix(canvas.at(x, y), pale, k);
    });
  }
  if (is('storm')) {
    const x = width * random.between(0.2, 0.8);
    /** @type {[number, number][]} */
    const path = [[x, 0]];
    while (path[path.length - 1][1] < scene.horizon * 0.9) {
      const [px, py] = path[path.length - 1];
      path.push([px + random.between(-0.06, 0.06) * unit, py + random.between(0.03, 0.07) * unit]);
    }
    for (const [px, py] of path) canvas.glow(px, py, unit * 0.16, hex('#c9d4ff'), 0.16);
    canvas.fill(path.slice(1).flatMap((point, i) => limb([path[i], point], unit * 0.0036, unit * 0.0032)), hex('#f4f6ff'), { soft: 1 });
  }
  if (is('rain') || is('storm')) {
    const count = Math.round((width * height) / 1500);
    for (let i = 0; i < count; i++) {
      const near = random.between();
      const [x, y, length] = [random.between(-0.1, 1.05) * width, random.between(-0.05, 1) * height, unit * (0.02 + 0.045 * near)];
      const w = 0.5 + near * 0.9;
      canvas.fill(poly([[x, y], [x + w, y], [x + w - length * 0.22, y + length], [x - length * 0.22, y + length]]), hex('#dfe9f6'), { alpha: 0.12 + 0.26 * near });
    }
  }
  if (is('snowing')) {
    for (let i = 0; i < (width * height) / 2300; i++) {
      const near = random.between() * random.between();
      canvas.glow(random.between(0, width), random.between(0, height), unit * (0.003 + 0.011 * near), WHITE, 0.55 + 0.4 * near);
    }
  }
}
