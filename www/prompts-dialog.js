// @ts-check
// Where many prompts are written, or brought as a file; with what will be sent and about what it costs, before anything is.
import { PRICED, PRICE_LIST } from './cost.js';
import { byId, h } from './dom.js';
import { dialog, head, toast } from './over.js';
import { plan } from './plan.js';
import { isTable } from './prompts.js';
import { MOST_AT_ONCE, atOnce, runAtOnce } from './runner.js';
import { money } from './wording.js';
import { models } from './wasmagine/index.js';
import { language, put, remember, remembered } from './words.js';

/** @typedef {import('./prompts.js').Said} Said */

/** By which name the browser keeps what was written. */
const DRAFT = 'wasmagine prompts';
/** From here on one is asked once more: as much as an afternoon's pictures, or as a good dinner. */
const MANY = 500,
  DEAR = 50;
/** As many are shown: problems, doubles, and prompts as they will be sent. */
const SHOWN = 5;
/** Bytes of a file. Ten thousand prompts of five hundred letters. */
const MOST_BYTES = 5e6;
const COLUMNS = 'prompt, count, model, aspectRatio, size, seed, tags';

/** @returns {{ table: boolean, text: string }} */
function draft() {
  try {
    const { table, text } = JSON.parse(remembered(DRAFT));
    return { table: table === true, text: String(text) };
  } catch {
    return { table: false, text: '' };
  }
}

/** @param {ReturnType<typeof import('./form.js').setUpForm>} form @param {import('./queue.js').Runner} runner */
export function openPrompts(form, runner) {
  if (document.querySelector('dialog.prompts')) return;
  let order = form.read();
  const before = draft();
  const text = h('textarea', {
    id: 'prompts',
    rows: 8,
    value: before.text,
    spellcheck: false,
    on: { input: changed },
  });
  const as = [false, true].map((table) =>
    h('input', {
      type: 'radio',
      name: 'prompts-as',
      value: table ? 'table' : 'lines',
      checked: table === before.table,
      on: { change: changed },
    }),
  );
  const file = h('input', {
    type: 'file',
    hidden: true,
    id: 'prompts-file',
    label: 'queueFile',
    accept: '.csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain',
    on: {
      change: () => {
        void load(file.files?.[0]);
        file.value = '';
      },
    },
  });
  const hint = h('p', { className: 'note', id: 'prompts-note' });
  text.setAttribute('aria-describedby', hint.id);
  const told = h('div', { className: 'stack', id: 'prompts-told' });
  const answer = h('p', { className: 'warning', role: 'alert', hidden: true });
  const running = h(
    'select',
    { id: 'at-once', on: { change: () => runAtOnce(Number(running.value)) } },
    ...Array.from({ length: MOST_AT_ONCE }, (_, at) => new Option(String(at + 1), String(at + 1))),
  );
  running.value = String(atOnce());
  const start = h('button', {
    type: 'button',
    className: 'primary',
    data: { does: 'startQueue' },
    on: { click: () => void begin() },
  });
  const box = dialog(
    'panel prompts',
    'queue',
    head('queue'),
    h(
      'div',
      { className: 'row' },
      h(
        'div',
        { className: 'segments', role: 'radiogroup', label: 'queueAs' },
        h('label', {}, as[0], h('span', { t: 'queueLines' })),
        h('label', {}, as[1], h('span', { t: ['queueTable', 'CSV'] })),
      ),
      h('span', { className: 'grow' }),
      h('button', {
        type: 'button',
        t: 'queueFile',
        data: { does: 'queueFile' },
        on: { click: () => file.click() },
      }),
      file,
    ),
    h('label', { className: 'unseen', htmlFor: 'prompts', t: 'queuePrompts' }),
    text,
    hint,
    told,
    h(
      'div',
      { className: 'row foot' },
      answer,
      h('label', { htmlFor: 'at-once', t: 'queueAtOnce' }),
      running,
      h('span', { className: 'grow' }),
      start,
    ),
  );
  text.focus();
  /** @type {import('./plan.js').Plan} */
  let made;
  let sure = false;
  const isTabled = () => as[1].checked;

  function changed() {
    if (!isTabled() && isTable(text.value) && !before.table) as[1].checked = before.table = true;
    remember(DRAFT, text.value && JSON.stringify({ table: isTabled(), text: text.value }));
    look();
  }

  /** @param {Said[]} said @param {string} className */
  const sentences = (said, className) =>
    said.length > 0 &&
    h(
      'ul',
      { className },
      ...said.slice(0, SHOWN).map((each) => h('li', { t: each })),
      said.length > SHOWN && h('li', { t: ['queueMore', said.length - SHOWN] }),
    );

  function look() {
    order = form.read();
    const { settings, place, n, images } = order;
    made = plan(text.value, { table: isTabled(), n, settings, place, models });
    const { pictures, prompts, problems, notes, twice, shots, dollars, priced } = made;
    sure = false;
    answer.hidden = true;
    start.disabled = !shots.length;
    put(start, '', 'queueStart', shots.length);
    if (isTabled()) put(hint, '', 'queueTableHint', 'CSV', 'prompt', COLUMNS);
    else put(hint, '', 'queueHint', '{red|green}', '\\{');
    const figure = (/** @type {number} */ n) => (n === 1 ? 1 : n.toLocaleString(language()));
    const many = twice.map(
      ({ prompt, times, lines }) =>
        /** @type {Said} */ (['queueTwice', short(prompt), times, lines.join(', ')]),
    );
    const chosen = [
      byId('chosen').textContent,
      settings.aspectRatio,
      settings.size,
      images.length > 0 && `+${images.length}`,
    ];
    told.replaceChildren(
      ...[
        sentences(problems, 'wrong'),
        prompts > 0 &&
          h(
            'p',
            { role: 'status' },
            h('strong', { t: ['queueCounted', figure(prompts)] }),
            ' · ',
            h('strong', { t: ['queuePictures', figure(pictures)] }),
            shots.length > 0 && place === 'sandbox' && ' · ',
            shots.length > 0 && place === 'sandbox' && h('span', { t: 'free' }),
          ),
        dollars !== undefined &&
          h(
            'p',
            { className: 'costs' },
            h('a', {
              href: PRICE_LIST,
              rel: 'noreferrer noopener',
              target: '_blank',
              t: ['cost', () => money(dollars)],
            }),
            ' ',
            h('span', { className: 'note', t: ['queueCosts', priced, PRICED] }),
          ),
        sentences([...notes, ...many], 'note'),
        shots.length > 0 &&
          h(
            'div',
            {},
            h('p', { className: 'note', t: ['queueWith', chosen.filter(Boolean).join(' · ')] }),
            h('ol', { className: 'preview' }, ...preview()),
          ),
      ].filter((part) => part !== false),
    );
  }

  /** The first ones, as they will be sent. */
  function preview() {
    /** @type {{ shot: import('./plan.js').Shot, times: number }[]} */
    const first = [];
    let shown = 0;
    for (const shot of made.shots) {
      const last = first.at(-1);
      if (last && last.shot.prompt === shot.prompt && last.shot.kind === shot.kind) last.times++;
      else if (first.length < SHOWN) first.push({ shot, times: 1 });
      else break;
      shown++;
    }
    const rest = made.shots.length - shown;
    return [
      ...first.map(({ shot, times }) => {
        const kind = made.kinds[shot.kind];
        const own = ['model', 'aspectRatio', 'size']
          .filter((name) => kind[name] !== order.settings[name])
          .map((name) => kind[name]);
        const facts = [
          times > 1 && `× ${times}`,
          ...own,
          shot.seed,
          ...(shot.tags ?? []).map((tag) => `#${tag}`),
        ];
        return h(
          'li',
          {},
          h('span', { className: 'prompt' }, short(shot.prompt)),
          ' ',
          h('span', { className: 'note' }, facts.filter((fact) => fact || fact === 0).join(' · ')),
        );
      }),
      ...(rest > 0 ? [h('li', { className: 'note rest', t: ['queueMore', rest] })] : []),
    ];
  }

  /** In place of what is written, which comes back at a word. @param {File | null | undefined} given */
  async function load(given) {
    if (!given) return;
    if (given.size > MOST_BYTES) return wrong('queueLarge', MOST_BYTES / 1e6);
    const read = decoded(await given.arrayBuffer());
    if (read === undefined) return wrong('queueEncoding', 'CSV UTF-8');
    const was = { text: text.value, table: isTabled() };
    const write = (/** @type {typeof was} */ to) => {
      text.value = to.text;
      as[to.table ? 1 : 0].checked = true;
      changed();
    };
    write({ text: read, table: /\.[ct]sv$/i.test(given.name) || isTable(read) });
    text.focus();
    if (was.text.trim()) toast('queueReplaced', { t: 'undo', press: () => write(was) });
  }

  /** @param {Said} said */
  function wrong(...said) {
    put(answer, '', ...said);
    answer.hidden = false;
  }

  async function begin() {
    const { shots, dollars = 0 } = made;
    if (!shots.length) return;
    // What the form is lacking is told where it is; the prompt is not lacking here.
    const lacking = [.../** @type {HTMLFormElement} */ (byId('form')).elements].find(
      (/** @type {any} */ control) =>
        control.id !== 'prompt' && control.willValidate && !control.checkValidity(),
    );
    if (lacking) {
      box.close();
      return void (/** @type {HTMLInputElement} */ (lacking).reportValidity());
    }
    if (!sure && (shots.length > MANY || dollars > DEAR)) {
      sure = true;
      put(start, '', 'queueStartSure', shots.length);
      return wrong('queueAsk', shots.length.toLocaleString(language()));
    }
    if (!(await form.sure()) || !box.open) return;
    look(); // a key that belongs elsewhere may have changed the place
    if (!made.shots.length) return;
    start.disabled = true;
    const answered = await runner.start(order, made);
    start.disabled = false;
    if (answered !== 'begun') return wrong(answered);
    box.close();
    document.querySelector('.queue')?.scrollIntoView({ block: 'nearest' });
  }

  box.addEventListener('dragover', (event) => {
    event.stopPropagation();
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  box.addEventListener('drop', (event) => {
    event.stopPropagation();
    const [given] = event.dataTransfer?.files ?? [];
    if (!given) return;
    event.preventDefault();
    void load(given);
  });
  text.addEventListener('paste', (event) => {
    const { files, types } = event.clipboardData ?? {};
    if (!files?.length || types?.includes('text/plain')) return;
    event.preventDefault();
    void load(files[0]);
  });
  look();
}

/** @param {string} prompt */
const short = (prompt) => (prompt.length > 200 ? `${prompt.slice(0, 199)}…` : prompt);

/** UTF-8, or UTF-16 where its first bytes say so, as spreadsheets write them. @param {ArrayBuffer} bytes */
function decoded(bytes) {
  const [first, second] = new Uint8Array(bytes);
  const name =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(name, { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
