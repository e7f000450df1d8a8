// @ts-check
// One call of the API, and the records of what it gave.
import { streamImage } from './wasmagine/index.js';
import { record } from './record.js';

/** @typedef {import('./wasmagine/index.js').ImageEvent} ImageEvent */

/**
 * Rejects as the package does. Whoever calls lets go of the result with `revoke()`.
 * @param {import('./stage.js').Order} order @param {number} index which of its pictures: each has a seed of its own, the next one
 * @param {AbortSignal} signal @param {(event: ImageEvent) => void} hear
 */
export async function call(order, index, signal, hear) {
  const started = performance.now();
  const { images, where, prompt } = order;
  const seed = order.settings.seed === undefined ? undefined : order.settings.seed + index;
  const settings = { ...order.settings, ...(seed !== undefined && { seed }) };
  const stream = streamImage(prompt, { ...settings, ...(images.length && { images }), signal, ...where });
  for await (const event of stream) hear(event);
  const result = await stream.result;
  const took = performance.now() - started;
  return {
    result,
    pictures: result.images.map((image) => record(image, result, { ...order, settings }, took)),
  };
}
