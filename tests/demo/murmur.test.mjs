// @ts-check
// What a model says and thinks while it draws, in however many pieces: the page stays its user's, and no word costs a picture.
import assert from 'node:assert/strict';
import { run } from '../harness/browsers.mjs';
import { entry, write } from './gallery.mjs';
import { drawing, inBrowsers, test } from './stand.mjs';

/** @typedef {{ text: string, thought?: boolean }} Part */

const event = (/** @type {any[]} */ parts, /** @type {object} */ more = {}) => `data: ${JSON.stringify({ candidates: [{ content: { role: 'model', parts }, ...more }] })}\n\n`;
const picture = event([{ inlineData: { mimeType: 'image/png', data: drawing.toString('base64') } }], { finishReason: 'STOP' });

inBrowsers(['chromium', 'firefox'], (demo) => {
  /** Asks for a picture whose reply says these parts first; the picture comes with what this gives. @param {Part[]} parts */
  async function murmuring(parts) {
    /** @type {(value?: unknown) => void} */
    let go = () => {};
    const wait = new Promise((resolve) => { go = resolve; });
    demo.server.handle('/murmur', () => new Response(new ReadableStream({
      async start(body) {
        body.enqueue(Buffer.from(event(parts)));
        await wait;
        body.enqueue(Buffer.from(picture));
        body.close();
      },
    }), { headers: { 'content-type': 'text/event-stream' } }));
    await demo.sendTo('a boat', `${demo.server.origin}/murmur`);
    return go;
  }

  /** Counts frames, and what is written into the page and asked of its layout. */
  const count = () => run(demo.driver, () => {
    const counts = { frames: 0, writes: 0, layouts: 0 };
    const height = /** @type {any} */ (Object.getOwnPropertyDescriptor(Element.prototype, 'scrollHeight'));
    Object.defineProperty(Element.prototype, 'scrollHeight', { ...height, get() { counts.layouts++; return height.get.call(this); } });
    new MutationObserver((records) => { counts.writes += records.filter(({ target }) => target.parentElement?.closest('.murmur')).length; })
      .observe(/** @type {Node} */ (document.getElementById('stage')), { subtree: true, childList: true, characterData: true });
    const frame = () => {
      counts.frames++;
      requestAnimationFrame(frame);
    };
    frame();
    Object.assign(window, { counts });
  });
  /** @returns {Promise<{ frames: number, writes: number, layouts: number }>} */
  const counted = () => run(demo.driver, () => /** @type {any} */ (window).counts);

  for (const thought of [false, true]) {
    test(`thousands of pieces of ${thought ? 'thoughts' : 'text'} are written once a frame, and their end is seen`, async () => {
      await demo.open();
      await count();
      const go = await murmuring([...Array.from({ length: 3000 }, (_, at) => ({ text: `w${at} `, thought })), { text: 'end', thought }]);
      await demo.page.until(() => /w2999 end$/.test(document.querySelector('.murmur')?.textContent ?? ''));
      const { frames, writes, layouts } = await counted();
      assert.ok(layouts <= frames + 1 && writes <= 3 * (frames + 1), JSON.stringify({ frames, writes, layouts }));
      assert.ok((await demo.page.text('.murmur')).length <= 10_000);
      go();
      await demo.page.ended('shown');
      if (!thought) assert.equal((await demo.page.text('.card blockquote')).length, Array.from({ length: 3000 }, (_, at) => `w${at} `).join('').length + 3, 'all of it is with the picture');
    });
  }

  test('text and thoughts that take turns thousands of times are no thousands of elements', async () => {
    await demo.open();
    await count();
    const go = await murmuring(Array.from({ length: 3001 }, (_, at) => ({ text: `w${at}`, thought: at % 2 === 1 })));
    await demo.page.until(() => /w3000$/.test(document.querySelector('.murmur')?.textContent ?? ''));
    const { frames, layouts } = await counted();
    assert.ok(layouts <= frames + 1, `${layouts} in ${frames} frames`);
    assert.ok(await demo.page.count('.murmur *') <= 100);
    go();
    await demo.page.ended('shown');
  });

  test('a heading that comes in pieces is one, and long thoughts end with the last of them', async () => {
    await demo.open();
    const long = Array.from({ length: 2000 }, (_, at) => ({ text: `Line ${at}.\n`, thought: true }));
    const go = await murmuring([...long, ...['so it is.*', '*The li', 'ght*', '*Now', ' I draw.'].map((text) => ({ text, thought: true }))]);
    await demo.page.until(() => /Line 1999\.\nso it is\.\n\nThe light\nNow I draw\.$/.test(document.querySelector('.murmur')?.textContent ?? ''));
    go();
    await demo.page.ended('shown');
  });

  test('words that cannot be shown cost no picture', async () => {
    await demo.open();
    await run(demo.driver, () => {
      const fail = () => { throw new Error('no words'); };
      Object.defineProperty(Element.prototype, 'scrollTop', { set: fail });
      Number.prototype.toLocaleString = fail;
    });
    const go = await murmuring([{ text: 'Here it is.' }, { text: 'I think.', thought: true }]);
    go();
    await demo.page.ended('shown');
    assert.equal(await demo.page.text('.card blockquote'), 'Here it is.');
  });

  const spaces = ' '.repeat(99_990);

  test('white space without end in thoughts loses no picture', async () => {
    await demo.open();
    const go = await murmuring([{ text: `a${spaces}b`, thought: true }, { text: '\n'.repeat(99_990), thought: true }, { text: 'x*', thought: true }]);
    go();
    await demo.page.ended('shown');
    assert.match(await demo.page.text('.card p.thought'), /^a +b\n+x\*$/);
  });

  test('a kept picture is deleted, whatever its thoughts are, and whatever is the matter with its words', async () => {
    await demo.fresh();
    const blob = { base64: drawing.toString('base64') };
    const thoughts = [`${spaces}x*`, `**${spaces}`, `${'\n'.repeat(99_990)}x**`, '**'.repeat(50_000), `**Light** ${spaces.slice(100)}on water`];
    await write(demo, { pictures: thoughts.map((thoughts, number) => entry(number, { blob, type: 'image/png', thoughts })) });
    await demo.open();
    await demo.page.kept(thoughts.length);
    for (let left = thoughts.length - 1; left >= 0; left--) {
      if (left < 2) await run(demo.driver, () => { Date.prototype.toLocaleString = () => { throw new Error('no words'); }; });
      await demo.page.click('#tiles .tile');
      await demo.page.until(() => document.querySelector('.viewer [data-does="remove"]'));
      if (left === 4) assert.equal(await demo.page.text('.viewer p.thought'), 'Light\non water');
      if (left === 2) assert.equal(await demo.page.text('.viewer p.thought'), 'x');
      await demo.page.does('remove', '.viewer');
      await demo.page.kept(left);
      if (left) await demo.page.dismiss('.viewer');
    }
  });
});
