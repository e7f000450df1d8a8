// @ts-check
// What `npm run bench -- …` was asked for.
import { Failure } from '../scripts/exec.mjs';
import { contenders } from './contenders.mjs';

export const measures = ['latency', 'block', 'whole', 'memory', 'wasm', 'upload', 'session', 'first', 'many', 'size'];
/** Bytes a second: 400 Mbit/s. */
export const rate = 50e6;
export const browsers = /** @type {const} */ (['chromium', 'firefox']);

const usage = `npm run bench -- [quick] [${browsers.join('|')}] [only MEASURE]… [with CONTENDER]…
npm run bench -- profile [CONTENDER]     where the time of a call goes, in Chromium

  quick     few rounds and no large picture: to see that it runs, not to quote
  only      one of: ${measures.join(', ')}
  with      ours against: ${contenders.map(({ name }) => name).filter(name => name !== 'wasmagine').join(', ')}`;

/** @typedef {ReturnType<typeof optionsOf>} Options */

/** Whose profile, if that is what was asked for. @param {string[]} words */
export const profileOf = ([first, name = 'wasmagine']) => (first === 'profile' ? name : undefined);

/** @param {string[]} words */
export function optionsOf(words) {
  /** @type {Record<'only' | 'with' | 'in', string[]>} */
  const chosen = { only: [], with: [], in: [] };
  const rest = [...words];
  const take = (/** @type {'only' | 'with' | 'in'} */ key, /** @type {string | undefined} */ word, /** @type {readonly string[]} */ known) => {
    if (!word || !known.includes(word)) throw new Failure(`${word ?? key}?\n\n${usage}`);
    chosen[key].push(word);
  };
  let quick = false;
  for (let word; (word = rest.shift());) {
    if (word === 'quick') quick = true;
    else if (word === 'only') take('only', rest.shift(), measures);
    else if (word === 'with') take('with', rest.shift(), contenders.map(({ name }) => name));
    else take('in', word, browsers);
  }
  return {
    quick,
    /** Nothing left out: only then are the figures kept. */
    full: !quick && !chosen.only.length && !chosen.with.length && !chosen.in.length,
    measures: measures.filter(name => !chosen.only.length || chosen.only.includes(name)),
    browsers: browsers.filter(name => !chosen.in.length || chosen.in.includes(name)),
    contends: (/** @type {string} */ name) => !chosen.with.length || name === 'wasmagine' || name === 'idle' || chosen.with.includes(name),
    /** In MiB. */
    sizes: quick ? [2, 20] : [2, 20, 100],
    /** Counted rounds; one before them warms up. */
    rounds: quick ? 3 : 9,
    /** Conversations. */
    conversations: quick ? 1 : 7,
    /** Fresh browsers for each figure of memory. */
    browsersEach: quick ? 1 : 3,
    /** After which wasm memory is looked at again. */
    calls: quick ? 10 : 100,
    rate,
  };
}
