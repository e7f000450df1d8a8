// @ts-check
// Google's search suggestions, which must be shown as they come: in a frame that runs no script, belongs to no origin and loads nothing, and
// that is not there before it is opened. It inherits the page's policy, in which styles may stand in line for this alone. The HTML is a stranger's. The frame's own policy keeps it from every host; what a policy has no
// word for, such as the look-up of a name ahead of a click, is not among the elements that are copied.
import { h } from './dom.js';
import { language } from './words.js';

const HTML = new Set([
  'a',
  'b',
  'br',
  'div',
  'em',
  'h1',
  'h2',
  'h3',
  'i',
  'li',
  'ol',
  'p',
  'section',
  'span',
  'strong',
  'style',
  'ul',
]);
const SVG = new Set([
  'svg',
  'g',
  'path',
  'circle',
  'ellipse',
  'rect',
  'line',
  'polyline',
  'polygon',
  'defs',
  'lineargradient',
  'radialgradient',
  'stop',
  'clippath',
  'mask',
]);
/** Attributes of such elements are style and shape. Links are written anew, without those that tell somebody when they are followed. */
const PLAIN = /^(?!on|href|ping|attributionsrc|target|rel|download|referrerpolicy)[a-z][a-z\d-]*$/i;

const HEAD = `<!doctype html><meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta http-equiv="x-dns-prefetch-control" content="off"><meta name="referrer" content="no-referrer">
<base target="_blank"><meta name="color-scheme" content="light dark"><style>body{margin:8px 4px}</style>`;

/** Folded; the frame comes when it is opened. @param {string} html */
export function suggestions(html) {
  const box = h('details', {}, h('summary', { t: 'suggestions' }));
  box.addEventListener(
    'toggle',
    () => {
      const frame = h('iframe', { className: 'suggestions', title: 'suggestions', lang: language() });
      frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
      frame.srcdoc = HEAD + copied(html);
      box.append(frame);
    },
    { once: true },
  );
  return box;
}

/** What may stay of it, as HTML. A document without a window parses it: nothing of it loads or runs. @param {string} html */
function copied(html) {
  const from = new DOMParser().parseFromString(html, 'text/html');
  const to = document.implementation.createHTMLDocument();
  // Styles that it begins with have been put into the head.
  for (const part of [...from.head.childNodes, ...from.body.childNodes]) copy(part, to.body);
  return to.body.innerHTML;
}

/** @param {Node} node @param {Element} into */
function copy(node, into) {
  const { ownerDocument: page } = into;
  if (node instanceof Text) into.append(page.createTextNode(node.data));
  if (!(node instanceof Element)) return;
  const { localName, namespaceURI, attributes } = node;
  const known = namespaceURI?.endsWith('xhtml') ? HTML : namespaceURI?.endsWith('svg') ? SVG : new Set();
  if (!known.has(localName.toLowerCase())) return;
  const element = page.createElementNS(namespaceURI, localName);
  for (const { name, value } of attributes) if (PLAIN.test(name)) element.setAttribute(name, value);
  const address = localName === 'a' && node.getAttribute('href');
  if (address && /^https?:\/\//i.test(address))
    for (const [name, value] of [
      ['href', address],
      ['target', '_blank'],
      ['rel', 'noopener noreferrer'],
    ])
      element.setAttribute(name, value);
  for (const child of node.childNodes) copy(child, element);
  into.append(element);
}
