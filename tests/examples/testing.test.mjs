// @ts-check
// examples/testing: its unit tests, as an app would run them, and its three ways to put the sandbox behind a page in a browser.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { at } from '../../scripts/exec.mjs';
import { inBrowsers } from '../package/suite.mjs';

const folder = await mkdtemp(join(tmpdir(), 'wasmagine-testing-'));
/** @type {(name: string) => Promise<any>} */
const load = name => import(join(folder, name));

describe('examples/testing', () => {
  before(async () => {
    await cp(at('examples/testing'), folder, { recursive: true });
    await mkdir(join(folder, 'node_modules'), { recursive: true });
    await rm(join(folder, 'node_modules/wasmagine'), { force: true, recursive: true });
    await symlink(at(''), join(folder, 'node_modules/wasmagine'));
  });
  after(() => rm(folder, { recursive: true }));

  test('its unit tests pass', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--test', '--test-reporter=tap'], { cwd: folder, env: { ...process.env, NODE_TEST_CONTEXT: undefined } });
    assert.match(stdout, /^# pass 8$/m);
    assert.match(stdout, /^# fail 0$/m);
  });

  test('route.js answers what a page of Playwright asks, and breaks what a fault breaks', async () => {
    const { answerFromSandbox } = await load('route.js');
    /** What is told of one call, with what Playwright documents of `Route` and `Request`. @param {any} options @returns {Promise<any>} */
    const routed = async options => {
      let told;
      const request = {
        url: () => 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash-image:generateContent', method: () => 'POST',
        allHeaders: async () => ({ 'x-goog-api-key': 'a-key', 'content-type': 'application/json' }),
        postDataBuffer: () => Buffer.from(JSON.stringify({ contents: [{ parts: [{ text: 'a red boat' }] }] })),
      };
      const page = {
        /** @param {string} glob @param {(route: any) => Promise<void>} handle */
        async route(glob, handle) {
          assert.equal(glob, '**/v1beta/models/**');
          await handle({ request: () => request, fulfill: (/** @type {any} */ with_) => { told = with_; }, abort: () => { told = 'aborted'; } });
        },
      };
      await answerFromSandbox(page, options);
      return told;
    };
    const { status, body } = await routed({ fault: 'big-4KiB' });
    assert.deepEqual([status, /"inlineData"/.test(String(body))], [200, true]);
    assert.equal((await routed({ fault: 'bad-key' })).status, 400);
    assert.equal(await routed({ fault: 'cut-body' }), 'aborted');
  });

  inBrowsers(['chromium'], (browser, server) => {
    const draw = (/** @type {any} */ options) => browser.page(async (page, options) => {
      const { generateImage } = await page.entry('index');
      const { code } = await page.settle(() => generateImage('a red boat at dawn', { maxRetries: 0, ...options }));
      return code;
    }, options);

    test('server.js answers a page of another origin', async () => {
      const { serve } = await load('server.js');
      for (const [fault, code] of [['big-16KiB', 'ok'], ['rate-limit', 'rate-limited'], ['cut-body', 'network'], ['network', 'network']]) {
        const started = await serve({ fault });
        try {
          assert.equal(await draw({ baseURL: `http://127.0.0.1:${started.address().port}` }), code, fault);
        } finally {
          started.closeAllConnections();
          started.close();
        }
      }
    });

    test('sw.js answers calls of any host', async () => {
      const source = (await readFile(join(folder, 'sw.js'), 'utf8')).replace('latency: [500, 1500]', "fault: 'big-16KiB'");
      server.handle('/sw.js', () => new Response(source, { headers: { 'content-type': 'text/javascript' } }));
      await browser.open('/blank');
      await browser.page(async () => {
        const { serviceWorker } = navigator;
        const taken = new Promise(resolve => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
        await serviceWorker.register('/sw.js', { type: 'module' });
        if (!serviceWorker.controller) await taken;
      });
      assert.equal(await draw({ apiKey: 'a-key', baseURL: 'google' }), 'ok');
      assert.equal(await draw({ baseURL: '/api' }), 'ok');
      await browser.page(async () => { for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister(); });
    });
  });
});
