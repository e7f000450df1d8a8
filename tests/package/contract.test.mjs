// @ts-check
// Each row of contract.mjs ends as it says, as a single answer and as a stream, however its bytes come: whole, in random pieces, one by one.
// In Node; faults.test.mjs does the same in browsers.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { faults, sandbox } from '../../js/sandbox.js';
import { deliveries } from '../harness/deliver.mjs';
import { follow, settle } from './page.js';
import { entry } from './suite.mjs';
import { differences, table } from './faults.mjs';
import { answer, rows } from './contract.mjs';

/** Delivery → the fault that does the same. */
const CUTS = Object.entries({ whole: 'one-chunk', random: 'random-chunks', bytes: 'one-byte-chunks' });
/** What has tens of megabytes comes as a network would bring it. */
const LARGE = ['big-20MiB', 'events-64x1MiB'];

test('every fault is in a row', () => {
  const played = rows.flatMap(([, , ...plays]) => plays.flatMap(play => (typeof play === 'string' ? play : 'fault' in play ? play.fault.split('+') : [])));
  assert.deepEqual(faults.filter(name => !played.includes(name)), []);
  assert.deepEqual(played.filter(name => !faults.includes(name)), []);
});

for (const [section, seen, ...plays] of rows) {
  test(`${section} ${seen}`, async () => {
    const { generateImage, streamImage } = await entry('inline');
    const seen = await Promise.all(plays.flatMap(play => CUTS.map(async ([delivery, cut]) => {
      /** @type {{name: string, fault?: string, host?: string, ends: import('./faults.mjs').Ends}} */
      const { name, fault = '', host = 'https://gateway.example', ends } = typeof play === 'string' ? { name: play, fault: play, ends: table[play] }
        : 'fault' in play ? { ...play, name: `${play.fault} at ${play.host ?? 'a gateway'}` } : play;
      const large = LARGE.includes(fault);
      if (large && delivery !== 'random') return [];
      const options = {
        baseURL: host, model: 'gemini-2.5-flash-image', apiKey: 'k', maxRetries: 0, timeout: fault.startsWith('stall-') ? 500 : 180_000,
        fetch: fault ? sandbox({ fault: `${fault}+${cut}${large ? '' : '+big-1KiB'}` })
          : async (/** @type {Request} */ request) => answer(/** @type {any} */ (play), request, bytes => /** @type {any} */ (ReadableStream).from(deliveries[delivery]?.(bytes.length ? /** @type {any} */ ([bytes]) : []))),
      };
      const single = await settle(() => generateImage('a red boat', options));
      const stream = await follow(() => streamImage('a red boat', options));
      return differences(`${name}, ${delivery}`, ends, single, stream);
    })));
    assert.deepEqual(seen.flat(), []);
  });
}
