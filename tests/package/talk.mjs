// @ts-check
// The server's side of a conversation: the sandbox at /talk/FAULT/v1beta/…, with every reply kept beside its request, by prompt. A prompt
// may name its own fault (`a boat fault:bad-key`), and may be held until the test lets it go; /asked/PROMPT answers once it was asked.
import assert from 'node:assert/strict';
import { sandbox } from '../../js/sandbox.js';
import { cut, isEmpty } from './parts.mjs';
import { deferred } from './page.js';

/** The text of a part as it was cut. @param {string} [part] @returns {string} */
export const textOf = (part = '{}') => JSON.parse(Buffer.from(part, 'latin1').toString()).text;

/** Pictures may stand before it and behind. @param {string[]} [parts] */
const promptOf = (parts = []) => textOf(parts.find(part => textOf(part)));

/** @typedef {{ request: Buffer, reply?: Buffer }} Exchange */

/**
 * @param {import('./suite.mjs').Server} server
 * @param {(reply: string, prompt: string) => string} [dress] changes the text of a reply, a refusal too
 */
export function converse(server, dress = reply => reply) {
  server.clear();
  /** @type {Map<string, Exchange>} */
  const kept = new Map();
  /** @type {Map<string, ReturnType<typeof deferred>>} */
  const held = new Map();
  server.handle('/talk', async (request, record) => {
    const prompt = promptOf(cut(record.body, 'contents').at(-1));
    const general = decodeURIComponent(/talk\/([^/]*)/.exec(record.path)?.[1] ?? '');
    const own = /fault:(\S+)/.exec(prompt)?.[1];
    /** @type {Exchange} */
    const exchange = { request: record.body };
    assert.equal(kept.has(prompt), false, `each prompt comes once: ${prompt}`);
    kept.set(prompt, exchange);
    await held.get(prompt)?.promise;
    const response = await sandbox({ fault: [own, general].filter(Boolean).join('+') })(request);
    if (own) return response;
    const reply = await response.text();
    const dressed = dress(reply, prompt);
    exchange.reply = Buffer.from(dressed);
    return new Response(dressed, { status: dressed === reply ? response.status : 200, headers: response.headers });
  });
  /** @param {string} [prompt] */
  const asked = prompt => server.request(({ path, body }) => path.includes('/talk/') && promptOf(cut(body, 'contents').at(-1)) === prompt);
  server.handle('/asked', async ({ url }) => {
    await asked(new URL(url).pathname.slice('/asked/'.length));
    return new Response();
  });
  return {
    kept,
    /** Holds the reply to a prompt. @param {string} prompt @returns {() => void} lets it go */
    hold(prompt) {
      const gate = deferred();
      held.set(prompt, gate);
      return gate.resolve;
    },
    /** A prompt's request, once it came. */
    asked,
    /** The prompts of a request, once the history before the last was held against the replies. @param {string} prompt */
    turnsOf(prompt) {
      const contents = cut(/** @type {Exchange} */ (kept.get(prompt)).request, 'contents');
      const prompts = contents.filter((_, at) => at % 2 === 0).map(promptOf);
      contents.forEach((parts, at) => {
        if (at % 2 === 0) return;
        const came = cut(/** @type {Buffer} */ (kept.get(prompts[(at - 1) / 2])?.reply), 'candidates').flat();
        const expected = came.filter(part => !isEmpty(part));
        assert.ok(expected.length);
        assert.equal(parts.length, expected.length, `turn ${at} of ${prompt}`);
        const wrong = parts.findIndex((part, n) => part !== expected[n]);
        assert.equal(wrong, -1, `part ${wrong} of turn ${at} of ${prompt}: ${parts[wrong]?.slice(0, 400)} ≠ ${expected[wrong]?.slice(0, 400)}`);
      });
      return prompts;
    },
  };
}
