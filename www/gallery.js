// @ts-check
// The pictures that are kept, as a wall of tiles at their own ratios, the newest first. Of many only those near what is seen are in the
// document, and only their contents are read. The rest comes when it is needed.
import { byId, h } from './dom.js';
import { bytes } from './figures.js';
import { put } from './words.js';
import { all, blobs } from './database.js';

/** @typedef {import('./record.js').Kept} Kept */

/** Pixels between tiles. */
const GAP = 6;
/** So many are in the document wherever they are. */
const FEW = 200;

const numberOf = (/** @type {unknown} */ value) => (Number.isFinite(value) ? Number(value) : 0);

/** On the tile of a favourite. */
export const star = () => h('i', { className: 'star', role: 'img', label: 'favourite' });

/** @param {{ open: (picture: Kept) => void }} events */
export function setUpGallery({ open }) {
  const wall = byId('tiles');
  /** What the disk has, the newest first; unchecked until somebody asks. @type {any[]} */
  let pictures = [];
  /** Those that are looked for, and where each stands. @type {Kept[]} */
  let shown = [];
  /** @type {{ left: number, top: number, width: number, height: number }[]} */
  let boxes = [];
  let fits = (/** @type {Kept} */ _picture) => true;
  /** Those in the document, by id. */
  const tiles = new Map();
  /** The one that stays there wherever it is, as the one with the focus does. */
  let held = '';
  let across = 0;

  /** Rows as wide as the wall, and the last as high as the one above it. */
  function align() {
    across = wall.clientWidth;
    const most = Math.min(250, Math.max(130, innerWidth * 0.17));
    /** @type {number[]} */
    let row = [];
    let height = most,
      sum = 0,
      top = 0;
    const end = () => {
      let left = 0;
      for (const ratio of row) {
        const width = Math.min(across, ratio * height);
        boxes.push({ left, top, width, height });
        left += width + GAP;
      }
      top += height + GAP;
      [row, sum] = [[], 0];
    };
    boxes = [];
    for (const { width, height: high } of shown) {
      const ratio = Math.min(3, Math.max(0.5, numberOf(width) / numberOf(high) || 1));
      const fit = (across - GAP * row.length) / (sum += ratio);
      row.push(ratio);
      if (fit > most) continue;
      height = fit;
      end();
    }
    if (row.length) end();
    wall.style.height = `${Math.max(0, top - GAP)}px`;
    render();
  }

  /** What is near comes, what is far goes. */
  function render() {
    const { top } = wall.getBoundingClientRect();
    const { id } = /** @type {any} */ (document.activeElement).dataset;
    const near = shown.flatMap((picture, at) => {
      const from = top + boxes[at].top;
      return shown.length <= FEW ||
        (from < 2 * innerHeight && from + boxes[at].height > -innerHeight) ||
        picture.id === held ||
        picture.id === id
        ? at
        : [];
    });
    const ids = new Set(near.map((at) => shown[at].id));
    for (const [id, tile] of tiles)
      if (!ids.has(id)) {
        const image = tile.firstChild;
        URL.revokeObjectURL(image.src);
        bare.delete(image);
        tile.remove();
        tiles.delete(id);
      }
    let next = wall.firstChild;
    for (const at of near) {
      const element = tiles.get(shown[at].id) ?? tile(shown[at]);
      for (const [name, value] of Object.entries(boxes[at])) element.style.setProperty(name, `${value}px`);
      element.dataset.at = String(at);
      if (element === next) next = next.nextSibling;
      else wall.insertBefore(element, next);
    }
    dispatchEvent(new Event('tiles'));
    return fill();
  }
  const look = new ResizeObserver(() => (across === wall.clientWidth ? render() : align()));
  for (const box of [wall, document.body]) look.observe(box);
  for (const name of ['scroll', 'resize']) addEventListener(name, render);

  addEventListener('keydown', (/** @type {any} */ event) => {
    if (event.key !== '/' || event.target.matches('input, textarea')) return;
    event.preventDefault();
    byId('find').focus();
  });
  wall.addEventListener('click', async (/** @type {any} */ { target }) => {
    const tile = target.closest('.tile');
    await checked();
    if (tile) open(shown[tile.dataset.at]);
  });

  /** Tiles without their pictures yet. */
  const bare = new Map();

  /** @param {any} picture */
  function tile(picture) {
    const { id, prompt, origin = prompt, width, height, favourite } = picture;
    const image = h('img', {
      alt: typeof origin === 'string' ? origin : '',
      decoding: 'async',
      width: numberOf(width),
      height: numberOf(height),
    });
    const element = h(
      'button',
      { type: 'button', className: 'tile', title: 'open', data: { id } },
      image,
      favourite === true && star(),
    );
    bare.set(image, picture);
    tiles.set(id, element);
    return element;
  }

  /** @type {Promise<void> | undefined} */
  let filling;
  const fill = () =>
    (filling ??= read()
      .catch(() => {})
      .then(() => (filling = undefined)));
  async function read() {
    while (bare.size) {
      const now = [...bare];
      const blobOf = await blobs(now.map(([, { small, blob }]) => small ?? blob));
      for (const [image, { small, blob }] of now)
        if (bare.delete(image)) image.src = URL.createObjectURL(blobOf(small ?? blob) ?? new Blob());
    }
  }

  /** @type {Promise<void> | undefined} */
  let loading, checking;

  /** Until the pictures that were kept before are held to their types. */
  const checked = () =>
    (checking ??= Promise.all([import('./record.js'), loading]).then(([{ pictureOf }]) => {
      pictures = pictures.map(pictureOf);
      shown = pictures.filter(fits);
    }));

  function find() {
    shown = pictures.filter(fits);
    align();
    dispatchEvent(new Event('gallery'));
  }

  /** What is kept has changed. */
  function told() {
    const { length } = pictures;
    byId('gallery').hidden = !length;
    byId('welcome').hidden = length > 0 || byId('stage').childElementCount > 0;
    // Some may share what they show.
    const sizes = new Map(
      pictures.flatMap(({ blob, small, sizes }) => [
        [blob, blob?.size ?? sizes?.[0]],
        [small, small?.size ?? sizes?.[1] ?? 0],
      ]),
    );
    let size = 0;
    for (const bytes of sizes.values()) size += bytes;
    if (size >= 0) put(byId('stored'), '', 'stored', length, bytes(size));
    else void import('./weigh.js').then(({ weigh }) => weigh(pictures)).then(told);
    find();
  }

  const everything = () => /** @type {Kept[]} */ (pictures);
  /** @type {Promise<ReturnType<typeof import('./keeping.js').setUpKeeping>> | undefined} */
  let kept;
  /** What stores and deletes. */
  const keeping = () =>
    (kept ??= import('./keeping.js').then(({ setUpKeeping }) =>
      setUpKeeping({
        checked,
        all: everything,
        /** @param {Kept[]} list */
        write(list) {
          pictures = list;
          told();
        },
      }),
    ));

  /** What was kept before. */
  async function load() {
    try {
      pictures = (await all('pictures')).sort((a, b) => numberOf(b.made) - numberOf(a.made));
      // Behind what is shown; not where something may have been deleted that comes back.
      setTimeout(() => kept ?? import('./sweep.js').then(({ sweep }) => sweep()).catch(() => {}), 2000);
    } catch (error) {
      await (await keeping()).tell(error, 'noStore');
    }
    told();
    await filling;
  }

  return {
    checked,
    keeping,
    all: everything,
    shown: () => shown,
    boxes: () => boxes,
    /** Into the document, wherever it stands. @param {string} id */
    reach(id) {
      held = id;
      void render();
      return tiles.get(id);
    },
    /** @param {typeof fits} test */
    filter(test) {
      fits = test;
      find();
    },
    /** @param {import('./record.js').Picture} picture @returns {Promise<boolean>} whether it is stored */
    add: async (picture) => (await keeping()).add([picture]),
    load: () => (loading = load()),
  };
}
