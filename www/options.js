// @ts-check
// What can be asked of the chosen model, and nothing that it does not take: the table of models says it. Of an id that is not in the table
// nothing is known; it may take whatever any of them takes.
import { models } from './wasmagine/index.js';
import { byId, h } from './dom.js';
import { ratioOf } from './figures.js';
import { put } from './words.js';

/** @typedef {import('./wasmagine/index.js').ModelInfo} ModelInfo */

/** What is not a model's id. */
const OTHER = '';

export function setUpOptions() {
  const model = byId('model');
  let chosen = false;

  /** The models of a host; what was chosen stays, where it has it. @param {'kkiai' | 'google' | 'other'} host */
  function offer(host) {
    const before = model.value;
    const offered = models.filter(({ retired }) => !retired || host !== 'google');
    const option = (/** @type {ModelInfo} */ { id, name }) => new Option(name, id);
    const old = offered.filter(({ retired }) => retired).map(option);
    const group = h('optgroup', {}, ...old);
    put(group, 'label', 'olderNames');
    model.replaceChildren(
      ...offered.filter(({ retired }) => !retired).map(option),
      ...(old.length ? [group] : []),
      h('option', { value: OTHER, t: 'anotherModel' }),
    );
    const usual = models.find(({ defaultFor }) => defaultFor?.includes(host))?.id;
    model.value =
      chosen && (before === OTHER || offered.some(({ id }) => id === before)) ? before : (usual ?? OTHER);
    show();
  }

  function show() {
    const known = models.find(({ id }) => id === model.value);
    byId('other-model').hidden = Boolean(known);
    byId('model-name').disabled = Boolean(known);
    byId('model-id').textContent = known?.id ?? '';
    const asked = known ? [known] : models;
    const all = (/** @type {(info: ModelInfo) => readonly string[]} */ of) => [...new Set(asked.flatMap(of))];
    radios(
      'ratios',
      'ratio',
      all(({ aspectRatios }) => aspectRatios).sort((a, b) => rank(a) - rank(b)),
      shape,
    );
    const sizes = all((info) => info.sizes);
    radios('sizes', 'size', sizes);
    byId('size-field').hidden = sizes.length < 2;
    const levels = all(({ thinking }) => thinking);
    const level = byId('thinking');
    const before = level.value;
    level.replaceChildren(
      h('option', { value: '', t: 'auto' }),
      ...levels.map((name) => h('option', { value: name, t: `level-${name}` })),
    );
    level.value = levels.includes(before) ? before : '';
    byId('thinking-field').hidden = !levels.length;
    // The table has no word for it: models that can set a size are those that think.
    byId('thoughts-field').hidden = !sizes.length;
    // What is not seen is not checked either.
    byId('seed-field').hidden = byId('seed').disabled = !asked.some(({ sampling }) => sampling);
    byId('web-field').hidden = !asked.some(({ search }) => search.web);
    byId('pictures-field').hidden = !asked.some(({ search }) => search.image);
    model.dispatchEvent(new Event('shown', { bubbles: true }));
  }

  model.addEventListener('change', () => {
    chosen = true;
    show();
  });
  byId('counts').append(...['1', '2', '3', '4'].map((n) => radio('n', n, n === '1', n)));

  /** Options of a call: those that were set. */
  function read() {
    /** @type {Record<string, any>} */
    const options = { model: model.value || byId('model-name').value.trim() };
    const visible = (/** @type {string} */ id) => !byId(id).hidden;
    const ratio = picked('ratio'),
      size = picked('size');
    if (ratio) options.aspectRatio = ratio;
    if (size) options.size = size;
    const level = byId('thinking').value,
      thoughts = visible('thoughts-field') && byId('thoughts').checked;
    if (level || thoughts)
      options.thinking = { ...(level && { level }), ...(thoughts && { includeThoughts: true }) };
    const web = visible('web-field') && byId('web').checked,
      image = visible('pictures-field') && byId('pictures').checked;
    if (web || image) options.search = image ? { web, image } : true;
    if (byId('only').checked) options.responseModalities = ['IMAGE'];
    const seed = visible('seed-field') && byId('seed').value.trim(),
      system = byId('system').value.trim();
    if (seed) options.seed = Number(seed);
    if (system) options.system = system;
    return options;
  }

  return {
    offer,
    /** The most pictures that may go in. */
    most: () =>
      models.find(({ id }) => id === model.value)?.maxImages ??
      Math.max(...models.map(({ maxImages }) => maxImages)),
    n: () => Number(picked('n')),
    read,
    /** What is to be there at the next visit: a model only where it is not the service's usual one. */
    chosen: () => ({ ...read(), ...(!chosen && { model: undefined }) }),
    /** A model by its id, which need not be among those that are offered; without one, what was chosen. @param {string} [asked] */
    choose(asked) {
      chosen ||= Boolean(asked);
      const id = asked ?? (model.value || byId('model-name').value);
      model.value = [...model.options].some(({ value }) => value === id) ? id : OTHER;
      if (model.value === OTHER) byId('model-name').value = id;
      show();
    },
  };
}

/** Ever wider, then ever taller. @param {string} value */
const rank = (value) => (ratioOf(value) < 1 ? 100 - ratioOf(value) : ratioOf(value));

/** @param {string} name */
export const picked = (name) => String(new FormData(byId('form')).get(name) ?? '');

/** What is not offered is left to the server. @param {string} name @param {string} value */
export function pick(name, value) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...document.getElementsByName(name)]);
  const input = inputs.find((input) => input.value === value) ?? inputs.find((input) => !input.value);
  if (input) input.checked = true;
}

/** The server's own choice and `values`; what was chosen stays if it is still there.
 *  @param {string} id @param {string} name @param {string[]} values @param {(value: string) => Node} [draw] */
function radios(id, name, values, draw) {
  const before = picked(name);
  byId(id).replaceChildren(
    ...['', ...values].map((value) =>
      radio(name, value, value === before || (!value && !values.includes(before)), value, draw),
    ),
  );
}

/** @param {string} name @param {string} value @param {boolean} checked @param {string} text @param {(value: string) => Node} [draw] */
function radio(name, value, checked, text, draw) {
  const words = h('span', {}, ...(draw ? [draw(value)] : []), text || h('span', { t: 'auto' }));
  return h('label', {}, h('input', { type: 'radio', name, value, checked }), words);
}

/** A ratio as a small sheet of that shape; the server's own choice has a dashed edge. @param {string} value */
function shape(value) {
  const ratio = ratioOf(value || '1:1');
  // The same area for all, as pictures of one size have, within a square.
  const width = Math.min(24, Math.sqrt(ratio) * 18),
    height = Math.min(24, 18 / Math.sqrt(ratio));
  return h('i', {
    className: value ? '' : 'auto',
    css: { width: `${Math.max(3, width)}px`, height: `${Math.max(3, height)}px` },
  });
}
