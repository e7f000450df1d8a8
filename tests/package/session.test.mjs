// @ts-check
// What a session is told and what it tells: options, turns, undo, fork, snapshot's shape. When turns are, is turns.test.mjs's; what goes
// over the wire of them, history.test.mjs's.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cut } from './parts.mjs';
import { inBrowsers } from './suite.mjs';
import { converse, textOf } from './talk.mjs';

const BASE = '/talk/big-4KiB';
const MODEL = 'gemini-3.1-flash-lite-image';
/** In the form of Google's; it is none. */
const KEY = 'AIzaSyThisIsNoKeyThisIsNoKeyThisIsNoKey';
const PICTURE = readFileSync(new URL('../fixtures/baseline.jpg', import.meta.url)).toString('base64');

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  test('turns, current and what a turn tells', async () => {
    converse(server);
    const told = await browser.page(async (page, baseURL, model) => {
      const { createSession } = await page.entry('index');
      const session = createSession({ baseURL, model });
      const empty = [session.turns, session.current === undefined, (await session.ready) === undefined];
      const result = await session.send('one');
      const streamed = await session.stream('two').result;
      const { turns } = session;
      const [first, second] = turns;
      const shape = [Object.isFrozen(turns), Object.isFrozen(first), Object.keys(first).join(), first.prompt, first.text === result.text, first.images === result.images];
      const same = [first.result === result, second.result === streamed, session.current === streamed.image, session.turns[0] === first];
      const url = session.current.url === streamed.url && (await fetch(session.current.url)).ok;
      await session.send('three');
      return { empty, shape, same, url, kept: turns.length, properties: Object.keys(session) };
    }, BASE, MODEL);
    assert.deepEqual(told, {
      empty: [[], true, true], shape: [true, true, 'prompt,text,images,result', 'one', true, true], same: [true, true, true, true], url: true, kept: 2, properties: [],
    });
  });

  test('undo', async () => {
    const { turnsOf } = converse(server);
    const told = await browser.page(async (page, baseURL, model) => {
      const { createSession } = await page.entry('index');
      const session = createSession({ baseURL, model });
      for (const prompt of ['one', 'two', 'three', 'four']) await session.send(prompt);
      const left = () => session.turns.map((/** @type {any} */ { prompt }) => prompt).join();
      const two = session.turns[1].images[0];
      const told = [];
      for (const turns of [0, 1.5, -1, '1', NaN, Infinity, null]) told.push((await page.settle(() => session.undo(turns))).thrown);
      for (const turns of [undefined, 2]) {
        session.undo(turns);
        told.push(left());
      }
      told.push((await fetch(two.url)).ok); // its pictures are whoever's holds them
      await session.send('five');
      told.push(left());
      session.undo(99);
      session.undo();
      told.push(left(), session.current === undefined, session.snapshot().contents.length);
      await session.send('six');
      return [...told, left()];
    }, BASE, MODEL);
    const refused = [0, 1.5, -1, '"1"', NaN, Infinity, null].map(got => `GenerateImageError: \`turns\` must be a whole number from 1, got ${got}`);
    assert.deepEqual(told, [...refused, 'one,two,three', 'one', true, 'one,five', '', true, 0, 'six']);
    assert.deepEqual(turnsOf('five'), ['one', 'five']);
    assert.deepEqual(turnsOf('six'), ['six']);
  });

  test('forks begin alike and go their own ways', async () => {
    const { asked, hold, turnsOf } = converse(server);
    const releases = ['left', 'right'].map(hold);
    const running = browser.page(async (page, baseURL, model) => {
      const { createSession } = await page.entry('index');
      const session = createSession({ baseURL, model, seed: 7 });
      for (const prompt of ['one', 'two', 'three']) await session.send(prompt);
      const told = [];
      for (const at of [-1, 4, 1.5, '1', null]) told.push((await page.settle(() => session.fork(at))).thrown);
      const [all, some, none] = [session.fork(), session.fork(1), session.fork(0)];
      const left = (/** @type {any} */ { turns }) => turns.map((/** @type {any} */ { prompt }) => prompt).join();
      told.push(left(all), left(some), left(none), some.turns[0] === session.turns[0]);
      await Promise.all([session.send('right'), some.send('left')]); // at once, for neither waits for the other
      session.undo(2);
      all.undo();
      await Promise.all([none.send('new'), all.send('later')]);
      return [...told, ...[session, all, some, none].map(left)];
    }, BASE, MODEL);
    await Promise.all(['left', 'right'].map(asked));
    for (const release of releases) release();
    const refused = [-1, 4, 1.5, '"1"', null].map(got => `GenerateImageError: \`atTurn\` must be a whole number from 0 to 3, got ${got}`);
    assert.deepEqual(await running, [...refused, 'one,two,three', 'one', '', true, 'one,two', 'one,two,later', 'one,left', 'new']);
    for (const turns of [['one', 'two', 'three', 'right'], ['one', 'left'], ['one', 'two', 'later'], ['new']]) {
      assert.deepEqual(turnsOf(String(turns.at(-1))), turns);
    }
    const seeds = server.requests.filter(({ method }) => method === 'POST').map(({ text }) => JSON.parse(text).generationConfig.seed);
    assert.deepEqual(new Set(seeds), new Set([7]), 'a fork has its defaults from where it began');
  });

  test('a session shares its options among its turns, and a turn’s own win', async () => {
    const { kept } = converse(server);
    const told = await browser.page(async (page, baseURL, model) => {
      const { createSession } = await page.entry('index');
      /** @type {any[]} */
      const phases = [];
      const thinking = { level: 'high' };
      const options = { baseURL, model, system: 'be brief', seed: 1, aspectRatio: '16:9', thinking, headers: { 'x-team': 'blue' }, onProgress: (/** @type {any} */ { phase }) => phases.push(phase) };
      const session = createSession(options);
      options.seed = 99; // who changes the object afterwards changes nothing
      thinking.level = 'huge';
      options.headers['x-team'] = 'red';
      await session.send('one');
      const later = { seed: 3, system: undefined, extraBody: { labels: { team: 'a' } } };
      const [, two] = [session.send('between'), session.stream('two', later)];
      later.seed = 98;
      later.extraBody.labels.team = 'b';
      await two.result;
      return [...new Set(phases)];
    }, BASE, MODEL);
    assert.deepEqual(told, ['preparing', 'sending', 'waiting', 'receiving', 'done']);
    const bodies = ['one', 'two'].map(prompt => JSON.parse(String(kept.get(prompt)?.request)));
    assert.deepEqual(bodies.map(({ generationConfig: { seed, imageConfig, thinkingConfig }, systemInstruction, labels }) => (
      [seed, imageConfig.aspectRatio, thinkingConfig.thinkingLevel, systemInstruction.parts[0].text, labels])), [
      [1, '16:9', 'HIGH', 'be brief', undefined], [3, '16:9', 'HIGH', 'be brief', { team: 'a' }],
    ]);
    assert.deepEqual(server.requests.filter(({ method }) => method === 'POST').map(({ headers }) => headers.get('x-team')), ['blue', 'blue', 'blue']);
  });

  test('what is refused, and that nothing is sent', async () => {
    const { kept } = converse(server);
    const told = await browser.page(async (page, baseURL, key) => {
      const { createSession } = await page.entry('index');
      const say = async (/** @type {() => any} */ call) => {
        const { code, thrown, message, hint } = await page.settle(call);
        return code.startsWith('thrown') ? thrown : `${code}: ${message}${hint ? ` — ${hint}` : ''}`;
      };
      const session = createSession({ baseURL });
      const send = (/** @type {any} */ options) => () => session.send('x', options);
      const told = [];
      for (const options of [null, 5, [], { n: 1 }, { prompt: 'x' }, { images: [] }, { concurrency: 2 }]) told.push(await say(() => createSession(options)));
      for (const options of [null, 'x', [], { n: 1 }, { n: 2 }, { prompt: 'y' }, { concurrency: 1 }, { colour: 'red' }, { history: {} }, { size: 5 }, { signal: {} }]) {
        told.push(await say(send(options)));
        told.push(await say(() => session.stream('x', options).result));
      }
      for (const prompt of [undefined, '', '  ', 5, { prompt: 'x' }]) told.push(await say(() => session.send(prompt)));
      told.push(await say(() => createSession({ apiKey: key }).send('x')), await say(() => createSession({ apiKey: () => key }).stream('x').result));
      told.push(await say(() => createSession().send('x')), await say(() => createSession({ colour: 'red' }).send('x')));
      return told;
    }, BASE, KEY);
    const twice = (/** @type {string[]} */ list) => list.flatMap(said => [said, said]);
    const thrown = (/** @type {string} */ said) => `GenerateImageError: ${said}`;
    const of = (/** @type {string} */ name) => thrown(`\`${name}\` is not an option of a session`);
    const turn = (/** @type {string} */ name) => `invalid-option: \`${name}\` is not an option of a turn — a turn is one request, and its prompt comes first`;
    const empty = (/** @type {string} */ got) => `invalid-option: \`prompt\` must be a non-empty string, got ${got}`;
    const [first, ...others] = told.splice(-4);
    assert.deepEqual(told.map((/** @type {string} */ said) => said.replace(/ — options here are .*/, ' — …')), [
      ...['null', '5', 'an array'].map(got => thrown(`\`options\` must be an object, got ${got}`)), of('n'), of('prompt'), of('images'), of('concurrency'),
      ...twice([
        ...['null', '"x"', 'an array'].map(got => `invalid-option: \`options\` must be an object, got ${got}`), turn('n'), turn('n'), turn('prompt'), turn('concurrency'),
        'invalid-option: `colour` is not an option — …', 'invalid-option: `history` is not an option — …', 'invalid-option: `size` must be a string, got 5',
        'invalid-option: `signal` must be an AbortSignal, got an object',
      ]),
      empty('undefined'), empty('""'), empty('"  "'), empty('5'), empty('an object'),
    ]);
    assert.match(first, /^invalid-option: .*Google.* — .*baseURL: 'google'/);
    assert.match(others[0], /^invalid-option: .*Google.* — .*baseURL: 'google'/);
    assert.match(others[1], /^missing-api-key: /);
    assert.match(others[2], /^invalid-option: `colour` is not an option/);
    assert.equal(kept.size, 0);
    assert.equal(server.requests.some(({ method }) => method === 'POST'), false);
  });

  test('a session that begins with a foreign picture has it in the user’s turn', async () => {
    const { kept, turnsOf } = converse(server);
    const told = await browser.page(async (page, baseURL, model, base64) => {
      const { createSession } = await page.entry('index');
      const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
      const images = [new Blob([bytes])];
      const session = createSession({ baseURL, model });
      const first = session.send('make it blue', { images });
      // Held as they are now, though their turn comes later.
      const canvas = document.createElement('canvas');
      const second = session.send('and this', { images: [canvas, bytes] });
      bytes.fill(0);
      images.length = 0;
      await Promise.all([first, second]);
      await session.send('at night', { images: session.current });
      const later = createSession({ baseURL, model, history: session.snapshot() });
      await later.ready;
      await later.send('restored');
      return later.turns.map((/** @type {any} */ { prompt, images }) => [prompt, images.length]);
    }, BASE, MODEL, PICTURE);
    assert.deepEqual(told, [['make it blue', 1], ['and this', 1], ['at night', 1], ['restored', 1]]);
    assert.deepEqual(turnsOf('restored'), ['make it blue', 'and this', 'at night', 'restored']);
    const contents = cut(/** @type {any} */ (kept.get('restored')).request, 'contents');
    const user = contents.filter((_, at) => at % 2 === 0).map(parts => parts.map(part => {
      const { text, inlineData } = JSON.parse(part);
      return text ?? `${inlineData.mimeType} ${inlineData.data === PICTURE}`;
    }));
    assert.deepEqual(user, [['make it blue', 'image/jpeg true'], ['and this', 'image/png false', 'image/jpeg true'], ['at night', 'image/png false'], ['restored']]);
    // What a turn sent first is what later ones send again.
    for (const [at, prompt] of ['make it blue', 'and this', 'at night'].entries()) {
      assert.deepEqual(cut(/** @type {any} */ (kept.get(prompt)).request, 'contents')[2 * at], contents[2 * at]);
    }
    assert.equal(textOf(contents[0][0]), 'make it blue');
  });

  test('no turn leaves a listener on a signal that many share', async () => {
    converse(server);
    const told = await browser.page(async (page, baseURL, model) => {
      const { createSession } = await page.entry('index');
      const { signal } = new AbortController();
      const listeners = new Set();
      let most = 0;
      for (const name of /** @type {const} */ (['addEventListener', 'removeEventListener'])) {
        Object.assign(signal, { [name]: (/** @type {[any, any]} */ ...args) => {
          listeners[name === 'addEventListener' ? 'add' : 'delete'](args[1]);
          most = Math.max(most, listeners.size);
          AbortSignal.prototype[name].apply(signal, args);
        } });
      }
      const session = createSession({ baseURL, model, signal, maxRetries: 0 });
      for (let n = 0; n < 5; n++) {
        await session.send(`sent ${n}`);
        for await (const event of session.stream(`streamed ${n}`)) if (event.type === 'image' && n % 2) break;
        await page.settle(() => session.send(`fault:bad-key ${n}`));
        const [cancelled, failing] = [session.stream(`cancelled ${n}`), session.stream('')];
        cancelled.cancel();
        await page.settle(() => failing.result);
      }
      await session.send('last');
      return [listeners.size, most];
    }, BASE, MODEL);
    assert.equal(told[0], 0);
    assert.ok(told[1] > 0 && told[1] < 5, `${told[1]} at once`);
  });
});
