// @ts-check
// What models and servers say, and what a picture is called and cost, as people read it. Not needed at first.
import { language, t } from './words.js';

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

/** A file's name from what was asked for: its first words, in any script. @param {string} prompt @param {string} type */
export function fileName(prompt, type) {
  const words =
    prompt
      .slice(0, 1000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return `${words.slice(0, 6).join('-').slice(0, 60) || 'picture'}.${type.replace('image/', '').replace('jpeg', 'jpg')}`;
}
