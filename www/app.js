// @ts-check
// The page in one go: what the form says goes to the stage, what comes of it goes to the gallery. What is not needed at first comes by
// import() when it is.
import { init } from './wasmagine/index.js';
import { byId, dress, icon } from './dom.js';
import { setUpForm } from './form.js';
import { setUpGallery } from './gallery.js';
import { setUpPrompt } from './prompt.js';
import { setUpTheme } from './theme.js';
import { setUpWords, t } from './words.js';

/** @typedef {import('./record.js').Picture} Picture */

setUpWords();
setUpTheme();
for (const [id, name] of /** @type {const} */ ([['add', 'add'], ['camera', 'camera']])) byId(id).append(icon(name));

const form = setUpForm();
/** What was asked in this visit, the newest first. @type {string[]} */
const asked = [];
/** @type {import('./form.js').Order | undefined} */
let last;

const gallery = setUpGallery({ open: view });
/** @type {Promise<ReturnType<typeof import('./stage.js').setUpStage>> | undefined} */
let staged;

/** What makes pictures; it comes with the first sign of interest. */
const stage = () => (staged ??= Promise.all([import('./stage.js'), dress()]).then(([{ setUpStage }]) => setUpStage({
  began(order) {
    called(order);
    asked.unshift(order.prompt);
    byId('banner').replaceChildren();
    byId('welcome').hidden = true;
  },
  made: (picture) => void gallery.add(picture),
  desk,
})));
const prompt = setUpPrompt(() => [...asked, ...gallery.all().map((picture) => picture.prompt)]);

/** @param {import('./form.js').Order} order */
function called(order) {
  last = order;
  byId('code').disabled = false;
}

/** The last call as code. */
async function code() {
  const [{ openCode }] = await Promise.all([import('./code.js'), dress()]);
  if (last) openCode(last);
}

/** @param {Picture} picture */
async function view(picture) {
  const [{ openViewer }] = await Promise.all([import('./viewer.js'), dress()]);
  openViewer(picture, gallery, desk);
}

/** @type {import('./actions.js').Desk} */
const desk = {
  view,
  async edit(picture) {
    const [{ openEditor }] = await Promise.all([import('./editor.js'), dress()]);
    openEditor(picture, { form, gallery, called, code });
  },
  /** Where and by which model the form says; in its shape, after what it was made by, and not after a variation's own words. */
  async vary({ blob, references, prompt, origin = prompt, settings: { aspectRatio } }) {
    const { make } = await stage();
    if (!(await form.sure())) return;
    const { settings: { aspectRatio: _, ...settings }, ...order } = form.read();
    const images = [blob, ...references].slice(0, form.options.most());
    make({ ...order, n: 3, images, origin, prompt: t(images.length > 1 ? 'variationWith' : 'variationOf', origin), settings: { ...settings, ...(aspectRatio && { aspectRatio }) } });
  },
  reuse(picture) {
    form.options.write(picture.settings);
    form.references.clear();
    if (picture.references.length) void form.references.add(picture.references);
    prompt.write(picture.prompt);
  },
  refer(picture) {
    form.references.add([picture.blob]);
    byId('prompt').focus();
  },
  remove: (picture) => void gallery.remove(picture),
};

byId('form').addEventListener('submit', async (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  if (!form.read().prompt || !(await form.sure())) return;
  const order = form.read();
  prompt.sent();
  void (await stage()).make(order);
});
byId('cancel').addEventListener('click', () => {
  void staged?.then((stage) => stage.cancel());
  byId('generate').focus(); // what was pressed goes away
});
document.addEventListener('keydown', ({ key, isComposing }) => {
  if (key === 'Escape' && !isComposing && !document.querySelector('dialog[open]')) void staged?.then((stage) => stage.cancel());
});

byId('code').addEventListener('click', () => void code());
byId('manage').addEventListener('click', async () => {
  const [{ openStorage }] = await Promise.all([import('./storage.js'), dress()]);
  openStorage(gallery);
});
byId('check').addEventListener('click', async () => {
  const [{ check }] = await Promise.all([import('./check.js'), dress()]);
  await check(form);
});
byId('lab').addEventListener('toggle', async () => {
  const [{ setUpLab }] = await Promise.all([import('./lab.js'), dress()]);
  setUpLab(form.day);
}, { once: true });
byId('meter').addEventListener('change', async () => {
  const { measure } = await import('./meter.js');
  measure(byId('meter').checked, byId('frames'));
});

// The wasm and the rest come while the user still types. Should that fail, the call itself says why.
byId('form').addEventListener('focusin', () => {
  void init().catch(() => {});
  void stage();
  void gallery.checked();
}, { once: true });

void gallery.load().then(() => { document.documentElement.dataset.ready = 'yes'; });
void import('./offline.js').then(({ setUpOffline }) => setUpOffline());
