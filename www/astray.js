// @ts-check
// A key that looks like another host's than the one it would go to is asked about before anything is sent. A look proves nothing, so nothing
// is refused; what was answered of a key and a host holds until the page is left.
import { dress, h } from './dom.js';

/** @typedef {'google' | 'kkiai'} Owner */

const NAMES = { google: 'Google', kkiai: 'kkiai' };
const GOOGLE = /^https:\/\/([a-z\d-]+\.)*googleapis\.com$/;

/** A key that begins so, wherever in what was pasted: quotes, a name with `=` or `:`, or `Bearer` may stand around it. */
const from = (/** @type {string} */ start) => new RegExp(`(?:^|[^\\w-]|%[\\dA-Fa-f]{2})(?:${start})`);
const GOOGLES = from('AIza[\\w-]|AQ\\.|ya29\\.'),
  OTHERS = from('sk-');

/** Whose it looks like, where that is not whose address it has. @param {string} key @param {string} home @returns {Owner | undefined} */
function owner(key, home) {
  const { origin } = new URL(home);
  if (GOOGLES.test(key)) return GOOGLE.test(origin) ? undefined : 'google';
  // Every gateway gives out keys of this look, and Google never does.
  return OTHERS.test(key) && GOOGLE.test(origin) ? 'kkiai' : undefined;
}

/** Keys that may go where they do. @type {Set<string>} */
const agreed = new Set();

/**
 * Where a key may go: where it is meant to, to another place, or nowhere.
 * @param {string} key @param {string} home @returns {Promise<'here' | Owner | undefined>}
 */
export async function whereTo(key, home) {
  const right = owner(key, home),
    both = `${home} ${key}`;
  if (!right || agreed.has(both)) return 'here';
  const { dialog } = await dress();
  /** @type {'here' | Owner | undefined} */
  let answer;
  const choose = (/** @type {typeof answer} */ chosen) => () => {
    answer = chosen;
    box.close();
  };
  const { host } = new URL(home);
  const box = dialog(
    'panel ask',
    ['astrayTitle', NAMES[right]],
    h('h2', { t: ['astrayTitle', NAMES[right]] }),
    h('p', { id: 'astray', t: ['astray', host] }),
    h(
      'div',
      { className: 'answers' },
      h('button', {
        type: 'button',
        className: 'primary',
        t: ['astrayRight', NAMES[right]],
        data: { does: 'astrayRight' },
        on: { click: choose(right) },
      }),
      h('button', {
        type: 'button',
        t: ['astrayAnyway', host],
        data: { does: 'astrayAnyway' },
        on: { click: choose('here') },
      }),
      h('button', {
        type: 'button',
        className: 'quiet',
        t: 'cancel',
        data: { does: 'cancel' },
        on: { click: choose(undefined) },
      }),
    ),
  );
  box.setAttribute('aria-describedby', 'astray');
  await new Promise((resolve) => box.addEventListener('close', resolve));
  if (answer === 'here') agreed.add(both);
  return answer;
}
