// @ts-check
// A conversation about a picture: each turn goes on from the one before. The history is the session's own, stored as it gives it.
import { createSession } from './wasmagine/index.js';
import { words } from './actions.js';
import { aloud, button, dialog, h, toast } from './dom.js';
import { Card } from './card.js';
import { hold } from './leave.js';
import { record } from './record.js';
import { store, unique } from './store.js';
import { put } from './words.js';

/** @typedef {import('./record.js').Picture} Picture */
/** @typedef {import('./wasmagine/index.js').ImageSession} Session */

/**
 * @param {Picture} from
 * @param {{ form: ReturnType<typeof import('./form.js').setUpForm>, gallery: ReturnType<typeof import('./gallery.js').setUpGallery>,
 *   called: (order: import('./form.js').Order) => void, code: () => void }} page
 */
export async function openEditor(from, { form, gallery, called, code }) {
  const before = await begun(from).catch(() => undefined);
  const settings = before?.settings ?? ofEdits(form.options.read());
  let where = form.where(), place = form.place();
  /** Where it goes is written last: it is for the form to say. @param {readonly Blob[]} contents @returns {Session} */
  const begin = (contents) => createSession({ ...settings, history: { version: 1, contents: [...contents] }, ...where });
  let session = begin(before?.contents ?? []);
  let source = before?.source ?? from.blob;
  let id = before?.id ?? unique();
  /** Which of the pictures is looked at; 0 is the one that it began with. */
  let at = 0;
  /** @type {{ cancel: () => void } | undefined} */
  let running;
  /** @type {string[]} */
  let urls = [];

  const view = h('div', { className: 'view' });
  const strip = h('div', { className: 'strip', role: 'group', label: 'turns' });
  const field = h('textarea', { id: 'edit-prompt', rows: 2, label: 'editHint' });
  put(field, 'placeholder', 'editHint');
  const send = h('button', { className: 'primary', t: 'send' });
  const stop = h('button', { type: 'button', className: 'quiet', t: 'cancel', hidden: true, on: { click: () => running?.cancel() } });
  const undo = button('undo', 'undoTurn', takeBack, true), fork = button('branch', 'fork', branch, true);
  const asCode = h('button', { type: 'button', className: 'quiet', t: 'code', disabled: true, on: { click: code } });
  const note = h('p', { className: 'note' });
  const talk = h('form', { className: 'composer', on: { submit(event) { event.preventDefault(); void turn(); } } }, field, h('div', { className: 'bar' }, note, h('span', { className: 'grow' }), stop, send));
  const box = dialog('editor', 'edit',
    h('div', { className: 'head' }, h('h2', { t: 'edit' }), h('span', { className: 'grow' }), undo, fork, asCode, button('close', 'dismiss', () => box.close())),
    view, strip, talk);
  note.textContent = settings.model;

  box.addEventListener('close', () => {
    running?.cancel();
    urls.forEach((url) => URL.revokeObjectURL(url));
    /** @type {any} */ (session)[Symbol.dispose ?? Symbol.for('Symbol.dispose')]();
  });
  // Escape cancels what runs before it closes what is open.
  box.addEventListener('cancel', (event) => {
    if (!running) return;
    event.preventDefault();
    running.cancel();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    talk.requestSubmit();
  });

  try {
    await /** @type {any} */ (session).ready;
    if (!session.turns.every(({ images }) => images.length)) throw new Error('a turn without a picture');
    if (before && session.turns.length > before.turn + 1) {
      // An earlier picture of a conversation goes on beside it.
      session = session.fork(before.turn + 1);
      id = unique();
    }
  } catch {
    // A history that is not what it was: begin anew, with this picture.
    session = begin([]);
    source = from.blob;
    id = unique();
  }
  at = session.turns.length;
  show();
  field.focus();

  /** The pictures, the first is what it began with. @returns {{ blob: Blob, said: string }[]} */
  function pictures() {
    return [{ blob: source, said: '' }, ...session.turns.map(({ prompt, images }) => ({ blob: images[images.length - 1].blob, said: prompt }))];
  }

  function show() {
    urls.forEach((url) => URL.revokeObjectURL(url));
    const all = pictures();
    urls = all.map(({ blob }) => URL.createObjectURL(blob));
    view.replaceChildren(h('img', { src: urls[at], alt: all[at].said || from.prompt }));
    const [text] = at ? [session.turns[at - 1].text] : [''];
    if (text) view.append(h('blockquote', {}, text));
    strip.replaceChildren(...all.map(({ said }, index) => {
      const picture = h('button', { type: 'button', on: { click: () => { at = index; show(); /** @type {HTMLElement} */ (strip.children[index]).focus(); } } },
        h('img', { src: urls[index], alt: '' }), said ? h('span', {}, said) : h('span', { t: 'beginning' }));
      picture.setAttribute('aria-pressed', String(index === at));
      return picture;
    }));
    strip.lastElementChild?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    busy();
  }

  function busy() {
    stop.hidden = !running;
    send.disabled = Boolean(running);
    undo.disabled = fork.disabled = Boolean(running) || !session.turns.length;
  }

  async function turn() {
    const prompt = field.value.trim();
    if (!prompt || !(await form.sure())) return;
    // The answer may have been another place.
    if (place !== form.place()) {
      [where, place] = [form.where(), form.place()];
      session = begin(session.snapshot().contents);
      await /** @type {any} */ (session).ready;
    }
    if (running) return;
    // From an earlier picture a new branch begins.
    if (at < session.turns.length) branch();
    const started = performance.now();
    const order = {
      prompt, settings, place, where, n: 1, images: session.turns.length ? [] : [source],
      before: { prompts: session.turns.map(({ prompt }) => prompt), contents: [...session.snapshot().contents] },
    };
    called(order);
    asCode.disabled = false;
    const stream = session.stream(prompt, order.images.length ? { images: order.images } : {});
    let gone = false;
    hold(box, true, place);
    running = { cancel() { gone = true; stream.cancel(); } };
    const card = new Card(settings.aspectRatio ?? `${from.width}:${from.height}`, () => running?.cancel());
    card.begin();
    const clock = setInterval(() => card.tick(), 100);
    view.replaceChildren(card.element);
    busy();
    try {
      for await (const event of stream) card.hear(event);
      const result = await stream.result;
      const picture = record(result.image, result, { ...order, images: [] }, performance.now() - started);
      Object.assign(picture, { conversation: id, turn: session.turns.length - 1 });
      // In this order: a conversation that no picture leads to is swept away.
      await gallery.add(picture);
      await keep();
      field.value = '';
      at = session.turns.length;
      running = undefined;
      show();
      view.append(...words(picture).slice(picture.text ? 1 : 0));
      aloud('turnDone', session.turns.length);
    } catch (error) {
      running = undefined;
      if (gone) show();
      else card.fail(error, () => void turn());
    } finally {
      clearInterval(clock);
      hold(box, false, place);
      busy();
      if (box.open) field.focus();
    }
  }

  async function keep() {
    await store.remember({ id, settings, source, contents: [...session.snapshot().contents] }).catch(() => toast('notKept'));
  }

  function takeBack() {
    session.undo();
    at = session.turns.length;
    void keep();
    show();
    aloud('undone');
    field.focus();
  }

  /** Goes on beside the conversation that was, from the picture that is looked at. */
  function branch() {
    session = session.fork(at);
    id = unique();
    show();
    toast('forked');
  }
}

/** An edit keeps the shape of its picture, whatever is chosen for the next new one. @param {Record<string, any>} settings */
const ofEdits = ({ seed, aspectRatio, ...settings }) => settings;

/** The conversation that a picture came from, where it still reaches to it. @param {Picture} picture */
async function begun({ conversation, turn = 0 }) {
  const stored = conversation && (await store.conversation(conversation));
  return stored && stored.contents.length > turn * 2 + 1 ? { ...stored, turn } : undefined;
}
