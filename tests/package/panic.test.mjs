// @ts-check
// When the wasm itself fails, every call in flight rejects with code 'wasm' and the next one works, on an instance that nothing of the old
// one can reach.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { sandbox } from '../../js/sandbox.js';
import * as page from './page.js';
import { instances, panic, thrown, trap } from './panic.js';
import { entry, inBrowsers } from './suite.mjs';

const HINT = 'call again, the package has started afresh; please report this, it is a bug';
const summary = (/** @type {any} */ { code, hint, retryable, maybeBilled }) => [code, hint, retryable, maybeBilled];
/** @param {any} outcome of thrown() */
function gone({ crashed, other, fresh, later }) {
  for (const { message } of [crashed, other]) assert.equal(message, 'wasmagine failed: an exception came through the wasm');
  for (const each of [crashed, other]) assert.deepEqual(summary(each), ['wasm', HINT, false, true]);
  assert.equal(fresh, 1);
  assert.deepEqual(later.map((/** @type {any} */ { code }) => code), ['ok', 'ok']);
}

/** What a dead instance leaves: its trap. */
const remains = /unreachable|not today/;

/** @param {any} outcome of panic() */
function survived({ crashed, others, later }) {
  assert.match(crashed.message, /^wasmagine failed: panicked at gloo-net-[\d.]+\/src\/error\.rs:\d+:\d+:\n/);
  assert.deepEqual(others.map((/** @type {any} */ { events }) => events), [undefined, undefined, undefined, '', 'text', undefined]);
  for (const each of [crashed, ...others]) assert.deepEqual(summary(each), ['wasm', HINT, false, true]);
  assert.deepEqual(later.map((/** @type {any} */ { code, sha256 }) => [code, sha256.length]), Array(8).fill(['ok', 64]));
}

/** @param {any} outcome of trap() */
function recovered({ crashed, fresh, later }) {
  assert.match(crashed.message, /^wasmagine failed: \w+/);
  assert.deepEqual(summary(crashed), ['wasm', HINT, false, true]);
  assert.equal(fresh, 1);
  assert.deepEqual(later.map((/** @type {any} */ { code }) => code), ['ok', 'ok']);
}

test('in Node', async () => {
  /** @type {string[]} */
  const uncaught = [];
  const note = (/** @type {any} */ error) => { uncaught.push(String(error)); };
  // Ours alone for a moment: the runner would take what a dead instance leaves for a failure.
  const events = ['uncaughtException', 'unhandledRejection'];
  const runners = events.map(event => process.rawListeners(event));
  for (const event of events) process.removeAllListeners(event).on(event, note);
  try {
    const made = instances();
    const tools = { ...(await entry('inline')), ...page, sandbox };
    survived(await panic(tools));
    recovered(await trap(tools, made));
    gone(await thrown(tools, made));
  } finally {
    events.forEach((event, at) => {
      process.removeAllListeners(event);
      for (const listener of runners[at]) process.on(event, /** @type {any} */ (listener));
    });
  }
  assert.deepEqual(uncaught.filter(text => !remains.test(text)), []);
});

inBrowsers(['chromium', 'firefox'], browser => {
  for (const name of /** @type {const} */ (['panic', 'trap', 'thrown'])) {
    test(name, async () => {
      await browser.open();
      const { outcome, uncaught } = await browser.page(async (page, name) => {
        const uncaught = page.uncaught();
        const failing = await import(String('/tests/package/panic.js'));
        const made = failing.instances();
        const tools = { ...(await page.entry('index')), ...(await page.entry('sandbox')), ...page };
        return { outcome: await failing[name](tools, made), uncaught: uncaught() };
      }, name);
      if (name === 'panic') survived(outcome);
      else if (name === 'trap') recovered(outcome);
      else gone(outcome);
      assert.deepEqual(uncaught.filter(text => !remains.test(text)), []);
    });
  }
});
