// @ts-check
// Calls that the simulator ran natively, in browsers and over HTTP: the same server, the same end. tests/simulate/printed.rs says which, and
// what they came to there: code, bytes, what may be charged, attempts, warnings.
import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { at, exec } from '../../scripts/exec.mjs';
import { inBrowsers } from './suite.mjs';

/**
 * @typedef {object} Answer
 * @property {number | 'redirect' | 'reject'} head
 * @property {number | null} retryAfter s
 * @property {number} after ms
 * @property {[at: number, text: string][]} steps
 * @property {'close' | 'cut' | 'open'} end
 */
/** @typedef {{ seed: number, streamed: boolean, options: Record<string, any>, answers: Answer[], end: Record<string, any> }} Scenario */

const COUNT = 300;
/** At a time, in a page. */
const ABREAST = 4;
/** A connection that breaks in a browser takes with it what was not read yet, so it stays for a moment, in ms. Where a page was busy for
 *  longer, the call is made once more, and nobody hurries it. */
const READ = { first: 60, then: 2000 };

/** @type {Scenario[]} */
let scenarios = [];
before(async () => {
  const args = ['test', '--quiet', '--test', 'simulate', 'printed', '--', '--ignored', '--nocapture', '--exact'];
  const printed = await exec('cargo', args, { cwd: at('.'), env: { SIMULATE_RUNS: String(COUNT) } });
  scenarios = printed.split('\n').filter(line => line.startsWith('{')).map(line => JSON.parse(line));
});

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  test('each call ends as it did natively', async () => {
    assert.equal(scenarios.length, COUNT);
    /** @type {Map<number, number>} */
    const asked = new Map();
    let read = READ.first;
    server.handle('/simulated', (_, { path }) => {
      const [, seed] = /** @type {RegExpExecArray} */ (/^\/simulated\/(\d+)\//.exec(path));
      const { answers } = /** @type {Scenario} */ (scenarios.find(scenario => scenario.seed === Number(seed)));
      const number = asked.get(Number(seed)) ?? 0;
      asked.set(Number(seed), number + 1);
      return answers[number] ? play(answers[number], read) : new Response('asked too often', { status: 418 });
    });
    let left = scenarios;
    server.handle('/scenarios', () => Response.json(left, { headers: { connection: 'close' } }));
    const differing = async (/** @type {number} */ abreast) => {
      const ends = await browser.page(run, abreast);
      const all = left.map((scenario, index) => ({ scenario, is: plain(ends[index]), natively: plain(scenario.end) }));
      return all.filter(({ scenario: { seed, answers }, is, natively }) => !isDeepStrictEqual(is, natively) || asked.get(seed) !== answers.length);
    };
    const hurried = await differing(ABREAST);
    const [broken, wrong] = [true, false].map(breaks => hurried.filter(({ scenario }) => breaks === scenario.answers.some(({ end }) => end === 'cut')));
    assert.deepEqual(wrong, []);
    left = broken.map(({ scenario }) => scenario);
    for (const { seed } of left) asked.delete(seed);
    read = READ.then;
    assert.deepEqual(left.length ? await differing(1) : [], []);
  });
});

/** Of what is no JSON as much is shown as had come. @param {any} end @returns {any} */
const plain = end => JSON.parse(JSON.stringify(end, (_, value) => (typeof value === 'string' ? value.replace(/ it stands "[^]*"$/, ' it stands …') : value)));

/** @param {Answer} answer @param {number} read */
async function play({ head, retryAfter, after, steps, end }, read) {
  await sleep(after);
  if (head === 'reject') return Response.error();
  if (head === 'redirect') return new Response(null, { status: 307, headers: { location: '/elsewhere', connection: 'close' } });
  const encoder = new TextEncoder();
  let began = 0;
  const body = new ReadableStream({
    async start(controller) {
      began = Date.now();
      for (const [at, text] of steps) {
        await sleep(began + at - Date.now());
        controller.enqueue(encoder.encode(text));
      }
      if (end === 'close') controller.close();
      if (end !== 'cut') return; // open until the page leaves
      await sleep(read);
      controller.error(new Error('cut'));
    },
  });
  // What fails on a connection that was used before, and a 408 there, Chromium sends again by itself.
  /** @type {Record<string, string>} */
  const headers = { 'content-type': 'text/event-stream', connection: 'close' };
  if (retryAfter !== null) headers['retry-after'] = String(retryAfter);
  return new Response(body, { status: head, headers });
}

/** @param {number} ms */
const sleep = ms => ms > 0 && new Promise(resolve => void setTimeout(resolve, ms));

/** Runs in the page. @param {import('./suite.mjs').Page} page @param {number} abreast @returns {Promise<any[]>} */
async function run(page, abreast) {
  const { generateImage, streamImage, GenerateImageError } = await page.entry('index');
  Math.random = () => 0; // no wait before an attempt but what a server asks for
  /** @type {Scenario[]} */
  const scenarios = await (await fetch('/scenarios')).json();
  const failed = (/** @type {any} */ error) => {
    const names = ['code', 'message', 'hint', 'status', 'retryable', 'maybeBilled', 'attempts', 'finishReason', 'text', 'retryAfter'];
    return { ...Object.fromEntries(names.map(name => [name, error[name] ?? null])), imageTokens: error.usage?.imageTokens ?? null };
  };
  const pictures = async (/** @type {any} */ result) => ({
    code: 'ok',
    attempts: result.attempts,
    warnings: result.warnings.map((/** @type {any} */ warning) => warning.message),
    responses: await Promise.all(result.responses.map(async (/** @type {any} */ response) => {
      const images = await Promise.all(response.images.map((/** @type {any} */ image) => image.blob.text()));
      return [response.index, images, response.text];
    })),
    errors: result.errors.map(failed),
  });
  const call = async (/** @type {Scenario} */ { seed, streamed, options }) => {
    const all = { ...options, baseURL: `/simulated/${seed}`, model: 'model', apiKey: 'SECRET', auth: 'x-goog-api-key', seed: 0, timeout: 30_000 };
    try {
      if (!streamed) return await pictures(await generateImage('a pig', all));
      const stream = streamImage('a pig', all);
      for await (const event of stream) void event;
      return await pictures(await stream.result);
    } catch (error) {
      return GenerateImageError.isInstance(error) ? failed(error) : { thrown: String(error) };
    }
  };
  /** @type {any[]} */
  const ends = [];
  const left = scenarios.map((scenario, index) => /** @type {const} */ ([index, scenario])).reverse();
  await Promise.all(Array.from({ length: abreast }, async () => {
    for (let next; (next = left.pop());) ends[next[0]] = await call(next[1]);
  }));
  return ends;
}
