// @ts-check
// What the form said last, for the next visit: the service by its name, the settings, and how many pictures. No key and no address is among it,
// and what comes back is held to its types, as anything on the origin may have written it. And how the form is made to say settings.
import { byId } from './dom.js';
import { CHOICES } from './form.js';
import { pick } from './options.js';
import { places } from './places.js';
import { settingsOf } from './settings.js';
import { remember, remembered } from './words.js';

/** @typedef {{ place: string, n: number, settings: Record<string, any> }} Choices */

/** @param {Choices} choices */
export const keep = ({ place, n, settings }) =>
  remember(CHOICES, JSON.stringify({ place, n, settings: settingsOf(settings) }));

/** @returns {Choices | undefined} */
export function recall() {
  try {
    const { place, n, settings } = JSON.parse(remembered(CHOICES));
    if (!Object.hasOwn(places, place)) return undefined;
    return { place: String(place), n: [1, 2, 3, 4].includes(n) ? n : 1, settings: settingsOf(settings) };
  } catch {
    return undefined; // something else wrote it
  }
}

/** Lets the form say what a kept picture has. @param {ReturnType<typeof import('./options.js').setUpOptions>} options @param {Record<string, any>} settings */
export function write(options, settings) {
  const {
    model,
    aspectRatio = '',
    size = '',
    seed = '',
    system = '',
    thinking,
    search,
    responseModalities,
  } = settings;
  options.choose(model);
  pick('ratio', aspectRatio);
  pick('size', size);
  byId('seed').value = seed;
  byId('system').value = system;
  byId('thinking').value = thinking?.level ?? '';
  // A model that does not think says nothing of one that does.
  if (!byId('thoughts-field').hidden) byId('thoughts').checked = thinking?.includeThoughts ?? false;
  byId('web').checked = search === true || Boolean(search?.web);
  byId('pictures').checked = Boolean(search?.image);
  byId('only').checked = responseModalities?.length === 1;
  byId('model').dispatchEvent(new Event('shown', { bubbles: true }));
}
