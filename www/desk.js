// @ts-check
// What can be asked of the page about a picture, from wherever it is shown. Comes with what shows one.
import { write } from './choices.js';
import { dress } from './dom.js';
import { setUpNotices } from './notice.js';
import { t } from './words.js';
import { styled } from './styled.js';

/** @typedef {import('./record.js').Picture} Picture */
/**
 * @typedef {object} Page
 * @property {ReturnType<typeof import('./form.js').setUpForm>} form
 * @property {ReturnType<typeof import('./gallery.js').setUpGallery>} gallery
 * @property {ReturnType<typeof import('./prompt.js').setUpPrompt>} prompt
 * @property {() => Promise<ReturnType<typeof import('./stage.js').setUpStage>>} stage
 * @property {(order: import('./stage.js').Order) => void} called that one was
 * @property {() => Promise<void>} code the last call as code
 */

/** What the user gave for a picture: a variation has what it varies before that; of one that was put together it is what the page needed. @param {Picture} picture */
const given = ({ sent, references, composited }) =>
  composited ? [] : references.slice(sent === undefined ? 0 : 1);

/** @param {Page} page @returns {import('./actions.js').Desk} */
export function setUpDesk({ form, gallery, prompt, stage, called, code }) {
  /** @type {import('./actions.js').Desk} */
  const desk = {
    async view(picture) {
      const [{ openViewer }] = await Promise.all([import('./viewer.js'), dress(), styled('find.css')]);
      openViewer(picture, gallery, desk);
    },
    async edit(picture) {
      const [{ openEditor }] = await Promise.all([import('./editor.js'), dress()]);
      openEditor(picture, { form, gallery, called, code, desk });
    },
    async mask(picture) {
      const [{ openMask }] = await Promise.all([import('./mask.js'), dress()]);
      await openMask(picture, { form, gallery, called, desk });
    },
    /** Where and by which model the form says; in its shape, after what it was made by, and not after a variation's own words. */
    async vary(picture) {
      const {
        blob,
        prompt: title,
        settings: { aspectRatio },
      } = picture;
      const { make } = await stage();
      if (!(await form.sure())) return;
      const {
        settings: { aspectRatio: _, ...settings },
        ...order
      } = form.read();
      const images = [blob, ...given(picture)].slice(0, form.options.most());
      make({
        ...order,
        n: 3,
        images,
        title,
        prompt: t(images.length > 1 ? 'variationWith' : 'variationOf', title),
        settings: { ...settings, ...(aspectRatio && { aspectRatio }) },
      });
    },
    // At once: what follows may be Enter.
    reuse(picture) {
      write(form.options, picture.settings);
      form.references.clear();
      if (given(picture).length) void form.references.add(given(picture));
      prompt.write(picture.prompt);
    },
    refer(picture) {
      void form.references.add([picture.blob]);
      prompt.focus();
    },
    remove: async (picture) => (await gallery.keeping()).remove([picture]),
    present: async (picture) => (await stage()).present(picture),
    mend: async (what, place) => (await import('./mend.js')).mend(what, place, form),
  };
  void dress().then(() => setUpNotices(desk.view));
  return desk;
}
