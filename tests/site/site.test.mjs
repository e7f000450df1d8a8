// @ts-check
// The guide and the reference as `npm run site` lays them out: links, examples that run in the page, search, ways back to the demo.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { layOut } from '../../scripts/build/site.mjs';
import { exec } from '../../scripts/exec.mjs';
import { violations } from '../harness/axe.mjs';
import { browsers, run, withBrowser } from '../harness/browsers.mjs';
import { startServer } from '../harness/server.mjs';

const out = mkdtempSync(join(tmpdir(), 'wasmagine-guide-'));
after(() => rmSync(out, { recursive: true, force: true }));
await layOut(out, { rust: false });

const text = (/** @type {string} */ path) => readFileSync(join(out, path), 'utf8');
const all = readdirSync(out, { recursive: true }).map(name => String(name).replaceAll('\\', '/'));
/** Pages that are read; the demo and the frames are no such. */
const pages = all.filter(name => /^(guide|reference|files)\/.*\.html$/.test(name)).sort();
const frames = all.filter(name => /^try\/.*\.html$/.test(name)).sort();
const prompts = JSON.parse(text('site/prompts.json'));
/** @param {string} html */
const linksOf = html => [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, href]) => href.replaceAll('&#38;', '&').replaceAll('&amp;', '&'));
/** @type {Map<string, Set<string>>} */
const ids = new Map(pages.map(page => [page, new Set([...text(page).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id))]));

test('what makes it is typed', async () => {
  await exec('tsc', ['-p', 'docs/site']);
});

test('there is what a reader comes for', () => {
  const guide = pages.filter(page => /^guide\/[^/]*\.html$/.test(page)), chinese = pages.filter(page => page.startsWith('guide/zh/'));
  assert.ok(guide.length >= 12 && frames.length >= 20, `${guide} ${frames.length}`);
  for (const name of ['generateImage', 'streamImage', 'createSession', 'createClient']) assert.ok(pages.includes(`reference/index/functions/${name}.html`), name);
  for (const page of chinese) {
    assert.ok(guide.includes(page.replace('zh/', '')), `${page} is in English too`);
    assert.match(text(page), /<html lang="zh-Hans">/);
  }
});

test('every link leads to what is there, up to the heading', () => {
  /** @type {string[]} */
  const astray = [];
  for (const page of [...pages, ...frames]) for (const href of linksOf(text(page))) {
    if (/^(https?:|data:)/.test(href)) continue;
    const [path, hash] = href.split('#');
    const file = path ? posix.join(posix.dirname(page), path) : page;
    // The crate's pages take a compiler; what leads there is one address.
    if (file === 'rust/wasmagine/index.html') continue;
    const example = /^example=(.*)$/.exec(hash ?? '')?.[1];
    const there = existsSync(join(out, file)) && !file.startsWith('..')
      && (!hash || (example ? file === 'index.html' && example in prompts : ids.get(file)?.has(decodeURIComponent(hash))));
    if (!there) astray.push(`${page}: ${href}`);
  }
  assert.deepEqual(astray, []);
});

test('no page is without a way to the demo, and one with an example takes it along', () => {
  for (const page of pages) {
    const there = linksOf(text(page)).filter(href => /(^|\/)index\.html(#|$)/.test(href) && posix.join(posix.dirname(page), href.split('#')[0]) === 'index.html');
    assert.ok(there.length, page);
    const codes = [...text(page).matchAll(/data-try="(.*?)\.html"/g)].map(([, name]) => text(`${name}.js`));
    if (codes.some(code => /(generateImage|streamImage|\.send)\(\s*'[^']/.test(code)))
      assert.ok(there.some(href => href.includes('#example=')), page);
  }
  for (const [name, prompt] of Object.entries(prompts)) assert.ok(typeof prompt === 'string' && prompt.length > 3, name);
});

test('a frame has what its example looks for, and imports what is there', () => {
  for (const frame of frames) {
    const html = text(frame), code = text(frame.replace(/html$/, 'js'));
    for (const [, element] of code.matchAll(/querySelector\('([a-z]+)'\)/g)) assert.ok(html.includes(`<${element}`), `${frame}: ${element}`);
    for (const [, path] of code.matchAll(/from '([^']*)'/g)) assert.ok(existsSync(join(out, 'try', path)), `${frame}: ${path}`);
  }
});

/** What people ask, where the guide's first page leads for it, and what has to stand there. @type {[question: RegExp, answer: RegExp][]} */
const questions = [
  [/how do i cancel/i, /AbortController|\.cancel\(/],
  [/429/i, /429[^]*maybeBilled|maybeBilled[^]*429/],
  [/keep my key off|key off the page/i, /proxy/i],
  [/add to my bundle/i, /kB|brotli/],
  [/leptos/i, /leptos/i],
];
test('five questions are answered within two clicks of the first page', () => {
  const links = [...text('guide/index.html').matchAll(/<a href="([^"]*)">([^]*?)<\/a>/g)].map(([, href, words]) => ({ href, words: words.replace(/<[^>]*>/g, '') }));
  for (const [question, answer] of questions) {
    const link = links.find(({ words }) => question.test(words));
    assert.ok(link, String(question));
    const [path, hash] = link.href.split('#');
    const page = text(posix.join('guide', path));
    const section = hash ? page.slice(page.indexOf(`id="${hash}"`)).split(/<h[12] /)[0] : page;
    assert.match(section, answer, `${question} at ${link.href}`);
  }
});

for (const name of /** @type {const} */ (['chromium', 'firefox', 'webkit'])) if (browsers.includes(name)) describe(name, () => {
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server;
  /** @type {import('../harness/browsers.mjs').Driver} */
  let driver;
  let end = () => {};
  /** @type {Promise<void>} */
  let ended;
  before(async () => {
    server = await startServer({ static: { '/any/folder/': out } });
    await new Promise((resolve, reject) => {
      ended = withBrowser(name, (/** @type {any} */ opened) => new Promise(close => {
        [driver, end] = [opened, () => close(undefined)];
        resolve(undefined);
      }));
      ended.catch(reject);
    });
    await driver.manage().setTimeouts({ script: 120_000 });
  });
  after(async () => {
    end();
    await ended;
    await server.close();
  });
  const open = (/** @type {string} */ path) => driver.get(`${server.origin}/any/folder/${path}`);

  /** Presses “Try it” of an example and tells what its frame then shows. @param {number} at */
  const shown = at => run(driver, async at => {
    const example = /** @type {HTMLElement} */ (document.querySelectorAll('.example[data-try]')[at]);
    /** @type {HTMLElement | null} */
    let button;
    while (!(button = example.querySelector('button.try'))) await new Promise(resolve => setTimeout(resolve, 20));
    button.click();
    const frame = /** @type {HTMLIFrameElement} */ (example.querySelector('iframe'));
    /** @type {Document | undefined} */
    let page;
    for (;;) {
      page = frame.contentDocument ?? undefined;
      if (page && /done|failed/.test(page.body?.dataset.state ?? '')) break;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    const image = page.querySelector('img');
    if (image?.src) await image.decode();
    const high = () => parseFloat(getComputedStyle(frame).height);
    for (let wait = 0; Math.abs(high() - page.documentElement.offsetHeight) > 2 && wait < 100; wait++) await new Promise(resolve => setTimeout(resolve, 50));
    return { state: page.body.dataset.state, width: image?.naturalWidth, said: page.querySelector('pre')?.textContent ?? '', whole: Math.abs(high() - page.documentElement.offsetHeight) <= 2 };
  }, at);

  test('“Try it” runs an example in the page, in the sandbox', async () => {
    await open('guide/pictures.html');
    const first = await shown(0);
    assert.deepEqual([first.state, first.whole], ['done', true], first.said);
    assert.ok(Number(first.width) > 500, String(first.width));
    assert.equal((await shown(0)).state, 'done', 'once more');
    await open('guide/errors.html');
    const failing = await shown(0);
    assert.match(failing.said, /^rate-limited 429/);
    assert.deepEqual(server.requests.filter(({ path }) => /v1beta/.test(path)).length, 0, 'no call leaves the page');
  });

  test('the demo opens with the example that led to it, and takes no words from an address', async () => {
    /** @param {string} hash */
    const prompt = async hash => {
      await open('guide/index.html'); // a new hash alone would be no visit
      await open(`index.html${hash}`);
      return run(driver, async () => {
        while (document.documentElement.dataset.ready !== 'yes') await new Promise(resolve => setTimeout(resolve, 20));
        const field = /** @type {HTMLTextAreaElement} */ (document.getElementById('prompt'));
        for (let wait = 0; !field.value && wait < 50; wait++) await new Promise(resolve => setTimeout(resolve, 20));
        return [field.value, location.hash, document.querySelectorAll('.card').length];
      });
    };
    assert.deepEqual(await prompt('#example=pictures'), [prompts.pictures, '', 0]);
    for (const hash of ['#example=toString', '#example=none']) assert.deepEqual(await prompt(hash), ['', '', 0], hash);
    assert.deepEqual((await prompt('#prompt=words'))[0], '');
  });

  test('search finds without a server, and leads there', async () => {
    await open('guide/index.html');
    const found = await run(driver, async () => {
      document.dispatchEvent(new KeyboardEvent('keydown', { key: '/' }));
      /** @type {HTMLInputElement | null} */
      let field = null;
      while (!(field = document.querySelector('dialog[open] input'))) await new Promise(resolve => setTimeout(resolve, 20));
      field.value = 'AbortController';
      field.dispatchEvent(new Event('input', { bubbles: true }));
      /** @type {HTMLAnchorElement | null} */
      let link = null;
      while (!(link = document.querySelector('dialog a'))) await new Promise(resolve => setTimeout(resolve, 20));
      const there = await fetch(link.href);
      return { focus: document.activeElement === field, status: there.status, has: (await there.text()).includes('AbortController') };
    });
    assert.deepEqual(found, { focus: true, status: 200, has: true });
  });

  if (name === 'chromium') {
    test('axe finds nothing in five pages, light and dark', async () => {
      /** @type {string[]} */
      const found = [];
      for (const path of ['guide/index.html', 'guide/pictures.html', 'guide/errors.html', 'reference/index.html', 'reference/index/interfaces/GenerateImageOptions.html']) for (const scheme of ['light', 'dark']) {
        await /** @type {any} */ (driver).sendDevToolsCommand('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
        await open(path);
        found.push(...await violations(driver, `${path}, ${scheme}`));
      }
      assert.deepEqual(found, []);
    });
  }
});
