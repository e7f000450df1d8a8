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

/** Paths of 24 by 24, drawn with a round pen. The rest is in over.js. @type {Record<string, string>} */
const drawings = {
  add: 'M4 7a2 2 0 0 1 2-2h8M20 11v7a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7m0 10 5-5 4 4 2-2 5 5M19 2v6M16 5h6',
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z',
  templates: 'M6 4h12v16l-6-4.5L6 20z',
  queue: 'M4 6h16M4 12h16M4 18h9M18 15v6M15 18h6',
  theme: 'M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16',
};

/** @param {string} name */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  for (const [key, value] of Object.entries({
    viewBox: '0 0 24 24',
    width: '20',
    height: '20',
    'aria-hidden': 'true',
  }))
    svg.setAttribute(key, value);
  path.setAttribute('d', drawings[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon and says `key`, aloud or beside it. @param {string} drawing @param {string} key @param {() => void} press @param {boolean} [spelt] */
export const button = (drawing, key, press, spelt = false) =>
  spelt
    ? h(
        'button',
        { type: 'button', className: 'quiet', data: { does: key }, title: key, on: { click: press } },
        icon(drawing),
        h('span', { t: key }),
      )
    : h(
        'button',
        {
          type: 'button',
          className: 'quiet icon',
          data: { does: key },
          label: key,
          title: key,
          on: { click: press },
        },
        icon(drawing),
      );

/** Read aloud by screen readers; the same words twice are said once. @param {string} key @param {unknown[]} args */
export const aloud = (key, ...args) => put(byId('status'), '', key, ...args);

/** @type {Promise<typeof import('./over.js')> | undefined} */
let dressed;

/** The words, styles and drawings of what is not there at first, and what lies over the page. */
export function dress() {
  dressed ??= Promise.all([
    import('./over.js'),
    import('./later.js'),
    new Promise((resolve) => {
      document.head.append(
        h('link', {
          rel: 'stylesheet',
          href: new URL('./more.css', import.meta.url).href,
          on: { load: resolve, error: resolve },
        }),
      );
    }),
  ]).then(([over, { later }]) => {
    learn(later);
    Object.assign(drawings, over.drawings);
    return over;
  });
  return dressed;
}
