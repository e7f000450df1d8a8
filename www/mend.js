// @ts-check
// Leads to what has to be changed before a call can go well; or changes it, where a press says enough.
import { byId } from './dom.js';
import { unfold } from './form.js';

/** Where it is, by what has to be done. @type {Record<string, string>} */
const AT = { key: '#key', otherKey: '#key', model: '#model', base: '#base' };

/**
 * @param {string} what of AT, or an id with #; 'sandbox' or 'calm'
 * @param {string} place where the call went @param {ReturnType<typeof import('./form.js').setUpForm>} form
 * @returns {boolean} whether it is done, and the call can be made again
 */
export function mend(what, place, form) {
  if (what === 'calm') {
    Object.assign(form.day, { fault: undefined, requireKey: undefined });
    dispatchEvent(new Event('calm'));
    return true;
  }
  const radio = /** @type {HTMLInputElement} */ (
    document.querySelector(`[name="place"][value="${what === 'sandbox' ? what : place}"]`)
  );
  if (!radio.checked) radio.click();
  if (what === 'sandbox') return true;
  const [group] = document.querySelectorAll(AT[what] ?? what);
  const named = group.id === 'model' && !byId('model').value ? byId('model-name') : group;
  unfold(named);
  const control = named.matches('input, select, textarea') ? named : named.querySelector('input:checked');
  control.scrollIntoView({ block: 'center' });
  control.focus();
  control.select?.();
  return false;
}
