// @ts-check
// The page without a network, and a newer one: as `npm run site` lays it out, from a host that can be switched off.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stamped } from '../../scripts/build/site.mjs';
import { files } from '../../scripts/static.mjs';
import { run } from '../harness/browsers.mjs';
import { stand, test } from './stand.mjs';

const demo = stand();
const root = new URL('../../', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'wasmagine-kept-'));
let down = false;

before(async () => {
  cpSync(join(root, 'www'), folder, { recursive: true });
  cpSync(join(root, 'dist'), join(folder, 'wasmagine'), { recursive: true });
  for (const [name, text] of Object.entries(await stamped())) writeFileSync(join(folder, name), text);
  const page = files({ '/kept/': folder });
  demo.server.handle('/kept', (request) => (down ? new Response('down', { status: 503 }) : page(request)));
});
after(() => rmSync(folder, { recursive: true }));

test('after the first visit the page works without a network, and draws in the sandbox', async () => {
  await demo.open('/kept/');
  await run(demo.driver, () => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ?? new Promise((done) => { navigator.serviceWorker.oncontrollerchange = done; })).then(() => undefined));
  down = true;
  await demo.open('/kept/');
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  await demo.page.kept(1);
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  await demo.page.dismiss('.viewer');
});

test('its worker answers no address with a query, no API call and no file that is not its own', async () => {
  const statuses = await run(demo.driver, () => Promise.all([
    fetch('./app.js'), fetch('./app.js?x'), fetch('./v1beta/models'), fetch('./app.js', { method: 'POST' }), fetch('./lacking.js'),
  ].map((fetched) => fetched.then(({ status }) => status))));
  assert.deepEqual(statuses, [200, 503, 503, 503, 503]);
});

test('a newer version is offered, and comes when it is asked for', async () => {
  down = false;
  const now = await run(demo.driver, () => document.documentElement.dataset.version ?? '');
  const fresh = await stamped();
  for (const [name, text] of Object.entries(fresh)) writeFileSync(join(folder, name), text.replaceAll(now, 'newer'));
  await run(demo.driver, () => navigator.serviceWorker.ready.then((registration) => registration.update()).then(() => undefined));
  await demo.page.until(() => document.getElementById('update'));
  assert.equal(await run(demo.driver, () => document.documentElement.dataset.version ?? ''), now, 'nothing changes unasked');
  await demo.page.click('#update button');
  await demo.driver.wait(async () => (await run(demo.driver, () => document.documentElement.dataset.version ?? '').catch(() => '')) === 'newer');
  await demo.page.ready();
  await demo.page.kept(1);
});

test('as it lies in the repository the page has no version, and nothing is cached', async () => {
  await demo.open();
  assert.deepEqual(await run(demo.driver, () => navigator.serviceWorker.getRegistration('/').then((registration) => registration === undefined)), true);
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
