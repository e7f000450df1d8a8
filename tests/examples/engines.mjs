// @ts-check
// The proxy of examples/proxy as people run it: on Node, in workerd, and as nginx's configuration; each a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../scripts/http.mjs';
import { require_ } from '../../scripts/programs.mjs';
import { load } from '../../scripts/examples.mjs';

const here = (/** @type {string} */ name) => fileURLToPath(new URL(`../../examples/proxy/${name}`, import.meta.url));

/**
 * @typedef {object} Settings
 * @property {string} upstream
 * @property {string} key
 * @property {string[]} origins
 * @property {number} calls a minute for each client
 * @property {Record<string, string>} [env] more of Node's settings
 * @property {Record<string, unknown>} [bindings] in place of workerd's; undefined takes one away
 * @property {[from: string, to: string][]} [swaps] more of nginx's, words of its configuration
 */
/**
 * @typedef {object} Engine
 * @property {string} origin
 * @property {number[]} pids of the processes that bytes go through
 * @property {(client: number) => { headers?: Record<string, string>, localAddress?: string }} as how a request comes from another client
 * @property {(message: import('node:http').ClientRequest) => unknown} leave as a client does in the middle
 * @property {() => Promise<void>} stop
 */

export const models = ['gemini-2.5-flash-image', 'gemini-3.1-flash-image'];

/** @type {Record<'node' | 'workerd' | 'nginx', (settings: Settings) => Promise<Engine>>} */
export const engines = {
  async node({ upstream, key, origins, calls, env }) {
    const { scripts } = JSON.parse(readFileSync(here('package.json'), 'utf8'));
    const [, ...args] = scripts.start.split(' ');
    const child = spawn(process.execPath, args, {
      cwd: here('.'), stdio: ['ignore', 'pipe', 'inherit'],
      env: { UPSTREAM: upstream, GEMINI_API_KEY: key, ORIGINS: origins.join(' '), MODELS: models.join(' '), CALLS: String(calls), PORT: '0', ...env },
    });
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    return { origin: line.trim(), pids: [child.pid ?? 0], as: byAddress, leave, stop: () => end(child) };
  },

  async workerd({ upstream, key, origins, calls, bindings }) {
    const { Miniflare } = await load('miniflare');
    const { main, compatibility_date, compatibility_flags, ratelimits } = JSON.parse(readFileSync(here('wrangler.json'), 'utf8'));
    const before = children();
    const flare = new Miniflare({
      modules: [main, ...readdirSync(here('.')).filter(name => name.endsWith('.js') && name !== main)].map(name => ({ type: 'ESModule', path: here(name) })), modulesRoot: here('.'),
      compatibilityDate: compatibility_date, compatibilityFlags: compatibility_flags,
      bindings: present({ MODELS: models, ORIGINS: origins, UPSTREAM: upstream, GEMINI_API_KEY: key, ...bindings }),
      ratelimits: present(Object.fromEntries(ratelimits.map((/** @type {any} */ each) => [each.name, { simple: { ...each.simple, limit: calls } }])), bindings),
      cf: false,
    });
    const { origin } = await flare.ready;
    return {
      origin, pids: children().filter(pid => !before.includes(pid)),
      as: client => ({ headers: { 'cf-connecting-ip': `192.0.2.${client}` } }),
      // To workerd a closed socket alone is one that sends no more and may still read, until something is written to it. The edge before
      // it, which speaks HTTP/2 and 3, tells it more plainly.
      leave: message => message.socket?.resetAndDestroy(),
      stop: () => flare.dispose(),
    };
  },

  async nginx({ upstream, key, origins, calls, swaps = [] }) {
    const folder = mkdtempSync(join(tmpdir(), 'wasmagine-nginx-'));
    const at = (/** @type {string} */ name) => join(folder, name);
    const port = await freePort();
    const conf = swapped(readFileSync(here('nginx.conf'), 'utf8'), [
      ['listen 127.0.0.1:8787', `listen 127.0.0.1:${port}`],
      ["'https://app.example'", `'${origins[0]}'`],
      ['https://generativelanguage.googleapis.com', upstream],
      ['/etc/nginx/image-proxy.key', at('image-proxy.key')],
      ['rate=20r/m', `rate=${calls}r/m`],
      ['burst=19', `burst=${calls - 1}`],
      ...swaps,
    ]);
    writeFileSync(at('image-proxy.key'), `proxy_set_header x-goog-api-key "${key}";\nsub_filter "${key}" "(the key)";\n`, { mode: 0o600 });
    writeFileSync(at('image-proxy.conf'), conf);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${at(name)};`).join(' ');
    writeFileSync(at('nginx.conf'), `daemon off; master_process off; pid ${at('pid')}; error_log stderr; events {}
      http { access_log off; ${temporary} include ${at('image-proxy.conf')}; }`);
    const child = spawn(require_('nginx'), ['-p', folder, '-e', 'stderr', '-c', at('nginx.conf')], { stdio: ['ignore', 'ignore', process.env.NGINX_LOG ? 'inherit' : 'ignore'] });
    const origin = `http://127.0.0.1:${port}`;
    while (!(await fetch(origin).then(() => true, () => false))) {
      if (child.exitCode !== null) throw new Error('nginx does not start');
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    return {
      origin, pids: [child.pid ?? 0], as: byAddress, leave,
      async stop() {
        await end(child);
        rmSync(folder, { recursive: true });
      },
    };
  },
};

/** Without what is undefined, there or in `others`. @param {Record<string, unknown>} values @param {Record<string, unknown>} [others] */
const present = (values, others = {}) => Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== undefined && !(name in others && others[name] === undefined)));

/** The whole of 127.0.0.0/8 is this machine. @param {number} client */
const byAddress = client => ({ localAddress: `127.0.0.${client}` });

/** @param {import('node:http').ClientRequest} message */
const leave = message => message.destroy();

/** Each once at least, or the example has changed under the test. @param {string} text @param {[from: string, to: string][]} pairs */
function swapped(text, pairs) {
  for (const [from, to] of pairs) {
    if (!text.includes(from)) throw new Error(`nginx.conf has no ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** Of this process. */
const children = () => readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

/** @param {import('node:child_process').ChildProcess} child */
async function end(child) {
  const ended = once(child, 'exit');
  if (child.exitCode === null && child.kill('SIGTERM')) await ended;
}
