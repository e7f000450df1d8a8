// @ts-check
// Tags put on pictures and taken off: one field for that, with those in use to choose from. In the viewer for one, in the bar for many.
import { button, h, icon } from './dom.js';
import { toast } from './over.js';
import { LONGEST, MOST, counted, keyOf, split, tagOf } from './tags.js';
import { put } from './words.js';

/** @typedef {import('./record.js').Kept} Kept */
/** @typedef {ReturnType<typeof import('./gallery.js').setUpGallery>} Gallery */

/** More than anybody looks through. */
const OFFERED = 100;
/** What is written and not added yet: it is still there with the next picture. */
let draft = '';
let fields = 0;

/** @param {Gallery} gallery @param {() => Kept[]} pictures @param {Record<string, string>} [data] */
function tagField(gallery, pictures, data = {}) {
  const offers = h('datalist', { id: `tags-${fields++}` });
  const field = h('input', {
    label: 'tagAdd',
    autocomplete: 'off',
    enterKeyHint: 'done',
    data,
    on: { focus: offer, input, keydown },
  });
  put(field, 'placeholder', 'tagAdd');
  field.setAttribute('list', offers.id);

  function offer() {
    field.value = draft;
    offers.replaceChildren(
      ...counted(gallery.all())
        .slice(0, OFFERED)
        .map(({ tag }) => h('option', { value: tag })),
    );
  }
  /** @param {KeyboardEvent} event */
  function keydown(event) {
    // The Enter that ends a word in an input method is no command.
    if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    void add(field.value);
  }
  /** @param {InputEvent} event */
  function input({ isComposing, inputType }) {
    draft = field.value;
    // One that was picked from those in use, or all that stand before a comma.
    const end =
      inputType === 'insertReplacementText'
        ? draft.length
        : Math.max(draft.lastIndexOf(','), draft.lastIndexOf('，'));
    if (!isComposing && end > 0) void add(draft.slice(0, end), draft.slice(end + 1));
  }
  /** @param {string} text @param {string} [rest] what is still being written */
  async function add(text, rest = '') {
    const written = split(text);
    if (written.some((tag) => [...tag].length > LONGEST)) return toast(['tagLong', LONGEST]);
    // As it is written elsewhere.
    const known = new Map(counted(gallery.all()).map(({ tag }) => [keyOf(tag), tag]));
    const tags = written
      .map(tagOf)
      .filter(Boolean)
      .map((tag) => known.get(keyOf(tag)) ?? tag);
    field.value = draft = rest;
    if (tags.length && !(await change(gallery, pictures(), tags))) field.value = draft = text + rest;
  }
  return { field, offers };
}

/** @param {Gallery} gallery @param {Kept[]} pictures @param {string[]} more @param {string[]} [less] @returns {Promise<boolean>} whether any has them now */
async function change(gallery, pictures, more, less) {
  try {
    const full = await (await gallery.keeping()).tag(pictures, more, less);
    if (full) toast(['tagsFull', full, MOST]);
    return full < pictures.length;
  } catch {
    toast('notTagged');
    return false;
  }
}

/** Of the picture that is looked at. @param {Gallery} gallery @param {() => Kept} picture */
export function setUpTags(gallery, picture) {
  const { field, offers } = tagField(gallery, () => [picture()], { does: 'tag' });
  const list = h('ul', { className: 'chips', label: 'tag' });
  let stood = '';

  /** @param {string} tag */
  const one = (tag) =>
    h(
      'li',
      { className: 'chip' },
      h('bdi', {}, tag),
      h(
        'button',
        {
          type: 'button',
          className: 'quiet',
          label: ['tagRemove', tag],
          title: ['tagRemove', tag],
          on: { click: () => void change(gallery, [picture()], [], [tag]) },
        },
        icon('close'),
      ),
    );

  return {
    element: h('div', { className: 'tags' }, list, field, offers),
    focus: () => field.focus(),
    show() {
      const { tags = [] } = picture();
      const stands = JSON.stringify(tags);
      if (stands === stood) return;
      stood = stands;
      const here = list.contains(document.activeElement);
      list.hidden = !tags.length;
      list.replaceChildren(...tags.map(one));
      if (here) field.focus();
    },
  };
}

/** Of those that are chosen: which of them have which. @param {Gallery} gallery @param {() => Kept[]} pictures */
export function setUpTagList(gallery, pictures) {
  const opener = button('tag', 'tag', () => (element.hidden ? open() : close()), true);
  const { field, offers } = tagField(gallery, pictures);
  const list = h('div', { className: 'list' });
  const element = h(
    'div',
    { id: 'tagging', className: 'groups', role: 'group', label: 'tagSelection', hidden: true },
    field,
    offers,
    list,
  );
  /** Where the keys were. @type {Element | null} */
  let from = null;
  opener.setAttribute('aria-controls', element.id);
  fold();

  function fold() {
    element.hidden = true;
    opener.setAttribute('aria-expanded', 'false');
  }
  function open() {
    if (!pictures().length) return;
    from = document.activeElement;
    element.hidden = false;
    opener.setAttribute('aria-expanded', 'true');
    show();
    field.focus();
  }
  /** @returns {boolean} whether it was open */
  function close() {
    if (element.hidden) return false;
    fold();
    (from instanceof HTMLElement && from.isConnected ? from : opener).focus();
    return true;
  }
  function show() {
    if (element.hidden) return;
    const chosen = pictures();
    if (!chosen.length) return fold();
    const own = counted(chosen);
    const has = new Map(own.map(({ tag, count }) => [keyOf(tag), count]));
    const others = counted(gallery.all()).filter(({ tag }) => !has.has(keyOf(tag)));
    const focused = /** @type {HTMLElement} */ (document.activeElement)?.dataset.tag;
    list.replaceChildren(
      ...[...own, ...others].slice(0, OFFERED).map(({ tag }) => {
        const count = has.get(keyOf(tag)) ?? 0;
        const whole = count === chosen.length;
        const one = h(
          'button',
          {
            type: 'button',
            className: 'quiet',
            data: { tag: keyOf(tag) },
            on: { click: () => void change(gallery, pictures(), whole ? [] : [tag], whole ? [tag] : []) },
          },
          h('bdi', {}, tag),
          h('span', {
            className: 'note',
            t: count && !whole ? ['tagSome', count, chosen.length] : undefined,
          }),
          icon('check'),
        );
        one.setAttribute('aria-pressed', whole ? 'true' : count ? 'mixed' : 'false');
        return one;
      }),
    );
    if (focused)
      /** @type {any} */ (list.querySelector(`[data-tag="${CSS.escape(focused)}"]`) ?? field).focus();
  }

  return {
    opener,
    element,
    open,
    close,
    fold,
    show,
    contains: (/** @type {Node} */ node) => element.contains(node) || opener.contains(node),
  };
}
