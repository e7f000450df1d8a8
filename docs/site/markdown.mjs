// @ts-check
// Markdown as the site shows it: code in colours, headings with addresses, links that lead to pages of the site.
import hljs from 'highlight.js';
import MarkdownIt from 'markdown-it';
import anchor from 'markdown-it-anchor';
import { escape } from './layout.mjs';

/** GitHub's way, so that one address of a heading serves there and here. @param {string} text */
const slug = text => text.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');

/** @param {string} code @param {string} language */
export function coloured(code, language) {
  const known = { vue: 'xml', svelte: 'xml', tsx: 'typescript', html: 'xml', toml: 'ini', caddy: 'nginx' }[language] ?? language;
  return hljs.getLanguage(known) ? hljs.highlight(code, { language: known }).value : escape(code);
}

/**
 * @typedef {object} Page what a page brings along beside its HTML
 * @property {string} html
 * @property {{ level: number, id: string, text: string }[]} headings
 * @property {{ language: string, code: string }[]} blocks
 */
/**
 * @param {string} text
 * @param {{ link: (href: string) => string, around: (html: string, block: { language: string, code: string }, index: number) => string }} ways
 * @returns {Page}
 */
export function render(text, { link, around }) {
  /** @type {Page['headings']} */
  const headings = [];
  /** @type {Page['blocks']} */
  const blocks = [];
  const md = new MarkdownIt({ html: true, typographer: false, linkify: false });
  md.use(anchor, { slugify: slug, tabIndex: false, callback: (token, { slug: id, title }) => headings.push({ level: Number(token.tag[1]), id, text: title }) });
  md.renderer.rules.fence = (tokens, at) => {
    const block = { language: tokens[at].info.trim().split(/\s/)[0], code: tokens[at].content };
    const html = `<pre tabindex="0"><code class="hljs">${coloured(block.code, block.language)}</code></pre>`;
    return around(html, block, blocks.push(block) - 1);
  };
  md.renderer.rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
  md.renderer.rules.table_close = () => '</table></div>\n';
  for (const [rule, attribute] of /** @type {const} */ ([['link_open', 'href'], ['image', 'src']])) {
    const before = md.renderer.rules[rule] ?? ((tokens, at, options, _, self) => self.renderToken(tokens, at, options));
    md.renderer.rules[rule] = (tokens, at, ...rest) => {
      tokens[at].attrSet(attribute, link(String(tokens[at].attrGet(attribute))));
      return before(tokens, at, ...rest);
    };
  }
  return { html: md.render(text), headings, blocks };
}
