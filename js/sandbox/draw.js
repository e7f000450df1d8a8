// @ts-check
// Prompts and a seed → pixels. Draws at about a megapixel, whatever is asked for, and scales up smoothly: a 4K picture costs little more to
// draw than a 1K one. Same seed and words, same bytes, in every engine.

import { compose } from './draw/compose.js';
import { label } from './draw/label.js';
import { clamp } from './draw/math.js';
import { light } from './draw/moment.js';
import { Scene } from './draw/scene.js';
import { finish } from './draw/styles.js';
import { weather } from './draw/weather.js';
import { read } from './draw/words.js';

/** Pixels that are drawn at most; more are made by scaling. */
const DRAWN = 1_150_000;

/** @param {Partial<import('./picture.js').Plan> & {seed: number, prompts: string[]}} plan @param {number} width @param {number} height
 *  @returns {import('./png.js').Bitmap} */
export function draw({ seed, prompts, takes = [], unseen = 0 }, width, height) {
  const wish = read(prompts);
  const shrink = Math.min(1, Math.sqrt(DRAWN / (width * height)));
  const scene = new Scene(wish, seed, takes, Math.round(width * shrink), Math.round(height * shrink));
  compose(scene);
  weather(scene);
  light(scene.canvas, takes);
  finish(scene.canvas, wish.styles, takes.length > 1 ? takes[takes.length - 1] : seed);
  const crisp = wish.styles.includes('pixel');
  const grain = crisp || wish.styles.includes('flat') ? 0 : 2.6;
  const rgb = develop(scene.canvas, width, height, seed, grain, crisp);
  label(rgb, width, height, unseen);
  return { width, height, rgb };
}

/** Floats → bytes: scaled with a cubic (or not smoothed at all), with grain, which also hides the steps of smooth skies.
 *  @param {import('./draw/canvas.js').Canvas} canvas @param {number} width @param {number} height @param {number} seed @param {number} grain @param {boolean} crisp */
function develop(canvas, width, height, seed, grain, crisp) {
  const rgb = new Uint8Array(width * height * 3);
  const { px, width: w, height: h } = canvas;
  const same = w === width && h === height;
  const line = new Float32Array(w * 3);
  let state = (seed ^ 0x2545f491) | 1;
  const columns = cubic(width, w, crisp);
  const rows = cubic(height, h, crisp);
  for (let y = 0; y < height; y++) {
    const r = y * 4;
    for (let i = 0; i < w * 3; i++) {
      line[i] = same
        ? px[y * w * 3 + i]
        : px[rows.at[r] * w * 3 + i] * rows.share[r] +
          px[rows.at[r + 1] * w * 3 + i] * rows.share[r + 1] +
          px[rows.at[r + 2] * w * 3 + i] * rows.share[r + 2] +
          px[rows.at[r + 3] * w * 3 + i] * rows.share[r + 3];
    }
    for (let x = 0, to = y * width * 3; x < width; x++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      // Two uniform bytes make a triangle: softer than one.
      const speck = (((state & 255) + ((state >>> 8) & 255)) / 255 - 1) * grain;
      const c = x * 4;
      for (let k = 0; k < 3; k++, to++) {
        const v = same
          ? line[x * 3 + k]
          : line[columns.at[c] * 3 + k] * columns.share[c] +
            line[columns.at[c + 1] * 3 + k] * columns.share[c + 1] +
            line[columns.at[c + 2] * 3 + k] * columns.share[c + 2] +
            line[columns.at[c + 3] * 3 + k] * columns.share[c + 3];
        rgb[to] = clamp(v * 255 + speck + 0.5, 0, 255);
      }
    }
  }
  return rgb;
}

/** Catmull-Rom weights of four neighbours. @param {number} size @param {number} from @param {boolean} crisp */
function cubic(size, from, crisp) {
  const at = new Int32Array(size * 4);
  const share = new Float32Array(size * 4);
  for (let i = 0; i < size; i++) {
    const x = ((i + 0.5) * from) / size - 0.5;
    const whole = Math.floor(x);
    const t = crisp ? Math.round(x - whole) : x - whole;
    const weights = [
      t * (-0.5 + t * (1 - 0.5 * t)),
      1 + t * t * (1.5 * t - 2.5),
      t * (0.5 + t * (2 - 1.5 * t)),
      t * t * (0.5 * t - 0.5),
    ];
    weights.forEach((weight, k) => {
      at[i * 4 + k] = clamp(whole - 1 + k, 0, from - 1);
      share[i * 4 + k] = weight;
    });
  }
  return { at, share };
}
