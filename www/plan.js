// @ts-check
// What is to be made of many prompts: each picture as it will be sent, and what has to be known before: how many, what they cost, what the
// models do not take. Pure; so the table of models is handed in.
import { foreseen } from './cost.js';
import { countOf, csv, expand, lines } from './prompts.js';
import { settingsOf } from './settings.js';

/** @typedef {import('./prompts.js').Row} Row */
/** @typedef {import('./prompts.js').Said} Said */
/**
 * @typedef {object} Model as the package's table has it
 * @property {string} id
 * @property {readonly string[]} aspectRatios @property {readonly string[]} sizes @property {readonly string[]} thinking
 * @property {boolean} sampling @property {{ web: boolean, image: boolean }} search
 */
/**
 * @typedef {object} Shot one picture that is to be made
 * @property {string} prompt
 * @property {number} kind which of the plan's settings
 * @property {number} [seed] @property {string[]} [tags]
 */
/**
 * @typedef {object} Plan
 * @property {Shot[]} shots empty if something keeps it from being sent
 * @property {Record<string, any>[]} kinds settings that shots share
 * @property {number} prompts @property {number} pictures
 * @property {number | undefined} dollars of pictures whose price is known @property {number} priced how many those are
 * @property {{ prompt: string, times: number, lines: number[] }[]} twice what is asked for more than once
 * @property {Said[]} problems that keep it from being sent
 * @property {Said[]} notes
 */

/** More than a browser's gallery shows well, and than anybody means; combinations grow faster than one thinks. */
export const MOST = 10_000;
/** Of one row. */
const MOST_OF_ROW = 1000;
/** As much as a record keeps. */
const LONGEST = 100_000;
const INT32 = 2 ** 31;

/**
 * @param {string} text
 * @param {{ table: boolean, n: number, settings: Record<string, any>, place: string, models: readonly Model[] }} form
 * @returns {Plan}
 */
export function plan(text, { table, n, settings, place, models }) {
  const { rows, problems, notes } = table ? csv(text) : lines(text);
  /** @type {Record<string, any>[]} */
  const kinds = [];
  /** @type {Map<string, number>} */
  const kindsBy = new Map();
  let prompts = 0,
    pictures = 0;
  const ready = rows.flatMap((row) => {
    const { said, ...read } = understood(row, settings, n, models);
    const makes = countOf(row.prompt);
    prompts += makes;
    pictures += makes * read.count;
    if (row.prompt.length > LONGEST) said.push(['queueLong', row.line, LONGEST]);
    problems.push(...said);
    const { seed, ...kind } = read.settings;
    const name = JSON.stringify(kind);
    const at = kindsBy.get(name) ?? kinds.push(kind) - 1;
    kindsBy.set(name, at);
    const { count, tags } = read;
    return [{ line: row.line, prompt: row.prompt, count, tags, kind: at, seed }];
  });
  if (pictures > MOST) problems.push(['queueMost', pictures, MOST]);
  /** @type {Shot[]} */
  const shots = [];
  /** @type {Map<string, { prompt: string, times: number, lines: number[] }>} */
  const same = new Map();
  if (!problems.length)
    for (const { line, prompt, count, kind, seed, tags } of ready)
      for (const each of expand(prompt)) {
        if (!each) problems.push(['queueBlank', line]);
        const name = `${kind} ${seed} ${each}`;
        const { times, lines } = same.get(name) ?? { times: 0, lines: [] };
        same.set(name, { prompt: each, times: times + 1, lines: [...new Set([...lines.slice(0, 9), line])] });
        for (let nth = 0; nth < count; nth++)
          shots.push({
            prompt: each,
            kind,
            ...(seed !== undefined && { seed: seed + nth }),
            ...(tags && { tags }),
          });
      }
  const prices = kinds.map((kind) => foreseen(place, kind));
  const priced = shots.flatMap(({ kind }) => prices[kind] ?? []);
  return {
    shots: problems.length ? [] : shots,
    kinds,
    prompts,
    pictures,
    dollars: priced.length ? priced.reduce((sum, one) => sum + one, 0) : undefined,
    priced: priced.length,
    twice: [...same.values()].filter(({ times }) => times > 1),
    problems,
    notes,
  };
}

/** A row's own values in place of the form's, and what its model does not take. @param {Row} row @param {Record<string, any>} form @param {number} n @param {readonly Model[]} models */
function understood({ line, count = '', model, aspectRatio, size, seed = '', tags }, form, n, models) {
  /** @type {Said[]} */
  const said = [];
  const settings = { ...form };
  if (model) settings.model = model;
  if (model && !settingsOf({ model }).model) said.push(['queueModel', line, model]);
  const known = models.find(({ id }) => id === settings.model);
  if (known && model && model !== form.model) fit(settings, known);
  /** @param {string} column @param {string | undefined} value @param {readonly string[]} takes */
  const take = (column, value, takes) => {
    if (!value) return;
    settings[column] = value;
    if (known && !takes.length) said.push(['queueNone', line, column, known.id]);
    else if (known ? !takes.includes(value) : !settingsOf({ [column]: value })[column])
      said.push(['queueTakes', line, column, value, known ? takes.join(', ') : '16:9, 1K']);
  };
  take('aspectRatio', aspectRatio?.replace(/\s*[:：]\s*/, ':'), known?.aspectRatios ?? []);
  take('size', size?.toUpperCase(), known?.sizes ?? []);
  const times = count ? Number(count) : n;
  if (!Number.isInteger(times) || times < 1 || times > MOST_OF_ROW)
    said.push(['queueCount', line, count, MOST_OF_ROW]);
  if (seed) {
    settings.seed = /^-?\d{1,10}$/.test(seed) ? Number(seed) : Number.NaN;
    if (known && !known.sampling) said.push(['queueNone', line, 'seed', known.id]);
  }
  // Each of several pictures has a seed of its own, the next one.
  const last = settings.seed === undefined ? 0 : settings.seed + times - 1;
  if (!(settings.seed === undefined || (settings.seed >= -INT32 && last < INT32)))
    said.push(['queueSeed', line, seed || settings.seed]);
  const own = [...new Set(tags?.split(/[,;|，；、]/).map((tag) => tag.trim()))].filter(Boolean);
  return { said, settings, count: times || 0, ...(own.length > 0 && { tags: own }) };
}

/** What the form says for its own model may be nothing to another. @param {Record<string, any>} settings @param {Model} model */
function fit(settings, { aspectRatios, sizes, thinking, sampling, search }) {
  if (!aspectRatios.includes(settings.aspectRatio)) delete settings.aspectRatio;
  if (!sizes.includes(settings.size)) delete settings.size;
  if (!thinking.includes(settings.thinking?.level)) delete settings.thinking;
  if (!sampling) for (const name of ['seed', 'temperature', 'topP', 'topK']) delete settings[name];
  if (!search.web || (settings.search?.image && !search.image)) delete settings.search;
}
