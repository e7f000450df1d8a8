// @ts-check
// What `npm run bench -- …` was asked for.
import { Failure } from '../scripts/exec.mjs';
import { contenders } from './contenders.mjs';

export const measures = ['latency', 'block', 'whole', 'memory', 'wasm', 'upload', 'session', 'first', 'many', 'size'];
/** Bytes a second: 400 Mbit/s. */
export const rate = 50e6;
export const browsers = /** @type {const} */ (['chromium', 'firefox']);

const usage = `npm run bench -- [quick] [${browsers.join('|')}] [only MEASURE]… [with CONTENDER]… [size MIB]… [rounds N] [keep]
npm run bench -- profile [CONTENDER]     where the time of a call goes, in Chromium
npm run bench -- micro [native|chromium|firefox]…     base64, scanner and sniffer alone
npm run bench -- crates                  Rust apps alike, by our crate and by others: their wasm and its memory

  quick     few rounds and no large picture: to see that it runs, not to quote
  only      one of: ${measures.join(', ')}
  size      of the picture, where there are several: 2, 20 and 100 unless said
  rounds    that count: 9 unless said
  keep      into benches/results, as a full run is, in place of what stands there of the same commit, browser and measure
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
  const number = (/** @type {string | undefined} */ word) => {
    if (!word || !/^[1-9]\d*$/.test(word)) throw new Failure(`${word ?? 'how many'}?\n\n${usage}`);
    return Number(word);
  };
  let [quick, keep] = [false, false];
  /** @type {number | undefined} */
  let rounds;
  /** @type {number[]} */
  const sizes = [];
  for (let word; (word = rest.shift());) {
    if (word === 'quick') quick = true;
    else if (word === 'keep') keep = true;
    else if (word === 'rounds') rounds = number(rest.shift());
    else if (word === 'size') sizes.push(number(rest.shift()));
    else if (word === 'only') take('only', rest.shift(), measures);
    else if (word === 'with') take('with', rest.shift(), contenders.map(({ name }) => name));
    else take('in', word, browsers);
  }
  return {
    quick,
    /** Nothing left out, or asked for: only then are the figures kept. */
    full: keep || (!quick && !chosen.only.length && !chosen.with.length && !chosen.in.length && !rounds && !sizes.length),
    measures: measures.filter(name => !chosen.only.length || chosen.only.includes(name)),
    browsers: browsers.filter(name => !chosen.in.length || chosen.in.includes(name)),
    contends: (/** @type {string} */ name) => !chosen.with.length || name === 'wasmagine' || name === 'idle' || chosen.with.includes(name),
    /** In MiB. */
    sizes: sizes.length ? sizes : quick ? [2, 20] : [2, 20, 100],
    /** Counted rounds; one before them warms up. */
    rounds: rounds ?? (quick ? 3 : 9),
    /** Conversations. */
    conversations: quick ? 1 : Math.ceil(((rounds ?? 9) * 7) / 9),
    /** Fresh browsers for each figure of memory. */
    browsersEach: quick ? 1 : Math.ceil((rounds ?? 9) / 3),
    /** After which wasm memory is looked at again. */
    calls: quick ? 10 : 100,
    rate,
  };
}
