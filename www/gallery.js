// @ts-check
// The pictures that are kept, as a wall of tiles at their own ratios, the newest first. The tiles stand at once, of what the disk says; what
// checks it, and what stores more, comes when a picture is to be looked at or added.
import { aloud, byId, dress, h } from './dom.js';
import { bytes } from './figures.js';
import { put } from './words.js';
import { all, blobs, isElsewhere, isFull, sweep } from './database.js';

/** @typedef {import('./record.js').Picture} Picture */

const stored = async () => (await import('./store.js')).store;

/** Pixels between tiles. */
const GAP = 6;

const numberOf = (/** @type {unknown} */ value) => (Number.isFinite(value) ? Number(value) : 0);

/** @param {{ open: (picture: Picture) => void }} events */
export function setUpGallery({ open }) {
  /** @type {Picture[]} */
  let pictures = [];
  /** @type {Map<string, { element: HTMLElement, url: string, contents: (Blob | undefined)[] }>} */
  const tiles = new Map();
  const wall = byId('tiles');

  /** Rows as wide as the wall, and the last as high as the one above it. */
  function align() {
    const width = wall.clientWidth - 1,
      most = Math.min(250, Math.max(130, innerWidth * 0.17));
    /** @type {HTMLElement[]} */
    let row = [];
    let high = most,
      sum = 0;
    const end = () => {
      for (const tile of row) tile.style.setProperty('--high', `${high}px`);
      [row, sum] = [[], 0];
    };
    for (const tile of /** @type {any} */ (wall.children)) {
      sum += Number(tile.style.getPropertyValue('--ratio'));
      const fit = (width - GAP * row.length) / sum;
      row.push(tile);
      if (fit > most) continue;
      high = fit;
      end();
    }
    end();
  }
  new ResizeObserver(align).observe(wall);

  function told() {
    byId('gallery').hidden = !tiles.size;
    align();
    byId('welcome').hidden = tiles.size > 0 || byId('stage').childElementCount > 0;
    // Some may share what they show.
    const contents = new Set([...tiles.values()].flatMap(({ contents }) => contents));
    const size = [...contents].reduce((sum, blob) => sum + (blob?.size ?? 0), 0);
    put(byId('stored'), '', 'stored', tiles.size, bytes(size));
    dispatchEvent(new Event('gallery'));
  }

  /** @param {Pick<Picture, 'id' | 'prompt' | 'width' | 'height' | 'blob' | 'small'>} picture */
  function tile({ id, prompt, width, height, blob, small }) {
    const url = URL.createObjectURL(small ?? blob);
    const ratio = Math.min(3, Math.max(0.5, width / height || 1));
    const image = h('img', { src: url, alt: prompt, loading: 'lazy', decoding: 'async', width, height });
    const look = async () => {
      await checked();
      const picture = pictures.find((each) => each.id === id);
      if (picture) open(picture);
    };
    const element = h(
      'button',
      {
        type: 'button',
        className: 'tile',
        title: 'open',
        css: { '--ratio': String(ratio) },
        data: { id },
        on: { click: () => void look() },
      },
      image,
    );
    tiles.set(id, { element, url, contents: [blob, small] });
    return element;
  }

  /** What the disk has, unchecked, in the order of the tiles. @type {any[]} */
  let records = [];
  /** @type {Promise<void> | undefined} */
  let loading, checking;

  /** Until the pictures that were kept before are held to their types. */
  const checked = () =>
    (checking ??= Promise.all([import('./record.js'), loading]).then(([{ pictureOf }]) => {
      pictures = records.map(pictureOf);
    }));

  /** @param {Picture} picture @returns {Promise<boolean>} whether it is stored */
  async function keep(picture) {
    try {
      await (await stored()).keep(picture);
      return true;
    } catch (error) {
      // It stays on the page, where it can still be downloaded.
      const t = isFull(error) ? 'diskFull' : isElsewhere(error) ? 'elsewhere' : 'notKept';
      byId('banner').replaceChildren(h('p', { className: 'warning', t }));
      if (document.querySelector('dialog[open]')) (await dress()).toast(t);
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
    await Promise.all([dress(), checked()]);
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
    const next = at < 0 ? null : (tiles.get(pictures[at].id)?.element ?? null);
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

  /** What was kept before. */
  async function load() {
    try {
      const read = await all('pictures');
      const blobOf = await blobs(read);
      records = read
        .sort((a, b) => numberOf(b.made) - numberOf(a.made))
        .map(({ blob, small, references, ...plain }) => ({
          ...plain,
          blob: blobOf(blob) ?? new Blob(),
          small: blobOf(small),
          references: [references].flat().flatMap((at) => blobOf(at) ?? []),
        }));
      wall.replaceChildren(
        ...records.map(({ id, blob, small, prompt, origin = prompt, width, height }) =>
          tile({
            id,
            blob,
            small,
            prompt: typeof origin === 'string' ? origin : '',
            width: numberOf(width),
            height: numberOf(height),
          }),
        ),
      );
      void sweep().catch(() => {});
    } catch (error) {
      await dress();
      byId('banner').replaceChildren(
        h('p', { className: 'warning', t: isElsewhere(error) ? 'elsewhere' : 'noStore' }),
      );
    }
    told();
  }

  return {
    add,
    checked,
    /** What is stored already. @param {Picture} picture */
    show,
    all: () => pictures,
    /** Gone at once, and back at a word. @param {Picture} picture */
    async remove(picture) {
      await coming.get(picture.id);
      drop(picture.id);
      await stored()
        .then((store) => store.remove(picture.id))
        .catch(() => {});
      (await dress()).toast('deleted', { t: 'undo', press: () => void add(picture) });
      aloud('deleted');
    },
    async clear() {
      for (const { id } of [...pictures]) drop(id);
      await (await stored()).clear();
    },
    load: () => (loading = load()),
  };
}
