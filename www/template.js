// @ts-check
// A prompt with gaps: `[[name: example]]` is filled with what somebody writes, else with the example; what stands in braces or in other
// brackets is text. And what a template may be when it comes from a file or from the disk, where anybody may have written it. Pure.

/** @typedef {{ name: string, prompt: string, ratio?: string, reference?: boolean }} Template `reference`: it works on a picture that is given */
/** @typedef {{ name: string, example: string }} Field */
/** @typedef {[key: string, ...args: unknown[]]} Fault a key of the table, and what fills it */

export const MOST = 500;
/** Of a name, of a prompt, and how many fields a prompt has. */
export const LIMITS = { name: 80, prompt: 8000, fields: 30 };
/** Of a file, in bytes: as many of the longest as there may be, in a script of three bytes a letter. */
export const LARGEST = MOST * (LIMITS.prompt + LIMITS.name) * 3;

/** The colon may be a Chinese one. An example is a line, in which no other gap begins. */
const GAP = /\[\[([^[\]:：\n]{1,40})(?:[:：]((?:(?!\[\[|\]\]).)*))?\]\]/g;

/** What stands in it, in order: text, and the names of gaps. @param {string} prompt */
function parts(prompt) {
  /** @type {({ text: string } | Field)[]} */
  const found = [];
  let from = 0;
  for (const { 0: all, 1: name, 2: example = '', index } of prompt.matchAll(GAP)) {
    if (!name.trim()) continue;
    found.push({ text: prompt.slice(from, index) }, { name: name.trim(), example: example.trim() });
    from = index + all.length;
  }
  return [...found, { text: prompt.slice(from) }];
}

/** Each once, with the first example that it has; one without an example shows its name. @param {string} prompt @returns {Field[]} */
export function fieldsOf(prompt) {
  /** @type {Map<string, string>} */
  const fields = new Map();
  for (const part of parts(prompt))
    if ('name' in part) fields.set(part.name, fields.get(part.name) || part.example);
  return [...fields].map(([name, example]) => ({ name, example: example || name }));
}

/** Text and what fills its gaps, in order. @param {string} prompt @param {readonly (string | undefined)[]} [values] of its fields @returns {{ text: string, gap?: boolean }[]} */
export function filled(prompt, values = []) {
  const texts = new Map(
    fieldsOf(prompt).map(({ name, example }, at) => [name, values[at]?.trim() || example]),
  );
  return parts(prompt).map((part) =>
    'name' in part ? { text: String(texts.get(part.name)), gap: true } : part,
  );
}

/** @param {string} prompt @param {readonly (string | undefined)[]} [values] */
export const fill = (prompt, values) =>
  filled(prompt, values)
    .map(({ text }) => text)
    .join('');

/** What may stay of it: neither where a call goes nor with which key is part of it. @param {any} data @returns {Template} */
export const templateOf = ({ name, prompt, ratio, reference }) => ({
  name: name.trim().replace(/\s+/g, ' '),
  prompt: prompt.trim(),
  ...(ratio && { ratio }),
  ...(reference && { reference }),
});

/** What keeps it from being one. @param {any} data @returns {Fault | undefined} */
export function faultOf(data) {
  if (typeof data !== 'object' || !data || Array.isArray(data)) return ['templateOdd'];
  const { name, prompt, ratio, reference } = data;
  if (typeof name !== 'string' || !name.trim()) return ['templateNoName'];
  if (name.trim().length > LIMITS.name) return ['templateLongName', name.trim().length, LIMITS.name];
  if (typeof prompt !== 'string' || !prompt.trim()) return ['templateNoPrompt'];
  if (prompt.trim().length > LIMITS.prompt)
    return ['templateLongPrompt', prompt.trim().length, LIMITS.prompt];
  const { length } = fieldsOf(prompt);
  if (length > LIMITS.fields) return ['templateManyFields', length, LIMITS.fields];
  if (ratio !== undefined && !(typeof ratio === 'string' && /^[1-9]\d{0,3}:[1-9]\d{0,3}$/.test(ratio)))
    return ['templateOddRatio'];
  if (reference !== undefined && typeof reference !== 'boolean') return ['templateOddReference'];
  return undefined;
}

/** @param {readonly Template[]} templates @returns {string} a file of them */
export const pack = (templates) =>
  `${JSON.stringify({ wasmagine: 'templates', version: 1, templates: templates.map(templateOf) }, null, 2)}\n`;

/** Why a file is not taken, and which of its templates it is, counted from 1. */
export class Refused extends Error {
  /** @param {Fault} fault @param {number} [at] */
  constructor(fault, at) {
    super(fault[0]);
    this.fault = fault;
    this.at = at;
  }
}

/** All of a file, or nothing. @param {string} text @returns {Template[]} */
export function unpack(text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Refused(['templatesBroken']);
  }
  if (data?.wasmagine !== 'templates' || !Array.isArray(data.templates))
    throw new Refused(['templatesNotOurs']);
  if (data.version !== 1) throw new Refused(['templatesNewer']);
  const { templates } = data;
  if (templates.length > MOST) throw new Refused(['templatesTooMany', templates.length, MOST]);
  return templates.map((/** @type {unknown} */ given, /** @type {number} */ at) => {
    const fault = faultOf(given);
    if (fault) throw new Refused(fault, at + 1);
    return templateOf(given);
  });
}
