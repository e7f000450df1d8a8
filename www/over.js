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
  left: 'M14 5l-7 7 7 7',
  more: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM17 14v6M14 17h6',
  right: 'M10 5l7 7-7 7',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  undo: 'M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3',
  zoom: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20M8 10.5h5M10.5 8v5',
  compare: 'M4 5h16v14H4zM12 3v18',
  branch: 'M6 4v16M6 12c0-4 12 0 12-8M18 4v0',
};

/**
 * A few words at the foot of the page or of a dialog, with a way back perhaps.
 * @param {Said} said @param {{ t: string, press: () => void }} [action]
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
