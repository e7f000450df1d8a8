// @ts-check
// Every named fault ends as the table in faults.mjs says, and none hangs: in browsers over HTTP, and through the `fetch` option, where a
// chunk of one byte stays one, in browsers and in Node.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { faults, sandbox } from '../../js/sandbox.js';
import { settle } from './page.js';
import { entry, inBrowsers } from './suite.mjs';
import { summary, table } from './faults.mjs';

/** A small ready-made picture in place of a drawn one, which takes a second; and what is large has tests of its own. */
const small = '+big-4KiB';
const names = faults.filter(name => !['big-20MiB', 'events-64x1MiB'].includes(name));
/** What ends by time alone gets little of it, all else more than it can need. @param {string} name */
const timeout = name => (name.startsWith('stall-') ? 500 : 60_000);

/** @param {string[]} names @param {any[]} outcomes */
function agree(names, outcomes) {
  const ended = outcomes.map((outcome, at) => ({ name: names[at], ended: summary(outcome), message: outcome.message }));
  const odd = ended.filter(({ name, ended }) => ended !== table[name]);
  assert.deepEqual(odd.map(({ name, ended, message }) => `${name}: ${ended} (${message}), not ${table[name]}`), []);
}

test('the table has a line for every fault, and no other', () => {
  assert.deepEqual(Object.keys(table).sort(), [...faults].sort());
});

for (const cut of ['one-chunk', 'random-chunks', 'one-byte-chunks']) {
  test(`in Node, with ${cut}`, async () => {
    const { generateImage } = await entry('inline');
    agree(names, await Promise.all(names.map(name => {
      const options = { baseURL: 'https://gateway.example', fetch: sandbox({ fault: `${name}+${cut}${small}` }), timeout: timeout(name), maxRetries: 0 };
      return settle(() => generateImage('a red boat', options), 90_000);
    })));
  });
}

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  /** @param {any[]} options of each call; `fault` stands for a sandbox @returns {Promise<any[]>} */
  const calls = options => browser.page(async (page, options) => {
    const [{ generateImage }, { sandbox }] = [await page.entry('index'), await page.entry('sandbox')];
    return Promise.all(options.map(({ fault, ...rest }) => {
      const more = fault && { fetch: sandbox({ fault }) };
      return page.settle(() => generateImage('a red boat', { maxRetries: 0, ...rest, ...more }), 90_000);
    }));
  }, options);

  for (const delivery of ['whole', 'random']) {
    test(`over HTTP, from another origin, delivered as ${delivery}`, async () => {
      const base = `${server.origin.replace('127.0.0.1', 'localhost')}/deliver/${delivery}/fault`;
      // The two that are no answer come below; and a broken body that is delivered whole is none at all.
      const seen = names.filter(name => !['network', 'no-cors', delivery === 'whole' && 'cut-body'].includes(name));
      agree(seen, await calls(seen.map(name => ({ baseURL: `${base}/${encodeURIComponent(name + small)}`, timeout: timeout(name) }))));
    });
  }

  test('through the fetch option, a byte at a time', async () => {
    const options = names.map(name => ({ baseURL: '/api', fault: `${name}+one-byte-chunks${small}`, timeout: timeout(name) }));
    agree(names, await calls(options));
  });

  test('a dead host and a proxy without CORS headers look the same', async () => {
    const other = server.origin.replace('127.0.0.1', 'localhost');
    for (const baseURL of ['http://127.0.0.1:9', `${other}/fault/no-cors`]) {
      const [outcome] = await calls([{ baseURL }]);
      assert.equal(summary(outcome), 'network retry');
      assert.match(outcome.cause, /^TypeError: /);
    }
  });
});
