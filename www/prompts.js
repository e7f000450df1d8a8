// @ts-check
// Many prompts as people write them: one a line, or a table as spreadsheets save it, each with choices in braces. Pure.

/** What a row can say beside its prompt. */
export const COLUMNS = /** @type {const} */ (['count', 'model', 'aspectRatio', 'size', 'seed', 'tags']);

/** @typedef {{ line: number, prompt: string } & Partial<Record<(typeof COLUMNS)[number], string>>} Row as it is written; lines count from 1 */
/** @typedef {[key: string, ...args: unknown[]]} Said */
/** @typedef {{ rows: Row[], problems: Said[], notes: Said[] }} Read */

/** One prompt a line. @param {string} text @returns {Read} */
export function lines(text) {
  const rows = bare(text)
    .split(/\r\n|\n|\r/)
    .map((line, at) => ({ line: at + 1, prompt: line.trim() }));
  return { rows: rows.filter(({ prompt }) => prompt), problems: [], notes: [] };
}

const bare = (/** @type {string} */ text) => text.replace(/^\uFEFF/, '');

// ───────────── tables ─────────────

/** Excel can say which it is in a line of its own before all others. */
const TOLD = /^sep=([,;\t])(?:\r\n|\n|\r)/i;

/** A column's name in any spelling. @param {string} name */
const plain = (name) => name.toLowerCase().replace(/[\s_-]/g, '');
const known = new Map(['prompt', ...COLUMNS].map((name) => [plain(name), name]));
const nameOf = (/** @type {string} */ cell) => known.get(plain(cell));

/**
 * https://www.rfc-editor.org/rfc/rfc4180, with any line ends, and with blanks around quotes.
 * @param {string} text @param {string} separator @param {number} [most] records
 * @returns {{ records: { line: number, cells: string[] }[], broken?: number }} and the line where a quote does not end as it should
 */
export function table(text, separator, most = Infinity) {
  const end = `(${separator}|\\r\\n|\\n|\\r|$)`;
  const field = new RegExp(` *"([^"]*(?:""[^"]*)*)" *${end}|([^${separator}\\r\\n]*)${end}`, 'y');
  const records = [];
  let line = 1;
  /** @type {{ line: number, cells: string[] } | undefined} */
  let record;
  while (field.lastIndex < text.length || record) {
    const [whole, quoted, after, open = '', end = after] = field.exec(text) ?? [''];
    if (quoted === undefined && /^ *"/.test(open)) return { records, broken: line };
    record ??= { line, cells: [] };
    record.cells.push((quoted?.replaceAll('""', '"') ?? open).trim());
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === separator) continue;
    records.push(record);
    record = undefined;
    if (records.length >= most) break;
  }
  return { records };
}

/** The separator whose first record looks most like a header, or has the most cells. @param {string} text */
function separatorOf(text) {
  const worth = (/** @type {string} */ separator) => {
    const [{ cells } = { cells: [] }] = table(text, separator, 1).records;
    return cells.filter(nameOf).length * 1000 + cells.length;
  };
  return [',', ';', '\t'].reduce((best, each) => (worth(each) > worth(best) ? each : best));
}

/** Whether text is a table by its looks: its first line names the prompt and something else. @param {string} text */
export function isTable(text) {
  const body = bare(text);
  if (TOLD.test(body)) return true;
  const [first] = table(body, separatorOf(body), 1).records;
  return Boolean(first) && first.cells.length > 1 && first.cells.some((cell) => nameOf(cell) === 'prompt');
}

/** A table whose first row may name its columns; else the first column is the prompt. @param {string} text @returns {Read} */
export function csv(text) {
  const [said = '', told] = TOLD.exec(bare(text)) ?? [];
  const body = bare(text).slice(said.length);
  const separator = told ?? separatorOf(body);
  const { records, broken } = table(body, separator);
  const before = said ? 1 : 0;
  const full = records.filter(({ cells }) => cells.some(Boolean));
  /** @type {Said[]} */
  const problems = broken ? [['queueQuote', broken + before]] : [];
  /** @type {Said[]} */
  const notes = [];
  const names = full[0]?.cells.map(nameOf) ?? [];
  const header = names.includes('prompt');
  // Sent as a prompt, a header would cost a picture.
  if (!header && names.filter(Boolean).length > 1) problems.push(['queueNoPrompt', 'prompt']);
  if (header) {
    const unused = full[0].cells.filter(
      (cell, at) => cell && (!names[at] || names.indexOf(names[at]) !== at),
    );
    if (unused.length) notes.push(['queueUnused', unused.join(', ')]);
  } else if (full.some(({ cells }) => cells.slice(1).some(Boolean))) notes.push(['queueFirst']);
  const rows = full.slice(header ? 1 : 0).flatMap(({ line, cells }) => {
    const at = line + before;
    if (!header) return cells[0] ? [{ line: at, prompt: cells[0] }] : [];
    if (cells.slice(names.length).some(Boolean)) {
      problems.push(['queueWide', at, names.length, separator === '\t' ? '⇥' : separator]);
      return [];
    }
    /** @type {any} */
    const row = { line: at };
    cells.forEach((cell, column) => {
      const name = names[column];
      if (name && cell && names.indexOf(name) === column) row[name] = cell;
    });
    if (row.prompt) return [/** @type {Row} */ (row)];
    if (Object.keys(row).length > 1) problems.push(['queueEmpty', at]);
    return [];
  });
  return { rows, problems, notes };
}

// ───────────── braces ─────────────

/**
 * Reads `{red|green}`: nested, with empty choices, and `\{` for a brace that is one. Braces without a choice stay as they are, and so does
 * what is not closed.
 * @template T @param {string} text
 * @param {{ word: (text: string) => T, both: (one: T, other: T) => T, either: (all: T[]) => T }} made
 * @returns {T}
 */
function choices(text, { word, both, either }) {
  const open = () => ({ before: /** @type {T[]} */ ([]), now: word('') });
  const stack = [open()];
  const top = () => stack[stack.length - 1];
  const add = (/** @type {T} */ part) => {
    top().now = both(top().now, part);
  };
  for (const [token] of text.matchAll(/\\[{|}]|[{|}\\]|[^{|}\\]+/g)) {
    if (token === '{') stack.push(open());
    else if (token === '|' && stack.length > 1) {
      top().before.push(top().now);
      top().now = word('');
    } else if (token === '}' && stack.length > 1) {
      const { before, now } = /** @type {ReturnType<typeof open>} */ (stack.pop());
      add(before.length ? either([...before, now]) : both(both(word('{'), now), word('}')));
    } else add(word(token.length > 1 && /^\\[{|}]$/.test(token) ? token[1] : token));
  }
  while (stack.length > 1) {
    const { before, now } = /** @type {ReturnType<typeof open>} */ (stack.pop());
    add(
      both(
        word('{'),
        [...before, now].reduce((sum, part) => both(both(sum, word('|')), part)),
      ),
    );
  }
  return top().now;
}

/** How many prompts it makes; none is built for it. @param {string} prompt */
export const countOf = (prompt) =>
  choices(prompt, {
    word: () => 1,
    both: (one, other) => one * other,
    either: (all) => all.reduce((sum, each) => sum + each),
  });

/** Every combination, the last brace changing first. @param {string} prompt */
export const expand = (prompt) =>
  choices(prompt, {
    word: (text) => [text],
    both: (one, other) => one.flatMap((start) => other.map((rest) => start + rest)),
    either: (all) => all.flat(),
  }).map((text) => text.trim());
