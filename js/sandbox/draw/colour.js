// @ts-check
// Colours as [r, g, b] from 0 to 1, their names, and how to mix them. Knows nothing of scenes.

import { clamp } from './math.js';

/** @typedef {[number, number, number]} Colour */

/** @param {string} text '#rrggbb' @returns {Colour} */
export function hex(text) {
  const word = parseInt(text.slice(1), 16);
  return [(word >> 16) / 255, ((word >> 8) & 255) / 255, (word & 255) / 255];
}

/** @param {Colour} a @param {Colour} b @param {number} t @returns {Colour} */
export const mix = (a, b, t) => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];

/** @param {Colour} a @param {Colour} b @returns {Colour} */
export const times = (a, b) => [a[0] * b[0], a[1] * b[1], a[2] * b[2]];

/** @param {Colour} a @param {number} k @returns {Colour} */
export const scale = (a, k) => [clamp(a[0] * k), clamp(a[1] * k), clamp(a[2] * k)];

/** @param {Colour} a */
export const luma = (a) => 0.299 * a[0] + 0.587 * a[1] + 0.114 * a[2];

export const WHITE = /** @type {Colour} */ ([1, 1, 1]);
export const BLACK = /** @type {Colour} */ ([0, 0, 0]);

/** A colour word gives a surface this colour. English, then Chinese. @type {Record<string, string>} */
export const NAMED = {
  red: '#d2362f', crimson: '#b3203a', scarlet: '#d93a24', orange: '#ee8330', yellow: '#f3c63f', golden: '#e2a83a', gold: '#e2a83a',
  green: '#4f9d52', emerald: '#1f9a6d', lime: '#9ccc3c', olive: '#7d7f3a', teal: '#2a8c8c', turquoise: '#36b7b0', cyan: '#43c3dd',
  blue: '#3b6fc9', navy: '#27406f', azure: '#4c9fe6', purple: '#7d4bb0', violet: '#8459c9', lavender: '#b59be0', magenta: '#cc3f9c',
  pink: '#f08db0', rose: '#e2688c', brown: '#86562f', beige: '#d8c39c', cream: '#f2e6c8', black: '#2b2a30', white: '#f6f3ee',
  grey: '#8d9097', gray: '#8d9097', silver: '#c3c9d2', copper: '#b8703c', 红: '#d2362f', 橙: '#ee8330', 黄: '#f3c63f', 金: '#e2a83a',
  绿: '#4f9d52', 青: '#2a8c8c', 蓝: '#3b6fc9', 紫: '#7d4bb0', 粉: '#f08db0', 棕: '#86562f', 黑: '#2b2a30', 白: '#f6f3ee', 灰: '#8d9097', 银: '#c3c9d2',
};
