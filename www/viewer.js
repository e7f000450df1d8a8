// @ts-check
// One picture, large: zoom, the next and the one before, all that is known of it, and beside another one to compare.
import { copyText, download, row, words } from './actions.js';
import { compare } from './compare.js';
import { aloud, button, byId, h } from './dom.js';
import { act, labelled } from './keys.js';
import { dialog, toast } from './over.js';
import { partsOf } from './record.js';
import { store } from './store.js';
import { setUpTags } from './tagger.js';
import { facts, seconds, when } from './wording.js';
import { Zoom } from './zoom.js';

const NAMES = { google: 'Google', kkiai: 'kkiai' };

/** @typedef {import('./record.js').Picture} Picture */
/** @typedef {import('./record.js').Kept} Kept */

/**
 * @param {Picture | Kept} first
 * @param {ReturnType<typeof import('./gallery.js').setUpGallery>} gallery
 * @param {import('./actions.js').Desk} desk
 */
export function openViewer(first, gallery, desk) {
  const kept = (/** @type {Kept} */ { id }) => gallery.all().find((each) => each.id === id);
  let picture = kept(first) ?? first;
  /** With its contents. @type {Promise<Picture>} */
  let reading;
  /** Of which picture that is. @type {string | undefined} */
  let read;
  /** @type {string[]} */
  let urls = [];
  const address = (/** @type {Blob} */ blob) => {
    urls.push(URL.createObjectURL(blob));
    return urls[urls.length - 1];
  };
  const room = h('div', { className: 'room' });
  const about = h('aside', {});
  const position = h('span', { className: 'note' });
  const compared = button('compare', 'compare', choose);
  const favoured = button('star', 'favourite', favour);
  const box = dialog(
    'viewer',
    'open',
    h(
      'div',
      { className: 'head' },
      button('left', 'newer', newer),
      button('right', 'older', older),
      position,
      h('span', { className: 'grow' }),
      button('zoom', 'zoom', () => zoom.toggle()),
      favoured,
      compared,
      button('keyboard', 'keysHelp', async () => (await import('./legend.js')).openLegend()),
      button('close', 'dismiss', () => box.close()),
    ),
    room,
    about,
  );
  const zoom = new Zoom(room);

  // What leads away from here closes the view first.
  const away = (/** @type {(picture: any) => void} */ go) => (/** @type {any} */ picture) => {
    box.close();
    go(picture);
  };
  const near = {
    ...desk,
    edit: away(desk.edit),
    mask: away(desk.mask),
    vary: away(desk.vary),
    refer: away(desk.refer),
    reuse: away(desk.reuse),
  };
  const at = () => gallery.shown().findIndex(({ id }) => id === picture.id);
  const tags = setUpTags(gallery, () => picture);

  async function show() {
    if (read !== picture.id) reading = store.whole([picture]).then(([whole]) => whole);
    read = picture.id;
    const now = reading;
    const whole = await now.catch(() => undefined);
    // Another one may be asked for meanwhile.
    if (now !== reading || !box.isConnected) return;
    if (whole) return draw(whole);
    box.close();
    toast('notRead');
  }

  /** @param {Picture} picture */
  function draw(picture) {
    const { activeElement } = document;
    const held = about.contains(activeElement) && /** @type {HTMLElement} */ (activeElement).dataset.does;
    urls.forEach((url) => URL.revokeObjectURL(url));
    urls = [];
    const image = h('img', {
      src: address(picture.blob),
      alt: picture.prompt,
      width: picture.width,
      height: picture.height,
      draggable: false,
    });
    room.classList.remove('comparing');
    compared.setAttribute('aria-pressed', 'false');
    room.style.setProperty('--ratio', String(picture.width / picture.height));
    room.replaceChildren(image);
    zoom.of(image);
    box.querySelector('.strip')?.remove();
    place();
    // Its buttons come first: whatever is the matter with the words, it can be deleted.
    about.replaceChildren(
      h('p', { className: 'asked' }, picture.prompt),
      row(picture, near),
      h(
        'div',
        { className: 'actions' },
        h('span', { className: 'note', t: 'saveAs' }),
        ...['image/png', 'image/jpeg', 'image/webp'].map((type) =>
          h(
            'button',
            {
              type: 'button',
              className: 'quiet',
              data: { type },
              on: { click: () => void download(picture, type) },
            },
            type.replace('image/', '').toUpperCase(),
          ),
        ),
      ),
      h(
        'div',
        { className: 'actions' },
        h('button', {
          type: 'button',
          className: 'quiet',
          t: 'reuse',
          on: { click: () => near.reuse(picture) },
        }),
        h('button', {
          type: 'button',
          className: 'quiet',
          t: 'copyPrompt',
          on: { click: () => void copyText(picture.prompt) },
        }),
      ),
    );
    about.append(
      h('p', { className: 'facts' }, `${facts(picture)} · ${seconds(picture.took)} · ${when(picture.made)}`),
      tags.element,
      settings(picture),
      ...owned(picture, image),
      ...words(picture),
    );
    labelled(box, 'viewer');
    // The keyboard goes on where it was: what has the focus must not go with the picture before.
    if (held) /** @type {HTMLElement | null} */ (about.querySelector(`[data-does="${held}"]`))?.focus();
    if (!box.contains(document.activeElement)) box.focus();
  }

  /** What the model sent of one that was put together: to be looked at, and taken. @param {Picture} picture @param {HTMLImageElement} image */
  function owned(picture, image) {
    const parts = partsOf(picture);
    if (!parts) return [];
    const { own } = parts;
    const shown = button(
      'picture',
      'ownPicture',
      () => {
        const on = shown.getAttribute('aria-pressed') !== 'true';
        shown.setAttribute('aria-pressed', String(on));
        image.src = address(on ? own : picture.blob);
      },
      true,
    );
    shown.setAttribute('aria-pressed', 'false');
    const taken = button('download', 'ownDownload', () => {
      void download({ blob: own, type: own.type, prompt: picture.prompt });
    });
    return [h('div', { className: 'actions' }, shown, taken)];
  }

  /** Which of those that are shown, from 0; where it is none of them, before which it would stand. */
  let standing = 0;
  function place() {
    const shown = gallery.shown(),
      now = at();
    const older = shown.findIndex(({ made }) => made <= picture.made);
    standing = now < 0 ? (older < 0 ? shown.length : older) : now;
    position.textContent = now < 0 ? '' : `${now + 1} / ${shown.length}`;
    favoured.setAttribute('aria-pressed', String(picture.favourite === true));
    tags.show();
  }

  function newer() {
    go(standing - 1);
  }
  function older() {
    go(at() < 0 ? standing : standing + 1);
  }

  async function favour() {
    await (await gallery.keeping()).favour([picture], !picture.favourite);
  }

  /** What was deleted while it was seen here. @type {Set<string>} */
  const gone = new Set();
  let stored = false;
  /** The next one takes the place of what goes, or the one before; what is back is what one wants to see. */
  function changed() {
    const back = gallery.all().find(({ id }) => gone.delete(id));
    const here = kept(picture);
    stored ||= Boolean(here);
    if (!back && (here || !stored)) {
      picture = here ?? picture;
      return place();
    }
    if (!back) gone.add(picture.id);
    const shown = gallery.shown();
    const next = back ?? shown[standing] ?? shown.at(-1);
    if (!next) return box.close();
    picture = next;
    stored = true;
    void show();
  }

  /** @param {Picture} picture */
  function settings(picture) {
    const { model, thinking, search, ...plain } = picture.settings;
    const shown = picture.references.map((blob, at) => h('img', { src: address(blob), alt: String(at + 1) }));
    const laid = partsOf(picture) ? shown.splice(0, 3) : [];
    const varied = picture.sent === undefined || picture.composited ? [] : shown.splice(0, 1);
    const named = {
      ...plain,
      ...(laid.length && { laid }),
      ...(varied.length && { varied }),
      ...(shown.length && { references: shown }),
      ...(picture.sent && { sent: picture.sent }),
      place: picture.place,
    };
    return h(
      'dl',
      {},
      ...Object.entries(named).flatMap(([name, value]) => [
        h('dt', { t: `of-${name}` }),
        h('dd', {}, ...(value[0] instanceof Image ? value : [plainly(name, value)])),
      ]),
    );
  }

  /** To another one, as far as there are some. @param {number} to which of all */
  function go(to) {
    const all = gallery.shown(),
      next = all[to];
    if (!next || next === picture) return;
    picture = next;
    standing = to;
    void show();
    aloud('pictureAt', to + 1, all.length, picture.prompt);
  }

  /** Another picture, to lay this one over. */
  function choose() {
    const there = box.querySelector('.strip');
    there?.remove();
    if (there || room.classList.contains('comparing')) return show();
    const others = gallery
      .shown()
      .filter(({ id }) => id !== picture.id)
      .slice(0, 60);
    if (!others.length) return toast('compareNone');
    const contents = store.whole(others);
    const images = others.map(({ prompt }) => h('img', { alt: prompt }));
    const strip = h(
      'div',
      { className: 'strip', label: 'compareWith' },
      ...others.map((_, at) =>
        h('button', { type: 'button', title: 'compareWith', on: { click: () => void lay(at) } }, images[at]),
      ),
    );
    /** @param {number} at */
    async function lay(at) {
      const [under, all] = await Promise.all([reading, contents]);
      if (!strip.isConnected || under.id !== picture.id) return;
      strip.remove();
      zoom.of(undefined);
      const side = (/** @type {Picture} */ { blob, prompt }) => ({ url: address(blob), alt: prompt });
      compare(room, side(under), side(all[at]));
    }
    compared.setAttribute('aria-pressed', 'true');
    room.after(strip);
    strip.querySelector('button')?.focus();
    void contents.then((all) => {
      if (strip.isConnected)
        all.forEach(({ small, blob }, at) => Object.assign(images[at], { src: address(small ?? blob) }));
    });
  }

  /** Wherever the focus is, as long as nothing stands above. @param {KeyboardEvent} event */
  function keys(event) {
    const top = [...document.querySelectorAll('dialog[open]')].at(-1);
    const { target } = event;
    if (top !== box || (target instanceof Element && target.matches('.strip *') && event.key !== 'c')) return;
    act('viewer', event, {
      newer,
      older,
      newest: () => go(0),
      oldest: () => go(gallery.shown().length - 1),
      zoomIn: () => zoom.by(1.4),
      zoomOut: () => zoom.by(1 / 1.4),
      zoomReset: () => zoom.reset(),
      edit: () => reading.then(near.edit),
      editPart: () => reading.then(near.mask),
      vary: () => reading.then(near.vary),
      compare: choose,
      favourite: favour,
      tag: tags.focus,
      download: () => reading.then((picture) => download(picture)),
      remove: () => near.remove(picture),
    });
  }
  document.addEventListener('keydown', keys);
  addEventListener('gallery', changed);
  box.addEventListener('close', () => {
    document.removeEventListener('keydown', keys);
    removeEventListener('gallery', changed);
    urls.forEach((url) => URL.revokeObjectURL(url));
    // Where it was opened may be gone.
    if (document.activeElement === document.body) (gallery.reach(picture.id) ?? byId('gallery')).focus();
  });
  stored = Boolean(kept(first));
  void show();
}

/** As people say it. @param {string} name @param {unknown} value */
function plainly(name, value) {
  const key = name === 'responseModalities' ? 'imageOnly' : name === 'place' ? String(value) : '';
  return ['imageOnly', 'sandbox', 'other'].includes(key)
    ? h('span', { t: key })
    : key in NAMES
      ? NAMES[/** @type {'google'} */ (key)]
      : String(value);
}
