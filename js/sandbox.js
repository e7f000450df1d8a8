// @ts-check
// wasmagine/sandbox: a local image API as a fetch handler, for demos and tests. No key, no cost, no network. Here is the order of the
// steps; each step is a file of js/sandbox/. Import does nothing.

import { sleep, stream } from './sandbox/body.js';
import { Refusal, googleError, gatewayError, unknownModel } from './sandbox/errors.js';
import { faults, findFaults } from './sandbox/faults.js';
import { findModel, modelCard, modelIds } from './sandbox/models.js';
import { paint } from './sandbox/picture.js';
import { Random, freshSeed, hash } from './sandbox/random.js';
import { objects, parts, usage } from './sandbox/reply.js';
import { CORS, authorise, locate, preflight } from './sandbox/routes.js';
import { readOrder } from './sandbox/rules.js';
import { readBody } from './sandbox/schema.js';
import { verify } from './sandbox/signatures.js';
import { frame, json } from './sandbox/wire.js';

export { faults };

/** @typedef {import('./sandbox/routes.js').Call} Call */
/** @typedef {import('./sandbox/faults.js').Fault} Fault */
/** @typedef {{latency?: number | [min: number, max: number], rate?: number, requireKey?: boolean, fault?: string | ((request: Request) => string | undefined)}} Options */
/** @typedef {{status: number, headers: Record<string, string>, pieces: import('./sandbox/wire.js').Piece[]}} Reply */

const JSON_TYPE = 'application/json; charset=UTF-8';
/** Google's inline limit since January 2026. */
const LARGEST_BODY = 100 * 1024 * 1024;

/**
 * @param {Options} [options]
 * @returns {(input: RequestInfo | URL, init?: RequestInit) => Promise<Response>}
 */
export function sandbox(options = {}) {
  const { latency, rate, requireKey, fault } = checked(options);
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    if (request.method === 'OPTIONS') return preflight(request);
    const named = findFaults(typeof fault === 'function' ? fault(request) : fault);
    const [low, high] = typeof latency === 'number' ? [latency, latency] : latency;
    const pause = sleep(low + Math.random() * (high - low), request.signal);
    const reply = await answer(request, named, requireKey);
    await pause;
    request.signal.throwIfAborted();
    const delivery = Object.assign({ rate }, ...named.map(({ body }) => body));
    const empty = reply.status === 204 || reply.pieces.length === 0;
    return new Response(empty ? null : stream(reply.pieces, delivery, request.signal), { status: reply.status, headers: reply.headers });
  };
}

/** @param {Options} options */
function checked({ latency = 0, rate, requireKey = false, fault, ...others }) {
  const [unknown] = Object.keys(others);
  if (unknown) throw new TypeError(`sandbox: "${unknown}" is no option; the options are latency, rate, requireKey and fault`);
  const span = typeof latency === 'number' ? [latency, latency] : latency;
  if (!Array.isArray(span) || span.length !== 2 || !(span[0] >= 0 && span[1] >= span[0])) {
    throw new TypeError('sandbox: latency must be milliseconds, or [min, max]');
  }
  if (rate !== undefined && !(rate > 0)) throw new TypeError('sandbox: rate must be a positive number of bytes a second');
  if (typeof fault === 'string') findFaults(fault);
  return { latency, rate, requireKey, fault };
}

/** @param {Request} request @param {Fault[]} named @param {boolean} requireKey @returns {Promise<Reply>} */
async function answer(request, named, requireKey) {
  /** @type {Call | undefined} */
  let call;
  try {
    call = locate(request);
    const instead = named.find((fault) => fault.answer);
    if (instead?.answer) {
      const { status, type, body, headers } = await instead.answer(request, instead.detail ?? '', request.signal);
      const google = typeof body === 'object';
      const reply = google ? refused(status, body, call, type) : { status, headers: { ...CORS, 'content-type': type }, pieces: body ? [body] : [] };
      Object.assign(reply.headers, headers);
      if (instead.name === 'no-cors') delete reply.headers['access-control-allow-origin'];
      return reply;
    }
    authorise(request, call, requireKey);
    if (call.kind === 'list') return plain(listOf(call));
    const model = findModel(call.model, call.google);
    if (!model) throw unknownModel(call.model, call.version, call.method);
    if (call.kind === 'card') return plain(modelCard(call.model));
    return await generate(request, call, model, named);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refused(error.code, error.body, call, JSON_TYPE);
  }
}

/**
 * @param {Request} request @param {Call} call @param {import('./sandbox/models.js').Model} model @param {Fault[]} named
 * @returns {Promise<Reply>}
 */
async function generate(request, call, model, named) {
  const text = await request.text();
  if (text.length > LARGEST_BODY) {
    throw call.google
      ? new Refusal(400, googleError(400, `Request payload size exceeds the limit: ${LARGEST_BODY} bytes.`))
      : new Refusal(413, gatewayError('http: request body too large', { code: 'read_request_body_failed' }));
  }
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type)) throw new Refusal(400, googleError(400, `Invalid content type "${type}": the body must be application/json.`));
  const order = readOrder(readBody(text, call.google), model, call.model);
  await verify(order.contents, model);

  const seed = order.seed === undefined ? freshSeed() : hash(text, order.seed);
  const random = new Random(seed);
  const instead = named.find((fault) => fault.picture);
  const wanted = (order.image || named.some((fault) => fault.parts)) && !named.some((fault) => fault.blind);
  const nothing = { mimeType: model.mediaType, bytes: new Uint8Array(0) };
  const picture = instead?.picture ? await instead.picture({ random }, instead.detail) : wanted ? await paint(order, model, sceneSeed(order, seed)) : nothing;
  request.signal.throwIfAborted();
  const wantsDraft = wanted && !instead && (order.thoughts || named.some((fault) => fault.draft));
  const draft = wantsDraft ? await paint(order, model, sceneSeed(order, seed), 0.5) : undefined;
  const style = Object.assign({ events: call.google ? 'google' : 'gateway', framing: call.framing }, ...named.map((fault) => fault.style));
  // Where a single answer was asked for, an array is one around it.
  const streamed = style.framing === 'array' ? call.framing !== 'unary' : style.framing === 'sse';
  const context = { order, model, id: call.model, streamed, picture, draft, random, usage: {}, tail: { modelVersion: call.model, responseId: random.id(22) } };
  let made = parts(context);
  for (const fault of named) made = fault.parts?.(made, context, fault.detail) ?? made;
  context.usage = usage(order, random, made);
  let list = order.image && order.room < order.tokens ? [outOfRoom(context)] : await objects(context, made);
  for (const fault of named) list = fault.objects?.(list, context) ?? list;

  const fingerprint = picture.bytes.length ? { 'x-sandbox-sha256': await sha256(picture.bytes) } : undefined;
  return { status: 200, headers: { ...headersOf(style), ...fingerprint }, pieces: frame(list, style.framing, style) };
}

/** A seed that was asked for stays the scene's own, so that two prompts with one seed share their composition.
 *  @param {import('./sandbox/rules.js').Order} order @param {number} seed */
const sceneSeed = (order, seed) => (order.seed === undefined ? seed : order.seed >>> 0);

/** The answer when maxOutputTokens leaves no room for the image. @param {import('./sandbox/reply.js').Context} context */
function outOfRoom({ usage: tokens, tail }) {
  return { candidates: [{ content: { role: 'model' }, finishReason: 'MAX_TOKENS', index: 0 }], usageMetadata: tokens, ...tail };
}

/** @param {import('./sandbox/wire.js').Style} style @returns {Record<string, string>} */
function headersOf({ framing, mislabelled = false }) {
  const common = { ...CORS, vary: 'Origin, X-Origin, Referer' };
  if ((framing === 'sse') !== mislabelled) return { ...common, 'content-type': 'text/event-stream', 'content-disposition': 'attachment' };
  return { ...common, 'content-type': JSON_TYPE, ...(framing === 'unary' ? { 'x-gemini-service-tier': 'standard' } : {}) };
}

/** @param {object} body @returns {Reply} */
const plain = (body) => ({ status: 200, headers: { ...CORS, 'content-type': JSON_TYPE }, pieces: [...json(body, { pretty: true }), '\n'] });

/** An error before the stream starts is plain JSON with the stream's content type, or one element of the array.
 *  @param {number} status @param {object} body @param {Call | undefined} call @param {string} type @returns {Reply} */
function refused(status, body, call, type) {
  const google = Boolean(call?.google);
  const framed = google && call?.framing === 'array' ? [body] : body;
  const stated = google && call?.framing === 'sse' ? 'text/event-stream' : type;
  return { status, headers: { ...CORS, 'content-type': stated }, pieces: [...json(framed, google ? { pretty: true } : { compact: true }), ...(google ? ['\n'] : [])] };
}

/** @param {Call} call */
function listOf(call) {
  const ids = modelIds(call.google);
  const size = Number(call.url.searchParams.get('pageSize') ?? 50) || 50;
  const token = call.url.searchParams.get('pageToken') ?? '';
  const start = token ? Number(/^page-(\d+)$/.exec(token)?.[1] ?? NaN) : 0;
  if (!(size > 0) || !(start >= 0 && start < ids.length)) throw new Refusal(400, googleError(400, 'Page token is invalid.'));
  const end = start + Math.min(size, 1000);
  return { models: ids.slice(start, end).map(modelCard), ...(end < ids.length ? { nextPageToken: `page-${end}` } : {}) };
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
