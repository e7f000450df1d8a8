// @ts-check
// Conversations that were put away: through a real database and a reload, a clone, a worker; and what is refused, so that no JSON of
// anybody else's comes into a request.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { inBrowsers } from './suite.mjs';
import { converse } from './talk.mjs';

const MODEL = 'gemini-3.1-flash-image';

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  test('ten turns with undo and fork, restored after a reload, byte for byte on both sides', async () => {
    const { kept, turnsOf } = converse(server);
    const base = '/deliver/random/talk/none';
    const before = await browser.page(async (page, baseURL, model) => {
      const { createSession } = await page.entry('index');
      const store = await import(String('/tests/package/store.js'));
      const session = createSession({ baseURL, model, size: '512', maxRetries: 0 });
      const take = (/** @type {number} */ n) => (n % 2 ? session.send(`turn ${n}`) : session.stream(`turn ${n}`).result);
      for (let n = 1; n <= 4; n++) await take(n);
      session.undo();
      for (let n = 5; n <= 7; n++) await take(n);
      const fork = session.fork(2);
      await Promise.all([fork.send('forked 3', { thinking: { includeThoughts: true } }), take(8)]);
      for (let n = 9; n <= 11; n++) await take(n);
      await store.put('main', session.snapshot());
      await store.put('fork', fork.snapshot());
      return Promise.all([session, fork].map(page.conversation));
    }, base, MODEL);
    await browser.open();
    const after = await browser.page(async (page, baseURL, model) => {
      const { createSession } = await page.entry('index');
      const store = await import(String('/tests/package/store.js'));
      const [session, fork] = await Promise.all(['main', 'fork'].map(async name => (
        createSession({ baseURL, model, size: '512', maxRetries: 0, history: await store.get(name) }))));
      await Promise.all([session.ready, fork.ready]);
      const told = await Promise.all([session, fork].map(page.conversation));
      await Promise.all([session.send('turn 12'), fork.stream('forked 4').result]);
      const later = session.fork(5);
      session.undo(9);
      await session.send('undone 3');
      await later.send('later 6');
      return { told, shown: (await page.size(session.current.url)), results: session.turns.map((/** @type {any} */ { result }) => result !== undefined) };
    }, base, MODEL);
    assert.deepEqual(after.told, before);
    assert.deepEqual(after.shown, [512, 512]);
    assert.deepEqual(after.results, [false, false, true]);
    const ten = [1, 2, 3, 5, 6, 7, 8, 9, 10, 11].map(n => `turn ${n}`);
    assert.deepEqual(before[0].map(([prompt]) => prompt), ten);
    assert.deepEqual(turnsOf('turn 11'), ten);
    assert.deepEqual(turnsOf('turn 12'), [...ten, 'turn 12']);
    assert.deepEqual(turnsOf('forked 3'), ['turn 1', 'turn 2', 'forked 3']);
    assert.deepEqual(turnsOf('forked 4'), ['turn 1', 'turn 2', 'forked 3', 'forked 4']);
    assert.deepEqual(turnsOf('undone 3'), ['turn 1', 'turn 2', 'undone 3']);
    assert.deepEqual(turnsOf('later 6'), [...ten.slice(0, 5), 'later 6']);
    assert.equal(kept.size, 16);
  });

  test('a clone, a worker, another entry of the package', async () => {
    const { turnsOf } = converse(server);
    const told = await browser.page(async (page, baseURL, model) => {
      const { createSession } = await page.entry('index');
      const session = createSession({ baseURL, model });
      await session.send('one');
      const told = [await page.conversation(session)];
      const cloned = createSession({ baseURL, model, history: structuredClone(session.snapshot()) });
      await cloned.send('cloned'); // without waiting for `ready`
      const worker = new Worker('/tests/package/session-worker.js', { type: 'module' });
      const snapshot = await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage({ history: cloned.snapshot(), baseURL: new URL(baseURL, location.href).href, model });
      });
      worker.terminate(); // Blobs outlive it
      const other = (await page.entry('inline')).createSession({ baseURL, model, history: snapshot });
      await other.send('back');
      told.push(await page.conversation(other));
      return told;
    }, '/talk/big-4KiB', MODEL);
    assert.deepEqual(told[1].map(([prompt]) => prompt), ['one', 'cloned', 'in a worker', 'back']);
    assert.deepEqual(told[1][0], told[0][0]);
    assert.deepEqual(turnsOf('back'), ['one', 'cloned', 'in a worker', 'back']);
  });

  test('until the history is read, turns wait and nothing is taken back', async () => {
    const { turnsOf } = converse(server);
    const told = await browser.page(async (page, baseURL, model) => {
      const { createSession, init } = await page.entry('slim');
      const first = (await page.entry('index')).createSession({ baseURL, model });
      await first.send('one');
      const history = first.snapshot();
      // Without its wasm it cannot be read; with it, it can.
      const session = createSession({ baseURL, model, history });
      const told = [(await page.settle(() => session.ready)).code, (await page.settle(() => session.send('too soon'))).code];
      for (const call of [() => session.undo(), () => session.fork(), () => session.fork(0)]) told.push((await page.settle(call)).thrown);
      told.push(session.turns.length, session.current === undefined, session.snapshot().contents[1] === history.contents[1]);
      await init('/wasmagine/wasmagine_bg.wasm');
      const [reading, turn] = [session.ready, session.send('two')];
      await reading;
      told.push(session.turns.length);
      await turn;
      return [...told, session.turns.length, session.fork(1).turns.length];
    }, '/talk/big-4KiB', MODEL);
    const early = 'GenerateImageError: the history is not read yet';
    assert.deepEqual(told, ['wasm', 'wasm', early, early, early, 0, true, true, 1, 2, 1]);
    assert.deepEqual(turnsOf('two'), ['one', 'two']);
  });

  test('a history that is not what snapshot() gave is refused, by content, and nothing is sent', async () => {
    const told = await browser.page(async page => {
      const { createSession } = await page.entry('index');
      const { sandbox } = await page.entry('sandbox');
      const answer = sandbox({ fault: 'big-4KiB' });
      let sent = 0;
      const fetch = (/** @type {Request} */ request) => {
        sent++;
        return answer(request);
      };
      const make = (/** @type {any} */ history) => createSession({ baseURL: 'https://gateway.example', fetch, model: 'gemini-2.5-flash-image', history });
      const first = make(undefined);
      await first.send('x');
      await first.send('y');
      const { contents } = first.snapshot();
      const [user, model] = await Promise.all(contents.slice(0, 2).map((/** @type {Blob} */ blob) => blob.text()));
      const png = /"data": "([^"]+)"/.exec(model)?.[1];
      const one = '{"role":"user","parts":[{"text":"x"}]}';
      /** What stands for the first content, then the second, and so on. @type {any[][]} */
      const odd = [
        [`${one},${one}`], [`${one}{}`], [`${one} `], [` ${one}`], [`\ufeff${one}`], [`${one}\n`], [''], ['x'], ['null'], [`[${one}]`], [`"${one}"`],
        ['{"role":"model","parts":[{"text":"x"}]}'], ['{"role":"system","parts":[{"text":"x"}]}'], ['{"role":"\\u0075ser","parts":[{"text":"x"}]}'],
        ['{"parts":[{"text":"x"}],"role":"user"}'], ['{"role":"user","parts":[{"text":"x"}],"x":1}'], ['{"x":1,"role":"user","parts":[{"text":"x"}]}'],
        ['{"role":"user","role":"model","parts":[{"text":"x"}]}'], ['{"role":"user","parts":[{"text":"x"}],"parts":[{"text":"y"}]}'],
        ['{"role":"user","parts":[]}'], ['{"role":"user","parts":[{"text":"x"},1]}'], ['{"role":"user","parts":[[{"text":"x"}]]}'], ['{"role":"user","parts":[null]}'],
        ['{"role":"user","parts":[{"text":"x"},]}'], ['{"role":"user","parts":[,{"text":"x"}]}'], ['{"role":"user","parts":[{"text":"x"} ]}'],
        ['{"role":"user","parts":[{"text":"x"}{"text":"y"}]}'], ['{"role":"user","parts":{"text":"x"}}'], ['{"role":"user","parts":[{"text":x}]}'],
        ['{"role":"user","parts":[{"text":"x"}]'], ['{"role":"user","parts":[{"text":"x"}]}]}'], ['{"role":"user","parts":[{"text":"x\n"}]}'], ['{"role":"user","parts":[{"text":01}]}'],
        ['{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"*"}},{"text":"x"}]}'],
        [`{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"${png}"}}]}`],
        [user, `${model} `], [user, `${model},${model}`], [user, user], [user, model.slice(0, -1)], [user, model.replace('"model"', '"user"')],
        [user, model, one.replace('x', 'z')], [user, model, user, `${model}}`],
      ];
      /** @type {Record<string, any>} */
      const outcomes = {};
      for (const [n, texts] of odd.entries()) {
        const history = { version: 1, contents: texts.map(text => new Blob([text])).concat(contents.slice(texts.length)) };
        if (texts.length === 3) history.contents.length = 3;
        const session = make(history);
        const outcome = await page.settle(() => session.ready);
        const again = await page.settle(() => session.send('z'));
        const kept = session.snapshot().contents.every((/** @type {Blob} */ blob, /** @type {number} */ at) => blob === history.contents[at]);
        outcomes[`${n}: ${texts.map(text => text.slice(0, 80)).join(' | ')}`] = [outcome.code, outcome.message === again.message, session.turns.length, kept, outcome.message, outcome.hint];
      }
      const alone = make({ version: 1, contents: contents.slice(0, 1) });
      outcomes['the first alone'] = [(await page.settle(() => alone.ready)).message];
      const thrown = [];
      for (const history of [null, 'x', [], {}, { version: 1 }, { version: 2, contents }, { version: '1', contents }, { version: 1, contents: {} },
        ...['x', null, 5, {}, new ArrayBuffer(4), new Uint8Array(4)].map(odd => ({ version: 1, contents: [contents[0], odd] }))]) {
        thrown.push((await page.settle(() => make(history))).thrown);
      }
      const empty = make({ version: 1, contents: [] });
      await empty.ready;
      return { outcomes, thrown, sent, empty: empty.turns.length };
    });
    assert.equal(told.sent, 2);
    assert.equal(told.empty, 0);
    const [alone] = told.outcomes['the first alone'];
    delete told.outcomes['the first alone'];
    assert.equal(alone, '`history.contents[0]` is not what `snapshot()` gave: it is a prompt without an answer');
    for (const [name, [code, same, turns, kept, message, hint]] of Object.entries(told.outcomes)) {
      assert.deepEqual([code, same, turns, kept, hint], ['invalid-option', true, 0, true, 'pass a whole snapshot, unchanged; or begin a new session'], name);
      const at = name.split(' | ').length - 1;
      assert.match(message, new RegExp(`^\`history\\.contents\\[${at}\\]\` is not what \`snapshot\\(\\)\` gave: \\w+`), name);
    }
    assert.equal(Object.keys(told.outcomes).length, 42);
    const whole = (/** @type {string} */ got) => `GenerateImageError: \`history\` must be what \`snapshot()\` gave, got ${got}`;
    const blob = (/** @type {string} */ got) => `GenerateImageError: \`history.contents[1]\` must be a Blob, got ${got}`;
    assert.deepEqual(told.thrown, [
      ...['null', '"x"', 'an array', 'an object', 'an object', 'an object', 'an object', 'an object'].map(whole),
      ...['"x"', 'null', '5', 'an object', 'an object', 'an object'].map(blob),
    ]);
  });

  test('whatever byte of a stored content is changed, what is taken is a role and parts', async () => {
    const told = await browser.page(async page => {
      const { createSession } = await page.entry('index');
      const contents = ['{"role":"user","parts":[{"text":"x"}]}', '{"role":"model","parts":[{"text":"y","thoughtSignature":"c2ln"},{"inlineData":{"data":"AAAA"}}]}'];
      const letters = ['"', '{', '}', '[', ']', ',', ':', ' ', '\\', 'x', '\n', '0'];
      let [taken, refused] = [0, 0];
      /** @type {string[]} */
      const wrong = [];
      for (const [which, text] of contents.entries()) {
        for (let at = 0; at <= text.length; at++) {
          const changed = [text.slice(0, at), text.slice(0, at) + text.slice(at + 1), ...letters.flatMap(letter => [0, 1].map(over => text.slice(0, at) + letter + text.slice(at + over)))];
          await Promise.all(changed.filter(each => each !== text).map(async each => {
            const stored = contents.map((text, n) => new Blob([n === which ? each : text]));
            const { code } = await page.settle(() => createSession({ history: { version: 1, contents: stored } }).ready);
            if (code === 'invalid-option') return void refused++;
            taken++;
            const { role, parts, ...rest } = JSON.parse(each);
            const right = role === ['user', 'model'][which] && Object.keys(rest).length === 0 && parts.length > 0
              && parts.every((/** @type {any} */ part) => typeof part === 'object' && part !== null && !Array.isArray(part));
            if (!right || !each.startsWith(text.slice(0, text.indexOf('[') + 2)) || !each.endsWith('}]}')) wrong.push(each);
          }));
        }
      }
      return { taken, refused, wrong };
    });
    assert.deepEqual(told.wrong, []);
    assert.ok(told.taken > 100 && told.refused > 1000, `${told.taken} taken, ${told.refused} refused`);
  });
});
