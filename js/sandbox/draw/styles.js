// @ts-check
// The last pass over a finished picture: light that blooms, grain, and the manners of painting that a prompt can ask for.
// Works on colours alone; knows no subjects.

import { box } from './canvas.js';
import { hex, luma, mix } from './colour.js';
import { clamp, smooth } from './math.js';
import { fbm, noise } from './noise.js';

/** @typedef {import('./canvas.js').Canvas} Canvas */
/** @typedef {import('./colour.js').Colour} Colour */

/** @param {Canvas} canvas @param {string[]} styles @param {number} seed */
export function finish(canvas, styles, seed) {
  if (!styles.some((name) => ['pixel', 'line', 'pencil', 'flat', 'neon'].includes(name))) bloom(canvas, 0.24);
  for (const name of styles) PASSES[name]?.(canvas, seed);
  const plain = !styles.some((name) => ['pixel', 'line', 'pencil', 'flat', 'watercolour'].includes(name));
  if (plain) vignette(canvas);
}

/** @type {Record<string, (canvas: Canvas, seed: number) => void>} */
const PASSES = {
  pixel(canvas) {
    const { width, height, px } = canvas;
    const cell = Math.max(3, Math.round(Math.min(width, height) / 128));
    const bayer = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];
    for (let y = 0; y < height; y += cell) {
      for (let x = 0; x < width; x += cell) {
        const sum = [0, 0, 0];
        let n = 0;
        for (let j = y; j < Math.min(y + cell, height); j++) {
          for (let i = x; i < Math.min(x + cell, width); i++, n++) for (let k = 0; k < 3; k++) sum[k] += px[(j * width + i) * 3 + k];
        }
        const grey = (sum[0] + sum[1] + sum[2]) / n / 3;
        const dither = (bayer[((y / cell) & 3) * 4 + ((x / cell) & 3)] / 16 - 0.47) * 0.06;
        const own = sum.map((v) => clamp(Math.floor((grey + (v / n - grey) * 1.25 + dither) * 7 + 0.5) / 7));
        for (let j = y; j < Math.min(y + cell, height); j++) for (let i = x; i < Math.min(x + cell, width); i++) for (let k = 0; k < 3; k++) px[(j * width + i) * 3 + k] = own[k];
      }
    }
  },
  watercolour(canvas, seed) {
    const { width, height } = canvas;
    const unit = Math.min(width, height);
    warp(canvas, seed, unit * 0.006, 60 / unit);
    dabs(canvas, Math.max(2, Math.round(unit * 0.0042)));
    warp(canvas, seed + 5, unit * 0.003, 150 / unit);
    const edges = outline(canvas, unit * 0.0022);
    const paper = hex('#fbf8f1');
    const pools = coarse(canvas, (x, y) => fbm(seed + 1, (x / unit) * 5, (y / unit) * 5, 4) - 0.5);
    const ragged = coarse(canvas, (x, y) => (fbm(seed + 9, (x / unit) * 9, (y / unit) * 9, 4) - 0.5) * 0.045);
    canvas.each((x, y) => {
      const pool = pools(x, y);
      const grain = noise(seed + 2, x * 0.55, y * 0.55) - 0.5 + (noise(seed + 3, x * 0.21, y * 0.21) - 0.5) * 0.7;
      const c = canvas.at(x, y);
      const wash = clamp(0.8 + pool * 0.75 + grain * 0.1);
      const inset = Math.min(x, width - x, y, height - y) / unit;
      const painted = smooth(0.018, 0.04, inset + ragged(x, y));
      const dark = 1 - edges[y * width + x] * 0.42;
      const own = /** @type {Colour} */ (c.map((v) => v * dark));
      return mix(paper, mix(paper, own, wash), painted);
    });
  },
  oil(canvas, seed) {
    const unit = Math.min(canvas.width, canvas.height);
    warp(canvas, seed, unit * 0.006, 90 / unit);
    dabs(canvas, Math.max(3, Math.round(unit * 0.006)));
    const { width, height } = canvas;
    const heights = new Float32Array(width * height);
    const flows = coarse(canvas, (x, y) => fbm(seed + 3, (x / unit) * 2.2, (y / unit) * 2.2, 2) * 5);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const flow = flows(x, y);
        heights[y * width + x] = noise(seed, (x / unit) * 70 + (y / unit) * 26 * flow, (y / unit) * 70 - (x / unit) * 14 * flow) * 0.6 + luma(canvas.at(x, y)) * 0.8;
      }
    }
    canvas.each((x, y) => {
      const i = y * width + x;
      const slope = clamp((heights[i] - (heights[i + 1 + width] ?? heights[i])) * 0.5, -0.07, 0.07);
      const c = canvas.at(x, y);
      const grey = luma(c);
      return /** @type {Colour} */ (c.map((v) => clamp(grey + (v - grey) * 1.2 + slope)));
    });
  },
  line(canvas, seed) {
    const unit = Math.min(canvas.width, canvas.height);
    const edges = outline(canvas, unit * 0.0016);
    const tone = plane(canvas);
    const paper = hex('#f8f4ea');
    const ink = hex('#22242e');
    canvas.each((x, y) => {
      const i = y * canvas.width + x;
      const wobble = noise(seed, (x / unit) * 30, (y / unit) * 30) * 2;
      const stroke = (/** @type {number} */ t, /** @type {number} */ gap) => { const f = t / gap - Math.floor(t / gap); return smooth(0.26, 0.14, Math.abs(f - 0.5)); };
      const gap = unit * 0.0085;
      let shade = 0;
      if (tone[i] < 0.46) shade = Math.max(shade, stroke(x + y + wobble, gap) * smooth(0.46, 0.3, tone[i]));
      if (tone[i] < 0.26) shade = Math.max(shade, stroke(x - y + wobble, gap) * smooth(0.26, 0.14, tone[i]));
      return mix(paper, ink, clamp(edges[i] * 1.5 + shade * 0.5));
    });
  },
  pencil(canvas, seed) {
    const unit = Math.min(canvas.width, canvas.height);
    const edges = outline(canvas, unit * 0.002);
    const tone = plane(canvas);
    const [paper, lead] = [hex('#f6f3ec'), hex('#2b2a30')];
    canvas.each((x, y) => {
      const i = y * canvas.width + x;
      // Strokes run one way; the paper's tooth breaks them.
      const stroke = 0.78 + 0.5 * (noise(seed + 2, (x + y) * 0.3, (x - y) * 0.03) - 0.5) + 0.4 * (noise(seed, x * 0.6, y * 0.6) - 0.5);
      return mix(paper, lead, clamp((edges[i] * 0.85 + smooth(0.8, 0.1, tone[i]) * 0.85) * stroke));
    });
  },
  neon(canvas) {
    const { width, height } = canvas;
    const unit = Math.min(width, height);
    const edges = outline(canvas, unit * 0.002);
    canvas.each((x, y) => {
      const c = canvas.at(x, y);
      const grey = luma(c);
      const peak = Math.max(c[0], c[1], c[2], 0.05);
      const hue = mix(hex('#ff3fa4'), hex('#2fe6ff'), smooth(0.2, 0.8, x / width + (y / height - 0.5) * 0.5));
      const vivid = /** @type {Colour} */ (c.map((v) => clamp((grey + (v - grey) * 2.4) / peak)));
      const base = /** @type {Colour} */ ([c[0] * 0.34 + 0.03, c[1] * 0.2 + 0.012, c[2] * 0.46 + 0.08]);
      return mix(base, mix(vivid, hue, 0.5), clamp(edges[y * width + x] * 1.8));
    });
    bloom(canvas, 1.1, 0.25);
  },
  mono(canvas) {
    canvas.each((x, y) => { const g = smooth(-0.04, 1.02, luma(canvas.at(x, y))); return [g, g, g]; });
  },
  sepia(canvas) {
    canvas.each((x, y) => mix(hex('#2a1c14'), hex('#f3e4c4'), smooth(-0.06, 1.02, luma(canvas.at(x, y)))));
  },
};

/** @param {Canvas} canvas */
function plane(canvas) {
  const out = new Float32Array(canvas.width * canvas.height);
  for (let i = 0; i < out.length; i++) out[i] = 0.299 * canvas.px[i * 3] + 0.587 * canvas.px[i * 3 + 1] + 0.114 * canvas.px[i * 3 + 2];
  return out;
}

/** @param {Float32Array} a @param {number} width @param {number} height @param {number} radius */
function blurred(a, width, height, radius) {
  const [out, spare] = [a.slice(), new Float32Array(a.length)];
  for (let pass = 0; pass < 2; pass++) {
    box(out, spare, width, height, 1, width, Math.max(1, Math.round(radius)));
    box(spare, out, height, width, width, 1, Math.max(1, Math.round(radius)));
  }
  return out;
}

/** Where brightness or hue changes: a difference of two blurs, of the light and of red against blue. @param {Canvas} canvas @param {number} radius */
function outline(canvas, radius) {
  const { width, height, px } = canvas;
  const hue = new Float32Array(width * height);
  for (let i = 0; i < hue.length; i++) hue[i] = (px[i * 3] - px[i * 3 + 2]) * 0.5;
  const out = new Float32Array(width * height);
  for (const channel of [plane(canvas), hue]) {
    const fine = blurred(channel, width, height, Math.max(1, radius * 0.5));
    const wide = blurred(channel, width, height, Math.max(2, radius * 1.8));
    for (let i = 0; i < out.length; i++) out[i] = Math.max(out[i], smooth(0.012, 0.06, wide[i] - fine[i]), smooth(0.03, 0.1, fine[i] - wide[i]) * 0.4);
  }
  return out;
}

/** A slow field, sampled at every fourth pixel and joined by lines: a quarter of a percent off, an eighth of the time.
 *  @param {Canvas} canvas @param {(x: number, y: number) => number} rule @returns {(x: number, y: number) => number} */
function coarse({ width, height }, rule) {
  const w = (width >> 2) + 2;
  const h = (height >> 2) + 2;
  const at = new Float32Array(w * h);
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) at[y * w + x] = rule(x * 4, y * 4);
  return (x, y) => {
    const i = (y >> 2) * w + (x >> 2);
    const u = (x & 3) / 4;
    const top = at[i] + (at[i + 1] - at[i]) * u;
    const low = at[i + w] + (at[i + w + 1] - at[i + w]) * u;
    return top + (low - top) * ((y & 3) / 4);
  };
}

/** @param {Canvas} canvas @param {number} seed @param {number} reach @param {number} frequency */
function warp(canvas, seed, reach, frequency) {
  const from = canvas.px.slice();
  const { width, height } = canvas;
  const [across, down] = [seed, seed + 71].map((key) => coarse(canvas, (x, y) => (fbm(key, x * frequency * 0.4, y * frequency * 0.4, 3) - 0.5) * 2 * reach));
  canvas.each((x, y) => {
    const i = (clamp(Math.round(y + down(x, y)), 0, height - 1) * width + clamp(Math.round(x + across(x, y)), 0, width - 1)) * 3;
    return [from[i], from[i + 1], from[i + 2]];
  });
}

/** Kuwahara: each pixel takes the mean of the calmest of its four corners, by summed areas. @param {Canvas} canvas @param {number} r */
function dabs(canvas, r) {
  const { width, height, px } = canvas;
  const w = width + 1;
  const sums = [0, 1, 2, 3].map(() => new Float64Array(w * (height + 1)));
  for (let y = 0; y < height; y++) {
    const row = [0, 0, 0, 0];
    for (let x = 0; x < width; x++) {
      const i = (y * width + x) * 3;
      const l = 0.299 * px[i] + 0.587 * px[i + 1] + 0.114 * px[i + 2];
      row[0] += px[i]; row[1] += px[i + 1]; row[2] += px[i + 2]; row[3] += l * l;
      for (let k = 0; k < 4; k++) sums[k][(y + 1) * w + x + 1] = sums[k][y * w + x + 1] + row[k];
    }
  }
  const [red, green, blue, square] = sums;
  canvas.each((x, y) => {
    let best = Infinity;
    let [r0, g0, b0] = [0, 0, 0];
    for (let corner = 0; corner < 4; corner++) {
      const x0 = Math.max(0, corner & 1 ? x : x - r);
      const y0 = Math.max(0, corner & 2 ? y : y - r);
      const x1 = Math.min(width, (corner & 1 ? x + r : x) + 1);
      const y1 = Math.min(height, (corner & 2 ? y + r : y) + 1);
      const share = 1 / ((x1 - x0) * (y1 - y0));
      const [a, b, c, d] = [y1 * w + x1, y0 * w + x1, y1 * w + x0, y0 * w + x0];
      const mr = (red[a] - red[b] - red[c] + red[d]) * share;
      const mg = (green[a] - green[b] - green[c] + green[d]) * share;
      const mb = (blue[a] - blue[b] - blue[c] + blue[d]) * share;
      const l = 0.299 * mr + 0.587 * mg + 0.114 * mb;
      const variance = (square[a] - square[b] - square[c] + square[d]) * share - l * l;
      if (variance < best) {
        best = variance;
        r0 = mr;
        g0 = mg;
        b0 = mb;
      }
    }
    return [r0, g0, b0];
  });
}

/** @param {Canvas} canvas @param {number} amount @param {number} [threshold] */
function bloom(canvas, amount, threshold = 0.72) {
  const { width, height, px } = canvas;
  const w = Math.ceil(width / 4);
  const h = Math.ceil(height / 4);
  for (let k = 0; k < 3; k++) {
    const a = new Float32Array(w * h);
    for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) a[y * w + x] = Math.max(0, px[(Math.min(height - 1, y * 4 + 1) * width + Math.min(width - 1, x * 4 + 1)) * 3 + k] - threshold);
    const glow = blurred(a, w, h, Math.min(w, h) * 0.022);
    for (let y = 0; y < height; y++) {
      const fy = Math.max(0, y / 4 - 0.5);
      const iy = Math.min(h - 2, Math.floor(fy));
      const v = fy - iy;
      for (let x = 0, i = y * width * 3 + k; x < width; x++, i += 3) {
        const fx = Math.max(0, x / 4 - 0.5);
        const ix = Math.min(w - 2, Math.floor(fx));
        const u = fx - ix;
        const j = iy * w + ix;
        const top = glow[j] + (glow[j + 1] - glow[j]) * u;
        const low = glow[j + w] + (glow[j + w + 1] - glow[j + w]) * u;
        const light = (top + (low - top) * v) * amount * 2.2;
        if (light > 0 && px[i] < 1) px[i] += (1 - px[i]) * Math.min(light, 1);
      }
    }
  }
}

/** @param {Canvas} canvas */
function vignette(canvas) {
  const { width, height, px } = canvas;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = (x / width) * 2 - 1;
      const v = (y / height) * 2 - 1;
      const k = 1 - 0.2 * smooth(0.5, 1.9, u * u + v * v);
      const i = (y * width + x) * 3;
      px[i] *= k; px[i + 1] *= k; px[i + 2] *= k;
    }
  }
}
