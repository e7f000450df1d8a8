// @ts-check
// Prompt templates: what a gap is and what fills it, what a file of them may be; and in every engine what people do with them, down to the
// words that reach the server and to what lies in the browser.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { By, Key } from 'selenium-webdriver';
import { models } from '../../js/models.js';
import { dozen } from '../../www/dozen.js';
import { LIMITS, MOST, Refused, faultOf, fieldsOf, fill, pack, unpack } from '../../www/template.js';
import { violationsInSchemes } from '../harness/axe.mjs';
import { run } from '../harness/browsers.mjs';
import { drawing, inBrowsers, test } from './stand.mjs';

test('a gap has a name and an example, and is filled with what is written or with the example', () => {
  const prompt = 'A [[Animal: red fox]] in [[ Place ：  a forest ]], and the [[Animal]] again, [[Mood]].';
  assert.deepEqual(fieldsOf(prompt), [{ name: 'Animal', example: 'red fox' }, { name: 'Place', example: 'a forest' }, { name: 'Mood', example: 'Mood' }]);
  assert.equal(fill(prompt), 'A red fox in a forest, and the red fox again, Mood.');
  assert.equal(fill(prompt, ['cat', '  ', ' calm ']), 'A cat in a forest, and the cat again, calm.');
  assert.equal(fill('[[a: 1:2, 3：4]]'), '1:2, 3：4', 'the first colon ends the name');
  // What is written is text, whatever it looks like.
  assert.equal(fill('[[a: x]] and [[b: y]]', ['[[b: z]] $& $1', '{c|d}']), '[[b: z]] $& $1 and {c|d}');
});

test('what is no gap stays as it is', () => {
  for (const text of [
    '', 'a {red|green} boat', '【主题】与「文字」、［方括号］', '[one] bracket', '[[', ']]', '[[]]', '[[ ]]', '[[: example]]', '[[open', '[[two\nlines]]', 'a[[0]', '$& $1 \\1',
    `[[${'n'.repeat(41)}]]`,
  ]) {
    assert.deepEqual(fieldsOf(text), [], text);
    assert.equal(fill(text, ['x']), text);
  }
  assert.equal(fill('[[pet: {cat|dog}]] {a|b}'), '{cat|dog} {a|b}', 'many prompts of one may stand in a gap');
  assert.equal(fill('[[outer: [[inner: x]]', ['y']), '[[outer: y');
  assert.equal(fill('[[a: b]]]'), 'b]');
});

test('a hostile text is read at once', () => {
  for (const part of ['[[', '[[a:', ']]', '[[a]', '[', ':', '[[a: b]]']) {
    const text = part.repeat(200_000 / part.length);
    const start = performance.now();
    fill(text);
    assert.ok(performance.now() - start < 1000, part);
  }
});

test('those of the page are sound in both languages, and take a shape that some model has', () => {
  assert.ok(dozen.length >= 12 && dozen.length <= 16);
  assert.equal(new Set(dozen.map(({ id }) => id)).size, dozen.length);
  assert.ok(dozen.filter(({ reference }) => reference).length >= 4);
  for (const { id, name, prompt, ratio, reference } of dozen) {
    if (ratio) assert.ok(models.some(({ aspectRatios }) => aspectRatios.includes(ratio)), id);
    if (reference) assert.equal(ratio, undefined, `${id}: an edit keeps the shape of what is edited`);
    const [english, chinese] = prompt.map(fieldsOf);
    assert.ok(english.length >= 2, id);
    assert.equal(english.length, chinese.length, id);
    for (const [at, text] of prompt.entries()) {
      assert.equal(faultOf({ name: name[at], prompt: text, ratio, reference }), undefined, id);
      assert.doesNotMatch(fill(text), /[[\]{}]/, id);
      for (const { name, example } of [english, chinese][at]) assert.notEqual(name, example, id);
      // Whole sentences, not a list of words.
      assert.ok((text.match(at ? /[。；]/g : /[.;](?= |$)/g) ?? []).length >= 3, `${id}: ${text}`);
      // A text that is to be in the picture is for the user to say.
      for (const [, quoted] of text.matchAll(at ? /“([^”]*)”/g : /"([^"]*)"/g)) assert.match(quoted, /^\[\[[^\]]+\]\]$/, id);
    }
    assert.doesNotMatch(prompt[0] + name[0], /\p{Script=Han}/u, id);
    assert.match(name[1], /\p{Script=Han}/u, id);
    assert.doesNotMatch(prompt[1].replaceAll('f/', ''), /[A-Za-z]{2}|[,;!?] |" /, id);
  }
});

const good = { name: 'A boat', prompt: 'a [[colour: red]] boat' };
/** @type {[entry: unknown, fault: string][]} */
const entries = [
  [null, 'templateOdd'], ['text', 'templateOdd'], [[], 'templateOdd'],
  [{}, 'templateNoName'], [{ ...good, name: '  ' }, 'templateNoName'], [{ ...good, name: 5 }, 'templateNoName'], [{ ...good, name: 'n'.repeat(LIMITS.name + 1) }, 'templateLongName'],
  [{ name: 'x' }, 'templateNoPrompt'], [{ ...good, prompt: ['a'] }, 'templateNoPrompt'], [{ ...good, prompt: 'p'.repeat(LIMITS.prompt + 1) }, 'templateLongPrompt'],
  [{ ...good, prompt: Array.from({ length: LIMITS.fields + 1 }, (_, at) => `[[f${at}]]`).join('') }, 'templateManyFields'],
  ...['wide', '0:1', '16:', 16, '1:1\n', null].map((ratio) => /** @type {[unknown, string]} */ ([{ ...good, ratio }, 'templateOddRatio'])),
  ...['yes', 1, null].map((reference) => /** @type {[unknown, string]} */ ([{ ...good, reference }, 'templateOddReference'])),
];

test('a file gives back what was put in, and nothing else of it', () => {
  const templates = [{ ...good, ratio: '16:9', reference: true }, { name: '海报', prompt: '写着“[[文字：你好]]”' }];
  assert.deepEqual(unpack(pack(templates)), templates);
  const more = JSON.stringify({ wasmagine: 'templates', version: 1, templates: [{ ...good, name: ' A\n boat ', apiKey: 'secret', id: '../x', __proto__: { ratio: '1:1' } }] });
  assert.deepEqual(unpack(more), [good]);
  assert.equal(faultOf({ name: 'n'.repeat(LIMITS.name), prompt: 'p'.repeat(LIMITS.prompt) }), undefined);
});

test('a file that is not right is refused, with what is wrong and where', () => {
  const refused = (/** @type {string} */ text) => {
    try {
      return unpack(text);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return [error.fault[0], error.at];
    }
  };
  for (const text of ['', '{', 'wasmagine gallery 1\n', '\u0000', '['.repeat(100_000)]) assert.deepEqual(refused(text), ['templatesBroken', undefined], text.slice(0, 30));
  for (const data of [null, [], 5, {}, { templates: [] }, { wasmagine: 'templates', version: 1 }, { wasmagine: 'templates', version: 1, templates: {} }])
    assert.deepEqual(refused(JSON.stringify(data)), ['templatesNotOurs', undefined]);
  const file = (/** @type {unknown[]} */ templates, version = 1) => JSON.stringify({ wasmagine: 'templates', version, templates });
  assert.deepEqual(refused(file([], 2)), ['templatesNewer', undefined]);
  assert.deepEqual(refused(file(Array(MOST + 1).fill(good))), ['templatesTooMany', undefined]);
  for (const [entry, fault] of entries) assert.deepEqual(refused(file([good, entry])), [fault, 2], JSON.stringify(entry)?.slice(0, 60));
});

inBrowsers(['chromium', 'firefox', 'webkit'], (demo, name) => {
  const open = async () => {
    await demo.page.press('templates');
    await demo.page.until(() => document.querySelector('.templates .cards li'));
  };
  const leave = () => demo.page.dismiss('.templates');
  const focused = () => run(demo.driver, () => document.activeElement?.id || /** @type {any} */ (document.activeElement)?.dataset.id || document.activeElement?.className || '');
  const keys = (/** @type {string[]} */ ...all) => demo.driver.actions().sendKeys(...all).perform();
  const shown = () => demo.page.text('.templates .filled');
  /** Of the own ones, as they stand. @returns {Promise<string[]>} */
  const own = () => run(demo.driver, () => [...document.querySelectorAll('.templates section:has(#templates-file) .cards strong')].map(({ textContent }) => String(textContent)));
  const look = (/** @type {string} */ name) => run(demo.driver, (name) => /** @type {any} */ ([...document.querySelectorAll('.cards button')].find((card) => card.querySelector('strong')?.textContent === name)).click(), name);
  /** Into what is seen of the dialog, and painted there: WebKit's driver looks where a thing was painted last. @param {string} css */
  async function click(css) {
    await run(demo.driver, async (css) => {
      document.querySelector(css)?.scrollIntoView({ block: 'center', behavior: 'instant' });
      for (let frames = 0; frames < 2; frames++) await new Promise((painted) => requestAnimationFrame(painted));
    }, css);
    await demo.page.click(css);
  }
  const card = (/** @type {string} */ id) => click(`.templates [data-id="${id}"]`);
  const does = (/** @type {string} */ what) => click(`.templates [data-does="${what}"]`);
  /** What lies in the browser. @returns {Promise<any[]>} */
  const stored = () => run(demo.driver, () => Object.entries({ ...localStorage }).filter(([key]) => key.startsWith('wasmagine template')).map(([, value]) => JSON.parse(value)));
  /** One of the user's own. @param {string} name @param {string} prompt */
  async function write(name, prompt) {
    await does('newTemplate');
    await demo.page.type('template-name', name);
    await demo.page.type('template-prompt', prompt);
    await does('saveTemplate');
    await demo.page.until((/** @type {string} */ name) => [...document.querySelectorAll('.cards strong')].some(({ textContent }) => textContent === name), name);
  }
  /** @param {string} text of a file that is chosen */
  async function give(text) {
    const path = join(demo.folders.downloads, 'given.json');
    writeFileSync(path, text);
    await run(demo.driver, () => { for (const note of document.querySelectorAll('.templates [role="status"].note')) note.replaceChildren(); });
    await demo.driver.findElement(By.id('templates-file')).sendKeys(path);
    await demo.page.until(() => document.querySelector('.templates .note[role="status"]')?.textContent);
    return demo.page.text('.templates .note[role="status"]');
  }
  const asked = () => JSON.parse(demo.calls().filter(({ method }) => method === 'POST').at(-1)?.text ?? '{}');

  test('by a key they open; what is written into the gaps is seen at once, and reaches the server', async () => {
    await demo.fresh();
    await keys('p');
    await demo.page.until(() => document.querySelector('.templates .cards li'));
    await demo.page.click('[data-id="logo"]');
    assert.equal(await focused(), 'template-field-0');
    const example = fill(dozen[2].prompt[0]);
    assert.equal(await shown(), example);
    const values = ['a bakery', 'Krume & "Co"', '', '', 'black\nand white'];
    await keys('a bakery', Key.TAB, values[1], Key.TAB, Key.TAB, Key.TAB, 'black');
    await demo.driver.actions().keyDown(Key.SHIFT).sendKeys(Key.ENTER).keyUp(Key.SHIFT).sendKeys('and white').perform();
    const expected = fill(dozen[2].prompt[0], values);
    assert.notEqual(expected, example);
    assert.equal(await shown(), expected);
    await keys(Key.ENTER);
    await demo.page.gone('.templates');
    assert.deepEqual([await focused(), await demo.page.value('prompt')], ['prompt', expected]);
    assert.equal(await demo.page.count('.toast, .needs'), 0, 'nothing was lost, and nothing is needed');
    await demo.page.where('other');
    await demo.page.type('base', `${demo.server.origin}/own`);
    await demo.page.send();
    await demo.page.ended('shown');
    const { contents, generationConfig } = asked();
    assert.deepEqual(contents[0].parts, [{ text: expected }]);
    assert.equal(generationConfig.imageConfig.aspectRatio, '1:1');
  });

  test('what stood in the prompt comes back: by Undo with its shape, and by the arrow up', async () => {
    await demo.fresh();
    await demo.page.pick('ratio', '21:9');
    await demo.page.type('prompt', 'my own words');
    await open();
    await card('poster');
    await does('useTemplate');
    await demo.page.gone('.templates');
    const ratio = () => run(demo.driver, () => /** @type {any} */ (document.querySelector('[name="ratio"]:checked')).value);
    assert.deepEqual([await demo.page.value('prompt'), await ratio()], [fill(dozen.find(({ id }) => id === 'poster')?.prompt[0] ?? ''), '2:3']);
    await keys(Key.ARROW_UP);
    assert.equal(await demo.page.value('prompt'), 'my own words');
    await keys(Key.ARROW_DOWN);
    assert.match(await demo.page.value('prompt'), /^A poster/);
    await demo.page.until(() => document.querySelector('.toast'));
    await demo.page.click('.toast [data-t="undo"]');
    assert.deepEqual([await demo.page.value('prompt'), await ratio(), await focused()], ['my own words', '21:9', 'prompt']);
    // A shape that the model has not is left alone.
    await demo.page.choose('model', '');
    await run(demo.driver, () => { /** @type {any} */ (document.querySelector('[name="ratio"][value="2:3"]')).closest('label').remove(); });
    await open();
    await card('poster');
    assert.equal(await demo.page.count('.templates [data-t="templateRatio"]'), 0);
    await does('useTemplate');
    await demo.page.gone('.templates');
    assert.equal(await ratio(), '21:9');
  });

  test('one that is about a picture says so, until there is one', async () => {
    await demo.fresh();
    await open();
    await card('restore');
    assert.equal(await demo.page.text('.templates [data-t="templateReference"]:not(.tag)'), 'Needs a reference picture');
    await does('useTemplate');
    await demo.page.until(() => document.querySelector('.composer .needs'));
    assert.equal(await demo.page.text('#status'), 'This prompt needs a reference picture.');
    await demo.page.give('drop', drawing.toString('base64'));
    await demo.page.gone('.needs');
    await demo.page.where('other');
    await demo.page.type('base', `${demo.server.origin}/own`);
    await demo.page.send();
    await demo.page.ended('shown');
    const { parts } = asked().contents[0];
    assert.equal(parts.find((/** @type {any} */ { text }) => text).text, fill(dozen.find(({ id }) => id === 'restore')?.prompt[0] ?? ''));
    assert.equal(parts.find((/** @type {any} */ { inlineData }) => inlineData).inlineData.data, drawing.toString('base64'));
    // With one already there nothing is asked for.
    await open();
    await card('style');
    await does('useTemplate');
    await demo.page.gone('.templates');
    assert.equal(await demo.page.count('.needs'), 0);
  });

  test('the prompt is saved as a template, changed, renamed, used, and there after a reload; the last used is the first', async () => {
    await demo.fresh();
    await demo.page.type('prompt', 'a red boat at sea');
    await open();
    await does('newTemplate');
    assert.deepEqual([await focused(), await demo.page.value('template-name'), await demo.page.value('template-prompt')], ['template-name', 'a red boat at sea', 'a red boat at sea']);
    await demo.page.type('template-name', 'Boat');
    // The word “red” becomes a gap, and its name is to be written.
    await run(demo.driver, () => { /** @type {any} */ (document.getElementById('template-prompt')).setSelectionRange(2, 5); });
    await does('gap');
    await keys('Colour');
    assert.equal(await demo.page.value('template-prompt'), 'a [[Colour: red]] boat at sea');
    assert.match(await demo.page.text('.templates [data-t="templateFields"]'), /Fields: Colour$/);
    await does('saveTemplate');
    await demo.page.until(() => document.querySelector('.cards'));
    assert.deepEqual((await stored()).map(({ used: _, ...rest }) => rest), [{ name: 'Boat', prompt: 'a [[Colour: red]] boat at sea' }]);
    await write('Second', 'a [[b: c]]');
    await write('Third', 'a third one');
    assert.deepEqual(await own(), ['Third', 'Second', 'Boat']);
    await look('Boat');
    await keys('blue', Key.ENTER);
    await demo.page.gone('.templates');
    assert.equal(await demo.page.value('prompt'), 'a blue boat at sea');
    await demo.open();
    await open();
    assert.deepEqual(await own(), ['Boat', 'Third', 'Second']);
    await look('Third');
    await does('editTemplate');
    await demo.page.type('template-name', 'Renamed');
    await demo.page.choose('template-ratio', '16:9');
    await demo.page.press('template-reference');
    await does('saveTemplate');
    await demo.page.until(() => document.querySelector('.templates .cards'));
    assert.deepEqual(await own(), ['Renamed', 'Boat', 'Second']);
    assert.deepEqual((await stored()).find(({ name }) => name === 'Renamed'), { name: 'Renamed', prompt: 'a third one', ratio: '16:9', reference: true, used: (await stored()).find(({ name }) => name === 'Renamed').used });
    await leave();
  });

  test('one of the page is duplicated to be changed, and stays itself', async () => {
    await demo.fresh();
    await open();
    await card('comic');
    await does('copyTemplate');
    assert.equal(await demo.page.value('template-name'), 'Comic strip (copy)');
    assert.deepEqual(await stored(), [], 'nothing is stored before it is saved');
    await does('saveTemplate');
    await demo.page.until(() => document.querySelector('.templates .cards'));
    assert.deepEqual((await stored()).map(({ used: _, ...rest }) => rest), [{ name: 'Comic strip (copy)', prompt: dozen.find(({ id }) => id === 'comic')?.prompt[0], ratio: '16:9' }]);
    assert.equal(await demo.page.count('[data-id="comic"]'), 1);
    await leave();
  });

  test('what is deleted comes back as it was, and the focus is beside it', async () => {
    await demo.fresh();
    await open();
    for (const name of ['One', 'Two', 'Three']) await write(name, `${name} [[x: y]]`);
    const before = await stored();
    await look('Two');
    await does('removeTemplate');
    await demo.page.until(() => document.querySelector('.toast'));
    assert.deepEqual(await own(), ['Three', 'One']);
    assert.equal(await run(demo.driver, () => document.activeElement?.querySelector('strong')?.textContent), 'One');
    await demo.page.click('.toast [data-t="undo"]');
    assert.deepEqual(await own(), ['Three', 'Two', 'One']);
    const byName = (/** @type {any} */ a, /** @type {any} */ b) => (a.name < b.name ? -1 : 1);
    assert.deepEqual((await stored()).sort(byName), before.sort(byName));
    assert.equal(await run(demo.driver, () => document.activeElement?.querySelector('strong')?.textContent), 'Two');
    // From the page as well, when the dialog is gone.
    await look('Two');
    await does('removeTemplate');
    await demo.page.until(() => document.querySelector('.toast'));
    await leave();
    await demo.page.click('.toast [data-t="undo"]');
    assert.equal((await stored()).length, 3);
  });

  test('they are searched by their words, the own ones too', async () => {
    await open();
    const visible = () => run(demo.driver, () => [...document.querySelectorAll('.templates .cards li:not([hidden]) strong')].map(({ textContent }) => textContent));
    const search = By.css('.templates [type="search"]');
    await demo.driver.findElement(search).sendKeys('RAMEN street');
    assert.deepEqual(await visible(), ['Isometric scene']);
    assert.equal(await demo.page.text('.templates .note[role="status"]'), '1 match');
    await demo.driver.findElement(search).clear();
    await demo.driver.findElement(search).sendKeys('two');
    assert.ok((await visible()).includes('Two'));
    await demo.driver.findElement(search).clear();
    await demo.driver.findElement(search).sendKeys('nowhere [[');
    assert.deepEqual([await visible(), await demo.page.text('.templates .note[role="status"]')], [[], 'No matches.']);
    await leave();
  });

  test('what is written is there after Escape and after a reload, and what was discarded comes back', async () => {
    await demo.fresh();
    await open();
    await card('sticker');
    await keys('an owl');
    await demo.page.escape();
    await demo.page.gone('.templates');
    await open();
    await card('sticker');
    assert.equal(await demo.page.value('template-field-0'), 'an owl');
    await does('templatesAll');
    assert.equal(await focused(), 'sticker', 'the focus is where it was');
    await does('newTemplate');
    await demo.page.type('template-name', 'Half');
    await demo.page.type('template-prompt', 'half [[a');
    await demo.page.escape();
    await demo.page.gone('.templates');
    await demo.open();
    await demo.page.press('templates');
    await demo.page.until(() => document.querySelector('#template-prompt'));
    assert.deepEqual([await demo.page.value('template-name'), await demo.page.value('template-prompt')], ['Half', 'half [[a']);
    await does('cancelTemplate');
    await demo.page.until(() => document.querySelector('.toast'));
    await demo.page.click('.toast [data-t="undo"]');
    assert.deepEqual([await demo.page.value('template-name'), await demo.page.value('template-prompt')], ['Half', 'half [[a']);
    await does('cancelTemplate');
    await leave();
    assert.deepEqual(await stored(), []);
    await open();
    assert.equal(await demo.page.count('#template-prompt'), 0);
    await leave();
  });

  test('what is not right is said at its field, and nothing is stored', async () => {
    await demo.fresh();
    await open();
    await does('newTemplate');
    const fault = () => demo.page.text('.templates [role="alert"]');
    await does('saveTemplate');
    assert.deepEqual([await fault(), await focused()], ['The name is missing.', 'template-name']);
    await demo.page.type('template-name', 'Long');
    await does('saveTemplate');
    assert.deepEqual([await fault(), await focused()], ['The prompt is missing.', 'template-prompt']);
    await run(demo.driver, (text) => {
      const field = /** @type {HTMLTextAreaElement} */ (document.getElementById('template-prompt'));
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }, 'p'.repeat(LIMITS.prompt + 1));
    await does('saveTemplate');
    assert.deepEqual([await fault(), await focused()], [`The prompt has ${LIMITS.prompt + 1} characters, and at most ${LIMITS.prompt} are allowed.`, 'template-prompt']);
    assert.deepEqual(await stored(), []);
    // A browser that takes nothing more.
    await demo.page.type('template-prompt', 'short');
    for (const [error, words] of /** @type {const} */ ([['QuotaExceededError', /enough room/], ['SecurityError', /doesn’t let this page store/]])) {
      await run(demo.driver, (error) => {
        Storage.prototype.setItem = () => { throw new DOMException('no', error); };
      }, error);
      await does('saveTemplate');
      assert.match(await fault(), words);
      assert.equal(await demo.page.value('template-prompt'), 'short');
    }
    await demo.open();
  });

  test('all of them go out to a file and come back from it, and what is here stays', async () => {
    await demo.fresh();
    await open();
    await write('海报', '写着“[[文字：你好]]”的海报');
    await write('Boat', 'a [[Colour: red]] boat');
    if (name === 'webkit') await run(demo.driver, () => {
      HTMLAnchorElement.prototype.click = function () {
        const { download, href } = this;
        void fetch(href).then((response) => response.text()).then((text) => Object.assign(document.body.dataset, { name: download, text }));
      };
    });
    await does('exportTemplates');
    await demo.page.until(() => /exported/.test(document.querySelector('.templates .note[role="status"]')?.textContent ?? ''));
    assert.equal(await demo.page.text('.templates .note[role="status"]'), '2 templates exported.');
    const file = `wasmagine-templates-${new Date().toISOString().slice(0, 10)}.json`;
    let text = '';
    if (name === 'webkit') {
      await demo.page.until(() => document.body.dataset.text);
      const data = await run(demo.driver, () => ({ ...document.body.dataset }));
      assert.equal(data.name, file);
      text = String(data.text);
    } else text = String(await demo.folders.downloaded(file));
    assert.deepEqual(JSON.parse(text), { wasmagine: 'templates', version: 1, templates: [{ name: 'Boat', prompt: 'a [[Colour: red]] boat' }, { name: '海报', prompt: '写着“[[文字：你好]]”的海报' }] });
    assert.equal(await give(text), '0 templates added. Already here: 2.');
    await demo.fresh();
    await open();
    await write('Mine', 'my own');
    assert.equal(await give(`\ufeff${text}`), '2 templates added.');
    assert.deepEqual((await own()).sort(), ['Boat', 'Mine', '海报']);
    await demo.open();
    await open();
    assert.deepEqual((await own()).sort(), ['Boat', 'Mine', '海报']);
    // What is wrong is said, and nothing of it is taken.
    const packed = (/** @type {unknown[]} */ templates) => JSON.stringify({ wasmagine: 'templates', version: 1, templates });
    for (const [given, said] of /** @type {[string, string][]} */ ([
      ['not JSON', 'This file is damaged or of another kind. Choose a file that was exported here. Nothing was added.'],
      ['{"pictures":[]}', 'There are no templates in this file. Choose one that was exported here. Nothing was added.'],
      [packed([{ name: 'Fine', prompt: 'fine' }, { name: 'Bad' }]), 'Template 2 in the file: The prompt is missing. Nothing was added.'],
      [packed(Array.from({ length: MOST - 1 }, (_, at) => ({ name: `n${at}`, prompt: `p${at}` }))), `These would be ${MOST + 2} templates, and at most ${MOST} can be kept. Delete some first.`],
    ])) {
      assert.equal(await give(given), said);
      assert.equal((await stored()).length, 3, said);
    }
    if (name === 'chromium') assert.match(await give(' '.repeat(20e6)), /^This file is too large for templates \(20 MB, at most 12 MB\)/);
    // A disk that is full in the middle has none of them.
    await run(demo.driver, () => {
      const { setItem } = Storage.prototype;
      let left = 2;
      Storage.prototype.setItem = function (key, value) {
        if (!left--) throw new DOMException('full', 'QuotaExceededError');
        setItem.call(this, key, value);
      };
    });
    assert.match(await give(packed(['a', 'b', 'c', 'd'].map((name) => ({ name, prompt: name })))), /enough room/);
    assert.equal((await stored()).length, 3);
    await demo.open();
  });

  test('what somebody else wrote into the store is no template, and a thousand are borne', async () => {
    await demo.fresh();
    await run(demo.driver, (entries) => {
      for (const [at, value] of entries.entries()) localStorage.setItem(`wasmagine template ${at}`, value);
      sessionStorage.setItem('wasmagine template draft', '{"name":{},"prompt":5}');
    }, ['{', 'null', '[]', '{"name":"<img src=x onerror=alert(1)>","prompt":"<b>[[x: <i>y</i>]]</b>","used":"never"}', '{"name":1,"prompt":"x"}', '{"name":"x","prompt":"y","ratio":"wide"}']);
    await open();
    assert.deepEqual(await own(), ['<img src=x onerror=alert(1)>']);
    assert.equal(await demo.page.count('.templates img, .templates b, .templates i'), 0);
    await leave();
    await run(demo.driver, () => {
      for (let at = 0; at < 1000; at++) localStorage.setItem(`wasmagine template t${at}`, JSON.stringify({ name: `Template ${at}`, prompt: `${at} [[a: b]]`.repeat(40), used: at }));
    });
    const start = Date.now();
    await open();
    assert.ok(Date.now() - start < 5000);
    assert.deepEqual([(await own()).length, (await own())[0]], [MOST, 'Template 999']);
    await does('newTemplate');
    await demo.page.type('template-name', 'One more');
    await demo.page.type('template-prompt', 'x');
    await does('saveTemplate');
    assert.match(await demo.page.text('.templates [role="alert"]'), /at most 500 can be kept/);
    await does('cancelTemplate');
    await leave();
  });

  test('with another language those of the page change, what is written stays, and the own ones are as they were', async () => {
    await demo.fresh();
    await open();
    await write('Mein Boot', 'ein [[Farbe: rotes]] Boot');
    const switched = async () => run(demo.driver, () => document.getElementById('language')?.click());
    await switched();
    assert.deepEqual([await own(), await demo.page.text('[data-id="product"] strong')], [['Mein Boot'], '产品照']);
    await card('poster');
    await keys('灯会', Key.TAB, '元宵');
    const { prompt } = dozen.find(({ id }) => id === 'poster') ?? { prompt: ['', ''] };
    assert.equal(await shown(), fill(prompt[1], ['灯会', '元宵']));
    await switched();
    assert.equal(await shown(), fill(prompt[0], ['灯会', '元宵']));
    await switched();
    await does('templatesAll');
    await look('Mein Boot');
    assert.equal(await shown(), 'ein rotes Boot');
    await does('editTemplate');
    await switched();
    assert.equal(await demo.page.text('.templates [data-t="templateFields"]'), 'Fields: Farbe');
    assert.equal(await demo.page.value('template-prompt'), 'ein [[Farbe: rotes]] Boot');
    await does('cancelTemplate');
    await leave();
  });

  test('the key opens nothing over a dialog, in a text, or twice', async () => {
    await demo.open();
    await demo.page.type('prompt', 'pp');
    assert.deepEqual([await demo.page.value('prompt'), await demo.page.count('.templates')], ['pp', 0]);
    await run(demo.driver, () => { for (let times = 0; times < 3; times++) document.getElementById('templates')?.click(); });
    await demo.page.until(() => document.querySelector('.templates .cards li'));
    await keys('p');
    assert.equal(await demo.page.count('dialog'), 1);
    await leave();
    assert.equal(await focused(), 'prompt', 'where it was');
  });

  if (name !== 'webkit') {
    test('two tabs do not write over each other', async () => {
      await demo.fresh();
      await open();
      await write('Shared', 'first');
      const first = await demo.driver.getWindowHandle();
      await demo.driver.switchTo().newWindow('tab');
      const second = await demo.driver.getWindowHandle();
      try {
        await demo.page.open(`${demo.server.origin}/`);
        await open();
        await look('Shared');
        await does('editTemplate');
        await demo.page.type('template-prompt', 'of the second');
        // Meanwhile the first writes one of its own, and changes the same one.
        await demo.driver.switchTo().window(first);
        await write('Of the first', 'x');
        await look('Shared');
        await does('editTemplate');
        await demo.page.type('template-prompt', 'of the first');
        await does('saveTemplate');
        await demo.page.until(() => document.querySelector('.templates .cards li'));
        await demo.driver.switchTo().window(second);
        await does('saveTemplate');
        await demo.page.until(() => document.querySelector('.toast'));
        assert.match(await demo.page.text('.toast'), /changed in another tab/);
        assert.deepEqual((await stored()).map(({ name, prompt }) => [name, prompt].join(': ')).sort(), ['Of the first: x', 'Shared: of the first', 'Shared: of the second']);
        assert.deepEqual((await own()).sort(), ['Of the first', 'Shared', 'Shared']);
        // What one deletes is gone from the other's list.
        await look('Of the first');
        await does('removeTemplate');
        await demo.driver.switchTo().window(first);
        await demo.page.until(() => ![...document.querySelectorAll('.cards strong')].some(({ textContent }) => textContent === 'Of the first'));
        assert.equal((await own()).length, 2);
      } finally {
        await demo.driver.switchTo().window(second);
        await demo.driver.close();
        await demo.driver.switchTo().window(first);
      }
    });
  }

  if (name === 'chromium') {
    test('axe finds nothing, in light and dark, in both languages, and nothing is wider than a small phone', async () => {
      await demo.fresh();
      /** @type {string[]} */
      const found = [];
      const check = async (/** @type {string} */ what) => {
        found.push(...await violationsInSchemes(demo.driver, what));
        await demo.page.chromium('Emulation.setDeviceMetricsOverride', { width: 320, height: 700, deviceScaleFactor: 1, mobile: true });
        const over = await run(demo.driver, () => [document.documentElement, ...document.querySelectorAll('dialog')].some((box) => box.scrollWidth > box.clientWidth));
        await demo.page.chromium('Emulation.clearDeviceMetricsOverride');
        if (over) found.push(`${what} is too wide`);
      };
      for (const language of ['en', 'zh-Hans']) {
        assert.equal(await run(demo.driver, () => document.documentElement.lang), language);
        await open();
        await check(`none, ${language}`);
        await write('Own'.repeat(20), `${'x'.repeat(300)} [[${'n'.repeat(40)}: ${'e'.repeat(200)}]]`);
        await check(`some, ${language}`);
        await look('Own'.repeat(20));
        await check(`one, ${language}`);
        await does('editTemplate');
        await demo.page.type('template-name', ' ');
        await does('saveTemplate');
        await check(`changed, ${language}`);
        await does('cancelTemplate');
        await card('change');
        await check(`given, ${language}`);
        await does('useTemplate');
        await demo.page.until(() => document.querySelector('.needs'));
        await check(`used, ${language}`);
        await demo.page.press('language');
      }
      assert.deepEqual(found, []);
    });

    test('nothing of all this was against the page’s policy', async () => {
      assert.deepEqual(await demo.complaints(), []);
    });
  }
});
