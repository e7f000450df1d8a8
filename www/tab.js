// @ts-check
// What the browser's tab says of the calls: its title and its icon. Both change when a call begins or ends and not with each byte, because
// some screen readers read a title aloud whenever it changes.
import { t } from './words.js';

/** @typedef {import('./tell.js').Sum} Sum */

const NAME = document.title;
const link = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel="icon"]'));
const ICON = link?.getAttribute('href') ?? '';

/** As icon.svg, with a sign in its corner on a ground of its own, so that light and dark tabs show it alike. @param {string} sign */
const icon = (sign) =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke-linecap="round" stroke-linejoin="round"><rect width="32" height="32" rx="8" fill="#b4431c"/><path d="M4 10.5l5.2 12 4.6-9 2.2 4.4" stroke="#fff" stroke-width="2.8"/>${sign}</svg>`,
  )}`;
const disc = (/** @type {string} */ fill) =>
  `<circle cx="21.5" cy="21.5" r="9.5" fill="${fill}" stroke="#fff" stroke-width="2"/>`;
const icons = {
  running: icon(`${disc('#2b2320')}<path d="M21.5 16.5a5 5 0 1 1-5 5" stroke="#ffd9a8" stroke-width="3"/>`),
  done: icon(`${disc('#1c7c3c')}<path d="M17 22l3.2 3.2 5.8-6.7" stroke="#fff" stroke-width="3"/>`),
  failed: icon(`${disc('#a3122a')}<path d="M18 18l7 7m0-7l-7 7" stroke="#fff" stroke-width="3"/>`),
};

/** @param {Sum} sum */
function title({ running, done, made, failed, unseen }) {
  const all = running + done;
  if (running) return [(all > 1 ? `(${done}/${all}) ` : '') + t('drawing')];
  return unseen
    ? [made.length > 0 && t('tabMade', made.length), failed > 0 && t('tabFailed', failed)].filter(Boolean)
    : [];
}

/** @param {Sum} sum */
export function paint(sum) {
  const said = [...title(sum), NAME].join(' · ');
  if (document.title !== said) document.title = said;
  const { running, failed, unseen } = sum;
  const href = running ? icons.running : unseen ? icons[failed ? 'failed' : 'done'] : ICON;
  if (link && link.getAttribute('href') !== href) link.setAttribute('href', href);
}
