// @ts-check
// What the page makes of a call, in detail: what it loads, what it tells, what it gives back, what it never does.
import assert from 'node:assert/strict';
import { By, Key, until } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';
import { drawing, reply, stand, test } from './stand.mjs';

const demo = stand();

test('the sandbox comes when it is used, and into its worker alone', async () => {
  await demo.fresh();
  assert.equal(demo.server.requests.filter(({ path }) => /sandbox(-worker)?\.js/.test(path)).length, 0);
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  const askers = (/** @type {string} */ path) => demo.server.requests.filter((request) => request.path === path).map(({ headers }) => headers.get('referer')?.replace(/.*\//, '/'));
  assert.deepEqual(askers('/wasmagine/sandbox.js'), ['/sandbox-worker.js']);
  assert.equal(demo.server.requests.find(({ path }) => path === '/sandbox-worker.js')?.headers.get('sec-fetch-dest'), 'worker');
});

test('the next pictures take the place of those before, whose URLs are given back', async () => {
  const before = await demo.page.picture();
  await demo.page.send();
  await demo.page.until((/** @type {string} */ src) => ![undefined, src].includes(/** @type {any} */ (document.querySelector('.card .picture img'))?.src), before.src);
  await demo.page.ended('shown');
  const reachable = (/** @type {string} */ url) => run(demo.driver, (url) => fetch(url).then(() => true, () => false), url);
  assert.equal(await reachable(before.src), false);
  assert.equal(await reachable((await demo.page.picture()).src), true);
});

test('several pictures have a card each, of the shape that was asked for; one is cancelled and the others come', async () => {
  await demo.fresh();
  /** @type {() => void} */
  let go = () => {};
  const held = new Promise((resolve) => { go = () => resolve(undefined); });
  demo.server.handle('/held', () => held.then(() => reply()));
  await demo.page.pick('n', '3');
  await demo.page.pick('ratio', '16:9');
  await demo.sendTo('a boat', `${demo.server.origin}/held`);
  await demo.page.until(() => document.querySelectorAll('.card').length === 3);
  assert.deepEqual(await run(demo.driver, () => [...document.querySelectorAll('.card')].map((card) => Number(/** @type {any} */ (card).style.getPropertyValue('--ratio')).toFixed(2))), ['1.78', '1.78', '1.78']);
  await demo.page.does('cancel', '.card:nth-child(2)');
  go();
  await demo.page.ended('shown');
  assert.deepEqual(await run(demo.driver, () => [...document.querySelectorAll('.card')].map((card) => /** @type {any} */ (card).dataset.state)), ['shown', 'cancelled', 'shown']);
  await demo.page.kept(2);
});

test('an error says what the server said, and how long it asks to wait; trying again sends again', async () => {
  await demo.open();
  // Longer than the package waits by itself.
  const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '94.4s' }];
  demo.server.handle('/busy', () => Response.json({ error: { code: 429, message: 'Too many', status: 'RESOURCE_EXHAUSTED', details } }, { status: 429 }));
  await demo.sendTo('too often', `${demo.server.origin}/busy`);
  await demo.page.ended('failed');
  assert.equal(await demo.page.text('.problem code'), 'rate-limited');
  assert.equal(await demo.page.text('.problem .happened'), 'Too many requests right now.');
  assert.equal(await demo.page.text('.problem .todo'), 'Wait 94.4 s, then try again.');
  assert.match(await demo.page.text('.problem .hint'), /^Wait a little/);
  assert.match(await demo.page.text('.problem .message'), /429/);
  assert.match(await demo.page.text('.problem details .note'), /HTTP 429/);
  assert.match(await demo.page.text('.problem pre'), /RESOURCE_EXHAUSTED/);
  const sent = demo.calls().length;
  await demo.page.click('.problem .again');
  await demo.server.request(() => demo.calls().length > sent);
  await demo.page.ended('failed');
});

test('a call that is tried again counts down, and can be cancelled', async () => {
  await demo.open();
  await demo.page.watch();
  await demo.sendTo('too often', `${demo.server.origin}/fault/rate-limit`);
  await demo.page.until(() => /^Trying again in \d+\.\d s$/.test(document.querySelector('.phase')?.textContent ?? ''));
  assert.match((await demo.page.watched()).join('\n'), /^(The last attempt failed|Too many requests right now)\.Trying again in 3[0-4]\.\d s/m);
  assert.match(await demo.page.text('#status'), /(The last attempt failed|Too many requests right now)\. Nothing has been charged\. Attempt 2 follows/);
  await demo.page.escape();
  await demo.page.ended('cancelled');
  assert.equal(demo.calls().length, 1);
});

test('a card that waits for its turn is cancelled at once, and whoever leaves meanwhile is asked', async () => {
  await demo.open();
  const asked = () => run(demo.driver, () => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
  await demo.page.pick('n', '4');
  await demo.sendTo('stalls', `${demo.server.origin}/fault/stall-body`);
  await demo.page.until(() => [...document.querySelectorAll('.card .loaded')].filter(({ textContent }) => textContent).length === 3);
  const states = () => run(demo.driver, () => [...document.querySelectorAll('.card')].map((card) => /** @type {any} */ (card).dataset.state));
  assert.equal(await demo.page.text('.card:last-child .line'), 'Queued');
  await demo.page.does('cancel', '.card:last-child');
  await demo.page.until(() => document.querySelector('.card:last-child')?.getAttribute('data-state') === 'cancelled');
  assert.deepEqual(await states(), ['working', 'working', 'working', 'cancelled']);
  assert.equal(await run(demo.driver, () => document.activeElement?.className), 'again', 'what was pressed is gone, and this is in its place');
  assert.equal(await asked(), true, 'what runs may be billed');
  await demo.page.escape();
  await demo.page.ended('cancelled');
  assert.equal(await asked(), false);
  assert.equal(demo.calls().filter(({ method }) => method === 'POST').length, 3);
  await demo.page.where('sandbox');
  await demo.page.fault('stall-body');
  await demo.page.pick('n', '1');
  await demo.page.send();
  await demo.page.until(() => document.querySelector('.card .loaded')?.textContent);
  assert.equal(await asked(), false, 'the sandbox costs nothing');
  await demo.page.escape();
  await demo.page.ended('cancelled');
});

test('without a clipboard the page says so', async () => {
  await demo.fresh();
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  await run(demo.driver, () => { Object.defineProperty(navigator, 'clipboard', { value: undefined }); });
  const told = async () => {
    await demo.page.until(() => document.querySelector('.toast'));
    const text = await demo.page.text('.toast span');
    await demo.page.does('dismiss', '.toast');
    return text;
  };
  await demo.page.does('copy', '.card');
  assert.match(await told(), /did not allow copying/);
  await demo.page.kept(1);
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  await demo.page.click('.viewer [data-t="copyPrompt"]');
  await demo.page.until(() => document.querySelector('.toast'));
  assert.match(await demo.page.text('.toast span'), /did not allow copying/);
});

test('a refusal in words shows the model’s words', async () => {
  await demo.open();
  await demo.sendTo('a refusal', `${demo.server.origin}/fault/text-only`);
  await demo.page.ended('failed');
  assert.equal(await demo.page.text('.problem code'), 'no-image');
  assert.notEqual(await demo.page.text('.problem blockquote'), '');
});

test('what servers and models say is never markup', async () => {
  const markup = '<img src="x" onerror="document.title=1"><b>bold</b>';
  demo.server.handle('/markup/error', () => Response.json({ error: { code: 400, message: markup, status: markup } }, { status: 400 }));
  demo.server.handle('/markup/text', () => reply(markup));
  await demo.open();
  await demo.sendTo(markup, `${demo.server.origin}/markup/error`);
  await demo.page.ended('failed');
  assert.ok((await demo.page.text('.problem')).includes(markup));
  await demo.page.type('base', `${demo.server.origin}/markup/text`);
  await demo.page.send();
  await demo.page.ended('shown');
  assert.equal(await demo.page.text('.card blockquote'), markup);
  assert.equal(await run(demo.driver, () => document.querySelectorAll('b:not(#home), [onerror], #stage img:not([src^="blob:"])').length), 0);
  assert.equal(await demo.driver.getTitle(), 'wasmagine');
});

test('what a search suggests is shown in a frame without scripts or origin, when it is opened', async () => {
  await demo.open();
  await demo.page.click('#more summary');
  await demo.page.press('web');
  await demo.page.make('a hill <b>');
  await demo.page.ended('shown');
  assert.equal(await demo.page.count('iframe'), 0);
  await demo.page.click('.card summary[data-t="suggestions"]');
  await demo.page.until(() => document.querySelector('.card iframe'));
  const frame = await demo.driver.findElement(By.css('.card iframe'));
  assert.equal(await frame.getAttribute('sandbox'), 'allow-popups allow-popups-to-escape-sandbox');
  assert.equal(await demo.page.text('.card .sources a'), 'example.com');
  await demo.driver.switchTo().frame(frame);
  await demo.driver.wait(until.elementLocated(By.css('.chip')));
  assert.equal(await demo.driver.findElement(By.css('.chip')).getText(), 'a hill <b>');
  await demo.driver.switchTo().defaultContent();
});

test('arrows recall what was asked before, and nothing is sent without a prompt', async () => {
  await demo.fresh();
  await demo.page.press('generate');
  assert.equal(await run(demo.driver, () => document.querySelector('textarea:invalid')?.id), 'prompt');
  assert.equal(await demo.page.count('.card'), 0);
  for (const prompt of ['a boat', 'a hill']) {
    await demo.page.make(prompt);
    await demo.page.ended('shown');
  }
  const field = await demo.driver.findElement(By.id('prompt'));
  await field.clear();
  await field.sendKeys(Key.UP);
  assert.equal(await demo.page.value('prompt'), 'a hill');
  await field.sendKeys(Key.UP);
  assert.equal(await demo.page.value('prompt'), 'a boat');
  await field.sendKeys(Key.DOWN, Key.DOWN);
  assert.equal(await demo.page.value('prompt'), '');
});

test('what is no picture is no reference, and text that is pasted is text, also with a picture of it beside', async () => {
  await demo.open();
  const bytes = drawing.toString('base64');
  await demo.page.give('drop', bytes, { type: 'application/pdf' });
  await demo.page.until(() => document.querySelector('.toast'));
  assert.match(await demo.page.text('.toast'), /^Only pictures can be used as references/);
  assert.equal(await demo.page.give('paste', bytes, { text: 'a table' }), true, 'left to the field');
  assert.equal(await demo.page.give('paste', bytes), false);
  await demo.page.until(() => document.querySelectorAll('#references li').length);
  assert.equal(await demo.page.count('#references li'), 1);
});

test('the last call as code: what was asked, and no key', async () => {
  await demo.open();
  await demo.page.where('other');
  await demo.page.type('base', `${demo.server.origin}/own`);
  await demo.page.type('key', 'secret-key');
  await demo.page.pick('ratio', '16:9');
  await demo.page.make("it's a boat");
  await demo.page.ended('shown');
  const sent = demo.calls().length;
  await demo.page.press('code');
  await demo.page.until(() => document.querySelectorAll('.panel pre').length === 2);
  const [script, curl] = await run(demo.driver, () => [...document.querySelectorAll('.panel pre')].map(({ textContent }) => textContent ?? ''));
  assert.match(script, /generateImage\('it\\'s a boat', \{\n {2}apiKey,\n {2}baseURL: 'http.*\/own',\n {2}model: '.*',\n {2}aspectRatio: '16:9'/);
  assert.match(curl, /^curl 'http.*\/own\/v1beta\/models\/.*:generateContent' \\\n/);
  assert.match(curl, /authorization: Bearer YOUR_API_KEY/);
  assert.match(curl, /"aspectRatio": "16:9"/);
  assert.doesNotMatch(script + curl, /secret/);
  assert.equal(demo.calls().length, sent, 'nothing was sent for it');
  await demo.page.dismiss('.panel');
});

test('an edit as code: the conversation so far, and the request with its history', async () => {
  await demo.open();
  await demo.page.where('sandbox');
  await demo.page.make('a lighthouse');
  await demo.page.ended('shown');
  await demo.page.does('edit', '.card');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  assert.equal(await demo.driver.findElement(By.css('.editor [data-t="code"]')).isEnabled(), false, 'the last call was no edit of this');
  const panel = async () => {
    await demo.page.click('.editor [data-t="code"]');
    await demo.page.until(() => document.querySelectorAll('.panel pre').length === 2);
    const code = await run(demo.driver, () => [...document.querySelectorAll('.panel pre')].map(({ textContent }) => textContent ?? ''));
    await demo.page.does('dismiss', '.panel');
    await demo.page.until(() => !document.querySelector('.panel'));
    return code;
  };
  const body = (/** @type {string} */ curl) => JSON.parse(curl.slice(curl.indexOf("'{") + 1, curl.lastIndexOf("'")));
  await demo.page.turn('by day');
  const [first, firstCurl] = await panel();
  assert.match(first, /^import \{ createSession \} from 'wasmagine';\nimport \{ sandbox \} from 'wasmagine\/sandbox';\n\nconst \[file\] = .*\n\nconst session = createSession\(\{\n {2}fetch: sandbox\(\),\n(?: {2}.*,\n)+\}\);\nconst \{ url \} = await session\.send\('by day', \{ images: file \}\);\n/);
  assert.deepEqual(body(firstCurl).contents.map((/** @type {any} */ { role }) => role), ['user']);
  await demo.page.turn('make it snow');
  const [second, secondCurl] = await panel();
  assert.match(second, /\nawait session\.send\('by day', \{ images: file \}\);\nconst \{ url \} = await session\.send\('make it snow'\);\n/);
  assert.match(secondCurl, /^# The sandbox answers within the page.*\ncurl '/);
  assert.deepEqual(body(secondCurl).contents.map((/** @type {any} */ { role }) => role), ['user', 'model', 'user']);
  await demo.page.does('dismiss', '.editor');
  await demo.page.until(() => !document.querySelector('.editor'));
  await demo.page.press('code');
  await demo.page.until(() => document.querySelectorAll('.panel pre').length === 2);
  assert.equal(await demo.page.text('.panel pre'), second, 'and from the page it is the same');
  await demo.page.does('dismiss', '.panel');
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
