// @ts-check
// Many prompts: the dialog where they are written, what makes them, and what the page shows of it. There is one of each.
import { aloud, dress } from './dom.js';
import { openPrompts } from './prompts-dialog.js';
import { setUpPanel } from './queue-panel.js';
import { setUpRunner } from './runner.js';
import { styled } from './styled.js';

/** @typedef {ReturnType<typeof setUpRunner>} Runner */

/** @type {Promise<Runner> | undefined} */
let made;

/**
 * @param {ReturnType<typeof import('./form.js').setUpForm>} form
 * @param {ReturnType<typeof import('./gallery.js').setUpGallery>} gallery
 * @param {import('./actions.js').Desk} desk
 * @param {Event} [press] without one, what is left of another visit is shown
 */
export async function openQueue(form, gallery, desk, press) {
  const runner = await (made ??= setUp(form, gallery, desk));
  if (press) openPrompts(form, runner);
}

/** @param {Parameters<typeof openQueue>[0]} form @param {Parameters<typeof openQueue>[1]} gallery @param {import('./actions.js').Desk} desk */
async function setUp(form, gallery, desk) {
  await Promise.all([dress(), styled('queue.css')]);
  /** @type {Runner} */
  const runner = setUpRunner({ form, gallery, changed: () => panel.show() });
  const panel = setUpPanel(runner, desk);
  await runner.resume();
  const { state, waiting } = runner.see();
  if (state === 'paused') aloud('queueLeft', waiting);
  return runner;
}
