// @ts-check
// A few pictures beside each other, each with what it has that others have not. They are zoomed and moved as one, so that the same place is
// seen of all. Of two, one can also lie over the other (compare.js).
import { compare } from './compare.js';
import { button, h } from './dom.js';
import { asked, labelled } from './keys.js';
import { dialog, head } from './over.js';
import { facts } from './wording.js';

/** @typedef {import('./record.js').Picture} Picture */

/** Percent that a key moves, and how near one may go. */
const STEP = 10,
  NEAREST = 8;

/** What pictures may differ in, by the key of its name. @type {[key: string, of: (picture: Picture) => unknown][]} */
const TRAITS = [
  ['prompt', ({ prompt }) => prompt],
  ['model', ({ model, settings }) => model || settings.model],
  ['of-aspectRatio', ({ settings }) => settings.aspectRatio],
  ['of-size', ({ settings }) => settings.size],
  ['of-thinking', ({ settings }) => settings.thinking?.level],
  ['of-seed', ({ settings }) => settings.seed],
  ['of-temperature', ({ settings }) => settings.temperature],
  ['of-system', ({ settings }) => settings.system],
];

/** @param {readonly Picture[]} pictures */
export function openBeside(pictures) {
  const urls = pictures.map(({ blob }) => URL.createObjectURL(blob));
  const differing = TRAITS.filter(([, of]) => new Set(pictures.map(of)).size > 1);
  const panes = pictures.map((picture, at) =>
    h(
      'figure',
      {},
      h('div', { className: 'pane' }, h('img', { src: urls[at], alt: picture.prompt, draggable: false })),
      h('figcaption', {}, h('p', { className: 'facts' }, facts(picture)), traits(picture)),
    ),
  );
  /** @param {Picture} picture */
  function traits(picture) {
    const told = differing.filter(([, of]) => of(picture) !== undefined);
    return (
      told.length > 0 &&
      h(
        'dl',
        {},
        ...told.flatMap(([key, of]) => {
          const value = String(of(picture));
          return [
            h('dt', { t: key }),
            key === 'of-thinking' ? h('dd', { t: `level-${value}` }) : h('dd', {}, value),
          ];
        }),
      )
    );
  }
  const columns = pictures.length < 4 ? pictures.length : Math.ceil(pictures.length / 2);
  const grid = h(
    'div',
    {
      className: 'panes',
      tabIndex: 0,
      role: 'group',
      label: 'besideKeys',
      css: { '--columns': String(columns), '--narrow': pictures.length < 4 ? '1' : '2' },
    },
    ...panes,
  );
  const room = h('div', { className: 'room', hidden: true });
  const zoomed = button('zoom', 'zoom', () => zoom(scale > 1 ? 1 : 2.5));
  const over = button('compare', 'seam', seam);
  const box = dialog('beside', 'compare', head('compare', zoomed, pictures.length === 2 && over), grid, room);
  let scale = 1,
    x = 50,
    y = 50;

  function show() {
    const within = (/** @type {number} */ value) => Math.min(100, Math.max(0, value));
    [x, y] = [within(x), within(y)];
    for (const [name, value] of [
      ['--zoom', String(scale)],
      ['--x', `${x}%`],
      ['--y', `${y}%`],
    ])
      grid.style.setProperty(name, value);
    zoomed.setAttribute('aria-pressed', String(scale > 1));
  }

  /** @param {number} to */
  function zoom(to) {
    scale = Math.min(NEAREST, Math.max(1, to));
    if (scale === 1) [x, y] = [50, 50];
    show();
  }

  /** Where in a pane, and so in all of them. @param {PointerEvent | WheelEvent | MouseEvent} event */
  function aim({ target, clientX, clientY }) {
    const pane = target instanceof Element ? target.closest('.pane') : null;
    if (!pane) return false;
    const { left, top, width, height } = pane.getBoundingClientRect();
    [x, y] = [((clientX - left) / width) * 100, ((clientY - top) / height) * 100];
    return true;
  }

  grid.addEventListener('click', (event) => {
    if (!aim(event)) return;
    const [atX, atY] = [x, y];
    zoom(scale > 1 ? 1 : 2.5);
    if (scale > 1) [x, y] = [atX, atY];
    show();
  });
  grid.addEventListener('pointermove', (event) => {
    if (scale > 1 && aim(event)) show();
  });
  grid.addEventListener(
    'wheel',
    (event) => {
      // The page scrolls where there is more than it shows; with Ctrl, as a trackpad pinches, it is zoomed.
      if (!event.ctrlKey || !aim(event)) return;
      event.preventDefault();
      zoom(scale * Math.exp(-event.deltaY / 200));
    },
    { passive: false },
  );

  /** Of two: one over the other, and back. */
  function seam() {
    const laid = !room.hidden;
    room.hidden = laid;
    grid.hidden = !laid;
    zoomed.disabled = !laid;
    over.setAttribute('aria-pressed', String(!laid));
    if (laid) return room.replaceChildren();
    const [left, right] = pictures.map(({ prompt }, at) => ({ url: urls[at], alt: prompt }));
    compare(room, left, right);
  }

  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  box.addEventListener('keydown', (event) => {
    const does = grid.hidden ? undefined : asked('beside', event);
    // What is not zoomed has nowhere to go; the page scrolls, perhaps.
    if (!does || (does === 'pan' && scale === 1)) return;
    event.preventDefault();
    const [right, down] = moves[/** @type {keyof typeof moves} */ (event.key)] ?? [0, 0];
    ({
      zoomIn: () => zoom(scale * 1.4),
      zoomOut: () => zoom(scale / 1.4),
      zoomReset: () => zoom(1),
      pan() {
        [x, y] = [x + (right * STEP) / scale, y + (down * STEP) / scale];
        show();
      },
    })[does]();
  });
  labelled(box, 'beside');
  box.addEventListener('close', () => urls.forEach((url) => URL.revokeObjectURL(url)));
  show();
}
