// @ts-check
// wasmagine/sandbox: a local image API as a fetch handler, for demos and tests. No key, no cost, no network. Here is the order of the
// steps; each step is a file of js/sandbox/. Import does nothing.

import { sleep, stream } from './sandbox/body.js';
import { Refusal, googleError, gatewayError, noChannel, relayed, unknownModel } from './sandbox/errors.js';
import { faultGroups, faults, findFaults } from './sandbox/faults.js';
import { findModel, modelCard, modelIds } from './sandbox/models.js';
import { paint, scene } from './sandbox/picture.js';
import { Random, freshSeed, hash } from './sandbox/random.js';
import { objects, parts, usage } from './sandbox/reply.js';
import { CORS, authorise, locate, preflight } from './sandbox/routes.js';
import { readOrder } from './sandbox/rules.js';
import { readBody } from './sandbox/schema.js';
import { verify } from './sandbox/signatures.js';
import { frame, json } from './sandbox/wire.js';

export { faultGroups, faults };

/** @typedef {import('./sandbox/routes.js').Call} Call */
/** @typedef {import('./sandbox/faults.js').Fault} Fault */
/** @typedef {{latency?: number | [min: number, max: number], rate?: number, requireKey?: boolean, fault?: string | ((request: Request) => string | undefined)}} Options */
/** `google`: in the words of Google's own server, whose headers then stand around it.
 *  @typedef {{status: number, headers: Record<string, string>, pieces: import('./sandbox/wire.js').Piece[], google: boolean}} Reply */

const JSON_TYPE = 'application/json; charset=UTF-8';
/** Google's inline limit since January 2026, in bytes. */
const LARGEST_BODY = 100 * 1024 * 1024;

/**
 * @param {Options} [options]
 * @returns {(input: RequestInfo | URL, init?: RequestInit) => Promise<Response>}
 */
export function sandbox(options = {}) {
  const { latency, rate, requireKey, fault } = checked(options);
  return async (input, init) => {
    const request = new Request(input, init);
    // The caller's own: a Request follows it only weakly in Node, and once that is collected its signal never aborts.
    const given = init?.signal === undefined && input instanceof Request ? input : init;
    const signal = given?.signal ?? request.signal;
    signal.throwIfAborted();
    const start = performance.now();
    if (request.method === 'OPTIONS') return preflight(request);
    const named = findFaults(typeof fault === 'function' ? fault(request) : fault);
    const [low, high] = typeof latency === 'number' ? [latency, latency] : latency;
    const pause = sleep(low + Math.random() * (high - low), signal);
    const reply = await answer(request, signal, named, requireKey);
    await pause;
    signal.throwIfAborted();
    const delivery = Object.assign({ rate }, ...named.map(({ body }) => body));
    /** @type {Record<string, string>} */
    const signs = reply.google
      ? {
          vary: 'Origin, X-Origin, Referer',
          'server-timing': `gfet4t7; dur=${Math.round(performance.now() - start)}`,
        }
      : {};
    const body = reply.pieces.length ? stream(reply.pieces, delivery, signal) : null;
    return new Response(body, { status: reply.status, headers: { ...signs, ...reply.headers } });
  };
}

/** @param {Options} options */
function checked({ latency = 0, rate, requireKey = false, fault, ...others }) {
  const [unknown] = Object.keys(others);
  if (unknown)
    throw new TypeError(
      `sandbox: "${unknown}" is no option; the options are latency, rate, requireKey and fault`,
    );
  const span = typeof latency === 'number' ? [latency, latency] : latency;
  if (!Array.isArray(span) || span.length !== 2 || !(span[0] >= 0 && span[1] >= span[0])) {
    throw new TypeError('sandbox: latency must be milliseconds, or [min, max]');
  }
  if (rate !== undefined && !(rate > 0))
    throw new TypeError('sandbox: rate must be a positive number of bytes a second');
  if (typeof fault === 'string') findFaults(fault);
  return { latency, rate, requireKey, fault };
}

/** @param {Request} request @param {AbortSignal} signal @param {Fault[]} named @param {boolean} requireKey @returns {Promise<Reply>} */
async function answer(request, signal, named, requireKey) {
  /** @type {Call | undefined} */
  let call;
  try {
    call = locate(request);
    const instead = named.find((fault) => fault.answer);
    if (instead?.answer) return stated(await instead.answer(request, instead.detail ?? '', signal), call);
    authorise(request, call, requireKey);
    if (call.kind === 'list') return plain(listOf(call), call);
    const model = findModel(call.model, call.host);
    if (!model)
      throw call.host === 'gateway' && call.kind === 'generate'
        ? noChannel(call.model)
        : unknownModel(call.model, call.version, call.method);
    if (call.kind === 'card') return plain(modelCard(call.model), call);
    return await generate(request, call, model, named);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refused(error, call);
  }
}

/**
 * @param {Request} request @param {Call} call @param {import('./sandbox/models.js').Model} model @param {Fault[]} named
 * @returns {Promise<Reply>}
 */
async function generate(request, call, model, named) {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > LARGEST_BODY) {
    throw call.host === 'gateway'
      ? new Refusal(413, gatewayError('http: request body too large', { code: 'read_request_body_failed' }))
      : new Refusal(400, googleError(400, `Request payload size exceeds the limit: ${LARGEST_BODY} bytes.`));
  }
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type))
    throw new Refusal(
      400,
      googleError(400, `Invalid content type "${type}": the body must be application/json.`),
    );
  const text = new TextDecoder().decode(bytes);
  const order = readOrder(readBody(text, call.host), model, call.model);
  await verify(order.contents, model);

  const seed = order.seed === undefined ? freshSeed() : hash(text, order.seed);
  const random = new Random(seed);
  const instead = named.find((fault) => fault.picture);
  const wanted = (order.image || named.some((fault) => fault.parts)) && !named.some((fault) => fault.blind);
  const nothing = { mimeType: model.mediaType, bytes: new Uint8Array(0) };
  // A seed that was asked for stays the scene's own, so that two prompts with one seed share their composition.
  const plan = scene(order, order.seed === undefined ? seed : order.seed >>> 0);
  const picture = instead?.picture
    ? await instead.picture({ random }, instead.detail)
    : wanted
      ? await paint(plan, order, model)
      : nothing;
  request.signal.throwIfAborted();
  const wantsDraft = wanted && !instead && (order.thoughts || named.some((fault) => fault.draft));
  const draft = wantsDraft ? await paint(plan, order, model, 0.5) : undefined;
  const style = Object.assign(
    { events: call.host === 'gateway' ? 'gateway' : 'google', framing: call.framing },
    ...named.map((fault) => fault.style),
  );
  // Where a single answer was asked for, an array is one around it.
  const streamed = style.framing === 'array' ? call.framing !== 'unary' : style.framing === 'sse';
  const context = {
    order,
    model,
    id: call.model,
    streamed,
    picture,
    draft,
    unseen: plan.unseen,
    random,
    usage: {},
    tail: { modelVersion: call.model, responseId: random.id(22) },
  };
  let made = parts(context);
  for (const fault of named) made = fault.parts?.(made, context, fault.detail) ?? made;
  context.usage = usage(order, random, made);
  let list = order.image && order.room < order.tokens ? [outOfRoom(context)] : await objects(context, made);
  for (const fault of named) list = fault.objects?.(list, context) ?? list;

  const fingerprint = picture.bytes.length ? { 'x-sandbox-sha256': await sha256(picture.bytes) } : undefined;
  return {
    status: 200,
    headers: { ...headersOf(style, order.tier), ...fingerprint },
    pieces: frame(list, style.framing, style),
    google: call.host !== 'gateway',
  };
}

/** The answer when maxOutputTokens leaves no room for the image. @param {import('./sandbox/reply.js').Context} context */
function outOfRoom({ usage: tokens, tail }) {
  return {
    candidates: [{ content: { role: 'model' }, finishReason: 'MAX_TOKENS', index: 0 }],
    usageMetadata: tokens,
    ...tail,
  };
}

/** @param {import('./sandbox/wire.js').Style} style @param {string} tier which served; only a single answer's header says so @returns {Record<string, string>} */
function headersOf({ framing, mislabelled = false }, tier) {
  if ((framing === 'sse') !== mislabelled)
    return { ...CORS, 'content-type': 'text/event-stream', 'content-disposition': 'attachment' };
  return {
    ...CORS,
    'content-type': JSON_TYPE,
    ...(framing === 'unary' ? { 'x-gemini-service-tier': tier } : {}),
  };
}

/** @param {object} body @param {Call} call @returns {Reply} */
const plain = (body, call) => ({
  status: 200,
  headers: { ...CORS, 'content-type': JSON_TYPE },
  pieces: [...json(body, { pretty: true }), '\n'],
  google: call.host !== 'gateway',
});

/** Google's error before a stream is plain JSON with the stream's content type, or one element of the array. A gateway words it itself.
 *  @param {Refusal} refusal @param {Call | undefined} call undefined: there is no such route @returns {Reply} */
function refused({ code, body }, call) {
  if (!('status' in body.error))
    return {
      status: code,
      headers: { ...CORS, 'content-type': 'application/json; charset=utf-8' },
      pieces: [...json(body, { compact: true })],
      google: false,
    };
  if (call?.host === 'gateway') return refused(new Refusal(code, relayed(body)), call);
  const framed = call?.framing === 'array' ? [body] : body;
  const type = call?.framing === 'sse' ? 'text/event-stream' : JSON_TYPE;
  return {
    status: code,
    headers: { ...CORS, 'content-type': type },
    pieces: [...json(framed, { pretty: true }), '\n'],
    google: true,
  };
}

/** What a fault says instead of any reply. Google's own words come as it frames them, but at a gateway; all others as they are.
 *  @param {import('./sandbox/faults.js').Answer} answer @param {Call} call @returns {Reply} */
function stated({ status, type, body, headers, unreadable }, call) {
  const reply =
    typeof body === 'object' && 'error' in body && body.error.status && call.host !== 'gateway'
      ? refused(new Refusal(status, body), call)
      : {
          status,
          headers: { ...CORS, 'content-type': type },
          pieces: typeof body === 'string' ? (body ? [body] : []) : [...json(body, { compact: true })],
          google: false,
        };
  Object.assign(reply.headers, headers);
  if (unreadable) delete reply.headers['access-control-allow-origin'];
  return reply;
}

/** @param {Call} call */
function listOf(call) {
  const ids = modelIds(call.host);
  const size = Number(call.url.searchParams.get('pageSize') ?? 50) || 50;
  const token = call.url.searchParams.get('pageToken') ?? '';
  const start = token ? Number(/^page-(\d+)$/.exec(token)?.[1] ?? NaN) : 0;
  if (!(size > 0) || !(start >= 0 && start < ids.length))
    throw new Refusal(400, googleError(400, 'Page token is invalid.'));
  const end = start + Math.min(size, 1000);
  return {
    models: ids.slice(start, end).map(modelCard),
    ...(end < ids.length ? { nextPageToken: `page-${end}` } : {}),
  };
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
