// @ts-check
// What a stream tells: its events, their order and what they hold, how they agree with the result, and what is tried again.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { STOP, Bodies, Body, event, image, picture, talk, text, thought } from './events.mjs';
import { inBrowsers, inNode } from './suite.mjs';

inNode(define);
inBrowsers(['chromium', 'firefox'], define);

/** @param {Pick<import('./suite.mjs').Browser, 'page'>} browser @param {import('./suite.mjs').Server} server */
function define(browser, server) {
  /** One stream that is read to its end, or until its time is over, which is when `last` came; of a picture the server hears at `seen`.
   *  @param {any} options @param {string} [seen] @param {string} [last] @returns {Promise<any>} */
  const read = (options, seen = '', last = '') => browser.page(async (page, options, seen, last) => {
    const { streamImage } = await page.entry('index');
    const clock = page.hold(options.timeout ?? NaN);
    const stream = streamImage('a pig', options);
    /** @type {any[]} */
    const events = [];
    const heard = await page.listen((async function* () {
      for await (const event of stream) {
        yield event;
        if (seen && event.type === 'image') await fetch(seen);
        if (event.type === last) clock.over();
      }
    })(), events);
    clock.release();
    const rejected = await stream.result.catch((/** @type {any} */ error) => [error]);
    const same = Array.isArray(rejected) ? rejected[0] === events[events.length - 1] : undefined;
    const { code, message, attempts, warnings, text, images, retryable, maybeBilled } = await page.settle(() => stream.result);
    return { heard, same, code, message, attempts, warnings, text, images, retryable, maybeBilled };
  }, options, seen, last);

  test('each event is there while the server still holds what follows, and holds the very objects of the result', async () => {
    const body = new Body();
    const { heard, answer } = talk(server);
    server.clear();
    server.handle('/live', () => body.response());
    const ended = browser.page(async (page, origin) => {
      const { streamImage, GeneratedImage } = await page.entry('index');
      /** @type {any[][]} */
      const [events, progress, landed] = [[], [], []];
      const stream = streamImage('a pig', {
        baseURL: `${origin}/live`, model: 'gemini-3.1-flash-image', thinking: { includeThoughts: true }, onProgress: (/** @type {any} */ each) => progress.push(each),
        onImage: (/** @type {any} */ image, /** @type {number} */ index) => landed.push(image, index),
      });
      for await (const event of stream) {
        events.push(event);
        if (event.type === 'progress') continue;
        const { type, index, text, image } = event;
        await page.say(`${origin}/say/${events.filter(({ type }) => type !== 'progress').length}`, [type, index, text ?? image.width, Object.keys(event)]);
      }
      const result = await stream.result;
      const of = (/** @type {string} */ wanted, /** @type {string} */ field) => events.filter(({ type }) => type === wanted).map(event => event[field]);
      const each = (/** @type {any[]} */ some, /** @type {any[]} */ others) => some.length === others.length && some.every((one, at) => one === others[at]);
      const told = of('progress', 'progress');
      return {
        images: each(of('image', 'image'), result.images), previews: each(of('preview', 'image'), result.thoughts.images), landed: each(landed, [result.images[0], 0]),
        classes: result.images.every((/** @type {any} */ image) => image instanceof GeneratedImage && image.mediaType === 'image/png'),
        text: [of('text', 'text').join('') === result.text, result.text], thoughts: [of('thought', 'text').join('') === result.thoughts.text, result.thoughts.text],
        // The loop was never late, but for what one moment brings at once.
        missing: progress.filter(each => !told.includes(each)).map(({ phase }) => phase).filter(phase => !['sending', 'receiving'].includes(phase)), order: each(told, progress.filter(each => told.includes(each))),
        phases: [...new Set(told.map(({ phase }) => phase))], model: result.model, usage: result.usage, warnings: result.warnings,
      };
    }, server.origin);

    const pictures = [1, 2].map(number => picture(number));
    /** @type {[string, any[]][]} */
    const steps = [
      [event([thought(text('I think '))]), ['thought', 0, 'I think ', ['type', 'index', 'text']]],
      [event([thought(text('of a pig.'))]), ['thought', 0, 'of a pig.', ['type', 'index', 'text']]],
      [event([thought(image(pictures[0]))]), ['preview', 0, 1, ['type', 'index', 'image']]],
      [event([text('Here ')]), ['text', 0, 'Here ', ['type', 'index', 'text']]],
      [event([image(pictures[1])]), ['image', 0, 2, ['type', 'index', 'image']]],
      [event([text('it is.')], {}, { modelVersion: 'm-1' }), ['text', 0, 'it is.', ['type', 'index', 'text']]],
    ];
    for (const [at, [sent, said]] of steps.entries()) {
      body.send(sent);
      assert.deepEqual(await heard(String(at + 1)), said);
      answer(String(at + 1));
    }
    body.send(event([{ text: '' }], { finishReason: 'STOP' }, { usageMetadata: { totalTokenCount: 9 } })).end();
    assert.deepEqual(await ended, {
      images: true, previews: true, landed: true, classes: true, text: [true, 'Here it is.'], thoughts: [true, 'I think of a pig.'], missing: [], order: true,
      phases: ['preparing', 'waiting', 'receiving', 'done'], model: 'm-1', usage: { totalTokens: 9 }, warnings: [],
    });
    const [{ path, headers }] = server.requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/live'));
    assert.equal(path, '/live/v1beta/models/gemini-3.1-flash-image:streamGenerateContent?alt=sse');
    assert.equal(headers.get('content-type'), 'application/json');
  });

  test('of n requests each event says which, in the order in which they come; one that fails is an event, and the loop goes on', async () => {
    const bodies = new Bodies();
    const { heard, answer } = talk(server);
    server.handle('/many', bodies.answer);
    const ended = browser.page(async (page, origin) => {
      const { streamImage } = await page.entry('index');
      /** @type {any[][]} */
      const [events, landed] = [[], []];
      const stream = streamImage('a pig', { baseURL: `${origin}/many`, n: 4, concurrency: 4, seed: 0, onImage: (/** @type {any} */ image, /** @type {number} */ index) => landed.push([index, image.width]) });
      const told = async function* () {
        for await (const event of stream) {
          yield event;
          if (event.type !== 'progress') await page.say(`${origin}/say/${events.length}`, [event.index, event.type]);
        }
      };
      const heard = await page.listen(told(), events);
      const result = await stream.result;
      const error = events.find(({ type }) => type === 'error').error;
      const images = events.filter(({ type }) => type === 'image').sort((a, b) => a.index - b.index);
      return {
        heard, landed, widths: result.images.map((/** @type {any} */ image) => image.width), texts: result.responses.map((/** @type {any} */ { index, text }) => [index, text]),
        same: [result.errors[0] === error, images.every(({ image }, at) => image === result.images[at])], errors: result.errors.length, attempts: result.attempts, warnings: result.warnings.length,
      };
    }, server.origin);
    const error = JSON.stringify({ error: { code: 400, message: 'no', status: 'INVALID_ARGUMENT' } });
    /** @type {[number, string, string][]} */
    const steps = [
      [2, event([text('c')]), 'text'], [0, event([text('a')]), 'text'], [3, `data: ${error}\n\n`, 'error'], [2, event([image(picture(30))]), 'image'], [1, event([text('b')]), 'text'],
      [0, event([image(picture(10))]), 'image'], [2, event([text('c')]), 'text'], [1, event([image(picture(20))]), 'image'],
    ];
    for (const [at, [index, sent, type]] of steps.entries()) {
      bodies.of(index).send(sent);
      if (type === 'error') bodies.of(index).end();
      assert.deepEqual(await heard(String(at + 1)), [index, type]);
      answer(String(at + 1));
    }
    for (const index of [2, 0, 1]) bodies.of(index).send(STOP).end();
    const { landed, ...told } = await ended;
    assert.deepEqual(told, {
      heard: ['2 text c', '0 text a', '3 error invalid-request', '2 image 30', '1 text b', '0 image 10', '2 text c', '1 image 20', 'end'],
      widths: [10, 20, 30], texts: [[0, 'a'], [1, 'b'], [2, 'cc']], same: [true, true], errors: 1, attempts: 4, warnings: 0,
    });
    assert.deepEqual(landed.sort(), [[0, 10], [1, 20], [2, 30]]);
  });

  test('where all of n fail, each is an event, and the loop throws what the result rejects with', async () => {
    server.handle('/none', () => new Response('{"error":{"code":400,"message":"no"}}', { status: 400, headers: { 'content-type': 'text/event-stream' } }));
    const { heard, same, code } = await read({ baseURL: `${server.origin}/none`, n: 2, concurrency: 1 });
    assert.deepEqual(heard, ['0 error invalid-request', '1 error invalid-request', 'thrown invalid-request']);
    assert.deepEqual([same, code], [true, 'invalid-request']);
  });

  test('a failure is thrown from the loop after what came before it, and rejects the result with the same object', async () => {
    const error = { error: { code: 500, message: 'broken', status: 'INTERNAL' } };
    /** @type {Record<string, [answer: () => Response, heard: string[], code: string]>} */
    const ends = {
      before: [() => new Response(JSON.stringify(error), { status: 400, headers: { 'content-type': 'text/event-stream' } }), [], 'invalid-request'],
      event: [() => new Body().send(event([text('a')]), `data: ${JSON.stringify(error)}\n\n`).end().response(), ['0 text a'], 'server-error'],
      bare: [() => new Body().send(event([text('a')]), `${JSON.stringify(error)}\n`).end().response(), ['0 text a'], 'server-error'],
      cut: [() => new Body().send(event([text('a')]), event([image(picture(1))]).slice(0, 90)).end().response(), ['0 text a'], 'invalid-response'],
      short: [() => new Body().send(event([text('a')])).end().response(), ['0 text a'], 'invalid-response'],
      refused: [() => new Body().send(event([text('No.')], { finishReason: 'STOP' })).end().response(), ['0 text No.'], 'no-image'],
      odd: [() => new Body().send(event([text('a')]), 'data: {"candidates":[nul]}\n\n', event([image(picture(1))]), STOP).end().response(), ['0 text a'], 'invalid-response'],
    };
    for (const [name, [answer, heard, code]] of Object.entries(ends)) {
      server.handle('/fails', answer);
      const told = await read({ baseURL: `${server.origin}/fails`, maxRetries: 0 });
      assert.deepEqual([told.heard, told.same, told.code, told.attempts], [[...heard, `thrown ${code}`], true, code, 1], name);
    }
  });

  test('a picture that came whole is kept, whatever comes after it', async () => {
    const good = [event([text('a')]), event([image(picture(7))])];
    /** @type {Record<string, [send: (body: Body) => any, warnings: number]>} */
    const ends = {
      'no finish reason': [body => body.end(), 1],
      'half an event': [body => body.send('data: {"candidates":[{"con').end(), 2],
      'half a picture': [body => body.send(event([image(picture(8, 5000))]).slice(0, -200)).end(), 2],
      'no JSON': [body => body.send('data: <html>\n\n').end(), 2],
      'a broken connection': [body => server.handle('/seen', () => { body.cut(); return new Response(); }), 2],
      'an error': [body => body.send('data: {"error":{"code":503,"message":"no"}}\n\n').end(), 1],
      'an error in lines of its own': [body => body.send('{\n "error": {"code": 503, "message": "no"}\n}\n').end(), 1],
      silence: [() => {}, 2],
    };
    for (const [name, [send, warnings]] of Object.entries(ends)) {
      const body = new Body();
      server.handle('/kept', () => {
        body.send(...good);
        send(body);
        return body.response();
      });
      const told = await read({ baseURL: `${server.origin}/kept`, ...(name === 'silence' && { timeout: 500 }) }, name === 'a broken connection' ? `${server.origin}/seen` : '', 'image');
      assert.deepEqual([told.heard, told.code, told.warnings.slice(0, warnings), told.images], [['0 text a', '0 image 7', 'end'], 'ok', Array(warnings).fill('compat'), 1], name);
      assert.equal(told.warnings.length, warnings, name);
    }
  });

  test('a time that runs out with no picture ends it', async () => {
    server.handle('/silent', () => new Body().send(event([text('a')])).response());
    const told = await read({ baseURL: `${server.origin}/silent`, timeout: 300, retryAmbiguous: true }, '', 'text');
    assert.deepEqual([told.heard, told.same, told.code, told.maybeBilled, told.attempts], [['0 text a', 'thrown timeout'], true, 'timeout', true, 1]);
  });

  test('a server that has said all and leaves the connection open is waited for a moment, which a slow reader does not shorten', async () => {
    const { heard, answer } = talk(server);
    /** @type {Body[]} */
    const bodies = [];
    server.handle('/open', () => bodies[bodies.push(new Body()) - 1].send(event([text('a')], { finishReason: 'STOP' })).response());
    const ended = browser.page(async (page, origin) => {
      const { streamImage } = await page.entry('index');
      const { setTimeout } = globalThis;
      let moments = 0;
      /** @type {any} */ (globalThis).setTimeout = (/** @type {() => void} */ callback, /** @type {number} */ ms) => setTimeout(callback, ms === 5000 ? moments++ : ms); // at once
      try {
        const stream = streamImage('a pig', { baseURL: `${origin}/open` });
        const iterator = stream[Symbol.asyncIterator]();
        const next = async () => {
          for (;;) {
            const { done, value } = await iterator.next();
            if (done || value.type !== 'progress') return value;
          }
        };
        const [first] = [await next(), await page.say(`${origin}/say/text`)];
        const [second] = [await next(), await page.say(`${origin}/say/image`)];
        const lagging = moments;
        const rest = [await next(), await next()];
        const { usage, warnings } = await stream.result;
        return [first.text, second.type, lagging, rest, moments > 0, usage, warnings];
      } finally {
        globalThis.setTimeout = setTimeout;
      }
    }, server.origin);
    await heard('text');
    // Some servers say STOP in every event: the picture may be long in coming.
    bodies[0].send(event([image(picture(1)), text('b')], { finishReason: 'STOP' }, { usageMetadata: { totalTokenCount: 5 } }));
    answer('text');
    await heard('image');
    answer('image');
    assert.deepEqual(await ended, ['a', 'image', 0, [{ type: 'text', index: 0, text: 'b' }, null], true, { totalTokens: 5 }, []]);
    await bodies[0].cancelled;
  });

  test('the only picture is the result, though it is marked as a thought', async () => {
    server.handle('/thought', () => new Body().send(event([thought(image(picture(5)))]), STOP).end().response());
    const same = await browser.page(async (page, baseURL) => {
      const { streamImage } = await page.entry('index');
      /** @type {any[]} */
      const events = [];
      const stream = streamImage('a pig', { baseURL });
      const heard = await page.listen(stream, events);
      const { image, thoughts } = await stream.result;
      return [heard, events[0].image === image, events[1].image === image, thoughts.images.length];
    }, `${server.origin}/thought`);
    assert.deepEqual(same, [['0 preview 5', '0 image 5', 'end'], true, true, 0]);
  });

  test('what failed is tried again before anything of it was told, and never after', async () => {
    const busy = () => new Response('{"error":{"code":503,"message":"busy"}}', { status: 503, headers: { 'retry-after': '0' } });
    const busyInside = (/** @type {string[]} */ ...before) => new Body().send(...before, 'data: {"error":{"code":503,"message":"busy","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"0s"}]}}\n\n').end().response();
    const short = (/** @type {string[]} */ ...before) => new Body().send(...before, 'data: {"cand').end().response();
    const good = () => new Body().send(event([text('b'), image(picture(2))]), STOP).end().response();
    /** @type {Record<string, [answers: (() => Response)[], heard: string[], attempts: number]>} */
    const tries = {
      'a status': [[busy, busy, good], ['0 text b', '0 image 2', 'end'], 3],
      'an error in the first event': [[busyInside, good], ['0 text b', '0 image 2', 'end'], 2],
      'an error after usage alone': [[() => busyInside('data: {"usageMetadata":{"promptTokenCount":3}}\n\n'), good], ['0 text b', '0 image 2', 'end'], 2],
      'an error after a text': [[() => busyInside(event([text('a')])), good], ['0 text a', 'thrown server-error'], 1],
      'an error after a thought': [[() => busyInside(event([thought(text('a'))])), good], ['0 thought a', 'thrown server-error'], 1],
      // A draft is the picture where nothing refuses one.
      'a body cut after a preview': [[() => short(event([thought(image(picture(3)))])), good], ['0 preview 3', '0 image 3', 'end'], 1],
      'a body cut at once': [[short, good], ['0 text b', '0 image 2', 'end'], 2],
      'a body cut after a text': [[() => short(event([text('a')])), good], ['0 text a', 'thrown invalid-response'], 1],
    };
    for (const [name, [answers, heard, attempts]] of Object.entries(tries)) {
      let asked = 0;
      server.handle('/again', () => answers[Math.min(asked++, answers.length - 1)]());
      const told = await read({ baseURL: `${server.origin}/again`, retryAmbiguous: true });
      assert.deepEqual([told.heard, told.attempts, asked], [heard, attempts, attempts], name);
    }
  });

  test('progress tells of the retry', async () => {
    let asked = 0;
    server.handle('/busy', () => (asked++ ? new Body().send(event([image(picture(2))]), STOP).end().response()
      : new Response('{"error":{"code":429,"message":"busy","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"0.05s"}]}}', { status: 429 })));
    const told = await browser.page(async (page, baseURL) => {
      const { streamImage } = await page.entry('index');
      /** @type {any[]} */
      const told = [];
      for await (const { type, index, progress } of streamImage('a pig', { baseURL })) if (type === 'progress') told.push([index, progress.phase, progress.attempt, progress.retryIn]);
      return told.filter(([, phase], at) => phase !== told[at - 1]?.[1]);
    }, `${server.origin}/busy`);
    const must = [[0, 'preparing', 1, null], [0, 'waiting', 1, null], [0, 'retrying', 2, 50], [0, 'preparing', 2, null], [0, 'waiting', 2, null], [0, 'receiving', 2, null], [0, 'done', 2, null]];
    assert.deepEqual(JSON.parse(JSON.stringify(told)), must);
  });
}
