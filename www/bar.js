// @ts-check
// The bar at the foot of the page while pictures are being chosen: how many they are, which others may be meant, and what can be done with
// them. A ZIP that is being made takes its place, and can be cancelled.
import { aloud, button, byId, dress, h, icon } from './dom.js';
import { bytes } from './figures.js';
import { labelled } from './keys.js';
import { hold } from './leave.js';
import { everyFrame, toast } from './over.js';
import { store } from './store.js';
import { setUpTagList } from './tagger.js';
import { language, put } from './words.js';

/** @typedef {import('./record.js').Kept} Kept */

/** More than anybody sees beside each other. */
const MOST_BESIDE = 8;

/**
 * @param {ReturnType<typeof import('./gallery.js').setUpGallery>} gallery
 * @param {{ pictures: () => Kept[], choose: (ids: string[], yes?: boolean) => void, leave: () => void, remove: () => Promise<void> }} selection
 */
export function setUpBar(gallery, { pictures, choose, leave, remove }) {
  const count = h('span', { className: 'count' });
  const groups = h('div', {
    id: 'groups',
    className: 'groups',
    role: 'group',
    label: 'selectGroups',
    hidden: true,
  });
  const more = h(
    'button',
    { type: 'button', className: 'quiet', ariaExpanded: 'false', on: { click: () => fold(!groups.hidden) } },
    h('span', { t: 'selectGroups' }),
  );
  more.setAttribute('aria-controls', 'groups');
  const favour = button('star', 'favourite', () => void turn(), true);
  const tags = setUpTagList(gallery, pictures);
  const actions = [
    button('compare', 'compare', () => void beside(), true),
    favour,
    tags.opener,
    button('download', 'zip', () => void pack(), true),
    button('trash', 'remove', () => void remove(), true),
  ];
  const progress = h('progress', { label: 'zipProgress' });
  const far = h('span', { className: 'note' });
  const work = h(
    'div',
    { className: 'work row', hidden: true },
    progress,
    far,
    h('button', {
      type: 'button',
      t: 'cancel',
      data: { does: 'cancelZip' },
      on: { click: () => running?.abort() },
    }),
  );
  const which = h('span', { className: 'which' }, more, groups);
  const choice = h(
    'div',
    { className: 'choice' },
    which,
    h('span', { className: 'doing' }, ...actions),
    tags.element,
  );
  const element = h(
    'section',
    { className: 'many', label: 'selection' },
    button('close', 'selectLeave', leave),
    count,
    choice,
    work,
  );
  labelled(element, 'selecting');
  /** The ZIP that is being made. @type {AbortController | undefined} */
  let running;

  // ───────────── which ─────────────

  /** Days, and what else belongs together. @returns {[key: string, args: unknown[], ids: string[]][]} */
  function together() {
    const all = gallery.shown();
    /** @type {Map<string, Kept[]>} */
    const days = new Map();
    for (const picture of all) {
      const day = new Date(picture.made).toDateString();
      if (!days.get(day)?.push(picture)) days.set(day, [picture]);
    }
    const ids = (/** @type {readonly Kept[]} */ list) => list.map(({ id }) => id);
    const favourites = all.filter(({ favourite }) => favourite);
    return [
      ['selectAll', [all.length], ids(all)],
      ...(favourites.length
        ? [/** @type {any} */ (['selectFavourites', [favourites.length], ids(favourites)])]
        : []),
      ...[...days].map(
        ([day, list]) => /** @type {any} */ (['selectDay', [list.length, dayName(day)], ids(list)]),
      ),
    ];
  }

  /** @param {boolean} away */
  function fold(away) {
    groups.hidden = away;
    tags.fold();
    more.setAttribute('aria-expanded', String(!away));
    if (!away) list();
  }

  function list() {
    const chosen = new Set(pictures().map(({ id }) => id));
    const focused = [...groups.children].indexOf(/** @type {any} */ (document.activeElement));
    groups.replaceChildren(
      ...together().map(([key, args, ids]) => {
        const whole = ids.every((id) => chosen.has(id));
        const one = h(
          'button',
          { type: 'button', className: 'quiet', on: { click: () => choose(ids, !whole) } },
          h('span', { t: [key, ...args] }),
          icon('check'),
        );
        one.setAttribute('aria-pressed', String(whole));
        return one;
      }),
    );
    if (focused >= 0) /** @type {HTMLElement} */ (groups.children[focused])?.focus();
  }
  addEventListener('languagechosen', () => fold(true));
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !which.contains(target) && !tags.contains(target)) fold(true);
  });

  // ───────────── what is done with them ─────────────

  /** Bytes. @param {Kept} picture */
  const sizeOf = ({ blob, sizes }) => (blob instanceof Blob ? blob.size : (sizes?.[0] ?? 0));
  const isAll = () => pictures().every(({ favourite }) => favourite);

  async function turn() {
    await (await gallery.keeping()).favour(pictures(), !isAll());
    show(pictures().length);
  }

  async function beside() {
    const shown = pictures();
    if (shown.length < 2) return toast('compareTwo');
    if (shown.length > MOST_BESIDE) return toast(['compareMost', MOST_BESIDE]);
    const [{ openBeside }, whole] = await Promise.all([import('./beside.js'), store.whole(shown), dress()]);
    openBeside(whole);
  }

  async function pack() {
    const packed = pictures();
    const name = `wasmagine-${new Date().toLocaleDateString('sv')}.zip`;
    const { ask, zip } = await import('./zip.js');
    const { signal } = (running = new AbortController());
    try {
      const to = await ask(name);
      busy(true);
      /** @param {number} done @param {number} all @param {number} count */
      const draw = (done, all, count) => {
        Object.assign(progress, { value: done, max: all || 1 });
        put(far, '', 'zipDone', count, packed.length, bytes(done), bytes(all));
      };
      const { told, stop } = everyFrame(draw);
      await zip(await store.whole(packed), name, { to, signal, told }).finally(stop);
      busy(false);
      toast(['zipped', packed.length]);
      aloud('zipped', packed.length);
    } catch (error) {
      busy(false);
      if (signal.aborted) toast('zipCancelled');
      else if (/** @type {any} */ (error)?.name !== 'AbortError') {
        console.error(error);
        toast('zipFailed');
      }
    }
  }

  /** @param {boolean} yes */
  function busy(yes) {
    if (!yes) running = undefined;
    hold(element, yes, '');
    fold(true);
    const here = element.contains(document.activeElement);
    choice.hidden = yes;
    work.hidden = !yes;
    progress.removeAttribute('value');
    far.textContent = '';
    if (here) /** @type {HTMLElement} */ (yes ? work.querySelector('button') : actions[3]).focus();
  }

  /** @param {number} size how many are chosen */
  function show(size) {
    if (!element.isConnected) {
      byId('tiles').after(element);
      void import('./zip.js').then(({ sweep }) => sweep());
    }
    const weight = pictures().reduce((sum, picture) => sum + sizeOf(picture), 0);
    if (size) put(count, '', 'chosen', size, bytes(weight));
    else put(count, '', 'chooseSome');
    for (const action of actions) action.disabled = !size;
    const key = size && isAll() ? 'unfavourite' : 'favourite';
    put(/** @type {Element} */ (favour.lastElementChild), '', key);
    put(favour, 'title', key);
    if (!groups.hidden) list();
    tags.show();
  }

  return {
    element,
    show,
    tag: tags.open,
    hide() {
      running?.abort();
      fold(true);
      element.remove();
    },
    /** What is nearest goes: the list, then the ZIP. @returns {boolean} whether there was something */
    escape() {
      if (tags.close()) return true;
      if (!groups.hidden) {
        fold(true);
        more.focus();
        return true;
      }
      if (!running) return false;
      running.abort();
      return true;
    },
  };
}

/** @param {string} day */
function dayName(day) {
  const date = new Date(day);
  const away = Math.round((date.getTime() - new Date(new Date().toDateString()).getTime()) / 864e5);
  return () => {
    const name =
      away > -2
        ? new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(away, 'day')
        : date.toLocaleDateString(language(), { dateStyle: 'long' });
    return name.charAt(0).toUpperCase() + name.slice(1);
  };
}
