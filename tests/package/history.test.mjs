// @ts-check
// What goes back to the server with the next turn: each part of each reply byte for byte, as it was cut out of both on the server's side.
// The sandbox checks the signatures of Gemini 3 meanwhile.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { inBrowsers } from './suite.mjs';
import { converse } from './talk.mjs';

const MODEL = 'gemini-3.1-flash-lite-image';

/** Numbers, escapes, order and white space that JSON.parse and JSON.stringify would not leave alone. */
const ODD = String.raw`"hint" : {"b":1.0,"a":1e5, "c":[-0,1E+2,12345678901234567890,null ,{}],"é — 文🚤":"\u0041\/\"}]{[\\\u00e9"},`;
const dressed = (space = '\r\n\t ') => (/** @type {string} */ reply) => reply.replace(/"inlineData"/g, `${ODD}${space}$&`)
  .replace(/"text"(\s*):(\s*)"Here/g, `${ODD}${space}"\\u0074ext"$1:$2"\\u0048ere`);

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  /** @type {[name: string, fault: string, delivery: string, method: 'send' | 'stream', dress?: (reply: string) => string][]} */
  const rows = [
    ['pretty-printed', 'none', 'random', 'send'],
    ['without white space', 'compact-json', 'random', 'send'],
    ['keys in another order', 'sorted-keys', 'random', 'send'],
    ['escapes within the base64', 'escaped-base64', 'random', 'send'],
    ['fields that nobody knows', 'unknown-fields+thoughts', 'random', 'send'],
    ['odd numbers, escapes and white space', 'none', 'random', 'send', dressed()],
    ['the same as events', 'none', 'random', 'stream', dressed('\t  ')],
    ['thoughts as events', 'thoughts', 'random', 'stream'],
    ['a letter an event', 'small-texts', 'random', 'stream'],
    ['a signature at the end, alone on an empty text', 'late-signature', 'random', 'stream'],
    ['the same in one reply', 'late-signature', 'random', 'send'],
    ['JSON over many lines of an event', 'sse-lines', 'random', 'stream'],
    ['lines that end in CR', 'sse-cr', 'random', 'stream'],
    ['an array where events were asked for', 'array-wrapped', 'random', 'stream', dressed()],
    ['one reply where events were asked for', 'json-for-sse', 'random', 'stream'],
    ['events where one reply was asked for', 'sse-for-json', 'random', 'send'],
    ['drafts and an empty text', 'drafts+empty-tail', 'whole', 'send'],
  ];
  for (const [name, fault, delivery, method, dress] of rows) {
    test(`${name}: ${fault}, ${method}`, async () => {
      const { kept, turnsOf } = converse(server, dress);
      const told = await browser.page(async (page, baseURL, model, method) => {
        const { createSession } = await page.entry('index');
        const session = createSession({ baseURL, model, maxRetries: 0 });
        for (const prompt of ['a red boat', 'make it blue', 'at night']) await (method === 'send' ? session.send(prompt) : session.stream(prompt).result);
        return session.turns.map((/** @type {any} */ { prompt, text, images }) => [prompt, text.length > 10, images.length > 0]);
      }, `/deliver/${delivery}/talk/${encodeURIComponent(`${fault}+big-4KiB`)}`, MODEL, method);
      const prompts = ['a red boat', 'make it blue', 'at night'];
      assert.deepEqual(told, prompts.map(prompt => [prompt, true, true]));
      assert.deepEqual(turnsOf('at night'), prompts);
      if (dress) assert.ok(kept.get('at night')?.request.includes(ODD));
    });
  }
});
