// @ts-check
// The examples in README.md, in docs/guide/ and in the declarations: fenced blocks, with the heading or the member that they belong to.
import { readdirSync, readFileSync } from 'node:fs';

export const read = (/** @type {string} */ path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** @typedef {{ name: string, code: string, language: string, file: string }} Example */

/** @param {string} file @returns {Example[]} */
function blocks(file) {
  let text = read(file);
  // In declarations the blocks stand in comments, and what they belong to stands behind them.
  const inComments = file.endsWith('.ts');
  if (inComments) text = text.replace(/^ *\* ?/gm, '');
  return [...text.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(({ 1: language, 2: code, 0: all, index }) => {
    const around = inComments
      ? /^ *(?:readonly |static |export (?:function |class |interface |const |type )?)*(\w+)/m.exec(text.slice(index + all.length).replace(/^\/? *$/gm, ''))
      : [.../** @type {any} */ (text.slice(0, index).matchAll(/^#+ (.*)$/gm))].pop();
    return { name: `${file}: ${around?.[1]}`, code, language, file };
  });
}

/** @param {string} folder */
const pagesIn = folder => readdirSync(new URL(`../../${folder}`, import.meta.url)).filter(name => name.endsWith('.md')).sort().map(name => `${folder}${name}`);

/** README.md and the pages that it leads to. */
export const pages = ['README.md', ...pagesIn('docs/guide/')];

/** The guide's pages in Chinese. */
export const translations = pagesIn('docs/guide/zh/');

/** The page that one is translated from. @param {string} page */
export const originalOf = page => page.replace('/zh/', '/');

/** All blocks of a translation, and those of them that its original does not have to the letter. @param {string} page */
export function translated(page) {
  const [there, here] = [blocks(originalOf(page)), blocks(page)];
  return { original: there, all: here, own: here.filter(({ code }) => !there.some(block => block.code === code)) };
}

export const examples = [...[...pages, 'src/types.d.ts', 'js/entry.d.ts', 'js/sandbox.d.ts'].flatMap(blocks), ...translations.flatMap(page => translated(page).own)];

/** Those of one language. */
export const inLanguage = (/** @type {string} */ language) => examples.filter(example => example.language === language);

const offered = { wasmagine: ['createClient', 'createSession', 'generateImage', 'GenerateImageError', 'init', 'models', 'streamImage'], 'wasmagine/sandbox': ['sandbox', 'faults', 'faultGroups'] };

/**
 * An example as a module. What it uses of the package without an import is imported. A line that logs something and ends in a comment
 * says what it logs: it becomes `said(what the comment says, what is logged)`.
 * @param {Example} example
 */
export function asModule({ code }) {
  const missing = Object.entries(offered).flatMap(([module, names]) => names
    .filter(name => new RegExp(`\\b${name}\\b`).test(code) && !new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\}`).test(code))
    .map(name => `import { ${name} } from '${module}';\n`));
  const checked = code.replace(/console\.log\((.*)\); \/\/ (.*)$/gm, (_, what, comment) => `said(${JSON.stringify(comment)}, ${what});`);
  return `${missing.join('')}${checked}`;
}
