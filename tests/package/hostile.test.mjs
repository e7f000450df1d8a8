// @ts-check
// A `fetch` of the caller's that misbehaves: every call settles, with an error that says what was wrong, and the next call works.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { sandbox } from '../../js/sandbox.js';
import { settle } from './page.js';
import { fetches, odd } from './hostile.js';
import { entry, inBrowsers } from './suite.mjs';

const count = fetches('{}').length;

/** @type {any[]} */
const uncaught = [];
process.on('unhandledRejection', reason => uncaught.push(reason));
after(() => assert.deepEqual(uncaught, []));

test(`in Node, ${count} ways`, async () => {
  assert.deepEqual(await odd({ ...(await entry('inline')), sandbox, settle }), []);
});

inBrowsers(['chromium', 'firefox'], browser => {
  test(`${count} ways`, async () => {
    const outcome = await browser.page(async page => {
      const uncaught = page.uncaught();
      const { odd } = await import(String('/tests/package/hostile.js'));
      const tools = { ...(await page.entry('index')), ...(await page.entry('sandbox')), settle: page.settle };
      const ended = await odd(tools);
      await new Promise(resolve => setTimeout(resolve));
      return { ended, uncaught: uncaught() };
    });
    assert.deepEqual(outcome, { ended: [], uncaught: [] });
  });
});
