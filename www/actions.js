// @ts-check
// What can be done with a picture, as buttons and as words beneath it. What needs more code than a few lines comes when it is asked for.
import { PRICED, PRICE_LIST, cost } from './cost.js';
import { aloud, button, h } from './dom.js';
import { encode } from './encode.js';
import { toast } from './over.js';
import { suggestions } from './suggestions.js';
import { fileName, laidSo, money, thought, tokens } from './wording.js';

/** @typedef {import('./record.js').Picture} Picture */
/**
 * @typedef {object} Desk what can be asked of the page about a picture
 * @property {(picture: Picture | import('./record.js').Kept) => void} view
 * @property {(picture: Picture) => void} edit
 * @property {(picture: Pick<Picture, 'id' | 'blob' | 'prompt'>) => void} mask a part of it is marked, and made anew
 * @property {(picture: Picture) => void} vary
 * @property {(picture: Picture) => void} reuse its settings, its references and its prompt
 * @property {(picture: Picture) => void} refer
 * @property {(picture: Pick<Picture, 'id'>) => Promise<void>} remove gone at once, and back at a word
 * @property {(picture: Picture) => void} present on the stage
 * @property {(what: string, place: string) => Promise<boolean>} mend leads to what has to be changed, for a call that went there; whether that is all
 */

/** @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = h('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads it after the click; a minute is long enough for a disk.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** @param {Pick<Picture, 'blob' | 'type' | 'prompt'>} picture @param {string} [type] another than its own */
export async function download(picture, type = picture.type) {
  const blob = type === picture.type ? picture.blob : await encode(picture.blob, type).catch(() => undefined);
  if (!blob) return toast(['cannotWrite', type.replace('image/', '').toUpperCase()]);
  save(blob, fileName(picture.prompt, type));
}

/** @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text); // there is none for a page that came by plain HTTP
    toast('copied');
  } catch {
    toast('cannotCopy');
  }
}

/** As PNG, the one type that every clipboard takes. It is drawn inside the promise, so that the click still counts. @param {Picture} picture */
export async function copy(picture) {
  try {
    const png =
      picture.type === 'image/png'
        ? Promise.resolve(picture.blob)
        : encode(picture.blob, 'image/png').then((blob) => blob ?? Promise.reject());
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    toast('copied');
    aloud('copied');
  } catch {
    toast('cannotCopy');
  }
}

/** @param {Picture} picture @param {Desk} desk */
export function row(picture, desk) {
  return h(
    'div',
    { className: 'actions' },
    button('edit', 'edit', () => desk.edit(picture), true),
    button('brush', 'editPart', () => desk.mask(picture)),
    button('more', 'vary', () => desk.vary(picture), true),
    button('download', 'download', () => void download(picture)),
    button('copy', 'copy', () => void copy(picture)),
    button('add', 'refer', () => desk.refer(picture)),
    button('trash', 'remove', () => void desk.remove(picture)),
  );
}

/** What was said, thought, found and spent. Words that cannot be shown cost nothing but themselves. @param {Picture} picture @returns {Node[]} */
export function words(picture) {
  const { text, thoughts, suggestions: found, sources, usage, model, composited } = picture;
  const spent = () => {
    const span = h('span', {}, tokens(usage));
    addEventListener('languagechosen', () => {
      span.textContent = tokens(usage);
    });
    const dollars = cost(picture);
    const priced =
      dollars !== undefined &&
      h('a', {
        href: PRICE_LIST,
        rel: 'noreferrer noopener',
        target: '_blank',
        t: ['cost', () => money(dollars)],
        title: ['costFrom', PRICED],
      });
    return h('p', { className: 'note parts' }, h('span', {}, model), span, priced);
  };
  const laid = () => {
    const so = laidSo(picture);
    return h(
      'p',
      { className: 'note laid' },
      h('span', { t: 'compositedNote' }),
      ' ',
      so[0] && h('span', { t: [so[0], so[1]] }),
    );
  };
  return [
    composited && laid,
    text && (() => h('blockquote', {}, text)),
    found && (() => suggestions(found)),
    sources &&
      (() =>
        h(
          'ul',
          { className: 'sources' },
          ...sources.map(({ address, title }) =>
            h('li', {}, h('a', { href: address, rel: 'noreferrer noopener', target: '_blank' }, title)),
          ),
        )),
    thoughts &&
      (() =>
        h(
          'details',
          {},
          h('summary', { t: 'thoughts' }),
          h('p', { className: 'thought' }, thought(thoughts)),
        )),
    spent,
  ].flatMap((part) => {
    try {
      return part ? [part()] : [];
    } catch (error) {
      console.error(error);
      return [];
    }
  });
}
