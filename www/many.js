// @ts-check
// Many pictures at once: which are chosen, by pointer, finger and keys. While some are being chosen the wall is a list of which several can
// be selected, and one stop of the Tab key. What can be done with them is in bar.js.
import { setUpBar } from './bar.js';
import { aloud, byId, h } from './dom.js';
import { setUpFind } from './find.js';
import { asked } from './keys.js';
import { styled } from './styled.js';
import { put } from './words.js';

/** Milliseconds that a finger rests, and pixels that it may stray. */
const LONG = 450,
  FAR = 10;

/** @typedef {ReturnType<typeof import('./gallery.js').setUpGallery>} Gallery */
/** @typedef {import('./record.js').Kept} Kept */

/** @type {ReturnType<typeof setUpMany> | undefined} */
let made;

/** There is one. @param {Gallery} gallery @param {Event} event that it is for */
export async function many(gallery, event) {
  await styled('find.css');
  return (made ??= setUpMany(gallery, event));
}

/** @param {Gallery} gallery @param {any} first */
function setUpMany(gallery, first) {
  const wall = byId('tiles'),
    opener = byId('select');
  /** Ids. @type {Set<string>} */
  const chosen = new Set();
  let choosing = false,
    /** Where a range begins, and where the keys are. */
    anchor = '',
    current = '';
  // Its Escape comes before the one here.
  setUpFind(gallery);
  const bar = setUpBar(gallery, {
    pictures: () => gallery.shown().filter(({ id }) => chosen.has(id)),
    choose,
    leave,
    remove,
  });

  const ids = () => gallery.shown().map(({ id }) => id);
  const idOf = (/** @type {HTMLElement} */ tile) => String(tile.dataset.id);
  const tileOf = (/** @type {unknown} */ target) =>
    /** @type {HTMLElement | null} */ (target instanceof Element ? target.closest('.tile') : null);

  /** Pictures come and go. */
  function show() {
    const all = ids(),
      there = new Set(all);
    for (const id of chosen) if (!there.has(id)) chosen.delete(id);
    if (choosing && !gallery.all().length) return leave();
    if (!there.has(current)) current = all[0] ?? '';
    if (choosing) gallery.reach(current);
    dressed();
    opener.setAttribute('aria-pressed', String(choosing));
    for (const [name, value] of [
      ['role', 'listbox'],
      ['aria-multiselectable', 'true'],
      ['aria-labelledby', 'gallery-title'],
    ])
      if (choosing) wall.setAttribute(name, value);
      else wall.removeAttribute(name);
    if (choosing) bar.show(chosen.size);
  }

  /** Tiles come and go, of which there may be fewer than pictures. */
  function dressed() {
    const { length } = gallery.shown();
    const all = /** @type {NodeListOf<HTMLElement>} */ (wall.querySelectorAll('.tile'));
    const title = choosing ? 'select' : all.length < length ? 'openAt' : 'open';
    for (const tile of all) {
      if (!tile.querySelector('.mark'))
        tile.append(h('span', { className: 'mark', ariaHidden: 'true', title: 'select' }));
      const at = Number(tile.dataset.at) + 1;
      if (choosing) {
        tile.setAttribute('role', 'option');
        tile.setAttribute('aria-selected', String(chosen.has(idOf(tile))));
        tile.setAttribute('aria-setsize', String(length));
        tile.setAttribute('aria-posinset', String(at));
        tile.tabIndex = idOf(tile) === current ? 0 : -1;
      } else
        for (const name of ['role', 'aria-selected', 'aria-setsize', 'aria-posinset', 'tabindex'])
          tile.removeAttribute(name);
      const said = [title, at, length].join();
      if (tile.dataset.said !== said) put(tile, 'title', title, at, length);
      tile.dataset.said = said;
    }
  }

  function enter() {
    if (choosing) return;
    choosing = true;
    show();
  }

  function leave() {
    if (!choosing) return;
    const here = wall.contains(document.activeElement) || bar.element.contains(document.activeElement);
    choosing = false;
    chosen.clear();
    anchor = '';
    bar.hide();
    show();
    if (here) (gallery.reach(current) ?? byId('gallery')).focus();
    aloud('selectLeft');
  }

  /** @param {Iterable<string>} ids @param {boolean} [yes] */
  function choose(ids, yes = true) {
    for (const id of ids) yes ? chosen.add(id) : chosen.delete(id);
    enter();
    show();
    aloud('chosenNow', chosen.size);
  }

  /** @param {string} id @param {boolean} range whether all from the last one on */
  function press(id, range) {
    current = id;
    const all = ids();
    const from = all.indexOf(anchor),
      to = all.indexOf(id);
    if (range && from >= 0) choose(all.slice(Math.min(from, to), Math.max(from, to) + 1));
    else choose([id], !chosen.has(id));
    anchor = id;
  }

  /** All that are chosen, at once; the keys go on where they were. */
  async function remove() {
    const all = gallery.shown();
    const gone = all.filter(({ id }) => chosen.has(id));
    if (!gone.length) return;
    const stays = (/** @type {Kept} */ { id }) => !chosen.has(id);
    const last = all.findLastIndex(({ id }) => chosen.has(id));
    const next = all.slice(last).find(stays) ?? all.findLast(stays);
    if (next) current = next.id;
    await (await gallery.keeping()).remove(gone);
    leave();
    ((next && gallery.reach(next.id)) ?? byId('gallery')).focus({ preventScroll: true });
  }

  // ───────────── pointer and finger ─────────────

  /** Whether a finger has just chosen, and what follows is no click. */
  let held = false,
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    timer,
    from = [0, 0];
  /** @param {PointerEvent} event */
  function rest({ target, pointerType, pointerId, clientX, clientY }) {
    held = false;
    clearTimeout(timer);
    const tile = tileOf(target);
    if (!tile || pointerType === 'mouse') return;
    from = [clientX, clientY];
    timer = setTimeout(() => {
      // As long as it is down it belongs to what it is on; it may have been lifted before this was here.
      if (!(/** @type {Element} */ (target).hasPointerCapture(pointerId))) return;
      held = true;
      void gallery.checked().then(() => press(idOf(tile), false));
    }, LONG);
  }
  wall.addEventListener('pointerdown', rest);
  for (const name of ['pointerup', 'pointercancel']) wall.addEventListener(name, () => clearTimeout(timer));
  wall.addEventListener('pointermove', (/** @type {PointerEvent} */ { clientX, clientY }) => {
    if (Math.hypot(clientX - from[0], clientY - from[1]) > FAR) clearTimeout(timer);
  });
  wall.addEventListener('contextmenu', (/** @type {Event} */ event) => {
    if (held) event.preventDefault();
  });
  // Before the tile's own listener, which looks at the picture.
  wall.addEventListener(
    'click',
    (/** @type {MouseEvent} */ event) => {
      const tile = tileOf(event.target);
      if (!tile) return;
      const marked = event.target instanceof Element && event.target.matches('.mark');
      if (!held && !choosing && !marked && !event.shiftKey && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (!held) void gallery.checked().then(() => press(idOf(tile), event.shiftKey));
      held = false;
    },
    true,
  );

  // ───────────── keys ─────────────

  /** Which one a key leads to. @param {string} key @param {number} at */
  function towards(key, at) {
    const boxes = gallery.boxes();
    const ends = { Home: 0, End: boxes.length - 1, ArrowLeft: at - 1, ArrowRight: at + 1 };
    if (key in ends) return ends[/** @type {keyof typeof ends} */ (key)];
    const { top, left, width } = boxes[at];
    const row =
      key === 'ArrowDown'
        ? boxes.find((box) => box.top > top)?.top
        : boxes.findLast((box) => box.top < top)?.top;
    const off = (/** @type {(typeof boxes)[number]} */ box) =>
      Math.abs(box.left + box.width / 2 - left - width / 2);
    const among = boxes.filter((box) => box.top === row).sort((a, b) => off(a) - off(b));
    return boxes.indexOf(among[0]);
  }

  wall.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    held = false;
    const tile = tileOf(event.target);
    if (!tile) return;
    const does = asked(choosing ? 'selecting' : 'gallery', event);
    if (does === 'mark') void gallery.checked().then(() => press(idOf(tile), false));
    else if (does === 'remove') void remove();
    else if (does === 'tag') bar.tag();
    else if (does === 'move' || does === 'extend') {
      const next = gallery.shown()[towards(event.key, Number(tile.dataset.at))]?.id;
      if (!next) return;
      if (does === 'extend' && !chosen.has(idOf(tile))) press(idOf(tile), false);
      if (does === 'extend') press(next, true);
      gallery.reach(next)?.focus();
    } else return;
    event.preventDefault();
  });
  wall.addEventListener('focusin', (/** @type {Event} */ { target }) => {
    const tile = tileOf(target);
    if (!choosing || !tile) return;
    current = idOf(tile);
    gallery.reach(current);
  });
  // Before the page's own, for which Escape cancels what runs: the nearest goes first.
  addEventListener(
    'keydown',
    (event) => {
      const target = /** @type {Element} */ (event.target);
      if (!choosing || document.querySelector('dialog[open]')) return;
      const does = asked('selecting', event);
      if (does === 'selectLeave') {
        if (target.closest?.('#form') && !byId('cancel').hidden) return;
        event.stopPropagation();
        if (!bar.escape()) leave();
      } else if (does === 'all') {
        event.preventDefault();
        choose(ids());
      }
    },
    true,
  );
  addEventListener('gallery', show);
  addEventListener('tiles', dressed);
  show();
  // A finger that rests since before this was here.
  if (first instanceof PointerEvent && first.type === 'pointerover') rest(first);

  return {
    /** Begins or ends. By keys it goes on in the wall. @param {MouseEvent} event */
    async press({ detail }) {
      if (choosing) return leave();
      await gallery.checked();
      enter();
      if (!detail) gallery.reach(current)?.focus();
    },
  };
}
