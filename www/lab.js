// @ts-check
// The sandbox's bad days: what goes wrong, how long the model thinks, how fast the line is.
import { aloud, byId, h } from './dom.js';
import { groups as groupNames, sentences } from './faults.js';
import { bytes } from './figures.js';
import { sandboxFaults } from './sandbox-client.js';
import { seconds, sentence } from './wording.js';
import { language, put } from './words.js';

/** Bytes a second; the last is no limit. */
const RATES = [20e3, 60e3, 200e3, 600e3, 2e6, 4e6, 12e6, 0];

/** @param {import('./sandbox-client.js').SandboxOptions} day */
export async function setUpLab(day) {
  const lab = byId('lab');
  const waits = h('output', { id: 'waits' }),
    speed = h('output', { id: 'speed' });
  const latency = h('input', {
    id: 'latency',
    type: 'range',
    min: '0',
    max: '20000',
    step: '200',
    value: '600',
    on: { input: pace },
  });
  const rate = h('input', {
    id: 'rate',
    type: 'range',
    min: '0',
    max: String(RATES.length - 1),
    step: '1',
    value: '5',
    on: { input: pace },
  });
  const key = h('input', {
    id: 'need-key',
    type: 'checkbox',
    on: {
      change: () => {
        day.requireKey = key.checked;
      },
    },
  });

  const search = h('input', {
    id: 'find-fault',
    type: 'search',
    label: 'findFault',
    spellcheck: false,
    on: {
      input: find,
      keydown(event) {
        if (event.key === 'Enter') event.preventDefault();
      },
    },
  });
  put(search, 'placeholder', 'findFault');
  const none = h('p', { className: 'note', t: 'noFault', hidden: true });
  const list = h(
    'div',
    { className: 'faults', role: 'radiogroup', label: 'goesWrong' },
    fault('', h('span', { t: 'nothing' })),
    none,
  );

  /** @param {string} name @param {HTMLElement} said @param {Node} [code] */
  function fault(name, said, code) {
    const input = h('input', {
      type: 'radio',
      name: 'fault',
      value: name,
      checked: !name,
      on: {
        change: () => {
          day.fault = name || undefined;
        },
      },
    });
    return h('label', { className: 'check' }, input, h('span', {}, said, code));
  }

  function pace() {
    const wait = Number(latency.value),
      limit = RATES[Number(rate.value)];
    day.latency = wait;
    day.rate = limit || undefined;
    waits.textContent = seconds(wait);
    speed.textContent = limit ? `${bytes(limit)}/s` : '∞';
  }

  /** What holds every word that is looked for, in the name or in what is said; unfolded, while one looks. */
  function find() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const group of list.querySelectorAll('details')) {
      let here = 0;
      for (const item of group.querySelectorAll('label')) {
        const text = `${group.firstElementChild?.textContent} ${item.textContent}`.toLowerCase();
        item.hidden = !words.every((word) => text.includes(word));
        here += Number(!item.hidden);
      }
      group.hidden = !here;
      group.open = words.length > 0 || group.querySelector(':checked') !== null;
      found += here;
    }
    none.hidden = found > 0;
    if (words.length) aloud('found', found);
  }

  lab.append(
    h(
      'div',
      { className: 'stack' },
      h('fieldset', { id: 'fault-field' }, h('legend', { t: 'goesWrong' }), search, list),
      h(
        'div',
        { className: 'field' },
        h('label', { htmlFor: 'latency' }, h('span', { t: 'latency' }), ' ', waits),
        latency,
      ),
      h(
        'div',
        { className: 'field' },
        h('label', { htmlFor: 'rate' }, h('span', { t: 'rate' }), ' ', speed),
        rate,
      ),
      h('label', { className: 'check' }, key, h('span', { t: 'needKey' })),
    ),
  );
  pace();
  // What is wrong here was put right elsewhere.
  addEventListener('calm', () => {
    for (const input of list.querySelectorAll('input')) input.checked = !input.value;
    key.checked = false;
    find();
  });

  /** In the language that is chosen, without the marks of code. @param {string} english @param {string | undefined} chinese */
  const spoken = (english, chinese) => {
    const span = h('span', {});
    const say = () => {
      span.textContent = ((language() !== 'en' && chinese) || english).replaceAll('`', '');
    };
    addEventListener('languagechosen', say);
    say();
    return span;
  };
  // A sandbox that cannot be loaded says so when it is called.
  const groups = await sandboxFaults().catch(() => []);
  list.append(
    ...groups.map(({ name, faults }) =>
      h(
        'details',
        {},
        h('summary', {}, spoken(name.charAt(0).toUpperCase() + name.slice(1), groupNames[name])),
        ...faults.map(({ name, says }) =>
          fault(name, spoken(sentence(says), sentences[name]), h('code', {}, name)),
        ),
      ),
    ),
  );
}
