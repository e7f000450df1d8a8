// @ts-check
// The last call as code: what a developer would write, and the very request, which the package is asked to build and a `fetch` of ours
// keeps from being sent. No key is in either.
import { generateImage } from './wasmagine/index.js';
import { button, dialog, h, toast } from './dom.js';

/** @typedef {import('./form.js').Order} Order */

const KEY = 'YOUR_API_KEY';

/** @param {Order} order */
export async function openCode(order) {
  const part = (/** @type {string} */ name, /** @type {string} */ code) => h('section', { data: { code: name } },
    h('div', { className: 'head' }, h('h3', {}, name), h('span', { className: 'grow' }), button('copy', 'copyCode', () => void navigator.clipboard.writeText(code).then(() => toast('copied'), () => toast('cannotCopy')), true)),
    h('pre', { tabIndex: 0 }, code));
  const curl = await request(order).catch((error) => `# ${error.message}`);
  const box = dialog('panel code', 'codeTitle',
    h('div', { className: 'head' }, h('h2', { t: 'codeTitle' }), h('span', { className: 'grow' }), button('close', 'dismiss', () => box.close())),
    part('JavaScript', script(order)), part('curl', curl));
}

/** @param {Order} order */
function script({ prompt, n, settings, images, place, where }) {
  const options = [
    ...(place === 'sandbox' ? ['fetch: sandbox()'] : [...(where.apiKey ? ['apiKey'] : []), `baseURL: ${quoted(where.baseURL)}`]),
    ...Object.entries(settings).map(([name, value]) => `${name}: ${literal(value)}`),
    ...(images.length ? [`images: [${images.map((_, at) => `file${at + 1}`).join(', ')}]`] : []),
    ...(n > 1 ? [`n: ${n}`] : []),
  ];
  return [
    "import { generateImage } from 'wasmagine';",
    ...(place === 'sandbox' ? ["import { sandbox } from 'wasmagine/sandbox';"] : []),
    '',
    ...(where.apiKey ? [`const apiKey = '${KEY}';`] : []),
    ...(images.length ? [`const [${images.map((_, at) => `file${at + 1}`).join(', ')}] = document.querySelector('input[type=file]').files;`] : []),
    ...(where.apiKey || images.length ? [''] : []),
    `const { ${n > 1 ? 'images' : 'url'} } = await generateImage(${quoted(prompt)}, {`,
    ...options.map((option) => `  ${option},`),
    '});',
    n > 1 ? 'for (const { url } of images) document.body.append(Object.assign(new Image(), { src: url }));' : "document.querySelector('img').src = url;",
    '',
  ].join('\n');
}

/** @param {string} text */
const quoted = (text) => `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;

/** @param {any} value @returns {string} */
function literal(value) {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (!value || typeof value !== 'object') return String(value);
  return `{ ${Object.entries(value).map(([name, part]) => `${name}: ${literal(part)}`).join(', ')} }`;
}

/** @param {Order} order */
async function request({ prompt, settings, images, where }) {
  /** @type {Request | undefined} */
  let seen;
  const stopped = new Error('not sent');
  await generateImage(prompt, {
    ...settings, baseURL: where.baseURL, ...((where.apiKey || where.fetch) && { apiKey: KEY }), ...(images.length && { images }), maxRetries: 0,
    fetch: async (request) => {
      seen = request;
      throw stopped;
    },
  }).catch((error) => {
    if (!seen) throw error;
  });
  const { url, headers } = /** @type {Request} */ (/** @type {unknown} */ (seen));
  const body = JSON.stringify(await /** @type {any} */ (seen).json(), (_, value) => (typeof value === 'string' && value.length > 2000 ? `BASE64 OF ${value.length} CHARACTERS` : value), 2);
  const shell = (/** @type {string} */ text) => `'${text.replaceAll("'", "'\\''")}'`;
  return [`curl ${shell(url)}`, ...[...headers].map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`), `--data-binary ${shell(body)}`].join(' \\\n  ');
}
