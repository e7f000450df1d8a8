// @ts-check
// Finding again: what is typed in the gallery's head, favourites alone, and tags. The wall then shows what fits, and nothing else is gone
// through, chosen or counted. What can be filtered by comes with the first look at the field, and stays, so that nothing moves later.
import { aloud, byId, button, h } from './dom.js';
import { queryOf, taggedWith } from './query.js';
import { counted, keyOf } from './tags.js';
import { put } from './words.js';

/** More than anybody looks through; the others are found by their names. */
const MOST = 60;
/** Pictures whose words are read in one go. */
const SOME = 500;
/** Milliseconds without a key until it is read aloud how many there are. */
const REST = 700;

/** @param {ReturnType<typeof import('./gallery.js').setUpGallery>} gallery */
export function setUpFind(gallery) {
  const field = /** @type {HTMLInputElement} */ (byId('find'));
  let favourites = false;
  /** Keys of tags. @type {Set<string>} */
  const tags = new Set();
  const isOn = () => Boolean(field.value.trim() || favourites || tags.size);

  const only = button(
    'star',
    'onlyFavourites',
    () => {
      favourites = !favourites;
      void apply();
    },
    true,
  );
  const chips = h('span', { className: 'chips' });
  const count = h('span', { className: 'note' });
  const all = button('close', 'showAll', clear, true);
  const row = h(
    'div',
    { id: 'filters', role: 'group', label: 'filters', hidden: true },
    only,
    chips,
    count,
    all,
  );
  const none = h(
    'p',
    { id: 'none', hidden: true },
    h('span', { t: 'foundNone' }),
    h('button', { type: 'button', t: 'showAll', on: { click: clear } }),
  );
  put(field, 'aria-label', 'find');
  field.closest('.head')?.after(row);
  byId('tiles').after(none);

  /** Which wait of several is the last. */
  let turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  async function apply() {
    const now = ++turn;
    await gallery.checked();
    if (now !== turn) return;
    const [fits, tagged] = [queryOf(field.value), taggedWith(tags)];
    gallery.filter(
      (picture) => (!favourites || picture.favourite === true) && tagged(picture) && fits(picture),
    );
    clearTimeout(timer);
    timer = setTimeout(() => aloud('foundOf', gallery.shown().length, gallery.all().length), REST);
  }

  function clear() {
    field.value = '';
    favourites = false;
    tags.clear();
    field.focus();
    void apply();
  }

  function paint() {
    const shown = gallery.shown(),
      { length } = gallery.all();
    none.hidden = shown.length > 0 || !length;
    if (row.hidden) return;
    only.setAttribute('aria-pressed', String(favourites));
    count.hidden = all.hidden = !isOn();
    put(count, '', 'foundOf', shown.length, length);
    const offered = counted(shown);
    const there = new Set(offered.map(({ tag }) => keyOf(tag)));
    // What is filtered by can be taken back, whatever is left.
    const lost = [...tags]
      .filter((key) => !there.has(key))
      .map((key) => ({ tag: spelt.get(key) ?? key, count: 0 }));
    const focused = /** @type {HTMLElement} */ (document.activeElement)?.dataset.tag;
    chips.replaceChildren(...[...lost, ...offered.slice(0, MOST)].map(chip));
    if (focused)
      /** @type {any} */ (chips.querySelector(`[data-tag="${CSS.escape(focused)}"]`) ?? field).focus();
  }

  /** As each was written first. @type {Map<string, string>} */
  const spelt = new Map();
  /** @param {{ tag: string, count: number }} counted */
  function chip({ tag, count }) {
    const key = keyOf(tag);
    if (!spelt.has(key)) spelt.set(key, tag);
    const element = h(
      'button',
      {
        type: 'button',
        className: 'chip',
        data: { tag: key },
        on: {
          click() {
            if (!tags.delete(key)) tags.add(key);
            void apply();
          },
        },
      },
      h('bdi', {}, spelt.get(key)),
      h('span', { className: 'note' }, String(count)),
    );
    element.setAttribute('aria-pressed', String(tags.has(key)));
    return element;
  }

  function unfold() {
    if (!row.hidden) return;
    row.hidden = false;
    void gallery.checked().then(() => {
      paint();
      read(gallery.all());
    });
  }

  /** Ahead of the first key, some at a time: it takes some microseconds for each. @param {import('./query.js').Sought[]} pictures */
  function read(pictures) {
    pictures.slice(0, SOME).forEach(queryOf('#'));
    if (pictures.length > SOME) setTimeout(() => read(pictures.slice(SOME)));
  }

  field.addEventListener('focus', unfold);
  if (document.activeElement === field) unfold();
  field.addEventListener('input', (event) => {
    // What an input method is at is no word yet.
    if (!(/** @type {InputEvent} */ (event).isComposing)) void apply();
  });
  field.addEventListener('compositionend', () => void apply());
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    gallery.reach(gallery.shown()[0]?.id)?.focus();
  });
  // Before the page's own Escape and that of choosing: the nearest goes first.
  addEventListener(
    'keydown',
    (event) => {
      const here =
        event.target === field ||
        row.contains(/** @type {Node} */ (event.target)) ||
        none.contains(/** @type {Node} */ (event.target));
      if (event.key !== 'Escape' || event.isComposing || !here || !isOn()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      clear();
    },
    true,
  );
  addEventListener('gallery', paint);
  // It may have been written in before this was here.
  if (field.value) void apply();
}
