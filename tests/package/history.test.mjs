// @ts-check
// What goes back to the server with the next turn: each part of each reply byte for byte, as it was cut out of both on the server's side.
// The sandbox checks the signatures of Gemini 3 meanwhile.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cut } from './parts.mjs';
import { inBrowsers } from './suite.mjs';
import { converse } from './talk.mjs';

const MODEL = 'gemini-3.1-flash-lite-image';

/** Numbers, escapes, order and white space that JSON.parse and JSON.stringify would not leave alone. */
const ODD = String.raw`"hint" : {"b":1.0,"a":1e5, "c":[-0,1E+2,12345678901234567890,null ,{}],"é — 文🚤":"\u0041\/\"}]{[\\\u00e9"},`;
const dressed = (space = '\r\n\t ') => (/** @type {string} */ reply) => reply.replace(/"inlineData"/g, `${ODD}${space}$&`)
  .replace(/"text"(\s*):(\s*)"Here/g, `${ODD}${space}"\\u0074ext"$1:$2"\\u0048ere`);

const fixture = (/** @type {string} */ name) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url)).toString('base64');
const [PNG, JPEG, GIF] = ['plain.png', 'baseline.jpg', '89a.gif'].map(fixture);
const GOOD = `{"inlineData":{"mimeType":"image/png","data":"${PNG}"}}`;
/** As the package writes it. @param {string} type @param {string} data */
const picture = (type, data) => `{"inlineData":{"mimeType":"${type}","data":"${data}"}}`;

/** What the API itself would not read. */
const UNUSUAL = [`{"text":"","inlineData":{"mimeType":"image/png","data":"${PNG}"}}`, '{"text":"said","inlineData":{}}', '{"text":"","functionCall":{"name":"f"}}',
  `{"text":"","thoughtSignature":"","inlineData":{"mimeType":"image/png","data":"${PNG}"}}`, '{"thoughtSignature":"c2ln"}', '{"renderHint":{"layers":[3,1.50]}}'];

/**
 * Parts as they came, what goes back of them, and what goes before the next prompt.
 * @type {[name: string, came: string[], back: string[], next?: string[]][]}
 */
const EXCEPTIONS = [
  ['text that is empty and that nothing is signed on is left out',
    ['{"text":""}', GOOD, '{ "thought":true, "text":"" }', '{ }', '{"text":null,"inlineData":null,"functionCall":null}', '{"text":"","thoughtSignature":""}', '{"text":"","thoughtSignature":null}', '{"text":"","thought_signature":"*"}'],
    [GOOD]],
  ['with a signature it stays', [GOOD, '{"text":"","thoughtSignature":"c2ln"}', '{"thoughtSignature" : "c2ln", "text" : ""}'],
    [GOOD, '{"text":"","thoughtSignature":"c2ln"}', '{"thoughtSignature" : "c2ln", "text" : ""}']],
  ['a picture without data is left out',
    ['{"inlineData":{"mimeType":"image/png","data":""}}', '{"inlineData":{"mimeType":"image/png"}}', '{"inlineData":{"data":null}}', '{"inlineData":{}}',
      '{"inlineData":{"mimeType":"image/png","data":""},"thoughtSignature":"c2ln"}', '{"inline_data":{"mime_type":"image/png","data":""}}', GOOD],
    [GOOD]],
  ['what one field lacks another may have',
    [`{"text":null,"inlineData":{"mimeType":"image/png","data":"${PNG}"}}`, '{"text":"said","inlineData":null}', '{"thoughtSignature":"c2ln","text":"","fileData":null}'],
    [`{"text":null,"inlineData":{"mimeType":"image/png","data":"${PNG}"}}`, '{"text":"said","inlineData":null}', '{"thoughtSignature":"c2ln","text":"","fileData":null}']],
  ['also as a gateway has it that names every field', UNUSUAL, UNUSUAL],
  ['keys in snake_case are spelled as the API does, and no others',
    [`{ "inline_data" : {"mime_type":"image/png", "data":"${PNG}","x_y":{"mime_type":1}}, "thought_signature":"c2ln", "un_known":{"thought_signature":"x","inline_data":[{"mime_type":0}]} }`,
      '{"thought":true,"text":"thought_signature \\"mime_type\\":","thought_signature":"c2ln"}', '{"file_data":{"file_uri":"files/1","mime_type":"image/png"}}',
      '{"text":"x","thought\\u005fsignature":"c2ln"}'],
    [`{ "inlineData" : {"mimeType":"image/png", "data":"${PNG}","x_y":{"mime_type":1}}, "thoughtSignature":"c2ln", "un_known":{"thought_signature":"x","inline_data":[{"mime_type":0}]} }`,
      '{"thought":true,"text":"thought_signature \\"mime_type\\":","thoughtSignature":"c2ln"}', '{"fileData":{"fileUri":"files/1","mimeType":"image/png"}}',
      '{"text":"x","thought\\u005fsignature":"c2ln"}']],
  ['kinds of part that are not for pictures go back too',
    ['{"functionCall":{"name":"f","args":{"thought_signature":"x","data":"[{"}}}', '{"executableCode":{"code":"print(\\"}\\")"}}', GOOD, '{"text":"x","renderHint":{"layers":[3,1.50]}}'],
    ['{"functionCall":{"name":"f","args":{"thought_signature":"x","data":"[{"}}}', '{"executableCode":{"code":"print(\\"}\\")"}}', GOOD, '{"text":"x","renderHint":{"layers":[3,1.50]}}']],
  ['what is no part is none', ['null', '{"text":""}', '5', '[{"text":"x"}]', '"x"', GOOD, 'true', '{"text":"said"}'], [GOOD, '{"text":"said"}']],
  ['a picture with a data: prefix goes into the user’s next turn', ['{"text":"said"}', picture('image/png', `data:image/png;base64,${PNG}`)], ['{"text":"said"}'], [picture('image/png', PNG)]],
  ['one without a media type too, and in its place', [`{"inlineData":{"data":"${JPEG}"}}`, '{"text":"between"}', GOOD], ['{"text":"between"}', GOOD], [picture('image/jpeg', JPEG)]],
  ['the type is what the bytes are', [picture('image/webp', `data:text/html,${JPEG}`), '{"text":"said"}'], ['{"text":"said"}'], [picture('image/jpeg', JPEG)]],
  ['pictures in text, of which the prose goes back', [`{"text":"Here: ![a](data:image/png;base64,${PNG}) and data:image/jpeg;base64,${JPEG} — “two”.","x":1}`, '{"text":"more"}'],
    ['{"text":"Here: and — “two”."}', '{"text":"more"}'], [picture('image/png', PNG), picture('image/jpeg', JPEG)]],
  ['fileData that is a data: URL', [`{"fileData":{"mimeType":"image/png","fileUri":"data:image/png;base64,${PNG}"}}`, '{"text":"said"}'], ['{"text":"said"}'], [picture('image/png', PNG)]],
  ['thoughts that hold pictures in text are left out, and are not shown', [`{"thought":true,"text":"so ![a](data:image/jpeg;base64,${JPEG}) then"}`, GOOD], [GOOD]],
  ['a thought with a data: prefix is not shown', [`{"thought":true,"inlineData":{"data":"data:,${JPEG}"}}`, GOOD], [GOOD]],
  ['but where it is the only picture', [`{"thought":true,"inlineData":{"data":"data:,${JPEG}"}}`, '{"text":"said"}'], ['{"text":"said"}'], [picture('image/jpeg', JPEG)]],
  ['of a turn that cannot go back at all something is said', [picture('image/png', `data:,${PNG}`)], ['{"text":"Here is the picture."}'], [picture('image/png', PNG)]],
];

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

  for (const method of /** @type {const} */ (['send', 'stream'])) {
    for (const [name, came, back, next = []] of EXCEPTIONS) {
      test(`${name}, ${method}`, async () => {
        const { kept } = converse(server, (reply, prompt) => {
          if (prompt !== 'one' && came !== UNUSUAL) return reply;
          const object = (/** @type {string[]} */ parts, tail = '') => `{"candidates":[{"content":{"role":"model","parts":[${parts.join(' ,\t')}]}${tail}}]}`;
          if (method === 'send') return object(came, ',"finishReason":"STOP"');
          return [object([]), ...came.map(part => object([part])), object([], ',"finishReason":"STOP"')].map(json => `data: ${json}\n\n`).join('');
        });
        const told = await browser.page(async (page, baseURL, method) => {
          const { createSession } = await page.entry('index');
          const session = createSession({ baseURL, maxRetries: 0 });
          const bytes = { baseURL: `/deliver/bytes${baseURL}` };
          await (method === 'send' ? session.send('one', bytes) : session.stream('one', bytes).result);
          const tell = (/** @type {any} */ { turns }) => Promise.all(turns.map(async (/** @type {any} */ { prompt, text, images }) => (
            [prompt, text, ...(await Promise.all(images.map((/** @type {any} */ { blob }) => page.sha256(blob))))])));
          const later = createSession({ baseURL, history: structuredClone(session.snapshot()) });
          await later.ready;
          const told = [await tell(session), await tell(later)];
          // Restored, forked, undone and forgotten: the next prompt says the same.
          await later.send('restored');
          await session.fork().send('forked');
          await session.send('two');
          await session.send('three');
          const again = createSession({ baseURL, history: session.snapshot() });
          await again.ready;
          session.undo(2);
          again.undo(2);
          await page.settle(() => session.send('fault:bad-key'));
          await session.send('undone');
          await again.send('undone, restored');
          const none = createSession({ baseURL, history: session.snapshot() });
          await none.ready;
          none.undo(2);
          await none.send('anew');
          return [...told, again.turns.length];
        }, '/talk/big-4KiB', method);
        const [live, restored] = told;
        assert.equal(live[0][0], 'one');
        assert.deepEqual([...restored[0]].sort(), [...live[0]].sort(), 'what came and what is restored');
        const contents = (/** @type {string} */ prompt) => cut(/** @type {any} */ (kept.get(prompt)).request, 'contents').map(parts => parts.map(part => Buffer.from(part, 'latin1').toString()));
        for (const prompt of ['restored', 'forked', 'two', 'undone', 'undone, restored']) {
          assert.deepEqual(contents(prompt), [['{"text":"one"}'], back, [...next, `{"text":"${prompt}"}`]]);
        }
        assert.deepEqual(contents('three').slice(0, 3), contents('two'));
        assert.deepEqual(contents('three')[4], ['{"text":"three"}']);
        assert.deepEqual(contents('anew'), [['{"text":"anew"}']]);
      });
    }
  }

  for (const model of [MODEL, 'gemini-2.5-flash-image']) {
    for (const fault of ['markdown-data', 'text-data', 'file-data', 'mime-missing', 'data-prefix', 'snake-case', 'only-thought-image']) {
      for (const responseModalities of [['IMAGE'], ['TEXT', 'IMAGE']]) {
        test(`${fault}, ${responseModalities.join(' and ')}: ${model} takes what goes back`, async () => {
          const { kept } = converse(server);
          const told = await browser.page(async (page, baseURL, model, responseModalities) => {
            const { createSession } = await page.entry('index');
            const session = createSession({ baseURL, model, responseModalities, maxRetries: 0 });
            for (const prompt of ['one', 'two', 'three', 'four']) await (prompt === 'two' ? session.stream(prompt).result : session.send(prompt));
            return session.turns.map((/** @type {any} */ { images }) => images.length);
          }, `/talk/${fault}+big-4KiB`, model, responseModalities);
          assert.deepEqual(told, [1, 1, 1, 1]);
          // Each of the three pictures so far is shown once, by the one or by the other.
          const shown = cut(/** @type {any} */ (kept.get('four')).request, 'contents').flat().filter(part => /"inlineData"/.test(part));
          assert.equal(shown.length, 3);
        });
      }
    }
  }

  for (const [name, part, back] of /** @type {[string, (link: string) => string, ((link: string) => string)[]][]} */ ([
    ['in text', link => `{"text":"Here: ![image](${link}) — done"}`, [link => `{"text":"Here: ![image](${link}) — done"}`]],
    ['in fileData', link => `{"fileData":{"mimeType":"image/png","fileUri":"${link}"}}`, []],
  ])) {
    test(`a picture behind a link ${name} goes into the user’s next turn`, async () => {
      const link = `${server.origin}/files/a.png`;
      server.handle('/files', () => new Response(Buffer.from(PNG, 'base64')));
      const { kept } = converse(server, (reply, prompt) => (prompt === 'one' ? `{"candidates":[{"content":{"parts":[${part(link)},{"text":"said"}]}}]}` : reply));
      await browser.page(async (page, baseURL) => {
        const { createSession } = await page.entry('index');
        const session = createSession({ baseURL });
        await session.send('one');
        await session.send('two');
      }, '/talk/big-4KiB');
      assert.deepEqual(cut(/** @type {any} */ (kept.get('two')).request, 'contents').map(parts => parts.map(part => Buffer.from(part, 'latin1').toString())), [
        ['{"text":"one"}'], [...back.map(part => part(link)), '{"text":"said"}'], [picture('image/png', PNG), '{"text":"two"}'],
      ]);
    });
  }

  test('a GIF goes into the user’s next turn as the PNG that the API takes', async () => {
    const { kept } = converse(server, (reply, prompt) => (prompt === 'one' ? `{"candidates":[{"content":{"parts":[{"inlineData":{"data":"${GIF}"}}]}}]}` : reply));
    await browser.page(async (page, baseURL) => {
      const { createSession } = await page.entry('index');
      const session = createSession({ baseURL });
      await session.send('one');
      await session.send('two');
    }, '/talk/big-4KiB');
    const [, , [shown]] = cut(/** @type {any} */ (kept.get('two')).request, 'contents');
    assert.match(shown, /^\{"inlineData":\{"mimeType":"image\/png","data":"iVBOR/);
  });
});
