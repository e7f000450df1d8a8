// @ts-check
// A conversation in WebKitGTK's IndexedDB, through a reload. That of the other browsers is in restore.test.mjs.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { openWebKit } from '../harness/browsers.mjs';
import { deferred } from './page.js';
import { cut } from './parts.mjs';
import { inBrowsers } from './suite.mjs';
import { converse } from './talk.mjs';

inBrowsers(['webkit'], (browser, server) => {
  // Its driver makes every profile a private one, whose IndexedDB takes no Blobs: so once with one that is not, and once as docs/guide/conversations.md says.
  for (const [name, path, report] of /** @type {const} */ ([['a profile', '/reload', openWebKit], ['a private one', '/reload?private', undefined]])) {
    test(`a conversation in the IndexedDB of ${name} goes on after a reload, byte for byte`, { timeout: 600_000 }, async () => {
      // A picture that cannot go back as it came stands before the next prompt, and in what is stored.
      const { kept, turnsOf } = converse(server, (reply, prompt) => (prompt === 'three' ? reply.replace(/"mimeType": "[^"]*",/, '') : reply));
      const [before, after] = [deferred(), deferred()];
      server.handle('/reload', () => new Response('<!doctype html><script type="module" src="/tests/package/reload.js"></script>', { headers: { 'content-type': 'text/html' } }));
      server.handle('/told', async request => {
        const { error, stored, told, ...rest } = await request.json();
        if (error) [before, after].forEach(({ reject }) => reject(new Error(error)));
        (stored ? before : after).resolve({ told, ...rest });
        return new Response();
      });
      const close = report ? await report(server.origin + path) : await browser.open(path);
      try {
        const { told } = await before.promise;
        assert.deepEqual(await after.promise, { told, blobs: [true, true], shown: [1024, 1024], turns: [4, 3] });
      } finally {
        await close?.();
      }
      assert.deepEqual(turnsOf('five'), ['one', 'two', 'five']);
      const contents = cut(/** @type {any} */ (kept.get('four')).request, 'contents');
      assert.match(contents[6][0], /^\{"inlineData":\{"mimeType":"image\/png","data":"iVBOR/);
      assert.deepEqual(contents[6].slice(1), ['{"text":"four"}']);
      assert.equal(contents[5].length, 1);
    });
  }
});
