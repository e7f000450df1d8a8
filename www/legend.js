// @ts-check
// The list of the keys of the place where one is: what it shows is the table that the keys themselves are read from. Comes when somebody asks.
import { byId, dress, h } from './dom.js';
import { caps, isTyping, keys, said } from './keys.js';

/** @typedef {import('./keys.js').Place} Place */

/** Which places' keys are listed where, and under what. @type {Record<string, [place: Place, title: string][]>} */
const lists = {
  page: [
    ['prompt', 'prompt'],
    ['references', 'references'],
    ['gallery', 'gallery'],
    ['deleted', 'gallery'],
    ['page', 'keysGeneral'],
    ['selecting', 'keysSelecting'],
  ],
  viewer: [
    ['viewer', 'keysPicture'],
    ['deleted', 'keysPicture'],
  ],
  beside: [['beside', 'compare']],
};

/** @param {KeyboardEvent} event of a key that asks for it, or for the templates, unless it is part of a text, or its place is gone meanwhile */
export function ask(event) {
  const { ctrlKey, metaKey, altKey, repeat, target } = event;
  if (ctrlKey || metaKey || altKey || repeat || isTyping(event)) return;
  if (!(target instanceof Node && target.isConnected)) return;
  if (event.key === '?') void openLegend();
  else if (!document.querySelector('dialog[open]')) byId('templates').click();
}

/** Of the place that is on top; again, and it goes. */
export async function openLegend() {
  const top = [...document.querySelectorAll('dialog')].at(-1);
  if (top?.matches('.legend')) return top.close();
  const name = top ? Object.keys(lists).find((name) => top.matches(`.${name}`)) : 'page';
  if (!name) return;
  const { dialog, head } = await dress();
  dialog(
    'panel legend',
    'keysHelp',
    head('keysHelp'),
    h('div', { className: 'lists' }, ...sections(lists[name])),
  );
}

/** @param {[place: Place, title: string][]} list */
function sections(list) {
  /** @type {Map<string, import('./keys.js').Key[]>} */
  const groups = new Map();
  for (const [place, title] of list)
    for (const key of /** @type {readonly import('./keys.js').Key[]} */ (keys[place]))
      groups.set(key.group ?? title, [...(groups.get(key.group ?? title) ?? []), key]);
  return [...groups].map(([title, rows]) =>
    h('section', {}, h('h3', { t: title }), h('dl', {}, ...lines(rows))),
  );
}

/** What is called the same is one line. @param {import('./keys.js').Key[]} rows */
const lines = (rows) =>
  [...new Set(rows.map(said))].flatMap((called) => [
    h('dt', { t: called }),
    h(
      'dd',
      {},
      ...rows
        .filter((key) => said(key) === called)
        .flatMap((key, at) => (at ? [' / ', ...caps(key)] : caps(key))),
    ),
  ]);
