// @ts-check
// What a file may do to a gallery: nothing that cannot be opened and deleted, no more bytes than it has, nothing shorter than what is here,
// and nothing at all once it is cancelled.
import assert from 'node:assert/strict';
import { By, Key } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';
import { entry, galleryFile, give, id, noise, places, take, told, turn, weight, write } from './gallery.mjs';
import { drawing, stand, test } from './stand.mjs';

const demo = stand();
const blob = (/** @type {Buffer} */ bytes) => ({ base64: bytes.toString('base64') });
const [at] = places(drawing);

/** What no page of ours would have written. @type {any[]} */
const odd = [
  { usage: { totalTokens: null, inputTokens: 'x', outputTokens: {}, imageTokens: -1 } }, { usage: null }, { usage: [1] },
  { settings: null }, { settings: 5 }, { settings: { model: null, thinking: null, search: { web: {} }, aspectRatio: 5, seed: 'x', responseModalities: {}, size: [], system: {} } },
  { settings: { toString: 1, 'a b=c onclick': 'x', __proto__: { n: 5 } } }, { made: 'x', took: null }, { made: 1e300, took: -1 }, { made: {}, took: [] },
  { prompt: 5, model: {}, place: { x: 1 }, text: [], thoughts: 7 }, { prompt: null, text: null }, { references: 5 }, { references: [null, 5, 'x', {}] },
  { ...Object.fromEntries(['made', 'took', 'prompt', 'place', 'model', 'usage', 'text', 'thoughts', 'settings', 'conversation', 'turn'].map((name) => [name, { toString: 1, valueOf: 1 }])) },
  { conversation: {}, turn: 'x' }, { conversation: 'nowhere', turn: -5 }, { origin: {} }, { suggestions: 5, sources: 'x' }, { sources: [null, { address: 5 }, { address: 'javascript:1' }] }, { place: '__proto__' },
];

/** Opens each and deletes it. @param {number} count */
async function openAndDelete(count) {
  await demo.page.kept(count);
  for (let left = count; left; left--) {
    await demo.page.click('#tiles .tile');
    await demo.page.until(() => document.querySelector('.viewer [data-does="remove"]'));
    assert.equal(await demo.page.count('.viewer dl'), 1, `${left}`);
    await demo.page.does('remove', '.viewer');
    await demo.page.kept(left - 1);
    if (left > 1) await demo.page.dismiss('.viewer');
    await demo.page.gone('.viewer');
  }
  await demo.open();
  await demo.page.kept(0);
}

test('an entry whose fields are not what they should be is opened and deleted like any other', async () => {
  await demo.fresh();
  const pictures = odd.map((more, number) => entry(number, { at, ...more }));
  assert.match(await take(demo, galleryFile({ pictures }, drawing), 'odd.gallery'), new RegExp(`^${odd.length} pictures added`));
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  await demo.page.does('edit', '.viewer');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  await demo.page.dismiss('.editor');
  await openAndDelete(odd.length);
});

test('so is one that lies in the database, also without a picture', async () => {
  await demo.fresh();
  const records = [...odd, { blob: null }, { blob: 'nowhere' }, { blob: 5, type: {}, width: 'x', height: null }, { type: 'text/html', width: NaN, height: -1 }, { type: { toString: 1, valueOf: 1 }, width: { toString: 1, valueOf: 1 }, references: { toString: 1 } }, { small: 5 }];
  await write(demo, { pictures: records.map((more, number) => entry(number, { blob: blob(drawing), type: 'image/png', width: 37, height: 21, ...more })) });
  await write(demo, { pictures: [{ id: 5 }, { id: '' }] });
  await demo.open();
  await openAndDelete(records.length + 2);
});

test('a conversation in the database that is not whole does not keep its picture from being edited', async () => {
  await demo.fresh();
  const conversations = [{ id: 'a', contents: 5 }, { id: 'b', source: blob(drawing), contents: [null], settings: [] }, { id: 'c', source: blob(drawing), contents: [blob(Buffer.from('x')), blob(Buffer.from('y'))], settings: { n: 5 } }];
  await write(demo, { conversations, pictures: conversations.map(({ id }, number) => entry(number, { blob: blob(drawing), type: 'image/png', width: 37, height: 21, conversation: id, turn: 0 })) });
  await demo.open();
  for (let tile = 1; tile <= 3; tile++) {
    await demo.page.click(`#tiles .tile:nth-child(${tile})`);
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    await demo.page.does('edit', '.viewer');
    await demo.page.until(() => document.querySelector('.editor .view img'));
    await demo.page.dismiss('.editor');
  }
});

test('a hundred and fifty entries of the same picture are one picture on the disk, and one of them goes alone', async () => {
  await demo.fresh();
  const large = noise(1024);
  assert.ok(large.length > 4e6);
  const turns = turn('by day', drawing, drawing);
  const [one, again, asked, answered] = places(large, large, ...turns);
  // The bytes lie there twice, which makes them no other picture; and each entry has a conversation of its own about it.
  const pictures = Array.from({ length: 150 }, (_, number) => entry(number, { at: number % 2 ? one : again, references: [one, again], conversation: id(number), turn: 0 }));
  const conversations = pictures.map((picture) => ({ id: picture.id, settings: {}, source: one, contents: [asked, answered] }));
  assert.equal(await take(demo, galleryFile({ pictures, conversations }, large, large, ...turns), 'same.gallery'), '150 pictures added.');
  await demo.page.kept(150);
  const bytes = await weight(demo);
  assert.ok(bytes < large.length * 1.2, `${bytes} bytes are stored of ${large.length}`);
  assert.match(await demo.page.text('#stored'), /^150 saved · 4\.\d MB$/);
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  await demo.page.does('remove', '.viewer');
  await demo.page.kept(149);
  await demo.open();
  await demo.page.kept(149);
  await demo.open(); // what nothing leads to has been given back since
  await demo.page.click('#tiles .tile:last-child');
  await demo.page.until(() => /** @type {any} */ (document.querySelector('.viewer .room img'))?.naturalWidth === 1024);
  await demo.page.until(() => /** @type {any} */ (document.querySelector('.viewer dd img'))?.naturalWidth === 1024);
  await demo.page.dismiss('.viewer');
});

test('entries that lie across each other, or point out of the file, take no more than the file has', async () => {
  await demo.fresh();
  const large = noise(512);
  const wide = [[0, large.length], ...Array.from({ length: 60 }, (_, cut) => [0, large.length - 1 - cut]), ...Array.from({ length: 20 }, (_, more) => [more + 1, large.length - more - 1])];
  const wrong = [[-1, 5], [0, 0], [0, -5], [0, 1e12], [large.length, 1], [0.5, 10], ['0', large.length], [0], [0, large.length, 1], null, {}, 'x', [[0], 5], [1e300, 1]];
  const pictures = [...wide, ...wrong].map((at, number) => entry(number, { at }));
  const file = galleryFile({ pictures }, large, Buffer.alloc(100_000));
  const words = await take(demo, file, 'across.gallery');
  assert.match(words, /^1 picture added. Entries refused as invalid: \d+/);
  const bytes = await weight(demo);
  assert.ok(bytes <= file.length, `${bytes} bytes are stored of a file of ${file.length}`);
});

test('of a conversation that is known the longer one stays, and the page says which', async () => {
  await demo.fresh();
  const turns = ['by day', 'add a boat', 'make it snow'].map((prompt, at) => turn(prompt, drawing, at ? undefined : drawing)).flat();
  const [source, ...all] = places(drawing, ...turns);
  const picture = (/** @type {number} */ turn) => entry(turn, { at: source, conversation: id(7), turn });
  const file = (/** @type {number} */ count) => galleryFile({
    pictures: Array.from({ length: count }, (_, turn) => picture(turn)), conversations: [{ id: id(7), settings: {}, source, contents: all.slice(0, 2 * count) }],
  }, drawing, ...turns);
  const strip = async () => {
    await demo.page.click('#tiles .tile'); // the newest
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    await demo.page.does('edit', '.viewer');
    await demo.page.until(() => document.querySelectorAll('.editor .strip button').length > 1);
    const said = await run(demo.driver, () => [...document.querySelectorAll('.editor .strip span')].map(({ textContent }) => textContent));
    await demo.page.dismiss('.editor');
    return said;
  };
  assert.equal(await take(demo, file(2), 'two.gallery'), '2 pictures added.');
  assert.equal(await take(demo, file(1), 'older.gallery'), '0 pictures added. Already here and unchanged: 1. Edits kept because they are longer here: 1.');
  assert.deepEqual(await strip(), ['Original', 'by day', 'add a boat']);
  assert.equal(await take(demo, file(3), 'newer.gallery'), '1 picture added. Already here and unchanged: 2. Edits continued from the file: 1.');
  assert.deepEqual(await strip(), ['Original', 'by day', 'add a boat', 'make it snow']);
  assert.equal(await take(demo, file(3), 'same.gallery'), '0 pictures added. Already here and unchanged: 3.');
});

for (const way of ['the button', 'Escape', 'closing the panel']) {
  test(`an import tells how far it is, and is cancelled by ${way} without a trace`, async () => {
    await demo.fresh();
    const before = await weight(demo);
    // The third picture is one that takes for ever.
    await run(demo.driver, () => {
      const { createImageBitmap } = window;
      let drawn = 0;
      Object.assign(window, { createImageBitmap: (/** @type {[any]} */ ...args) => (++drawn > 2 ? new Promise(() => {}) : createImageBitmap(...args)) });
    });
    const drawings = [noise(10), noise(11), noise(12), noise(13)];
    const pictures = places(...drawings).map((at, number) => entry(number, { at }));
    await give(demo, galleryFile({ pictures }, ...drawings), 'long.gallery');
    await demo.page.until(() => /^2 of 4/.test(document.querySelector('.panel progress + .note')?.textContent ?? ''));
    assert.equal(await run(demo.driver, () => /** @type {any} */ (document.querySelector('.panel progress')).value), 2);
    if (way === 'the button') await demo.page.does('cancelImport', '.panel');
    if (way === 'Escape') await demo.driver.actions().sendKeys(Key.ESCAPE).perform();
    if (way === 'closing the panel') await demo.page.dismiss('.panel');
    else assert.equal(await told(demo), 'Cancelled. Nothing was imported.');
    assert.deepEqual([await demo.page.count('.tile'), await weight(demo)], [0, before]);
    await demo.open();
    await demo.page.kept(0);
    assert.equal(await take(demo, galleryFile({ pictures }, ...drawings), 'long.gallery'), '4 pictures added.');
  });
}

test('a gallery as pages before this one stored it is there, and its contents are still led to', async () => {
  await demo.driver.get(`${demo.server.origin}/blank`);
  await run(demo.driver, () => new Promise((done, failed) => {
    const request = indexedDB.deleteDatabase('wasmagine gallery');
    request.onsuccess = done;
    request.onerror = () => failed(request.error);
  }).then(() => new Promise((done, failed) => {
    const request = indexedDB.open('wasmagine gallery', 2);
    request.onupgradeneeded = () => { for (const name of ['pictures', 'references', 'conversations']) request.result.createObjectStore(name, { keyPath: 'id' }); };
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
      request.result.close();
      done(undefined);
    };
  })).then(() => undefined));
  await write(demo, {
    pictures: [entry(1, { blob: blob(drawing), small: blob(drawing), type: 'image/png', width: 37, height: 21, references: ['r'], conversation: id(7), turn: 0 })],
    references: [{ id: 'r', blob: blob(drawing) }, { id: 'lost', blob: blob(drawing) }],
    conversations: [{ id: id(7), settings: { model: 'gemini-2.5-flash-image' }, source: blob(drawing), contents: turn('by day', drawing, drawing).map(blob) }],
  });
  for (let visit = 0; visit < 2; visit++) {
    await demo.open();
    await demo.page.kept(1);
    await demo.page.click('#tiles .tile');
    await demo.page.until(() => /** @type {any} */ (document.querySelector('.viewer dd img'))?.naturalWidth === 37);
    await demo.page.does('edit', '.viewer');
    await demo.page.until(() => document.querySelectorAll('.editor .strip button').length === 2);
    await demo.page.dismiss('.editor');
  }
});

test('a file that says too much of itself, or nothing, is no gallery', async () => {
  await demo.fresh();
  for (const bytes of ['wasmagine gallery 1\n999999999999\n{}', 'wasmagine gallery 1\n4\n', 'wasmagine gallery 1\n5\n{"pic', 'wasmagine gallery 2\n2\n{}', '']) {
    await give(demo, Buffer.from(bytes || ' '), 'no.gallery');
    assert.equal(await told(demo), 'This file is not a gallery exported from this page.');
  }
  for (const bytes of ['null', '5', '[]', '{"pictures":5,"conversations":"x"}', '{"pictures":{"length":1e9}}']) {
    assert.equal(await take(demo, Buffer.from(`wasmagine gallery 1\n${bytes.length}\n${bytes}`), 'empty.gallery'), '0 pictures added.');
  }
  assert.equal((await demo.driver.findElements(By.css('.tile'))).length, 0);
});

test('an import of very many entries leaves the page its turns, is written once a frame, and is cancelled', async () => {
  await demo.fresh();
  const zeros = (/** @type {number} */ count) => galleryFile({ pictures: Array(count).fill(0) });
  await run(demo.driver, () => {
    const counts = { frames: 0, writes: 0 };
    new MutationObserver((records) => { counts.writes += records.filter(({ target }) => /** @type {Element} */ (target).matches?.('progress + .note')).length; })
      .observe(document.body, { subtree: true, childList: true });
    const frame = () => {
      counts.frames++;
      requestAnimationFrame(frame);
    };
    frame();
    Object.assign(window, { counts });
  });
  assert.match(await take(demo, zeros(20_000), 'some.gallery'), /^0 pictures added. Entries refused as invalid: 20000/);
  const { frames, writes } = await run(demo.driver, () => /** @type {any} */ (window).counts);
  assert.ok(writes <= frames + 5, `${writes} in ${frames} frames`);
  // The press of a button comes in a turn of its own, after the file has been read.
  await run(demo.driver, () => {
    const { parse } = JSON;
    JSON.parse = (/** @type {string} */ text) => {
      const said = parse(text);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => /** @type {HTMLElement} */ (document.querySelector('[data-does="cancelImport"]')).click();
      if (said?.pictures) port2.postMessage('');
      return said;
    };
  });
  assert.equal(await take(demo, zeros(100_000), 'zeros.gallery'), 'Cancelled. Nothing was imported.');
});

test('more entries than a gallery can show are not begun with', async () => {
  await demo.fresh();
  assert.match(await take(demo, galleryFile({ pictures: Array(1_000_000).fill(0) }), 'million.gallery'), /^This file has more than 100000 entries.*nothing was imported/);
  const references = Array(100).fill([0, 1]);
  assert.match(await take(demo, galleryFile({ pictures: Array(4000).fill({ references }) }, drawing), 'references.gallery'), /nothing was imported/);
});

/** From here on, how many bytes of Blobs are read, and of which sizes. */
const readings = () => run(demo.driver, () => {
  /** @type {number[]} */
  const sizes = [];
  const { arrayBuffer } = Blob.prototype, { readAsDataURL } = FileReader.prototype;
  Blob.prototype.arrayBuffer = function () {
    sizes.push(this.size);
    return arrayBuffer.call(this);
  };
  FileReader.prototype.readAsDataURL = function (blob) {
    sizes.push(blob.size);
    readAsDataURL.call(this, blob);
  };
  Object.assign(window, { sizes, Response: class extends Response {
    /** @param {any} body @param {any} init */
    constructor(body, init) {
      super(body, init);
      if (body instanceof Blob) sizes.push(body.size);
    }
  } });
});
/** @returns {Promise<number[]>} */
const read = () => run(demo.driver, () => /** @type {any} */ (window).sizes);

test('a content that conversations lead to hundreds of times is read as if it were once', async () => {
  await demo.fresh();
  const [asked, answered] = turn('by day', noise(256));
  const [source, question, answer] = places(drawing, asked, answered);
  const conversations = [1, 2, 3].map((number) => ({ id: id(number), settings: {}, source, contents: Array.from({ length: 200 }, (_, at) => (at % 2 ? answer : question)) }));
  const file = galleryFile({ pictures: [entry(1, { at: source, conversation: id(1), turn: 99 })], conversations }, drawing, asked, answered);
  await readings();
  assert.equal(await take(demo, file, 'led.gallery'), '1 picture added.');
  const bytes = (await read()).reduce((sum, size) => sum + size, 0);
  assert.ok(bytes <= 5 * file.length, `${bytes} bytes are read of a file of ${file.length}`);
});

test('a conversation that leads to more than any server takes is refused unread', async () => {
  await demo.fresh();
  const [asked, answered] = turn('by day', noise(512));
  const [source, question, answer] = places(drawing, asked, answered);
  const conversations = [{ id: id(1), settings: {}, source, contents: Array.from({ length: 1000 }, (_, at) => (at % 2 ? answer : question)) }];
  await readings();
  assert.match(await take(demo, galleryFile({ conversations }, drawing, asked, answered), 'endless.gallery'), /refused as invalid: 1\./);
  assert.deepEqual((await read()).filter((size) => size > 1e6), []);
});

test('an import that is cancelled reads nothing more', async () => {
  await demo.fresh();
  const turns = Array.from({ length: 12 }, (_, at) => turn(`turn ${at}`, noise(60 + at))).flat();
  const [source, ...contents] = places(drawing, ...turns);
  const references = Array.from({ length: 12 }, (_, at) => noise(30 + at));
  const file = galleryFile({ conversations: [{ id: id(1), settings: {}, source, contents }] }, drawing, ...turns);
  const other = galleryFile({ pictures: [entry(1, { at: places(drawing, ...references)[0], references: places(drawing, ...references).slice(1) })] }, drawing, ...references);
  for (const [bytes, sizes] of /** @type {[Buffer, number[]][]} */ ([[file, turns.map(({ length }) => length)], [other, references.map(({ length }) => length)]])) {
    await demo.open();
    await readings();
    await run(demo.driver, (third) => {
      const { sizes } = /** @type {any} */ (window);
      const { push } = Array.prototype;
      sizes.push = (/** @type {number} */ size) => {
        if (size === third) /** @type {HTMLElement} */ (document.querySelector('[data-does="cancelImport"]')).click();
        return push.call(sizes, size);
      };
    }, sizes[5]);
    assert.equal(await take(demo, bytes, 'stopped.gallery'), 'Cancelled. Nothing was imported.');
    // Time enough for all that would still run.
    assert.equal(await take(demo, galleryFile({ pictures: Array(10_000).fill(0) }), 'next.gallery'), '0 pictures added. Entries refused as invalid: 10000.');
    const after = await read();
    assert.deepEqual(sizes.slice(6).filter((size) => size > 5000 && after.includes(size)), []);
  }
});

test('a conversation with a turn that has no picture is refused, and one that is here already is begun anew', async () => {
  await demo.fresh();
  const said = [{ role: 'user', parts: [{ text: 'hi' }] }, { role: 'model', parts: [{ text: 'x' }] }].map((content) => Buffer.from(JSON.stringify(content)));
  const good = turn('by day', drawing, drawing);
  const edited = async () => {
    await demo.page.click('#tiles .tile');
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    await demo.page.does('edit', '.viewer');
    await demo.page.until(() => document.querySelector('.editor .view img'));
    const turns = await demo.page.count('.editor .strip button');
    await demo.page.dismiss('.editor');
    return turns;
  };
  for (const contents of [said, [...good, ...said], [...said, ...good.map((content, at) => (at ? content : said[0]))]]) {
    await demo.fresh();
    const [source, ...ranges] = places(drawing, ...contents);
    const pictures = [entry(1, { at: source, conversation: id(7), turn: 0 })];
    assert.match(await take(demo, galleryFile({ pictures, conversations: [{ id: id(7), settings: {}, source, contents: ranges }] }, drawing, ...contents), 'said.gallery'), /^1 picture added. Entries refused as invalid: 1/);
    assert.equal(await edited(), 1);
    await demo.fresh();
    await write(demo, {
      pictures: [entry(1, { blob: blob(drawing), type: 'image/png', width: 37, height: 21, conversation: id(7), turn: 0 })],
      conversations: [{ id: id(7), settings: {}, source: blob(drawing), contents: contents.map(blob) }],
    });
    await demo.open();
    await demo.page.kept(1);
    assert.equal(await edited(), 1);
  }
});

/** Reads of the disk fail, of those that follow from the `first` to the `last`. @param {number} first @param {number} last */
const unread = (first, last) => run(demo.driver, (first, last) => {
  const { readAsDataURL } = FileReader.prototype;
  let reads = 0;
  FileReader.prototype.readAsDataURL = function (blob) {
    if (++reads < first || reads > last) return readAsDataURL.call(this, blob);
    Object.defineProperty(this, 'error', { value: new DOMException('gone', reads % 2 ? 'NotReadableError' : 'NotFoundError') });
    this.dispatchEvent(new ProgressEvent('error'));
  };
}, first, last);
/** A file of two pictures. */
function two() {
  const drawings = [21, 22].map(noise);
  return galleryFile({ pictures: places(...drawings).map((at, number) => entry(number, { at })) }, ...drawings);
}

test('of a file that cannot be read to its end nothing is taken, and nothing in it is called invalid', async () => {
  await demo.fresh();
  const file = two();
  await unread(2, 1000);
  assert.match(await take(demo, file, 'gone.gallery'), /^The file could not be read to its end, so nothing was imported/);
  assert.equal(await demo.page.count('#tiles .tile'), 0);
  await demo.open();
  assert.equal(await take(demo, file, 'gone.gallery'), '2 pictures added.');
});

test('nor where it is a reference that is not read', async () => {
  await demo.fresh();
  const drawings = [21, 22].map(noise);
  const [at, given] = places(...drawings);
  await unread(2, 1000);
  assert.match(await take(demo, galleryFile({ pictures: [entry(1, { at, references: [given] })] }, ...drawings), 'given.gallery'), /^The file could not be read to its end, so nothing was imported/);
});

test('a read that fails once is tried once more', async () => {
  await demo.fresh();
  await unread(2, 2);
  assert.equal(await take(demo, two(), 'once.gallery'), '2 pictures added.');
});

test('where the page’s wasm does not come nothing is called invalid, and once it does all is taken', async () => {
  await demo.fresh();
  const file = two();
  await run(demo.driver, () => {
    const { instantiate, instantiateStreaming } = WebAssembly;
    const refuse = async () => { throw new WebAssembly.CompileError('no'); };
    Object.assign(WebAssembly, { instantiate: refuse, instantiateStreaming: refuse });
    Object.assign(window, { mend: () => Object.assign(WebAssembly, { instantiate, instantiateStreaming }) });
  });
  assert.match(await take(demo, file, 'wasm.gallery'), /^Part of this page couldn’t be loaded, so nothing was imported/);
  await run(demo.driver, () => /** @type {any} */ (window).mend());
  assert.equal(await take(demo, file, 'wasm.gallery'), '2 pictures added.');
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
