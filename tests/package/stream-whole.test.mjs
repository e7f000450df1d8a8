// @ts-check
// Whatever a server answers, what a stream tells and what its result or its error holds is the same: every fault of the sandbox, and the
// replies that contract.mjs writes out.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { faults, sandbox } from '../../js/sandbox.js';
import { answer, replies } from './contract.mjs';
import { entry } from './suite.mjs';

/** Those that time alone ends, and tens of megabytes, say nothing more here. */
const names = faults.filter(name => !/^(stall-|big-|events-)/.test(name));

/** @param {(request: Request) => Promise<Response>} fetch @returns {Promise<string[]>} what differs */
async function differences(fetch) {
  const { streamImage } = await entry('inline');
  const stream = streamImage('a red boat', { baseURL: 'https://gateway.example', model: 'gemini-2.5-flash-image', fetch, maxRetries: 0, remoteImages: () => true });
  /** @type {any[]} */
  const events = [];
  /** @type {any} */
  let thrown;
  try {
    for await (const event of stream) events.push(event);
  } catch (error) {
    thrown = error;
  }
  const of = (/** @type {string} */ wanted, /** @type {string} */ field) => events.filter(({ type }) => type === wanted).map(event => event[field]);
  const words = of('text', 'text').join('');
  const result = await stream.result.catch((/** @type {any} */ error) => {
    assert.equal(error, thrown);
    return undefined;
  });
  if (!result) return thrown.text === undefined || thrown.text === words ? [] : ["the error's text"];
  // The only picture may be marked as a thought: it is told as both, and is the result.
  const previews = of('preview', 'image').filter(image => !result.images.includes(image));
  const pairs = { text: [words, result.text], thoughts: [of('thought', 'text').join(''), result.thoughts.text], images: [of('image', 'image'), result.images], previews: [previews, result.thoughts.images] };
  const same = (/** @type {any} */ one, /** @type {any} */ other) => one === other || (Array.isArray(one) && one.length === other.length && one.every((each, at) => each === other[at]));
  return Object.entries(pairs).filter(([, [told, held]]) => !same(told, held)).map(([name]) => name);
}

for (const cut of ['one-chunk', 'random-chunks']) {
  test(`${names.length} faults, ${cut}`, async () => {
    const told = await Promise.all(names.map(async name => [name, await differences(sandbox({ fault: `${name}+${cut}+big-1KiB` }))]));
    assert.deepEqual(told.filter(([, different]) => different.length), []);
  });
}

test(`${replies.length} replies`, async () => {
  const told = await Promise.all(replies.map(async reply => [reply.name, await differences(async request => answer(reply, request))]));
  assert.deepEqual(told.filter(([, different]) => different.length), []);
});
