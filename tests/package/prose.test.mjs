// @ts-check
// Pictures inside text: replies of every such form, to the byte. What is found and what is left as prose, however the text is cut, and that
// no letter is looked at anew for each that follows, is tests/prose.rs's.
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
/** @param {Buffer} bytes @param {string} [type] */
const dataUrl = (bytes, type = 'image/gif') => `data:${type};base64,${bytes.toString('base64')}`;
const ONE = dataUrl(gif(1)), TWO = dataUrl(gif(2, 41)), THREE = dataUrl(gif(3, 42));
const SVG = dataUrl(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml');

/** @param {any[]} parts */
const reply = parts => ({ candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP' }], responseId: 'r' });

/** Calls in Node, answered with that. @param {any} answer @param {any} [options] */
async function call(answer, options) {
  const { generateImage } = await entry('inline');
  return generateImage('a pig', { baseURL: 'https://gateway.example', fetch: async () => new Response(JSON.stringify(answer)), ...options });
}

/** @param {any} result */
const told = async ({ text, thoughts, images, warnings }) => ({
  text, thoughts: thoughts.text, warnings: warnings.map((/** @type {any} */ { message }) => message),
  images: await Promise.all(images.map(async (/** @type {any} */ image) => [image.mediaType, image.blob.type, image.width, image.height, Buffer.from(await image.bytes()).toString('base64')])),
});
/** @param {Buffer} bytes */
const image = bytes => ['image/gif', 'image/gif', 3, 2, bytes.toString('base64')];
const IN_TEXT = 'a picture in the reply is a data: URL inside its text';

describe('replies', () => {
  test('pictures in text and beside it come in the order of the reply', async () => {
    const parts = [{ text: `One ![a](${ONE}) two ![b](` }, { text: `${TWO}) three` }, { inlineData: { mimeType: 'image/gif', data: gif(4).toString('base64') } }, { text: `!\n\n${THREE}` }];
    assert.deepEqual(await told(await call(reply(parts))), {
      text: 'One two three!', thoughts: '', warnings: [IN_TEXT], images: [gif(1), gif(2, 41), gif(4), gif(3, 42)].map(image),
    });
  });

  test('a thought keeps its pictures to itself, and is the result only where there is nothing else', async () => {
    const thought = { text: `Let me ![see](${ONE}) now`, thought: true };
    const both = await call(reply([thought, { text: `There: ${TWO}` }]));
    assert.deepEqual(await told(both), { text: 'There:', thoughts: 'Let me now', warnings: [IN_TEXT], images: [image(gif(2, 41))] });
    assert.equal(both.thoughts.images.length, 1);
    assert.deepEqual((await told(await call(reply([thought])))).images, [image(gif(1))]);
  });

  test('fileData in either spelling', async () => {
    for (const part of [{ fileData: { mimeType: 'image/png', fileUri: ONE } }, { file_data: { mime_type: 'image/png', file_uri: ONE } }]) {
      assert.deepEqual(await told(await call(reply([{ text: 'There!' }, part]))), {
        text: 'There!', thoughts: '', warnings: ['a picture in the reply is a data: URL in `fileData`'], images: [image(gif(1))],
      });
    }
  });

  test('what is no picture stays text, and is named', async () => {
    const text = `See ![s](${SVG})`;
    assert.deepEqual(await told(await call(reply([{ text }, { text: ONE }]))), {
      text, thoughts: '', images: [image(gif(1))],
      warnings: [IN_TEXT, "a data: URL inside the reply's text holds SVG (3c 73 76 67 20 78 6d 6c …), which is no picture: it stays text"],
    });
    for (const part of [{ text }, { fileData: { fileUri: SVG } }]) {
      const { code, message, maybeBilled } = await settle(() => call(reply([part])));
      assert.deepEqual([code, message, maybeBilled], ['invalid-response', 'the server sent SVG (3c 73 76 67 20 78 6d 6c …) where a picture should be', true]);
    }
    const { code, text: said } = await settle(() => call(reply([{ text: 'Write data:image/png;base64,iVBORw0KGgo... there' }])));
    assert.deepEqual([code, said], ['no-image', 'Write data:image/png;base64,iVBORw0KGgo... there']);
  });

  // What looks at each character again for each of its beginnings would need days for these.
  for (const unit of ['![', '![](', '![](data:', '![](data:image/png;base64,', 'data:image/', 'data:image/png;base64,', `data:image/png;base64,${'A'.repeat(60)} `, `data:image/jpeg;base64,/9j/${'A'.repeat(99)} `, ' ', `!${' '.repeat(1999)}`, `${'a'.repeat(1999)}![`, '![](https://x.example/', 'long words ']) {
    test(`20 MiB of ${JSON.stringify(unit.slice(0, 30))} are text, soon`, async () => {
      const text = unit.repeat(20 * 2 ** 20 / unit.length);
      const error = await settle(() => call(reply([{ text }]), { remoteImages: () => false }));
      assert.match(error.code, /^(no-image|invalid-response)$/);
      assert.ok(error.text === text, 'to the letter');
    });
  }

  test('200,000 parts of a letter are read to the letter', async () => {
    const text = `![${'a'.repeat(1990)} `.repeat(101).slice(0, 200_000);
    const parts = [...text].map(letter => ({ text: letter }));
    const error = await settle(() => call(reply(parts)));
    assert.deepEqual([error.code, error.text === text], ['no-image', true]);
  });

  test('of the parts of a turn none is moved for another', async () => {
    const { shift } = Array.prototype;
    let moved = 0;
    Array.prototype.shift = function () { moved += this.length; return shift.call(this); };
    try {
      const json = JSON.stringify(reply([...Array.from({ length: 20_000 }, () => ({ text: 'a' })), { inlineData: { mimeType: 'image/gif', data: gif(7, 40).toString('base64') } }]));
      const { createSession } = await entry('inline');
      const { text } = await createSession({ baseURL: 'https://gw.example', fetch: async () => new Response(json) }).send('a pig');
      assert.equal(text.length, 20_000);
    } finally {
      Array.prototype.shift = shift;
    }
    assert.ok(moved < 40_000, `${moved} places moved`);
  });

  test('20 MiB in pieces of a kilobyte are found', async () => {
    const bytes = gif(7, 20 * 2 ** 20);
    const text = `There: ![it](${dataUrl(bytes)}) Enjoy`;
    const pieces = Array.from({ length: Math.ceil(text.length / 1024) }, (_, at) => ({ text: text.slice(at * 1024, at * 1024 + 1024) }));
    const result = await call(reply(pieces));
    assert.equal(result.text, 'There: Enjoy');
    assert.ok(Buffer.from(await result.blob.arrayBuffer()).equals(bytes));
  });
});

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  test('20 MiB in text leave wasm memory within a megabyte of where it was', async () => {
    const text = JSON.stringify(reply([{ text: `There: ![it](${dataUrl(gif(7, 20 * 2 ** 20))}) 漢 Enjoy` }]));
    server.handle('/prose', () => new Response(text));
    await browser.open();
    const [before, after, size, said] = await browser.page(async page => {
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
      const { blob, text } = await generateImage('a pig', { baseURL: '/prose' });
      return [before, memory(), blob.size, text];
    });
    assert.deepEqual([size, said], [20 * 2 ** 20, 'There: 漢 Enjoy']);
    assert.ok(after - before <= 2 ** 20, `${before} → ${after} bytes`);
  });
});
