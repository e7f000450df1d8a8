// @ts-check
// What really leaves a browser, as the server receives it: address, headers, body.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { entry, inBrowsers } from './suite.mjs';
import { settle } from './page.js';
import { expected, ways, wires } from './wire.mjs';

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  const serve = () => {
    server.clear();
    server.handle('/api', () => new Response('{}', { headers: { 'access-control-allow-origin': '*' } }));
  };
  const posts = () => server.requests.filter(({ method }) => method === 'POST');

  test(`${Object.keys(wires).length} sets of options put on the wire what they say, and nothing else, each in ${Object.keys(ways).length} ways`, async () => {
    serve();
    // What the browser adds of its own to any POST.
    await browser.page(() => fetch('/for/own/api', { method: 'POST', body: '{}' }).then(() => {}));
    const own = new Set(posts()[0].headers.keys());
    const rows = Object.entries(wires).flatMap(([name, wire]) => Object.keys(ways).filter(way => wire.turn !== false || !way.includes('turn')).map(way => ({ name, wire, way, label: `${name}, ${way}` })));
    const ended = await browser.page(async (page, rows, ways) => {
      const entry = await page.entry('index');
      const ended = [];
      for (const [label, way, source] of rows) {
        const options = await (0, eval)(`(${source})()`);
        const begin = (0, eval)(`(${ways[way]})`);
        const { code, message } = await page.settle(() => begin(entry, { baseURL: `/for/${encodeURIComponent(label)}/api`, ...options }));
        ended.push(code === 'no-image' || code === 'invalid-response' ? '' : `${label}: ${code}: ${message}`);
      }
      return ended.filter(Boolean);
    }, rows.map(({ label, way, wire }) => [label, way, String(wire.options)]), Object.fromEntries(Object.entries(ways).map(([way, begin]) => [way, String(begin)])));
    assert.deepEqual(ended, []);
    for (const { wire, way, label } of rows) {
      const records = posts().filter(({ labels }) => labels.for === label);
      assert.equal(records.length, 1, label);
      const { text, path, headers } = records[0];
      const added = Object.fromEntries([...headers].filter(([header]) => !own.has(header)));
      assert.equal(headers.get('content-type'), 'application/json', label);
      assert.deepEqual({ body: JSON.parse(text), path: path.replace(`/for/${encodeURIComponent(label)}/api`, ''), headers: added }, expected(wire, way), label);
    }
  });

  test('a later turn sends the conversation and its own options, and no header more', async () => {
    server.clear();
    const names = await browser.page(async page => {
      const { createSession } = await page.entry('index');
      const session = createSession({ baseURL: '/fault/big-4KiB', apiKey: 'sk-1', seed: 7 });
      await session.send('a pig', { images: '/tests/fixtures/plain.png' });
      await session.stream('with wings', { aspectRatio: '16:9' }).result;
      await session.send('at night', { auth: 'x-goog-api-key' });
      await fetch('/fault/big-4KiB', { method: 'POST', body: '{}' });
    }).then(() => posts().map(({ headers }) => [...headers.keys()]));
    const own = names.pop() ?? [];
    assert.deepEqual(names.map(list => list.filter(name => !own.includes(name))), [['authorization'], ['authorization'], ['x-goog-api-key']]);
    const told = posts().slice(0, 3).map(({ text }) => {
      const { contents, ...rest } = JSON.parse(text);
      return [contents.map((/** @type {any} */ { role, parts }) => `${role} ${parts.map((/** @type {any} */ part) => Object.keys(part)[0])}`), rest];
    });
    const config = { responseModalities: ['TEXT', 'IMAGE'], seed: 7 };
    const [first, model, streamed, later] = ['user text,inlineData', 'model text,inlineData', 'model text,text,inlineData', 'user text'];
    assert.deepEqual(told, [
      [[first], { generationConfig: config }], [[first, model, later], { generationConfig: { ...config, imageConfig: { aspectRatio: '16:9' } } }],
      [[first, model, later, streamed, later], { generationConfig: config }],
    ]);
  });

  test('the body is JSON in UTF-8, whatever the prompt holds', async () => {
    serve();
    const prompts = ['“ü” 漢字 🐷', 'a\n"b"\\c\u0000\u2028</script>', 'x'.repeat(300_000), 'half \ud83d of a pig'];
    await browser.page(async (page, prompts) => {
      const { generateImage } = await page.entry('index');
      for (const prompt of prompts) await page.settle(() => generateImage(prompt, { baseURL: '/api' }));
    }, prompts);
    const received = posts().map(({ text }) => JSON.parse(text).contents[0].parts[0].text);
    assert.deepEqual(received, [...prompts.slice(0, 3), 'half \ufffd of a pig']);
  });

  test('baseURL in every form: path, ./path, with a slash, URL object, whole address', async () => {
    serve();
    const model = 'gemini-2.5-flash-image:generateContent';
    await browser.page(async (page, origin) => {
      const { generateImage } = await page.entry('index');
      for (const baseURL of ['/api', './api', './x/../api', '/api/', new URL('/api/sub/', location.href), `${origin}/api`, ` ${origin}/api `]) {
        await page.settle(() => generateImage('a pig', { baseURL }));
      }
    }, server.origin);
    assert.deepEqual(posts().map(({ path }) => path.replace(`/v1beta/models/${model}`, '')), ['/api', '/api', '/api', '/api', '/api/sub', '/api', '/api']);
  });

  test('to another origin the preflight asks for content-type and one credential', async () => {
    serve();
    const other = server.origin.replace('127.0.0.1', 'localhost');
    await browser.page(async (page, other) => {
      const { generateImage } = await page.entry('index');
      for (const auth of ['bearer', 'x-goog-api-key', 'query']) {
        await generateImage('a pig', { baseURL: `${other}/fault/big-4KiB/for/${auth}`, apiKey: 'sk-1', auth });
      }
    }, other);
    const asked = server.requests.filter(({ method }) => method === 'OPTIONS').map(({ headers }) => headers.get('access-control-request-headers'));
    assert.deepEqual(asked, ['authorization,content-type', 'content-type,x-goog-api-key', 'content-type']);
    assert.equal(posts().length, 3);
    for (const { headers } of posts()) assert.deepEqual([headers.get('cookie'), headers.get('x-requested-with')], [null, null]);
  });

  test('credentials say whether cookies go along', async () => {
    serve();
    await browser.page(async page => {
      document.cookie = 'session=1; path=/';
      const { generateImage } = await page.entry('index');
      for (const credentials of [undefined, 'same-origin', 'include', 'omit']) await page.settle(() => generateImage('a pig', { baseURL: '/api', credentials }));
      document.cookie = 'session=; path=/; max-age=0';
    });
    assert.deepEqual(posts().map(({ headers }) => headers.get('cookie')), ['session=1', 'session=1', 'session=1', null]);
  });
});

/** The Request that would go to a host of the internet, through the `fetch` option. @param {any} options */
async function request(options) {
  const { generateImage } = await entry('inline');
  /** @type {Request[]} */
  const requests = [];
  const fetch = async (/** @type {Request} */ request) => {
    requests.push(request);
    return new Response('{}');
  };
  assert.equal((await settle(() => generateImage('a pig', { ...options, fetch }))).code, 'no-image');
  const [{ method, url, headers, redirect, credentials, mode }, more] = requests;
  assert.equal(more, undefined);
  return { method, url, headers: Object.fromEntries(headers), redirect, credentials, mode, text: await requests[0].text() };
}

test('with a key and a prompt alone, the request is the one that kkiai documents', async () => {
  assert.deepEqual(await request({ apiKey: 'sk-1' }), {
    method: 'POST',
    url: 'https://www.kkiai.com/v1beta/models/gemini-2.5-flash-image:generateContent',
    headers: { authorization: 'Bearer sk-1', 'content-type': 'application/json' },
    redirect: 'manual', credentials: 'same-origin', mode: 'cors',
    text: '{"contents":[{"role":"user","parts":[{"text":"a pig"}]}],"generationConfig":{"responseModalities":["TEXT","IMAGE"]}}',
  });
});

test('each host has its default model and its form of credential', async () => {
  const google = 'https://generativelanguage.googleapis.com/v1beta/models/gemini-nano-banana-2.1:generateContent';
  const kkiai = 'https://www.kkiai.com/v1beta/models/gemini-2.5-flash-image:generateContent';
  /** @type {[options: any, url: string, headers: any][]} */
  const cases = [
    [{ baseURL: 'google' }, google, { 'x-goog-api-key': 'sk-1' }],
    [{ baseURL: 'https://generativelanguage.googleapis.com/' }, google, { 'x-goog-api-key': 'sk-1' }],
    [{ baseURL: 'google', auth: 'query' }, `${google}?key=sk-1`, {}],
    [{ baseURL: 'google', auth: 'bearer' }, google, { authorization: 'Bearer sk-1' }],
    [{ baseURL: 'kkiai' }, kkiai, { authorization: 'Bearer sk-1' }],
    [{ baseURL: 'https://www.kkiai.com', auth: 'bearer+query' }, `${kkiai}?key=sk-1`, { authorization: 'Bearer sk-1' }],
    [{ baseURL: 'https://gw.example:8443/x' }, 'https://gw.example:8443/x/v1beta/models/gemini-2.5-flash-image:generateContent', { authorization: 'Bearer sk-1' }],
  ];
  for (const [options, url, headers] of cases) {
    const sent = await request({ ...options, apiKey: 'sk-1' });
    assert.deepEqual([sent.url, sent.headers], [url, { ...headers, 'content-type': 'application/json' }]);
  }
});

test('a key function is asked for each call, and only when the call is ready to send', async () => {
  const { generateImage } = await entry('inline');
  let asked = 0;
  const apiKey = () => { asked++; return 'sk-1'; };
  const fetch = async () => new Response('{}');
  await settle(() => generateImage('a pig', { apiKey, fetch, seed: 0.5 }));
  await settle(() => generateImage('a pig', { apiKey, fetch, extraBody: { a: 1n } }));
  assert.equal(asked, 0);
  for (let calls = 1; calls <= 3; calls++) {
    await settle(() => generateImage('a pig', { apiKey, fetch }));
    assert.equal(asked, calls);
  }
});

test('each option has its line on the wire, or a test here', async () => {
  const { generateImage } = await entry('inline');
  const { hint } = await generateImage('a pig', { colour: 'red' }).catch((/** @type {any} */ error) => error);
  const names = hint.replace('options here are ', '').split(', ');
  const lines = Object.values(wires).map(({ options }) => String(options)).join('\n');
  assert.ok(names.length > 30);
  assert.deepEqual(names.filter((/** @type {string} */ name) => !new RegExp(`\\b${name}\\b`).test(lines)), ['prompt', 'credentials']);
});
