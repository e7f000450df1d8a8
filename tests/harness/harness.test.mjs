// @ts-check
// The harness itself: if the server does not stream, or does not notice a client that goes away, tests that lean on it prove nothing.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { once } from 'node:events';
import { writeFile, mkdtemp, rm, symlink, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collected } from './collected.mjs';
import { startServer } from './server.mjs';
import { browsers, run, withBrowser } from './browsers.mjs';
import { listen, listener } from '../../scripts/http.mjs';

const encode = (/** @type {string} */ text) => new TextEncoder().encode(text);
/** A promise and its resolve. */
function signal() {
  /** @type {(value?: any) => void} */
  let resolve = () => {};
  const promise = new Promise(r => { resolve = r; });
  return { promise, resolve };
}

describe('server', () => {
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server;
  /** @type {string} */
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wasmagine-static-'));
    await mkdir(join(folder, 'inside'));
    await writeFile(join(folder, 'inside/a.wasm'), 'wasm');
    await writeFile(join(folder, 'inside/index.html'), 'index');
    await writeFile(join(folder, 'secret.txt'), 'secret');
    await symlink(join(folder, 'secret.txt'), join(folder, 'inside/link.txt'));
    server = await startServer({ static: { '/files/': join(folder, 'inside') } });
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  test('a chunk arrives while the handler is still at the next one', async () => {
    const go = signal();
    server.handle('/stream', () => new Response(new ReadableStream({
      async start(c) { c.enqueue(encode('one')); await go.promise; c.enqueue(encode('two')); c.close(); },
    })));
    const reader = /** @type {any} */ ((await fetch(`${server.origin}/stream`)).body).getReader();
    assert.equal(new TextDecoder().decode((await reader.read()).value), 'one');
    go.resolve();
    assert.equal(new TextDecoder().decode((await reader.read()).value), 'two');
    assert.equal((await reader.read()).done, true);
  });

  test('a client that goes away aborts request.signal and cancels the body', async () => {
    const aborted = signal(), cancelled = signal();
    server.handle('/gone', request => {
      request.signal.addEventListener('abort', () => aborted.resolve(request.signal.reason));
      return new Response(new ReadableStream({
        start(c) { c.enqueue(encode('first')); },
        cancel: reason => cancelled.resolve(reason),
      }));
    });
    const controller = new AbortController();
    const response = await fetch(`${server.origin}/gone`, { signal: controller.signal });
    await /** @type {any} */ (response.body).getReader().read();
    controller.abort();
    assert.equal((await aborted.promise).name, 'AbortError');
    assert.equal((await cancelled.promise).name, 'AbortError');
    const record = server.requests.find(r => r.path === '/gone');
    assert.equal(await record?.closed, 'aborted');
    assert.equal(record?.aborted, true);
    await server.idle();
    assert.equal(server.open, 0);
  });

  test('a client that goes away before the headers aborts request.signal', async () => {
    const aborted = signal();
    server.handle('/never', request => new Promise(() => request.signal.addEventListener('abort', aborted.resolve)));
    const controller = new AbortController();
    const reply = fetch(`${server.origin}/never`, { signal: controller.signal });
    await server.request(r => r.path === '/never');
    controller.abort();
    await assert.rejects(reply, { name: 'AbortError' });
    await aborted.promise;
  });

  test('also when all that listens is the signal, and garbage was collected since', { timeout: 10_000 }, async () => {
    const come = signal(), aborted = signal();
    server.handle('/held', request => {
      request.signal.addEventListener('abort', aborted.resolve);
      come.resolve();
      return new Promise(() => {});
    });
    const controller = new AbortController();
    const reply = fetch(`${server.origin}/held`, { signal: controller.signal });
    await come.promise;
    await collected();
    controller.abort();
    await assert.rejects(reply);
    assert.equal((await aborted.promise).type, 'abort');
  });

  test('a slow client slows the handler down', async () => {
    let sent = 0;
    const piece = new Uint8Array(65536);
    server.handle('/flood', () => new Response(new ReadableStream({ pull(c) { sent += piece.length; c.enqueue(piece); } })));
    const socket = connect(server.port, '127.0.0.1');
    socket.write('GET /flood HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(socket, 'readable'); // and nothing is read
    // Two equal readings after the loop has turned many times: the kernel's buffers are full and the handler is not asked.
    for (let before = -1; before !== sent;) {
      before = sent;
      for (let i = 0; i < 200; i++) await new Promise(setImmediate);
    }
    assert.ok(sent < 64 * 2 ** 20, `${sent} bytes were taken from a handler that nobody listens to`);
    socket.destroy();
    await server.requests.find(r => r.path === '/flood')?.closed;
  });

  test('a body that fails half-way breaks the connection', async () => {
    server.handle('/cut', () => {
      let n = 0;
      return new Response(new ReadableStream({ pull(c) { if (n++) c.error(new Error('cut')); else c.enqueue(encode('half')); } }));
    });
    const response = await fetch(`${server.origin}/cut`);
    assert.equal(response.status, 200);
    await assert.rejects(response.text(), TypeError);
  });

  test('deliveries cut as they say and lose nothing', async () => {
    const bytes = Uint8Array.from({ length: 3000 }, (_, i) => i * 7);
    server.handle('/bytes', () => new Response(bytes));
    for (const how of ['whole', 'random', 'bytes']) {
      const frames = await rawChunks(server.port, `/deliver/${how}/bytes`);
      assert.deepEqual(new Uint8Array(Buffer.concat(frames)), bytes, how);
      if (how === 'whole') assert.equal(frames.length, 1);
      if (how === 'random') assert.ok(frames.length > 1);
      if (how === 'bytes') assert.equal(frames.length, bytes.length);
    }
  });

  test('requests are recorded with their variations, and the handler sees the path without them', async () => {
    server.clear();
    server.handle('/echo', async request => Response.json({ url: request.url, body: await request.text(), x: request.headers.get('x-a') }));
    const url = `${server.origin}/for/me/fault/some%20name/echo/on?q=1`;
    const coming = server.request(r => r.method === 'POST');
    const seen = await (await fetch(url, { method: 'POST', body: 'hällo', headers: { 'x-a': '1' } })).json();
    assert.deepEqual(seen, { url: `${server.origin}/echo/on?q=1`, body: 'hällo', x: '1' });
    const record = await coming;
    assert.deepEqual(record.labels, { for: 'me', fault: 'some name' });
    assert.equal(record.path, '/for/me/fault/some%20name/echo/on?q=1');
    assert.equal(record.text, 'hällo');
    assert.equal(record.headers.get('x-a'), '1');
    assert.equal(await record.closed, 'finished');
    assert.equal(record.status, 200);
  });

  test('static files: media types, HEAD, index, 404, 405, nothing outside the folder', async () => {
    const get = (/** @type {string} */ path, init = {}) => fetch(`${server.origin}${path}`, init);
    const wasm = await get('/files/a.wasm');
    assert.equal(wasm.headers.get('content-type'), 'application/wasm');
    assert.equal(await wasm.text(), 'wasm');
    const head = await get('/files/a.wasm', { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers.get('content-length'), await head.text()], [200, '4', '']);
    assert.equal(await (await get('/files/')).text(), 'index');
    assert.equal((await get('/files/none')).status, 404);
    assert.equal((await get('/files/a.wasm', { method: 'PUT' })).status, 405);
    for (const path of ['/files/../secret.txt', '/files/%2e%2e/secret.txt', '/files/..%2fsecret.txt', '/files/link.txt', '/files/%00', '/files/%ff']) {
      assert.match(await rawGet(server.port, path), /^HTTP\/1.1 404 /, path);
    }
  });
});

test('the adapter streams a request body to the handler while it is still being sent', async () => {
  const first = signal();
  const server = await listen(listener(async request => {
    let text = '';
    for await (const chunk of /** @type {any} */ (request.body)) { text += new TextDecoder().decode(chunk); first.resolve(text); }
    return new Response(text);
  }));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const body = new ReadableStream({
    async start(c) { c.enqueue(encode('early ')); await first.promise; c.enqueue(encode('late')); c.close(); },
  });
  const response = await fetch(`http://127.0.0.1:${port}`, /** @type {any} */ ({ method: 'POST', body, duplex: 'half' }));
  assert.equal(await response.text(), 'early late');
  assert.equal(await first.promise, 'early ');
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});

for (const name of browsers) {
  test(`${name} opens a page and runs an async function in it`, async () => {
    const server = await startServer();
    server.handle('/m.js', () => new Response('export const x = 41;', { headers: { 'content-type': 'text/javascript' } }));
    try {
      await withBrowser(name, async driver => {
        await driver.get(`${server.origin}/blank`);
        assert.equal(await driver.getTitle(), 'blank');
        const answer = await run(driver, async n => {
          const { x } = await import(/** @type {any} */ ('/m.js'));
          return { sum: x + n, path: location.pathname };
        }, 1);
        assert.deepEqual(answer, { sum: 42, path: '/blank' });
        await assert.rejects(run(driver, () => { throw Object.assign(new TypeError('no'), { code: 'c', cause: new Error('why') }); }),
          { name: 'TypeError', message: 'no', code: 'c', cause: 'Error: why' });
      });
    } finally {
      await server.close();
    }
  });
}

if (browsers.includes('chromium')) {
  test('chromium puts downloads into the folder of the test', async () => {
    const server = await startServer();
    server.handle('/file', () => new Response('downloaded', { headers: { 'content-disposition': 'attachment; filename=f.txt' } }));
    try {
      await withBrowser('chromium', async (driver, folders) => {
        await driver.get(`${server.origin}/blank`);
        await run(driver, () => { Object.assign(document.createElement('a'), { href: '/file', download: 'f.txt' }).click(); });
        assert.equal(String(await folders.downloaded('f.txt')), 'downloaded');
      });
    } finally {
      await server.close();
    }
  });
}

/**
 * The frames of a chunked body as they were written, which fetch would hide.
 * @param {number} port @param {string} path
 */
async function rawChunks(port, path) {
  const reply = await rawGet(port, path, 'latin1');
  let rest = Buffer.from(reply.slice(reply.indexOf('\r\n\r\n') + 4), 'latin1');
  const frames = [];
  for (;;) {
    const line = rest.indexOf('\r\n');
    const size = parseInt(rest.subarray(0, line).toString(), 16);
    if (!size) return frames;
    frames.push(rest.subarray(line + 2, line + 2 + size));
    rest = rest.subarray(line + 4 + size);
  }
}

/** @param {number} port @param {string} path @param {BufferEncoding} [encoding] */
async function rawGet(port, path, encoding = 'utf8') {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  const chunks = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks).toString(encoding);
}
