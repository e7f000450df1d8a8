// @ts-check
// The button that finds out what keeps a picture from coming, before one is paid for.
import { createClient } from './wasmagine/index.js';
import { aloud, byId, h } from './dom.js';
import { problem } from './problem.js';
import { sentence } from './wording.js';

/** @param {ReturnType<typeof import('./form.js').setUpForm>} form @param {import('./actions.js').Desk} desk */
export async function check(form, desk) {
  if (!(await form.sure())) return;
  const finding = byId('finding');
  const call = form.to(),
    where = /** @type {Record<string, any>} */ (call.where);
  finding.replaceChildren(h('p', { t: 'checking' }));
  try {
    const { ok, hint, ...found } = await createClient({ model: form.options.read().model, ...where }).check();
    const answers = /** @type {const} */ (['reachable', 'cors', 'auth', 'model']).filter(
      (name) => found[name] !== undefined,
    );
    // A key that is not there cannot have been refused.
    const wrong = answers
      .filter((name) => !found[name])
      .map((name) => (name === 'auth' && !where.apiKey ? 'auth-none' : name));
    const parts = answers.map((name) => {
      const none = wrong.includes('auth-none') && name === 'auth';
      return h('li', {
        className: found[name] ? 'yes' : 'no',
        t: `check-${name}-${found[name] ? 'yes' : none ? 'none' : 'no'}`,
      });
    });
    const offline = found.reachable === false && navigator.onLine === false;
    const fixes = offline
      ? ['error-offline']
      : ok
        ? []
        : wrong.length
          ? wrong.map((name) => `fix-${name}`)
          : ['fix-other'];
    finding.replaceChildren(
      h('p', { className: ok ? 'yes' : 'no', t: ok ? 'checkOk' : 'checkBad' }),
      h('ul', {}, ...parts),
      ...fixes.map((t) => h('p', { t })),
      hint ? h('details', {}, h('summary', { t: 'details' }), h('p', { lang: 'en' }, sentence(hint))) : '',
    );
    aloud(ok ? 'checkOk' : 'checkBad');
  } catch (error) {
    finding.replaceChildren(problem(error, call, { mend: (what) => void desk.mend(what, call.place) }));
  }
}
