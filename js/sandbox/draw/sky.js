// @ts-check
// Everything above the horizon that is no subject: gradient, sun, moon, stars, clouds, aurora, rainbow, deep space.

import { WHITE, hex, mix, scale } from './colour.js';
import { clamp, fall, lerp, smooth } from './math.js';
import { fbm, noise } from './noise.js';
import { ellipse, poly } from './shape.js';

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./colour.js').Colour} Colour */

/** @param {Scene} scene */
export function sky(scene) {
  const { canvas, width, height, horizon, wish, unit } = scene;
  const sunY = horizon * scene.sun.y;
  const clear = scene.dark ? 0.2 : 1;
  const rows = Array.from({ length: height }, (_, y) => {
    const t = clamp(y / horizon);
    return t < 0.55 ? mix(scene.top, scene.mid, smooth(0, 0.55, t)) : mix(scene.mid, scene.low, smooth(0.5, 1, t));
  });
  canvas.each((x, y) => {
    const dx = (x - scene.sun.x) / width;
    const dy = (y - sunY) / height;
    // Air glows around the sun; wider along the horizon when the sun is low.
    const glow = fall(-(dx * dx * 9 + dy * dy * 16)) * 0.5 * clear;
    return mix(rows[y], scene.sunColour, glow);
  }, 0, height);
  if (scene.dark || wish.extras.includes('stars')) stars(scene, scene.hour === 'night' ? 1 : 0.5);
  if (wish.extras.includes('aurora')) aurora(scene);
  const glory = wish.extras.some((name) => ['aurora', 'stars'].includes(name));
  const overcast = !glory && wish.weather.some((name) => ['rain', 'storm', 'snowing', 'fog'].includes(name));
  if (scene.dark || wish.extras.includes('moon')) moon(scene, wish.extras.includes('moon') ? 1.45 : 1, sunY);
  else if (!overcast || wish.extras.includes('sun')) {
    const r = unit * (scene.hour === 'dusk' || scene.hour === 'dawn' ? 0.075 : 0.05);
    canvas.glow(scene.sun.x, sunY, r * 7, scene.sunColour, 0.55);
    canvas.fill(ellipse(scene.sun.x, sunY, r, r), mix(scene.sunColour, WHITE, 0.4), { soft: scene.flat ? 0 : 1.5, alpha: 0.96 });
  }
  if (!glory) clouds(scene, overcast ? 0.36 : wish.weather.includes('cloudy') ? 0.44 : 0.56);
  if (wish.extras.includes('rainbow')) rainbow(scene);
  if (wish.extras.includes('fireworks')) fireworks(scene);
}

/** @param {Scene} scene @param {number} amount */
export function stars(scene, amount) {
  const { canvas, width, horizon, unit } = scene;
  const random = scene.moment.fork('stars');
  const count = Math.round(((width * horizon) / 2600) * amount);
  for (let i = 0; i < count; i++) {
    const x = random.between(0, width);
    const y = random.between(0, horizon * 0.97);
    const size = random.between() * random.between() * random.between();
    const colour = mix(hex('#ffe9c8'), hex('#cfe0ff'), random.between());
    const fade = 1 - 0.7 * (y / horizon);
    canvas.glow(x, y, unit * (0.0016 + size * 0.006), colour, (0.35 + size * 0.6) * fade);
    if (size > 0.5) canvas.glow(x, y, unit * 0.02, colour, 0.25 * fade);
  }
}

/** @param {Scene} scene @param {number} times @param {number} y */
function moon(scene, times, y) {
  const { canvas, unit, sun } = scene;
  const r = unit * 0.062 * times;
  canvas.glow(sun.x, y, r * 6, hex('#bccbff'), 0.4);
  const seed = scene.seed ^ 77;
  canvas.fill(ellipse(sun.x, y, r, r), (px, py) => {
    const n = fbm(seed, ((px - sun.x) / r) * 2.1, ((py - y) / r) * 2.1, 3);
    return mix(hex('#fdf8e4'), hex('#b9bccb'), smooth(0.48, 0.62, n) * 0.6);
  }, { soft: 0.6 });
}

/** Clouds on a plane seen from below, lit where they are thinner towards the sun. @param {Scene} scene @param {number} threshold */
function clouds(scene, threshold) {
  const { canvas, width, horizon, unit, wish } = scene;
  if (wish.weather.includes('clear')) return;
  const seed = scene.moment.fork('clouds').word();
  const step = 3;
  const w = Math.ceil(width / step) + 2;
  const h = Math.ceil(horizon / step) + 2;
  const thick = new Float32Array(w * h);
  const side = scene.sun.x < width / 2 ? -1 : 1;
  const lit = new Float32Array(w * h);
  for (let j = 0; j < h; j++) {
    const up = 1 - (j * step) / horizon;
    const far = 0.32 / (up + 0.24);
    for (let i = 0; i < w; i++) {
      const u = ((i * step - width / 2) / unit) * 3.2 * far;
      const v = far * 6;
      const d = fbm(seed, u, v * 1.5, 5);
      const t = smooth(threshold, threshold + 0.2, d) * smooth(0, 0.12, up);
      thick[j * w + i] = t;
      if (t > 0.003) lit[j * w + i] = clamp(0.62 + (d - fbm(seed, u + side * 0.28, v * 1.5 + 0.3, 4)) * 4);
    }
  }
  const bright = mix(mix(WHITE, scene.sunColour, 0.45), scene.light, scene.dark ? 0.9 : 0.15);
  const shade = mix(mix(scene.mid, scene.haze, 0.5), scale(scene.top, 0.8), wish.weather.includes('storm') ? 0.75 : scene.dark ? 0.6 : 0.35);
  const strength = scene.dark ? 0.45 : 0.9;
  canvas.each((x, y) => {
    const under = canvas.at(x, y);
    const fx = x / step;
    const fy = y / step;
    const i = Math.floor(fx) + Math.floor(fy) * w;
    const [u, v] = [fx - Math.floor(fx), fy - Math.floor(fy)];
    const sample = (/** @type {Float32Array} */ a) => lerp(lerp(a[i], a[i + 1], u), lerp(a[i + w], a[i + w + 1], u), v);
    const t = sample(thick);
    return t < 0.004 ? under : mix(under, mix(shade, bright, sample(lit)), t * strength);
  }, 0, horizon);
}

/** @param {Scene} scene */
function aurora(scene) {
  const { canvas, width, horizon } = scene;
  const seed = scene.moment.fork('aurora').word();
  const [green, violet] = [hex('#4dffb0'), hex('#9a5cff')];
  canvas.each((x, y) => {
    const under = canvas.at(x, y);
    const u = x / width;
    let light = 0;
    let hue = 0;
    for (let band = 0; band < 3; band++) {
      const base = horizon * (0.62 - band * 0.14 + 0.22 * (noise(seed + band, u * 3.2, band) - 0.5));
      const up = (base - y) / (horizon * 0.42);
      if (up < -0.06 || up > 1) continue;
      const rays = 0.45 + 0.55 * noise(seed + 9 + band, u * 60, 0) * noise(seed + 19, u * 17, 1) * 2;
      const k = smooth(-0.06, 0.03, up) * fall(-up * 3.2) * rays;
      light += k;
      hue += k * up;
    }
    const c = mix(green, violet, clamp((hue / (light + 0.001)) * 2));
    const k = clamp(light * 1.05);
    return [under[0] + c[0] * k * (1 - under[0]), under[1] + c[1] * k * (1 - under[1]), under[2] + c[2] * k * (1 - under[2])];
  }, 0, horizon);
}

/** @param {Scene} scene */
function rainbow(scene) {
  const { canvas, width, horizon, unit } = scene;
  const bands = ['#e05548', '#f0963e', '#f4d949', '#63b96a', '#4a90d9', '#7a5cc0'].map(hex);
  const cx = width - scene.sun.x;
  const radius = Math.max(unit * 0.62, horizon * 0.8);
  canvas.each((x, y) => {
    const under = canvas.at(x, y);
    const d = (Math.sqrt((x - cx) * (x - cx) + (y - horizon) * (y - horizon)) - radius) / (unit * 0.09);
    if (d < -1 || d > 1) return under;
    const at = clamp((1 - d) * 3, 0, 5);
    const low = Math.floor(at);
    const c = mix(bands[low], bands[Math.min(5, low + 1)], at - low);
    return mix(under, c, 0.5 * smooth(1, 0.6, Math.abs(d)) * smooth(0, 0.5, 1 - y / (horizon * 1.02) + 0.25));
  }, 0, horizon);
}

/** @param {Scene} scene */
function fireworks(scene) {
  const { canvas, width, horizon, unit } = scene;
  const random = scene.moment.fork('fireworks');
  for (let i = 0; i < 5; i++) {
    const [x, y, r] = [random.between(0.12, 0.88) * width, random.between(0.1, 0.55) * horizon, unit * random.between(0.1, 0.2)];
    const colour = hex(random.pick(['#ff6b6b', '#ffd166', '#6be5ff', '#c78bff', '#8dff9e', '#ff9ce0']));
    canvas.glow(x, y, r * 1.5, colour, 0.3);
    for (let k = 0; k < 46; k++) {
      const [a, b] = [random.between(-1, 1), random.between(-1, 1)];
      const length = Math.sqrt(a * a + b * b) || 1;
      const reach = r * random.between(0.55, 1);
      const [dx, dy] = [(a / length) * reach, (b / length) * reach];
      const wide = unit * 0.0016;
      canvas.fill(poly([[x + dx * 0.25, y + dy * 0.25], [x + dx + dy * 0.012, y + dy - dx * 0.012 + wide], [x + dx - dy * 0.012, y + dy + dx * 0.012 + wide]]), mix(colour, WHITE, 0.35), { alpha: 0.85 });
      canvas.glow(x + dx, y + dy, unit * 0.008, mix(colour, WHITE, 0.5), 0.9);
    }
  }
}

/** Deep space: nebula, stars, and a planet when nothing else fills it. @param {Scene} scene @param {string | undefined} colour */
export function space(scene, colour) {
  const { canvas, height, unit } = scene;
  const seed = scene.random.fork('nebula').word();
  const random = scene.random.fork('space');
  const [first, second] = random.pick([['#7b3fbf', '#1f6fb8'], ['#c0407a', '#3a2f9e'], ['#1d8a8a', '#7a3fa8'], ['#d0683a', '#5a2f8e']]);
  const a = scene.pick(colour, first);
  const b = hex(second);
  canvas.each((x, y) => {
    const [u, v] = [(x / unit) * 2.4, (y / unit) * 2.4];
    const warp = fbm(seed + 5, u, v, 3) * 1.6;
    const n = fbm(seed, u + warp, v - warp, 5);
    const m = fbm(seed + 99, u * 0.7 - warp, v * 0.7, 4);
    const base = mix(hex('#05060f'), hex('#0d1030'), y / height);
    return mix(mix(base, b, smooth(0.42, 0.8, m) * 0.75), a, smooth(0.5, 0.85, n) * 0.8);
  });
  const before = scene.horizon;
  scene.horizon = height;
  stars(scene, 1.1);
  scene.horizon = before;
}
