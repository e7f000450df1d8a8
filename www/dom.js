// @ts-check
// Elements in few words. Strings become text, never markup.
import { learn, put } from './words.js';

/** @param {string} id */
export const byId = (id) => /** @type {any} */ (document.getElementById(id));

/**
 * `t` is what it says, a key of the table or a key and what fills it; `label` and `title` are such keys too. `on` are listeners, `css` are
 * properties of style; the rest goes to the element as it is.
 * @typedef {string | [key: string, ...args: unknown[]]} Said
 * @typedef {{ t?: Said, label?: Said, title?: Said, on?: Record<string, (event: any) => void>, css?: Record<string, string>, data?: Record<string, string>, [name: string]: unknown }} Properties
 */
/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Properties} [properties] @param {(Node | string | undefined | false)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, { t, label, title, on = {}, css = {}, data = {}, ...rest } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), rest);
  if (t) tell(element, '', t);
  if (label) tell(element, 'aria-label', label);
  if (title) tell(element, 'title', title);
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  for (const [name, value] of Object.entries(css)) element.style.setProperty(name, value);
  Object.assign(element.dataset, data);
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** @param {Element} element @param {string} attribute @param {Said} said */
function tell(element, attribute, said) {
  const [key, ...args] = [said].flat();
  put(element, attribute, String(key), ...args);
}

/** Paths of 24 by 24, drawn with a round pen. */
const drawings = {
  add: 'M4 7a2 2 0 0 1 2-2h8M20 11v7a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7m0 10 5-5 4 4 2-2 5 5M19 2v6M16 5h6',
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z',
  close: 'M6 6l12 12M18 6 6 18',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  download: 'M12 4v11m-5-5 5 5 5-5M5 20h14',
  edit: 'M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4',
  left: 'M14 5l-7 7 7 7',
  more: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM17 14v6M14 17h6',
  right: 'M10 5l7 7-7 7',
  theme: 'M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  undo: 'M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3',
  zoom: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20M8 10.5h5M10.5 8v5',
  compare: 'M4 5h16v14H4zM12 3v18',
  branch: 'M6 4v16M6 12c0-4 12 0 12-8M18 4v0',
};

/** @param {keyof typeof drawings} name */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', width: '20', height: '20', 'aria-hidden': 'true' })) svg.setAttribute(key, value);
  path.setAttribute('d', drawings[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon and says `key`, aloud or beside it. @param {keyof typeof drawings} drawing @param {string} key @param {() => void} press @param {boolean} [spelt] */
export const button = (drawing, key, press, spelt = false) => (spelt
  ? h('button', { type: 'button', className: 'quiet', data: { does: key }, on: { click: press } }, icon(drawing), h('span', { t: key }))
  : h('button', { type: 'button', className: 'quiet icon', data: { does: key }, label: key, title: key, on: { click: press } }, icon(drawing)));

/** Read aloud by screen readers; the same words twice are said once. @param {string} key @param {unknown[]} args */
export const aloud = (key, ...args) => put(byId('status'), '', key, ...args);

/**
 * A few words at the foot of the page, with a way back perhaps.
 * @param {Said} said @param {{ t: string, press: () => void }} [action]
 */
export function toast(said, action) {
  const box = h('div', { className: 'toast', role: 'status' }, h('span', { t: said }));
  const leave = () => box.remove();
  if (action) box.append(h('button', { type: 'button', className: 'quiet', t: action.t, on: { click() { leave(); action.press(); } } }));
  box.append(button('close', 'dismiss', leave));
  byId('toasts').replaceChildren(box);
  // Whoever is on it with the pointer or the keyboard is not hurried.
  const later = () => setTimeout(() => (box.matches(':hover, :focus-within') ? later() : leave()), 12_000);
  later();
}

/** @type {Promise<unknown> | undefined} */
let dressed;

/** The words and styles of what is not there at first. */
export function dress() {
  dressed ??= Promise.all([
    import('./later.js').then(({ later }) => learn(later)),
    new Promise((resolve) => {
      document.head.append(h('link', { rel: 'stylesheet', href: new URL('./more.css', import.meta.url).href, on: { load: resolve, error: resolve } }));
    }),
  ]);
  return dressed;
}

/**
 * A dialog that is gone when it is closed. It has the focus itself, so that no button looks chosen.
 * @param {string} name its class @param {Said} label @param {(Node | string)[]} children
 */
export function dialog(name, label, ...children) {
  const box = h('dialog', { className: name, label, tabIndex: -1, on: { close: () => box.remove() } }, ...children);
  document.body.append(box);
  box.showModal();
  box.focus();
  return box;
}
