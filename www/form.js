// @ts-check
// The form: where a call goes, with which key, and all that it says when it is sent. Starts nothing, and reads nothing from the page's
// address.
import { byId } from './dom.js';
import { put, t } from './words.js';
import { Keys, homeOf, places } from './places.js';
import { pick, picked, setUpOptions } from './options.js';
import { setUpReferences } from './references.js';

/** @typedef {import('./sandbox-client.js').SandboxOptions} SandboxOptions */
/**
 * @typedef {object} Order what is to be made
 * @property {string} prompt
 * @property {string} [origin] the prompt of the picture that it varies
 * @property {number} n
 * @property {Blob[]} images
 * @property {Record<string, any>} settings options that say what to make
 * @property {string} place
 * @property {{ prompts: string[], contents: Blob[] }} [before] the turns that it goes on from, where it is a turn of a conversation
 * @property {Record<string, any>} where options that say where it goes: baseURL, apiKey, fetch
 */

export function setUpForm() {
  const [base, key, keep] = ['base', 'key', 'keep'].map(byId);
  const keys = new Keys();
  const options = setUpOptions();
  const references = setUpReferences(options.most);
  /** How the sandbox behaves; the lab changes it. @type {SandboxOptions} */
  const day = { latency: [400, 800], rate: 4e6 };

  const place = () => picked('place');
  /** The place whose key the field holds. */
  const home = () => places[place()].address ?? (place() === 'other' ? homeOf(base.value) : undefined);

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
    byId('home').textContent = at ?? '–';
    byId('finding').replaceChildren();
  }

  byId('form').addEventListener('change', (/** @type {any} */ { target }) => {
    if (target.name === 'place') showPlace();
  });
  byId('form').addEventListener('change', summary);
  byId('form').addEventListener('shown', summary);
  addEventListener('languagechosen', summary);
  base.addEventListener('input', showKey);
  key.addEventListener('input', () => {
    const at = home();
    if (at !== undefined) keys.set(at, key.value.trim());
    byId('finding').replaceChildren();
  });
  keep.addEventListener('change', () => {
    const at = home();
    if (at !== undefined) keys.keep(at, keep.checked);
  });

  /** What is chosen, in a line, where the settings are folded: on a phone, at first. */
  function summary() {
    const { model: id, aspectRatio, size } = options.read();
    const model = byId('model').value ? byId('model').selectedOptions[0].textContent : id;
    const names = { sandbox: t('sandbox'), kkiai: 'kkiai', google: 'Google', other: t('other') };
    byId('chosen').textContent = [names[/** @type {'other'} */ (place())], model, aspectRatio, size].filter(Boolean).join(' · ');
  }
  const wide = matchMedia('(min-width: 56rem)');
  const fold = () => { byId('setup').open = wide.matches; };
  wide.addEventListener('change', fold);
  fold();
  // What is missing cannot be shown in what is folded.
  byId('form').addEventListener('invalid', () => { byId('setup').open = true; }, true);

  /** What createClient is told. */
  function where() {
    if (place() === 'sandbox') {
      const asked = { ...day };
      return { fetch: async (/** @type {Request} */ request) => (await import('./sandbox-client.js')).sandboxFetch(asked)(request) };
    }
    const apiKey = keys.get(home());
    return { baseURL: places[place()].baseURL ?? base.value.trim(), ...(apiKey && { apiKey }) };
  }

  let asking = false;

  /** Whether a call may go. A key that looks like another host's is asked about first, and perhaps goes there: what the form says is read after this. */
  async function sure() {
    if (asking || !keys.get(home())) return !asking;
    const { whereTo } = await import('./astray.js');
    const at = String(home()), held = keys.get(at);
    if (asking || !held) return !asking;
    asking = true;
    const answer = await whereTo(held, at).finally(() => { asking = false; });
    const { address } = places[answer ?? ''] ?? {};
    if (address) {
      keys.move(at, address);
      pick('place', String(answer));
      showPlace();
    }
    return answer !== undefined;
  }

  // Browsers put back what was typed before a reload; the page shows what the controls then say.
  showPlace();

  return {
    day, references, options, where, place, sure,
    /** @returns {Order} */
    read: () => ({ prompt: byId('prompt').value.trim(), n: options.n(), images: references.blobs(), settings: options.read(), place: place(), where: where() }),
  };
}
