// @ts-check
// Finding again, in every engine: by words, models, tags and favourites, what is done with what was found, and tags wherever they go. And a
// gallery of many pictures, of which few are in the document.
import assert from 'node:assert/strict';
import { By, Key } from 'selenium-webdriver';
import { queryOf } from '../../www/query.js';
import { LONGEST, MOST, counted, tagOf, tagsOf } from '../../www/tags.js';
import { violationsInSchemes } from '../harness/axe.mjs';
import { run } from '../harness/browsers.mjs';
import { entry, galleryFile, id, noise, places, take, write } from './gallery.mjs';
import { drawing, inBrowsers, test } from './stand.mjs';

const drawings = [40, 41, 42, 43, 44, 45].map(noise);
/** The newest is the last of the list, and the first of the wall. */
const told = [
  { prompt: 'A café by the sea, ＦＵＬＬ width' },
  { prompt: '绿色城市上空一头长翅膀的猪' },
  { prompt: 'a red boat at sea', model: 'gemini-3-pro-image' },
  { prompt: 'Boat in a storm', tags: ['Trip', 'sea'] },
  { prompt: 'a fox', tags: ['trip', ' TRIP ', '', 7, null, { a: 1 }, `${'x'.repeat(50)}`] },
  { prompt: 'a fox in snow', tags: 'none', favourite: true },
];

// ───────────── what fits, and what a tag is ─────────────

test('every word has to occur, in any order, without regard to case, accents and width, in Chinese without spaces too', () => {
  const found = (/** @type {string} */ query) => told.flatMap(({ prompt, model = 'm', tags }, at) =>
    (queryOf(query)({ prompt, model, settings: {}, tags: tagsOf(tags) }) ? [at] : []));
  assert.deepEqual(found(''), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(found('BOAT'), [2, 3]);
  assert.deepEqual(found('sea boat'), [2, 3], 'a tag has the word as well');
  assert.deepEqual(found('boat red'), [2]);
  assert.deepEqual(found('cafe full'), [0]);
  assert.deepEqual(found('ｃａｆé'), [0]);
  assert.deepEqual(found('猪绿色'), [1]);
  assert.deepEqual(found('长翅膀　城市'), [1], 'a wide space is one');
  assert.deepEqual(found('猪狗'), []);
  assert.deepEqual(found('gemini-3'), [2]);
  assert.deepEqual(found('#tri'), [3, 4]);
  assert.deepEqual(found('#trip storm'), [3]);
  assert.deepEqual(found('＃SEA'), [3]);
  assert.deepEqual(found('#ip'), [], 'a tag is found by how it begins');
  assert.deepEqual(found('.*'), []);
});

test('tags are trimmed, each is there once, and there are not too many', () => {
  assert.deepEqual(tagsOf([' a  b ', 'A B', '#c', '', '\n', 3, 'd\u202ee']), ['a b', 'c', 'd e']);
  assert.equal([...tagOf('🦊'.repeat(50))].length, LONGEST);
  assert.equal(tagsOf(Array.from({ length: 50 }, (_, at) => `t${at}`)).length, MOST);
  for (const odd of [undefined, null, 'x', { length: 3 }]) assert.deepEqual(tagsOf(odd), []);
  assert.deepEqual(counted([{ tags: ['a'] }, { tags: ['A', 'b'] }, {}]), [{ tag: 'a', count: 2 }, { tag: 'b', count: 1 }]);
});

inBrowsers(['chromium', 'firefox', 'webkit'], (demo, name) => {
  const keys = (/** @type {string[]} */ ...all) => demo.driver.actions().sendKeys(...all).perform();
  /** Whose tiles stand, from the newest on. */
  const shown = () => run(demo.driver, () => [...document.querySelectorAll('#tiles .tile')].map((tile) => Number.parseInt(/** @type {any} */ (tile).dataset.id, 16)));
  const stand = (/** @type {number[]} */ ...numbers) => demo.page.until((/** @type {string} */ all) => [...document.querySelectorAll('#tiles .tile')].map((tile) => Number.parseInt(/** @type {any} */ (tile).dataset.id, 16)).join() === all, numbers.join());
  const status = () => demo.page.text('#filters > .note');
  const chips = () => run(demo.driver, () => [...document.querySelectorAll('#filters .chip')].map((chip) => `${chip.querySelector('bdi')?.textContent} ${chip.querySelector('.note')?.textContent}${chip.getAttribute('aria-pressed') === 'true' ? ' pressed' : ''}`));
  const chip = (/** @type {string} */ tag) => demo.page.click(`#filters .chip[data-tag="${tag}"]`);
  /** As somebody types it, over what is there. @param {string} query */
  async function search(query) {
    await run(demo.driver, () => {
      document.getElementById('find')?.scrollIntoView({ block: 'center', behavior: 'instant' });
      /** @type {any} */ (document.getElementById('find')).select();
    });
    await demo.driver.findElement(By.id('find')).sendKeys(query || Key.BACK_SPACE);
  }
  /** Until the focus is there, of which no mutation tells. @param {string} css */
  const rests = (css) => run(demo.driver, async (css) => {
    while (!document.activeElement?.matches(css)) await new Promise((painted) => requestAnimationFrame(painted));
  }, css);
  const focused = () => run(demo.driver, () => document.activeElement?.id || /** @type {any} */ (document.activeElement)?.dataset.id || document.activeElement?.tagName);
  /** What the disk has of each. @returns {Promise<Record<number, string[] | null>>} */
  const tags = () => run(demo.driver, () => new Promise((resolve) => {
    const request = indexedDB.open('wasmagine gallery');
    request.onsuccess = () => {
      const all = request.result.transaction('pictures').objectStore('pictures').getAll();
      all.onsuccess = () => {
        request.result.close();
        resolve(Object.fromEntries(all.result.map(({ id, tags }) => [Number.parseInt(id, 16), tags ?? null])));
      };
    };
  }));
  const view = async (/** @type {number} */ number) => {
    await run(demo.driver, (id) => {
      const tile = /** @type {any} */ (document.querySelector(`.tile[data-id="${id}"]`));
      tile.focus();
      tile.click();
    }, id(number));
    await demo.page.until((/** @type {string} */ prompt) => document.querySelector('.viewer .asked')?.textContent === prompt, told[number].prompt);
  };
  const own = () => run(demo.driver, () => [...document.querySelectorAll('.viewer .tags bdi')].map(({ textContent }) => textContent));
  const wears = (/** @type {string[]} */ ...all) => demo.page.until((/** @type {string} */ all) => [...document.querySelectorAll('.viewer .tags bdi')].map(({ textContent }) => textContent).join() === all, all.join());

  test('what a file says of tags is held to what tags are', async () => {
    await demo.fresh();
    const pictures = places(...drawings).map((at, number) => entry(number, { at, ...told[number] }));
    assert.equal(await take(demo, galleryFile({ pictures }, ...drawings), 'find.gallery'), '6 pictures added.');
    await stand(5, 4, 3, 2, 1, 0);
    assert.deepEqual(await tags(), { 0: null, 1: null, 2: null, 3: ['Trip', 'sea'], 4: ['trip', 'x'.repeat(40)], 5: null });
  });

  test('/ leads to the search, which finds as one types and says how many', async () => {
    await demo.open();
    await stand(5, 4, 3, 2, 1, 0);
    await run(demo.driver, () => /** @type {any} */ (document.activeElement).blur());
    await keys('/');
    assert.equal(await focused(), 'find');
    await demo.page.until(() => document.querySelector('#filters:not([hidden])'));
    await keys('boat');
    await stand(3, 2);
    assert.equal(await status(), '2 of 6 shown');
    assert.equal(await demo.page.value('find'), 'boat', 'the / itself is not written');
    await demo.page.until(() => document.getElementById('status')?.textContent === '2 of 6 shown');
    assert.match(await demo.page.text('#stored'), /^6 saved/);
    await keys(' red');
    await stand(2);
    await search('gemini-3-pro');
    await stand(2);
    await search('#trip');
    await stand(4, 3);
    await search('猪绿色');
    await stand(1);
    assert.equal(await run(demo.driver, () => document.documentElement.scrollWidth <= innerWidth), true);
  });

  test('nothing found is told, with a way back; Escape clears too, and then is the page’s again', async () => {
    await search('no such thing');
    await stand();
    assert.equal(await demo.page.visible('#none'), true);
    assert.equal(await demo.page.text('#none span'), 'No pictures match.');
    await demo.page.click('#none button');
    await stand(5, 4, 3, 2, 1, 0);
    assert.deepEqual([await focused(), await demo.page.value('find'), await demo.page.visible('#none')], ['find', '', false]);
    await search('fox');
    await stand(5, 4);
    await keys(Key.ESCAPE);
    await stand(5, 4, 3, 2, 1, 0);
    assert.deepEqual([await focused(), await demo.page.value('find')], ['find', '']);
    await search('fox');
    await stand(5, 4);
    await demo.page.does('showAll', '#filters');
    await stand(5, 4, 3, 2, 1, 0);
    assert.equal(await focused(), 'find');
  });

  test('tags are there with how many of what is shown have them, and go together with words', async () => {
    assert.deepEqual(await chips(), ['trip 2', 'sea 1', `${'x'.repeat(40)} 1`]);
    await chip('TRIP');
    await stand(4, 3);
    assert.deepEqual(await chips(), ['trip 2 pressed', 'sea 1', `${'x'.repeat(40)} 1`]);
    assert.equal(await run(demo.driver, () => /** @type {any} */ (document.activeElement)?.dataset.tag), 'TRIP', 'the focus stays on it');
    await chip('SEA');
    await stand(3);
    await search('fox');
    await stand();
    assert.deepEqual((await chips()).sort(), ['sea 0 pressed', 'trip 0 pressed'], 'what is filtered by can be taken back');
    await keys(Key.ESCAPE);
    await stand(5, 4, 3, 2, 1, 0);
  });

  test('favourites alone: what is marked comes and goes, and the focus is not lost', async () => {
    for (const number of [5, 3]) {
      await view(number);
      if (number === 5) assert.equal(await run(demo.driver, () => document.querySelector('.viewer [data-does="favourite"]')?.getAttribute('aria-pressed')), 'true');
      else await demo.page.does('favourite', '.viewer');
      await demo.page.until(() => document.querySelector('.viewer [data-does="favourite"][aria-pressed="true"]'));
      await demo.page.dismiss('.viewer');
    }
    await demo.page.does('onlyFavourites', '#filters');
    await stand(5, 3);
    assert.equal(await status(), '2 of 6 shown');
    await view(5);
    assert.equal(await demo.page.text('.viewer .head .note'), '1 / 2');
    await demo.page.does('favourite', '.viewer');
    await demo.page.until(() => document.querySelector('.viewer [data-does="favourite"][aria-pressed="false"]'));
    await stand(3);
    assert.equal(await demo.page.text('.viewer .asked'), told[5].prompt, 'what is looked at stays');
    await keys(Key.ARROW_RIGHT);
    await demo.page.until((/** @type {string} */ prompt) => document.querySelector('.viewer .asked')?.textContent === prompt, told[3].prompt);
    await keys(Key.ARROW_LEFT, Key.ARROW_RIGHT);
    assert.equal(await demo.page.text('.viewer .head .note'), '1 / 1');
    await demo.page.dismiss('.viewer');
    await rests('#tiles .tile, #gallery');
  });

  test('a picture that is made meanwhile is shown if it fits, and counted if not', async () => {
    await demo.page.does('showAll', '#filters');
    await stand(5, 4, 3, 2, 1, 0);
    await search('boat');
    await stand(3, 2);
    for (const [prompt, count] of /** @type {const} */ ([['a ship', 2], ['a boat', 3]])) {
      await demo.sendTo(prompt, `${demo.server.origin}/own`);
      await demo.page.until((/** @type {string} */ all) => document.getElementById('stored')?.textContent?.startsWith(all), count === 2 ? '7 saved' : '8 saved');
      assert.equal(await demo.page.count('#tiles .tile'), count);
      assert.equal(await status(), `${count} of ${count === 2 ? 7 : 8} shown`);
    }
    // One that does not fit can still be looked at from where it came, and leads to those that are shown.
    await demo.sendTo('a ship', `${demo.server.origin}/own`);
    await demo.page.until(() => document.getElementById('stored')?.textContent?.startsWith('9 saved'));
    await demo.page.ended('shown');
    await demo.page.click('.card .picture');
    await demo.page.until(() => document.querySelector('.viewer .asked')?.textContent === 'a ship');
    await keys(Key.ARROW_RIGHT);
    await demo.page.until(() => document.querySelector('.viewer .asked')?.textContent === 'a boat');
    await demo.page.dismiss('.viewer');
  });

  test('all, and those of a day, are those that are shown; deleted and back while a filter is on', async () => {
    await demo.page.press('select');
    await demo.page.until(() => document.querySelector('section.many'));
    await demo.page.click('.many [aria-controls="groups"]');
    assert.equal(await demo.page.text('.groups button'), 'All · 3');
    await demo.page.click('.groups button');
    await demo.page.until(() => document.querySelectorAll('[aria-selected="true"]').length === 3);
    // What is no longer shown is no longer chosen.
    await search('boat storm');
    await stand(3);
    await demo.page.until(() => /^1 selected/.test(document.querySelector('.many .count')?.textContent ?? ''));
    await demo.page.does('remove', '.many');
    await stand();
    await demo.page.until(() => document.querySelector('.toast [data-t="undo"]'));
    assert.equal((await demo.page.text('#stored')).startsWith('8 saved'), true);
    assert.equal(Object.keys(await tags()).length, 8);
    await demo.page.click('.toast [data-t="undo"]');
    await stand(3);
    assert.deepEqual((await tags())[3], ['Trip', 'sea'], 'with its tags');
    assert.equal(await demo.page.count('#tiles .star'), 1, 'and still a favourite');
    await search('');
    await demo.page.kept(9);
  });

  test('tags are added and removed where a picture is looked at', async () => {
    await view(5);
    await keys('t');
    await keys('Snow', Key.ENTER);
    await wears('Snow');
    await keys('TRIP,');
    await wears('Snow', 'trip');
    assert.equal(await run(demo.driver, () => /** @type {any} */ (document.querySelector('.viewer .tags input')).value), '');
    await keys('snow', Key.ENTER, '   ', Key.ENTER, 'a，b');
    await wears('Snow', 'trip', 'a');
    // What is not added yet is still there.
    await demo.page.dismiss('.viewer');
    await view(5);
    assert.deepEqual(await own(), ['Snow', 'trip', 'a']);
    await keys('t');
    assert.equal(await run(demo.driver, () => /** @type {any} */ (document.activeElement).value), 'b');
    await keys(Key.BACK_SPACE, 'y'.repeat(41), Key.ENTER);
    await demo.page.until(() => /up to 40 characters/.test(document.querySelector('.toast')?.textContent ?? ''));
    assert.equal(await run(demo.driver, () => /** @type {any} */ (document.activeElement).value), 'y'.repeat(41), 'what is too long is not cut');
    await run(demo.driver, () => /** @type {any} */ (document.activeElement).select());
    await keys(Array.from({ length: 18 }, (_, at) => `n${at}`).join(' ,').replaceAll(' ', ''), Key.ENTER);
    await demo.page.until(() => document.querySelectorAll('.viewer .tags li').length === 20);
    await demo.page.until(() => /has 20 tags already/.test(document.querySelector('.toast')?.textContent ?? ''));
    await run(demo.driver, () => /** @type {any} */ (document.querySelector('.viewer .tags li button')).click());
    await demo.page.until(() => document.querySelectorAll('.viewer .tags li').length === 19);
    await run(demo.driver, () => {
      const field = /** @type {any} */ (document.querySelector('.viewer .tags input'));
      field.value = '';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    assert.equal((await tags())[5]?.[0], 'trip');
    await demo.page.dismiss('.viewer');
  });

  test('tags are added to all that are chosen, and removed from all', async () => {
    await demo.open();
    await demo.page.kept(9);
    await demo.page.press('select');
    await demo.page.until(() => document.querySelector('section.many'));
    for (const number of [4, 3, 2]) await run(demo.driver, (id) => /** @type {any} */ (document.querySelector(`.tile[data-id="${id}"]`)).click(), id(number));
    await demo.page.until(() => document.querySelectorAll('[aria-selected="true"]').length === 3);
    await demo.page.does('tag', '.many');
    const list = () => run(demo.driver, () => [...document.querySelectorAll('#tagging .list button')].slice(0, 2).map((button) => [button.querySelector('bdi')?.textContent, button.getAttribute('aria-pressed'), button.querySelector('.note')?.textContent]));
    assert.deepEqual(await list(), [['trip', 'mixed', '2 of 3'], ['sea', 'mixed', '1 of 3']]);
    await demo.page.click('#tagging .list button');
    await demo.page.until(() => document.querySelector('#tagging .list button')?.getAttribute('aria-pressed') === 'true');
    await demo.driver.findElement(By.css('#tagging input')).sendKeys('New', Key.ENTER);
    await demo.page.until(() => document.querySelectorAll('#tagging .list [aria-pressed="true"]').length === 2);
    await demo.page.click('#tagging .list [data-tag="SEA"]');
    await demo.page.until(() => document.querySelectorAll('#tagging .list [aria-pressed="true"]').length === 3);
    await demo.page.click('#tagging .list [data-tag="SEA"]');
    await demo.page.until(() => document.querySelectorAll('#tagging .list [aria-pressed="true"]').length === 2);
    assert.deepEqual(await tags().then(({ 2: a, 3: b, 4: c }) => [a, b, c]), [['trip', 'New'], ['Trip', 'New'], ['trip', 'x'.repeat(40), 'New']]);
    await keys(Key.ESCAPE);
    assert.equal(await demo.page.visible('#tagging'), false);
    await demo.page.until(() => document.querySelector('section.many'));
  });

  test('tags stand in what is exported, and in the ZIP', async () => {
    const text = await run(demo.driver, async () => {
      const [{ about, csv }, { pack }, { store }, { all }, { pictureOf }] = await Promise.all(['/listing.js', '/archive.js', '/store.js', '/database.js', '/record.js'].map((name) => import(/** @type {any} */ (name))));
      const pictures = await store.whole((await all('pictures')).map(pictureOf));
      return { rows: csv(pictures.map((/** @type {any} */ picture) => about(picture, 'f'))), json: pictures.map((/** @type {any} */ picture) => about(picture, 'f').tags), file: await pack(pictures, []).text() };
    });
    assert.match(text.rows, /"Trip, New"/);
    assert.deepEqual(text.json.filter(Boolean)[0], ['trip', 'New']);
    assert.match(text.file, /"tags":\["Trip","New"\]/);
    assert.doesNotMatch(text.file, /"sizes"/);
    await keys(Key.ESCAPE);
    await demo.page.gone('section.many');
  });

  if (name === 'chromium') test('axe finds nothing, in light and dark, in both languages', async () => {
    /** @type {string[]} */
    const found = [];
    const look = async (/** @type {string} */ what) => void found.push(...await violationsInSchemes(demo.driver, what));
    await run(demo.driver, () => document.querySelector('.toast')?.remove());
    await demo.page.press('find');
    await demo.page.until(() => document.querySelector('#filters:not([hidden])'));
    await chip('TRIP');
    await look('filtered');
    await view(4);
    await look('viewer');
    await demo.page.dismiss('.viewer');
    await demo.page.press('language');
    await search('没有');
    await stand();
    await look('none, Chinese');
    await keys(Key.ESCAPE);
    await demo.page.press('select');
    await demo.page.until(() => document.querySelector('section.many'));
    await demo.page.click('#tiles .tile');
    await demo.page.does('tag', '.many');
    await look('tags of some, Chinese');
    await keys(Key.ESCAPE);
    await keys(Key.ESCAPE);
    await demo.page.press('language');
    assert.deepEqual(found, []);
  });

  // Its driver makes every profile a private one, whose IndexedDB takes no Blobs.
  if (name !== 'webkit') test('of many pictures few are in the document, and all are reached by keys, chosen and found', async () => {
    await demo.fresh();
    await demo.page.kept(0);
    const count = 1000;
    const content = { id: 'same', blob: { base64: drawing.toString('base64') } };
    await write(demo, { contents: [content], pictures: Array.from({ length: count }, (_, at) => ({ ...entry(at, {}), blob: 'same', type: 'image/png', width: 37, height: [21, 37, 60][at % 3] })) });
    await demo.open();
    await demo.page.until(() => /** @type {any} */ (document.querySelector('#tiles img'))?.naturalWidth === 37);
    await demo.page.until((/** @type {number} */ count) => document.getElementById('stored')?.textContent?.startsWith(`${count} saved`), count);
    // All are one content.
    assert.equal(await demo.page.text('#stored'), `${count} saved · ${drawing.length} B`);
    const few = await demo.page.count('#tiles .tile');
    assert.ok(few > 5 && few < 200, `${few}`);
    const first = await shown();
    assert.deepEqual(first, Array.from({ length: few }, (_, at) => count - 1 - at));
    await run(demo.driver, async () => {
      const { createObjectURL, revokeObjectURL } = URL;
      let urls = 0;
      URL.createObjectURL = (blob) => { urls++; return createObjectURL.call(URL, blob); };
      URL.revokeObjectURL = (url) => { if (url) urls--; revokeObjectURL.call(URL, url); };
      Object.assign(window, { urls: () => urls });
      scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
    });
    await demo.page.until(() => document.querySelector('#tiles .tile:last-child')?.getAttribute('data-id') === '0'.repeat(32) && [...document.querySelectorAll('#tiles img')].every((image) => /** @type {any} */ (image).naturalWidth === 37));
    assert.ok((await demo.page.count('#tiles .tile')) < 200);
    assert.ok((await run(demo.driver, () => /** @type {any} */ (window).urls())) <= 200, 'what is far is given back');
    // Tiles stand where they would with all of them there: in rows that fill the wall.
    assert.equal(await run(demo.driver, () => {
      const wall = /** @type {Element} */ (document.getElementById('tiles')).getBoundingClientRect(), last = /** @type {Element} */ (document.querySelector('#tiles .tile:last-child')).getBoundingClientRect();
      return Math.abs(wall.bottom - last.bottom) < 1;
    }), true);

    await run(demo.driver, () => scrollTo({ top: 0, behavior: 'instant' }));
    await demo.page.press('select');
    await demo.page.until(() => document.querySelector('[role="option"]'));
    await run(demo.driver, () => /** @type {any} */ (document.querySelector('#tiles .tile')).focus());
    const at = () => run(demo.driver, () => { const { dataset, ariaPosInSet, ariaSetSize } = /** @type {any} */ (document.activeElement); return [Number.parseInt(dataset.id, 16), ariaPosInSet, ariaSetSize]; });
    assert.deepEqual(await at(), [count - 1, '1', `${count}`]);
    await keys(Key.END);
    assert.deepEqual(await at(), [0, `${count}`, `${count}`]);
    await demo.page.until(() => { const { top, bottom } = /** @type {Element} */ (document.activeElement).getBoundingClientRect(); return bottom > 0 && top < innerHeight; });
    await keys(Key.ARROW_LEFT, Key.SPACE);
    await demo.page.until(() => /^1 selected/.test(document.querySelector('.many .count')?.textContent ?? ''));
    // A range of which few are in the document.
    await demo.driver.actions().keyDown(Key.SHIFT).sendKeys(Key.HOME).keyUp(Key.SHIFT).perform();
    await demo.page.until(() => /^999 selected/.test(document.querySelector('.many .count')?.textContent ?? ''));
    assert.deepEqual((await at())[0], count - 1);
    await keys(Key.ESCAPE);
    await demo.page.gone('section.many');
    await run(demo.driver, () => /** @type {any} */ (document.querySelector('#tiles .tile')).focus());
    await keys('x', Key.END);
    await demo.driver.actions().keyDown(Key.CONTROL).sendKeys('a').keyUp(Key.CONTROL).perform();
    await demo.page.until((/** @type {number} */ count) => document.querySelector('.many .count')?.textContent?.startsWith(`${count} selected`), count);
    await demo.page.does('remove', '.many');
    await demo.page.kept(0);
    await demo.page.until(() => document.querySelector('.toast [data-t="undo"]'));
    assert.deepEqual(await tags(), {});
    await demo.page.click('.toast [data-t="undo"]');
    await demo.page.until((/** @type {number} */ count) => document.getElementById('stored')?.textContent?.startsWith(`${count} saved`), count);
    assert.equal(Object.keys(await tags()).length, count);
    // Scrolled far, one that is looked at and left is where it was.
    await run(demo.driver, () => scrollTo({ top: document.documentElement.scrollHeight / 2, behavior: 'instant' }));
    await demo.page.until(() => Number(/** @type {any} */ (document.querySelector('#tiles .tile:last-child')).dataset.at) > 400);
    const middle = await run(demo.driver, () => {
      const tile = /** @type {any} */ ([...document.querySelectorAll('#tiles .tile')].find((tile) => tile.getBoundingClientRect().top > 0));
      tile.focus();
      tile.click();
      return tile.dataset.id;
    });
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    await demo.page.dismiss('.viewer');
    await rests(`.tile[data-id="${middle}"]`);
    await demo.page.press('find');
    await keys('number 77');
    await demo.page.until(() => document.querySelector('#filters > .note')?.textContent === '19 of 1000 shown');
    assert.deepEqual(await shown(), Array.from({ length: count }, (_, at) => count - 1 - at).filter((at) => `${at}`.includes('77')));
  });

  if (name === 'chromium') test('nothing of all this was against the page’s policy', async () => {
    assert.deepEqual(await demo.complaints(), []);
  });
});
