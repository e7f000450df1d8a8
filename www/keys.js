// @ts-check
// The keys of the page, place by place: what each does, and what that is called. What acts on a key reads them here, and so do the list that
// people open with ? (legend.js) and the titles of buttons; so what is told is what happens. Knows no picture and no dialog.
import { h } from './dom.js';
import { put, t } from './words.js';

/**
 * @typedef {object} Key
 * @property {string} does what is done; a button that does the same has this name too
 * @property {readonly string[]} keys as events name them; letters without their case
 * @property {readonly string[]} [mac] those that are keys for it on a Mac alone
 * @property {'shift' | 'command'} [held] what is held with it: command is Ctrl, or ⌘
 * @property {boolean} [repeats] as long as it is held down
 * @property {boolean} [native] the browser does it, or a field by itself
 * @property {string} [says] the key of its words, where they are not named as what it does
 * @property {string} [group] the key of what it is listed under, where that is not the place's own
 */

const help = /** @type {const} */ ({ does: 'keysHelp', keys: ['?'], native: true, group: 'keysGeneral' });
const leave = /** @type {const} */ ({
  does: 'dismiss',
  keys: ['Escape'],
  native: true,
  group: 'keysGeneral',
});
const zooming = /** @type {const} */ ([
  { does: 'zoomIn', keys: ['+', '='], repeats: true, group: 'keysLook' },
  { does: 'zoomOut', keys: ['-'], repeats: true, group: 'keysLook' },
  { does: 'zoomReset', keys: ['0'], group: 'keysLook' },
]);
const remove = /** @type {const} */ ({ does: 'remove', keys: ['Delete'], mac: ['Backspace'] });
const arrows = /** @type {const} */ (['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);

/** @satisfies {Record<string, readonly Key[]>} */
export const keys = {
  viewer: /** @type {const} */ ([
    { does: 'newer', keys: ['ArrowLeft'], repeats: true, group: 'keysLook' },
    { does: 'older', keys: ['ArrowRight'], repeats: true, group: 'keysLook' },
    { does: 'newest', keys: ['Home'], group: 'keysLook' },
    { does: 'oldest', keys: ['End'], group: 'keysLook' },
    ...zooming,
    { does: 'edit', keys: ['e'] },
    { does: 'editPart', keys: ['m'] },
    { does: 'vary', keys: ['v'] },
    { does: 'compare', keys: ['c'] },
    { does: 'favourite', keys: ['f'] },
    { does: 'tag', keys: ['t'], says: 'tagAdd' },
    { does: 'download', keys: ['d'] },
    remove,
    leave,
    help,
  ]),
  /** As long as it is offered. */
  deleted: /** @type {const} */ ([{ does: 'undo', keys: ['z'], held: 'command', says: 'bringBack' }]),
  prompt: /** @type {const} */ ([
    { does: 'generate', keys: ['Enter'], native: true },
    { does: 'newLine', keys: ['Enter'], held: 'shift', native: true },
    { does: 'earlierPrompt', keys: ['ArrowUp'], native: true },
    { does: 'laterPrompt', keys: ['ArrowDown'], native: true },
  ]),
  page: /** @type {const} */ ([
    { does: 'templates', keys: ['p'], native: true },
    { does: 'cancelAll', keys: ['Escape'] },
    { does: 'find', keys: ['/'], native: true },
    help,
  ]),
  references: /** @type {const} */ ([
    { does: 'forward', keys: ['ArrowLeft'], repeats: true },
    { does: 'back', keys: ['ArrowRight'], repeats: true },
    { ...remove, says: 'removeReference' },
  ]),
  /** On a tile. */
  gallery: /** @type {const} */ ([
    { does: 'open', keys: ['Enter', ' '], native: true },
    { does: 'mark', keys: ['x'], says: 'beginSelecting' },
  ]),
  /** On a tile while some are chosen. */
  selecting: /** @type {const} */ ([
    { does: 'mark', keys: ['x'], says: 'selectThis' },
    { does: 'press', keys: ['Enter', ' '], native: true, says: 'selectThis' },
    { does: 'move', keys: arrows, repeats: true, says: 'moveAmong' },
    { does: 'move', keys: ['Home', 'End'], says: 'moveToEnds' },
    { does: 'extend', keys: [...arrows, 'Home', 'End'], held: 'shift', repeats: true, says: 'extendTo' },
    { does: 'tag', keys: ['t'], says: 'tagSelection' },
    { does: 'all', keys: ['a'], held: 'command', says: 'selectEvery' },
    remove,
    { does: 'selectLeave', keys: ['Escape'] },
  ]),
  beside: /** @type {const} */ ([
    ...zooming,
    { does: 'pan', keys: arrows, repeats: true, says: 'panZoomed', group: 'keysLook' },
    leave,
    help,
  ]),
};

/** @typedef {keyof typeof keys} Place */
/** @template {Place} P @typedef {Exclude<(typeof keys)[P][number], { native: true }>['does']} Does what is left to the page */

/** Apple's keyboards have Delete for Backspace, and ⌘ for Ctrl. */
export const isMac = () => /^(Mac|iP)/.test(navigator.platform);

/** The key of its words. @param {Key} key */
export const said = ({ does, says = does }) => says;

/** All that are keys for it here. @param {Key} key @returns {readonly string[]} */
export const ofHere = ({ keys, mac = [] }) => (isMac() ? [...keys, ...mac] : keys);

/** Whether what is pressed goes into a text. @param {Event} event */
export const isTyping = ({ target }) =>
  target instanceof Element &&
  target.matches(
    'textarea, select, input:not([type="range"], [type="radio"], [type="checkbox"]), [contenteditable]',
  );

/** Keys that a slider or a group of buttons has a use for itself. @param {KeyboardEvent} event */
const isItsOwn = ({ key, target }) =>
  target instanceof Element && target.matches('input') && /^(Arrow|Home|End|Page| )/.test(key);

/** @param {Key} row @param {KeyboardEvent} event */
function isFor(row, { key, shiftKey, ctrlKey, metaKey, altKey }) {
  const command = ctrlKey || metaKey;
  if (altKey || command !== (row.held === 'command')) return false;
  // Shift is how signs are written, and no part of them.
  if (shiftKey !== (row.held === 'shift') && !(key.length === 1 && key.toLowerCase() === key.toUpperCase()))
    return false;
  return ofHere(row).includes(key.length === 1 ? key.toLowerCase() : key);
}

/** What a key is for in a place, where the page has to do it. @template {Place} P @param {P} place @param {KeyboardEvent} event @returns {Does<P> | undefined} */
export function asked(place, event) {
  // What an input method takes is no command; Safari tells it by its code alone.
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return undefined;
  if ((event.key !== 'Escape' && isTyping(event)) || isItsOwn(event)) return undefined;
  const row = /** @type {readonly Key[]} */ (keys[place]).find((row) => isFor(row, event));
  if (!row || row.native || (event.repeat && !row.repeats)) return undefined;
  return /** @type {Does<P>} */ (row.does);
}

/** Does what a key is for. @template {Place} P @param {P} place @param {KeyboardEvent} event @param {Record<Does<P>, () => unknown>} ways */
export function act(place, event, ways) {
  const does = asked(place, event);
  if (!does) return;
  event.preventDefault();
  void ways[does]();
}

/** Signs on keys, and what they are called where no sign is read. @type {Record<string, [sign: string, called: string]>} */
const signs = {
  ArrowLeft: ['←', 'key-left'],
  ArrowRight: ['→', 'key-right'],
  ArrowUp: ['↑', 'key-up'],
  ArrowDown: ['↓', 'key-down'],
  Backspace: ['⌫', 'key-backspace'],
  '+': ['+', 'key-plus'],
  '=': ['=', 'key-equals'],
  '-': ['−', 'key-minus'],
  '?': ['?', 'key-question'],
  '/': ['/', 'key-slash'],
  '⌘': ['⌘', 'key-command'],
};
/** Keys whose names are words. @type {Record<string, string>} */
const named = { Enter: 'key-enter', ' ': 'key-space' };

/** As it stands on a key. @param {string} key */
const sign = (key) =>
  named[key]
    ? t(named[key])
    : key === 'Escape'
      ? 'Esc'
      : (signs[key]?.[0] ?? (key.length === 1 ? key.toUpperCase() : key));

/** @param {string} key */
const cap = (key) =>
  signs[key]
    ? h(
        'kbd',
        {},
        h('span', { ariaHidden: 'true' }, signs[key][0]),
        h('span', { className: 'unseen', t: signs[key][1] }),
      )
    : h('kbd', named[key] ? { t: named[key] } : {}, named[key] ? '' : sign(key));

/** All keys for it, to be seen and to be heard. @param {Key} row @returns {(Node | string)[]} */
export function caps(row) {
  const held = row.held === 'shift' ? 'Shift' : row.held && (isMac() ? '⌘' : 'Ctrl');
  const each = ofHere(row).flatMap((key, at) => (at ? [' / ', cap(key)] : [cap(key)]));
  return held ? [cap(held), ' + ', ...each] : each;
}

/** Buttons say which keys do the same. @param {Element} box @param {Place} place */
export function labelled(box, place) {
  for (const row of /** @type {readonly Key[]} */ (keys[place]))
    for (const button of box.querySelectorAll(`[data-does="${row.does}"]`)) {
      const all = ofHere(row);
      button.setAttribute(
        'aria-keyshortcuts',
        all
          .map((key) => (key === '+' ? 'Plus' : key))
          .map(upper)
          .join(' '),
      );
      put(
        button,
        'title',
        'withKey',
        () => t(said(row)),
        () => sign(all[0]),
      );
    }
}

const upper = (/** @type {string} */ key) => (key.length === 1 ? key.toUpperCase() : key);
