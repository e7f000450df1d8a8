// @ts-check
// The last call as code: what a developer would write, and the very request, which the package is asked to build and a `fetch` of ours
// keeps from being sent. No key is in either.
import { createSession, generateImage } from './wasmagine/index.js';
import { copyText } from './actions.js';
import { button, h } from './dom.js';
import { dialog, head } from './over.js';

/** @typedef {import('./stage.js').Order} Order */

const KEY = 'YOUR_API_KEY';

/** @param {Order} order */
export async function openCode(order) {
  const part = (/** @type {string} */ name, /** @type {string} */ code) =>
    h(
      'section',
      { data: { code: name } },
      h(
        'div',
        { className: 'head' },
        h('h3', {}, name),
        h('span', { className: 'grow' }),
        button('copy', 'copyCode', () => void copyText(code), true),
      ),
      h('pre', { tabIndex: 0 }, code),
    );
  const curl = await request(order).catch((error) => `# ${error.message}`);
  dialog('panel code', 'codeTitle', head('codeTitle'), part('JavaScript', script(order)), part('curl', curl));
}

/** @param {Order} order */
function script({ prompt, n, settings, images, place, where, before }) {
  // A conversation is written from its beginning: a file for the picture that it began with.
  const files = (before ? ['file'] : images).map((_, at, { length }) =>
    length > 1 ? `file${at + 1}` : 'file',
  );
  const given = files.length > 1 ? `[${files.join(', ')}]` : files[0];
  const options = [
    ...(place === 'sandbox'
      ? ['fetch: sandbox()']
      : [...(where.apiKey ? ['apiKey'] : []), `baseURL: ${quoted(where.baseURL)}`]),
    ...Object.entries(settings).map(([name, value]) => `${name}: ${literal(value)}`),
    ...(given && !before ? [`images: ${given}`] : []),
    ...(n > 1 ? [`n: ${n}`] : []),
  ].map((option) => `  ${option},`);
  const send = (/** @type {string} */ prompt, /** @type {number} */ turn) =>
    `await session.send(${quoted(prompt)}${turn ? '' : `, { images: ${given} }`});`;
  const call = before
    ? [
        'const session = createSession({',
        ...options,
        '});',
        ...before.prompts.map(send),
        `const { url } = ${send(prompt, before.prompts.length)}`,
      ]
    : [`const { ${n > 1 ? 'images' : 'url'} } = await generateImage(${quoted(prompt)}, {`, ...options, '});'];
  return [
    `import { ${before ? 'createSession' : 'generateImage'} } from 'wasmagine';`,
    ...(place === 'sandbox' ? ["import { sandbox } from 'wasmagine/sandbox';"] : []),
    '',
    ...(where.apiKey ? [`const apiKey = '${KEY}';`] : []),
    ...(given ? [`const [${files.join(', ')}] = document.querySelector('input[type=file]').files;`] : []),
    ...(where.apiKey || given ? [''] : []),
    ...call,
    n > 1
      ? 'for (const { url } of images) document.body.append(Object.assign(new Image(), { src: url }));'
      : "document.querySelector('img').src = url;",
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
  return `{ ${Object.entries(value)
    .map(([name, part]) => `${name}: ${literal(part)}`)
    .join(', ')} }`;
}

/** @param {Order} order */
async function request({ prompt, settings, images, place, where, before }) {
  /** @type {Request | undefined} */
  let seen;
  const stopped = new Error('not sent');
  /** @type {import('./wasmagine/index.js').GenerateImageOptions} */
  const options = {
    ...settings,
    maxRetries: 0,
    baseURL: where.baseURL,
    ...((where.apiKey || where.fetch) && { apiKey: KEY }),
    fetch: async (request) => {
      seen = request;
      throw stopped;
    },
  };
  const given = images.length ? { images } : {};
  const history = /** @type {const} */ ({ version: 1, contents: before?.contents ?? [] });
  await (before
    ? createSession({ ...options, history }).send(prompt, given)
    : generateImage(prompt, { ...options, ...given })
  ).catch((error) => {
    if (!seen) throw error;
  });
  const { url, headers } = /** @type {Request} */ (/** @type {unknown} */ (seen));
  const body = JSON.stringify(
    await /** @type {any} */ (seen).json(),
    (_, value) =>
      typeof value === 'string' && value.length > 2000 ? `BASE64 OF ${value.length} CHARACTERS` : value,
    2,
  );
  const shell = (/** @type {string} */ text) => `'${text.replaceAll("'", "'\\''")}'`;
  const note = place === 'sandbox' ? '# The sandbox answers within the page. To a server it is this:\n' : '';
  return (
    note +
    [
      `curl ${shell(url)}`,
      ...[...headers].map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`),
      `--data-binary ${shell(body)}`,
    ].join(' \\\n  ')
  );
}
