// @ts-check
// What every drawing function shares: the canvas, the light of the hour, where the horizon and the sun are, and how distance fades.

import { BLACK, NAMED, hex, luma, mix, scale, times } from './colour.js';
import { Canvas } from './canvas.js';
import { TAU, cos } from './math.js';
import { Random } from '../random.js';

/** @typedef {import('./colour.js').Colour} Colour */
/** @typedef {import('./words.js').Wish} Wish */
/** @typedef {{top: string, mid: string, low: string, sun: string, haze: string, light: string, dark: string, height: number}} Hour */

/** Sky from top to horizon, the sun's colour, what distance fades to, the tint of lit surfaces, the tint of shadow, the sun's height.
 *  @type {Record<string, Hour>} */
const HOURS = {
  day: { top: '#3a7fd0', mid: '#84bdec', low: '#e4f2f4', sun: '#fff7dc', haze: '#cde2ee', light: '#fffaf0', dark: '#24345f', height: 0.3 },
  noon: { top: '#1c69cc', mid: '#5fabea', low: '#d6eefa', sun: '#ffffff', haze: '#cfe6f5', light: '#ffffff', dark: '#20346a', height: 0.14 },
  golden: { top: '#4f84bd', mid: '#f0c48c', low: '#ffe6ae', sun: '#fff0b8', haze: '#f4d3a4', light: '#ffe9c4', dark: '#4a3458', height: 0.66 },
  dawn: { top: '#5a6cb4', mid: '#e3a3b4', low: '#ffe3ba', sun: '#fff0c8', haze: '#f0c8c4', light: '#ffe4d8', dark: '#3b3566', height: 0.84 },
  dusk: { top: '#2a2c66', mid: '#bf5480', low: '#ffb46a', sun: '#ffd98a', haze: '#d88a86', light: '#ffc9a6', dark: '#2a1f50', height: 0.87 },
  blue: { top: '#14275e', mid: '#3c5ca3', low: '#a9bedc', sun: '#dfe8ff', haze: '#7c93c0', light: '#a9bbea', dark: '#101a44', height: 0.5 },
  night: { top: '#060a22', mid: '#131f4e', low: '#37508a', sun: '#f4f1de', haze: '#2a3d74', light: '#93a2d6', dark: '#070b26', height: 0.25 },
};

export class Scene {
  /** @param {Wish} wish @param {number} seed @param {number[]} takes a seed for each prompt @param {number} width @param {number} height */
  constructor(wish, seed, takes, width, height) {
    this.wish = wish;
    /** What the first prompt set: every edit finds it where it was. */
    this.random = new Random(seed);
    /** What is never the same twice, such as clouds, stars and rain: the last edit has its own. */
    this.moment = takes.length > 1 ? new Random(takes[takes.length - 1]) : this.random;
    this.takes = takes;
    this.seed = seed;
    this.width = width;
    this.height = height;
    /** The measure of subjects: the short side, but a little more in panoramas. */
    this.unit = Math.min(width, height) * (Math.max(width, height) > 2.5 * Math.min(width, height) ? 1.12 : 1);
    this.canvas = new Canvas(width, height);
    /** Share of the width where something stands that an edit added; row.js says. @type {(subject: import('./words.js').Subject, index: number) => number} */
    this.slot = () => 0.5;
    this.flat = wish.styles.includes('flat');
    this.canvas.depth = this.flat ? 0 : 1;
    const any = this.random.fork('hour').pick(['day', 'day', 'golden', 'day', 'dawn']);
    const night = wish.extras.some((name) => ['stars', 'aurora', 'fireworks'].includes(name)) || wish.styles.includes('neon');
    this.hour = wish.hour ?? (night || (wish.extras.includes('moon') && !wish.hour) ? 'night' : any);
    // Neon is drawn over a lit scene: its lines need edges to follow.
    this.neon = wish.styles.includes('neon');
    if (this.neon) this.hour = 'dusk';
    this.dark = this.neon || this.hour === 'night' || this.hour === 'blue';
    const hour = HOURS[this.hour];
    const grey = wish.weather.includes('storm') ? 0.62 : wish.weather.includes('rain') ? 0.45 : wish.weather.includes('cloudy') || wish.weather.includes('snowing') ? 0.22 : 0;
    const shade = (/** @type {string} */ name) => {
      const c = hex(name);
      const l = luma(c) * (wish.weather.includes('storm') ? 0.6 : 0.86);
      return mix(c, [l * 0.94, l, l * 1.08], grey);
    };
    this.top = shade(hour.top);
    this.mid = shade(hour.mid);
    this.low = shade(hour.low);
    this.haze = shade(hour.haze);
    this.sunColour = hex(hour.sun);
    this.light = mix(hex(hour.light), [0.75, 0.79, 0.86], grey * 0.8);
    if (wish.tint && NAMED[wish.tint]) {
      const tint = hex(NAMED[wish.tint]);
      this.top = mix(this.top, scale(tint, this.dark ? 0.4 : 0.8), 0.75);
      this.mid = mix(this.mid, scale(tint, this.dark ? 0.6 : 1), 0.7);
      this.low = mix(this.low, mix(tint, [1, 1, 1], 0.45), 0.6);
      this.haze = mix(this.haze, tint, 0.4);
    }
    const side = this.random.fork('sun').between(0, 1) < 0.5 ? -1 : 1;
    this.horizon = height * 0.62;
    this.sun = { x: width * (0.5 + side * this.random.fork('sun').between(0.2, 0.32)), y: hour.height };
    this.canvas.light = { x: side * 0.62, y: -0.78, bright: mix(hex(hour.sun), this.light, 0.4), dark: hex(hour.dark) };
    if (this.dark) this.canvas.light.bright = scale(this.canvas.light.bright, 0.85);
  }

  /** What the edit of that turn brought. @param {number} turn */
  since(turn) {
    return turn > 0 && turn < this.takes.length ? new Random(this.takes[turn]) : this.random;
  }

  /** A surface's own colour as it looks in this light, at a distance from 0 (here) to 1 (horizon).
   *  @param {Colour | string} colour @param {number} [distance] @returns {Colour} */
  tone(colour, distance = 0) {
    const own = typeof colour === 'string' ? hex(colour) : colour;
    return mix(times(own, this.light), this.haze, this.flat ? distance * 0.7 : distance);
  }

  /** A colour word, or what the thing has by itself. @param {string | undefined} name @param {string} own @returns {Colour} */
  pick(name, own) {
    return hex(name && NAMED[name] ? NAMED[name] : own);
  }

  /** A surface that a colour word tints without painting it flat. @param {string | undefined} name @param {string} own @param {number} amount */
  tinted(name, own, amount) {
    return name && NAMED[name] ? mix(hex(own), hex(NAMED[name]), amount) : hex(own);
  }

  /** A soft shadow on the ground. @param {number} x @param {number} y @param {number} rx @param {number} [alpha] */
  shadow(x, y, rx, alpha = 0.42) {
    const outline = Array.from({ length: 24 }, (_, i) => /** @type {[number, number]} */ ([x + rx * COS[i], y + rx * 0.2 * COS[(i + 18) % 24]]));
    this.canvas.fill(outline, mix(this.canvas.light.dark, BLACK, 0.3), { alpha: alpha * (this.dark ? 1.2 : 1), soft: rx * 0.12 });
  }
}

const COS = Array.from({ length: 24 }, (_, i) => cos((i / 24) * TAU));
