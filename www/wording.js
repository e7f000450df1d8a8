// @ts-check
// What models and servers say, and what a picture is called and cost, as people read it. Not needed at first.
import { bytes } from './figures.js';
import { language, t } from './words.js';

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** @param {number} made */
export const when = (made) =>
  new Date(made).toLocaleString(language(), { dateStyle: 'medium', timeStyle: 'short' });

/** @param {{ width: number, height: number, type: string, blob: Blob }} picture */
export const facts = ({ width, height, type, blob }) =>
  [`${width} × ${height}`, type.replace('image/', '').toUpperCase(), bytes(blob.size)].join(' · ');

/** @param {import('./wasmagine/index.js').Usage} usage */
export function tokens({ inputTokens, outputTokens, totalTokens, imageTokens, thoughtTokens }) {
  const told = (/** @type {string} */ key, /** @type {number | undefined} */ value) =>
    value === undefined ? [] : [t(key, value.toLocaleString(language()))];
  return [
    ...told('tokensTotal', totalTokens),
    ...told('tokensIn', inputTokens),
    ...told('tokensOut', outputTokens),
    ...told('tokensImage', imageTokens),
    ...told('tokensThought', thoughtTokens),
  ].join(' · ');
}

/** Two figures: it is an estimate. @param {number} dollars */
export const money = (dollars) =>
  dollars.toLocaleString(language(), { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 });

/** @param {string} text */
export const sentence = (text) => {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…。]$/.test(capital) ? capital : `${capital}.`;
};

/**
 * What a model thinks, whose headings it writes in asterisks and runs into what was before. Read once from front to back: a pattern would
 * try each white space anew, which in long ones takes a browser minutes, or more stack than it has.
 * @param {string} text
 */
export function thought(text) {
  const parts = text.split('**');
  const said = [parts[0]];
  for (let at = 1; at < parts.length; at++) {
    const part = parts[at],
      next = parts[at + 1];
    // A heading is what stands between two of them on one line.
    if (part && next !== undefined && !/[\n\r\u2028\u2029]/.test(part)) {
      said.push(/** @type {string} */ (said.pop()).trimEnd(), `\n\n${part}\n`, next.trimStart());
      at++;
    } else said.push(part);
  }
  return said.join('').trim();
}

/** How a model's picture was laid into another one, where it was of another size or shape. @param {import('./record.js').Picture} picture @returns {[] | [key: string, size: string]} */
export function laidSo({ width, height, composited }) {
  if (!composited) return [];
  const { fit, width: across, height: down } = composited;
  const size = `${across} × ${down}`;
  if (fit !== 'same') return [`laid-${fit}`, size];
  return across === width && down === height ? [] : ['laid-scaled', size];
}

/** The first words of what was asked for, in any script: letters with their marks, figures and drawn signs. @param {string} prompt @returns {string[]} */
export const words = (prompt) =>
  prompt
    .slice(0, 1000)
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}\p{Extended_Pictographic}]+/gu) ?? [];

/** What tells a file's type at the end of its name. @param {string} type */
export const ending = (type) => type.replace('image/', '').replace('jpeg', 'jpg');

/** A file's name from what was asked for. @param {string} prompt @param {string} type */
export const fileName = (prompt, type) =>
  `${[...words(prompt).slice(0, 6).join('-')].slice(0, 60).join('') || 'picture'}.${ending(type)}`;
