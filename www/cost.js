// @ts-check
// What pictures cost at Google: an estimate, from the tokens that the server counted and a list of prices. Gateways have prices of their own,
// so of theirs nothing is said. Pure.

/** The day of the prices, and where Google has them. */
export const PRICED = '2026-11-29';
export const PRICE_LIST = 'https://ai.google.dev/gemini-api/docs/pricing';

/**
 * US dollars for a million tokens of the standard tier: of pictures, and of text in and out where that is known too; thoughts are text.
 * @type {Readonly<Record<string, { image: number, input?: number, output?: number }>>}
 */
const PRICES = {
  'gemini-2.5-flash-image': { image: 30 },
  'gemini-3-pro-image': { image: 120 },
  'gemini-3.1-flash-image': { image: 60 },
  'gemini-nano-banana-2.1': { image: 30, input: 1.5, output: 7.5 },
};

/** Tokens of a picture by its size; of the size that is made unless one is asked for under ''. @type {Readonly<Record<string, Readonly<Record<string, number>>>>} */
const TOKENS = {
  'gemini-2.5-flash-image': { '': 1290 },
  'gemini-3-pro-image': { '': 1120, '1K': 1120, '2K': 1120, '4K': 2000 },
  'gemini-3.1-flash-image': { '': 1120, 512: 747, '1K': 1120, '2K': 1680, '4K': 2520 },
  'gemini-nano-banana-2.1': { '': 1120, '1K': 1120, '2K': 1680, '4K': 3780 },
};

/** The model that has the price: a server may name a version of it, or its preview, which cost the same. @param {string} model */
const priced = (model) => Object.keys(PRICES).find((id) => model === id || model.startsWith(`${id}-`));

/**
 * What a picture will cost, without text, thoughts and what goes in. In US dollars; nothing where that is not known.
 * @param {string} place @param {{ model?: string, size?: string }} settings @returns {number | undefined}
 */
export function foreseen(place, { model = '', size = '' }) {
  const id = place === 'google' ? priced(model) : undefined;
  const tokens = id && TOKENS[id][size];
  return id && tokens ? (tokens * PRICES[id].image) / 1e6 : undefined;
}

/** @typedef {{ inputTokens?: number, outputTokens?: number, imageTokens?: number, thoughtTokens?: number }} Usage */
/** @typedef {{ place: string, model: string, usage: Usage }} Spent what is read of a picture's record */

/** In US dollars; nothing where that is not known. @param {Spent} spent @returns {number | undefined} */
export function cost({ place, model, usage }) {
  if (place !== 'google' || !usage.imageTokens) return undefined;
  const id = priced(model);
  if (!id) return undefined;
  const { image, input = 0, output = 0 } = PRICES[id];
  const { inputTokens = 0, outputTokens = 0, imageTokens, thoughtTokens = 0 } = usage;
  const written = Math.max(0, outputTokens - imageTokens) + thoughtTokens;
  return (imageTokens * image + inputTokens * input + written * output) / 1e6;
}

/** Of all that are known, and how many those are. @param {readonly Spent[]} all */
export function costOf(all) {
  const known = all.map(cost).filter((one) => one !== undefined);
  return { dollars: known.reduce((sum, one) => sum + one, 0), count: known.length };
}

/** Of the clock's own day. @param {readonly (Spent & { made: number })[]} all @param {number} now milliseconds */
export function costToday(all, now) {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  return costOf(all.filter(({ made }) => made >= midnight && made <= now));
}
