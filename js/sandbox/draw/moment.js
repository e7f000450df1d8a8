// @ts-check
// Another moment of the same scene: the light is warmer or cooler, stronger or weaker, and comes more from one side. Moves nothing.

import { TAU, clamp, cos, sin } from './math.js';
import { Random } from '../random.js';

/** @param {import('./canvas.js').Canvas} canvas @param {number[]} takes the first drew the scene and has the scene's own light */
export function light(canvas, takes) {
  let [warmth, exposure, across, down] = [0, 0, 0, 0];
  // Each edit leaves half of the light before it, so that a long conversation neither jumps nor drifts away.
  for (const take of takes.slice(1)) {
    const random = new Random(take).fork('light');
    const angle = random.between(0, TAU);
    const slope = random.between(0.07, 0.14);
    warmth = warmth / 2 + random.between(-0.09, 0.09);
    exposure = exposure / 2 + random.between(-0.09, 0.09);
    across = across / 2 + cos(angle) * slope;
    down = down / 2 + sin(angle) * slope;
  }
  if (takes.length < 2) return;
  const { width, height } = canvas;
  canvas.each((x, y) => {
    const c = canvas.at(x, y);
    const k = 1 + exposure + across * ((x / width) * 2 - 1) + down * ((y / height) * 2 - 1);
    return [clamp(c[0] * k * (1 + warmth)), clamp(c[1] * k), clamp(c[2] * k * (1 - warmth))];
  });
}
