// @ts-check
// One picture, large: zoom, the next and the one before, all that is known of it, and beside another one to compare.
import { copy, copyText, download, row, words } from './actions.js';
import { compare } from './compare.js';
import { button, h } from './dom.js';
import { facts, seconds, when } from './figures.js';
import { dialog, toast } from './over.js';
import { Zoom } from './zoom.js';

const NAMES = { google: 'Google', kkiai: 'kkiai' };

/** @typedef {import('./record.js').Picture} Picture */

/**
 * @param {Picture} first
 * @param {ReturnType<typeof import('./gallery.js').setUpGallery>} gallery
 * @param {import('./actions.js').Desk} desk
 */
export function openViewer(first, gallery, desk) {
  let picture = first;
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
  const box = dialog(
    'viewer',
    'open',
    h(
      'div',
      { className: 'head' },
      button('left', 'newer', () => step(-1)),
      button('right', 'older', () => step(1)),
      position,
      h('span', { className: 'grow' }),
      button('zoom', 'zoom', () => zoom.toggle()),
      compared,
      button('close', 'dismiss', () => box.close()),
    ),
    room,
    about,
  );
  const zoom = new Zoom(room);

  function show() {
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
    // What leads away from here closes the view first.
    const away = (/** @type {(picture: Picture) => void} */ go) => (/** @type {Picture} */ picture) => {
      box.close();
      go(picture);
    };
    const near = {
      ...desk,
      edit: away(desk.edit),
      vary: away(desk.vary),
      refer: away(desk.refer),
      reuse: away(desk.reuse),
      remove,
    };
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
      settings(),
      ...words(picture),
    );
  }

  /** Which of how many. */
  function place() {
    const all = gallery.all();
    position.textContent = `${all.indexOf(picture) + 1} / ${all.length}`;
  }

  /** The next one takes its place, or the one before. @param {Picture} gone */
  async function remove(gone) {
    const all = gallery.all(),
      at = all.indexOf(gone);
    const next = all[at + 1] ?? all[at - 1];
    if (!next) box.close();
    await desk.remove(gone);
    if (!next || picture !== gone) return;
    picture = next;
    show();
    /** @type {HTMLElement} */ (about.querySelector('[data-does="remove"]')).focus();
  }

  function settings() {
    const { model, thinking, search, ...plain } = picture.settings;
    const shown = picture.references.map((blob, at) => h('img', { src: address(blob), alt: String(at + 1) }));
    const varied = picture.sent === undefined ? [] : shown.splice(0, 1);
    const named = {
      ...plain,
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
        h('dd', {}, ...(value === varied || value === shown ? value : [plainly(name, value)])),
      ]),
    );
  }

  /** @param {number} by */
  function step(by) {
    const all = gallery.all();
    const next = all[all.indexOf(picture) + by];
    if (!next) return;
    picture = next;
    show();
  }

  /** Another picture, to lay this one over. */
  function choose() {
    if (room.classList.contains('comparing') || box.querySelector('.strip')) return show();
    const others = gallery.all().filter((each) => each !== picture);
    if (!others.length) return toast('compareNone');
    const strip = h(
      'div',
      { className: 'strip', label: 'compareWith' },
      ...others
        .slice(0, 60)
        .map((other) =>
          h(
            'button',
            { type: 'button', title: 'compareWith', on: { click: () => lay(other) } },
            h('img', { src: address(other.small ?? other.blob), alt: other.prompt, loading: 'lazy' }),
          ),
        ),
    );
    compared.setAttribute('aria-pressed', 'true');
    room.after(strip);
    strip.querySelector('button')?.focus();
  }

  /** @param {Picture} other */
  function lay(other) {
    box.querySelector('.strip')?.remove();
    zoom.of(undefined);
    const side = (/** @type {Picture} */ { blob, prompt }) => ({ url: address(blob), alt: prompt });
    compare(room, side(picture), side(other));
  }

  box.addEventListener('keydown', (event) => {
    if (/** @type {HTMLElement} */ (event.target).matches('input, .strip *')) return;
    const does = {
      ArrowLeft: () => step(-1),
      ArrowRight: () => step(1),
      '+': () => zoom.by(1.4),
      '=': () => zoom.by(1.4),
      '-': () => zoom.by(1 / 1.4),
      0: () => zoom.reset(),
      c: () => void copy(picture),
    }[event.key];
    if (!does || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    does();
  });
  addEventListener('gallery', place);
  box.addEventListener('close', () => {
    removeEventListener('gallery', place);
    urls.forEach((url) => URL.revokeObjectURL(url));
  });
  show();
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
