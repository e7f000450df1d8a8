// @ts-check
// What lies over the page: dialogs, and a few words that go by themselves; with the drawings of what comes later than the page. What is told,
// and what is read aloud, stands within the dialog that is on top: beneath it nothing is seen, heard or pressed.
import { button, byId, h } from './dom.js';

/** @typedef {import('./dom.js').Said} Said */

/** As in dom.js. */
export const drawings = {
  close: 'M6 6l12 12M18 6 6 18',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  download: 'M12 4v11m-5-5 5 5 5-5M5 20h14',
  edit: 'M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4',
  keyboard: 'M3 6h18v12H3zM7 10v0M11 10v0M15 10v0M17.5 10v0M8 14h8',
  left: 'M14 5l-7 7 7 7',
  more: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM17 14v6M14 17h6',
  right: 'M10 5l7 7-7 7',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  undo: 'M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3',
  zoom: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20M8 10.5h5M10.5 8v5',
  compare: 'M4 5h16v14H4zM12 3v18',
  brush: 'M20 4l-9 9M9.5 12.5l2.5 2.5c0 3-2.5 5-8 5 2-1.5 1.5-3 2-5a3.3 3.3 0 0 1 3.5-2.5z',
  invert: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 4v16M12 8h6.9M12 12h8M12 16h6.9',
  minus: 'M6 12h12',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5v0',
  plus: 'M6 12h12M12 6v12',
  redo: 'M16 5l4 4-4 4M20 9H10a6 6 0 0 0 0 12h3',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  star: 'M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9-4.3-4.1 5.9-.8z',
  tag: 'M4 4h7.5l8.5 8.5-7.5 7.5L4 11.5zM8 8v0',
  bell: 'M6 17v-6a6 6 0 0 1 12 0v6l2 1.5H4zM12 3v2M10 21h4',
  branch: 'M6 4v16M6 12c0-4 12 0 12-8M18 4v0',
};

/**
 * A few words at the foot of the page or of a dialog, with a way back perhaps.
 * @param {Said} said @param {{ t: string, press: () => void }} [action] @returns {HTMLElement} what goes by itself
 */
export function toast(said, action) {
  const box = h('div', { className: 'toast', role: 'status' }, h('span', { t: said }));
  const leave = () => box.remove();
  if (action)
    box.append(
      h('button', {
        type: 'button',
        className: 'quiet',
        t: action.t,
        on: {
          click() {
            leave();
            action.press();
          },
        },
      }),
    );
  box.append(button('close', 'dismiss', leave));
  byId('toasts').replaceChildren(box);
  // Whoever is on it with the pointer or the keyboard is not hurried.
  const later = () => setTimeout(() => (box.matches(':hover, :focus-within') ? later() : leave()), 12_000);
  later();
  return box;
}

/** What stands above in a dialog: its title, what can be done, and the way out. @param {string} title @param {(Node | false)[]} tools */
export function head(title, ...tools) {
  const close = button('close', 'dismiss', () => close.closest('dialog')?.close());
  return h(
    'div',
    { className: 'head' },
    h('h2', { t: title }),
    h('span', { className: 'grow' }),
    ...tools,
    close,
  );
}

/** Draws the latest of what is told, once a frame. @template {unknown[]} T @param {(...told: T) => void} draw */
export function everyFrame(draw) {
  let frame = 0;
  /** @type {T} */
  let latest;
  return {
    /** @param {T} told */
    told(...told) {
      latest = told;
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        draw(...latest);
      });
    },
    stop: () => cancelAnimationFrame(frame),
  };
}

/** Where what is told is seen. */
const top = () => [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;

/**
 * A dialog that is gone when it is closed. It has the focus itself, so that no button looks chosen.
 * @param {string} name its class @param {Said} label @param {(Node | string)[]} children
 */
export function dialog(name, label, ...children) {
  const told = byId('told');
  const close = () => {
    if (box.contains(told)) top().append(told);
    box.remove();
  };
  const box = h('dialog', { className: name, label, tabIndex: -1, on: { close } }, ...children, told);
  document.body.append(box);
  box.showModal();
  box.focus();
  return box;
}
