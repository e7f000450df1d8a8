// @ts-check
// The button that finds out what stands in a picture's way, before one is paid for.
import { createClient } from './wasmagine/index.js';
import { aloud, byId, h } from './dom.js';
import { sentence } from './wording.js';

/** @param {ReturnType<typeof import('./form.js').setUpForm>} form */
export async function check(form) {
  if (!(await form.sure())) return;
  const finding = byId('finding');
  finding.replaceChildren(h('p', { t: 'checking' }));
  try {
    const { ok, hint, ...found } = await createClient({ model: form.options.read().model, ...form.where() }).check();
    const parts = ['reachable', 'cors', 'auth', 'model'].flatMap((name) => {
      const yes = found[/** @type {keyof typeof found} */ (name)];
      return yes === undefined ? [] : [h('li', { className: yes ? 'yes' : 'no', t: `check-${name}-${yes ? 'yes' : 'no'}` })];
    });
    finding.replaceChildren(h('p', { className: ok ? 'yes' : 'no', t: ok ? 'checkOk' : 'checkBad' }), h('ul', {}, ...parts), hint ? h('p', {}, sentence(hint)) : '');
    aloud(ok ? 'checkOk' : 'checkBad');
  } catch (error) {
    const { message, hint } = /** @type {any} */ (error);
    finding.replaceChildren(h('p', { className: 'no' }, sentence(String(message ?? error))), hint ? h('p', {}, sentence(hint)) : '');
  }
}
