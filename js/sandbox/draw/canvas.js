// @ts-check
// A picture in floats and the two ways to put something into it: an outline with exact coverage at its edges, and a rule for every pixel.
// A shape can be modelled like clay: its blurred mask is a height field, and light falls on that. Knows no subjects.

import { clamp } from './math.js';

/** @typedef {import('./colour.js').Colour} Colour */
/** @typedef {import('./shape.js').Outline} Outline */
/** @typedef {Colour | ((x: number, y: number) => Colour)} Paint */
/** @typedef {{x: number, y: number, w: number, h: number, a: Float32Array, radius: number}} Mask */
/**
 * @typedef {object} Look
 * @property {number} [alpha]
 * @property {number} [soft] blur of the edge, in pixels
 * @property {number} [clay] how round it looks, 0 to 1
 * @property {boolean} [add] light is added, not painted over
 */

/** How far into a shape its modelling reaches. */
const RELIEF = 0.15;

export class Canvas {
  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.px = new Float32Array(width * height * 3);
    /** Where light comes from, and what it does to a side that it meets or misses. */
    this.light = { x: -0.6, y: -0.8, bright: /** @type {Colour} */ ([1, 0.98, 0.92]), dark: /** @type {Colour} */ ([0.12, 0.14, 0.28]) };
    /** 0 turns modelling off: the flat style. */
    this.depth = 1;
  }

  /** @param {Outline | Outline[]} shape @param {Paint} paint @param {Look} [look] */
  fill(shape, paint, look = {}) {
    const outlines = /** @type {Outline[]} */ (typeof shape[0]?.[0] === 'number' ? [shape] : shape);
    const mask = rasterise(outlines, this.width, this.height, Math.ceil((look.soft ?? 0) * 2.2), look.clay && this.depth ? RELIEF : 0);
    if (!mask) return;
    if (look.soft) blur(mask, look.soft);
    this.lay(mask, paint, look);
  }

  /** @param {Mask} mask @param {Paint} paint @param {Look} look */
  lay(mask, paint, { alpha = 1, clay = 0, add = false }) {
    const { px, width, height, light } = this;
    const model = clay * this.depth;
    const radius = mask.radius;
    const relief = model > 0 ? { ...mask, a: mask.a.slice() } : mask;
    if (model > 0) blur(relief, radius);
    const gain = radius * 2.4 * model;
    const rule = typeof paint === 'function' ? paint : undefined;
    const solid = /** @type {Colour} */ (rule ? [0, 0, 0] : paint);
    const left = Math.max(0, mask.x);
    const right = Math.min(width, mask.x + mask.w);
    for (let y = Math.max(0, mask.y); y < Math.min(height, mask.y + mask.h); y++) {
      const row = (y - mask.y) * mask.w - mask.x;
      for (let x = left; x < right; x++) {
        const a = mask.a[row + x] * alpha;
        if (a < 0.003) continue;
        const own = rule ? rule(x, y) : solid;
        let r = own[0];
        let g = own[1];
        let b = own[2];
        if (model > 0) {
          const here = row + x;
          const dx = (relief.a[here - 1] ?? 0) - (relief.a[here + 1] ?? 0);
          const dy = (relief.a[here - mask.w] ?? 0) - (relief.a[here + mask.w] ?? 0);
          const s = clamp((dx * light.x + dy * light.y) * gain, -1, 1);
          const k = s > 0 ? s * 0.42 : -s * 0.6;
          const to = s > 0 ? light.bright : light.dark;
          r += (to[0] * (s > 0 ? 1 : r * 0.6 + 0.1) - r) * k;
          g += (to[1] * (s > 0 ? 1 : g * 0.6 + 0.1) - g) * k;
          b += (to[2] * (s > 0 ? 1 : b * 0.6 + 0.1) - b) * k;
        }
        const i = (y * width + x) * 3;
        if (add) {
          px[i] += r * a;
          px[i + 1] += g * a;
          px[i + 2] += b * a;
        } else {
          px[i] += (r - px[i]) * a;
          px[i + 1] += (g - px[i + 1]) * a;
          px[i + 2] += (b - px[i + 2]) * a;
        }
      }
    }
  }

  /** A colour for every pixel of some rows. @param {(x: number, y: number) => Colour} rule @param {number} [top] @param {number} [bottom] */
  each(rule, top = 0, bottom = this.height) {
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(this.height, bottom); y++) {
      for (let x = 0, i = y * this.width * 3; x < this.width; x++, i += 3) {
        const c = rule(x, y);
        this.px[i] = c[0];
        this.px[i + 1] = c[1];
        this.px[i + 2] = c[2];
      }
    }
  }

  /** @param {number} x @param {number} y @returns {Colour} the pixel, or the nearest one inside */
  at(x, y) {
    const i = (clamp(Math.round(y), 0, this.height - 1) * this.width + clamp(Math.round(x), 0, this.width - 1)) * 3;
    return [this.px[i], this.px[i + 1], this.px[i + 2]];
  }

  /** A round glow that adds light. @param {number} x @param {number} y @param {number} radius @param {Colour} colour @param {number} alpha */
  glow(x, y, radius, colour, alpha) {
    for (let py = Math.max(0, Math.floor(y - radius)); py < Math.min(this.height, y + radius); py++) {
      for (let px = Math.max(0, Math.floor(x - radius)); px < Math.min(this.width, x + radius); px++) {
        const d = ((px - x) * (px - x) + (py - y) * (py - y)) / (radius * radius);
        if (d >= 1) continue;
        const k = alpha * (1 - d) * (1 - d) * (1 - d);
        const i = (py * this.width + px) * 3;
        this.px[i] += (1 - this.px[i]) * colour[0] * k;
        this.px[i + 1] += (1 - this.px[i + 1]) * colour[1] * k;
        this.px[i + 2] += (1 - this.px[i + 2]) * colour[2] * k;
      }
    }
  }
}

/**
 * Exact coverage by signed areas: each edge adds to the cells it crosses what it covers to their right, a running sum gives the rest.
 * @param {Outline[]} outlines @param {number} width @param {number} height @param {number} [margin] @param {number} [relief] share of the short side that a relief's blur reaches
 * @returns {Mask | undefined}
 */
function rasterise(outlines, width, height, margin = 0, relief = 0) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const outline of outlines) {
    for (const [x, y] of outline) {
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  if (!(right >= 0 && left <= width && bottom >= 0 && top <= height)) return undefined;
  const radius = Math.max(1.5, Math.min(right - left, bottom - top) * relief);
  // A blur that is cut off at the mask's edge would show as a crease one radius inside.
  if (relief) margin = Math.max(margin, Math.ceil(radius * 2) + 2);
  const x = Math.max(Math.floor(left), -2 * width) - margin - 1;
  const y = Math.max(Math.floor(top), -height) - margin - 1;
  const w = Math.min(Math.ceil(right), 3 * width) + margin + 3 - x;
  const h = Math.min(Math.ceil(bottom), 2 * height) + margin + 2 - y;
  const a = new Float32Array(w * h + 2);
  for (const outline of outlines) {
    for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
      edge(a, w, h, outline[j][0] - x, outline[j][1] - y, outline[i][0] - x, outline[i][1] - y);
    }
  }
  for (let row = 0; row < h; row++) {
    let sum = 0;
    for (let i = row * w; i < (row + 1) * w; i++) {
      sum += a[i];
      a[i] = sum > 1 ? 1 : sum < 0 ? Math.min(1, -sum) : sum;
    }
  }
  return { x, y, w, h, a, radius };
}

/** @param {Float32Array} a @param {number} w @param {number} h @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
function edge(a, w, h, x0, y0, x1, y1) {
  if (y0 === y1) return;
  const sign = y0 < y1 ? 1 : -1;
  if (sign < 0) [x0, y0, x1, y1] = [x1, y1, x0, y0];
  const slope = (x1 - x0) / (y1 - y0);
  let x = y0 < 0 ? x0 - y0 * slope : x0;
  for (let row = Math.max(0, Math.floor(y0)); row < Math.min(h, Math.ceil(y1)); row++) {
    const dy = Math.min(row + 1, y1) - Math.max(row, y0);
    const next = x + slope * dy;
    const d = dy * sign;
    const low = clamp(Math.min(x, next), 0, w - 2);
    const high = clamp(Math.max(x, next), 0, w - 2);
    const from = Math.floor(low);
    const to = Math.ceil(high);
    const at = row * w + from;
    if (to <= from + 1) {
      const part = 0.5 * (low + high) - from;
      a[at] += d - d * part;
      a[at + 1] += d * part;
    } else {
      const s = 1 / (high - low);
      const first = 0.5 * s * (1 - (low - from)) * (1 - (low - from));
      const last = 0.5 * s * (high - to + 1) * (high - to + 1);
      a[at] += d * first;
      if (to === from + 2) {
        a[at + 1] += d * (1 - first - last);
      } else {
        const second = s * (1.5 - (low - from));
        a[at + 1] += d * (second - first);
        for (let i = 2; i < to - from - 1; i++) a[at + i] += d * s;
        a[at + to - from - 1] += d * (1 - (second + (to - from - 3) * s) - last);
      }
      a[at + to - from] += d * last;
    }
    x = next;
  }
}

/** Two box blurs in each direction. @param {Mask} mask @param {number} radius */
function blur(mask, radius) {
  const r = Math.max(1, Math.round(radius));
  const spare = new Float32Array(mask.a.length);
  for (let pass = 0; pass < 2; pass++) {
    box(mask.a, spare, mask.w, mask.h, 1, mask.w, r);
    box(spare, mask.a, mask.h, mask.w, mask.w, 1, r);
  }
}

/** @param {Float32Array} from @param {Float32Array} to @param {number} length @param {number} lines @param {number} step @param {number} skip @param {number} r */
export function box(from, to, length, lines, step, skip, r) {
  const share = 1 / (2 * r + 1);
  for (let line = 0; line < lines; line++) {
    const start = line * skip;
    let sum = 0;
    for (let i = 0; i < Math.min(r, length); i++) sum += from[start + i * step];
    for (let i = 0; i < length; i++) {
      if (i + r < length) sum += from[start + (i + r) * step];
      if (i - r > 0) sum -= from[start + (i - r - 1) * step];
      to[start + i * step] = sum * share;
    }
  }
}
