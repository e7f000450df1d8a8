// @ts-check
// The templates of the page and the user's own: searched, filled, and put into the prompt. The own ones are written in draft.js, and go out to
// a file and come from one.
import { save } from './actions.js';
import { aloud, button, byId, h } from './dom.js';
import { dozen } from './dozen.js';
import { begin, draftOf, edit, held } from './draft.js';
import { bytes } from './figures.js';
import * as library from './library.js';
import { pick, picked } from './options.js';
import { dialog, head, toast } from './over.js';
import { sends } from './prompt.js';
import { LARGEST, Refused, fieldsOf, fill, filled, pack, templateOf, unpack } from './template.js';
import { language, languages, put, t } from './words.js';
import { styled } from './styled.js';

/** @typedef {import('./template.js').Template & { id: string, own?: boolean }} Shown */

/** What was written into fields, for this visit: of own templates by their prompt, as its fields may change. @type {Map<string, string[]>} */
const written = new Map();

/** @param {Shown} template */
function valuesOf({ id, own, prompt }) {
  const key = own ? prompt : id;
  const values = written.get(key) ?? [];
  written.set(key, values);
  return values;
}

/** @returns {Shown[]} */
function given() {
  const at = languages.indexOf(language());
  return dozen.map(({ name, prompt, ...rest }) => ({ ...rest, name: name[at], prompt: prompt[at] }));
}

/** @returns {Shown[]} */
const own = () => library.all().map((each) => ({ ...each, own: true }));

/** @param {string} t @param {string} does @param {() => void} click @param {string} [className] */
const press = (t, does, click, className = '') =>
  h('button', { type: 'button', className, t, data: { does }, on: { click } });

/**
 * @param {ReturnType<typeof import('./prompt.js').setUpPrompt>} prompt
 * @param {string[]} asked what the arrow up brings back, the newest first
 */
export async function openTemplates(prompt, asked) {
  await styled('templates.css');
  if (document.querySelector('.templates')) return;
  const current = byId('prompt').value.trim();
  const search = h('input', {
    type: 'search',
    label: 'templateSearch',
    spellcheck: false,
    on: { input: find },
  });
  put(search, 'placeholder', 'templateSearch');
  const file = h('input', {
    type: 'file',
    id: 'templates-file',
    hidden: true,
    accept: '.json,application/json',
    label: 'importAll',
    on: { change: () => void take() },
  });
  const open = press('importAll', 'importTemplates', () => file.click(), 'quiet');
  const out = press('templatesExport', 'exportTemplates', give, 'quiet');
  const mine = h('ul', { className: 'cards' }),
    theirs = h('ul', { className: 'cards' });
  const empty = h('p', { className: 'note', t: 'templatesEmpty' });
  const note = h('p', { className: 'note', role: 'status' });
  const title = (/** @type {string} */ t, /** @type {Node[]} */ ...tools) =>
    h('div', { className: 'head' }, h('h3', { t }), h('span', { className: 'grow' }), ...tools);
  const back = button('left', 'templatesAll', () => list(shown), true);
  const shelf = h(
    'div',
    { className: 'stack' },
    h(
      'div',
      { className: 'row' },
      search,
      press(current ? 'templateFromPrompt' : 'templateNew', 'newTemplate', () => write(begin(current))),
    ),
    h('section', {}, title('templatesOwn', open, out, file), mine, empty),
    h('section', {}, title('templatesGiven'), theirs),
    note,
  );
  const view = h('div', { className: 'stack' });
  const box = dialog('panel templates', 'templates', head('templates', back), shelf, view);
  /** The one that is looked at. */
  let shown = '';
  /** Shows anew what may have changed in another tab, or what is in words of one language. */
  let again = draw;

  const changed = () => void (shelf.hidden || draw());
  const spoken = () => again();
  addEventListener('languagechosen', spoken);
  const unwatch = library.watch(changed);
  box.addEventListener('close', () => {
    unwatch();
    removeEventListener('languagechosen', spoken);
  });
  if (held()) write();
  else list();

  /** All of them. @param {string} [id] whose card has the focus */
  function list(id = '') {
    again = draw;
    view.replaceChildren();
    shelf.hidden = false;
    back.hidden = true;
    draw();
    focus(cardOf(id));
  }

  /** @param {string} id @returns {HTMLElement | null} */
  function cardOf(id) {
    return shelf.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  /** What has the focus keeps it. */
  function draw() {
    const id = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.id;
    const all = own();
    mine.replaceChildren(...all.map(card));
    theirs.replaceChildren(...given().map(card));
    empty.hidden = all.length > 0;
    out.hidden = !all.length;
    note.textContent = '';
    find();
    if (id) focus(cardOf(id));
  }

  /** What can have the focus, or the dialog itself. @param {HTMLElement | null} element */
  function focus(element) {
    (element ?? box).focus();
  }

  /** @param {Shown} template */
  function card(template) {
    const { id, name, prompt, ratio, reference } = template;
    return h(
      'li',
      {},
      h(
        'button',
        { type: 'button', data: { id }, on: { click: () => look(template) } },
        h('strong', {}, name),
        h('span', { className: 'note', ariaHidden: 'true' }, fill(prompt)),
        reference && h('span', { className: 'tag', t: 'templateReference' }),
        ratio && h('span', { className: 'tag', ariaHidden: 'true' }, ratio),
      ),
    );
  }

  /** Those that have every word that is looked for. */
  function find() {
    const sought = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const item of shelf.querySelectorAll('.cards li')) {
      const text = String(item.textContent).toLowerCase();
      /** @type {HTMLElement} */ (item).hidden = !sought.every((word) => text.includes(word));
      found += Number(!(/** @type {HTMLElement} */ (item).hidden));
    }
    if (sought.length) put(note, '', found ? 'found' : 'noFault', found);
  }

  /** One of them, with its fields to fill. @param {Shown} template */
  function look(template) {
    const { id, name, prompt: text, ratio, reference } = template;
    shown = id;
    again = () => {
      const now = given().find((each) => each.id === id);
      if (now) look(now);
    };
    const values = valuesOf(template);
    const preview = h('p', { className: 'filled' });
    const show = () =>
      preview.replaceChildren(
        ...filled(text, values).map(({ text, gap }) => (gap ? h('mark', {}, text) : text)),
      );
    const fields = fieldsOf(text).map(({ name, example }, at) => {
      const field = h('textarea', {
        id: `template-field-${at}`,
        rows: 1,
        placeholder: example,
        value: values[at] ?? '',
        on: {
          input() {
            values[at] = field.value;
            show();
          },
        },
      });
      sends(field, () => use(template));
      return h('div', { className: 'field' }, h('label', { htmlFor: field.id }, name), field);
    });
    show();
    shelf.hidden = true;
    back.hidden = false;
    view.replaceChildren(
      h('h3', {}, name),
      h(
        'p',
        { className: 'note about' },
        reference && h('span', { t: 'templateReference' }),
        ratio && offered(ratio) && h('span', { t: ['templateRatio', ratio] }),
      ),
      h(
        'div',
        { className: 'filling' },
        fields.length > 0 &&
          h('div', { className: 'stack' }, ...fields, h('p', { className: 'note', t: 'templateGaps' })),
        h('section', {}, h('h4', { t: 'templatePreview' }), preview),
      ),
      h(
        'div',
        { className: 'answers' },
        press('templateUse', 'useTemplate', () => use(template), 'primary'),
        template.own && press('edit', 'editTemplate', () => write(draftOf(template))),
        press('templateCopy', 'copyTemplate', () =>
          write({ ...templateOf(template), name: t('templateCopied', name) }),
        ),
        template.own && press('remove', 'removeTemplate', () => remove(id), 'danger'),
      ),
    );
    box.scrollTop = 0;
    // On a touch screen a keyboard would lie over what there is to see.
    focus(matchMedia('(pointer: coarse)').matches ? null : view.querySelector('textarea, .primary'));
  }

  /** @param {import('./draft.js').Draft} [draft] else the one that is held */
  function write(draft) {
    again = () => {};
    shelf.hidden = back.hidden = true;
    edit(view, draft, (id) => list(id ?? shown));
    box.scrollTop = 0;
  }

  /** @param {string} id */
  function remove(id) {
    const gone = library.read(id);
    const all = own();
    const at = all.findIndex((each) => each.id === id);
    if (gone) {
      library.remove(id);
      toast('templateDeleted', {
        t: 'undo',
        press() {
          try {
            library.write(gone);
          } catch (error) {
            toast(library.unkept(error));
          }
          if (box.open && !shelf.hidden) list(id);
        },
      });
    }
    list((all[at + 1] ?? all[at - 1] ?? given()[0]).id);
  }

  /** @param {Shown} template */
  function use(template) {
    const { id, own, ratio, reference } = template;
    const now = own && library.read(id);
    try {
      if (now) library.write({ ...now, used: Date.now() });
    } catch {
      // Its place in the list is not worth a word.
    }
    const field = byId('prompt');
    const before = { text: field.value, ratio: picked('ratio') };
    const filling = fill(template.prompt, valuesOf(template));
    /** @param {string} text @param {string} ratio */
    const turn = (text, ratio) => {
      document.querySelector('.needs')?.remove();
      prompt.write(text);
      // The arrow up brings back what was there.
      field.setSelectionRange(0, 0);
      field.scrollTop = 0;
      if (!offered(ratio)) return;
      pick('ratio', ratio);
      byId('form').dispatchEvent(new Event('change'));
    };
    box.close();
    turn(filling, ratio ?? before.ratio);
    if (reference && !byId('references').childElementCount) need();
    if (!before.text.trim() || before.text === filling) return;
    asked.unshift(before.text);
    toast('templateReplaced', { t: 'undo', press: () => turn(before.text, before.ratio) });
  }

  function give() {
    const all = library.all();
    const day = new Date().toISOString().slice(0, 10);
    save(new Blob([pack(all)], { type: 'application/json' }), `wasmagine-templates-${day}.json`);
    put(note, '', 'templatesExported', all.length);
  }

  /** All of a file that is not here yet, or nothing, and why. */
  async function take() {
    const [given] = file.files ?? [];
    file.value = '';
    if (!given) return;
    search.value = '';
    try {
      if (given.size > LARGEST) throw new Refused(['templatesLarge', bytes(given.size), bytes(LARGEST)]);
      const text = await given.text().catch(() => {
        throw new Refused(['templatesUnread']);
      });
      const { added, known } = library.take(unpack(text));
      draw();
      note.replaceChildren(
        h('span', { t: ['templatesAdded', added] }),
        ...(known ? [' ', h('span', { t: ['templatesKnown', known] })] : []),
      );
    } catch (error) {
      draw();
      const [key, ...args] = error instanceof Refused ? error.fault : library.unkept(error);
      if (error instanceof Refused && error.at) put(note, '', 'templateAt', error.at, () => t(key, ...args));
      else put(note, '', key, ...args);
    }
    note.scrollIntoView({ block: 'nearest' });
  }
}

/** Whether the model takes it. @param {string} ratio */
const offered = (ratio) =>
  /** @type {HTMLInputElement[]} */ ([...document.getElementsByName('ratio')]).some(
    ({ value }) => value === ratio,
  );

/** Says that the prompt is about a picture, until there is one or it is sent. */
function need() {
  const references = byId('references');
  const said = h(
    'p',
    { className: 'note needs' },
    h('span', { t: 'templateNeeds' }),
    press('addReference', 'addReference', () => byId('add').click(), 'quiet'),
  );
  const leave = () => {
    said.remove();
    watching.disconnect();
  };
  const watching = new MutationObserver(leave);
  watching.observe(references, { childList: true });
  byId('form').addEventListener('submit', leave, { once: true });
  references.before(said);
  aloud('templateNeeds');
}
