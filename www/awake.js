// @ts-check
// The screen stays on while a picture is made: a phone that goes to sleep may break the call off, which has been paid for by then. Where the
// device does not let it, nothing is said.

/** @typedef {{ released: boolean, release: () => Promise<void> }} Lock */

let wanted = false,
  asking = false;
/** @type {Lock | undefined} */
let lock;

/** @param {boolean} yes */
export function awake(yes) {
  wanted = yes;
  if (yes) return void ask();
  void lock?.release().catch(() => {});
  lock = undefined;
}

async function ask() {
  // A page that is not seen has none, and the one that it had is gone.
  if (asking || (lock && !lock.released) || document.visibilityState === 'hidden') return;
  asking = true;
  try {
    lock = await /** @type {any} */ (navigator).wakeLock?.request('screen');
  } catch {
    // A battery that is low, or a page that may not.
  }
  asking = false;
  if (!wanted) awake(false);
}

document.addEventListener('visibilitychange', () => {
  if (wanted) void ask();
});
