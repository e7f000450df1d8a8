// @ts-check
// A conversation about a picture: each turn goes on from the one before. The history is the session's own, stored as it gives it.
import { createSession } from './wasmagine/index.js';
import { download, words } from './actions.js';
import { aloud, button, byId, h } from './dom.js';
import { Card } from './card.js';
import { compare } from './compare.js';
import { hold } from './leave.js';
import { dialog, head, toast } from './over.js';
import { warned } from './problem.js';
import { sends } from './prompt.js';
import { record } from './record.js';
import { store, unique } from './store.js';
import { tellOf } from './tell.js';
import { put } from './words.js';

/** @typedef {import('./record.js').Picture} Picture */
/** @typedef {import('./wasmagine/index.js').ImageSession} Session */

/** What was written and not sent, by the picture that it is to change. @type {Map<string, string>} */
const drafts = new Map();

/**
 * @param {Picture} from
 * @param {{ form: ReturnType<typeof import('./form.js').setUpForm>, gallery: ReturnType<typeof import('./gallery.js').setUpGallery>,
 *   called: (order: import('./stage.js').Order) => void, code: () => void, desk: import('./actions.js').Desk }} page
 */
export async function openEditor(from, { form, gallery, called, code, desk }) {
  const before = await begun(from).catch(() => undefined);
  const settings = {
    model: form.options.read().model,
    ...(before?.settings ?? ofEdits(form.options.read())),
  };
  let to = form.to();
  /** Where it goes is written last: it is for the form to say. @param {readonly Blob[]} contents @returns {Session} */
  const begin = (contents) =>
    createSession({ ...settings, history: { version: 1, contents: [...contents] }, ...to.where });
  let session = begin(before?.contents ?? []);
  let source = before?.source ?? from.blob;
  let id = before?.id ?? unique();
  /** Which of the pictures is looked at; 0 is the one that it began with. */
  let at = 0;
  /** @type {{ cancel: () => void, card: Card } | undefined} */
  let running;
  /** What this visit to the conversation has made. @type {Picture[]} */
  const made = [];
  /** @type {string[]} */
  let urls = [];

  const view = h('div', { className: 'view' });
  /** Where the picture is that is looked at. */
  let now = h('div', {});
  const strip = h('div', { className: 'strip', role: 'group', label: 'turns' });
  const field = h('textarea', {
    id: 'edit-prompt',
    rows: 2,
    label: 'editHint',
    value: drafts.get(from.id) ?? '',
  });
  put(field, 'placeholder', 'editHint');
  const send = h('button', { className: 'primary', t: 'send' });
  const stop = h('button', {
    type: 'button',
    className: 'quiet',
    t: 'cancel',
    hidden: true,
    on: { click: () => running?.cancel() },
  });
  const undo = button('undo', 'undoTurn', takeBack, true),
    fork = button('branch', 'fork', branch, true);
  const asCode = h('button', {
    type: 'button',
    className: 'quiet',
    t: 'code',
    disabled: true,
    on: { click: code },
  });
  const model = h(
    'select',
    {
      id: 'edit-model',
      label: 'model',
      on: {
        change: () => {
          settings.model = model.value;
          void renew();
        },
      },
    },
    ...[...byId('model').options].flatMap(({ value, text }) => (value ? [new Option(text, value)] : [])),
  );
  if (![...model.options].some(({ value }) => value === settings.model))
    model.append(new Option(settings.model, settings.model));
  model.value = settings.model;
  const talk = h(
    'form',
    {
      className: 'composer',
      on: {
        submit(event) {
          event.preventDefault();
          void turn();
        },
      },
    },
    field,
    h('div', { className: 'bar' }, model, h('span', { className: 'grow' }), stop, send),
  );
  const compared = button('compare', 'compare', comparing, true);
  const box = dialog(
    'editor',
    'edit',
    head(
      'edit',
      button('brush', 'editPart', part, true),
      compared,
      button('download', 'download', () => void download(pictures()[at]), true),
      undo,
      fork,
      asCode,
    ),
    view,
    strip,
    talk,
  );

  box.addEventListener('close', () => {
    running?.cancel();
    drafts.set(from.id, field.value);
    // The stage goes on with what was looked at last, where it was made here.
    const last = made.filter(({ turn = 0 }) => turn === at - 1).at(-1);
    if (last) desk.present(last);
    urls.forEach((url) => URL.revokeObjectURL(url));
    /** @type {any} */ (session)[Symbol.dispose ?? Symbol.for('Symbol.dispose')]();
  });
  // Escape cancels what runs before it closes what is open.
  box.addEventListener('cancel', (event) => {
    if (!running) return;
    event.preventDefault();
    running.cancel();
  });
  sends(field, () => talk.requestSubmit());

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

  /** The pictures, the first is what it began with. @returns {{ blob: Blob, type: string, ratio: number, prompt: string, said: string }[]} */
  function pictures() {
    const first = {
      blob: source,
      type: source.type || from.type,
      ratio: from.width / from.height,
      prompt: from.prompt,
      said: '',
    };
    return [
      first,
      ...session.turns.map(({ prompt, images }) => {
        const { blob, mediaType, width, height } = images[images.length - 1];
        return { blob, type: mediaType, ratio: width / height, prompt, said: prompt };
      }),
    ];
  }

  function show() {
    urls.forEach((url) => URL.revokeObjectURL(url));
    const all = pictures();
    urls = all.map(({ blob }) => URL.createObjectURL(blob));
    const { prompt, ratio } = all[at];
    now = h(
      'div',
      { className: 'now', css: { '--ratio': String(ratio || 1) } },
      h('img', { src: urls[at], alt: prompt, on: { load: shape } }),
      running?.card.element,
    );
    compared.setAttribute('aria-pressed', 'false');
    view.replaceChildren(now);
    const [text] = at ? [session.turns[at - 1].text] : [''];
    if (text) view.append(h('blockquote', {}, text));
    strip.replaceChildren(
      ...all.map(({ said }, index) => {
        const picture = h(
          'button',
          {
            type: 'button',
            on: {
              click: () => {
                at = index;
                show();
                /** @type {HTMLElement} */
                (strip.children[index]).focus();
              },
            },
          },
          h('img', { src: urls[index], alt: '' }),
          said ? h('span', {}, said) : h('span', { t: 'beginning' }),
        );
        picture.setAttribute('aria-pressed', String(index === at));
        return picture;
      }),
    );
    strip.lastElementChild?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    busy();
  }

  /** As a picture is, of which only its bytes are known. @param {{ target: HTMLImageElement }} event */
  function shape({ target: { naturalWidth, naturalHeight } }) {
    now.style.setProperty('--ratio', String(naturalWidth / naturalHeight || 1));
  }

  function busy() {
    stop.hidden = !running;
    send.disabled = model.disabled = Boolean(running);
    undo.disabled = fork.disabled = compared.disabled = Boolean(running) || !session.turns.length;
  }

  /** What is looked at beside what it was made from; what it began with, beside what has become of it. */
  function comparing() {
    if (now.classList.contains('both')) return show();
    const all = pictures();
    const [left, right] = at ? [at - 1, at] : [0, all.length - 1];
    compared.setAttribute('aria-pressed', 'true');
    const pair = h('div', { className: 'pair' });
    now.classList.add('both');
    now.replaceChildren(pair);
    compare(pair, { url: urls[left], alt: all[left].prompt }, { url: urls[right], alt: all[right].prompt });
  }

  async function turn() {
    const prompt = field.value.trim();
    if (!prompt || !(await form.sure())) return;
    // The answer may have been another place.
    if (to.place !== form.place()) await renew();
    if (running) return;
    // From an earlier picture a new branch begins; it is one when its first turn is there.
    const next = at < session.turns.length ? session.fork(at) : session;
    const started = performance.now();
    const order = {
      prompt,
      settings: { ...settings },
      ...to,
      n: 1,
      images: next.turns.length ? [] : [source],
      before: { prompts: next.turns.map(({ prompt }) => prompt), contents: [...next.snapshot().contents] },
    };
    called(order);
    asCode.disabled = false;
    const stream = next.stream(prompt, order.images.length ? { images: order.images } : {});
    let gone = false;
    const told = tellOf(prompt, box);
    hold(box, true, order.place);
    const card = new Card(order, () => running?.cancel());
    card.begin();
    const clock = setInterval(() => card.tick(), 100);
    running = {
      cancel() {
        gone = true;
        stream.cancel();
      },
      card,
    };
    show();
    try {
      for await (const event of stream) card.hear(event);
      const result = await stream.result;
      if (next !== session) {
        session = next;
        id = unique();
        toast('forked');
      }
      const picture = record(result.image, result, { ...order, images: [] }, performance.now() - started);
      Object.assign(picture, { conversation: id, turn: session.turns.length - 1 });
      made.push(picture);
      told.made(picture);
      // In this order: a conversation that no picture leads to is swept away.
      if (await gallery.add(picture)) await keep();
      field.value = '';
      at = session.turns.length;
      running = undefined;
      show();
      view.append(...warned(result.warnings), ...words(picture).slice(picture.text ? 1 : 0));
      aloud('turnDone', session.turns.length);
    } catch (error) {
      running = undefined;
      const again = () => void turn();
      show();
      if (gone) card.cancelled(again);
      else {
        told.failed();
        card.fail(error, { again, mend });
      }
      view.append(card.element);
    } finally {
      clearInterval(clock);
      hold(box, false, order.place);
      told.over();
      busy();
      if (box.open) field.focus();
    }
  }

  /** The conversation so far, by the model that is chosen, where the form says now. */
  async function renew() {
    to = form.to();
    session = begin(session.snapshot().contents);
    await /** @type {any} */ (session).ready;
  }

  /** @param {string} what */
  async function mend(what) {
    if (what === 'model') return model.focus();
    // The rest is set on the page; what is written here is still here then.
    if (!['sandbox', 'calm'].includes(what)) box.close();
    if (!(await desk.mend(what, to.place))) return;
    await renew();
    void turn();
  }

  async function keep() {
    await store
      .remember({ id, settings: { ...settings }, source, contents: [...session.snapshot().contents] })
      .catch(() => toast('notKept'));
  }

  function takeBack() {
    session.undo();
    at = session.turns.length;
    void keep();
    show();
    aloud('undone');
    field.focus();
  }

  /** The picture that is looked at is marked; that leads away from the conversation. */
  function part() {
    const { blob, prompt } = pictures()[at];
    box.close();
    desk.mask({ id: at ? `${id} ${at}` : from.id, blob, prompt });
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
