// @ts-check
// What is stored of the gallery and deleted from it, one picture or many at once: a tile stands when its picture is on the disk, and what is
// deleted comes back at a word. Comes with the first need.
import { aloud, byId, dress, h } from './dom.js';
import { smallOf } from './encode.js';
import { star } from './gallery.js';
import { asked } from './keys.js';
import { isElsewhere, isFull, store } from './store.js';
import { DELETED } from './sweep.js';
import { keyOf, tagsOf } from './tags.js';

/** @typedef {import('./record.js').Picture} Picture */
/** @typedef {import('./record.js').Kept} Kept */

/** @typedef {(stores: import('./store.js').Stores) => void} Also */

let held = false;
/** What deleted pictures lead to stays as long as they may come back: until this page is left no tab sweeps it away (sweep.js). */
function holdContents() {
  if (!held) void navigator.locks?.request(DELETED, { mode: 'shared' }, () => new Promise(() => {}));
  held = true;
}

/** @param {{ checked: () => Promise<void>, all: () => Kept[], write: (pictures: Kept[]) => void }} wall */
export function setUpKeeping({ checked, all, write }) {
  /** What is on its way to the disk. @type {Map<string, Promise<boolean>>} */
  const coming = new Map();

  /** What is stored already. @param {Kept[]} fresh */
  function show(fresh) {
    const ids = new Set(fresh.map(({ id }) => id));
    write([...fresh, ...all().filter(({ id }) => !ids.has(id))].sort((a, b) => b.made - a.made));
  }

  /** @param {Set<string>} ids */
  const drop = (ids) => write(all().filter(({ id }) => !ids.has(id)));

  /** @param {unknown} error of a disk that takes nothing @param {string} [otherwise] what is said of one that is not known */
  async function tell(error, otherwise = 'notKept') {
    await dress();
    const t = isFull(error) ? 'diskFull' : isElsewhere(error) ? 'elsewhere' : otherwise;
    byId('banner').replaceChildren(h('p', { className: 'warning', t }));
    if (document.querySelector('dialog[open]')) (await dress()).toast(t);
  }

  /** A tile is a promise: it stands when its picture is stored. Of one that could not be, the page says so. @param {(Picture | Kept)[]} pictures @param {Also} [also] */
  async function place(pictures, also) {
    await Promise.all([dress(), checked()]);
    for (const picture of pictures)
      if (picture.blob instanceof Blob) picture.small ??= await smallOf(picture.blob);
    // Those that could not be stored stay on the page, where they can still be downloaded.
    const records = await store.keep(pictures, also).catch((error) => void tell(error));
    show(records ?? pictures);
    return Boolean(records);
  }

  /** @param {(Picture | Kept)[]} pictures @param {Also} [also] what is written in the same moment @returns {Promise<boolean>} whether they are stored */
  function add(pictures, also) {
    const adding = place(pictures, also).finally(() => pictures.forEach(({ id }) => void coming.delete(id)));
    for (const { id } of pictures) coming.set(id, adding);
    return adding;
  }

  /** On the disk, and then here. @param {Kept[]} pictures @param {(picture: any) => Partial<Kept>} work */
  async function change(pictures, work) {
    const ids = new Set(pictures.map(({ id }) => id));
    await Promise.all([...ids].map((id) => coming.get(id)));
    /** @type {Map<string, Partial<Kept>>} */
    const changes = new Map();
    await store.change([...ids], (record) => {
      const change = work(record);
      changes.set(record.id, change);
      return change;
    });
    for (const picture of all()) Object.assign(picture, changes.get(picture.id));
    write(all());
  }

  return {
    add,
    show,
    tell,
    /** Gone at once, and all of them back at a word. @param {Pick<Kept, 'id'>[]} pictures */
    async remove(pictures) {
      await Promise.all(pictures.map(({ id }) => coming.get(id)));
      const ids = new Set(pictures.map(({ id }) => id));
      const there = all().filter(({ id }) => ids.has(id));
      if (!there.length) return;
      const gone = there.map(({ id }) => id);
      holdContents();
      drop(ids);
      await store.remove(gone).catch(() => {});
      /** @type {import('./dom.js').Said} */
      const said = gone.length > 1 ? ['deletedMany', gone.length] : 'deleted';
      const box = (await dress()).toast(said, { t: 'undo', press: () => void add(there) });
      // As long as it is offered, the keys for it do it too.
      const keys = (/** @type {KeyboardEvent} */ event) => {
        if (!box.isConnected) removeEventListener('keydown', keys);
        else if (asked('deleted', event)) {
          event.preventDefault();
          /** @type {HTMLElement} */ (box.querySelector('[data-t="undo"]')).click();
        }
      };
      addEventListener('keydown', keys);
      const [key, ...args] = [said].flat();
      aloud(String(key), ...args);
    },
    /** @param {Kept[]} pictures @param {boolean} yes */
    async favour(pictures, yes) {
      try {
        await change(pictures, () => ({ favourite: yes || undefined }));
      } catch (error) {
        return tell(error);
      }
      const ids = new Set(pictures.map(({ id }) => id));
      for (const tile of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('#tiles .tile'))) {
        if (!ids.has(String(tile.dataset.id))) continue;
        tile.querySelector('.star')?.remove();
        if (yes) tile.append(star());
      }
      aloud(yes ? 'favoured' : 'unfavoured', ids.size);
    },
    /** @param {Kept[]} pictures @param {string[]} more @param {string[]} [less] @returns {Promise<number>} how many have no room for more */
    async tag(pictures, more, less = []) {
      const gone = new Set(less.map(keyOf));
      let full = 0;
      await change(pictures, ({ tags }) => {
        const now = tagsOf([...tagsOf(tags).filter((tag) => !gone.has(keyOf(tag))), ...more]);
        const keys = new Set(now.map(keyOf));
        if (!more.every((tag) => keys.has(keyOf(tag)))) full++;
        return { tags: now.length ? now : undefined };
      });
      aloud(more.length ? 'tagged' : 'untagged', pictures.length - full);
      return full;
    },
    async clear() {
      write([]);
      await store.clear();
    },
  };
}
