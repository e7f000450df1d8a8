// @ts-check
// The pages for those who come from another client, or from plain fetch. Their blocks in `javascript` are the other client's code: each is
// type-checked against that package and run in Node against the sandbox, and sends what the block of ours behind it sends.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sandbox } from '../../js/sandbox.js';
import { installPeers } from '../peers/install.mjs';
import { asModule, examples, read } from './examples.mjs';

const path = (/** @type {string} */ url) => fileURLToPath(new URL(url, import.meta.url));
const dist = pathToFileURL(path('../../dist/')).href;
const files = ['docs/guide/from-google-genai.md', 'docs/guide/from-ai-sdk.md'];
const blocks = examples.filter(({ file, language }) => files.includes(file) && ['js', 'javascript'].includes(language));
const theirs = blocks.filter(({ language }) => language === 'javascript');

let folder = '';
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wasmagine-migration-'));
  symlinkSync(await installPeers(), join(folder, 'node_modules'));
  cpSync(path('../../examples/proxy'), join(folder, 'proxy'), { recursive: true, filter: from => !from.includes('node_modules') });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'session.js'), "export const userOf = async (/** @type {Request} */ request) => request.headers.get('authorization');\n");
  theirs.forEach(({ code }, at) => writeFileSync(join(folder, `before-${at}.js`), code));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('there are as many as one sees, and the versions named are those that are installed', () => {
  for (const file of files) assert.ok(theirs.filter(block => block.file === file).length >= 6, file);
  const { dependencies } = JSON.parse(read('tests/peers/package.json'));
  assert.ok(read(files[0]).includes(`@google/genai ${dependencies['@google/genai']}`));
  assert.ok(read(files[1]).includes(`\`ai\` ${dependencies.ai} and \`@ai-sdk/google\` ${dependencies['@ai-sdk/google']}`));
});

test('what is said of the other client type-checks', () => {
  writeFileSync(join(folder, 'page.d.ts'), 'declare const apiKey: string; declare const process: { env: Record<string, string> };\n');
  const options = ['--ignoreConfig', '--noEmit', '--allowJs', '--checkJs', '--strict', 'false', '--skipLibCheck', '--types', '', '--target', 'esnext',
    '--lib', 'esnext,dom,dom.iterable', '--module', 'esnext', '--moduleResolution', 'bundler'];
  const { stdout, status } = spawnSync(path('../../node_modules/.bin/tsc'), [...options, 'page.d.ts', ...theirs.map((_, at) => `before-${at}.js`)], { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});

describe('in Node', () => {
  const { fetch, document, apiKey, said } = /** @type {any} */ (globalThis);
  after(() => Object.assign(globalThis, { fetch, document, apiKey, said }));

  let run = 0;
  /** Runs a block. @param {import('./examples.mjs').Example} example */
  async function perform({ code, language }) {
    /** @type {any[]} */
    const bodies = [];
    /** @type {string[][]} */
    const lines = [];
    const handle = sandbox({ fault: 'big-16KiB' }); // a ready-made picture: drawing one takes a second
    /** @type {Record<string, any>} */
    const elements = { img: {}, output: { textContent: '', append(/** @type {string} */ text) { this.textContent += text; } } };
    process.env.GEMINI_API_KEY = 'a-key-of-16-letters';
    Object.assign(globalThis, {
      apiKey: 'a-key',
      document: { querySelector: (/** @type {string} */ name) => elements[name] },
      fetch: async (/** @type {any} */ input, /** @type {any} */ init) => {
        if (input === '/photo.jpg') return new Response(readFileSync(path('../fixtures/baseline.jpg')));
        const request = new Request(input, init);
        bodies.push(await request.clone().json());
        return handle(request);
      },
      said: (/** @type {string} */ comment, /** @type {any[]} */ ...what) => lines.push([comment, what.map(String).join(' ')]),
    });
    const name = `run-${run++}.js`;
    writeFileSync(join(folder, name), language === 'js'
      ? asModule({ code, language, name, file: '' }).replace(/from '(wasmagine[^']*)'/g, (_, entry) => `from '${dist}${entry === 'wasmagine' ? 'index' : entry.slice('wasmagine/'.length)}.js'`)
      : code.replace(/console\.log\((.*)\); \/\/ (.*)$/gm, (_, what, comment) => `said(${JSON.stringify(comment)}, ${what});`));
    const { POST } = await import(pathToFileURL(join(folder, name)).href);
    return { bodies, lines, shown: String(elements.img.src ?? ''), output: elements.output.textContent, POST };
  }

  /** What is asked for: who says what, pictures by their type and length, and how. @param {any} body @param {string} file */
  const essence = ({ contents, systemInstruction, generationConfig: { responseModalities, ...how } = /** @type {any} */ ({}), ...rest }, file) => ({
    ...rest, ...how, system: systemInstruction?.parts, ...(file === files[0] && { responseModalities }),
    contents: contents.map((/** @type {any} */ { role, parts }) => [role ?? 'user', ...(role === 'model' ? [] : parts.map((/** @type {any} */ { text, inlineData }) => text ?? `${inlineData.mimeType} of ${inlineData.data.length}`))]),
  });

  theirs.forEach((example, at) => {
    test(`${example.name}, ${at}`, { timeout: 60_000 }, async () => {
      const { bodies, lines, shown, output, POST } = await perform(example);
      for (const [comment, value] of lines) assert.equal(value, comment);
      if (POST) {
        const request = new Request('https://app.example/api/v1beta/models/gemini-nano-banana-2.1:generateContent', {
          method: 'POST', headers: { 'content-type': 'application/json', origin: 'https://app.example', authorization: 'somebody' },
          body: JSON.stringify({ prompt: 'a red boat at dawn', contents: [{ role: 'user', parts: [{ text: 'a red boat at dawn' }] }] }),
        });
        // The route of ours takes what the API takes, the other a prompt: each leaves the other's field out.
        const { prompt, contents } = await request.clone().json();
        const own = new Request(request, { body: JSON.stringify(example.code.includes('createProxy') ? { contents } : { prompt }) });
        const reply = await POST(own);
        assert.equal(reply.status, 200, await reply.clone().text());
        assert.match(await reply.text(), /iVBORw0KGgo|\/9j\//);
        return;
      }
      assert.ok(lines.length || shown || output, 'it shows something');
      if (example.code.includes('.src = ')) assert.match(shown, /^(blob:|data:image\/(png|jpeg);base64,.)/);
      const ours = blocks[blocks.indexOf(example) + 1];
      assert.equal(ours.language, 'js');
      const { bodies: sent } = await perform(ours);
      assert.ok(bodies.length);
      assert.deepEqual(bodies.map(body => essence(body, example.file)), sent.map(body => essence(body, example.file)));
    });
  });

  test('what the pages say of them beside that', { timeout: 60_000 }, async () => {
    const { createGoogle, generateImage, GoogleGenAI, load } = await peers();
    const ours = await load(`${dist}index.js`);
    let requests = 0;
    /** @type {any[]} */
    let bodies = [];
    /** @param {string | ((request: Request) => string | undefined)} [fault] @param {object} [more] */
    const server = (fault, more) => {
      const handle = sandbox({ fault, ...more });
      [requests, bodies] = [0, []];
      globalThis.fetch = async (input, init) => {
        requests += 1;
        const request = new Request(input, init);
        bodies.push(await request.clone().json());
        return handle(request);
      };
    };
    const image = () => createGoogle({ apiKey: 'a-key' }).image('gemini-3-pro-image');
    const model = 'gemini-3-pro-image';
    const firstFails = () => {
      let asked = 0;
      return () => (asked++ ? 'big-2KiB' : 'http-400');
    };
    const how = (/** @type {Promise<any>} */ promise) => promise.then(() => 'ok', error => error.code ?? error.name);

    // A reply without a picture is asked for again there, and ends the call here.
    server('image-blocked-no-image');
    assert.deepEqual([await how(generateImage({ model: image(), prompt: 'a boat', maxRetries: 1 })), requests], ['AI_NoImageGeneratedError', 2]);
    server('image-blocked-no-image');
    assert.deepEqual([await how(ours.generateImage('a boat', { apiKey: 'a-key', baseURL: 'google' })), requests], ['no-image', 1]);
    server('image-blocked-image-safety');
    assert.deepEqual([await how(generateImage({ model: image(), prompt: 'a boat' })), requests], ['AI_NoImageGeneratedError', 1]);
    // n, seed, and one of them failing.
    for (const [call, seeds] of /** @type {const} */ ([
      [() => generateImage({ model: image(), prompt: 'a boat', n: 2, seed: 7 }), [7, 7]],
      [() => ours.generateImage('a boat', { apiKey: 'a-key', baseURL: 'google', model, n: 2, seed: 7 }), [7, 8]],
    ])) {
      server('big-2KiB');
      await call();
      assert.deepEqual(bodies.map(({ generationConfig: { seed } }) => seed).sort(), seeds);
    }
    server(firstFails());
    assert.equal(await how(generateImage({ model: image(), prompt: 'a boat', n: 2 })), 'AI_APICallError');
    server(firstFails());
    assert.equal((await ours.generateImage('a boat', { apiKey: 'a-key', baseURL: 'google', n: 2 })).errors.length, 1);
    // An address is refused.
    server('big-2KiB');
    await assert.rejects(generateImage({ model: image(), prompt: { text: 'a boat', images: ['https://pictures.example/a.png'] } }), /must specify subtype/);
    assert.equal(requests, 0);

    // @google/genai: no retries and no timeout unless asked for, a reason of its own, and a key in any case.
    const ask = (/** @type {object} */ options = {}, /** @type {object} */ config = {}) => new GoogleGenAI({ apiKey: 'a-key', ...options }).models.generateContent({ model, contents: 'a boat', config });
    server('http-503');
    assert.deepEqual([await how(ask()), requests], ['ApiError', 1]);
    server('big-2KiB', { latency: 2000 });
    assert.equal((await ask({}, { abortSignal: AbortSignal.timeout(50) }).catch((/** @type {any} */ error) => error)).name, 'AbortError');
    assert.equal((await ours.generateImage('a boat', { apiKey: 'a-key', baseURL: 'google', signal: AbortSignal.timeout(50) }).catch((/** @type {any} */ error) => error)).name, 'TimeoutError');
    await assert.rejects(ask({ httpOptions: { baseUrl: '/api' } }), /Invalid URL/);
    assert.throws(() => new GoogleGenAI({}), /API Key must be set when running in a browser/);
    for (const field of ['personGeneration', 'prominentPeople', 'outputMimeType', 'outputCompressionQuality', 'imageOutputOptions']) {
      await assert.rejects(ask({}, { imageConfig: { [field]: 'x' } }), /only supported in/, field);
    }
    for (const field of ['routingConfig', 'modelSelectionConfig', 'modelArmorConfig', 'audioTimestamp', 'generationOutputConfig']) {
      await assert.rejects(ask({}, { [field]: 'x' }), /only supported in/, field);
    }
  });

  const rows = [...(/\| fault \|.*\n.*\n((?:\|.*\n)+)/.exec(read('docs/guide/why.md'))?.[1] ?? '').matchAll(/^\| `([\w-]+)` \| .* \| (.*) \| (.*) \|$/gm)];

  test('what plain fetch makes of each fault, and the package', { timeout: 60_000 }, async () => {
    assert.ok(rows.length >= 15, String(rows.length));
    const { load } = await peers();
    const { generateImage } = await load(`${dist}index.js`);
    const plain = examples.find(({ file, code }) => file === 'docs/guide/why.md' && code.startsWith('const response'))?.code ?? '';
    writeFileSync(join(folder, 'plain.js'), `export async function run(apiKey, document, shown) {\n${plain.replace('URL.createObjectURL(', '(shown.blob = ')}}\n`);
    const { run: draw } = await load(pathToFileURL(join(folder, 'plain.js')).href);
    for (const [, fault, theirs, ours] of rows) {
      globalThis.fetch = /** @type {any} */ (sandbox({ fault: /^(http|error|bad|quota|rate|html-200|prompt|image|stall)/.test(fault) ? fault : `${fault}+big-16KiB` }));
      /** @type {any} */
      const shown = {};
      const timeout = fault === 'stall-body' ? 2000 : 20_000;
      let timer;
      const waits = new Promise(resolve => { timer = setTimeout(resolve, timeout, 'waits'); });
      const end = await Promise.race([waits, draw('a-key', { querySelector: () => ({}) }, shown).then(() => (shown.blob.size ? 'shows what came' : 'shows 0 bytes'), (/** @type {Error} */ { name, message }) => `throws \`${name === 'Error' ? message : name}\``)]);
      clearTimeout(timer);
      assert.equal(end, theirs, fault);
      const made = await generateImage('a pig with wings over a green city', { apiKey: 'a-key', baseURL: 'google', maxRetries: 0, timeout }).then((/** @type {any} */ { warnings }) => ({ code: 'the picture', warnings }), (/** @type {any} */ error) => error);
      assert.ok(ours.replace(/^`([\w-]+)`/, '$1').startsWith(made.code), `${fault}: ${made.code}`);
      if (ours.includes('compat')) assert.ok(made.warnings.some((/** @type {any} */ { type }) => type === 'compat'), fault);
      for (const field of ['retryAfter', 'maybeBilled', 'text']) if (ours.includes(`\`${field}\``)) assert.ok(made[field], `${fault}: ${field}`);
    }
  });

  /** The clients, and an import that the type-checker does not follow. */
  async function peers() {
    const load = (/** @type {string} */ name) => import(name);
    writeFileSync(join(folder, 'peers.js'), `export { createGoogle } from '@ai-sdk/google';
export { generateImage } from 'ai';
export { GoogleGenAI } from '@google/genai/web';
globalThis.AI_SDK_LOG_WARNINGS = false;
`);
    return { load, ...(await load(pathToFileURL(join(folder, 'peers.js')).href)) };
  }
});
