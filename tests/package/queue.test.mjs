// @ts-check
// The queue between a call and a stream's reader, by itself: order, coalescing, when it says to wait, how it ends. With no wasm and no network.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createStream } from '../../js/stream.js';
import { deferred } from './page.js';
import { collected } from '../harness/collected.mjs';

/** By its type, the name of what an event carries. */
const FIELDS = { progress: 'progress', text: 'text', thought: 'text', preview: 'image', image: 'image', error: 'error' };

/** A stream that the test feeds. */
function fed() {
  const { promise, resolve, reject } = deferred();
  /** @type {any} */
  let given;
  const stream = /** @type {any} */ (createStream(talk => {
    given = talk;
    return promise;
  }));
  /** @type {import('../../js/stream.js').Talk<any>} */
  const { sink, follow } = given;
  const queue = {
    push: (/** @type {keyof typeof FIELDS} */ type, /** @type {number} */ index, /** @type {any} */ value) => sink.push({ type, index, [FIELDS[type]]: value }),
    ready: sink.drained,
  };
  return { stream, queue, follow, resolve, reject };
}

/** @param {any} stream @returns {Promise<any>} its iterator, and what it says to each of so many next() */
async function take(stream, count = 1) {
  const iterator = stream[Symbol.asyncIterator] ? stream[Symbol.asyncIterator]() : stream;
  const taken = [];
  for (let n = 0; n < count; n++) taken.push((await iterator.next()).value);
  return [iterator, taken];
}

const all = async (/** @type {AsyncIterable<any>} */ stream) => {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
};

test('each event as it was told', async () => {
  const { stream, queue, resolve } = fed();
  const values = [{}, 'a', 'b', {}, {}, new Error('c')];
  const types = /** @type {const} */ (['progress', 'text', 'thought', 'preview', 'image', 'error']);
  for (const [at, value] of values.entries()) queue.push(types[at], at * 2, value);
  resolve();
  const [progress, text, thought, preview, image, error] = values;
  assert.deepEqual(await all(stream), [
    { type: 'progress', index: 0, progress }, { type: 'text', index: 2, text }, { type: 'thought', index: 4, text: thought },
    { type: 'preview', index: 6, image: preview }, { type: 'image', index: 8, image }, { type: 'error', index: 10, error },
  ]);
  assert.equal(Object.isFrozen(stream), true);
});

test('progress is complete for a reader who waits, and the latest of each request for one who lags', async () => {
  const { stream, queue, resolve } = fed();
  const iterator = stream[Symbol.asyncIterator]();
  for (const loaded of [1, 2, 3]) {
    const next = iterator.next();
    queue.push('progress', 0, loaded);
    assert.deepEqual((await next).value, { type: 'progress', index: 0, progress: loaded });
  }
  queue.push('progress', 0, 4);
  queue.push('progress', 1, 40);
  queue.push('text', 0, 'a');
  queue.push('progress', 0, 5);
  queue.push('progress', 1, 50);
  queue.push('text', 0, 'b');
  queue.push('progress', 0, 6);
  resolve();
  const told = (await all(iterator)).map(({ type, index, text, progress }) => [type, index, text ?? progress]);
  assert.deepEqual(told, [['text', 0, 'a'], ['progress', 1, 50], ['text', 0, 'b'], ['progress', 0, 6]]);
});

test('it says to wait while an iterator lags, and at no other time', async () => {
  const { stream, queue, resolve } = fed();
  for (const type of /** @type {const} */ (['progress', 'text', 'thought'])) queue.push(type, 0, type);
  assert.equal(queue.ready(), undefined, 'nobody iterates');
  const iterator = stream[Symbol.asyncIterator]();
  const late = queue.ready();
  assert.ok(late instanceof Promise, 'who comes late has all of it before him');
  assert.equal(queue.ready(), late, 'one promise for all who wait');
  let caughtUp = false;
  late.then(() => { caughtUp = true; });
  await take(iterator, 2);
  await new Promise(setImmediate);
  assert.equal(caughtUp, false);
  await take(iterator);
  await late;
  assert.equal(queue.ready(), undefined);

  queue.push('progress', 0, 1);
  assert.equal(queue.ready(), undefined, 'progress alone stops nothing');
  await take(iterator);
  const next = iterator.next();
  queue.push('image', 0, 1);
  assert.equal(queue.ready(), undefined, 'the reader waited for it');
  assert.equal((await next).value.image, 1);
  for (const type of /** @type {const} */ (['preview', 'error'])) {
    queue.push(type, 0, type);
    assert.ok(queue.ready());
    await take(iterator);
  }

  queue.push('text', 0, 'a');
  const left = queue.ready();
  await iterator.return();
  await left;
  assert.equal(queue.ready(), undefined, 'the iterator is gone');
  resolve();
});

test('calls of next() are served in order, also when they come before the events', async () => {
  const { stream, queue, resolve } = fed();
  const iterator = stream[Symbol.asyncIterator]();
  const early = [1, 2, 3, 4].map(() => iterator.next());
  for (const text of ['a', 'b', 'c']) queue.push('text', 0, text);
  resolve();
  assert.deepEqual((await Promise.all(early)).map(({ done, value }) => (done ? 'done' : value.text)), ['a', 'b', 'c', 'done']);
  assert.deepEqual([await iterator.next(), await iterator.next()], Array(2).fill({ done: true, value: undefined }));
});

test('a failure comes after what came, once, and is that of the result', async () => {
  const { stream, queue, reject } = fed();
  const error = new Error('no');
  queue.push('text', 0, 'a');
  reject(error);
  await assert.rejects(stream.result, thrown => thrown === error);
  const iterator = stream[Symbol.asyncIterator]();
  const calls = [1, 2, 3].map(() => iterator.next().then((/** @type {any} */ { done, value }) => (done ? 'done' : value.text), (/** @type {any} */ thrown) => thrown));
  assert.deepEqual(await Promise.all(calls), ['a', error, 'done']);
  assert.deepEqual(await iterator.next(), { done: true, value: undefined });
});

test('an iterator can be iterated; a stream a second time cannot', async () => {
  const { stream, queue, resolve } = fed();
  queue.push('text', 0, 'a');
  resolve();
  const [iterator] = await take(stream);
  assert.equal(iterator[Symbol.asyncIterator](), iterator);
  const twice = { name: 'GenerateImageError', code: 'invalid-option', message: 'the stream is iterated already' };
  assert.throws(() => stream[Symbol.asyncIterator](), twice);
  assert.deepEqual(await all(iterator), []);
  await assert.rejects(all(stream), twice);
});

for (const reason of [undefined, new RangeError('enough'), 'enough', 0, null]) {
  test(`cancel(${reason}) throws it from the loop, drops what was not read, and rejects the result`, async () => {
    const { stream, queue, follow, resolve } = fed();
    queue.push('text', 0, 'a');
    queue.push('text', 0, 'b');
    const [iterator] = await take(stream);
    const waits = /** @type {Promise<void>} */ (queue.ready());
    stream.cancel(reason);
    stream.cancel('again');
    await waits;
    queue.push('text', 0, 'c');
    resolve('late');
    const signal = follow();
    const thrown = await iterator.next().catch((/** @type {any} */ error) => [error]);
    if (reason === undefined) assert.equal(thrown[0].name, 'AbortError');
    else assert.equal(thrown[0], reason);
    assert.deepEqual([signal.aborted, signal.reason], [true, thrown[0]]);
    assert.deepEqual(await iterator.next(), { done: true, value: undefined });
    await assert.rejects(stream.result, error => error === thrown[0]);
  });
}

test('return() ends the loop without a word, a next() that waits too, and rejects the result with an AbortError', async () => {
  const { stream, follow, reject } = fed();
  const iterator = stream[Symbol.asyncIterator]();
  const waiting = iterator.next();
  assert.deepEqual(await iterator.return('left'), { done: true, value: 'left' });
  assert.deepEqual(await waiting, { done: true, value: undefined });
  assert.deepEqual(await iterator.next(), { done: true, value: undefined });
  reject(new Error('what came of the abort'));
  await assert.rejects(stream.result, { name: 'AbortError' });
  assert.equal(follow().aborted, true);
});

test('after the end, cancel() changes nothing and return() drops what is left', async () => {
  const { stream, queue, follow, resolve } = fed();
  for (const text of ['a', 'b']) queue.push('text', 0, text);
  resolve('whole');
  assert.equal(await stream.result, 'whole');
  stream.cancel('late');
  const [iterator, [first]] = await take(stream);
  assert.equal(first.text, 'a');
  await iterator.return();
  assert.deepEqual(await all(iterator), []);
  assert.equal(await stream.result, 'whole');
  assert.equal(follow().aborted, false);

  const failed = fed();
  failed.reject('told nobody');
  await failed.stream.result.catch(() => {});
  const unread = failed.stream[Symbol.asyncIterator]();
  await unread.return();
  assert.deepEqual(await unread.next(), { done: true, value: undefined });
});

test("the caller's signal is a cancel() with its reason, and is let go of at every end", async () => {
  const listening = () => {
    const controller = new AbortController();
    const { signal } = controller;
    const seen = { controller, signal, count: 0 };
    for (const [name, step] of /** @type {const} */ ([['addEventListener', 1], ['removeEventListener', -1]])) {
      const own = /** @type {any} */ (signal)[name];
      Object.assign(signal, { [name](/** @type {any[]} */ ...args) { seen.count += step; return own.apply(this, args); } });
    }
    return seen;
  };
  /** @type {Record<string, (fed: any, controller: AbortController) => any>} */
  const ends = {
    abort: (_, controller) => controller.abort('enough'), cancel: ({ stream }) => stream.cancel(), resolve: ({ resolve }) => resolve(), reject: ({ reject }) => reject(),
    return: ({ stream }) => stream[Symbol.asyncIterator]().return(),
  };
  for (const [name, end] of Object.entries(ends)) {
    const seen = listening();
    const each = fed();
    const own = each.follow(seen.signal);
    each.queue.push('text', 0, 'a');
    await end(each, seen.controller);
    await each.stream.result.catch(() => {});
    assert.equal(seen.count, 0, name);
    assert.deepEqual([own.aborted, own.reason?.name ?? own.reason], { abort: [true, 'enough'], cancel: [true, 'AbortError'], return: [true, 'AbortError'] }[name] ?? [false, undefined], name);
    if (name === 'abort') await assert.rejects(all(each.stream), thrown => thrown === 'enough');
  }

  // It fired before, and it comes when the stream is cancelled already.
  const seen = listening();
  const late = fed();
  late.stream.cancel();
  late.follow(seen.signal);
  seen.controller.abort('before');
  const aborted = fed();
  assert.equal(aborted.follow(seen.signal).reason, 'before');
  await assert.rejects(aborted.stream.result, reason => reason === 'before');
  assert.equal(seen.count, 0);
});

test('a loop that delegates is left as a loop is', async () => {
  const { stream, queue } = fed();
  for (const text of ['a', 'b']) queue.push('text', 0, text);
  const outer = (async function* () { yield* stream; })();
  assert.equal((await outer.next()).value.text, 'a');
  await outer.return(undefined);
  await assert.rejects(stream.result, { name: 'AbortError' });
});

test('a hundred thousand events that nobody read come in order', async () => {
  const { stream, queue, resolve } = fed();
  for (let n = 0; n < 100_000; n++) {
    queue.push('text', 0, String(n));
    queue.push('progress', n % 3, n);
  }
  resolve();
  const events = await all(stream);
  const texts = events.filter(({ type }) => type === 'text').map(({ text }) => Number(text));
  assert.equal(texts.length, 100_000);
  assert.ok(texts.every((text, n) => text === n));
  assert.deepEqual(events.filter(({ type }) => type === 'progress').map(({ index, progress }) => [index, progress]), [[1, 99_997], [2, 99_998], [0, 99_999]]);
});

test('nothing that was read is kept', async () => {
  const { stream, queue, resolve } = fed();
  const iterator = stream[Symbol.asyncIterator]();
  /** @type {WeakRef<any>[]} */
  const refs = [];
  for (let n = 0; n < 64; n++) {
    queue.push('image', 0, { bytes: new Uint8Array(1024) });
    refs.push(new WeakRef((await iterator.next()).value.image));
  }
  const next = iterator.next(); // what the engine holds of the last is let go
  await collected();
  assert.deepEqual(refs.filter(ref => ref.deref()).length, 0);
  resolve();
  assert.equal((await next).done, true);
});
