// @ts-check
// A reader who lags stops what is read from the network, and nobody else does: 64 pictures of 1 MiB, sent as fast as they are taken.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { STOP, Bodies, Body, event, image, picture, talk, text } from './events.mjs';
import { inBrowsers, inNode } from './suite.mjs';

const MiB = 2 ** 20;
const COUNT = 64;

inNode((browser, server) => define('node', browser, server));
inBrowsers(['chromium', 'firefox'], (browser, server) => define(browser.name, browser, server));

/** @param {string} name @param {Pick<import('./suite.mjs').Browser, 'page'>} browser @param {import('./suite.mjs').Server} server */
function define(name, browser, server) {
  const pictures = Array.from({ length: COUNT }, (_, at) => picture(at + 1, MiB));
  const hashes = pictures.map(bytes => createHash('sha256').update(bytes).digest('hex'));
  const size = event([image(pictures[0])]).length;
  /** What the kernel has taken of the body, but for a chunk. */
  let accepted = 0;

  function* chunks() {
    for (const bytes of pictures) {
      const whole = Buffer.from(event([image(bytes)]));
      for (let at = 0; at < whole.length; at += 65536) yield whole.subarray(at, at + 65536);
    }
    yield Buffer.from(STOP);
  }
  const serve = () => {
    accepted = 0;
    server.handle('/big', () => {
      const left = chunks();
      const stream = new ReadableStream({
        pull(controller) {
          const { done, value } = left.next();
          if (done) return controller.close();
          accepted += value.length;
          controller.enqueue(value);
        },
      }, { highWaterMark: 0 });
      // Chromium reads up to 64 MiB ahead of the page, for its cache, unless it may keep nothing.
      return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
    });
  };
  const tick = () => server.handle('/tick', () => Response.json(accepted));

  /** Reads a picture, waits until nothing moves, and so on `stops` times; then all the rest. @param {boolean} counted */
  const lag = (counted, stops = 4) => browser.page(async (page, origin, counted, stops) => {
    const count = page.counting();
    const { streamImage } = await page.entry('index');
    const stream = streamImage('a pig', { baseURL: `${origin}/big`, ...(counted && { fetch: count.fetch }) });
    const iterator = stream[Symbol.asyncIterator]();
    /** @type {any[]} */
    const images = [];
    const read = async () => {
      for (;;) {
        const { done, value } = await iterator.next();
        if (done) return false;
        if (value.type === 'image') return images.push(value.image);
      }
    };
    // A hundred answers later nothing has moved.
    const still = async () => {
      for (let last = '', same = 0; ; ) {
        const now = `${await (await fetch(`${origin}/tick`)).json()} ${count.asked}`;
        same = now === last ? same + 1 : 0;
        if (same === 100) return now.split(' ').map(Number);
        last = now;
      }
    };
    const stopped = [];
    for (let n = 0; n < stops; n++) {
      await read();
      stopped.push(await still());
    }
    while (await read());
    const result = await stream.result;
    return {
      stopped, hashes: await Promise.all(images.map(image => page.sha256(image.blob))),
      same: images.length === result.images.length && images.every((image, at) => image === result.images[at]),
    };
  }, server.origin, counted, stops);

  test('the package asks the body for nothing more while the reader lags, and then for all of it', async () => {
    serve();
    tick();
    const { stopped, ...rest } = await lag(true);
    assert.deepEqual(rest, { hashes, same: true });
    // It asks when it has not a whole event more than the reader has taken, however large the pieces are that it gets.
    for (const [at, [, asked]] of stopped.entries()) assert.ok(asked < (at + 2) * size, `${asked / MiB} MiB after ${at + 1}`);
  });

  // Firefox, and WebKit, read on into memory of their own, whatever a page asks for.
  test("the server's socket stalls", { skip: name === 'firefox' }, async t => {
    serve();
    tick();
    const { stopped, ...rest } = await lag(false);
    assert.deepEqual(rest, { hashes, same: true });
    t.diagnostic(`${name}: ${stopped.map(([accepted]) => (accepted / MiB).toFixed(1)).join(', ')} of ${(COUNT * size / MiB).toFixed(1)} MiB after 1, 2, 3, 4 events`);
    // The kernel's buffers are some 20 MiB of that, the browser's the rest.
    for (const [accepted] of stopped) assert.ok(accepted < COUNT * size / 2, `${accepted / MiB} MiB`);
  });

  test('who only waits for the result stops nothing, and reads it all afterwards', async () => {
    serve();
    tick();
    const told = await browser.page(async (page, origin) => {
      const { streamImage } = await page.entry('index');
      const stream = streamImage('a pig', { baseURL: `${origin}/big` });
      const { images, warnings } = await stream.result;
      /** @type {any[]} */
      const events = [];
      const heard = await page.listen(stream, events);
      return { same: images.every((/** @type {any} */ image, /** @type {number} */ at) => image === events[at].image), heard, warnings };
    }, server.origin);
    assert.deepEqual(told, { same: true, heard: [...pictures.map((_, at) => `0 image ${at + 1}`), 'end'], warnings: [] });
  });

  test('who comes late has what came, and is waited for from then on', async () => {
    const { heard, answer } = talk(server);
    const body = new Body();
    server.handle('/late', () => body.response());
    tick();
    const ended = browser.page(async (page, origin) => {
      const { streamImage } = await page.entry('index');
      const count = page.counting();
      const stream = streamImage('a pig', { baseURL: `${origin}/late`, fetch: count.fetch });
      const all = await page.say(`${origin}/say/began`);
      while (count.asked < all) await fetch(`${origin}/tick`);
      const events = [];
      for await (const event of stream) {
        if (event.type === 'progress') continue;
        events.push(event.text);
        if (events.length === 2) await page.say(`${origin}/say/lags`);
      }
      return events;
    }, server.origin);
    await heard('began');
    const sent = ['a', 'b', 'c'].map(each => event([text(each)])).join('');
    body.send(sent);
    answer('began', sent.length);
    await heard('lags');
    body.send(event([text('d'), image(picture(1))]), STOP).end();
    answer('lags');
    assert.deepEqual(await ended, ['a', 'b', 'c', 'd', null]);
  });

  test('of a piece that holds many events no more are decoded than the reader takes', async () => {
    const whole = Buffer.from([...pictures.slice(0, 8).map(bytes => event([image(bytes)])), STOP].join(''));
    server.handle('/whole', () => new Response(whole, { headers: { 'content-type': 'text/event-stream' } }));
    const told = await browser.page(async (page, baseURL) => {
      const { streamImage } = await page.entry('index');
      const { Blob } = globalThis;
      let made = 0;
      globalThis.Blob = class extends Blob {
        constructor(/** @type {any} */ parts, /** @type {any} */ options) {
          super(parts, options);
          if (options?.type === 'image/png') made++;
        }
      };
      try {
        const counts = [];
        const whole = async (/** @type {Request} */ request) => new Response(await (await fetch(request)).arrayBuffer());
        for await (const { type } of streamImage('a pig', { baseURL, fetch: whole })) {
          if (type !== 'image') continue;
          await fetch(baseURL, { method: 'HEAD' }); // as long as it takes for all else to be done
          counts.push(made);
        }
        return counts;
      } finally {
        globalThis.Blob = Blob;
      }
    }, `${server.origin}/whole`);
    assert.equal(told.length, 8);
    assert.ok(told.every((made, i) => made > i && made <= i + 2), `${told}`); // one ahead at most
  });

  test('a loop that waits for the result holds it up until the time is over, and keeps the picture', async () => {
    server.handle('/inside', () => new Body().send(event([image(picture(4)), text('a')]) + event([text('b')])).response());
    const told = await browser.page(async (page, baseURL) => {
      const { streamImage } = await page.entry('index');
      const clock = page.hold(500);
      const stream = streamImage('a pig', { baseURL, timeout: 500 });
      const told = [];
      for await (const event of stream) {
        if (event.type === 'progress') continue;
        told.push(event.text ?? event.image.width);
        if (event.type !== 'image') continue;
        clock.over();
        told.push((await stream.result).warnings[0].message);
      }
      clock.release();
      return told;
    }, `${server.origin}/inside`);
    // What stood in the same piece is read, and told.
    assert.deepEqual(told, [4, 'the reply broke off after the picture: no whole reply within 500 ms', 'a', 'b']);
  });

  test('n requests go on together once the reader does', async () => {
    const bodies = new Bodies();
    const { heard, answer } = talk(server);
    server.handle('/both', bodies.answer);
    const ended = browser.page(async (page, origin) => {
      const { streamImage } = await page.entry('index');
      const stream = streamImage('a pig', { baseURL: `${origin}/both`, n: 2, concurrency: 2, seed: 0 });
      const told = [];
      for await (const event of stream) {
        if (event.type === 'progress') continue;
        told.push(`${event.index} ${event.text ?? event.image.width}`);
        if (event.text === 'wait') await page.say(`${origin}/say/waits`);
      }
      return [told, (await stream.result).images.length];
    }, server.origin);
    bodies.of(0).send(event([text('wait')]));
    await heard('waits');
    for (const index of [0, 1]) for (const number of [1, 2, 3]) bodies.of(index).send(event([image(picture(10 * index + number))]));
    for (const index of [0, 1]) bodies.of(index).send(STOP).end();
    answer('waits');
    const [told, images] = await ended;
    assert.equal(images, 6);
    assert.equal(told[0], '0 wait');
    for (const index of [0, 1]) assert.deepEqual(told.filter((/** @type {string} */ each) => each.startsWith(`${index} `) && each !== '0 wait'), [1, 2, 3].map(number => `${index} ${10 * index + number}`));
  });
}

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  test('64 pictures of 1 MiB leave wasm memory within 256 KiB of where two left it', async () => {
    await browser.open();
    const { before, after } = await browser.page(async (page, origin) => {
      const { instances } = await import(String('/tests/package/panic.js'));
      const made = instances();
      const { streamImage } = await page.entry('index');
      const pages = () => made.reduce((/** @type {number} */ sum, /** @type {any} */ { exports }) => sum + exports.memory.buffer.byteLength, 0);
      const call = async (/** @type {string} */ fault) => {
        let images = 0;
        for await (const { type } of streamImage('a pig', { baseURL: `${origin}/fault/${fault}` })) images += Number(type === 'image');
        return [images, pages()];
      };
      return { before: await call('events-2x1MiB'), after: await call('events-64x1MiB') };
    }, server.origin);
    assert.equal(after[0], 64);
    assert.ok(after[1] - before[1] <= MiB / 4, `${after[1] - before[1]} bytes more`);
    assert.ok(before[1] > 0 && before[1] < 4 * MiB, `${before[1]} bytes`);
  });
});
