// @ts-check
// Two pictures, one over the other, with a seam between them that is dragged or moved by keys.
import { h } from './dom.js';

/**
 * @typedef {{ url: string, alt: string }} Side
 * @param {HTMLElement} room that they fill @param {Side} left of the seam @param {Side} right
 */
export function compare(room, left, right) {
  const layer = (/** @type {Side} */ { url, alt }, /** @type {string} */ className) =>
    h('img', { src: url, alt, className });
  const slider = h('input', {
    type: 'range',
    min: '0',
    max: '100',
    value: '50',
    label: 'compareSlider',
    on: { input: () => room.style.setProperty('--at', `${slider.value}%`) },
  });
  room.classList.add('comparing');
  room.style.setProperty('--at', '50%');
  room.replaceChildren(layer(right, 'under'), layer(left, 'over'), slider, h('i', { className: 'seam' }));
  slider.focus();
}
