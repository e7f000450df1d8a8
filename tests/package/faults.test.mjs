// @ts-check
// Every named fault ends as the table in faults.mjs says, as a single answer and as a stream, and none hangs: in browsers over HTTP, and
// through the `fetch` option, where a chunk of one byte stays one. The replies that contract.mjs writes out too.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { faults } from '../../js/sandbox.js';
import { inBrowsers } from './suite.mjs';
import { differences, summary, table } from './faults.mjs';
import { answer, replies } from './contract.mjs';

/** A small ready-made picture in place of a drawn one, which takes a second; and what is large has tests of its own. */
const small = '+big-1KiB';
const names = faults.filter(name => !['big-20MiB', 'events-64x1MiB'].includes(name));
/** What ends by time alone gets little of it, all else more than it can need. @param {string} name */
const timeout = name => (name.startsWith('stall-') ? 500 : 180_000);

test('the table has a line for every fault, and no other', () => {
  assert.deepEqual(Object.keys(table).sort(), [...faults].sort());
});

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  /** @param {any[]} options of each call; `fault` stands for a sandbox @returns {Promise<any[][]>} */
  const calls = options => browser.page(async (page, options) => {
    const [{ generateImage, streamImage }, { sandbox }] = [await page.entry('index'), await page.entry('sandbox')];
    return Promise.all(options.map(async ({ fault, ...rest }) => {
      const all = { maxRetries: 0, ...rest, ...(fault && { fetch: sandbox({ fault }) }) };
      return [await page.settle(() => generateImage('a red boat', all)), await page.follow(() => streamImage('a red boat', all))];
    }));
  }, options);
  /** @param {{name: string, ends: import('./faults.mjs').Ends}[]} plays @param {any[][]} ends */
  const agree = (plays, ends) => assert.deepEqual(plays.flatMap(({ name, ends: should }, at) => differences(name, should, ends[at][0], ends[at][1])), []);
  const plays = (/** @type {string[]} */ names) => names.map(name => ({ name, ends: table[name] }));

  for (const delivery of ['whole', 'random']) {
    test(`over HTTP, from another origin, delivered as ${delivery}`, async () => {
      const base = `${server.origin.replace('127.0.0.1', 'localhost')}/deliver/${delivery}/fault`;
      // The two that are no answer come below. When a socket breaks, browsers may drop bytes that had come: there is no saying how `cut-end`
      // ends. And what has no end cannot be delivered whole.
      const endless = delivery === 'whole' ? ['cut-body', 'open-end'] : [];
      const seen = names.filter(name => !['network', 'no-cors', 'cut-end', ...endless].includes(name));
      agree(plays(seen), await calls(seen.map(name => ({ baseURL: `${base}/${encodeURIComponent(name + small)}`, timeout: timeout(name) }))));
    });
  }

  test('through the fetch option, a byte at a time', async () => {
    const options = names.map(name => ({ baseURL: '/api', fault: `${name}+one-byte-chunks${small}`, timeout: timeout(name) }));
    agree(plays(names), await calls(options));
  });

  for (const delivery of ['whole', 'random', 'bytes']) {
    test(`replies written out, over HTTP, delivered as ${delivery}`, async () => {
      server.handle('/reply', request => answer(replies[Number(/^\/reply\/(\d+)\//.exec(new URL(request.url).pathname)?.[1])], request));
      agree(replies, await calls(replies.map((_, at) => ({ baseURL: `/deliver/${delivery}/reply/${at}` }))));
    });
  }

  test('a dead host and a proxy without CORS headers look the same', async () => {
    // The clock stands still: three seconds after sending, on a machine that was busy, a picture may have been made.
    await browser.page(() => { performance.now = () => 0; });
    const other = server.origin.replace('127.0.0.1', 'localhost');
    for (const baseURL of ['http://127.0.0.1:9', `${other}/fault/no-cors`]) {
      const [ends] = await calls([{ baseURL }]);
      for (const outcome of ends) {
        assert.equal(summary(outcome), 'network retry');
        assert.match(outcome.cause, /^TypeError: /);
      }
    }
  });
});
