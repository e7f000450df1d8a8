// @ts-check
// A part of a picture is made anew. The API takes no mask, so the picture goes out with a second one, white where it is marked, and with words
// for it; of what comes back only the marked part is laid into the picture, whose other pixels stay as they were.
import { streamImage } from './wasmagine/index.js';
import { download } from './actions.js';
import { Card } from './card.js';
import { compare } from './compare.js';
import { SOFTEST, bounds } from './composite.js';
import { aloud, button, byId, h } from './dom.js';
import { hold } from './leave.js';
import { Marks } from './marks.js';
import { dialog, head, toast } from './over.js';
import { markedOf, maskPicture, patched } from './patch.js';
import { warned } from './problem.js';
import { sends } from './prompt.js';
import { partsOf, record } from './record.js';
import { Sheet } from './sheet.js';
import { tellOf } from './tell.js';
import { laidSo } from './wording.js';
import { put } from './words.js';
import { styled } from './styled.js';

/** @typedef {import('./record.js').Picture} Picture */
/** @typedef {Pick<Picture, 'id' | 'blob' | 'prompt'>} Source */

/** In front of what the user asks for, in the language that models read best. @param {string} prompt */
const asked = (prompt) =>
  'Edit the first image. The second image is a mask of the same size: change only what lies inside its white area, and keep all the rest ' +
  'exactly as it is, in the same place. The mask must stay invisible. Give back the whole first image with this change: ' +
  prompt;

/** What was marked, written and not sent, by the picture. @type {Map<string, { marks: Marks, prompt: string }>} */
const drafts = new Map();
/** What the brush was, for the next picture. */
let feather = 8;

/**
 * @param {Source} from
 * @param {{ form: ReturnType<typeof import('./form.js').setUpForm>, gallery: ReturnType<typeof import('./gallery.js').setUpGallery>,
 *   called: (order: import('./stage.js').Order) => void, desk: import('./actions.js').Desk }} page
 */
export async function openMask(from, { form, gallery, called, desk }) {
  /** @type {string[]} */
  const urls = [];
  const address = (/** @type {Blob} */ blob) => {
    urls.push(URL.createObjectURL(blob));
    return urls[urls.length - 1];
  };
  const leave = () => urls.forEach((url) => URL.revokeObjectURL(url));
  let url = address(from.blob);
  const image = h('img', { src: url });
  const [seen] = await Promise.all([
    image.decode().then(
      () => true,
      () => false,
    ),
    styled('mask.css'),
  ]);
  if (!seen) {
    leave();
    return toast('cannotMark');
  }
  const { naturalWidth: width, naturalHeight: height } = image;

  let source = from;
  /** @type {{ cancel: () => void } | undefined} */
  let running;
  /** What has become of the picture, while that is looked at. @type {Picture | undefined} */
  let made;
  /** The last that was made in this visit. @type {Picture | undefined} */
  let last;
  /** What of it was new, and how that lies over the one before. */
  let marks = /** @type {Uint8Array} */ (new Uint8Array());
  /** @type {import('./patch.js').Patched | undefined} */
  let lies;

  const sheet = new Sheet({ width, height }, tell);
  const tools = h(
    'div',
    { className: 'segments', role: 'radiogroup', label: 'tool' },
    ...['brush', 'eraser', 'rectangle'].map((value) =>
      h(
        'label',
        {},
        h('input', {
          type: 'radio',
          name: 'tool',
          value,
          checked: value === 'brush',
          on: { change: () => Object.assign(sheet, { tool: value }) },
        }),
        h('span', { t: value }),
      ),
    ),
  );
  const longest = Math.max(width, height);
  const size = h('input', {
    type: 'range',
    id: 'brush-size',
    min: '1',
    max: String(Math.round(longest / 3)),
    value: String(Math.max(2, Math.round(longest / 20))),
    on: { input: () => (sheet.brush = Number(size.value)) },
  });
  sheet.brush = Number(size.value);
  const soft = h('input', {
    type: 'range',
    id: 'feather',
    min: '0',
    max: String(SOFTEST),
    value: String(feather),
    on: {
      input() {
        feather = Number(soft.value);
        put(softness, '', 'pixels', feather);
        if (made) void anew();
      },
      change: () => void stored(),
    },
  });
  const softness = h('output', { htmlFor: 'feather', t: ['pixels', feather] });
  const share = h('span', { className: 'note' });
  const keys = h('p', { className: 'note keys', id: 'mark-keys', t: 'markKeys' });
  sheet.element.setAttribute('aria-describedby', 'mark-keys');
  const range = (
    /** @type {string} */ key,
    /** @type {HTMLInputElement} */ input,
    /** @type {Node[]} */ ...more
  ) => h('div', { className: 'range' }, h('label', { htmlFor: input.id, t: key }), input, ...more);
  const painting = h('div', { className: 'painting' }, tools, range('brushSize', size), share);
  const field = h('textarea', { id: 'mask-prompt', rows: 2, label: 'maskHint', on: { input: tell } });
  put(field, 'placeholder', 'maskHint');
  const send = h('button', { className: 'primary', t: 'send' });
  send.setAttribute('aria-describedby', 'mask-why');
  const why = h('span', { className: 'note', id: 'mask-why' });
  const stop = h('button', {
    type: 'button',
    className: 'quiet',
    t: 'cancel',
    on: { click: () => running?.cancel() },
  });
  const model = h(
    'select',
    { id: 'mask-model', label: 'model' },
    ...[...byId('model').options].flatMap(({ value, text }) => (value ? [new Option(text, value)] : [])),
  );
  const chosen = form.options.read().model;
  if (![...model.options].some(({ value }) => value === chosen)) model.append(new Option(chosen, chosen));
  model.value = chosen;
  const talk = h(
    'form',
    {
      className: 'composer',
      on: {
        submit(event) {
          event.preventDefault();
          void make();
        },
      },
    },
    field,
    h('div', { className: 'bar' }, model, h('span', { className: 'grow' }), why, stop, send),
  );
  const own = button('picture', 'ownPicture', () => look(own, 'ownPicture'), true),
    compared = button('compare', 'compare', () => look(compared, 'compare'), true);
  const told = h('p', { className: 'note', id: 'mask-told' });
  const result = h(
    'div',
    { className: 'result' },
    told,
    h(
      'div',
      { className: 'actions' },
      compared,
      own,
      button('download', 'download', () => void (made && download(made)), true),
      h('button', { type: 'button', t: 'markAgain', data: { does: 'markAgain' }, on: { click: paint } }),
      h('button', {
        type: 'button',
        className: 'primary',
        t: 'markNext',
        data: { does: 'markNext' },
        on: { click: next },
      }),
    ),
  );
  const softly = range('feather', soft, softness);
  const undo = button('undo', 'undo', () => sheet.undo()),
    redo = button('redo', 'redo', () => sheet.redo()),
    clear = button('trash', 'unmark', () => sheet.add({ kind: 'clear' })),
    invert = button('invert', 'invert', () => sheet.add({ kind: 'invert' }));
  const box = dialog(
    'editor mask',
    'editPart',
    head(
      'editPart',
      undo,
      redo,
      invert,
      clear,
      button('minus', 'zoomOut', () => sheet.zoom(1 / 1.4)),
      button('plus', 'zoomIn', () => sheet.zoom(1.4)),
    ),
    h('div', { className: 'view' }, sheet.element),
    h('div', { className: 'brushes' }, painting, softly),
    keys,
    result,
    talk,
  );
  sends(field, () => talk.requestSubmit());

  const draft = drafts.get(from.id);
  field.value = draft?.prompt ?? '';
  sheet.lay(draft?.marks ?? new Marks());
  paint();
  sheet.element.focus();

  box.addEventListener('close', () => {
    running?.cancel();
    if (source === from) drafts.set(from.id, { marks: sheet.marks, prompt: field.value });
    if (last) desk.present(last);
    leave();
  });
  // Escape cancels what runs before it closes what is open.
  box.addEventListener('cancel', (event) => {
    if (!running) return;
    event.preventDefault();
    running.cancel();
  });
  box.addEventListener('keydown', (event) => {
    if (running || /** @type {HTMLElement} */ (event.target).matches('textarea, select')) return;
    const { key, shiftKey } = event;
    const held = event.ctrlKey || event.metaKey;
    const does = held
      ? { z: shiftKey ? () => sheet.redo() : () => sheet.undo(), y: () => sheet.redo() }[key.toLowerCase()]
      : {
          '[': () => grow(1 / 1.2),
          ']': () => grow(1.2),
          '+': () => sheet.zoom(1.4),
          '=': () => sheet.zoom(1.4),
          '-': () => sheet.zoom(1 / 1.4),
          0: () => sheet.whole(),
        }[key];
    if (!does || (made && held)) return;
    event.preventDefault();
    does();
  });

  /** @param {number} by */
  function grow(by) {
    const now = Number(size.value);
    size.value = String(
      by > 1 ? Math.max(now + 1, Math.round(now * by)) : Math.min(now - 1, Math.round(now * by)),
    );
    sheet.brush = Number(size.value);
    aloud('brushNow', sheet.brush);
  }

  /** What can be done now, and why not. */
  function tell() {
    const { begun, undone } = sheet.marks;
    const busy = Boolean(running) || Boolean(made);
    const focused = document.activeElement;
    undo.disabled = busy || !begun;
    redo.disabled = busy || !undone;
    clear.disabled = busy || !sheet.share;
    invert.disabled = busy;
    put(share, '', 'markedNow', () => sheet.told());
    const lacking = !sheet.share ? 'markFirst' : !field.value.trim() ? 'sayFirst' : '';
    why.hidden = Boolean(running) || !lacking;
    if (lacking) put(why, '', lacking);
    send.disabled = Boolean(running) || Boolean(lacking);
    stop.hidden = !running;
    model.disabled = field.readOnly = Boolean(running);
    for (const input of [size, soft, ...tools.querySelectorAll('input')]) input.disabled = Boolean(running);
    // Whoever was on what can't be pressed any more goes on by keys.
    if (focused?.matches('.mask :disabled')) sheet.element.focus({ preventScroll: true });
  }

  /** Back to the marks. */
  function paint() {
    made = undefined;
    if (!sheet.element.isConnected) bring();
    sheet.show(url, source.prompt);
    sheet.rest(false);
    result.hidden = true;
    painting.hidden = keys.hidden = talk.hidden = false;
    tell();
  }

  /** The sheet, where something else stands. */
  function bring() {
    box.querySelector('.view')?.replaceChildren(sheet.element);
    for (const each of [own, compared]) each.setAttribute('aria-pressed', 'false');
  }

  /** On from what was made, with other marks. */
  function next() {
    if (!made) return;
    source = made;
    url = address(made.blob);
    sheet.lay(new Marks());
    field.value = '';
    paint();
    sheet.element.focus();
  }

  async function make() {
    const prompt = field.value.trim();
    if (running || !prompt || !sheet.share || !(await form.sure())) return;
    if (running) return;
    const call = new AbortController();
    const { seed, aspectRatio, ...settings } = form.options.read();
    const order = {
      prompt: asked(prompt),
      title: prompt,
      settings: { ...settings, model: model.value },
      ...form.to(),
      n: 1,
      images: [source.blob],
    };
    const card = new Card(order, () => running?.cancel());
    /** @type {Picture | undefined} */
    let came;
    running = {
      cancel() {
        // What has come is paid for, and kept.
        if (!came) call.abort();
      },
    };
    for (const old of box.querySelectorAll('.view > .card')) old.remove();
    sheet.rest(true, false);
    sheet.element.append(card.element);
    card.begin();
    const clock = setInterval(() => card.tick(), 100);
    hold(box, true, order.place);
    const outcome = tellOf(prompt, box);
    tell();
    const started = performance.now();
    try {
      const marked = await markedOf(sheet.marks, width, height);
      // What is less than half of a pixel is none.
      if (!bounds(marked, width)) throw Object.assign(new Error('nothing is marked'), { unmarked: true });
      order.images.push(await maskPicture(marked, width, height));
      call.signal.throwIfAborted();
      called(order);
      const { images, where } = order;
      const stream = streamImage(order.prompt, { ...order.settings, images, signal: call.signal, ...where });
      for await (const event of stream) card.hear(event);
      const answer = await stream.result;
      lies = undefined;
      came = record(answer.image, answer, order, performance.now() - started);
      const laid = await lay(came, marked).catch(() => undefined);
      answer.revoke();
      if (laid) Object.assign(came, laid);
      else toast('notLaid');
      last = came;
      outcome.made(came);
      void gallery.add(came);
      running = undefined;
      card.element.remove();
      if (!laid || !box.open) {
        paint();
        return;
      }
      finish(came, warned(answer.warnings));
    } catch (error) {
      running = undefined;
      card.element.remove();
      paint();
      const ways = { again: () => void make(), mend };
      if (/** @type {any} */ (error)?.unmarked) toast('markFirst');
      else {
        if (call.signal.aborted) card.cancelled(ways.again);
        else {
          outcome.failed();
          card.fail(error, ways);
        }
        box.querySelector('.view')?.append(card.element);
      }
    } finally {
      clearInterval(clock);
      hold(box, false, order.place);
      outcome.over();
      tell();
    }
  }

  /** What a picture is with its part laid into the one it was made from. @param {Picture} picture @param {Uint8Array} marked @param {AbortSignal} [signal] */
  async function lay({ blob, references }, marked, signal) {
    const [old, mask] = references;
    const laid = await patched({ old, made: blob, marked, feather, lies, signal });
    lies = laid;
    marks = marked;
    return {
      blob: laid.blob,
      type: 'image/png',
      width,
      height,
      references: [old, mask, blob],
      composited: { feather, fit: laid.fit, ...laid.made },
    };
  }

  /** @param {Picture} picture @param {Node[]} notes */
  function finish(picture, notes) {
    made = picture;
    painting.hidden = keys.hidden = talk.hidden = true;
    result.hidden = false;
    bring();
    sheet.rest(true);
    sheet.show(address(picture.blob), picture.prompt);
    put(told, '', 'compositedNote');
    result.querySelectorAll('.warning').forEach((note) => note.remove());
    const [key, ...args] = laidSo(picture);
    told.after(...(key ? [h('p', { className: 'note warning', t: [key, ...args] })] : []), ...notes);
    tell();
    aloud('partDone');
    if (box.open) compared.focus();
  }

  /** The result, or else what the button shows instead. @param {HTMLElement} pressed @param {'ownPicture' | 'compare'} what */
  function look(pressed, what) {
    const parts = made && partsOf(made);
    if (!made || !parts) return;
    const on = pressed.getAttribute('aria-pressed') !== 'true';
    bring();
    sheet.show(address(on && what === 'ownPicture' ? parts.own : made.blob), made.prompt);
    pressed.setAttribute('aria-pressed', String(on));
    if (!on || what !== 'compare') return;
    const pair = h('div', { className: 'pair' });
    box
      .querySelector('.view')
      ?.replaceChildren(
        h('div', { className: 'now both', css: { '--ratio': String(width / height) } }, pair),
      );
    compare(
      pair,
      { url: address(parts.original), alt: source.prompt },
      { url: address(made.blob), alt: made.prompt },
    );
  }

  /** @type {AbortController | undefined} */
  let laying;
  /** @type {Promise<void>} */
  let settled = Promise.resolve();

  /** With another edge; the last one that was asked for wins. */
  function anew() {
    const parts = made && partsOf(made);
    if (!made || !parts) return;
    laying?.abort();
    const { signal } = (laying = new AbortController());
    const picture = made;
    settled = (async () => {
      const laid = await lay({ ...picture, blob: parts.own }, marks, signal);
      if (made !== picture) return;
      made = last = { ...picture, ...laid, small: undefined };
      if (own.getAttribute('aria-pressed') !== 'true') {
        bring();
        sheet.show(address(made.blob), made.prompt);
      }
    })().catch(() => {});
  }

  /** What is looked at is what is kept. */
  async function stored() {
    await settled;
    if (made && made === last) await gallery.add(made);
  }

  /** @param {string} what */
  async function mend(what) {
    if (what === 'model') return model.focus();
    // The rest is set on the page; what is marked and written here is still here then.
    if (!['sandbox', 'calm'].includes(what)) box.close();
    if (await desk.mend(what, form.place())) void make();
  }
}
