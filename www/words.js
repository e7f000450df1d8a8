// @ts-check
// What the page says, in the language that was chosen. An element remembers what it says, so that another language needs no reload.
import { table } from './table.js';

/** Grows when later.js comes. @type {Record<string, readonly string[]>} */
const known = { ...table };

/** @param {Record<string, readonly string[]>} rows */
export const learn = (rows) => void Object.assign(known, rows);

/** @param {string} key */
export const knows = (key) => key in known;

export const languages = /** @type {const} */ (['en', 'zh-Hans']);
const STORE = 'wasmagine language';

/** Column of the table. */
let column = 0;
/** What fills the places of what an element says, by attribute; '' is its text. @type {WeakMap<Element, Record<string, unknown[]>>} */
const fillings = new WeakMap();

export const language = () => languages[column];

/** @param {string} key @param {unknown[]} args */
export function t(key, ...args) {
  // What stands before | is said of one.
  const [one, many = one] = (known[key]?.[column] ?? key).split('|');
  return (String(args[0]) === '1' ? one : many).replace(/( ?)\{(\d)\}( ?)/g, (_, before, at, after) => {
    const value = String(args[at] instanceof Function ? args[at]() : args[at]);
    // Chinese has a space beside Latin letters and figures, and none between its own.
    const space = (/** @type {string} */ space, /** @type {string | undefined} */ beside) =>
      column && /\p{sc=Han}/u.test(beside ?? '') ? '' : space;
    return space(before, [...value][0]) + value + space(after, [...value].at(-1));
  });
}

/** @param {Element} element @param {string} attribute '' is its text @param {string} key @param {unknown[]} args what fills it; a function is asked again */
export function put(element, attribute, key, ...args) {
  const others = said(element).filter(([name]) => name !== attribute);
  /** @type {HTMLElement} */ (element).dataset.t = [...others, [attribute, key]]
    .map(([name, key]) => (name ? `${name}=${key}` : key))
    .join(' ');
  fillings.set(element, { ...fillings.get(element), [attribute]: args });
  write(element, attribute, key);
}

/** As `data-t` has it: `key` for the text, `attribute=key` for an attribute. @param {Element} element */
function said(element) {
  const { t: keys = '' } = /** @type {HTMLElement} */ (element).dataset;
  return keys
    .split(' ')
    .filter(Boolean)
    .map((part) => (part.includes('=') ? part.split('=') : ['', part]));
}

/** @param {Element} element @param {string} attribute @param {string} key */
function write(element, attribute, key) {
  const words = t(key, ...(fillings.get(element)?.[attribute] ?? []));
  if (attribute) element.setAttribute(attribute, words);
  else if (element.textContent !== words) element.textContent = words;
}

/** @param {string} name one of `languages` */
export function speak(name) {
  column = Math.max(0, languages.indexOf(/** @type {any} */ (name)));
  document.documentElement.lang = language();
  for (const element of document.querySelectorAll('[data-t]'))
    for (const [attribute, key] of said(element)) write(element, attribute, key);
}

/** The language chosen before, else the browser's. */
export function setUpWords() {
  const stored = remembered(STORE);
  speak(stored || (navigator.language.startsWith('zh') ? 'zh-Hans' : 'en'));
  const button = /** @type {HTMLButtonElement} */ (document.getElementById('language'));
  const name = () => {
    const other = languages[1 - column];
    Object.assign(button, { textContent: other === 'en' ? 'English' : '中文', lang: other });
  };
  button.addEventListener('click', () => {
    speak(languages[1 - column]);
    remember(STORE, language());
    name();
    dispatchEvent(new Event('languagechosen'));
  });
  name();
}

/** @param {string} name */
export function remembered(name) {
  try {
    return localStorage.getItem(name) ?? '';
  } catch {
    return ''; // storage is switched off
  }
}

/** @param {string} name @param {string} value */
export function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Then it is for this visit.
  }
}
