// @ts-check
// What stands around the text of every page.
import { words } from './book.mjs';

export const escape = (/** @type {string} */ text) => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; frame-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";

/**
 * @typedef {object} Shown
 * @property {string} path of the file in the site
 * @property {import('./book.mjs').Language} language
 * @property {string} title
 * @property {string} says one sentence, for search engines
 * @property {string} html
 * @property {import('./markdown.mjs').Page['headings']} headings
 * @property {string} nav the list of pages
 * @property {{ path: string, title: string } | undefined} before
 * @property {{ path: string, title: string } | undefined} next
 * @property {string | undefined} other the same in the other language
 * @property {string | undefined} demo by what name the demo knows its example
 */

/** From one file of the site to another. @param {string} from @param {string} to */
export const relative = (from, to) => '../'.repeat(from.split('/').length - 1) + to;

/** @param {Shown} shown */
export function layout({ path, language, title, says, html, headings, nav, before, next, other, demo }) {
  const say = words[language];
  const to = (/** @type {string} */ there) => relative(path, there);
  const guide = language === 'zh' ? 'guide/zh/index.html' : 'guide/index.html';
  const here = headings.filter(({ level }) => level === 2);
  const room = path.split('/')[0];
  const current = (/** @type {string} */ name) => (room === name ? ' aria-current="true"' : '');
  return `<!doctype html>
<html lang="${say.lang}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${POLICY}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="description" content="${escape(says)}">
  <meta name="color-scheme" content="light dark">
  <title>${escape(title)} · wasmagine</title>
  <link rel="icon" href="${to('icon.svg')}" type="image/svg+xml">
  <link rel="stylesheet" href="${to('site/site.css')}">
  <script src="${to('site/theme.js')}"></script>
  <script type="module" src="${to('site/site.js')}"></script>
</head>
<body data-words="${escape(JSON.stringify(say))}" data-root="${to('')}">
  <a class="skip" href="#text">${say.skip}</a>
  <header>
    <a class="brand" href="${to('index.html')}"><img src="${to('icon.svg')}" alt="" width="24" height="24">wasmagine</a>
    <nav aria-label="wasmagine">
      <a href="${to('index.html')}${demo ? `#example=${demo}` : ''}">${say.demo}</a>
      <a href="${to(guide)}"${current('guide')}>${say.guide}</a>
      <a href="${to('reference/index.html')}"${current('reference')}>${say.reference}</a>
      <a href="${to('rust/wasmagine/index.html')}">${say.rust}</a>
    </nav>
    <span class="grow"></span>
    <button type="button" id="search">${say.search} <kbd>/</kbd></button>
    ${other ? `<a class="other" lang="${language === 'en' ? 'zh-Hans' : 'en'}" hreflang="${language === 'en' ? 'zh-Hans' : 'en'}" href="${to(other)}">${say.other}</a>` : ''}
    <button type="button" id="theme">${say.theme}</button>
  </header>
  <div class="columns">
    <details class="contents"><summary>${say.menu}</summary><nav aria-label="${say.menu}">${nav}</nav></details>
    <main id="text" tabindex="-1" data-pagefind-body>
${html}
      <nav class="beside" aria-label="${say.before}, ${say.next}" data-pagefind-ignore>
        ${before ? `<a rel="prev" href="${to(before.path)}"><small>${say.before}</small> ${escape(before.title)}</a>` : ''}
        ${next ? `<a rel="next" href="${to(next.path)}"><small>${say.next}</small> ${escape(next.title)}</a>` : ''}
      </nav>
      ${demo ? `<p class="demo" data-pagefind-ignore><a href="${to('index.html')}#example=${demo}">${say.inDemo}</a></p>` : ''}
    </main>
    ${here.length > 1 ? `<aside><nav aria-label="${say.onThisPage}"><h2>${say.onThisPage}</h2><ul>${here.map(({ id, text }) => `<li><a href="#${id}">${escape(text)}</a></li>`).join('')}</ul></nav></aside>` : ''}
  </div>
</body>
</html>
`;
}
