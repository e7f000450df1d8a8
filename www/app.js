// @ts-check
// The page in one go: what the form says goes to the stage, what comes of it goes to the gallery. What is not needed at first comes by
// import() when it is.
import { init } from './wasmagine/index.js';
import { byId, dress, icon } from './dom.js';
import { CHOICES, setUpForm } from './form.js';
import { setUpGallery } from './gallery.js';
import { setUpPrompt } from './prompt.js';
import { setUpTheme } from './theme.js';
import { remembered, setUpWords } from './words.js';

setUpWords();
setUpTheme();
for (const id of ['add', 'camera', 'templates', 'queue']) byId(id).append(icon(id));

const form = setUpForm(remembered(CHOICES) ? await import('./choices.js') : undefined);
/** What was asked in this visit, the newest first. @type {string[]} */
const asked = [];
/** @type {import('./stage.js').Order | undefined} */
let last;

const gallery = setUpGallery({ open: async (picture) => (await desk()).view(picture) });
/** @type {Promise<ReturnType<typeof import('./stage.js').setUpStage>> | undefined} */
let staged;

/** What makes pictures; it comes with the first sign of interest. @returns {Promise<ReturnType<typeof import('./stage.js').setUpStage>>} */
const stage = () =>
  (staged ??= Promise.all([import('./stage.js'), desk(), dress()]).then(([{ setUpStage }, desk]) =>
    setUpStage({
      began(order) {
        called(order);
        asked.unshift(order.title ?? order.prompt);
        byId('banner').replaceChildren();
        byId('welcome').hidden = true;
      },
      made: (picture) => void gallery.add(picture),
      again: form.again,
      desk,
    }),
  ));
/** @type {Promise<import('./actions.js').Desk> | undefined} */
let desked;

/** What can be asked about a picture. @returns {Promise<import('./actions.js').Desk>} */
const desk = () =>
  (desked ??= import('./desk.js').then(({ setUpDesk }) =>
    setUpDesk({ form, gallery, prompt, stage, called, code }),
  ));
/** What chooses many pictures comes when somebody is at the gallery. @param {any} event */
const many = (event) =>
  Promise.all([import('./many.js'), dress()]).then(([{ many }]) => many(gallery, event));
for (const sign of ['pointerover', 'focusin']) byId('gallery').addEventListener(sign, many, { once: true });
byId('select').addEventListener('click', async (/** @type {any} */ event) =>
  (await many(event)).press(event),
);
const prompt = setUpPrompt(() => [...asked, ...gallery.all().map((picture) => picture.prompt)]);

/** @param {import('./stage.js').Order} order */
function called(order) {
  last = order;
  byId('code').disabled = false;
}

/** The last call as code. */
async function code() {
  const [{ openCode }] = await Promise.all([import('./code.js'), dress()]);
  if (last) openCode(last);
}

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
document.addEventListener('keydown', async (event) => {
  if (/^[?p]$/i.test(event.key)) (await import('./legend.js')).ask(event);
});

byId('templates').addEventListener('click', async () => {
  const [{ openTemplates }] = await Promise.all([import('./templates.js'), dress()]);
  openTemplates(prompt, asked);
});
/** @param {Event} [press] */
const queue = async (press) => (await import('./queue.js')).openQueue(form, gallery, await desk(), press);
byId('queue').addEventListener('click', queue);
if (remembered('wasmagine queue')) void queue();
byId('code').addEventListener('click', () => void code());
byId('manage').addEventListener('click', async () => {
  const [{ openStorage }] = await Promise.all([import('./storage.js'), dress()]);
  openStorage(gallery);
});
byId('check').addEventListener('click', async () => {
  const [{ check }, ways] = await Promise.all([import('./check.js'), desk(), dress()]);
  await check(form, ways);
});
byId('lab').addEventListener(
  'toggle',
  async () => {
    const [{ setUpLab }] = await Promise.all([import('./lab.js'), dress()]);
    setUpLab(form.day);
  },
  { once: true },
);
byId('meter').addEventListener('change', async () => {
  const { measure } = await import('./meter.js');
  measure(byId('meter').checked, byId('frames'));
});

// The wasm and the rest come while the user still types. Should that fail, the call itself says why.
byId('form').addEventListener(
  'focusin',
  () => {
    void init().catch(() => {});
    void stage();
    void gallery.checked();
  },
  { once: true },
);

if (location.hash) void import('./arrive.js').then(({ arrive }) => arrive(prompt));
void gallery.load().then(() => {
  document.documentElement.dataset.ready = 'yes';
});
void import('./offline.js').then(({ setUpOffline }) => setUpOffline());
