// @ts-check
// Pictures inside text: what is found and what is left as prose, however the text is cut; and replies of every such form, to the byte.
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { links, Prose } from '../../js/prose.js';
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
const same = Symbol('as it is');

/** Text, the prose that is left, and how many pictures are in it. @type {[text: string, prose: string | symbol, pictures: number][]} */
const texts = [
  // no picture
  ['plain words', same, 0],
  ['  plain \n\n words! \n', same, 0],
  ['wow! ![ d da data data: data:image red end', same, 0],
  ['![alt](https://files.example/a.png) [b](https://x.example/) https://c.example/', same, 0],
  ['write data:image/png;base64,iVBORw0KGgo... there', same, 0],
  ['write data:image/png;base64,... there', same, 0],
  ['data:image/svg+xml,%3Csvg%2F%3E', same, 0],
  [`an SVG ![s](${SVG}) stays`, same, 0],
  [`one that is cut ![s](${ONE.slice(0, -9)}`, same, 0],
  [`one that is cut at four letters ![s](${ONE}`, same, 0],
  [`damage ![s](${ONE.slice(0, 60)}*${ONE.slice(60)}) there`, same, 0],
  // one
  [`![image](${ONE})`, '', 1],
  [`Here it is:\n\n![image](${ONE})\n\nEnjoy <it>!`, 'Here it is:\n\nEnjoy <it>!', 1],
  [`![image](${ONE})\n\nEnjoy`, 'Enjoy', 1],
  [`Here it is:\n\n![image](${ONE})\n`, 'Here it is:', 1],
  [`Here:\n![image](${ONE})\n\nEnjoy`, 'Here:\n\nEnjoy', 1],
  [`See ![a](${ONE}) here`, 'See here', 1],
  [`See ![a](${ONE}), here`, 'See , here', 1],
  [`![a](<${ONE}>)x`, 'x', 1],
  [`![a]( ${ONE} "a title (in brackets)" )x`, 'x', 1],
  [`![a](${ONE} 'a title')x`, 'x', 1],
  [`![a "b" d](${ONE})x`, 'x', 1],
  [`![a](${ONE} no title)`, 'no title)', 1],
  [`bare ${ONE} end`, 'bare end', 1],
  [`bare ${ONE}`, 'bare', 1],
  [`"${ONE}"`, '""', 1],
  [`DATA:Image/GIF;Charset=x;BASE64,${gif(1).toString('base64')}.`, '.', 1],
  [`data:;base64,${gif(1).toString('base64')}.`, '.', 1],
  [`![![![a](${ONE})`, '![![', 1],
  [`漢字 ![🐷](${ONE}) é`, '漢字 é', 1],
  // several
  [`One\n\n![a](${ONE})\n\nTwo\n\n![b](<${TWO}>)\n![c](${THREE})\n\nEnd`, 'One\n\nTwo\n\nEnd', 3],
  [`![a](${ONE}) ![b](${TWO})`, '', 2],
  [`![a](${ONE})![b](${TWO})`, '', 2],
  [`${ONE}\n${TWO} and ![s](${SVG})`, `and ![s](${SVG})`, 2],
];

/**
 * What Prose makes of pieces; in place of js/reply.js and Rust, which decode.
 * @param {string[]} pieces
 */
function read(pieces) {
  const prose = new Prose();
  /** @type {string[]} */
  const pictures = [];
  /** @type {(string | number)[][]} */
  const steps = [];
  let base64 = '';
  const run = (/** @type {string | undefined} */ text, last = false) => {
    while (text !== undefined) {
      const end = /^[A-Za-z0-9+/]*=*/.exec(text)?.[0].length ?? 0;
      base64 += text.slice(0, end);
      const over = last || end < text.length;
      const good = base64.length % 4 === 0 && base64.startsWith('R0lG');
      const picture = !over ? undefined : good ? pictures.push(base64) - 1 : null;
      if (over) base64 = '';
      text = prose.decoded(text, end, picture);
    }
    steps.push(prose.take());
  };
  pieces.forEach((piece, part) => run(prose.push(part, piece)));
  run(prose.finish(), true);
  const items = steps.flat().map(item => (typeof item === 'number' ? { picture: pictures[item] } : item));
  const text = items.filter(item => typeof item === 'string').join('');
  return { text, pictures: items.flatMap(item => (typeof item === 'string' ? [] : [item.picture])), steps, replaced: prose.replaced };
}

describe('what is found in text', () => {
  for (const [text, prose, count] of texts) {
    test(JSON.stringify(text.length > 70 ? `${text.slice(0, 40)}…${text.slice(-20)}` : text), () => {
      const whole = read([text]);
      assert.deepEqual([whole.text, whole.pictures.length], [prose === same ? text : prose, count]);
      const cuts = Array.from({ length: text.length - 1 }, (_, at) => [text.slice(0, at + 1), text.slice(at + 1)]);
      for (const pieces of [[...text], ...cuts]) {
        const cut = read(pieces);
        assert.deepEqual(cut.pictures, whole.pictures, JSON.stringify(pieces));
        // Space that was told before the picture came cannot be taken back.
        const tidy = (/** @type {string} */ text) => (count ? text.trimEnd() : text);
        assert.equal(tidy(cut.text).replace(/^\s+/, ''), tidy(whole.text).replace(/^\s+/, ''), JSON.stringify(pieces));
      }
    });
  }

  test('words pass at once, and only what may become a picture waits', () => {
    const pieces = ['A red', ' boat!', ' Now', '\n\n![a](', 'data:ima', 'ge/gif;base64,R0lG', 'R0lG', ')', '\n\nThere', ' ![it](', 'https://x/)', '.'];
    const { steps } = read(pieces);
    assert.deepEqual(read([...'Wow! A red bed !d']).steps, [...[...'Wow! A red bed '].map(letter => [letter]), [], ['!'], ['d']]);
    assert.deepEqual(steps, [['A red'], [' boat!'], [' Now'], [], [], [], [], [0], ['\n\nThere'], [], [' ![it](https://x/)'], ['.'], []]);
  });

  test('each part that a picture was taken out of is named, with what is left of it', () => {
    assert.deepEqual(read(['Here: ', `![a](${ONE})`, ' Enjoy', '!']).replaced, [[1, '']]);
    assert.deepEqual(read(['Here: ![a](', ONE.slice(0, 30), ONE.slice(30), ') Enjoy', '!']).replaced, [[0, 'Here:'], [1, ''], [2, ''], [3, ' Enjoy']]);
    assert.deepEqual(read(['Here: ![a](', 'https://x/)', '!']).replaced, []);
  });

  test('the links of pictures, in order, and no others', () => {
    assert.deepEqual(links('![a](https://x.example/1.png?b=c&d#e) [no](https://x.example/2) https://x.example/3 ![](<http://y.example/4>) ![b](/5) ![c]( HTTPS://z.example/6 "t")'),
      ['https://x.example/1.png?b=c&d#e', 'http://y.example/4', 'HTTPS://z.example/6']);
    assert.equal(links('![](https://x.example/)'.repeat(1000)).length, 16);
  });
});

/** How many characters regular expressions are given while it works. @param {() => unknown} work */
async function looks(work) {
  const { exec } = RegExp.prototype;
  let count = 0;
  RegExp.prototype.exec = function (/** @type {string} */ text) {
    count += text.length;
    return exec.call(this, text);
  };
  try {
    await work();
  } finally {
    RegExp.prototype.exec = exec;
  }
  return count;
}

describe('text that comes by the letter', () => {
  const [alt, title, url] = ['a'.repeat(1990), 't'.repeat(490), 'data:image/gif;base64,'];
  const units = ['a', ' ', '`', '[', '!', ' ![', 'data', url, ` ![${url}`, `![](${url}`, 'data:image/', ` ![${alt}`, ` ![${alt}](x`, ` ![${alt}](${' '.repeat(9)}<data:${'h'.repeat(199)}x,`,
    ` ![${';base64,'.repeat(249)}`, ` ![${','.repeat(1999)}`, ` ![${'data:,'.repeat(330)}`, ` ![${'data:;base64;'.repeat(150)}`, `data:${'h'.repeat(199)},`,
    `![](${ONE} "${title}`, `![](${ONE} "${')'.repeat(490)}`, `![](${ONE} "${'")'.repeat(300)}`, `![](${ONE} '${'")'.repeat(300)}`, `![](${ONE} "${title}"${' )'.repeat(50)}`, `![](${ONE}${' '.repeat(600)}`,
    `![](${ONE} ${')'.repeat(600)}`, `![](${ONE} "${title}"x${')'.repeat(100)}`];
  for (const unit of units) {
    test(`${JSON.stringify(unit.length > 40 ? `${unit.slice(0, 30)}…${unit.slice(-8)}` : unit)}: no letter is looked at anew for each that follows`, async () => {
      for (const length of [20_000, 40_000]) {
        const letters = [...unit.repeat(Math.ceil(length / unit.length)).slice(0, length)];
        const count = await looks(() => void read(letters));
        assert.ok(count / length <= 60, `${count / length} looks a letter, of ${length}`);
      }
    });
  }
});

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

  test('200,000 parts of a letter are read, each a few times', async () => {
    const text = `![${'a'.repeat(1990)} `.repeat(101).slice(0, 200_000);
    const parts = [...text].map(letter => ({ text: letter }));
    let error = /** @type {any} */ (undefined);
    const count = await looks(async () => { error = await settle(() => call(reply(parts))); });
    assert.deepEqual([error.code, error.text === text], ['no-image', true]);
    assert.ok(count / text.length <= 60, `${count / text.length} looks a letter`);
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
