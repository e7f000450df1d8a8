// @ts-check
// The page in one go: what the form says goes to generateImage, and what comes back goes to the stage.
import { generateImage, init, models } from './wasmagine/index.js';
import { setUpForm } from './form.js';
import { sandboxFaults, sandboxFetch } from './sandbox-client.js';
import { setUpStage } from './stage.js';

const stage = setUpStage();
const controls = setUpForm(models, { onRatio: stage.shape, faults: sandboxFaults });
const { form } = controls;
const [generate, cancel] = ['generate', 'cancel'].map((id) => /** @type {HTMLButtonElement} */ (document.getElementById(id)));

/** @type {AbortController | undefined} the call on its way; there is one at most */
let call;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (call) return;
  const { signal } = (call = new AbortController());
  const { prompt, options, sandbox } = controls.read();
  if (sandbox) options.fetch = sandboxFetch(sandbox);
  busy(true);
  stage.begin();
  try {
    const result = await generateImage(prompt, { ...options, signal, onProgress: stage.progress });
    await stage.show(result, prompt);
  } catch (error) {
    if (signal.aborted) stage.cancelled();
    else stage.fail(error, again);
  } finally {
    call = undefined;
    busy(false);
  }
});

cancel.addEventListener('click', () => call?.abort());
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') call?.abort();
});
document.getElementById('examples')?.addEventListener('click', ({ target }) => {
  if (target instanceof HTMLButtonElement) controls.suggest(target.textContent ?? '');
});

// The wasm comes while the user still types. Should that fail, the call itself says why.
form.addEventListener('focusin', () => void init().catch(() => {}), { once: true });

function again() {
  generate.focus(); // what was pressed goes away with the error
  form.requestSubmit();
}

/** @param {boolean} yes */
function busy(yes) {
  // Not `disabled`: the focus stays where it is.
  generate.setAttribute('aria-disabled', String(yes));
  if (!yes && document.activeElement === cancel) generate.focus();
  cancel.hidden = !yes;
}
