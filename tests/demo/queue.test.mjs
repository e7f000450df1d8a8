// @ts-check
// Many prompts, in every engine: what is told before anything is sent, what reaches the server and how much of it at once, and that of each
// prompt there is one picture in the end, whatever happens meanwhile: a pause, a refusal, a server that has too much to do, a page that goes.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { By, Key } from 'selenium-webdriver';
import { violationsInSchemes } from '../harness/axe.mjs';
import { run } from '../harness/browsers.mjs';
import { drawing, inBrowsers, reply, test } from './stand.mjs';

/** @typedef {ReturnType<typeof import('./stand.mjs').stand>} Demo */

const cors = { 'access-control-allow-origin': '*' };

/** @param {number} status @param {string} name @param {object[]} [details] */
const refusal = (status, name, details) => new Response(JSON.stringify({ error: { code: status, message: `no: ${name}`, status: name, details } }), { status, headers: { ...cors, 'content-type': 'application/json' } });
/** @param {string} delay */
const limited = (delay) => refusal(429, 'RESOURCE_EXHAUSTED', [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: delay }]);

/** Calls at /held, which the test answers. @param {Demo} demo */
function held(demo) {
  /** @type {{ prompt: string, key: string | null, answer: (response: Response) => void }[]} */
  let open = [];
  const here = {
    /** Prompts in the order in which they came. @type {string[]} */
    asked: [],
    /** The most that were there at once. */
    most: 0,
    /** What is answered at once; a test may say what else. @type {(prompt: string) => Response | undefined} */
    at: () => undefined,
    hold() {
      [open, here.asked, here.most, here.at] = [[], [], 0, () => undefined];
      demo.server.handle('/held', (request) => {
        if (request.method === 'OPTIONS') return new Response(null, { headers: { ...cors, 'access-control-allow-headers': '*, authorization' } });
        return request.json().then(({ contents }) => {
          const prompt = contents[0].parts.find((/** @type {any} */ { text }) => text).text;
          here.asked.push(prompt);
          here.most = Math.max(here.most, open.length + 1);
          return here.at(prompt) ?? new Promise((answer) => {
            const call = { prompt, key: request.headers.get('authorization') ?? request.headers.get('x-goog-api-key'), answer };
            open.push(call);
            request.signal.addEventListener('abort', () => { open = open.filter((each) => each !== call); });
          });
        });
      });
    },
    open: () => open,
    /** Until as many have come since the beginning. @param {number} count */
    came: (count) => demo.driver.wait(async () => here.asked.length >= count, 60_000, `${here.asked.length} of ${count} came`),
    /** Until as many wait for an answer, and then the first one's. @param {() => Response} [response] */
    async answer(response = reply) {
      await demo.driver.wait(async () => open.length);
      open.shift()?.answer(response());
    },
    /** From here on all are answered. */
    free(response = reply) {
      here.at = response;
      for (const { answer } of open.splice(0)) answer(response());
    },
  };
  return here;
}

/** What lies in the database: pictures by their prompts, and the queue. @param {Demo} demo @returns {Promise<{ pictures: any[], queue: any[], contents: number, all: string }>} */
const stored = (demo) => run(demo.driver, async () => {
  /** @type {<T>(request: IDBRequest<T>) => Promise<T>} */
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const database = await done(indexedDB.open('wasmagine gallery'));
  const names = [...database.objectStoreNames];
  const lists = await Promise.all(names.map((name) => done(database.transaction(name).objectStore(name).getAll())));
  database.close();
  const { pictures, queue, contents } = Object.fromEntries(names.map((name, at) => [name, lists[at]]));
  return { pictures, queue, contents: contents.length, all: JSON.stringify([pictures, queue, { ...localStorage }, { ...sessionStorage }, location.href]) };
});

/** Opens the dialog and writes there. @param {Demo} demo @param {string} text */
async function write(demo, text) {
  if (!(await demo.page.count('dialog.prompts'))) await demo.page.press('queue');
  await demo.page.until(() => document.querySelector('dialog.prompts [data-does="startQueue"]'));
  await run(demo.driver, (text) => {
    const field = /** @type {HTMLTextAreaElement} */ (document.getElementById('prompts'));
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);
}
/** @param {Demo} demo */
async function start(demo) {
  await demo.page.does('startQueue', '.prompts');
  await demo.page.gone('dialog.prompts');
}
/** @param {Demo} demo @param {RegExp} pattern */
const says = (demo, pattern) => demo.page.until((/** @type {string} */ source) => new RegExp(source).test([...document.querySelectorAll('.queue .head, .queue .says, .queue .why')].map(({ textContent }) => textContent).join(' ')), pattern.source);
/** @param {Demo} demo @param {string} name */
const does = (demo, name) => demo.page.does(name, '.queue');
const many = (/** @type {number} */ count, name = 'number') => Array.from({ length: count }, (_, at) => `${name} ${at + 1}`);
const sorted = (/** @type {string[]} */ list) => [...list].sort();

/** The page, where calls are held. @param {Demo} demo @param {ReturnType<typeof held>} calls */
async function opened(demo, calls) {
  calls.hold();
  await demo.fresh();
  await aim(demo);
}
/** @param {Demo} demo */
async function aim(demo) {
  await demo.page.where('other');
  await demo.page.type('base', `${demo.server.origin}/held`);
}

inBrowsers(['chromium', 'firefox', 'webkit'], (demo, name) => {
  const calls = held(demo);

  test('lines become pictures, a few at once, each of them once, with what the form says', async () => {
    await opened(demo, calls);
    await demo.page.pick('ratio', '16:9');
    await demo.page.give('drop', drawing.toString('base64'));
    await demo.page.until(() => document.querySelectorAll('#references li').length === 1);
    await demo.page.pick('n', '2');
    await write(demo, 'a {red|green} boat\n\na fox\n');
    assert.match(await demo.page.text('#prompts-told'), /3 prompts · 6 pictures/);
    assert.equal(await demo.page.text('.prompts [data-does="startQueue"]'), 'Make 6 pictures');
    assert.deepEqual(await run(demo.driver, () => [...document.querySelectorAll('.preview .prompt')].map(({ textContent }) => textContent)), ['a red boat', 'a green boat', 'a fox']);
    assert.equal(calls.asked.length, 0);
    await start(demo);
    await calls.came(3);
    await says(demo, /0 of 6/);
    // What the form says now is for others.
    await demo.page.pick('ratio', '1:1');
    assert.deepEqual(sorted(calls.asked), ['a green boat', 'a red boat', 'a red boat'], 'the first ones first');
    for (let at = 4; at <= 6; at++) {
      await calls.answer();
      await calls.came(at);
    }
    assert.equal(await demo.page.count('.batch'), 0, 'no cards');
    calls.free();
    await demo.page.kept(6);
    await says(demo, /Finished\. 6 pictures/);
    assert.deepEqual([sorted(calls.asked), calls.most], [['a fox', 'a fox', 'a green boat', 'a green boat', 'a red boat', 'a red boat'], 3]);
    const sent = demo.calls().filter(({ method }) => method === 'POST').map(({ text }) => JSON.parse(text));
    for (const { contents: [{ parts }], generationConfig } of sent) {
      assert.equal(generationConfig.imageConfig.aspectRatio, '16:9');
      assert.equal(parts.find((/** @type {any} */ { inlineData }) => inlineData).inlineData.data, drawing.toString('base64'));
    }
    const { pictures, contents } = await stored(demo);
    assert.deepEqual(pictures.map(({ settings, references, place }) => [settings.aspectRatio, references.length, place]), Array(6).fill(['16:9', 1, 'other']));
    assert.equal(contents, 1, 'what they share is stored once');
    await does(demo, 'dismiss');
    await demo.page.gone('.queue');
    assert.deepEqual((await stored(demo)).queue, []);
  });

  test('a table’s rows have counts, settings and tags of their own; a file takes the place of what was written, and gives it back', async () => {
    await opened(demo, calls);
    await write(demo, 'was here');
    const path = join(demo.folders.downloads, 'prompts.csv');
    writeFileSync(path, '\uFEFFprompt;count;aspectRatio;seed;tags;mood\r\n"a boat;\r\n""red""";2;21:9;7;sea, night;glad\r\na fox;;;;;\r\n');
    await demo.driver.findElement(By.id('prompts-file')).sendKeys(path);
    await demo.page.until(() => /3 pictures/.test(document.querySelector('#prompts-told')?.textContent ?? ''));
    assert.match(await demo.page.text('#prompts-told'), /2 prompts · 3 pictures.*Columns that are not used: mood/);
    await demo.page.click('.toast [data-t="undo"]');
    assert.equal(await demo.page.value('prompts'), 'was here');
    await demo.driver.findElement(By.id('prompts-file')).sendKeys(path);
    await demo.page.until(() => /3 pictures/.test(document.querySelector('#prompts-told')?.textContent ?? ''));
    calls.free();
    await start(demo);
    await demo.page.kept(3);
    await says(demo, /Finished/);
    const { pictures } = await stored(demo);
    const told = pictures.map(({ prompt, settings, tags }) => [prompt, settings.aspectRatio, settings.seed, tags]).sort((a, b) => String(a).localeCompare(String(b)));
    assert.deepEqual(told, [
      ['a boat;\n"red"', '21:9', 7, ['sea', 'night']], ['a boat;\n"red"', '21:9', 8, ['sea', 'night']], ['a fox', undefined, undefined, undefined],
    ]);
  });

  test('pause lets end what is on its way, and nothing new begins until it goes on', async () => {
    await opened(demo, calls);
    await write(demo, many(8).join('\n'));
    await demo.page.choose('at-once', '2');
    await start(demo);
    await calls.came(2);
    await does(demo, 'queuePause');
    await says(demo, /2 on their way/);
    await calls.answer();
    await calls.answer();
    await demo.page.kept(2);
    await says(demo, /Paused\. 6 of 8 left/);
    assert.equal(calls.asked.length, 2);
    await does(demo, 'queueGo');
    await calls.came(4);
    calls.free();
    await demo.page.kept(8);
    await says(demo, /8 of 8/);
    assert.deepEqual([sorted(calls.asked), calls.most], [sorted(many(8)), 2]);
  });

  test('after a reload it stands, sends nothing by itself, and in the end there is one picture of each', async () => {
    await opened(demo, calls);
    await demo.page.type('key', 'a-secret-key');
    await write(demo, many(9).join('\n'));
    await demo.page.choose('at-once', '3');
    await start(demo);
    await calls.came(3);
    await calls.answer();
    await calls.answer();
    await demo.page.kept(2);
    await calls.came(5);
    const lost = calls.open().map(({ prompt }) => prompt);
    assert.equal(lost.length, 3);
    assert.deepEqual([...new Set(calls.open().map(({ key }) => key))], ['Bearer a-secret-key']);
    assert.doesNotMatch((await stored(demo)).all, /a-secret-key/);
    await demo.driver.get('about:blank').catch(() => {});
    await demo.driver.switchTo().alert().accept().catch(() => {}); // the browser asks, because somebody pays
    const { asked } = calls;
    await demo.page.open(`${demo.server.origin}/`);
    await says(demo, /Paused\. 4 of 9 left/);
    await demo.page.kept(2);
    assert.match(await demo.page.text('.queue .unclear'), /3 perhaps made, perhaps charged/);
    assert.equal(asked.length, 5, 'nothing by itself');
    const left = (await stored(demo)).queue.filter(({ state }) => state === 'sent').map(({ prompt }) => prompt);
    assert.deepEqual(sorted(left), sorted(lost));

    // Somebody else's key has no business there; the one that belongs there has to be given again.
    await demo.page.where('google');
    await demo.page.type('key', 'the-key-of-google');
    await does(demo, 'queueGo');
    await calls.came(8);
    assert.deepEqual([...new Set(calls.open().map(({ key }) => key))], [null]);
    calls.free();
    await demo.page.kept(6);
    await says(demo, /6 of 9/);
    assert.equal(asked.length, 9);
    await does(demo, 'queueAgainUnclear');
    await demo.page.kept(9);
    await says(demo, /Finished\. 9 pictures/);
    assert.deepEqual(sorted((await stored(demo)).pictures.map(({ prompt }) => prompt)), sorted(many(9)));
    assert.deepEqual(sorted(asked), sorted([...many(9), ...lost]));
    await demo.driver.navigate().refresh();
    await demo.page.ready();
    assert.equal(await demo.page.count('.queue'), 0);
  });

  test('what was written is there after Escape and a reload', async () => {
    await opened(demo, calls);
    await demo.page.press('queue');
    await demo.page.until(() => document.activeElement?.id === 'prompts');
    await demo.driver.actions().sendKeys('a boat', Key.ENTER, 'a fox').perform();
    await demo.page.escape();
    await demo.page.gone('dialog.prompts');
    assert.equal(await run(demo.driver, () => document.activeElement?.id), 'queue');
    await demo.driver.navigate().refresh();
    await demo.page.ready();
    await demo.page.press('queue');
    await demo.page.until(() => document.querySelector('dialog.prompts [data-does="startQueue"]'));
    assert.equal(await demo.page.value('prompts'), 'a boat\na fox');
    assert.equal(await demo.page.text('.prompts [data-does="startQueue"]'), 'Make 2 pictures');
  });

  test('what failed is told with its reason, and sent again once each by one press', async () => {
    await opened(demo, calls);
    calls.at = (prompt) => (/[24]$/.test(prompt) ? refusal(400, 'INVALID_ARGUMENT') : reply());
    await write(demo, many(5).join('\n'));
    await start(demo);
    await says(demo, /3 of 5 · 2 failed/);
    await demo.page.kept(3);
    assert.equal(calls.asked.length, 5);
    await demo.page.click('.queue .failed summary');
    assert.deepEqual(await run(demo.driver, () => [...document.querySelectorAll('.queue .failed li')].map(({ textContent }) => textContent)),
      ['number 2', 'number 4'].map((prompt) => `${prompt}The request was rejected by 127.0.0.1:${demo.server.port}.`));
    calls.at = () => undefined;
    await run(demo.driver, () => { for (let twice = 0; twice < 2; twice++) /** @type {any} */ (document.querySelector('.queue [data-does="queueAgain"]')).click(); });
    await calls.came(7);
    calls.free();
    await demo.page.kept(5);
    await says(demo, /Finished\. 5 pictures/);
    assert.deepEqual(calls.asked.slice(5).sort(), ['number 2', 'number 4']);
  });

  test('a key that is refused holds up all of it at once, and no picture is lost', async () => {
    await opened(demo, calls);
    await write(demo, many(20).join('\n'));
    await demo.page.choose('at-once', '3');
    await start(demo);
    await calls.came(3);
    await calls.answer();
    await demo.page.kept(1);
    await calls.came(4);
    calls.free(() => refusal(401, 'UNAUTHENTICATED'));
    await says(demo, /Paused\. 19 of 20 left/);
    assert.match(await demo.page.text('.queue .problem'), /The API key was rejected/);
    assert.equal(calls.asked.length, 4);
    calls.at = reply;
    await does(demo, 'queueGo');
    await demo.page.kept(20);
    await says(demo, /Finished\. 20 pictures/);
    assert.equal(calls.asked.length, 4 + 19);
    assert.equal(await demo.page.count('.queue .problem'), 0);
  });

  test('a server that has too much to do is left alone for as long as it asks', async () => {
    await opened(demo, calls);
    await write(demo, many(9).join('\n'));
    await demo.page.choose('at-once', '3');
    await start(demo);
    await calls.came(3);
    calls.free(() => limited('90s'));
    await says(demo, /Too many requests right now\. Going on in [12] min/);
    assert.equal(calls.asked.length, 3, 'none of the others tried');
    assert.equal((await stored(demo)).queue.filter(({ state }) => state === 'waiting').length, 9);
    // Whoever knows better goes on.
    calls.at = () => undefined;
    await does(demo, 'queueNow');
    await calls.came(6);
    calls.free(() => limited('3.2s'));
    await says(demo, /Too many requests right now/);
    calls.at = reply;
    await demo.page.kept(9);
    await says(demo, /Finished\. 9 pictures/);
  });

  test('stop asks while something is on its way, and what is cancelled is not sent again by itself', async () => {
    await opened(demo, calls);
    await write(demo, many(6).join('\n'));
    await demo.page.choose('at-once', '2');
    await start(demo);
    await calls.came(2);
    await does(demo, 'queueStop');
    assert.match(await demo.page.text('.queue .sure'), /2 pictures are on their way.*you may be charged/);
    await does(demo, 'queueKeep');
    assert.equal(calls.open().length, 2);
    await does(demo, 'queueStop');
    await demo.page.click('.queue .sure .danger');
    await says(demo, /Paused\. 4 of 6 left/);
    await demo.driver.wait(async () => !calls.open().length, 60_000, 'calls are still open');
    assert.match(await demo.page.text('.queue .unclear'), /2 perhaps made/);
    calls.at = reply;
    await does(demo, 'queueGo');
    await demo.page.kept(4);
    await says(demo, /Finished\. 4/);
    assert.equal(calls.asked.length, 6);
    await demo.page.does('dismiss', '.queue');
    await demo.page.gone('.queue');
    assert.equal(await run(demo.driver, () => document.activeElement?.id), 'queue');
  });

  test('what it comes to is said before, and what is much is asked about once more', async () => {
    await opened(demo, calls);
    const told = () => demo.page.text('#prompts-told');
    await write(demo, many(3).join('\n'));
    assert.doesNotMatch(await told(), /\$|price|free/, 'a gateway has prices of its own');
    await demo.page.dismiss('dialog.prompts');
    await demo.page.where('google');
    await demo.page.choose('model', 'gemini-3-pro-image');
    await demo.page.pick('size', '4K');
    await demo.page.pick('n', '2');
    await write(demo, 'a {boat|car}');
    assert.match(await told(), /2 prompts · 4 pictures.*about \$0\.96, estimated for 4 pictures at Google’s prices of \d{4}-\d\d-\d\d/);
    assert.match(await run(demo.driver, () => /** @type {HTMLAnchorElement} */ (document.querySelector('#prompts-told a')).href), /^https:\/\/ai\.google\.dev\//);
    await demo.page.dismiss('dialog.prompts');
    await demo.page.where('sandbox');
    await demo.page.pick('n', '1');
    await demo.page.pick('size', '');
    await write(demo, '{a|b}'.repeat(30));
    assert.match(await told(), /That would be 1073741824 pictures\. At most 10000/);
    assert.equal(await run(demo.driver, () => /** @type {any} */ (document.querySelector('[data-does="startQueue"]')).disabled), true);
    await write(demo, many(501).join('\n'));
    assert.match(await told(), /501 prompts · 501 pictures · free/);
    await demo.page.does('startQueue', '.prompts');
    assert.match(await demo.page.text('.prompts .foot'), /That is a lot: 501 pictures.*Yes, make 501 pictures/);
    assert.deepEqual([await demo.page.count('.queue'), (await stored(demo)).queue.length], [0, 0]);
    await start(demo);
    await demo.page.kept(2);
    await does(demo, 'queueStop');
    await does(demo, 'queueDiscard');
    await demo.page.click('.queue .sure .danger');
    await demo.page.gone('.queue');
    assert.equal((await stored(demo)).queue.length, 0);
  });

  // WebKitGTK may keep a transaction open for good whose page went in the middle of it; then nobody reads the database until it restarts.
  if (name !== 'webkit') test('whenever the page goes, there is one picture of each in the end, and none was sent twice by itself', async () => {
    await opened(demo, calls);
    const { asked } = calls;
    /** Prompts that a press sent once more. @type {string[]} */
    const again = [];
    /** So many are answered; those after them when the page has gone, however slow the driver is to make it go. */
    let most = 0;
    /** @type {(() => void)[]} */
    const later = [];
    const answerUpTo = (/** @type {number} */ count) => {
      most = count;
      later.splice(0).forEach((answer) => answer());
    };
    calls.at = () => /** @type {any} */ (new Promise((done) => {
      const answer = () => setTimeout(() => done(reply()), 5 + Math.random() * 40);
      if (asked.length > most) later.push(answer);
      else answer();
    }));
    await write(demo, many(24).join('\n'));
    await demo.page.choose('at-once', '4');
    await start(demo);
    for (const count of [3, 9, 17]) {
      answerUpTo(count + 2);
      await calls.came(count);
      await demo.driver.get(`${demo.server.origin}/blank`).catch(() => {});
      await demo.driver.switchTo().alert().accept().catch(() => {});
      await demo.page.open(`${demo.server.origin}/`);
      await says(demo, /Paused/);
      const { pictures, queue } = await stored(demo);
      assert.equal(queue.filter(({ state }) => state === 'done').length, pictures.length, 'done and stored are one moment');
      if (await demo.page.count('.queue .list:not([hidden]) [data-does="queueAgainUnclear"]')) {
        again.push(...queue.filter(({ state }) => state === 'sent').map(({ prompt }) => prompt));
        await does(demo, 'queueAgainUnclear');
      } else await does(demo, 'queueGo');
    }
    answerUpTo(Infinity);
    await demo.page.kept(24);
    await says(demo, /Finished\. 24 pictures/);
    assert.deepEqual(sorted((await stored(demo)).pictures.map(({ prompt }) => prompt)), sorted(many(24)));
    const times = (/** @type {string[]} */ list, /** @type {string} */ prompt) => list.filter((each) => each === prompt).length;
    // One whose record said so may not have left yet.
    for (const prompt of many(24)) assert.ok(times(asked, prompt) <= 1 + times(again, prompt), prompt);
  });

  test('a page that is slow to go sends nothing more meanwhile', async () => {
    await opened(demo, calls);
    await write(demo, many(9).join('\n'));
    await demo.page.choose('at-once', '3');
    await start(demo);
    await calls.came(3);
    // Firefox breaks the calls off at once, and the page stands until the next one answers: time enough for another attempt.
    demo.server.handle('/slow', () => /** @type {any} */ (new Promise((done) => setTimeout(() => done(new Response('')), 2500))));
    await demo.driver.get(`${demo.server.origin}/slow`).catch(() => {});
    await demo.driver.switchTo().alert().accept().catch(() => {});
    await demo.driver.wait(async () => (await demo.driver.getCurrentUrl()).endsWith('/slow') && !calls.open().length);
    await demo.page.open(`${demo.server.origin}/`);
    await says(demo, /Paused\. 6 of 9 left/);
    assert.match(await demo.page.text('.queue .unclear'), /3 perhaps made/);
    assert.equal(calls.asked.length, 3);
  });

  test('without a connection nothing is sent, and nothing fails', async () => {
    await opened(demo, calls);
    await run(demo.driver, () => void Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false }));
    await write(demo, many(5).join('\n'));
    await start(demo);
    await says(demo, /Paused\. 5 of 5 left.*You’re offline/);
    assert.equal(calls.asked.length, 0);
    await run(demo.driver, () => void Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => true }));
    calls.at = reply;
    await does(demo, 'queueGo');
    await demo.page.kept(5);
    await says(demo, /Finished\. 5/);
  });

  test('a disk that is full holds it up; the picture is on the page, and is stored without being made again', async () => {
    await opened(demo, calls);
    await run(demo.driver, () => {
      const { put } = IDBObjectStore.prototype;
      Object.assign(window, { full: true });
      IDBObjectStore.prototype.put = function (/** @type {any} */ value) {
        if (/** @type {any} */ (window).full && this.name === 'pictures') throw new DOMException('full', 'QuotaExceededError');
        return put.call(this, value);
      };
    });
    await write(demo, many(4).join('\n'));
    await demo.page.choose('at-once', '1');
    calls.at = reply;
    await start(demo);
    await says(demo, /Paused\. 3 of 4 left.*A picture couldn’t be saved/);
    assert.match(await demo.page.text('#banner'), /Storage is full/);
    await demo.page.kept(1);
    assert.deepEqual([calls.asked.length, (await stored(demo)).pictures.length], [1, 0]);
    await does(demo, 'queueGo');
    await says(demo, /A picture couldn’t be saved/);
    assert.equal(calls.asked.length, 1, 'nothing more is paid for as long as it is full');
    await run(demo.driver, () => void Object.assign(window, { full: false }));
    await does(demo, 'queueGo');
    await demo.page.kept(4);
    await says(demo, /Finished\. 4/);
    assert.deepEqual([sorted(calls.asked), sorted((await stored(demo)).pictures.map(({ prompt }) => prompt))], [many(4), many(4)]);
  });

  // WebKitGTK's driver does not bring a tab to the front, and one that is behind draws nothing.
  if (name !== 'webkit') test('of two tabs one has the queue, and the other takes over what it leaves', async () => {
    for (const locks of [true, false]) {
      await opened(demo, calls);
      const without = () => locks || run(demo.driver, () => void Object.defineProperty(navigator, 'locks', { value: undefined }));
      await without();
      await write(demo, many(6).join('\n'));
      await demo.page.choose('at-once', '2');
      await start(demo);
      await calls.came(2);
      const first = await demo.driver.getWindowHandle();
      await demo.driver.switchTo().newWindow('tab');
      const second = await demo.driver.getWindowHandle();
      try {
        await demo.driver.get(`${demo.server.origin}/blank`);
        const mark = await run(demo.driver, () => {
          const mark = localStorage.getItem('wasmagine queue');
          localStorage.removeItem('wasmagine queue');
          return mark;
        });
        await demo.page.open(`${demo.server.origin}/`);
        await without();
        await aim(demo);
        await write(demo, 'another');
        await run(demo.driver, (mark) => localStorage.setItem('wasmagine queue', String(mark)), mark);
        await says(demo, /Another tab has the queue/);
        await demo.page.does('startQueue', '.prompts');
        await demo.page.until(() => /Another tab has the queue/.test(document.querySelector('.prompts .foot')?.textContent ?? ''));
        assert.equal(calls.asked.length, 2, String(locks));
        await demo.page.dismiss('dialog.prompts');
        await demo.driver.switchTo().window(first);
        await calls.answer();
        await calls.came(3);
        await demo.driver.get(`${demo.server.origin}/blank`).catch(() => {});
        await demo.driver.switchTo().alert().accept().catch(() => {});
        await demo.driver.switchTo().window(second);
        await says(demo, /Paused\. 3 of 6 left/);
        calls.at = reply;
        await does(demo, 'queueAgainUnclear');
        await says(demo, /Finished\. 6/);
        assert.deepEqual(sorted((await stored(demo)).pictures.map(({ prompt }) => prompt)), many(6));
      } finally {
        await demo.driver.close();
        await demo.driver.switchTo().window(first);
      }
    }
  });

  test('who deletes everything deletes the queue as well, and nothing more is sent', async () => {
    await opened(demo, calls);
    await write(demo, many(6).join('\n'));
    await demo.page.choose('at-once', '1');
    await start(demo);
    await calls.came(1);
    await demo.page.press('manage');
    await demo.page.until(() => document.querySelector('.panel [data-t="clearAll"]'));
    await demo.page.click('.panel [data-t="clearAll"]');
    await demo.page.click('.panel [data-t="clearSure"]');
    await demo.page.gone('dialog');
    await calls.answer();
    await demo.page.gone('.queue');
    await demo.page.kept(1);
    assert.equal(calls.asked.length, 1);
  });

  test('axe finds nothing in it, in light and dark, in both languages', async () => {
    /** @type {string[]} */
    const found = [];
    const look = async (/** @type {string} */ what) => void found.push(...await violationsInSchemes(demo.driver, what));
    await opened(demo, calls);
    for (const language of ['English', 'Chinese']) {
      calls.hold();
      await write(demo, 'prompt,count,seed\na boat,0,x\n');
      await look(`${language}, refused`);
      await write(demo, 'prompt,count\na boat,2\na boat,1\na fox,1\na cat,1\n');
      await look(`${language}, written`);
      await start(demo);
      await calls.came(3);
      await look(`${language}, running`);
      await does(demo, 'queueStop');
      await look(`${language}, asked`);
      await demo.page.click('.queue .sure .danger');
      await demo.page.until(() => document.querySelector('.queue .unclear li'));
      calls.at = () => refusal(403, 'PERMISSION_DENIED');
      await does(demo, 'queueGo');
      await demo.page.until(() => document.querySelector('.queue .problem'));
      await look(`${language}, refused by the server`);
      await does(demo, 'queueDiscard');
      await demo.page.click('.queue .sure .danger');
      await demo.page.gone('.queue');
      await demo.page.press('language');
    }
    assert.deepEqual(found, []);
  });
});
