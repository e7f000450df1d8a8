// @ts-check
// Bytes of what pictures lead to, where their records do not say: older pages wrote none.
import { blobs } from './database.js';
import { store } from './store.js';

/** @typedef {import('./record.js').Kept} Kept */

/** At once. */
const SOME = 200;

/** Tells them, and writes them down. @param {Kept[]} pictures */
export async function weigh(pictures) {
  const unknown = pictures.filter(
    ({ sizes }) => !Array.isArray(sizes) || !sizes.length || !sizes.every((size) => size >= 0),
  );
  for (let from = 0; from < unknown.length; from += SOME) {
    const some = unknown.slice(from, from + SOME);
    const blobOf = await blobs(some.flatMap(({ blob, small }) => [blob, small]));
    for (const picture of some)
      picture.sizes = [picture.blob, picture.small].map((at) => blobOf(at)?.size ?? 0);
  }
  const known = new Map(unknown.map(({ id, sizes }) => [id, { sizes }]));
  await store.change([...known.keys()], ({ id }) => known.get(id) ?? {}).catch(() => {});
}
