// @ts-check
// The controls: which of them show, what they offer, and what they say when asked. Knows the table of models and the places; starts
// nothing, and reads nothing from the page's address.
import { Keys, homeOf, places } from './places.js';

/** @typedef {import('./wasmagine/index.js').ModelInfo} ModelInfo */
/** @typedef {import('./wasmagine/index.js').GenerateImageOptions} GenerateImageOptions */
/** @typedef {import('./sandbox-client.js').SandboxOptions} SandboxOptions */
/**
 * @typedef {object} Settings
 * @property {string} prompt
 * @property {GenerateImageOptions} options where it goes and what to make
 * @property {SandboxOptions} [sandbox] there, when the sandbox is to answer
 */

/** @type {Record<string, SandboxOptions>} */
const paces = {
  brisk: { latency: [400, 800], rate: 4e6 },
  instant: {},
  real: { latency: [5000, 9000], rate: 1.5e6 },
  slow: { latency: 800, rate: 120e3 },
};

/** What is not a model's id. */
const OTHER = '';

/** @template {HTMLElement} T @param {string} id @param {new () => T} type @returns {T} */
function control(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`index.html has no ${type.name} called ${id}`);
  return element;
}

/**
 * @param {readonly ModelInfo[]} models
 * @param {{ onRatio: (ratio: string | undefined) => void, faults: () => Promise<readonly string[]> }} events
 */
export function setUpForm(models, { onRatio, faults }) {
  const form = control('form', HTMLFormElement);
  const prompt = control('prompt', HTMLTextAreaElement);
  const base = control('base', HTMLInputElement);
  const key = control('key', HTMLInputElement);
  const keep = control('keep', HTMLInputElement);
  const model = control('model', HTMLSelectElement);
  const modelName = control('model-name', HTMLInputElement);
  const ratio = control('ratio', HTMLSelectElement);
  const size = control('size', HTMLSelectElement);
  const lab = control('lab', HTMLDetailsElement);
  const fault = control('fault', HTMLSelectElement);
  const pace = control('pace', HTMLSelectElement);
  const keys = new Keys();
  let modelChosen = false;

  const placeName = () => String(new FormData(form).get('place'));
  const place = () => places[placeName()];
  /** The place whose key the field holds. */
  const home = () => place().address ?? (placeName() === 'other' ? homeOf(base.value) : undefined);

  function showPlace() {
    const name = placeName();
    show('sandbox', name === 'sandbox');
    show('remote', name !== 'sandbox');
    show('address', name === 'other');
    base.disabled = name !== 'other';
    showModels();
    showKey();
  }

  function showKey() {
    const at = home();
    key.value = keys.get(at);
    keep.checked = keys.isKept(at);
    key.disabled = keep.disabled = at === undefined;
    key.placeholder = at === undefined ? 'First the base URL' : '';
    control('home', HTMLElement).textContent = at ?? 'this address';
  }

  function showModels() {
    const { host } = place();
    const before = model.value;
    const offered = models.filter(({ retired }) => !retired || host !== 'google');
    const [named, old] = [offered.filter((each) => !each.retired), offered.filter((each) => each.retired)];
    const group = Object.assign(document.createElement('optgroup'), { label: 'Older names' });
    group.append(...old.map(({ id, name }) => new Option(name, id)));
    model.replaceChildren(...named.map(({ id, name }) => new Option(name, id)), ...(old.length ? [group] : []), new Option('Another model…', OTHER));
    const byDefault = models.find(({ defaultFor }) => defaultFor?.includes(host));
    model.value = modelChosen && (before === OTHER || offered.some(({ id }) => id === before)) ? before : byDefault?.id ?? OTHER;
    showModel();
  }

  function showModel() {
    const known = models.find(({ id }) => id === model.value);
    show('other-model', !known);
    modelName.disabled = Boolean(known);
    control('model-id', HTMLElement).textContent = known?.id ?? '';
    // Of a model that is not in the table nothing is known: it may take whatever any of them takes.
    const asked = known ? [known] : models;
    const sizes = unique(asked.flatMap((each) => each.sizes));
    fill(ratio, unique(asked.flatMap((each) => each.aspectRatios)));
    fill(size, sizes);
    show('sizes', sizes.length > 1);
    onRatio(ratio.value || undefined);
  }

  form.addEventListener('change', ({ target }) => {
    if (target === model) {
      modelChosen = true;
      showModel();
    } else if (target === ratio) onRatio(ratio.value || undefined);
    else if (/** @type {HTMLInputElement} */ (target).name === 'place') showPlace();
  });
  base.addEventListener('input', showKey);
  key.addEventListener('input', () => {
    const at = home();
    if (at !== undefined) keys.set(at, key.value.trim());
  });
  keep.addEventListener('change', () => {
    const at = home();
    if (at !== undefined) keys.keep(at, keep.checked);
  });
  lab.addEventListener('toggle', async () => {
    // A sandbox that cannot be loaded says so when it is called.
    const names = await faults().catch(() => []);
    if (fault.length === 1) fault.append(...names.map((name) => new Option(name, name)));
  });
  prompt.addEventListener('keydown', (event) => {
    // The Enter that ends a word in an input method is no command.
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  // Browsers put back what was typed before a reload; the page shows what the controls then say.
  showPlace();

  return {
    form,
    /** @returns {Settings} */
    read() {
      const { baseURL = base.value } = place();
      /** @type {GenerateImageOptions} */
      const options = { model: model.value || modelName.value.trim() };
      if (ratio.value) options.aspectRatio = /** @type {GenerateImageOptions['aspectRatio']} */ (ratio.value);
      if (size.value) options.size = size.value;
      if (placeName() === 'sandbox') return { prompt: prompt.value, options, sandbox: { ...paces[pace.value], fault: fault.value || undefined } };
      const apiKey = keys.get(home());
      return { prompt: prompt.value, options: { ...options, baseURL, ...(apiKey && { apiKey }) } };
    },
    /** @param {string} text */
    suggest(text) {
      prompt.value = text;
      prompt.focus();
    },
  };
}

/** @param {string} id @param {boolean} yes */
function show(id, yes) {
  control(id, HTMLElement).hidden = !yes;
}

/** @template T @param {T[]} list */
const unique = (list) => [...new Set(list)];

/** Offers `values` and the server's own choice, and keeps what was chosen if it is still there. @param {HTMLSelectElement} select @param {string[]} values */
function fill(select, values) {
  const before = select.value;
  select.replaceChildren(new Option('Auto', ''), ...values.map((value) => new Option(value, value)));
  select.value = values.includes(before) ? before : '';
}
