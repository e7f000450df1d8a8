// @ts-check
// What lies beside pictures that are saved together: names for their files, what is told of each as JSON, and all of them as one CSV.
// Pure. Of a picture it takes what record.js keeps, in which there is no key and no address but the sources that a search named.
import { settingsOf } from './settings.js';
import { words } from './wording.js';

/** @typedef {import('./record.js').Picture} Picture */

/** In code units and in bytes: with all that follows it a name stays within the 255 bytes that file systems have for one. */
const MOST = { units: 60, bytes: 90 };
/** Names that Windows keeps for itself, whatever follows the dot. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** As much of a text as a name has room for, and no half of a letter. @param {string} text */
function short(text) {
  const encoder = new TextEncoder();
  const segments =
    typeof Intl.Segmenter === 'function'
      ? [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
      : [...text];
  let cut = '',
    bytes = 0;
  for (const segment of segments) {
    bytes += encoder.encode(segment).length;
    if (bytes > MOST.bytes || cut.length + segment.length > MOST.units) break;
    cut += segment;
  }
  return cut.replace(/-+$/, '');
}

/** Letters, figures, dots and dashes, as models are called. @param {string} model */
const plain = (model) =>
  model
    .replace(/[^\p{L}\p{N}.-]+/gu, '-')
    .slice(0, 40)
    .replace(/^[-.]+|[-.]+$/g, '');

/** As file systems compare names that take upper and lower case, and ways to write an accent, for the same. @param {string} name */
const alike = (name) => name.normalize('NFKC').toUpperCase();

/**
 * A name for each, of prompt, model and seed: safe on Windows, macOS and Linux, and unlike all others.
 * @param {readonly Picture[]} pictures @returns {string[]} without what tells the type
 */
export function names(pictures) {
  const taken = new Set();
  return pictures.map(({ prompt, model, settings }) => {
    const parts = [
      short(words(prompt).join('-')) || 'picture',
      plain(model || String(settings.model ?? '')),
      Number.isInteger(settings.seed) && `seed-${settings.seed}`,
    ];
    const name = parts.filter(Boolean).join('_');
    const safe = RESERVED.test(name) ? `${name}_picture` : name;
    let own = safe;
    for (let next = 2; taken.has(alike(own)); next++) own = `${safe}_${next}`;
    taken.add(alike(own));
    return own;
  });
}

/** @typedef {ReturnType<typeof about>} About */

/** @param {Picture} picture @param {string} file its name */
export function about(picture, file) {
  const { prompt, sent, model, place, made, took, width, height, type, blob, usage, text, thoughts } =
    picture;
  return {
    file,
    prompt,
    ...(sent !== undefined && { sent }),
    model,
    service: place,
    settings: settingsOf(picture.settings),
    made: new Date(made).toISOString(),
    seconds: Math.round(took / 100) / 10,
    width,
    height,
    type,
    bytes: blob.size,
    references: picture.references.length,
    ...(picture.favourite && { favourite: true }),
    ...(picture.tags && { tags: picture.tags }),
    usage,
    ...(text && { text }),
    ...(thoughts && { thoughts }),
    ...(picture.sources && { sources: picture.sources }),
  };
}

/** Columns of the CSV, and of what they are made. @type {Record<string, (row: About) => unknown>} */
const COLUMNS = {
  file: ({ file }) => file,
  prompt: ({ prompt }) => prompt,
  sent: ({ sent }) => sent,
  model: ({ model }) => model,
  service: ({ service }) => service,
  made: ({ made }) => made,
  seconds: ({ seconds }) => seconds,
  width: ({ width }) => width,
  height: ({ height }) => height,
  type: ({ type }) => type,
  bytes: ({ bytes }) => bytes,
  aspectRatio: ({ settings }) => settings.aspectRatio,
  size: ({ settings }) => settings.size,
  seed: ({ settings }) => settings.seed,
  thinking: ({ settings }) => settings.thinking?.level,
  search: ({ settings }) => (settings.search ? 'yes' : undefined),
  system: ({ settings }) => settings.system,
  references: ({ references }) => references,
  favourite: ({ favourite }) => (favourite ? 'yes' : undefined),
  tags: ({ tags }) => tags?.join(', '),
  tokens: ({ usage }) => usage.totalTokens,
  text: ({ text }) => text,
};

/**
 * What spreadsheets take for a formula when a cell begins with it, also in the wide forms of Chinese and Japanese: a quote before it makes
 * it text. A number is none, whatever its sign.
 */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** @param {unknown} value */
function cell(value) {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180, with a mark at its beginning by which Excel knows UTF-8. @param {About[]} rows */
export const csv = (rows) =>
  `\uFEFF${[Object.keys(COLUMNS), ...rows.map((row) => Object.values(COLUMNS).map((of) => of(row)))]
    .map((cells) => `${cells.map(cell).join(',')}\r\n`)
    .join('')}`;
