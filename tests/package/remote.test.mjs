// @ts-check
// Pictures behind links: which links are fetched, what leaves the browser for them, and how a call ends where that fails.
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { settle } from './page.js';
import { entry, inBrowsers } from './suite.mjs';

/** Bytes of a GIF, 3 by 2. @param {number} fill @param {number} [length] */
const gif = (fill, length = 40) => {
  const bytes = Buffer.alloc(length, fill);
  bytes.write('GIF89a', 'latin1');
  bytes.writeUInt16LE(3, 6);
  bytes.writeUInt16LE(2, 8);
  return bytes;
};
/** @param {any[]} parts */
const reply = parts => JSON.stringify({ candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP' }] });
const markdown = (/** @type {string[]} */ ...links) => [{ text: links.map(link => `![image](${link})`).join('\n\n') }];
const message = (/** @type {string} */ host, /** @type {string} */ says) => `in place of a picture came a link to ${host}, which ${says}`;

describe('in Node', () => {
  /** Calls with a base of https, and says what was asked of the global fetch. @param {any[]} parts @param {any} [options] */
  async function call(parts, options) {
    const { generateImage } = await entry('inline');
    const { fetch } = globalThis;
    /** @type {any[][]} */
    const asked = [];
    globalThis.fetch = /** @type {any} */ (async (/** @type {any[]} */ ...args) => {
      asked.push(args);
      return new Response(gif(1));
    });
    try {
      const own = async () => new Response(reply(parts));
      return { ...await settle(() => generateImage('a pig', { baseURL: 'https://gateway.example/x', apiKey: 'sk-1', headers: { 'x-mine': '1' }, fetch: own, ...options })), asked };
    } finally {
      globalThis.fetch = fetch;
    }
  }

  test('from the host of baseURL, with nothing of the call', async () => {
    for (const parts of [markdown('https://gateway.example/files/1.png?a=b#c'), [{ fileData: { fileUri: 'https://gateway.example/files/1.png?a=b#c' } }], [{ file_data: { file_uri: 'https://gateway.example/files/1.png?a=b#c' } }]]) {
      const { code, warnings, mediaType, asked } = await call(parts);
      assert.deepEqual([code, warnings, mediaType, asked.length], ['ok', ['compat'], 'image/gif', 1]);
      const [link, { signal, ...init }] = asked[0];
      assert.equal(link, 'https://gateway.example/files/1.png?a=b#c');
      assert.ok(signal instanceof AbortSignal);
      assert.deepEqual(init, { credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'manual' });
    }
  });

  test('another host only by leave, and only by https', async () => {
    const hint = (/** @type {string} */ host) => `to fetch from there, pass \`remoteImages: (url) => url.host === '${host}'\``;
    for (const host of ['files.example', 'gateway.example:444', 'gateway.example.files.example', 'gateway.example@files.example', 'gateway.exampl\u0435']) {
      const { code, message: said, hint: told, asked, maybeBilled, finishReason } = await call(markdown(`https://${host}/1.png`));
      const real = new URL(`https://${host}`).host;
      assert.deepEqual([code, said, told, asked, maybeBilled, finishReason], ['no-image', message(real, 'was not fetched'), hint(real), [], true, 'STOP']);
    }
    for (const link of ['http://gateway.example/1.png', 'http://files.example/1.png', 'http://192.168.1.1/1.png', 'http://localhost.example/1.png', 'http://127.0.0.1.example/1.png']) {
      const { code, message: said, hint: told, asked } = await call(markdown(link), { remoteImages: () => true });
      assert.deepEqual([code, said, told, asked], ['no-image', message(new URL(link).host, 'was not fetched'), 'only links of https are fetched', []]);
    }
    for (const link of ['http://localhost:1234/1.png', 'http://x.localhost/1.png', 'http://127.0.0.1/1.png', 'https://files.example/1.png']) {
      assert.equal((await call([{ fileData: { fileUri: link } }], { remoteImages: () => true })).code, 'ok', link);
      assert.equal((await call([{ fileData: { fileUri: link } }])).code, 'no-image', link);
    }
  });

  test('a leave is `true`, given at once', async () => {
    /** @type {[answer: (url: URL) => any, hint: string][]} */
    const answers = [
      [() => false, '`remoteImages` refused files.example'],
      [async () => true, '`remoteImages` must give true or false at once, and gave a promise'],
      [() => {}, '`remoteImages` must give true or false at once, and gave undefined'],
      [() => 1, '`remoteImages` must give true or false at once, and gave number'],
      [url => /files/.exec(url.host), '`remoteImages` must give true or false at once, and gave object'],
      [() => { throw new Error('oops'); }, '`remoteImages` threw, and that is no leave'],
    ];
    for (const [remoteImages, hint] of answers) {
      const { code, hint: told, asked, cause } = await call(markdown('https://files.example/1.png'), { remoteImages });
      assert.deepEqual([code, told, asked, cause], ['no-image', hint, [], hint.includes('threw') ? 'Error: oops' : undefined]);
    }
    /** @type {any[]} */
    const urls = [];
    const remoteImages = (/** @type {URL} */ url) => {
      urls.push([url instanceof URL, url.href]);
      url.host = 'other.example'; // its own copy
      return true;
    };
    const { code, asked } = await call(markdown('https://gateway.example/1.png', 'https://files.example/1.png'), { remoteImages });
    assert.deepEqual([code, urls, asked.map((/** @type {any[]} */ [link]) => link)], ['ok', [[true, 'https://files.example/1.png']], ['https://gateway.example/1.png', 'https://files.example/1.png']]);
  });

  test('links beside a picture stay text, and nobody asks for them', async () => {
    const inline = { inlineData: { mimeType: 'image/gif', data: gif(1).toString('base64') } };
    const text = 'See ![more](https://gateway.example/2.png)';
    const file = { fileData: { fileUri: 'https://gateway.example/3.png' } };
    for (const parts of [[{ text }, inline], [inline, { text }, file], [file, { ...inline, thought: true }, { text }]]) {
      const { code, text: said, images, warnings, asked } = await call(parts, { remoteImages: () => true });
      assert.deepEqual([code, said, images, warnings, asked], ['ok', text, 1, [], []]);
    }
  });

  test('what is no link to a picture is nobody\'s business', async () => {
    for (const part of [{ text: '[x](https://gateway.example/1.png)' }, { text: 'https://gateway.example/1.png' }, { text: '![x](/1.png)' }, { text: '![x](ftp://gateway.example/1.png)' },
      { text: '![x](https://gateway.example/1.png)', thought: true }, { fileData: { fileUri: 'files/abc' } }, { fileData: { fileUri: ' https://gateway.example/1.png' } }, { fileData: null }]) {
      const { code, asked } = await call([part], { remoteImages: () => true });
      assert.deepEqual([code, asked], ['no-image', []], JSON.stringify(part));
    }
  });

  test('sixteen at most', async () => {
    const many = Array.from({ length: 40 }, (_, at) => `https://gateway.example/${at}.png`);
    for (const parts of [markdown(...many), many.map(fileUri => ({ fileData: { fileUri } }))]) {
      const { images, asked } = await call(parts);
      assert.deepEqual([images, asked.length, asked[15][0]], [16, 16, 'https://gateway.example/15.png']);
    }
  });

  // The exceptions to that parts go back as they came are history.test.mjs's; these need a fetch that answers.
  test('in a conversation the next prompt shows it, and a file that is a link does not go back', async () => {
    const { createSession } = await entry('inline');
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d494844520000000300000002', 'hex'), Buffer.alloc(40)]);
    const link = 'https://gateway.example/1.png', text = markdown(link)[0], file = { fileData: { fileUri: link } };
    const shown = { inlineData: { mimeType: 'image/png', data: png.toString('base64') } };
    const { fetch } = globalThis;
    globalThis.fetch = async () => new Response(png);
    try {
      for (const [parts, back] of [[[text], [text]], [[{ text: 'There!' }, file], [{ text: 'There!' }]]]) {
        /** @type {any} */
        let contents;
        const own = async (/** @type {Request} */ request) => {
          ({ contents } = await request.json());
          return new Response(reply(parts));
        };
        const session = createSession({ baseURL: 'https://gateway.example', fetch: own });
        await session.send('one');
        await session.send('two');
        assert.deepEqual(contents.slice(1), [{ role: 'model', parts: back }, { role: 'user', parts: [shown, { text: 'two' }] }]);
      }
    } finally {
      globalThis.fetch = fetch;
    }
  });
});

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  const cors = { 'access-control-allow-origin': '*' };
  const MiB = 2 ** 20;
  /** Answers API calls with `parts`, and links by their path. @param {any[]} parts */
  const serve = parts => {
    server.clear();
    server.handle('/api', ({ url }) => {
      const sse = url.includes('alt=sse');
      return new Response(sse ? `data: ${reply(parts)}\n\n` : reply(parts), { headers: { ...cors, 'access-control-allow-headers': '*', 'content-type': sse ? 'text/event-stream' : 'application/json' } });
    });
    server.handle('/files', ({ url }) => {
      const { pathname } = new URL(url);
      const body = (/** @type {any} */ bytes, status = 200, headers = {}) => new Response(bytes, { status, headers: { ...cors, 'content-type': 'image/png', ...headers } });
      const pieces = (/** @type {number} */ count) => new ReadableStream({
        pull(controller) {
          if (count-- > 0) controller.enqueue(gif(2, MiB));
          else controller.close();
        },
      });
      switch (pathname) {
        case '/files/1': return body(gif(1));
        case '/files/2': return body(gif(2, 41));
        case '/files/20MiB': return body(gif(3, 20 * MiB));
        case '/files/101MiB': return body(pieces(101));
        case '/files/svg': return body('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
        case '/files/html': return body('<!doctype html><p>Sign in</p>');
        case '/files/empty': return body('');
        case '/files/gone': return body('gone', 404);
        case '/files/key': return body('key?', 401);
        case '/files/moved': return body(null, 302, { location: '/files/1' });
        case '/files/no-cors': return new Response(gif(1));
        case '/files/stall': return body(new ReadableStream({ start: controller => controller.enqueue(gif(1)) }));
        case '/files/cut': {
          let sent = false;
          return body(new ReadableStream({
            pull(controller) {
              if (sent) return controller.error('cut');
              sent = true;
              controller.enqueue(gif(1));
            },
          }));
        }
        default: throw new Error(pathname);
      }
    });
  };
  const other = () => server.origin.replace('127.0.0.1', 'localhost');
  const links = () => server.requests.filter(({ path }) => path.includes('/files'));

  /** @param {any} [options] @param {boolean} [allow] */
  const call = (options = {}, allow = false) => browser.page(async (page, options, allow) => {
    const { generateImage } = await page.entry('index');
    const own = { asked: 0 };
    const fetched = globalThis.fetch;
    const fetch = (/** @type {Request} */ request) => {
      own.asked++;
      return fetched(request);
    };
    const remoteImages = allow ? () => true : undefined;
    return { ...await page.settle(() => generateImage('a pig', { baseURL: '/api', fetch, remoteImages, ...options })), own: own.asked };
  }, options, allow);

  test('what the server of a link is sent', async () => {
    await browser.page(() => { document.cookie = 'session=1; path=/'; });
    for (const origin of [server.origin, other()]) {
      serve(markdown(`${origin}/files/1?a=b`));
      const { code, images, size, type, text, warnings, own } = await call({ apiKey: 'sk-1', auth: 'bearer+query', headers: { 'x-mine': '1' }, credentials: 'include' }, true);
      assert.deepEqual([code, images, size, type, text, warnings, own], ['ok', 1, 40, 'image/gif', `![image](${origin}/files/1?a=b)`, ['compat'], 1]);
      const [asked, more] = links();
      assert.equal(more, undefined);
      assert.deepEqual([asked.method, asked.path], ['GET', '/files/1?a=b']);
      const names = [...asked.headers.keys()].filter(name => !/^(sec-.*|accept.*|user-agent|connection|host|pragma|cache-control|priority)$/.test(name));
      assert.deepEqual(names, origin === server.origin ? [] : ['origin']); // which CORS wants
      assert.ok(!JSON.stringify([...asked.headers]).includes('sk-1'));
    }
    await browser.page(() => { document.cookie = 'session=; path=/; max-age=0'; });
  });

  test('without leave nothing is asked of another host', async () => {
    serve(markdown(`${other()}/files/1`));
    const { code, hint } = await call();
    assert.deepEqual([code, hint, links()], ['no-image', `to fetch from there, pass \`remoteImages: (url) => url.host === '${new URL(other()).host}'\``, []]);
  });

  test('however the picture is delivered', async () => {
    for (const delivery of ['whole', 'random', 'bytes']) {
      serve(markdown(`${server.origin}/deliver/${delivery}/files/1`, `${other()}/deliver/${delivery}/files/2`));
      const { code, images, size } = await call({}, true);
      assert.deepEqual([code, images, size], ['ok', 2, 41], delivery);
    }
  });

  test('what may come instead', async () => {
    const lost = "browsers do not say why: that host may be down, or not allow this page's origin (CORS)";
    const kinds = 'only PNG, JPEG, WebP, GIF and AVIF are pictures here';
    /** @type {[path: string, code: string, says: string, hint: string][]} */
    const cases = [
      ['svg', 'no-image', 'holds SVG (3c 73 76 67 20 78 6d 6c …), no picture', kinds],
      ['html', 'no-image', 'holds HTML (3c 21 64 6f 63 74 79 70 …), no picture', kinds],
      ['empty', 'no-image', 'holds nothing, no picture', kinds],
      ['gone', 'no-image', 'answered 404', 'gateways keep pictures for a while only, and some want to be asked with the key, which is not sent along'],
      ['key', 'no-image', 'answered 401', 'gateways keep pictures for a while only, and some want to be asked with the key, which is not sent along'],
      ['moved', 'no-image', 'answered with a redirect', 'redirects of links are not followed'],
      ['101MiB', 'no-image', 'holds more than 100 MiB', 'nothing larger is fetched'],
      ['cut', 'network', 'broke off', 'check the connection and try again'],
      ['no-cors', 'network', 'could not be fetched', lost],
    ];
    const { host } = new URL(other());
    for (const [path, code, says, hint] of cases) {
      serve(markdown(`${other()}/files/${path}`));
      const ended = await call({ maxRetries: 2, retryAmbiguous: true }, true);
      assert.deepEqual([ended.code, ended.message, ended.hint, ended.maybeBilled, ended.retryable, ended.attempts, ended.finishReason, links().length],
        [code, message(host, says), hint, true, false, 1, 'STOP', 1], path);
      assert.equal(ended.text, `![image](${other()}/files/${path})`);
    }
    serve(markdown('http://127.0.0.1:9/1.png'));
    const dead = await call({}, true);
    assert.deepEqual([dead.code, dead.message], ['network', message('127.0.0.1:9', 'could not be fetched')]);
  });

  test('several, in order: those that come are the result, and what failed is a warning', async () => {
    serve([{ text: `![a](${server.origin}/files/1)` }, { fileData: { fileUri: `${server.origin}/files/20MiB` } }, { text: `![b](${server.origin}/files/svg) ![c](${server.origin}/files/2)` }]);
    const told = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const { images, warnings } = await generateImage('a pig', { baseURL: '/api' });
      return [images.map((/** @type {any} */ { blob }) => blob.size), warnings.map((/** @type {any} */ { message }) => message)];
    });
    const { host } = new URL(server.origin);
    assert.deepEqual(told, [[20 * MiB, 40, 41], [`the picture came as a link and was fetched from ${host}`, message(host, 'holds SVG (3c 73 76 67 20 78 6d 6c …), no picture')]]);
    assert.deepEqual(links().map(({ path }) => path), ['/files/20MiB', '/files/1', '/files/svg', '/files/2']);
  });

  test('abort and timeout hold for links too', async () => {
    serve(markdown(`${server.origin}/files/stall`));
    const stalled = () => server.request(({ path }) => path === '/files/stall');
    server.handle('/asked', async () => {
      await stalled();
      return new Response();
    });
    const late = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const clock = page.hold(1000);
      const late = page.settle(() => generateImage('a pig', { baseURL: '/api', timeout: 1000 }));
      await fetch('/asked');
      clock.over();
      clock.release();
      return late;
    });
    assert.deepEqual([late.code, late.maybeBilled, late.attempts], ['timeout', true, 1]);
    assert.equal(await (await stalled()).closed, 'aborted');
    serve(markdown(`${server.origin}/files/stall`));
    const ended = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const controller = new AbortController();
      const { fetch } = globalThis;
      globalThis.fetch = async (input, init) => {
        const response = await fetch(input, init);
        if (String(input).includes('/files/')) controller.abort(new Error('enough'));
        return response;
      };
      const ended = await page.settle(() => generateImage('a pig', { baseURL: '/api', signal: controller.signal }));
      globalThis.fetch = fetch;
      return ended;
    });
    assert.deepEqual([ended.code, ended.thrown], ['thrown', 'Error: enough']);
    assert.equal(await (await stalled()).closed, 'aborted');
  });

  test('in a stream, the picture of a link comes last', async () => {
    serve(markdown(`${server.origin}/files/1`));
    const told = await browser.page(async page => {
      const { streamImage } = await page.entry('index');
      const stream = streamImage('a pig', { baseURL: '/api' });
      const types = [];
      for await (const { type } of stream) if (type !== 'progress') types.push(type);
      const { text, images, warnings } = await stream.result;
      return [types, text, images.length, warnings.length];
    });
    assert.deepEqual(told, [['text', 'image'], `![image](${server.origin}/files/1)`, 1, 1]);
  });

  test('20 MiB behind a link leave wasm memory within a megabyte of where it was', async () => {
    serve(markdown(`${server.origin}/files/20MiB`));
    await browser.open();
    const [before, after, size] = await browser.page(async page => {
      /** @type {WebAssembly.Instance[]} */
      const instances = [];
      const { instantiateStreaming } = WebAssembly;
      WebAssembly.instantiateStreaming = async (...args) => {
        const made = await instantiateStreaming.apply(WebAssembly, args);
        instances.push(made.instance);
        return made;
      };
      const { generateImage, init } = await page.entry('index');
      await init();
      const memory = () => /** @type {any} */ (instances[0]).exports.memory.buffer.byteLength;
      const before = memory();
      const { blob } = await generateImage('a pig', { baseURL: '/api' });
      return [before, memory(), blob.size];
    });
    assert.equal(size, 20 * MiB);
    assert.ok(after - before <= MiB, `${before} → ${after} bytes`);
  });
});
