// @ts-check
// Whoever leaves the page while a server makes a picture pays for one that nobody sees; so the browser asks. The sandbox costs nothing.

/** @type {Set<object>} */
const paid = new Set();
const ask = (/** @type {Event} */ event) => event.preventDefault();

/** @param {object} call @param {boolean} runs @param {string} place where it goes */
export function hold(call, runs, place) {
  if (runs && place !== 'sandbox') paid.add(call);
  else paid.delete(call);
  // A page that listens all the time is kept from the browser's cache of pages.
  if (paid.size) addEventListener('beforeunload', ask);
  else removeEventListener('beforeunload', ask);
}
