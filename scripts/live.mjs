// @ts-check
// npm run live: one real, billed call, for whoever has a key. Never part of the tests.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { build } from './build/dist.mjs';
import { at, Failure, script } from './exec.mjs';

const usage = `npm run live -- --base kkiai|google|URL [--model ID] [--prompt TEXT] [--out FILE]

The key comes from WASMAGINE_KEY, for --base google also from GEMINI_API_KEY. The call is real and is billed.`;

script(async () => {
  const { base, model, prompt, out } = options();
  const apiKey = process.env.WASMAGINE_KEY || (base === 'google' && process.env.GEMINI_API_KEY);
  if (!apiKey) {
    throw new Failure(`No key: set WASMAGINE_KEY${base === 'google' ? ' or GEMINI_API_KEY' : ''} in the environment. Nothing was sent.`);
  }
  await build();
  const { generateImage } = await import(at('dist/inline.js'));
  const start = performance.now();
  const result = await generateImage(prompt, { baseURL: base, apiKey, model }).catch(explain);
  const { image, text, usage: tokens, warnings, attempts } = result;
  const file = out ?? `live.${image.mediaType.split('/')[1]}`;
  await writeFile(file, await image.bytes());
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${file}: ${image.mediaType}, ${image.width}×${image.height}, ${image.blob.size} bytes, ${seconds} s, model ${result.model}`);
  console.log({ text, finishReason: result.finishReason, usage: tokens, warnings, attempts });
});

function options() {
  try {
    const { values } = parseArgs({
      options: { base: { type: 'string' }, model: { type: 'string' }, prompt: { type: 'string' }, out: { type: 'string' } },
    });
    if (!values.base) throw new Error('--base says where to send the call.');
    return { prompt: 'a pig with wings over a green city, 1960s poster', ...values, base: values.base };
  } catch (error) {
    throw new Failure(`${/** @type {Error} */ (error).message}\n\n${usage}`);
  }
}

/** @param {any} error @returns {never} */
function explain(error) {
  const fields = ['code', 'status', 'finishReason', 'requestId', 'maybeBilled', 'retryable', 'hint', 'text', 'body'];
  const lines = fields.filter(name => error[name] !== undefined).map(name => `  ${name}: ${
    typeof error[name] === 'object' ? JSON.stringify(error[name]) : error[name]}`);
  throw new Failure([`${error.name}: ${error.message}`, ...lines].join('\n'));
}
