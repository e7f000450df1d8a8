// @ts-check
// Whom the limit counts: who writes into a header of his own, or has many addresses of one network, is one client all the same.
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { bucket, clientOf } from '../../examples/proxy/client.js';
import { limiter } from '../../examples/proxy/limiter.js';
import { flights } from '../../examples/proxy/flights.js';
import { engines, models } from './engines.mjs';
import { ask, startUpstream } from './upstream.mjs';

const key = 'sk-the-secret-of-the-house';
const page = 'https://app.example';
const calls = 2;
const draw = `/v1beta/models/${models[0]}:generateContent`;

/**
 * How many of the calls of each list of headers pass, all of it together twice as many as `calls` allows at most, because a minute may end in between.
 * @param {'node' | 'workerd' | 'nginx'} engine @param {Partial<import('./engines.mjs').Settings>} settings
 * @param {(count: (each: Record<string, string | string[]>[], localAddress?: string) => Promise<number>) => Promise<void>} run
 */
async function counting(engine, settings, run) {
  const upstream = await startUpstream();
  const proxy = await engines[engine]({ upstream: upstream.origin, key, origins: [page], calls, ...settings });
  try {
    await run(async (each, localAddress) => {
      let passed = 0;
      for (const headers of each) {
        const { status } = await ask(proxy.origin, draw, { headers: /** @type {any} */ ({ origin: page, ...headers }), body: '{}', localAddress });
        assert.ok(status === 200 || status === 429, `${status}`);
        passed += Number(status === 200);
      }
      return passed;
    });
  } finally {
    await proxy.stop();
    await upstream.close();
  }
}
const times = (/** @type {number} */ count, /** @type {(at: number) => any} */ make) => Array.from({ length: count }, (_, at) => make(at));
const one = (/** @type {number} */ passed) => assert.ok(passed >= calls && passed <= 2 * calls, `${passed} passed`);

describe('node', () => {
  const env = { CLIENT_HEADER: 'X-Forwarded-For' };

  test('entries that a client forges make it no other client', () => counting('node', { env }, async count => {
    one(await count(times(20, at => ({ 'x-forwarded-for': `198.51.100.${at}, 192.0.2.1` }))));
    one(await count(times(20, at => ({ 'x-forwarded-for': [`198.51.100.${at}`, '192.0.2.2'] }))));
    one(await count(times(20, at => ({ 'x-forwarded-for': `${'1.1.1.1,'.repeat(at)},, 192.0.2.3` }))));
    assert.equal(await count(times(20, at => ({ 'x-forwarded-for': `198.51.100.1, 203.0.113.${at}` }))), 20);
  }));

  test('of two proxies the entry of the first counts, and where there are fewer, the connection', () => counting('node', { env: { ...env, TRUSTED_PROXIES: '2' } }, async count => {
    one(await count(times(20, at => ({ 'x-forwarded-for': `198.51.100.${at}, 192.0.2.1, 10.0.0.${at}` }))));
    assert.equal(await count(times(20, at => ({ 'x-forwarded-for': `203.0.113.${at}, 10.0.0.1` }))), 20);
    one(await count(times(20, at => ({ 'x-forwarded-for': `192.0.2.${at}` })), '127.0.0.3'));
  }));

  test('what is no address is counted as the connection', () => counting('node', { env }, async count => {
    one(await count(times(20, at => ({ 'x-forwarded-for': ['', `x${at}`, `1.2.3.${at + 256}`, `1.2.3`, `01.2.3.${at}`, `::${at}::`, `"1.2.3.${at}"`, `for=1.2.3.${at}`, `unknown`, `${at}`][at % 10] })), '127.0.0.4'));
  }));

  test('an IPv6 network of 64 bits is one client, and an IPv4 address is one however it is written', () => counting('node', { env }, async count => {
    one(await count(times(20, at => ({ 'x-forwarded-for': [`2001:db8:0:1::${at}`, `[2001:DB8::1:${at}:0:0:1]:44${at}`, `2001:0db8:0000:0001:ffff::${at}%eth${at}`, `[2001:db8:0:1:${at}::]`][at % 4] }))));
    one(await count(times(20, at => ({ 'x-forwarded-for': ['192.0.2.1', `192.0.2.1:${1024 + at}`, '::ffff:192.0.2.1', '[::FFFF:c000:0201]:80', '0:0:0:0:0:ffff:192.0.2.1'][at % 5] }))));
    assert.equal(await count(times(20, at => ({ 'x-forwarded-for': `2001:db8:1:${at}::1` }))), 20);
    assert.equal(await count(times(20, at => ({ 'x-forwarded-for': `::ffff:203.0.113.${at}` }))), 20);
  }));

  test('without CLIENT_HEADER no header names a client', () => counting('node', {}, async count => {
    one(await count(times(20, at => ({ 'x-forwarded-for': `192.0.2.${at}`, 'x-real-ip': `192.0.2.${at}`, 'cf-connecting-ip': `192.0.2.${at}`, forwarded: `for=192.0.2.${at}` }))));
  }));
});

test('workerd: an IPv6 network of 64 bits is one client', () => counting('workerd', {}, async count => {
  one(await count(times(20, at => ({ 'cf-connecting-ip': `2001:db8:0:1::${at}` }))));
  one(await count(times(20, at => ({ 'cf-connecting-ip': '192.0.2.1', 'x-forwarded-for': `192.0.2.${at}` }))));
  assert.equal(await count(times(20, at => ({ 'cf-connecting-ip': `2001:db8:1:${at}::1` }))), 20);
}));

test('nginx: behind a load balancer entries are counted from the right, IPv6 by 64 bits', () => {
  /** @type {[string, string][]} */
  const swaps = [['# set_real_ip_from 10.0.0.0/8;', 'set_real_ip_from 127.0.0.0/8;'], ['# real_ip_header', 'real_ip_header'], ['# real_ip_recursive', 'real_ip_recursive']];
  return counting('nginx', { swaps }, async count => {
    const from = (/** @type {(at: number) => string} */ entries) => count(times(20, at => ({ 'x-forwarded-for': entries(at) })));
    one(await from(at => `198.51.100.${at}, 192.0.2.1`));
    one(await from(at => `2001:db8:0:1:${at}::1`));
    one(await from(at => ['192.0.2.2', '::ffff:192.0.2.2'][at % 2]));
    assert.equal(await from(at => `2001:db8:1:${at}::1`), 20);
    assert.equal(await from(at => `203.0.113.${at}, 127.0.0.9`), 20);
  });
});

test('nginx: without one no header names a client', () => counting('nginx', {}, async count => {
  one(await count(times(20, at => ({ 'x-forwarded-for': `192.0.2.${at}`, 'x-real-ip': `192.0.2.${at}` }))));
}));

test('an address and its bucket', () => {
  const same = [
    ['192.0.2.1', '192.0.2.1'], [' 192.0.2.1 ', '192.0.2.1'], ['255.255.255.255', '255.255.255.255'], ['::ffff:192.0.2.1', '192.0.2.1'], ['::ffff:192.0.2.1%eth0', '192.0.2.1'],
    ['::1', '0:0:0:0::/64'], ['::', '0:0:0:0::/64'], ['2001:db8::1', '2001:db8:0:0::/64'], ['1:2:3:4:5:6:7:8', '1:2:3:4::/64'], ['1:2:3:4:5:6:7::', '1:2:3:4::/64'],
    ['fe80::1%en0', 'fe80:0:0:0::/64'], ['[fe80::1%25]:443', 'fe80:0:0:0::/64'],
  ];
  for (const [address, wanted] of same) assert.equal(bucket(address), wanted, address);
  const none = ['', ' ', 'a', '1', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '1.2.3.4/8', '1.2.3.-4', ':', ':::', '1::2::3', '1:2:3:4:5:6:7', '12345::', 'g::', '[::1', '::1]', '[1.2.3.4', '::1/64', 'localhost', '::ffff:1.2.3.256', '[::1]@x', '::1?', 'x'.repeat(10_000)];
  for (const address of none) assert.equal(bucket(address), undefined, address);
  assert.equal(clientOf('', undefined), 'unknown');
  assert.equal(clientOf('192.0.2.1', '192.0.2.2', 2), '192.0.2.1');
});

test('the limiter remembers so many clients, forgets none of them before its time, and makes all others one', () => {
  let time = 0;
  const limit = limiter({ calls: 2, seconds: 60, most: 1000, now: () => time });
  assert.deepEqual([limit('me'), limit('me'), limit('me')], [0, 0, 60]);
  let passed = 0;
  for (let at = 0; at < 100_000; at++) passed += Number(limit(`other ${at}`) === 0);
  assert.equal(passed, 999 + 2);
  time = 59_999;
  assert.equal(limit('me'), 1);
  time = 60_000;
  assert.deepEqual([limit('new'), limit('new'), limit('new'), limit('me')], [0, 0, 60, 0]);
  for (const wrong of [NaN, 0, -1, 1.5, Infinity, /** @type {any} */ ('20')]) assert.throws(() => limiter({ calls: wrong, seconds: 60 }), /calls has to be a whole number/);
});

test('a call that stands gives way where there is no place, to one that takes it, and once', () => {
  const enter = flights({ most: 2, each: 2 });
  let ended = 0;
  let stands = false;
  const [over, calm] = [new AbortController(), new AbortController()];
  enter('a', { over: over.signal, stands: () => stands, end: () => { ended++; } });
  enter('b', { over: calm.signal, stands: () => false });
  assert.deepEqual([enter('c'), ended], [503, 0]);
  stands = true;
  assert.deepEqual([enter('c'), ended], [0, 0]); // who only asks takes none
  assert.deepEqual([enter('c', { over: new AbortController().signal }), ended, enter('d')], [0, 1, 503]);
  over.abort(); // its place is another's
  assert.equal(enter('d'), 503);
  calm.abort();
  assert.deepEqual([enter('d', { over: new AbortController().signal }), enter('e')], [0, 503]);
});

test('no client has every place, and a place is free again however its call ends', () => {
  const enter = flights({ most: 3, each: 2 });
  const call = (over = new AbortController()) => ({ over: over.signal, abort: () => over.abort() });
  const [first, second, third] = [call(), call(), call()];
  assert.deepEqual([enter('a', first), enter('a', second), enter('a', third)], [0, 0, 429]);
  assert.deepEqual([enter('b', third), enter('c', call())], [0, 503]);
  first.abort();
  assert.equal(enter('a', { over: AbortSignal.abort() }), 0); // gone already: it takes none
  assert.deepEqual([enter('a'), enter('a', call()), enter('b'), enter('a')], [0, 0, 503, 429]);
});
