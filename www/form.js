// @ts-check
// The form: where a call goes, with which key, and all that it says when it is sent. Starts nothing, and reads nothing from the page's
// address.
import { byId } from './dom.js';
import { put, t } from './words.js';
import { Keys, homeOf, places } from './places.js';
import { pick, picked, setUpOptions } from './options.js';
import { setUpReferences } from './references.js';

/** @typedef {import('./sandbox-client.js').SandboxOptions} SandboxOptions */
/** @typedef {import('./stage.js').Order} Order */

/** @param {Element} element */
export function unfold(element) {
  for (let box = element.closest('details'); box; box = box.parentElement?.closest('details') ?? null)
    box.open = true;
}

/** By which name the browser keeps what was chosen: see choices.js. */
export const CHOICES = 'wasmagine settings';

/** @param {typeof import('./choices.js')} [choices] where there are some of the last visit */
export function setUpForm(choices) {
  const [base, key, keep] = ['base', 'key', 'keep'].map(byId);
  const keys = new Keys();
  const options = setUpOptions();
  const references = setUpReferences(options.most);
  /** How the sandbox behaves; the lab changes it. @type {SandboxOptions} */
  const day = { latency: [400, 800], rate: 4e6 };

  const place = () => picked('place');
  /** Whose keys a place takes. @param {string} at @param {string} address */
  const homeAt = (at, address) => places[at].address ?? (at === 'other' ? homeOf(address) : undefined);
  /** The place whose key the field holds. */
  const home = () => homeAt(place(), base.value);

  function showPlace() {
    byId('sandbox').hidden = place() !== 'sandbox';
    byId('remote').hidden = place() === 'sandbox';
    byId('address').hidden = base.disabled = place() !== 'other';
    options.offer(places[place()].host);
    showKey();
  }

  function showKey() {
    const at = home();
    key.value = keys.get(at);
    keep.checked = keys.isKept(at);
    key.disabled = keep.disabled = at === undefined;
    key.placeholder = '';
    if (at === undefined) put(key, 'placeholder', 'firstBase');
    else put(key, 'placeholder', 'keyHint');
    byId('home').textContent = at ?? '';
    byId('home').parentElement.hidden = at === undefined;
    byId('finding').replaceChildren();
  }

  byId('form').addEventListener('change', (/** @type {any} */ { target }) => {
    if (target.name === 'place') showPlace();
  });
  byId('form').addEventListener('change', summary);
  byId('form').addEventListener('shown', summary);
  for (const name of ['languagechosen', 'calm']) addEventListener(name, summary);
  base.addEventListener('input', showKey);
  key.addEventListener('input', () => {
    const at = home();
    if (at !== undefined) keys.set(at, key.value.trim());
    byId('finding').replaceChildren();
    summary();
  });
  keep.addEventListener('change', () => {
    const at = home();
    if (at !== undefined) keys.keep(at, keep.checked);
  });

  /** What lies in the fold, in a line. The sandbox draws alike whatever model is chosen. */
  function summary() {
    const { model: id, seed, system, thinking, search, responseModalities } = options.read();
    const at = place();
    const model = byId('model').value ? byId('model').selectedOptions[0].textContent : id;
    /** @type {Record<string, string>} */
    const names = {
      sandbox: `${t('sandbox')} · ${t('free')}`,
      kkiai: 'kkiai',
      google: 'Google',
      other: t('other'),
    };
    byId('chosen').textContent = [
      names[at],
      at !== 'sandbox' && model,
      places[at].address && !keys.get(home()) && t('noKey'),
      at === 'sandbox' && day.fault && t('simulating'),
      thinking?.level && t('thinks', t(`level-${thinking.level}`)),
      search && t('search'),
      responseModalities && t('imageOnly'),
      seed !== undefined && `${t('seed')} ${seed}`,
      system && t('system'),
    ]
      .filter(Boolean)
      .join(' · ');
  }
  // What is missing cannot be shown in what is folded.
  byId('form').addEventListener('invalid', (/** @type {any} */ { target }) => unfold(target), true);

  /** Where a call goes; `where` is what createClient is told. */
  function to(at = place(), address = base.value.trim()) {
    if (at === 'sandbox') {
      const asked = { ...day };
      return {
        place: at,
        simulated: Boolean(day.fault || day.requireKey),
        where: {
          fetch: async (/** @type {Request} */ request) =>
            (await import('./sandbox-client.js')).sandboxFetch(asked)(request),
        },
      };
    }
    const apiKey = keys.get(homeAt(at, address));
    return {
      place: at,
      simulated: false,
      where: { baseURL: places[at].baseURL ?? address, ...(apiKey && { apiKey }) },
    };
  }

  let asking = false;

  /** Whether a call may go, and whether here. A key that looks like another host's is asked about first, and perhaps goes there: what the form says is read after this. */
  async function sure(of = home) {
    if (asking) return undefined;
    if (!keys.get(of())) return 'here';
    const { whereTo } = await import('./astray.js');
    const at = String(of()),
      held = keys.get(at);
    if (asking) return undefined;
    if (!held) return 'here';
    asking = true;
    const answer = await whereTo(held, at).finally(() => {
      asking = false;
    });
    const { address } = places[answer ?? ''] ?? {};
    if (address) {
      keys.move(at, address);
      pick('place', String(answer));
      showPlace();
    }
    return answer;
  }

  const last = choices?.recall();
  if (last) pick('place', last.place);
  // Browsers put back what was typed before a reload; the page shows what the controls then say.
  showPlace();
  if (last) {
    choices?.write(options, last.settings);
    pick('n', String(last.n));
  }
  const chosen = async () =>
    (await import('./choices.js')).keep({ place: place(), n: options.n(), settings: options.chosen() });
  for (const name of ['change', 'shown', 'submit']) byId('form').addEventListener(name, () => void chosen());

  return {
    day,
    references,
    options,
    place,
    sure,
    to,
    /** Once more where it went, with the key that belongs there now, and by a sandbox as it is now. @param {Order} order */
    async again(order) {
      const answer = await sure(() => homeAt(order.place, order.where.baseURL));
      return answer && { ...order, ...to(answer === 'here' ? order.place : answer, order.where.baseURL) };
    },
    /** @returns {Order} */
    read: () => ({
      prompt: byId('prompt').value.trim(),
      n: options.n(),
      images: references.blobs(),
      settings: options.read(),
      ...to(),
    }),
  };
}
