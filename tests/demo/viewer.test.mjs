// @ts-check
// A picture seen large, and what is told of it, on whatever there is to look at it.
import assert from 'node:assert/strict';
import { run } from '../harness/browsers.mjs';
import { stand, test } from './stand.mjs';

const demo = stand();

/** @param {number} width @param {number} height */
const screen = (width, height) => demo.page.chromium('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 });

async function large() {
  await run(demo.driver, () => /** @type {any} */ (document.querySelector('#tiles .tile')).click());
  await demo.page.until(() => document.querySelector('.viewer .asked'));
}

const long = 'A lighthouse on a rock in a storm at night, its beam across the rain, a small boat far out, everything in deep blue and one warm yellow, seen from the shore';

for (const [width, height] of /** @type {const} */ ([[390, 844], [320, 568], [844, 390], [768, 1024], [1280, 800]])) {
  test(`the prompt is read whole, and everything is within reach, at ${width} × ${height}`, async () => {
    try {
      await screen(width, height);
      await demo.fresh();
      await demo.page.make(long);
      await demo.page.ended('shown');
      await demo.page.kept(1);
      await large();
      const seen = await run(demo.driver, () => {
        const box = (/** @type {string} */ css) => /** @type {HTMLElement} */ (document.querySelector(css));
        const asked = box('.viewer .asked'), line = parseFloat(getComputedStyle(asked).lineHeight), { top } = asked.getBoundingClientRect();
        const picture = box('.viewer .room img').getBoundingClientRect();
        /** @type {Record<string, unknown>} */
        const told = { whole: asked.clientHeight >= asked.scrollHeight, begins: top + 2 * line <= innerHeight, picture: picture.width >= Math.min(innerWidth, innerHeight) * 0.55 && picture.height > 0 };
        const last = /** @type {HTMLElement} */ ([...document.querySelectorAll('.viewer aside > *')].at(-1));
        last.scrollIntoView({ block: 'end', behavior: 'instant' });
        const end = last.getBoundingClientRect(), close = box('.viewer [data-does="dismiss"]').getBoundingClientRect();
        told.end = Math.floor(end.bottom) <= innerHeight && end.top >= close.bottom;
        told.close = close.top >= 0 && document.elementFromPoint(close.left + 5, close.top + 5)?.closest('[data-does]')?.getAttribute('data-does');
        return told;
      });
      assert.deepEqual(seen, { whole: true, begins: true, picture: true, end: true, close: 'dismiss' });
      await demo.page.dismiss('.viewer');
    } finally {
      await demo.page.chromium('Emulation.clearDeviceMetricsOverride');
    }
  });
}

test('a prompt of many pages leaves room for the rest on a wide screen', async () => {
  await demo.fresh();
  await run(demo.driver, (long) => { /** @type {any} */ (document.getElementById('prompt')).value = Array(40).fill(long).join('\n'); }, long);
  await demo.page.send();
  await demo.page.ended('shown');
  await demo.page.kept(1);
  await large();
  const { prompt, edit } = await run(demo.driver, () => ({
    prompt: /** @type {HTMLElement} */ (document.querySelector('.viewer .asked')).clientHeight,
    edit: /** @type {HTMLElement} */ (document.querySelector('.viewer [data-does="edit"]')).getBoundingClientRect().bottom - innerHeight,
  }));
  assert.ok(prompt > 150, `${prompt}`);
  assert.ok(edit < 0, `${edit}`);
  await demo.page.dismiss('.viewer');
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
