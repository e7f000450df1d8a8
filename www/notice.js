// @ts-check
// A notification when all calls have ended and the page is hidden: only for who switched it on with the bell, at whose press the browser asks.
import { button, byId } from './dom.js';
import { toast } from './over.js';
import { language, remember, remembered, t } from './words.js';

/** @typedef {import('./record.js').Picture} Picture */

const STORE = 'wasmagine notify';
/** This page's own: another tab of it has its own notification. */
const TAG = `wasmagine ${Math.random()}`;
/** Pixels of its icon. */
const SIZE = 192;

let wanted = remembered(STORE) === 'yes';
/** @type {HTMLButtonElement | undefined} */
let bell;
/** @type {(picture: Picture) => void} */
let view = () => {};
/** What is shown. @type {{ close: () => void } | undefined} */
let shown;
/** What a press on it leads to. @type {(() => void) | undefined} */
let open;

const able = () => isSecureContext && 'Notification' in window;
const allowed = () => wanted && Notification.permission === 'granted';

/** Puts the bell beside what else goes with a prompt. @param {(picture: Picture) => void} look */
export function setUpNotices(look) {
  view = look;
  if (!able()) return;
  bell = button('bell', 'notify', () => void press());
  // Behind what is there already: what moves while it is pressed is not pressed.
  byId('queue').after(bell);
  refresh();
  // Where a service worker shows it, that hears the press.
  navigator.serviceWorker?.addEventListener('message', ({ data }) => {
    if (data === TAG) open?.();
  });
}

/** The permission is the browser's, and may be another by now. */
export function refresh() {
  bell?.setAttribute('aria-pressed', String(allowed()));
}

async function press() {
  if (allowed()) wanted = false;
  else {
    // The browser asks once; what was answered then is changed in its own settings.
    const answer =
      Notification.permission === 'default'
        ? await Notification.requestPermission()
        : Notification.permission;
    wanted = answer === 'granted';
    if (!wanted) toast(answer === 'denied' ? 'notifyDenied' : 'notifyUnasked');
  }
  remember(STORE, wanted ? 'yes' : '');
  refresh();
  if (wanted) toast('notifyOn');
  else if (Notification.permission === 'granted') toast('notifyOff');
}

/** @param {import('./tell.js').Sum} sum */
export async function notify({ made, failed, prompts, box }) {
  if (!able() || !allowed()) return;
  const picture = made.at(-1);
  const icon =
    (picture && (await small(picture.blob).catch(() => ''))) ||
    new URL('./icon-192.png', import.meta.url).href;
  // The icon took a moment, in which somebody may have come back.
  if (document.visibilityState !== 'hidden') return;
  const said = [
    made.length > 1 ? t('noticeMany', made.length) : made.length > 0 && t('noticeOne'),
    failed > 0 && t('noticeFailed', failed),
  ];
  const options = {
    body: [...new Set(prompts)].slice(-3).map(short).join('\n'),
    icon,
    tag: TAG,
    lang: language(),
    data: { address: location.href },
  };
  clear();
  open = () => {
    clear();
    if (!picture || box?.open) return;
    /** @type {HTMLDialogElement | null} */ (document.querySelector('dialog.viewer'))?.close();
    view(picture);
  };
  await show(said.filter(Boolean).join(' · '), options).catch(() => {});
}

/** @param {string} title @param {NotificationOptions} options */
async function show(title, options) {
  try {
    const notice = new Notification(title, options);
    shown = notice;
    notice.onclick = () => {
      window.focus();
      open?.();
    };
  } catch {
    // Android has them from service workers only.
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.showNotification(title, options);
    shown = {
      async close() {
        for (const notice of (await registration?.getNotifications({ tag: TAG })) ?? []) notice.close();
      },
    };
  }
}

/** Whoever looks at the page needs none. What a press led to stays: the press itself is what brings them here. */
export function clear() {
  shown?.close();
  shown = undefined;
}

/** @param {string} prompt */
function short(prompt) {
  const letters = [...prompt];
  return letters.length > 140 ? `${letters.slice(0, 139).join('').trimEnd()}…` : prompt;
}

/** The middle of a picture. As data: because a notification may outlive the page, and with it every address of a Blob. @param {Blob} blob */
async function small(blob) {
  const picture = await createImageBitmap(blob);
  const side = Math.min(picture.width, picture.height);
  const canvas = Object.assign(document.createElement('canvas'), { width: SIZE, height: SIZE });
  canvas
    .getContext('2d')
    ?.drawImage(
      picture,
      (picture.width - side) / 2,
      (picture.height - side) / 2,
      side,
      side,
      0,
      0,
      SIZE,
      SIZE,
    );
  picture.close();
  return canvas.toDataURL('image/png');
}
