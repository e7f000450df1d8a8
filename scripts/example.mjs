// @ts-check
// `npm start` in an example's folder: builds what has changed, and serves the page with /api behind it, which is the proxy of examples/proxy: in
// front of Google where GEMINI_API_KEY is set, else of the sandbox.
import { mkdtemp } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProxy } from '../examples/proxy/proxy.js';
import { limiter } from '../examples/proxy/limiter.js';
import { build } from './build/dist.mjs';
import { at, Failure, script } from './exec.mjs';
import { assemble, pages } from './examples.mjs';
import { listen, listener } from './http.mjs';
import { files } from './static.mjs';

script(async () => {
  const [name] = process.argv.slice(2);
  const known = await pages();
  if (!known.includes(name)) throw new Failure(`Say which example: ${known.join(', ')}.`);
  await build();
  const { models } = await import('../js/models.js');
  const { sandbox } = await import('../js/sandbox.js');
  const outdir = await mkdtemp(join(tmpdir(), 'wasmagine-example-'));
  process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
  await assemble(name, outdir);

  const page = files({ '/': outdir, '/wasmagine/': at('dist') });
  const { GEMINI_API_KEY: key } = process.env;
  const draw = sandbox();
  /** @type {ReturnType<typeof createProxy>} */
  let proxy;
  const server = await listen(listener(request => (new URL(request.url).pathname.startsWith('/api/') ? proxy(request, 'you') : page(request))), { port: Number(process.env.PORT ?? 8080), tries: process.env.PORT ? 1 : 20 });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  proxy = createProxy({
    key: key || 'the-sandbox-needs-none', models: models.map(({ id }) => id), origins: [`http://localhost:${port}`, `http://127.0.0.1:${port}`],
    limit: limiter({ calls: 60, seconds: 60 }), fetch: key ? undefined : (url, init) => draw(url, init),
  });
  console.log(`\n  http://localhost:${port}/\n\n  ${key ? 'Through the proxy to Google, which bills each picture.' : 'Through the proxy to the sandbox: no key is set in GEMINI_API_KEY.'}\n`);
});
