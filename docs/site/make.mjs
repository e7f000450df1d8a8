// @ts-check
// The guide and the reference, laid beside the demo.
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { at } from '../../scripts/exec.mjs';
import { has, sections, sourceOf, titleOf, words } from './book.mjs';
import { escape, layout, relative } from './layout.mjs';
import { coloured, render } from './markdown.mjs';
import { crate, declarations } from './reference.mjs';
import { frameOf, promptOf } from './try.mjs';

/** @typedef {import('./book.mjs').Language} Language */
/** @typedef {ReturnType<typeof siteIn>} Site */

const RUST = 'rust/wasmagine/index.html';
const isPicture = (/** @type {string} */ file) => /\.(webp|svg|png)$/.test(file);
const readable = (/** @type {string} */ file) => readFile(at(file), 'utf8');

/** @param {string} out the folder, which has the demo already @param {{ rust: boolean }} parts */
export async function makeSite(out, { rust }) {
  const site = siteIn(out);
  for (const language of /** @type {const} */ (['en', 'zh'])) await guide(site, language);
  await reference(site);
  await files(site);
  await assets(site);
  if (rust) await crate(join(out, 'rust'));
  await searchable(out);
}

/** What all pages share. @param {string} out */
function siteIn(out) {
  /** Prompts of the examples, by the name that stands in an address of the demo. @type {Record<string, string>} */
  const prompts = {};
  /** Files of the repository that pages lead to. @type {Set<string>} */
  const led = new Set();
  /** Examples that are being written. @type {Promise<void>[]} */
  const frames = [];

  /** @param {string} path @param {string | Buffer} contents */
  async function put(path, contents) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), contents);
  }

  return {
    out, prompts, led, frames, put,

    /** @param {Pick<import('./layout.mjs').Shown, 'path' | 'language' | 'title' | 'html' | 'nav'> & Partial<import('./layout.mjs').Shown>} shown @param {string} [example] whose prompt the demo gets */
    page: (shown, example = '') => put(shown.path, layout({
      says: sentence(shown.html), headings: [], before: undefined, next: undefined, other: undefined, demo: example in prompts ? example : undefined, ...shown,
    })),

    /** Where a link in a file of the repository leads, from a page of the site. @param {string} file @param {string} path of the page */
    links: (file, path) => (/** @type {string} */ href) => {
      if (/^\w+::/.test(href)) return relative(path, RUST); // as rustdoc links to items
      if (/^([a-z]+:|#)/.test(href)) return href;
      const [there, hash = ''] = href.split(/(?=#)/);
      const target = posix.normalize(posix.join(posix.dirname(file), there)).replace(/\/$/, '');
      if (!existsSync(at(target))) throw new Error(`${file} leads to ${href}, which is not there`);
      const own = /^docs\/guide\/(.*)\.md$/.exec(target)?.[1];
      if (own) return relative(path, `guide/${own}.html${hash}`);
      led.add(target);
      return relative(path, isPicture(target) ? `files/${target}` : `files/${target}.html${hash}`);
    },

    /** Code with a frame where it runs, if it does. @param {string} key */
    examples: key => (/** @type {string} */ html, /** @type {{ language: string, code: string }} */ { language, code }, /** @type {number} */ index) => {
      const id = `${key}-${index + 1}`;
      const frame = language === 'js' ? frameOf(code, id) : undefined;
      if (!frame) return `<div class="example">${html}</div>`;
      const prompt = promptOf(code);
      if (prompt) prompts[key] ??= prompt;
      frames.push(put(`try/${id}.html`, frame.html), put(`try/${id}.js`, frame.module));
      return `<div class="example" data-try="try/${id}.html">${html}</div>`;
    },
  };
}

/** The first sentence or two, as text. @param {string} html */
const sentence = html => (/<p>([^]*?)<\/p>/.exec(html)?.[1] ?? '').replace(/<[^>]*>/g, '').replace(/\s+/g, ' ').replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').slice(0, 300);

/** @param {string} name @param {Language} language */
const pathOf = (name, language) => `guide/${language === 'zh' ? 'zh/' : ''}${name}.html`;

/** The list of pages; those that are not there in a language lead to the English ones. @param {Language} language @param {string} path of the page that it stands on */
const contents = (language, path) => sections.map(({ title, pages }) => `<h2>${title[language]}</h2><ul>${pages.filter(name => has(name, 'en')).map(name => {
  const own = has(name, language) ? language : 'en', foreign = own !== language, there = pathOf(name, own);
  const note = foreign ? ` <small lang="zh-Hans">${words.zh.onlyEnglish}</small>` : '';
  return `<li><a href="${relative(path, there)}"${there === path ? ' aria-current="page"' : ''}${foreign ? ' lang="en"' : ''}>${escape(titleOf(name, own))}${note}</a></li>`;
}).join('')}</ul>`).join('');

/** @param {Site} site @param {Language} language */
async function guide({ page, links, examples }, language) {
  const names = sections.flatMap(({ pages }) => pages).filter(name => has(name, language));
  const opposite = language === 'en' ? 'zh' : 'en';
  /** @param {string | undefined} name */
  const near = name => (name ? { path: pathOf(name, language), title: titleOf(name, language) } : undefined);
  for (const name of ['index', ...names].filter(name => has(name, language))) {
    const path = pathOf(name, language), source = sourceOf(name, language), key = language === 'en' ? name : `${language}-${name}`;
    const where = names.indexOf(name);
    await page({
      path, language, title: titleOf(name, language), nav: contents(language, path), ...render(await readable(source), { link: links(source, path), around: examples(key) }),
      before: near(names[where - 1]), next: near(names[where + 1]), other: [name, 'index'].filter(each => has(each, opposite)).map(each => pathOf(each, opposite))[0],
    }, key);
  }
}

/** @param {Site} site */
async function reference({ page, examples }) {
  const texts = await declarations();
  const rooms = Object.entries({
    'index/functions': 'Functions', 'index/classes': 'Classes', 'index/interfaces': 'Interfaces', 'index/type-aliases': 'Types', 'index/variables': 'Constants', sandbox: 'wasmagine/sandbox',
  }).map(([room, title]) => ({ title, id: posix.basename(room), names: [...texts.keys()].filter(name => name.startsWith(`${room}/`) && !name.endsWith('/index')) }));
  const pathOf = (/** @type {string} */ name) => `reference/${name}.html`;
  /** @param {string} path @param {(name: string) => string} [more] */
  const list = (path, more = () => '') => rooms.map(({ title, id, names }) => `<h2 id="${id}">${title}</h2><ul>${names.map(name =>
    `<li><a href="${relative(path, pathOf(name))}"${pathOf(name) === path ? ' aria-current="page"' : ''}><code>${posix.basename(name)}</code></a>${more(name)}</li>`).join('')}</ul>`).join('');

  /** What each is, in a sentence. @type {Map<string, string>} */
  const says = new Map();
  for (const name of rooms.flatMap(({ names }) => names)) {
    const path = pathOf(name), key = `reference-${posix.basename(name)}`;
    const shown = render(String(texts.get(name)), { link: href => (/^([a-z]+:|#)/.test(href) ? href : href.replace(/\.md(?=$|#)/, '.html')), around: examples(key) });
    says.set(name, sentence(shown.html).replace(/(?<=\.) .*/, ''));
    await page({ path, language: 'en', title: posix.basename(name), nav: list(path).replace(/ id="[^"]*"/g, ''), ...shown }, key);
  }
  const path = 'reference/index.html';
  await page({
    path, language: 'en', title: 'Reference', nav: list(path).replace(/ id="[^"]*"/g, ''), headings: rooms.map(({ title, id }) => ({ level: 2, id, text: title })),
    html: `<h1>Reference</h1>\n<p>Every name that <code>wasmagine</code> and <code>wasmagine/sandbox</code> export, from the declarations that come with the package.</p>${
      list(path, name => (says.get(name) ? `: ${escape(String(says.get(name)))}` : ''))}`,
  });
}

/** What pages lead to of the repository, as it may be read; a page of it may lead on. @param {Site} site */
async function files({ led, page, put, links, examples }) {
  const nameOf = (/** @type {string} */ file) => file.replace(/\W+/g, '-');
  /** @param {string} file @param {string} path */
  const one = async (file, path) => {
    const text = await readable(file);
    if (file.endsWith('.md')) return render(text, { link: links(file, path), around: examples(nameOf(file)) });
    return { html: `<h1><code>${escape(file)}</code></h1><div class="example"><pre tabindex="0"><code class="hljs">${coloured(text, posix.extname(file).slice(1))}</code></pre></div>`, headings: [] };
  };
  for (const file of led) {
    const path = `files/${file}.html`;
    const shown = { path, language: /** @type {const} */ ('en'), title: file, nav: contents('en', path) };
    if (isPicture(file)) await put(`files/${file}`, await readFile(at(file)));
    else if ((await stat(at(file))).isDirectory()) {
      const names = (await readdir(at(file), { withFileTypes: true, recursive: true }))
        .map(entry => posix.relative(at(file), posix.join(entry.parentPath, entry.name)))
        .filter(name => !/(^|\/)(node_modules|dist|target|\.wrangler)\//.test(name) && /\.(js|mjs|ts|tsx|vue|svelte|rs|toml|html|css|md|json|conf)$/.test(name)).sort();
      names.forEach(name => void led.add(`${file}/${name}`));
      const read = `${file}/README.md`;
      const { html, headings } = names.includes('README.md') ? await one(read, path) : { html: `<h1><code>${escape(file)}</code></h1>`, headings: [] };
      const list = names.map(name => `<li><a href="${relative(path, `files/${file}/${name}.html`)}"><code>${escape(name)}</code></a></li>`).join('');
      await page({ ...shown, html: `${html}<ul>${list}</ul>`, headings }, nameOf(read));
    } else await page({ ...shown, ...(await one(file, path)) }, nameOf(file));
  }
}

/** @param {Site} site */
async function assets({ out, prompts, frames, put }) {
  await Promise.all(frames);
  await put('site/prompts.json', JSON.stringify(prompts));
  const tokens = /:root \{[^]*?\n\}/.exec(await readable('www/style.css'))?.[0];
  if (!tokens) throw new Error('www/style.css has no :root, whose colours the guide shares');
  await put('site/site.css', `${tokens}\n${await readable('docs/site/site.css')}`);
  for (const name of ['site.js', 'theme.js', 'rust.css']) await put(`site/${name}`, await readable(`docs/site/${name}`));
  await put('try/frame.js', await readable('docs/site/frame.js'));
  for (const [name, fixture] of [['photo.jpg', 'baseline.jpg'], ['lamp.webp', 'lossy.webp']]) await cp(at('tests/fixtures', fixture), join(out, 'try', name));
}

/** @param {string} out */
async function searchable(out) {
  const { createIndex, close } = await import('pagefind');
  const { index, errors } = await createIndex({});
  if (!index) throw new Error(errors.join('\n'));
  await index.addDirectory({ path: out, glob: '{guide,reference}/**/*.html' });
  await index.writeFiles({ outputPath: join(out, 'pagefind') });
  await close();
}
