// @ts-check
// What the form said last, for the next visit: the service by its name, the settings, and how many pictures. No key and no address is among it,
// and what comes back is held to its types, as anything on the origin may have written it.
import { CHOICES } from './form.js';
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
