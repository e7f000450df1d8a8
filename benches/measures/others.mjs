// @ts-check
// What else a page waits for: a picture that goes up, a turn of a long conversation, the first call, many pictures at once, the download.
import { contenders, download } from '../contenders.mjs';
import { MiB } from '../reply.mjs';
import { shuffled } from '../stats.mjs';

/** @typedef {import('../bench.mjs').Context} Context */

/** @param {string} name @param {Context['options']} options */
const takesPart = (name, options) => contenders.some(each => each.name === name) && options.contends(name);

/** A reference image going up, against its bytes posted as they are. The answer is small. @param {Context} context */
export async function upload({ page, server, options, figures }) {
  const size = 20;
  await page.ask('keep', server.base('keep', size * MiB));
  const names = ['raw', ...['wasmagine', 'before', 'ai-sdk', 'genai', 'fetch', 'fetch-native'].filter(name => takesPart(name, options))];
  for (const watched of [false, true]) {
    for (let round = -1; round < options.rounds; round++) {
      for (const contender of shuffled(names, round)) {
        const { start, end, longest } = await page.ask('edit', contender, server.base('edit', 64 * 1024), watched);
        if (round >= 0 && watched) figures.add({ measure: 'upload-block', unit: 'ms', contender, size }, longest ?? NaN);
        else if (round >= 0) figures.add({ measure: 'upload', unit: 'ms', contender, size }, end - start);
        await page.settle();
      }
    }
  }
}

/**
 * From send() to the first byte of the request at the server, turn by turn: 2 MiB of picture and as much signature each. Beside it one
 * Blob as long as the request: what the browser takes to send that much.
 * @param {Context} context
 */
export async function session({ behind, page, server, options, figures }) {
  const turns = 10;
  for (let round = -1; round < options.conversations; round++) {
    const id = `session-${round}`;
    const asked = await page.ask('session', server.base(id, 2 * MiB, 0, 2 * MiB), turns);
    const stamps = server.take(id);
    if (stamps.length !== turns) throw new Error(`${turns} turns made ${stamps.length} requests`);
    for (const [i, { head, length }] of stamps.entries()) {
      await page.settle();
      const posted = await page.ask('post', server.base('post', 64 * 1024), length);
      const [raw] = server.take('post');
      if (round < 0) continue;
      figures.add({ measure: 'session', unit: 'ms', contender: 'wasmagine', n: i + 1 }, head - behind - asked[i]);
      figures.add({ measure: 'session', unit: 'ms', contender: 'raw', n: i + 1 }, raw.head - behind - posted);
    }
    await page.settle();
  }
}

/** @param {Context} context */
export async function first({ page, options, figures }) {
  for (let round = 0; round < options.rounds; round++) {
    await page.fresh();
    await page.settle();
    figures.add({ measure: 'first', unit: 'ms', contender: 'wasmagine' }, await page.ask('instantiate'));
  }
}

/** Pictures of 2 MiB, as fast as they come. @param {Context} context */
export async function many({ page, server, options, figures }) {
  const size = 2;
  const names = ['wasmagine', 'before', 'array-buffer', 'blob'].filter(name => takesPart(name, options));
  for (const watched of [false, true]) {
    for (const n of [1, 8, 64]) {
      const bases = Array.from({ length: n }, (_, i) => server.base('many', size * MiB, 0, 0, server.origins[i % server.origins.length]));
      for (let round = -1; round < options.rounds; round++) {
        for (const contender of shuffled(names, round)) {
          const { start, end, longest } = await page.ask('many', contender, bases, watched);
          if (round >= 0 && watched) figures.add({ measure: 'many-block', unit: 'ms', contender, size, n }, longest ?? NaN);
          else if (round >= 0) figures.add({ measure: 'many', unit: 'MB/s', contender, size, n }, (n * size * MiB) / 1000 / (end - start));
          await page.settle();
        }
      }
    }
  }
  server.take('many');
}

/** @param {Context} context */
export async function size({ options, figures }) {
  for (const { name } of contenders.filter(({ is, name }) => is !== 'bound' && options.contends(name))) {
    const { raw, brotli } = await download(name);
    figures.add({ measure: 'size', unit: 'bytes', contender: name }, brotli);
    figures.add({ measure: 'size-raw', unit: 'bytes', contender: name }, raw);
  }
}
