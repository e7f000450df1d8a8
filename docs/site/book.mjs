// @ts-check
// The guide's pages in the order in which they are read, and the words that stand around them.
import { existsSync, readFileSync } from 'node:fs';
import { at } from '../../scripts/exec.mjs';

/** @typedef {'en' | 'zh'} Language */

/** @type {readonly { title: Record<Language, string>, pages: readonly string[] }[]} */
export const sections = [
  { title: { en: 'Make pictures', zh: '生成图片' }, pages: ['first-picture', 'pictures', 'conversations', 'streams', 'many'] },
  { title: { en: 'In production', zh: '正式使用' }, pages: ['errors', 'keys', 'gateways', 'clients', 'privacy'] },
  { title: { en: 'In your app', zh: '在你的应用中' }, pages: ['setups', 'loading', 'frameworks', 'worker', 'rust', 'sandbox'] },
  { title: { en: 'Coming from', zh: '从其他库迁移' }, pages: ['from-google-genai', 'from-ai-sdk', 'why'] },
  { title: { en: 'Look up', zh: '查阅' }, pages: ['options', 'results', 'speed', 'demo'] },
];

/** @type {Record<Language, Record<string, string>>} */
export const words = {
  en: {
    lang: 'en', guide: 'Guide', reference: 'Reference', rust: 'Rust', demo: 'Demo', search: 'Search', theme: 'Theme', menu: 'Contents', onThisPage: 'On this page',
    skip: 'Skip to the text', before: 'Before', next: 'Next', try: 'Try it', again: 'Run again', running: 'What it shows', copy: 'Copy', copied: 'Copied', inDemo: 'Open in the demo',
    other: '中文', home: 'Guide', nothing: 'Nothing found', onlyEnglish: '',
  },
  zh: {
    lang: 'zh-Hans', guide: '指南', reference: 'API 参考', rust: 'Rust', demo: '演示', search: '搜索', theme: '主题', menu: '目录', onThisPage: '本页内容',
    skip: '跳到正文', before: '上一页', next: '下一页', try: '试一试', again: '重新运行', running: '运行结果', copy: '复制', copied: '已复制', inDemo: '在演示页中打开',
    other: 'English', home: '指南', nothing: '没有找到', onlyEnglish: '（英文）',
  },
};

/** Where a page of the guide is written. @param {string} name @param {Language} language */
export const sourceOf = (name, language) => `docs/guide/${language === 'zh' ? 'zh/' : ''}${name}.md`;

/** @param {string} name @param {Language} language */
export const has = (name, language) => existsSync(at(sourceOf(name, language)));

/** The first heading. @param {string} name @param {Language} language */
export const titleOf = (name, language) => /^# (.*)$/m.exec(readFileSync(at(sourceOf(name, language)), 'utf8'))?.[1].replaceAll('`', '') ?? name;
