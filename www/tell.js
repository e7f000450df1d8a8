// @ts-check
// How calls go, wherever on the page they are made: whoever makes one says that it began and what came of it. From that the tab, the screen
// and a notification know what to show; this file shows nothing itself.
import { awake } from './awake.js';
import { clear, notify, refresh } from './notice.js';
import { paint } from './tab.js';

/** @typedef {import('./record.js').Picture} Picture */
/**
 * What is told of all calls since the last time that there was nothing to tell.
 * @typedef {object} Sum
 * @property {number} running @property {number} done of those that were not cancelled
 * @property {number} failed
 * @property {Picture[]} made
 * @property {string[]} prompts of what has ended with a picture or failed
 * @property {HTMLDialogElement} [box] the dialog where the last picture stands, if it is in one
 * @property {boolean} unseen all has ended, and nobody has looked since
 */

/** @returns {Sum} */
const nothing = () => ({ running: 0, done: 0, failed: 0, made: [], prompts: [], unseen: false });
let sum = nothing();
let told = false;

/** What changes at once is told once. */
function change() {
  if (told) return;
  told = true;
  queueMicrotask(() => {
    told = false;
    const over = !sum.running && sum.done > 0 && !sum.unseen;
    if (over) sum.unseen = document.visibilityState === 'hidden' || !document.hasFocus();
    awake(sum.running > 0);
    paint(sum);
    // A window that is seen beside another one tells enough by itself.
    if (over && document.visibilityState === 'hidden') void notify(sum);
    if (!sum.running && !sum.unseen) sum = nothing();
  });
}

function looked() {
  if (document.visibilityState === 'hidden') return;
  refresh();
  if (sum.running || !sum.unseen) return;
  sum = nothing();
  clear();
  paint(sum);
}
addEventListener('focus', looked);
document.addEventListener('visibilitychange', looked);
addEventListener('languagechosen', () => paint(sum));

/**
 * A call that begins, or waits for its turn. One that is over with nothing made and no failure was cancelled.
 * @param {string} prompt as the user wrote it @param {HTMLDialogElement} [box] where what comes of it is seen, if that is a dialog
 */
export function tellOf(prompt, box) {
  let ended = false,
    failed = false,
    pictures = 0;
  sum.running++;
  sum.unseen = false;
  change();
  return {
    /** @param {Picture} picture */
    made(picture) {
      pictures++;
      sum.made.push(picture);
      sum.box = box;
    },
    failed() {
      failed = true;
    },
    over() {
      if (ended) return;
      ended = true;
      sum.running--;
      if (pictures || failed) {
        sum.done++;
        sum.prompts.push(prompt);
      }
      if (failed) sum.failed++;
      change();
    },
  };
}
