// @ts-check
// Bodies of server-sent events that a test sends piece by piece: what was not sent is still with the server.
import { randomBytes } from 'node:crypto';

/** A PNG by its head, with its number as its width; the rest is noise. @param {number} number from 1 @param {number} [size] */
export function picture(number, size = 100) {
  const bytes = randomBytes(size);
  bytes.write('89504e470d0a1a0a0000000d49484452', 'hex');
  bytes.writeUInt32BE(number, 16);
  bytes.writeUInt32BE(1, 20);
  return bytes;
}

/** @param {any[]} parts @param {any} [candidate] @param {any} [more] */
export const event = (parts, candidate, more) => `data: ${JSON.stringify({ candidates: [{ content: { role: 'model', parts }, index: 0, ...candidate }], ...more })}\r\n\r\n`;
export const text = (/** @type {string} */ text) => ({ text });
export const image = (/** @type {Buffer} */ bytes) => ({ inlineData: { mimeType: 'image/png', data: bytes.toString('base64') } });
export const thought = (/** @type {any} */ part) => ({ ...part, thought: true });
export const STOP = event([], { finishReason: 'STOP' });

/** A body that the test sends. */
export class Body {
  /** @type {ReadableStreamDefaultController<Uint8Array>} */
  // @ts-ignore: set by start()
  #controller;
  /** Resolves when nobody wants it any more. @type {Promise<any>} */
  cancelled;

  constructor() {
    this.cancelled = new Promise(cancelled => {
      this.stream = new ReadableStream({ start: controller => { this.#controller = controller; }, cancel: cancelled });
    });
  }

  /** @param {string[]} pieces */
  send(...pieces) {
    for (const piece of pieces) this.#controller.enqueue(Buffer.from(piece));
    return this;
  }

  end() {
    this.#controller.close();
    return this;
  }

  /** The connection breaks. */
  cut() {
    this.#controller.error(new TypeError('cut'));
    return this;
  }

  /** @param {ResponseInit} [init] */
  response(init) {
    return new Response(this.stream, { headers: { 'content-type': 'text/event-stream', 'access-control-allow-origin': '*', ...init?.headers }, status: init?.status });
  }
}

/** Bodies by the number of their request, which is its seed less the first; each is there before it is asked for. */
export class Bodies {
  /** @type {Map<number, Body>} */
  #bodies = new Map();

  /** @param {number} index */
  of(index) {
    const body = this.#bodies.get(index) ?? new Body();
    this.#bodies.set(index, body);
    return body;
  }

  /** Answers a request, as the option `fetch` or as a server does. */
  answer = async (/** @type {Request} */ request) => this.of((await request.clone().json()).generationConfig.seed).response();
}

/** What a page and its test say to each other: the page asks, and goes on when the test has answered. @param {import('./suite.mjs').Server} server */
export function talk(server) {
  /** @type {Map<string, { heard: Promise<any>, hear: (said: any) => void, answered: Promise<any>, answer: (value?: any) => void }>} */
  const topics = new Map();
  const topic = (/** @type {string} */ name) => {
    const known = topics.get(name);
    if (known) return known;
    /** @type {any} */
    const made = {};
    made.heard = new Promise(resolve => { made.hear = resolve; });
    made.answered = new Promise(resolve => { made.answer = resolve; });
    topics.set(name, made);
    return made;
  };
  server.handle('/say', async request => {
    const { hear, answered } = topic(new URL(request.url).pathname.slice('/say/'.length));
    hear(await request.json());
    return Response.json(await answered ?? null);
  });
  return {
    /** What the page said. @param {string} name */
    heard: name => topic(name).heard,
    /** Lets it go on. @param {string} name @param {any} [value] */
    answer: (name, value) => topic(name).answer(value),
  };
}
