// @ts-check
// The reference pictures as they are shown and put in order: by dragging, by keys. Comes with the first of them.
import { aloud, button, byId, h } from './dom.js';
import { act } from './keys.js';
import { toast } from './over.js';

/** @param {() => number} most how many the model takes */
export function setUpList(most) {
  /** @type {{ blob: Blob, item: HTMLLIElement, url: string }[]} */
  let held = [];
  const list = byId('references');

  /** @param {Iterable<Blob>} blobs */
  function add(blobs) {
    const given = [...blobs];
    const pictures = given.filter(({ type }) => !type || type.startsWith('image/'));
    if (pictures.length < given.length) toast('onlyPictures');
    const room = Math.max(0, most() - held.length);
    if (pictures.length > room) toast(['tooMany', most()]);
    for (const blob of pictures.slice(0, room)) {
      const url = URL.createObjectURL(blob);
      const item = h('li', { draggable: true });
      const entry = { blob, item, url };
      const move = (/** @type {number} */ by) => {
        const at = held.indexOf(entry),
          to = at + by;
        if (to < 0 || to >= held.length) return;
        held.splice(at, 1);
        held.splice(to, 0, entry);
        show();
      };
      const picture = h(
        'button',
        {
          type: 'button',
          title: 'referenceKeys',
          on: {
            keydown(event) {
              const by = (/** @type {number} */ by) => () => {
                move(by);
                picture.focus();
              };
              act('references', event, { forward: by(-1), back: by(1), remove: () => remove(entry) });
            },
          },
        },
        h('img', { src: url, alt: '', on: { error: () => item.classList.add('odd') } }),
      );
      item.append(
        picture,
        button('close', 'removeReference', () => remove(entry)),
      );
      item.addEventListener('dragstart', (event) => {
        event.dataTransfer?.setData('text/x-reference', String(held.indexOf(entry)));
      });
      item.addEventListener('drop', (event) => {
        const from = event.dataTransfer?.getData('text/x-reference');
        if (!from) return;
        event.preventDefault();
        event.stopPropagation();
        const [moved] = held.splice(Number(from), 1);
        held.splice(held.indexOf(entry) + (Number(from) <= held.indexOf(entry) ? 1 : 0), 0, moved);
        show();
      });
      held.push(entry);
    }
    show();
    if (pictures.length && room) aloud('referencesNow', held.length);
  }

  /** @param {typeof held[number]} entry */
  function remove(entry) {
    held = held.filter((each) => each !== entry);
    URL.revokeObjectURL(entry.url);
    show();
    (held.at(-1)?.item.querySelector('button') ?? byId('prompt')).focus();
    aloud('referencesNow', held.length);
  }

  function show() {
    list.hidden = !held.length;
    list.replaceChildren(
      ...held.map(({ item }, at) => {
        const picture = /** @type {HTMLElement} */ (item.firstChild);
        picture.setAttribute('aria-label', `${at + 1}`);
        item.dataset.at = String(at + 1);
        return item;
      }),
    );
    for (const { item } of held.slice(most())) item.classList.add('odd');
  }

  return {
    add,
    blobs: () => held.map(({ blob }) => blob),
    clear() {
      for (const { url } of held.splice(0)) URL.revokeObjectURL(url);
      show();
    },
  };
}
