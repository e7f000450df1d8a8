// @ts-check
// Calls on their way and the pictures of the last one. Each picture is a call of its own, because each has a card that can be cancelled
// alone; `n` in one call would share an end. What ends alike is told once. Knows nothing of the form.
import { row, words } from './actions.js';
import { byId, h } from './dom.js';
import { call as send } from './call.js';
import { Card } from './card.js';
import { act } from './keys.js';
import { hold } from './leave.js';
import { warned } from './problem.js';
import { tellOf } from './tell.js';

/**
 * @typedef {object} Order what is to be made
 * @property {string} prompt that is sent
 * @property {string} [title] what was asked for, where words of the page's own stand around it: in a variation
 * @property {number} n
 * @property {number[]} [at] which of the pictures that were asked for at first, where not all of them
 * @property {Blob[]} images
 * @property {Record<string, any>} settings options that say what to make
 * @property {string} place
 * @property {boolean} [simulated] whether the sandbox is told to go wrong
 * @property {{ prompts: string[], contents: Blob[] }} [before] the turns that it goes on from, where it is a turn of a conversation
 * @property {Record<string, any>} where options that say where it goes: baseURL, apiKey, fetch
 */
/** @typedef {import('./record.js').Picture} Picture */
/** @typedef {{ card: Card, at: number[] }} End of the pictures with these numbers, on one card */
/**
 * What was asked for at once.
 * @typedef {object} Batch
 * @property {HTMLElement} box
 * @property {string[]} urls
 * @property {Map<string, End>} ends without a picture, by how
 */
/**
 * @typedef {object} Events
 * @property {(picture: Picture) => void} made
 * @property {(order: Order) => void} began
 * @property {(order: Order) => Promise<Order | undefined>} again the order as it is to be sent once more, if it may
 * @property {import('./actions.js').Desk} desk
 */

/** As the package does with `n`. */
const AT_ONCE = 3;

/** @param {Events} events */
export function setUpStage({ made, began, again, desk }) {
  const stage = byId('stage');
  /** @type {Set<AbortController>} */
  const running = new Set();
  /** @type {Set<Card>} */
  const cards = new Set();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let clock;

  function busy() {
    byId('cancel').hidden = !running.size;
    if (running.size) clock ??= setInterval(() => cards.forEach((card) => card.tick()), 100);
    else clock = void clearInterval(clock);
  }

  /** A place for what comes, before all others. Those that are over make room; their pictures are in the gallery. @param {string} title @returns {Batch} */
  function begin(title) {
    const box = h('section', { className: 'batch', label: ['batch', title] });
    const urls = /** @type {string[]} */ ([]);
    for (const old of stage.querySelectorAll('.batch'))
      if (!old.querySelector('[data-state="working"]')) old.dispatchEvent(new Event('leave'));
    box.addEventListener('leave', () => {
      box.remove();
      urls.forEach((url) => URL.revokeObjectURL(url));
    });
    stage.prepend(box);
    return { box, urls, ends: new Map() };
  }

  /** @param {Order} order @param {Batch} [among] what was asked for with it @param {Element | null} [before] what stands there */
  async function make(order, among, before = null) {
    began(order);
    const batch = among?.box.isConnected ? among : begin(order.title ?? order.prompt);
    const { box } = batch;
    const waiting = (order.at ?? Array.from({ length: order.n }, (_, at) => at)).map(
      (at) => () => one(order, at, batch, before),
    );
    const begun = waiting.map((prepare) => prepare());
    // Where the form stands above, the pictures take its place; beside it, the page moves only as far as it must. The focus stays.
    box.scrollIntoView({ block: matchMedia('(max-width: 56rem)').matches ? 'start' : 'nearest' });
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, begun.length) }, async () => {
        for (let next; (next = begun.shift()); ) await next();
      }),
    );
    if (
      stage.firstElementChild !== box &&
      !box.querySelector(':is([data-state="failed"], [data-state="cancelled"], [data-state="working"])')
    )
      box.dispatchEvent(new Event('leave'));
  }

  /** A card at once, and what runs behind it. @param {Order} order @param {number} index @param {Batch} batch @param {Element | null} before */
  function one(order, index, batch, before) {
    const call = new AbortController();
    const card = new Card(order, () => call.abort());
    const told = tellOf(order.title ?? order.prompt);
    cards.add(card);
    running.add(call);
    batch.box.insertBefore(card.element, before);
    busy();
    const over = () => {
      cards.delete(card);
      running.delete(call);
      hold(call, false, order.place);
      told.over();
      busy();
    };
    // One that waits for its turn has nothing to wait for to be cancelled.
    const unbegun = () => {
      cancelled();
      over();
    };
    call.signal.addEventListener('abort', unbegun);
    const cancelled = () => end('cancelled', card, order, index, batch, (ways) => card.cancelled(ways.again));
    return async () => {
      if (call.signal.aborted) return;
      call.signal.removeEventListener('abort', unbegun);
      hold(call, true, order.place);
      try {
        card.begin();
        const { pictures, result } = await send(order, index, call.signal, (event) => card.hear(event));
        let last = card.element;
        for (const [at, picture] of pictures.entries()) {
          const place = at ? new Card(order, () => {}) : card;
          if (at) last.after(place.element);
          last = place.element;
          await show(picture, place, batch, warned(result.warnings));
          made(picture);
          told.made(picture);
        }
        result.revoke();
      } catch (error) {
        const { code, status, text } = /** @type {any} */ (error ?? {});
        if (call.signal.aborted) cancelled();
        else {
          told.failed();
          end(JSON.stringify([code, status, text]), card, order, index, batch, (ways) =>
            card.fail(error, ways),
          );
        }
      } finally {
        over();
      }
    };
  }

  /** @param {Picture} picture @param {Card} card @param {Pick<Batch, 'urls'>} batch @param {Node[]} [notes] */
  async function show(picture, card, { urls }, notes = []) {
    const url = URL.createObjectURL(picture.blob);
    urls.push(url);
    await card.show(picture, url, {
      open: () => desk.view(picture),
      below: [row(picture, desk), ...words(picture), ...notes],
    });
  }

  /**
   * Without a picture. Of those that end alike in a batch the first one's card stands for all, and makes all of them again.
   * @param {string} how @param {Card} card @param {Order} order @param {number} index @param {Batch} batch
   * @param {(ways: import('./problem.js').Ways & { again: () => void }) => void} tell
   */
  function end(how, card, order, index, batch, tell) {
    const { ends } = batch;
    const same = ends.get(how);
    if (same?.card.element.isConnected) {
      same.at.push(index);
      same.card.stand(card, same.at.length);
      return;
    }
    const ended = { card, at: [index] };
    ends.set(how, ended);
    const anew = async (/** @type {Order} */ asked) => {
      const next = await again(asked);
      if (!next) return;
      const before = card.element.nextElementSibling;
      card.element.remove();
      make({ ...next, n: ended.at.length, at: ended.at }, batch, before);
    };
    tell({
      again: () => void anew(order),
      async mend(what) {
        if (await desk.mend(what, order.place))
          void anew(what === 'sandbox' ? { ...order, place: 'sandbox' } : order);
      },
    });
  }

  const cancel = () => running.forEach((call) => call.abort());
  document.addEventListener('keydown', (event) => {
    if (!document.querySelector('dialog[open]')) act('page', event, { cancelAll: cancel });
  });

  return {
    make,
    /** A picture that was made elsewhere; what is there stays until it is decoded. @param {Picture} picture */
    async present(picture) {
      const card = new Card({ ...picture, where: {} }, () => {});
      const urls = /** @type {string[]} */ ([]);
      await show(picture, card, { urls });
      const batch = begin(picture.prompt);
      batch.urls.push(...urls);
      batch.box.append(card.element);
    },
    cancel,
  };
}
