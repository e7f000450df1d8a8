// @ts-check
// What the page shows of the queue while one goes on working: how far it is, why it stands still, what failed, and what can be done about it.
import { PRICED, PRICE_LIST } from './cost.js';
import { aloud, button, byId, h } from './dom.js';
import { everyFrame } from './over.js';
import { happened, problem } from './problem.js';
import { money } from './wording.js';
import { language, put, t } from './words.js';

/** @typedef {import('./runner.js').Job} Job */
/** @typedef {import('./runner.js').Seen} Seen */

/** More is not read. */
const MOST_LISTED = 50;

/** As one says how long something takes. @param {number} ms */
export function roughly(ms) {
  const [unit, size] = ms < 55e3 ? ['second', 5e3] : ms < 5.4e6 ? ['minute', 6e4] : ['hour', 3.6e6];
  const count = Math.max(1, Math.ceil(ms / Number(size))) * (unit === 'second' ? 5 : 1);
  return new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'short' }).format(count);
}

/** @param {import('./queue.js').Runner} runner @param {import('./actions.js').Desk} desk */
export function setUpPanel(runner, desk) {
  const far = h('span', { className: 'far' });
  const spent = h('a', {
    className: 'note',
    href: PRICE_LIST,
    rel: 'noreferrer noopener',
    target: '_blank',
    hidden: true,
    title: ['costFrom', PRICED],
  });
  const bar = h('progress', { label: 'queueProgress' });
  const says = h('p', { className: 'says note', hidden: true });
  const why = h('div', { className: 'why', hidden: true });
  const press = (/** @type {string} */ does, /** @type {() => void} */ click) =>
    h('button', { type: 'button', t: does, data: { does }, on: { click } });
  const pause = press('queuePause', () => runner.pause());
  const go = press('queueGo', () => void runner.go());
  const now = press('queueNow', () => void runner.go());
  const stop = press('queueStop', () => arm('queueStopSure', () => runner.stop()));
  const discard = press('queueDiscard', () => arm('queueDiscardSure', () => void runner.discard()));
  const close = button('close', 'dismiss', () => void runner.discard());
  const yes = h('button', { type: 'button', className: 'danger', on: { click: () => answer(true) } });
  const no = press('queueKeep', () => answer(false));
  const asked = h('p', { className: 'note' });
  const question = h('div', { className: 'row sure', hidden: true }, asked, yes, no);
  const failed = list('failed', 'queueFailedAll', 'queueAgain');
  const unclear = list('unclear', 'queueUnclear', 'queueAgainUnclear');
  const element = h(
    'section',
    { className: 'queue', label: 'queue', tabIndex: -1 },
    h(
      'div',
      { className: 'head' },
      h('h2', { t: 'queue' }),
      far,
      spent,
      h('span', { className: 'grow' }),
      now,
      pause,
      go,
      stop,
      discard,
      close,
    ),
    bar,
    says,
    question,
    why,
    failed.element,
    unclear.element,
  );
  /** What is done when it is answered. @type {(() => void) | undefined} */
  let sure;
  /** What was told aloud last. */
  let told = '';
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let clock;
  /** @type {unknown} */
  let because;

  /** What costs money or throws work away is asked about, unless there is nothing to lose. @param {'queueStopSure' | 'queueDiscardSure'} key @param {() => void} does */
  function arm(key, does) {
    const { running, waiting, call } = runner.see();
    const lost = key === 'queueStopSure' ? running : running + waiting;
    if (!lost || (key === 'queueStopSure' && call.place === 'sandbox')) return does();
    sure = does;
    put(asked, '', key === 'queueStopSure' ? 'queueStopAsk' : 'queueDiscardAsk', lost);
    put(yes, '', key);
    question.hidden = false;
    yes.focus();
  }

  /** @param {boolean} agreed */
  function answer(agreed) {
    const does = sure;
    sure = undefined;
    question.hidden = true;
    if (agreed) does?.();
    element.focus({ preventScroll: true });
  }

  /** Jobs that may be sent once more, all at once. @param {'failed' | 'unclear'} which @param {string} title @param {string} again */
  function list(which, title, again) {
    const summary = h('summary', {});
    const rows = h('ul', {});
    const element = h(
      'details',
      { className: which, hidden: true, open: which === 'unclear' },
      summary,
      which === 'unclear' && h('p', { className: 'note', t: 'queueUnclearNote' }),
      rows,
    );
    const button = press(again, () => {
      void runner.again(which);
      box.focus({ preventScroll: true });
    });
    const box = h('div', { className: 'list', tabIndex: -1, hidden: true }, element, button);
    let drawn = '';
    return {
      element: box,
      /** @param {readonly Job[]} jobs @param {Seen['call']} call */
      show(jobs, call) {
        box.hidden = element.hidden = !jobs.length;
        put(summary, '', title, jobs.length);
        put(button, '', again, jobs.length);
        const name = jobs.map(({ id }) => id).join();
        if (drawn === name) return;
        drawn = name;
        rows.replaceChildren(
          ...jobs.slice(0, MOST_LISTED).map(({ prompt, failure }) =>
            h(
              'li',
              {},
              h('span', { className: 'prompt' }, prompt.length > 160 ? `${prompt.slice(0, 159)}…` : prompt),
              failure && h('span', { className: 'reason', t: happened(failure, call) }),
              failure?.maybeBilled &&
                h('span', {
                  className: 'note',
                  t: call.place === 'sandbox' ? 'wouldBeBilled' : 'maybeBilled',
                }),
            ),
          ),
          ...(jobs.length > MOST_LISTED
            ? [h('li', { className: 'note', t: ['queueMore', jobs.length - MOST_LISTED] })]
            : []),
        );
      },
    };
  }

  /** Why it stands still, as it is told of a picture. @param {Seen} seen */
  function reason({ why: given, call }) {
    if (because === given) return;
    because = given;
    why.hidden = !given;
    if (!given) return why.replaceChildren();
    if ('said' in given)
      return why.replaceChildren(h('p', { className: 'warning', role: 'alert', t: given.said }));
    const box = problem(given.error, call, {
      mend: async (what) => {
        if (await desk.mend(what, call.place)) void runner.go();
      },
    });
    // It goes where it was addressed to.
    box.querySelector('[data-mend="sandbox"]')?.remove();
    why.replaceChildren(box);
  }

  function draw() {
    const seen = runner.see();
    const { state, all, done, waiting, running, dollars, left, until, call } = seen;
    const gone = state === 'none';
    if (gone) {
      clearInterval(clock);
      clock = undefined;
      because = undefined;
      told = '';
      if (element.contains(document.activeElement)) byId('queue').focus();
      element.remove();
      return;
    }
    if (!element.isConnected) byId('stage').before(element);
    const elsewhere = state === 'elsewhere',
      over = !elsewhere && !waiting && !running,
      runs = state === 'running',
      rest = Math.max(0, until - Date.now()),
      here = element.contains(document.activeElement);
    far.textContent = elsewhere
      ? ''
      : [
          t('queueFar', done, all),
          seen.failed.length > 0 && t('queueFailed', seen.failed.length),
          runs && left !== undefined && t('queueTime', roughly(left)),
          !runs && running > 0 && t('queueEnding', running),
        ]
          .filter(Boolean)
          .join(' · ');
    bar.hidden = elsewhere;
    Object.assign(bar, { max: all || 1, value: done });
    spent.hidden = dollars === undefined;
    if (dollars !== undefined) put(spent, '', 'cost', () => money(dollars));
    /** @type {[key: string, ...args: unknown[]] | undefined} */
    const sentence = elsewhere
      ? ['queueElsewhere']
      : runs && rest
        ? ['queueWaits', roughly(rest)]
        : !runs && waiting
          ? ['queueLeft', waiting, all]
          : over
            ? ['queueDone', done]
            : undefined;
    says.hidden = !sentence;
    if (sentence) put(says, '', ...sentence);
    if (sentence && told !== sentence[0]) aloud(...sentence);
    told = sentence?.[0] ?? '';
    for (const [each, shown] of /** @type {[HTMLElement, boolean][]} */ ([
      [now, runs && rest > 0],
      [pause, runs],
      [go, !runs && waiting > 0],
      [stop, running > 0 || runs],
      [discard, !elsewhere && !runs && !running && (waiting > 0 || !over)],
      [close, over],
    ]))
      each.hidden = !shown;
    if (question.hidden === false && (over || (!running && !waiting))) answer(false);
    failed.show(seen.failed, call);
    unclear.show(seen.unclear, call);
    reason(seen);
    // What was pressed may be gone.
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    if (here && (active === document.body || active?.closest('[hidden]')))
      ([go, pause, close].find(({ hidden }) => !hidden) ?? element).focus({ preventScroll: true });
    if (runs && rest) clock ??= setInterval(draw, 1000);
    else clock = void clearInterval(clock);
  }

  const { told: show } = everyFrame(draw);
  addEventListener('languagechosen', () => element.isConnected && draw());
  return { show: () => show(), element };
}
