// @ts-check
// A template of the user's own while it is written. What is not saved yet is there again after Escape and after a reload.
import { aloud, byId, h } from './dom.js';
import * as library from './library.js';
import { toast } from './over.js';
import { faultOf, fieldsOf, templateOf } from './template.js';
import { unique } from './store.js';
import { words } from './wording.js';
import { put, t } from './words.js';

/** @typedef {import('./template.js').Template} Template */
/** @typedef {Template & { id?: string, was?: string }} Draft `id` and `was`: of the one that is changed, and what it was like before */

const STORE = 'wasmagine template draft';
/** @type {Draft | undefined} */
let draft = recall();

/** What a tab holds may be unfinished, but is of the same types. @returns {Draft | undefined} */
function recall() {
  try {
    const { id, was, ...given } = JSON.parse(String(sessionStorage.getItem(STORE)));
    if (typeof given.name !== 'string' || typeof given.prompt !== 'string') return undefined;
    if (faultOf({ ...given, name: 'x', prompt: 'x' })) return undefined;
    return { ...given, ...(/^[\da-f]{32}$/.test(id) && { id, was: String(was) }) };
  } catch {
    return undefined;
  }
}

/** @param {Draft} [now] */
function hold(now) {
  draft = now;
  try {
    if (now) sessionStorage.setItem(STORE, JSON.stringify(now));
    else sessionStorage.removeItem(STORE);
  } catch {
    // Then it is held as long as the page is.
  }
}

export const held = () => draft !== undefined;

/** From what the form says. @param {string} prompt @returns {Draft} */
export const begin = (prompt) => ({
  name: [...words(prompt).slice(0, 5).join(' ')].slice(0, 40).join(''),
  prompt,
  ...(byId('references').childElementCount > 0 && { reference: true }),
});

/** A word on what was discarded, as long as it is there. @type {HTMLElement | undefined} */
let offer;

/** @param {Template & { id: string }} template @returns {Draft} */
export const draftOf = (template) => ({
  ...templateOf(template),
  id: template.id,
  was: JSON.stringify(templateOf(template)),
});

/**
 * @param {HTMLElement} view what it is shown in @param {Draft | undefined} given else the one that is held
 * @param {(id?: string) => void} leave with the one that was saved, or was to be changed
 */
export function edit(view, given, leave) {
  offer?.remove();
  const from = /** @type {Draft} */ (given ?? draft);
  const name = h('input', { id: 'template-name', value: from.name });
  const prompt = h('textarea', { id: 'template-prompt', rows: 6, value: from.prompt });
  const known = /** @type {HTMLInputElement[]} */ ([...document.getElementsByName('ratio')]).map(
    ({ value }) => value,
  );
  const ratio = h(
    'select',
    { id: 'template-ratio' },
    h('option', { value: '', t: 'templateRatioLeft' }),
    ...[...new Set([...known, from.ratio ?? ''])].filter(Boolean).map((value) => new Option(value, value)),
  );
  ratio.value = from.ratio ?? '';
  const reference = h('input', {
    type: 'checkbox',
    id: 'template-reference',
    checked: from.reference ?? false,
  });
  const fields = h('p', { className: 'note' });
  const note = h('p', { className: 'fault', role: 'alert' });
  prompt.setAttribute('aria-describedby', 'template-hint');

  /** As it is written. @returns {Draft} */
  const now = () => ({
    ...from,
    name: name.value,
    prompt: prompt.value,
    ratio: ratio.value || undefined,
    reference: reference.checked || undefined,
  });
  const isChanged = () => JSON.stringify(templateOf(now())) !== JSON.stringify(templateOf(from));

  function show() {
    const names = fieldsOf(prompt.value).map(({ name }) => name);
    if (names.length) put(fields, '', 'templateFields', names.join(' · '));
    else put(fields, '', 'templateNoFields');
  }

  /** What is selected becomes the example of a gap, whose name is to be written then. */
  function gap() {
    const { selectionStart: start, selectionEnd: end, value } = prompt;
    const example = value
      .slice(start, end)
      .trim()
      .replace(/\s*\n\s*/g, ' ');
    prompt.focus();
    if (/\[\[|\]\]/.test(example)) return; // it is one, or holds one
    const name = t('templateGapName', fieldsOf(value).length + 1);
    prompt.setRangeText(`[[${name}: ${example}]]`, start, end);
    prompt.setSelectionRange(start + 2, start + 2 + name.length);
    change();
  }

  function change() {
    hold(now());
    show();
  }

  /** @param {import('./template.js').Fault} fault @param {HTMLElement | false} [field] that has it */
  function tell(fault, field) {
    if (field) {
      field.setAttribute('aria-invalid', 'true');
      field.after(note);
      field.focus();
    } else answers.before(note);
    put(note, '', ...fault);
  }

  function save() {
    const fault = faultOf(now()) ?? library.room(from.id);
    for (const field of [name, prompt]) field.removeAttribute('aria-invalid');
    if (fault) return tell(fault, /Name$/.test(fault[0]) ? name : /Prompt$|Fields$/.test(fault[0]) && prompt);
    const there = from.id && library.read(from.id);
    // What another tab made of it meanwhile stays.
    const isApart = Boolean(there && JSON.stringify(templateOf(there)) !== from.was);
    const id = (!isApart && from.id) || unique();
    try {
      library.write({ ...now(), id, used: Date.now() });
    } catch (error) {
      return tell(library.unkept(error));
    }
    hold();
    leave(id);
    if (isApart) toast('templateApart');
    aloud('templateSaved');
  }

  function cancel() {
    const dropped = now();
    const isDropped = draft !== undefined && (!given || isChanged());
    hold();
    leave(from.id);
    if (isDropped)
      offer = toast('templateDiscarded', {
        t: 'undo',
        press() {
          hold(dropped);
          if (view.isConnected) edit(view, undefined, leave);
          else byId('templates').click();
        },
      });
  }

  const answers = h(
    'div',
    { className: 'answers' },
    h('button', { className: 'primary', t: 'templateSave', data: { does: 'saveTemplate' } }),
    h('button', { type: 'button', t: 'cancel', data: { does: 'cancelTemplate' }, on: { click: cancel } }),
  );
  const form = h(
    'form',
    {
      className: 'stack',
      noValidate: true,
      autocomplete: 'off',
      on: {
        input: change,
        submit(event) {
          event.preventDefault();
          save();
        },
      },
    },
    h('div', { className: 'field' }, h('label', { htmlFor: name.id, t: 'templateName' }), name),
    h(
      'div',
      { className: 'field' },
      h('label', { htmlFor: prompt.id, t: 'prompt' }),
      prompt,
      h('p', { className: 'note', id: 'template-hint', t: 'templateHint' }),
      h(
        'div',
        { className: 'row' },
        h('button', { type: 'button', t: 'templateGap', data: { does: 'gap' }, on: { click: gap } }),
        fields,
      ),
    ),
    h('div', { className: 'field' }, h('label', { htmlFor: ratio.id, t: 'ratio' }), ratio),
    h('label', { className: 'check' }, reference, h('span', { t: 'templateReference' })),
    answers,
  );
  show();
  view.replaceChildren(h('h3', { t: from.id ? 'templateEdit' : 'templateNew' }), form);
  name.focus();
  if (!from.id) name.select();
}
