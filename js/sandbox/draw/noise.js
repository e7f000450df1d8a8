// @ts-check
// Smooth noise on a lattice, in one and two dimensions, and sums of it. Same seed, same field.

/** @param {number} seed @param {number} x @param {number} y lattice point @returns {number} 0 to 1 */
function corner(seed, x, y) {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ seed;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 0x100000000;
}

/** @param {number} seed @param {number} x @param {number} y @returns {number} 0 to 1 */
export function noise(seed, x, y) {
  const ix = Math.floor(x);
  const iy = Math.floor(y);
  const fx = x - ix;
  const fy = y - iy;
  const u = fx * fx * (3 - 2 * fx);
  const v = fy * fy * (3 - 2 * fy);
  const a = corner(seed, ix, iy);
  const b = corner(seed, ix + 1, iy);
  const c = corner(seed, ix, iy + 1);
  const d = corner(seed, ix + 1, iy + 1);
  return a + (b - a) * u + (c - a + (a - b - c + d) * u) * v;
}

/** @param {number} seed @param {number} x @param {number} y @param {number} octaves @returns {number} 0 to 1 */
export function fbm(seed, x, y, octaves) {
  let sum = 0;
  let weight = 0.5;
  let total = 0;
  for (let i = 0; i < octaves; i++) {
    sum += weight * noise(seed + i * 1013, x, y);
    total += weight;
    weight *= 0.5;
    x = x * 2.03 + 17.1;
    y = y * 2.03 + 9.7;
  }
  return sum / total;
}

/** Sharp crests, for mountains. @param {number} seed @param {number} x @param {number} y @param {number} octaves @returns {number} 0 to 1 */
export function ridges(seed, x, y, octaves) {
  let sum = 0;
  let weight = 0.5;
  let total = 0;
  for (let i = 0; i < octaves; i++) {
    const n = 1 - Math.abs(2 * noise(seed + i * 1013, x, y) - 1);
    sum += weight * n * n;
    total += weight;
    weight *= 0.48;
    x = x * 2.07 + 3.3;
    y = y * 2.07 + 5.1;
  }
  return sum / total;
}
