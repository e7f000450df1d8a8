// @ts-check
// The keys: what the list of them says is read from the page, pressed, and looked at. So a key that does something else than it says, or that
// nobody is told of, is found.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Key } from 'selenium-webdriver';
import { keys as places, said } from '../../www/keys.js';
import { later } from '../../www/later.js';
import { table } from '../../www/table.js';
import { violationsInSchemes } from '../harness/axe.mjs';
import { run } from '../harness/browsers.mjs';
import { contents, entry, galleryFile, id, noise, places as laid, take } from './gallery.mjs';
import { drawing, inBrowsers, test } from './stand.mjs';

const words = /** @type {Record<string, readonly string[]>} */ ({ ...table, ...later });
/** Odd ones, so that each is told by its size; the newest is the last, and the first of the wall. */
const drawings = [41, 43, 45, 47].map(noise);
const hash = (/** @type {Buffer} */ bytes) => createHash('sha256').update(bytes).digest('hex');
/** What stands on a key, as the driver calls it. @type {Record<string, string>} */
const pressed = {
  '←': Key.ARROW_LEFT, '→': Key.ARROW_RIGHT, '↑': Key.ARROW_UP, '↓': Key.ARROW_DOWN, '−': '-', '⌫': Key.BACK_SPACE,
  Home: Key.HOME, End: Key.END, Delete: Key.DELETE, Esc: Key.ESCAPE, Enter: Key.ENTER, Space: Key.SPACE, Ctrl: Key.CONTROL, Shift: Key.SHIFT,
};

inBrowsers(['chromium', 'firefox', 'webkit'], (demo, name) => {
  /** @param {string} sign @param {string} [held] */
  async function press(sign, held) {
    const key = pressed[sign] ?? sign.toLowerCase();
    if (!held) return demo.driver.actions().sendKeys(key).perform();
    await demo.driver.actions().keyDown(pressed[held]).sendKeys(key).keyUp(pressed[held]).perform();
  }
  const asked = () => demo.page.text('.viewer .asked');
  const shows = (/** @type {number} */ number) => demo.page.until((/** @type {string} */ prompt) => document.querySelector('.viewer .asked')?.textContent === prompt, `number ${number}`);
  const dialogs = () => run(demo.driver, () => [...document.querySelectorAll('dialog[open]')].map(({ className }) => className));
  const scale = () => run(demo.driver, () => Number(/scale\((.*)\)/.exec(/** @type {any} */ (document.querySelector('.viewer .room img')).style.transform)?.[1] ?? 1));
  /** By its number. @param {number} number */
  async function look(number) {
    await run(demo.driver, (id) => /** @type {any} */ (document.querySelector(`.tile[data-id="${id}"]`)).click(), id(number));
    await shows(number);
  }
  /** What the list says: its words, and what is pressed, as it is seen. */
  const listed = () => run(demo.driver, () => [...document.querySelectorAll('.legend section')].flatMap((section) => [...section.querySelectorAll('dd')].map((dd) => {
    const seen = (/** @type {Element} */ kbd) => kbd.querySelector('[aria-hidden]')?.textContent ?? kbd.textContent ?? '';
    const caps = [...dd.querySelectorAll('kbd')].map(seen);
    const held = dd.textContent?.includes(' + ') ? caps.shift() : undefined;
    return { group: section.querySelector('h3')?.textContent ?? '', does: dd.previousElementSibling?.textContent ?? '', held, caps };
  })));
  const legend = async () => {
    await press('?');
    await demo.page.until(() => document.querySelector('.legend'));
  };
  const leave = async () => {
    await demo.page.escape();
    await demo.page.gone('.legend');
  };
  /** In a gallery of these alone. */
  async function begin() {
    await demo.fresh();
    const pictures = laid(...drawings).map((at, number) => entry(number, { at }));
    assert.equal(await take(demo, galleryFile({ pictures }, ...drawings), 'keys.gallery'), '4 pictures added.');
    await demo.page.kept(4);
    await demo.page.where('other');
    await demo.page.type('base', `${demo.server.origin}/own`);
    await run(demo.driver, () => /** @type {any} */ (document.activeElement).blur());
  }
  /** @param {string[]} of places @returns what a list of them has to say */
  const due = (...of) => [...new Set(of.flatMap((place) => /** @type {readonly import('../../www/keys.js').Key[]} */ (places[/** @type {'page'} */ (place)]).map((key) => words[said(key)][0])))].sort();

  test('each key of the viewer does what the list says of it', async () => {
    await begin();
    await look(2);
    await legend();
    const list = await listed();
    assert.deepEqual(list.map(({ does }) => does).sort(), due('viewer', 'deleted'));
    await leave();
    assert.deepEqual(await dialogs(), ['viewer'], 'Escape closes the list alone');
    /** From the third of four, and back to where it was. @type {Record<string, (press: () => Promise<void>) => Promise<void>>} */
    const does = {
      async 'Newer picture'(press) {
        await press();
        await shows(3);
        await press();
        assert.equal(await asked(), 'number 3', 'the first is the end');
        await demo.driver.actions().sendKeys(Key.ARROW_RIGHT).perform();
      },
      async 'Older picture'(press) {
        for (const number of [1, 0, 0]) {
          await press();
          await shows(number);
        }
        assert.match(await demo.page.text('#status'), /^Picture 4 of 4: number 0$/);
        await demo.driver.actions().sendKeys(Key.ARROW_LEFT, Key.ARROW_LEFT).perform();
      },
      async 'Newest picture'(press) {
        await press();
        await shows(3);
        await demo.driver.actions().sendKeys(Key.ARROW_RIGHT).perform();
      },
      async 'Oldest picture'(press) {
        await press();
        await shows(0);
        await demo.driver.actions().sendKeys(Key.ARROW_LEFT, Key.ARROW_LEFT).perform();
      },
      async 'Zoom in'(press) {
        await press();
        assert.equal(await scale(), 1.4);
        await demo.driver.actions().sendKeys('0').perform();
      },
      async 'Zoom out'(press) {
        await demo.driver.actions().sendKeys('++').perform();
        await press();
        assert.equal(Math.round((await scale()) * 100), 140);
        await demo.driver.actions().sendKeys('0').perform();
      },
      async 'Whole picture'(press) {
        await demo.driver.actions().sendKeys('++').perform();
        await press();
        assert.equal(await scale(), 1);
      },
      async Edit(press) {
        await press();
        await demo.page.until(() => /** @type {any} */ (document.querySelector('.editor .now > img'))?.naturalWidth === 45);
        assert.deepEqual(await dialogs(), ['editor']);
        await demo.page.dismiss('.editor');
        await look(2);
      },
      async 'Edit a part'(press) {
        await press();
        await demo.page.until(() => document.querySelector('.mask'));
        assert.deepEqual(await dialogs(), ['editor mask']);
        await demo.page.dismiss('.mask');
        await look(2);
      },
      async Variations(press) {
        await press();
        await demo.page.kept(7);
        assert.deepEqual(await dialogs(), []);
        const bodies = demo.calls().filter(({ method }) => method === 'POST').map(({ text }) => JSON.parse(text).contents[0].parts[1].inlineData.data);
        assert.deepEqual(bodies, Array(3).fill(drawings[2].toString('base64')));
        await demo.page.ended('shown');
        await demo.page.click('#tiles .tile');
        await demo.page.until(() => document.querySelector('.viewer .asked'));
        for (let count = 6; count > 3; count--) {
          await demo.driver.actions().sendKeys(Key.DELETE).perform();
          await demo.page.kept(count);
        }
        await demo.page.kept(4);
        await demo.driver.actions().sendKeys(Key.ARROW_RIGHT).perform();
        await shows(2);
      },
      async Compare(press) {
        await press();
        await demo.page.until(() => document.querySelector('.viewer .strip'));
        await press();
        await demo.page.gone('.viewer .strip');
        await shows(2);
      },
      async Favourite(press) {
        await press();
        await demo.page.until(() => document.querySelector('.viewer [data-does="favourite"][aria-pressed="true"]'));
        assert.match((await contents(demo))[id(2)], / favourite$/);
        await press();
        await demo.page.until(() => document.querySelector('.viewer [data-does="favourite"][aria-pressed="false"]'));
        assert.doesNotMatch((await contents(demo))[id(2)], / favourite$/);
      },
      async 'Add a tag'(press) {
        await press();
        assert.equal(await run(demo.driver, () => document.activeElement?.matches('.viewer .tags input')), true);
        await run(demo.driver, () => /** @type {any} */ (document.querySelector('.viewer')).focus());
      },
      async Download(press) {
        await run(demo.driver, () => {
          const { click } = HTMLAnchorElement.prototype;
          HTMLAnchorElement.prototype.click = function () {
            HTMLAnchorElement.prototype.click = click;
            void fetch(this.href).then((response) => response.blob()).then(({ size }) => { document.body.dataset.saved = `${this.download} ${size}`; });
          };
        });
        await press();
        await demo.page.until(() => document.body.dataset.saved);
        assert.equal(await run(demo.driver, () => document.body.dataset.saved), `number-2.png ${drawings[2].length}`);
      },
      async Delete(press) {
        await press();
        await demo.page.kept(3);
        await shows(1);
        assert.deepEqual(Object.keys(await contents(demo)).sort(), [0, 1, 3].map(id));
        await demo.page.click('.toast button');
        await demo.page.kept(4);
        await shows(2);
        assert.equal((await contents(demo))[id(2)], hash(drawings[2]));
      },
      async 'Undo delete'(press) {
        await demo.driver.actions().sendKeys(Key.DELETE).perform();
        await demo.page.kept(3);
        await demo.page.until(() => document.querySelector('.toast'));
        await press();
        await demo.page.kept(4);
        await shows(2);
        assert.equal((await contents(demo))[id(2)], hash(drawings[2]));
      },
      async Close(press) {
        await press();
        await demo.page.gone('.viewer');
        await look(2);
      },
      async 'Keyboard shortcuts'(press) {
        await press();
        await demo.page.until(() => document.querySelector('.legend'));
        await press();
        await demo.page.gone('.legend');
      },
    };
    assert.deepEqual(Object.keys(does).sort(), list.map(({ does }) => does).sort());
    for (const { does: what, caps, held } of list) for (const cap of caps) {
      await does[what](() => press(cap, held));
      await shows(2).catch((cause) => { throw new Error(`after ${what}`, { cause }); });
    }
  });

  test('the last one that is deleted leads to the one before, and with none left the view closes', async () => {
    await press('End');
    await shows(0);
    await press('Delete');
    await demo.page.kept(3);
    await shows(1);
    assert.equal(await demo.page.text('.viewer .head .note'), '3 / 3');
    for (const left of [2, 1, 0]) {
      await press('Delete');
      await demo.page.kept(left);
    }
    await demo.page.gone('.viewer');
    await demo.page.until(() => document.querySelector('.toast'));
    await press('z', 'Ctrl');
    await demo.page.kept(1);
    assert.equal(Object.values(await contents(demo)).length, 1);
  });

  test('no key acts on a picture while something is written, another dialog is above, or Ctrl, Alt or Meta is held', async () => {
    await begin();
    await look(2);
    const letters = ['e', 'v', 'd', 'c', 'f', 'm', '+'];
    const same = async (/** @type {string} */ when) => {
      assert.deepEqual([await asked(), await scale(), await demo.page.count('.viewer .strip'), await demo.page.count('#tiles .tile'), await demo.page.count('.viewer [aria-pressed="true"]')], ['number 2', 1, 0, 4, 0], when);
    };
    await run(demo.driver, () => {
      const field = document.createElement('input');
      document.querySelector('.viewer .head')?.append(field);
      field.focus();
    });
    await demo.driver.actions().sendKeys(...letters, '?', Key.ARROW_LEFT, Key.HOME, Key.DELETE).perform();
    await same('in a field');
    assert.equal(await run(demo.driver, () => /** @type {any} */ (document.querySelector('.viewer .head input')).value), 'vdcfm+?', 'Delete took the first');
    assert.deepEqual(await dialogs(), ['viewer']);
    await run(demo.driver, () => {
      document.querySelector('.viewer .head input')?.remove();
      for (const key of ['e', 'v', 'd', 'c', 'f', 'm', '+', '?', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'Delete']) for (const held of ['ctrlKey', 'altKey', 'metaKey'])
        document.querySelector('.viewer')?.dispatchEvent(new KeyboardEvent('keydown', { key, [held]: true, bubbles: true, cancelable: true }));
    });
    await same('with a key held');
    await legend();
    await demo.driver.actions().sendKeys(...letters, Key.ARROW_LEFT, Key.HOME, Key.DELETE).perform();
    await same('beneath the list');
    assert.deepEqual(await dialogs(), ['viewer', 'panel legend']);
    await leave();
    // A slider has a use for the arrows.
    await press('c');
    await demo.page.click('.viewer .strip button');
    await demo.page.until(() => document.activeElement?.matches('.comparing input'));
    await press('→');
    assert.deepEqual([await asked(), await run(demo.driver, () => /** @type {any} */ (document.activeElement).value)], ['number 2', '51']);
    await press('Esc');
    await demo.page.gone('.viewer');
    // On the page, what is written is written.
    await demo.page.type('prompt', 'x?');
    assert.deepEqual([await demo.page.value('prompt'), await dialogs(), await demo.page.count('section.many')], ['x?', [], 0]);
  });

  test('buttons say which key does the same, in both languages', async () => {
    await demo.open();
    await demo.page.kept(4);
    await look(2);
    const titles = () => run(demo.driver, () => Object.fromEntries([...document.querySelectorAll('.viewer [aria-keyshortcuts]')].map((button) =>
      [/** @type {any} */ (button).dataset.does, [button.getAttribute('aria-keyshortcuts'), /** @type {any} */ (button).title]])));
    const english = await titles();
    assert.deepEqual(english.edit, ['E', 'Edit (press E)']);
    assert.deepEqual(english.older, ['ArrowRight', 'Older picture (press →)']);
    assert.deepEqual(Object.keys(english).sort(), ['compare', 'dismiss', 'download', 'edit', 'editPart', 'favourite', 'keysHelp', 'newer', 'older', 'remove', 'tag', 'vary']);
    await run(demo.driver, () => document.getElementById('language')?.click());
    assert.deepEqual((await titles()).edit, ['E', '编辑（按 E）']);
    await demo.page.does('keysHelp', '.viewer');
    await demo.page.until(() => document.querySelector('.legend'));
    const list = await listed();
    assert.deepEqual(list.map(({ does }) => does).sort(), [...places.viewer, ...places.deleted].map((key) => words[said(key)][1]).sort());
    assert.equal(await demo.page.text('.legend h2'), '键盘快捷键');
    await leave();
    await run(demo.driver, () => document.getElementById('language')?.click());
    await press('Esc');
    await demo.page.gone('.viewer');
  });

  test('each key of the page does what the list says of it', async () => {
    await begin();
    await legend();
    const list = await listed();
    assert.deepEqual(list.map(({ does }) => does).sort(), due('prompt', 'references', 'gallery', 'deleted', 'page', 'selecting'));
    await leave();
    const tile = async (/** @type {number} */ at) => {
      await run(demo.driver, (at) => /** @type {any} */ (document.querySelectorAll('#tiles .tile')[at]).focus(), at);
      await demo.page.until(() => document.querySelector('#tiles .mark')); // what chooses comes with the focus
    };
    const at = () => run(demo.driver, () => [...document.querySelectorAll('#tiles .tile')].indexOf(/** @type {any} */ (document.activeElement)));
    const chosen = () => run(demo.driver, () => [...document.querySelectorAll('#tiles .tile')].flatMap((tile, at) => (tile.getAttribute('aria-selected') === 'true' ? [at] : [])));
    const choose = async (/** @type {number} */ count) => demo.page.until((/** @type {number} */ count) => document.querySelectorAll('[aria-selected="true"]').length === count, count);
    const references = () => run(demo.driver, () => [...document.querySelectorAll('#references li')].map((item) => /** @type {any} */ (item).querySelector('img').naturalWidth));
    const two = async () => {
      await demo.page.until(() => !document.querySelector('#references li'));
      for (const [at, bytes] of [drawing, drawings[0]].entries()) {
        await demo.page.give('drop', bytes.toString('base64'));
        await demo.page.until((/** @type {number} */ count) => [...document.querySelectorAll('#references img')].filter((image) => /** @type {any} */ (image).naturalWidth).length === count, at + 1);
      }
      assert.deepEqual(await references(), [37, 41]);
    };
    const none = async () => {
      while ((await references()).length) await demo.page.does('removeReference', '#references');
    };
    const field = async () => demo.page.type('prompt', 'a boat');
    /** @typedef {(press: () => Promise<void>, cap: string) => Promise<void>} Check */
    /** In a group, or in any. @type {Record<string, Check>} */
    const does = {
      async Generate(press) {
        await demo.page.pick('n', '1');
        await field();
        await press();
        await demo.page.ended('shown');
        await demo.page.kept(5);
        await demo.page.click('#tiles .tile');
        await demo.page.until(() => document.querySelector('.viewer .asked'));
        await demo.driver.actions().sendKeys(Key.DELETE).perform();
        await demo.page.kept(4);
        await demo.page.until(() => document.querySelector('.toast'));
        await demo.page.does('dismiss', '.toast'); // so that the next to be seen is of the next
        await demo.page.dismiss('.viewer');
      },
      async 'New line'(press) {
        await field();
        await press();
        assert.equal(await demo.page.value('prompt'), 'a boat\n');
      },
      async 'Earlier prompt (cursor at the start)'(press) {
        await demo.page.type('prompt', 'a ship');
        await demo.driver.actions().sendKeys(Key.HOME).perform();
        await press();
        assert.equal(await demo.page.value('prompt'), 'a boat');
      },
      async 'Later prompt'(press) {
        await press();
        assert.equal(await demo.page.value('prompt'), 'a ship');
      },
      async 'Move forward'(press) {
        await two();
        await run(demo.driver, () => /** @type {any} */ (document.querySelector('#references li:last-child button')).focus());
        await press();
        assert.deepEqual(await references(), [41, 37]);
        await none();
      },
      async 'Move back'(press) {
        await two();
        await run(demo.driver, () => /** @type {any} */ (document.querySelector('#references li button')).focus());
        await press();
        assert.deepEqual(await references(), [41, 37]);
        await none();
      },
      async 'Remove this reference'(press) {
        await two();
        await run(demo.driver, () => /** @type {any} */ (document.querySelector('#references li button')).focus());
        await press();
        assert.deepEqual(await references(), [41]);
        await none();
      },
      async 'View larger'(press) {
        await tile(1);
        await press();
        await shows(2);
        await demo.page.dismiss('.viewer');
      },
      async 'Start selecting here'(press) {
        await tile(1);
        await press();
        await choose(1);
        assert.deepEqual(await chosen(), [1]);
      },
      async 'Undo delete'(press) {
        await demo.driver.actions().sendKeys(Key.DELETE).perform();
        await demo.page.kept(3);
        await demo.page.until(() => document.querySelector('.toast'));
        await press();
        await demo.page.kept(4);
        assert.equal((await contents(demo))[id(2)], hash(drawings[2]));
      },
      async 'Prompt templates'(press) {
        await run(demo.driver, () => /** @type {any} */ (document.activeElement).blur());
        await press();
        await demo.page.until(() => document.querySelector('.templates .cards li'));
        await demo.page.dismiss('.templates');
      },
      async 'Cancel all'(press) {
        await demo.page.type('base', `${demo.server.origin}/fault/stall-body`);
        await field();
        await demo.page.send();
        await demo.page.until(() => document.querySelector('.card[data-state="working"]'));
        await press();
        await demo.page.ended('cancelled');
      },
      async 'Search the gallery'(press) {
        await run(demo.driver, () => /** @type {any} */ (document.activeElement).blur());
        await press();
        assert.deepEqual(await run(demo.driver, () => [document.activeElement?.id, /** @type {any} */ (document.getElementById('find')).value]), ['find', '']);
      },
      async 'Keyboard shortcuts'(press) {
        await run(demo.driver, () => /** @type {any} */ (document.activeElement).blur());
        await press();
        await demo.page.until(() => document.querySelector('.legend'));
        await press();
        await demo.page.gone('.legend');
        await tile(0);
        await demo.driver.actions().sendKeys('x').perform();
        await choose(1);
      },
      async 'Select or deselect'(press) {
        await press();
        await choose(0);
        await press();
        await choose(1);
        assert.deepEqual(await chosen(), [0]);
      },
      async 'Go to the next picture that way'(press, cap) {
        // Up and down are rows, of which there is one.
        await tile(1);
        await press();
        assert.equal(await at(), /** @type {Record<string, number>} */ ({ '←': 0, '→': 2 })[cap] ?? 1);
      },
      async 'Go to the first or last picture'(press, cap) {
        await tile(1);
        await press();
        assert.equal(await at(), cap === 'Home' ? 0 : 3);
      },
      async 'Extend the selection'(press, cap) {
        await demo.driver.actions().sendKeys(Key.ESCAPE).perform();
        await demo.page.gone('section.many');
        await tile(1);
        await demo.driver.actions().sendKeys('x').perform();
        await choose(1);
        await press();
        assert.deepEqual(await chosen(), /** @type {Record<string, number[]>} */ ({ '←': [0, 1], '→': [1, 2], Home: [0, 1], End: [1, 2, 3] })[cap] ?? [1]);
      },
      async 'Tag the selection'(press) {
        await press();
        assert.equal(await run(demo.driver, () => document.activeElement?.matches('#tagging input')), true);
        await demo.driver.actions().sendKeys(Key.ESCAPE).perform();
        assert.equal(await run(demo.driver, () => document.activeElement?.matches('#tiles .tile')), true);
      },
      async 'Select all'(press) {
        await press();
        await choose(4);
      },
      async Delete(press) {
        await press();
        await demo.page.kept(0);
        await demo.page.until(() => document.querySelector('.toast'));
        await demo.driver.actions().keyDown(Key.CONTROL).sendKeys('z').keyUp(Key.CONTROL).perform();
        await demo.page.kept(4);
        await tile(0);
        await demo.driver.actions().sendKeys('x').perform();
        await choose(1);
      },
      async 'Stop selecting'(press) {
        await press();
        await demo.page.gone('section.many');
      },
    };
    assert.deepEqual([...new Set(list.map(({ does }) => does))].sort(), Object.keys(does).sort());
    for (const { does: what, caps, held } of list) for (const cap of caps) {
      try {
        await does[what](() => press(cap, held), cap);
      } catch (error) {
        throw new Error(`${what}: ${cap}`, { cause: error });
      }
    }
  });

  if (name === 'chromium') {
    test('on a Mac Backspace deletes as well, and the list has its keys', async () => {
      try {
        await demo.page.chromium('Emulation.setUserAgentOverride', { userAgent: await run(demo.driver, () => navigator.userAgent), platform: 'MacIntel' });
        await begin();
        await look(2);
        await legend();
        const list = await listed();
        assert.deepEqual(list.filter(({ caps }) => caps.includes('⌫')).map(({ does, caps }) => [does, caps]), [['Delete', ['Delete', '⌫']]]);
        assert.equal(list.find(({ held }) => held)?.held, '⌘');
        await leave();
        await press('⌫');
        await demo.page.kept(3);
        await shows(1);
      } finally {
        await demo.page.chromium('Emulation.setUserAgentOverride', { userAgent: '', platform: '' });
      }
      await begin();
      await look(2);
      await press('⌫');
      await press('→');
      await shows(1);
      assert.equal(await demo.page.count('#tiles .tile'), 4);
      await press('Esc');
      await demo.page.gone('.viewer');
    });

    test('what is compared side by side has a list as well, and other dialogs have none', async () => {
      await demo.open();
      await demo.page.kept(4);
      await run(demo.driver, () => /** @type {any} */ (document.querySelector('#tiles .tile')).focus());
      await demo.page.until(() => document.querySelector('#tiles .mark')); // what chooses comes with the focus
      await press('x');
      await demo.page.until(() => document.querySelector('[aria-selected="true"]'));
      await press('a', 'Ctrl');
      await demo.page.does('compare', '.many');
      await demo.page.until(() => document.querySelector('.beside'));
      await legend();
      assert.deepEqual((await listed()).map(({ does }) => does).sort(), due('beside'));
      await leave();
      await press('Esc');
      await demo.page.gone('.beside');
      await demo.page.escape();
      await demo.page.gone('section.many');
      await demo.page.press('manage');
      await demo.page.until(() => document.querySelector('.panel'));
      await press('?');
      await press('Esc');
      await demo.page.gone('.panel');
      assert.deepEqual(await dialogs(), []);
    });

    test('axe finds nothing in the list, in light and dark, in both languages', async () => {
      await demo.open();
      /** @type {string[]} */
      const found = [];
      for (const language of ['en', 'zh-Hans']) {
        for (const place of ['page', 'viewer']) {
          if (place === 'viewer') await look(2);
          else await run(demo.driver, () => /** @type {any} */ (document.activeElement).blur());
          await legend();
          found.push(...await violationsInSchemes(demo.driver, `${place}, ${language}`));
          assert.equal(await run(demo.driver, () => document.documentElement.lang), language);
          await leave();
        }
        await press('Esc');
        await demo.page.gone('.viewer');
        await demo.page.press('language');
      }
      assert.deepEqual(found, []);
    });

    test('nothing of all this was against the page’s policy', async () => {
      assert.deepEqual(await demo.complaints(), []);
    });
  }
});
