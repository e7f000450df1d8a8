// @ts-check
// The pictures that are kept, as a wall of tiles at their own ratios. They are held in this order, the newest first. What stores them comes
// when there is something to store, or to show.
import { aloud, byId, dress, h, toast } from './dom.js';
import { bytes } from './figures.js';
import { put } from './words.js';
import { isElsewhere, isEmpty, isFull } from './database.js';

/** @typedef {import('./record.js').Picture} Picture */

const stored = async () => (await import('./store.js')).store;

/** @param {{ open: (picture: Picture) => void }} events */
export function setUpGallery({ open }) {
  /** @type {Picture[]} */
  let pictures = [];
  /** @type {Map<string, { element: HTMLElement, url: string }>} */
  const tiles = new Map();
  const wall = byId('tiles');

  function told() {
    byId('gallery').hidden = !pictures.length;
    byId('welcome').hidden = pictures.length > 0 || byId('stage').childElementCount > 0;
    // Some may share what they show.
    const contents = new Set(pictures.flatMap(({ blob, small }) => [blob, small]));
    const size = [...contents].reduce((sum, blob) => sum + (blob?.size ?? 0), 0);
    put(byId('stored'), '', 'stored', pictures.length, bytes(size));
  }

  /** @param {Picture} picture */
  function tile(picture) {
    const url = URL.createObjectURL(picture.small ?? picture.blob);
    const ratio = Math.min(3, Math.max(0.5, picture.width / picture.height));
    const image = h('img', { src: url, alt: picture.prompt, loading: 'lazy', decoding: 'async', width: picture.width, height: picture.height });
    const element = h('button', {
      type: 'button', className: 'tile', title: 'open', css: { '--ratio': String(ratio) }, data: { id: picture.id }, on: { click: () => open(picture) },
    }, image);
    tiles.set(picture.id, { element, url });
    return element;
  }

  /** @param {Picture} picture @returns {Promise<boolean>} whether it is stored */
  async function keep(picture) {
    try {
      await (await stored()).keep(picture);
      return true;
    } catch (error) {
      // It stays on the page, where it can still be downloaded.
      byId('banner').replaceChildren(h('p', { className: 'warning', t: isFull(error) ? 'diskFull' : isElsewhere(error) ? 'elsewhere' : 'notKept' }));
      return false;
    }
  }

  /** What is on its way to the disk. @type {Map<string, Promise<boolean>>} */
  const coming = new Map();

  /** @param {Picture} picture @returns {Promise<boolean>} whether it is stored */
  function add(picture) {
    const adding = place(picture).finally(() => coming.delete(picture.id));
    coming.set(picture.id, adding);
    return adding;
  }

  /** A tile is a promise: it stands when its picture is stored. Of one that could not be, the page says so. @param {Picture} picture */
  async function place(picture) {
    await dress();
    const { smallOf } = await import('./encode.js');
    picture.small ??= await smallOf(picture.blob);
    const kept = await keep(picture);
    show(picture);
    return kept;
  }

  /** @param {Picture} picture */
  function show(picture) {
    if (tiles.has(picture.id)) drop(picture.id);
    const at = pictures.findIndex(({ made }) => made <= picture.made);
    const next = at < 0 ? null : tiles.get(pictures[at].id)?.element ?? null;
    pictures.splice(at < 0 ? pictures.length : at, 0, picture);
    wall.insertBefore(tile(picture), next);
    told();
  }

  /** @param {string} id */
  function drop(id) {
    const { element, url } = tiles.get(id) ?? {};
    pictures = pictures.filter((each) => each.id !== id);
    element?.remove();
    if (url) URL.revokeObjectURL(url);
    tiles.delete(id);
    told();
  }

  return {
    add,
    /** What is stored already. @param {Picture} picture */
    show,
    all: () => pictures,
    /** Gone at once, and back at a word. @param {Picture} picture */
    async remove(picture) {
      await coming.get(picture.id);
      drop(picture.id);
      await stored().then((store) => store.remove(picture.id)).catch(() => {});
      toast('deleted', { t: 'undo', press: () => void add(picture) });
      aloud('deleted');
    },
    async clear() {
      for (const { id } of [...pictures]) drop(id);
      await (await stored()).clear();
    },
    /** What was kept before. */
    async load() {
      try {
        if (!(await isEmpty())) {
          const store = await stored();
          pictures = await store.pictures();
          wall.replaceChildren(...pictures.map(tile));
          void store.sweep().catch(() => {});
        }
      } catch (error) {
        await dress();
        byId('banner').replaceChildren(h('p', { className: 'warning', t: isElsewhere(error) ? 'elsewhere' : 'noStore' }));
      }
      told();
    },
  };
}
