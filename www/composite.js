// @ts-check
// A new picture laid into a marked part of an old one. Outside the marks the old pixels stay, byte for byte; within, the edge is as soft as is
// asked for, and the softness lies inside. Pure: pixels in, pixels out. What takes long is a generator, so that a page can have its turn.

/** Pixels of the widest soft edge. */
export const SOFTEST = 64;
/** How far from what is larger than any distance that counts. */
const FAR = 1e9;

/** @typedef {{ left: boolean, top: boolean, right: boolean, bottom: boolean }} Sides */
/** @typedef {{ left: number, top: number, width: number, height: number }} Rect */

/**
 * How much of the new picture each pixel gets, 0 to 255: nothing outside the marks, all of it from `feather` pixels inside them on. Distances
 * are exact, by the lower envelope of parabolas: https://cs.brown.edu/people/pfelzens/papers/dt-final.pdf
 * @param {Uint8Array} marked not 0 where it is @param {number} width @param {number} height @param {number} feather
 * @param {Sides} open at which sides the picture itself ends: there is nothing to be soft against
 * @returns {Generator<void, Uint8Array<ArrayBuffer>>}
 */
export function* soften(marked, width, height, feather, open) {
  const most = Math.round(Math.min(SOFTEST, Math.max(0, feather))) + 1;
  const shares = Uint8Array.from({ length: most * most + 1 }, (_, square) => {
    const part = Math.sqrt(square) / most;
    return Math.round(255 * part * part * (3 - 2 * part));
  });
  // Rows to the nearest one that is not marked, up and down.
  const share = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const above = y ? share[at - width] : open.top ? most : 0;
      share[at] = marked[at] ? Math.min(most, above + 1) : 0;
    }
    if (y % 64 === 0) yield;
  }
  for (let y = height - 1; y >= 0; y--) {
    for (let x = 0, at = y * width; x < width; x++, at++) {
      const below = y < height - 1 ? share[at + width] : open.bottom ? most : 0;
      if (below + 1 < share[at]) share[at] = below + 1;
    }
    if (y % 64 === 0) yield;
  }
  // Then along each row, with a column more at both ends.
  const squares = new Float64Array(width + 2),
    lowest = new Int32Array(width + 2),
    from = new Float64Array(width + 3);
  squares[0] = open.left ? FAR : 0;
  squares[width + 1] = open.right ? FAR : 0;
  for (let y = 0; y < height; y++) {
    const row = share.subarray(y * width, (y + 1) * width);
    for (let x = 0; x < width; x++) squares[x + 1] = row[x] * row[x];
    let last = 0;
    lowest[0] = 0;
    from[0] = -Infinity;
    from[1] = Infinity;
    for (let x = 1; x < width + 2; x++) {
      const meet = (/** @type {number} */ other) =>
        (squares[x] + x * x - squares[other] - other * other) / (2 * (x - other));
      let at = meet(lowest[last]);
      while (at <= from[last]) at = meet(lowest[--last]);
      lowest[++last] = x;
      from[last] = at;
      from[last + 1] = Infinity;
    }
    for (let x = 1, now = 0; x <= width; x++) {
      while (from[now + 1] < x) now++;
      const away = x - lowest[now];
      row[x - 1] = shares[Math.min(most * most, away * away + squares[lowest[now]])];
    }
    if (y % 16 === 0) yield;
  }
  return share;
}

/**
 * Lays new pixels over old ones, in the old ones' place. Colours are weighed by their opacity, as light adds up.
 * @param {Uint8ClampedArray | Uint8Array} old @param {Uint8ClampedArray | Uint8Array} made @param {Uint8Array} share of the new one
 * @param {boolean} solid whether the old picture is opaque; then what is seen through in the new one shows the old
 */
export function mix(old, made, share, solid) {
  for (let i = 0, at = 0; i < share.length; i++, at += 4) {
    const part = solid ? (share[i] * made[at + 3]) / 255 : share[i];
    if (!part) continue;
    if (part === 255) {
      for (let k = 0; k < 4; k++) old[at + k] = made[at + k];
      continue;
    }
    const mine = old[at + 3] * (255 - part),
      its = solid ? 255 * part : made[at + 3] * part,
      all = mine + its;
    if (!all) continue;
    for (let k = 0; k < 3; k++) old[at + k] = Math.round((old[at + k] * mine + made[at + k] * its) / all);
    old[at + 3] = Math.round(all / 255);
  }
}

/** Where something is marked; undefined where nothing is. @param {Uint8Array} marked @param {number} width @returns {Rect | undefined} */
export function bounds(marked, width) {
  let first = 0,
    last = marked.length - 1;
  while (first <= last && !marked[first]) first++;
  if (first > last) return undefined;
  while (!marked[last]) last--;
  const top = Math.floor(first / width),
    bottom = Math.floor(last / width);
  let left = width,
    right = -1;
  for (let y = top; y <= bottom; y++) {
    const row = marked.subarray(y * width, (y + 1) * width);
    for (let x = 0; x < left; x++) if (row[x]) left = x;
    for (let x = width - 1; x > right; x--) if (row[x]) right = x;
  }
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

// ───────────── where the new picture lies ─────────────

/** @typedef {'same' | 'crop' | 'stretch' | 'inside'} Fit */
export const FITS = /** @type {const} */ (['same', 'crop', 'stretch', 'inside']);

/** Shapes that differ by no more than this are one shape: sizes are rounded to what models can draw. */
const ALIKE = 0.01;

/**
 * How a new picture may lie over an old one, the likeliest first: of its shape it covers it; of another one it shows more at two sides, or it
 * was stretched, or it shows less.
 * @param {{ width: number, height: number }} old @param {{ width: number, height: number }} made @returns {{ fit: Fit, at: Rect }[]}
 */
export function fits(old, made) {
  const across = old.width / made.width,
    down = old.height / made.height;
  const by = (/** @type {number} */ scale) => ({
    left: (old.width - made.width * scale) / 2,
    top: (old.height - made.height * scale) / 2,
    width: made.width * scale,
    height: made.height * scale,
  });
  const whole = { left: 0, top: 0, width: old.width, height: old.height };
  if (Math.abs(across / down - 1) <= ALIKE) return [{ fit: 'same', at: whole }];
  return [
    { fit: 'crop', at: by(Math.max(across, down)) },
    { fit: 'stretch', at: whole },
    { fit: 'inside', at: by(Math.min(across, down)) },
  ];
}

/**
 * How unlike two pictures are outside the marks, per pixel; undefined where too little is left to tell by.
 * @param {Float32Array} old brightness @param {Float32Array} made brightness, NaN where it has none @param {Uint8Array} marked
 * @param {number} width @param {number} [dx] by which the new one is moved @param {number} [dy]
 */
export function unlike(old, made, marked, width, dx = 0, dy = 0) {
  const height = old.length / width;
  let sum = 0,
    count = 0;
  for (let y = Math.max(0, dy); y < Math.min(height, height + dy); y++) {
    for (let x = Math.max(0, dx); x < Math.min(width, width + dx); x++) {
      const at = y * width + x,
        value = made[at - dy * width - dx];
      if (marked[at] || Number.isNaN(value)) continue;
      sum += Math.abs(old[at] - value);
      count++;
    }
  }
  return count < old.length / 20 ? undefined : sum / count;
}

/** Models move what they were to leave, by a little. So much better it must fit elsewhere to be believed. */
const BETTER = 0.75,
  FARTHEST = 5;

/**
 * By how much the new picture lies beside the old one.
 * @param {Float32Array} old @param {Float32Array} made @param {Uint8Array} marked @param {number} width
 * @returns {Generator<void, [dx: number, dy: number]>}
 */
export function* shifted(old, made, marked, width) {
  const still = unlike(old, made, marked, width);
  let best = (still ?? 0) * BETTER;
  /** @type {[number, number]} */
  let found = [0, 0];
  for (let dy = -FARTHEST; dy <= FARTHEST; dy++) {
    for (let dx = -FARTHEST; dx <= FARTHEST; dx++) {
      if (!dx && !dy) continue;
      const now = unlike(old, made, marked, width, dx, dy);
      if (now !== undefined && now < best) [best, found] = [now, [dx, dy]];
    }
    yield;
  }
  return found;
}
