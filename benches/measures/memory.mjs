// @ts-check
// Memory: the peak of all processes of a browser, a fresh one for every figure, and the wasm's own after many calls.
import { contenders } from '../contenders.mjs';
import { withPage } from '../browser.mjs';
import { sample, settled } from '../processes.mjs';
import { MiB } from '../reply.mjs';

/** @typedef {import('../bench.mjs').Context} Context */

/**
 * Above the start: before a contender's script is loaded. Until half a second after the call, with the Blob URL alive. A browser that
 * ends a process of its own meanwhile, as they do some time after they were started, tells nothing: another is asked.
 * @param {Context} context
 */
export async function memory({ browser, server, options, figures }) {
  const size = 20;
  const measure = (/** @type {string} */ name) => withPage(browser, server.origin, async page => {
    const start = await settled();
    const stop = sample();
    await page.ask('call', name, server.base('memory', size * MiB, options.rate), { hold: 500 });
    const { peak, interval, whole } = await stop();
    return whole && { peak: peak - start, interval };
  });
  for (let round = 0; round < options.browsersEach; round++) {
    for (const name of [...contenders.map(({ name }) => name), 'idle'].filter(options.contends)) {
      let told = await measure(name);
      for (let again = 0; !told && again < 3; again++) told = await measure(name);
      if (!told) throw new Error(`${browser} ends processes whenever it is measured`);
      figures.add({ measure: 'memory', unit: 'bytes', contender: name, size }, told.peak);
      figures.add({ measure: 'memory-interval', unit: 'ms', contender: name, size }, told.interval);
    }
  }
}

/** @param {Context} context */
export async function wasm({ page, server, options, figures }) {
  await page.fresh();
  const [first, last] = await page.ask('memory', server.base('wasm', 20 * MiB), options.calls - 1);
  figures.add({ measure: 'wasm', unit: 'bytes', contender: 'wasmagine', n: 1 }, first);
  figures.add({ measure: 'wasm', unit: 'bytes', contender: 'wasmagine', n: options.calls }, last);
}
