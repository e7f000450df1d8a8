// @ts-check
// Prompts and a seed → pixels.

import { Random } from './random.js';

/** @param {{seed: number, prompts: string[]}} plan @param {number} width @param {number} height @returns {import('./png.js').Bitmap} */
export function draw(plan, width, height) {
  const random = new Random(plan.seed);
  const [r, g, b] = [random.integer(40, 200), random.integer(40, 200), random.integer(40, 200)];
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const t = y / height;
      rgb[i++] = r + t * 50;
      rgb[i++] = g + t * 50;
      rgb[i++] = b + (x / width) * 50;
    }
  }
  return { width, height, rgb };
}
