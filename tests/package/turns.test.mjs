// @ts-check
// When a turn is one: turns run in order, and what fails, is cancelled or disposed leaves the conversation as it was. What the next turn
// sends is read on the server's side.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { inBrowsers } from './suite.mjs';
import { converse } from './talk.mjs';

const BASE = '/talk/big-4KiB';
const MODEL = 'gemini-3.1-flash-lite-image';
/** Sends no drafts, one of which would be the picture where a reply is cut. */
const PLAIN = 'gemini-2.5-flash-image';

/** Faults that end a turn without a picture, and the code of the error. @type {[fault: string, code: string][]} */
const FAILURES = [
  ['bad-key', 'invalid-api-key'], ['gateway-channel', 'server-error'], ['prompt-blocked-safety', 'prompt-blocked'],
  ['image-blocked-image-safety', 'image-blocked'], ['image-blocked-no-image', 'no-image'], ['text-only', 'no-image'],
  ['cut-body', 'network'], ['short-body', 'invalid-response'], ['html-200', 'invalid-response'], ['bad-base64', 'invalid-response'], ['error-200', 'server-error'],
  ['svg-image', 'invalid-response'],
];

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  test('two at once run one after the other, and the second goes on from the first', async () => {
    const { asked, hold, kept, turnsOf } = converse(server);
    const release = hold('one');
    const told = browser.page(async (page, baseURL, model) => {
      const { createSession } = await page.entry('index');
      const session = createSession({ baseURL, model });
      /** @type {string[]} */
      const order = [];
      await Promise.all([
        session.send('one').then(() => order.push(`one of ${session.turns.length}`)),
        session.stream('two').result.then(() => order.push(`two of ${session.turns.length}`)),
        session.send('three').then(() => order.push(`three of ${session.turns.length}`)),
      ]);
      return [...order, ...session.turns.map((/** @type {any} */ { prompt }) => prompt)];
    }, BASE, MODEL);
    await asked('one');
    assert.deepEqual([...kept.keys()], ['one']);
    release();
    assert.deepEqual(await told, ['one of 1', 'two of 2', 'three of 3', 'one', 'two', 'three']);
    assert.deepEqual(turnsOf('three'), ['one', 'two', 'three']);
  });

  for (const method of /** @type {const} */ (['send', 'stream'])) {
    test(`a ${method} that fails leaves the history as it was, and the turn that waits for it goes on`, async () => {
      const { kept, turnsOf } = converse(server);
      const told = await browser.page(async (page, baseURL, model, method, faults) => {
        const { createSession } = await page.entry('index');
        const session = createSession({ baseURL, model, maxRetries: 0 });
        const take = (/** @type {string} */ prompt, options = {}) => page.settle(() => (method === 'send' ? session.send(prompt, options) : session.stream(prompt, options).result));
        await take('one');
        const [before] = session.turns;
        const codes = [];
        for (const fault of faults) {
          const failed = take(`fault:${fault}`);
          const outcomes = [await failed, await take(`after ${fault}`)];
          codes.push([...outcomes.map(({ code }) => code), session.turns.length, session.turns[0] === before]);
          session.undo();
        }
        // Options that Rust refuses, and a picture that cannot be read.
        for (const options of [{ size: 5 }, { images: '/nowhere.png' }, { colour: 'red' }]) codes.push((await take('x', options)).code);
        const clock = page.hold(300);
        const stalled = take('fault:stall-body', { timeout: 300 });
        await fetch('/asked/fault:stall-body');
        clock.over();
        clock.release();
        codes.push((await stalled).code);
        return { codes, turns: session.turns.length, current: session.current === before.images[0] };
      }, BASE, PLAIN, method, FAILURES.map(([fault]) => fault));
      assert.deepEqual(told, {
        codes: [...FAILURES.map(([, code]) => [code, 'ok', 2, true]), 'invalid-option', 'invalid-image', 'invalid-option', 'timeout'], turns: 1, current: true,
      });
      for (const [fault] of FAILURES) assert.deepEqual(turnsOf(`after ${fault}`), ['one', `after ${fault}`]);
      assert.equal(kept.size, 2 + 2 * FAILURES.length);
    });
  }

  test('aborted while it runs, and while it waits: at once, with the reason, and the queue goes on', async () => {
    const { asked, hold, kept, turnsOf } = converse(server);
    hold('never');
    const told = browser.page(async (page, baseURL, model) => {
      const { createSession } = await page.entry('index');
      const session = createSession({ baseURL, model, maxRetries: 0 });
      const [running, waiting] = [new AbortController(), new AbortController()];
      const turns = [
        session.send('one'), session.send('never', { signal: running.signal }), session.send('two', { signal: waiting.signal }),
        session.send('three', { signal: AbortSignal.abort('before') }), session.send('four'),
      ].map(turn => page.settle(() => turn));
      await turns[0];
      waiting.abort('waiting');
      const told = [await turns[2], await turns[3]].map(({ thrown }) => thrown); // while the one before them runs
      await fetch('/asked/never');
      running.abort('running');
      return [...told, (await turns[1]).thrown, (await turns[4]).code, ...session.turns.map((/** @type {any} */ { prompt }) => prompt)];
    }, BASE, MODEL);
    assert.deepEqual(await told, ['waiting', 'before', 'running', 'ok', 'one', 'four']);
    assert.equal(await (await asked('never')).closed, 'aborted');
    assert.deepEqual(turnsOf('four'), ['one', 'four']);
    assert.deepEqual([...kept.keys()], ['one', 'never', 'four']);
  });

  test('a stream is a turn when it has ended well, and at no other end', async () => {
    const { kept, turnsOf } = converse(server);
    const told = await browser.page(async (page, baseURL, model) => {
      const { createSession } = await page.entry('index');
      const session = createSession({ baseURL, model, maxRetries: 0 });
      /** @type {any[]} */
      const told = [];
      const count = () => session.turns.length;
      for (const type of ['text', 'image']) { // left with what is behind it still to come
        const stream = session.stream(`left at ${type} fault:stall-body`);
        for await (const event of stream) {
          if (event.type === 'text') break;
        }
        told.push([(await page.settle(() => stream.result)).name, count()]);
      }
      const cancelled = session.stream('cancelled fault:stall-body');
      const waiting = session.stream('cancelled while it waits');
      waiting.cancel('changed my mind');
      told.push([(await page.settle(() => waiting.result)).thrown, count()]);
      const seen = [];
      try {
        for await (const event of cancelled) {
          if (event.type === 'progress') continue;
          seen.push(event.type);
          cancelled.cancel('enough');
        }
      } catch (error) {
        seen.push(error);
      }
      told.push([...seen, (await page.settle(() => cancelled.result)).thrown, count()]);
      const broken = session.stream('fault:stream-error');
      told.push([(await page.settle(async () => { for await (const event of broken) if (event.type === 'image') return; })).code, count()]);
      const stream = session.stream('whole');
      const during = new Set();
      const types = [];
      for await (const { type } of stream) {
        if (type !== 'progress') types.push(type);
        if (type === 'text') during.add(count());
      }
      return [...told, [types.join(), ...during, count(), session.current === (await stream.result).image]];
    }, BASE, MODEL);
    assert.deepEqual(told, [
      ['AbortError', 0], ['AbortError', 0], ['changed my mind', 0], ['text', 'enough', 'enough', 0], ['server-error', 0], ['text,text,image', 0, 1, true],
    ]);
    assert.deepEqual(turnsOf('whole'), ['whole']);
    assert.equal(kept.has('cancelled while it waits'), false);
  });

  test('a stream that is cancelled at the moment of its end is a turn or has failed, and never both', async () => {
    converse(server);
    const told = await browser.page(async (page, baseURL, model) => {
      const { createSession } = await page.entry('index');
      const outcomes = new Set();
      // So many steps of the microtask queue after the last event was taken, and so many after the turn was there.
      for (let steps = 0; steps < 40; steps++) {
        const session = createSession({ baseURL, model });
        const stream = session.stream(`${model} ${steps} ${outcomes.size}`);
        for await (const event of stream) {
          if (event.type !== 'progress' || event.progress.phase !== 'done') continue;
          for (let step = 0; step < steps; step++) await null;
          stream.cancel('too late');
          break;
        }
        const { code } = await page.settle(() => stream.result);
        outcomes.add(`${code} ${session.turns.length}`);
      }
      return [...outcomes].sort();
    }, BASE, 'gemini-2.5-flash-image');
    assert.deepEqual(told, ['ok 1', 'thrown 0']);
  });

  test('undo is refused while a turn runs, and fork is not', async () => {
    const { asked, hold } = converse(server);
    const release = hold('two');
    const told = browser.page(async (page, baseURL, model) => {
      const { createSession } = await page.entry('index');
      const session = createSession({ baseURL, model });
      await session.send('one');
      const running = session.send('two');
      await fetch('/asked/two');
      const told = [(await page.settle(() => session.undo())).thrown, session.fork().turns.length];
      await running;
      session.undo();
      return [...told, session.turns.length];
    }, BASE, MODEL);
    await asked('two');
    release();
    assert.deepEqual(await told, ['GenerateImageError: a turn is running, and cannot be undone', 1, 1]);
  });

  test('dispose ends what runs and what waits, and revokes what it made', async () => {
    const { asked, hold, kept } = converse(server);
    hold('two');
    const told = browser.page(async (page, baseURL, model) => {
      const { createSession } = await page.entry('index');
      const session = createSession({ baseURL, model });
      const one = await session.send('one', { thinking: { includeThoughts: true } });
      const fork = session.fork();
      const forked = await fork.send('forked');
      const fetched = async (/** @type {string} */ url) => fetch(url).then(({ ok }) => ok, () => false);
      const before = await Promise.all([one.url, one.thoughts.images[0].url, forked.url].map(fetched));
      const ending = [session.send('two'), session.send('three'), session.stream('four').result].map(turn => page.settle(() => turn));
      await fetch('/asked/two');
      const urls = [one.url, one.thoughts.images[0].url, forked.url];
      const restored = createSession({ baseURL, model, history: session.snapshot() });
      await restored.ready;
      urls.push(restored.current.url);
      const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');
      let leave = (/** @type {any} */ held) => held[dispose]();
      try {
        leave = /** @type {typeof leave} */ (new Function('session', 'using held = session;')); // Node and Firefox 140 cannot read it
      } catch {}
      [fork, restored].forEach(held => leave(held));
      const between = await Promise.all(urls.map(fetched));
      session[dispose]();
      session[dispose]();
      const after = await Promise.all(urls.map(fetched));
      const ended = (await Promise.all(ending)).map(({ name, thrown }) => [name, thrown]);
      const refused = [];
      for (const call of [() => session.send('x'), () => session.stream('x').result, () => session.undo(), () => session.fork()]) {
        const { code, thrown } = await page.settle(call);
        refused.push(code === 'invalid-option' ? 'rejected' : thrown);
      }
      const { version, contents } = session.snapshot();
      return { before, between, after, ended, refused, snapshot: [version, contents.length], turns: session.turns.length };
    }, BASE, MODEL);
    const ended = ['AbortError', 'AbortError: The session was disposed.'];
    const refused = 'GenerateImageError: the session is disposed';
    assert.deepEqual(await told, {
      before: [true, true, true], between: [true, true, false, false], after: [false, false, false, false], ended: [ended, ended, ended],
      refused: ['rejected', 'rejected', refused, refused], snapshot: [1, 2], turns: 1,
    });
    assert.equal(await (await asked('two')).closed, 'aborted');
    assert.deepEqual([...kept.keys()], ['one', 'forked', 'two']);
  });

  test('where the wasm itself fails, what runs is told so, what waits goes on, and so does a restore', async () => {
    const { turnsOf } = converse(server);
    const told = await browser.page(async (page, baseURL, model) => {
      const { createSession, generateImage } = await page.entry('index');
      const session = createSession({ baseURL, model });
      await session.send('one');
      const asked = page.deferred();
      const fetch = () => {
        asked.resolve();
        return new Promise(() => {});
      };
      const [running, waiting] = [session.send('two', { fetch }), session.send('three')].map(turn => page.settle(() => turn));
      await asked.promise;
      const later = createSession({ baseURL, model, history: session.snapshot() });
      const reading = page.settle(() => later.ready);
      const { Request } = globalThis;
      globalThis.Request = /** @type {any} */ (class {
        constructor() {
          globalThis.Request = Request;
          throw 'no request today'; // gloo-net panics at what is no Error
        }
      });
      const outcomes = [await page.settle(() => generateImage('x', { baseURL })), await running, await reading, await waiting, await page.settle(() => later.send('later'))];
      return [...outcomes.map(({ code }) => code), ...[session, later].map(({ turns }) => turns.map((/** @type {any} */ { prompt }) => prompt).join())];
    }, BASE, MODEL);
    assert.deepEqual(told, ['wasm', 'wasm', 'wasm', 'ok', 'ok', 'one,three', 'one,later']);
    assert.deepEqual(turnsOf('three'), ['one', 'three']);
    assert.deepEqual(turnsOf('later'), ['one', 'later']);
  });
});
