// What the npm package has beside the output of a plain wasm-pack build, whose own default export loads the wasm: the build puts
// this behind src/types.d.ts.

/**
 * The same call as an async iterable of what happens. `await stream.result` gives what {@link generateImage} would have given.
 *
 * A stream keeps bytes flowing while the model works: text and thoughts come as they are written, and proxies that cut idle
 * connections have nothing to cut. A picture comes whole, and no sooner than it would have without.
 *
 * @example
 * ```js
 * const stream = streamImage('a red boat at dawn', { apiKey });
 * for await (const event of stream) {
 *   if (event.type === 'text') document.querySelector('output').append(event.text);
 *   if (event.type === 'image') img.src = event.image.url;
 * }
 * ```
 */
export function streamImage(prompt: string, options?: Omit<GenerateImageOptions, 'prompt'>): ImageStream;
/**
 * The same with everything in one object.
 *
 * @example
 * ```js
 * const { url } = await streamImage({ prompt: 'a red boat at dawn', apiKey }).result;
 * img.src = url;
 * ```
 */
export function streamImage(options: GenerateImageOptions & { prompt: string }): ImageStream;

/**
 * What happens in a stream; `index` says in which of the call's requests.
 * @example for await (const event of stream) if (event.type === 'text') output.value += event.text;
 */
export type ImageEvent =
  /** How far the request is. While your loop is busy only the latest is kept. */
  | { type: 'progress'; index: number; progress: Progress }
  /** A piece of what the model says, not the whole. */
  | { type: 'text'; index: number; text: string }
  /** A piece of what it thinks, if `thinking.includeThoughts` asks for it. */
  | { type: 'thought'; index: number; text: string }
  /** A draft: a picture among its thoughts. */
  | { type: 'preview'; index: number; image: GeneratedImage }
  /** A final picture. */
  | { type: 'image'; index: number; image: GeneratedImage }
  /** One of `n` requests failed; the others go on. */
  | { type: 'error'; index: number; error: GenerateImageError };

/**
 * A call that is running. It can be iterated once; `break` ends the call and its request.
 *
 * There is backpressure: while an iterator exists and has not taken what came, nothing more is read from the response, so the page's memory
 * does not grow with a slow reader; `timeout` goes on. Without an iterator nothing waits. What fails the call is thrown from the loop and
 * rejects `result`. A request is not retried once anything of its reply was handed over.
 *
 * @example
 * ```js
 * const stream = streamImage('a red boat at dawn', { apiKey });
 * for await (const { type } of stream) console.log(type);
 * img.src = (await stream.result).url;
 * ```
 */
export interface ImageStream extends AsyncIterable<ImageEvent> {
  /**
   * What {@link generateImage} would have given. It may be left alone: its rejection is not reported as unhandled. Await it after a loop,
   * not inside: a loop that waits for it holds up what is still to come.
   *
   * @example
   * ```js
   * const stream = streamImage('a red boat at dawn', { apiKey });
   * const { text, usage } = await stream.result;
   * console.log(usage.totalTokens > 1000); // true
   * ```
   */
  readonly result: Promise<GenerateImageResult>;
  /**
   * Ends the call and its request: the loop throws `reason`, and `result` rejects with it. An `AbortError` unless given.
   *
   * @example
   * ```js
   * const stream = streamImage('a red boat at dawn', { apiKey });
   * button.onclick = () => stream.cancel();
   * img.src = (await stream.result).url;
   * ```
   */
  cancel(reason?: unknown): void;
}

/**
 * Multi-turn editing: each turn goes on from the pictures before it. Every part of every turn goes back to the server byte for byte, with
 * its thought signature, opaque data without which Gemini 3 refuses the next turn. Left out are empty parts, which the API refuses; keys in
 * snake_case are spelled as the API does; and a picture that a gateway put into text, behind a link, or into base64 that the API would not
 * write so, is shown to the model in your next turn.
 *
 * History is Blobs, held outside wasm memory and JavaScript's heap; each request sends all of it, pictures and signatures.
 *
 * @example
 * ```js
 * const session = createSession({ apiKey });
 * await session.send('a red boat at dawn');
 * const { url } = await session.send('make the boat blue');
 * img.src = url;
 * console.log(session.turns.length); // 2
 * ```
 */
export function createSession(options?: SessionOptions): ImageSession;

/**
 * What all turns of a session share. A turn's own options win; `apiKey` and `headers` go to no other origin than the one that they were
 * given with, as in {@link createClient}.
 *
 * @example
 * ```js
 * const session = createSession({ apiKey, model: 'gemini-3-pro-image', system: 'Draw in flat colours.' });
 * await session.send('a red boat at dawn');
 * ```
 */
export interface SessionOptions extends Omit<GenerateImageOptions, 'prompt' | 'images' | 'n' | 'concurrency'> {
  /**
   * A stored conversation to go on with. None unless given.
   *
   * @example
   * ```js
   * const stored = createSession({ apiKey }).snapshot();
   * const session = createSession({ apiKey, history: stored });
   * console.log(session.turns.length); // 0
   * ```
   */
  history?: SessionSnapshot;
}

/**
 * What a turn can be told: a turn is one request.
 * @example const options: TurnOptions = { images: '/lamp.webp', timeout: 60_000 };
 */
export type TurnOptions = Omit<GenerateImageOptions, 'prompt' | 'n' | 'concurrency'>;

/**
 * A conversation. Turns run one after another, in the order in which they were asked for. One that fails or is aborted leaves
 * everything as it was.
 *
 * @example
 * ```js
 * const session = createSession({ apiKey });
 * await session.send('a red boat at dawn');
 * img.src = session.current.url;
 * ```
 */
export interface ImageSession extends Disposable {
  /**
   * Settles when `history` has been read, at once where there is none: until then `turns` is empty. Rejects with `invalid-option`, which
   * names `history.contents[i]`, where it is not what `snapshot` gave; every turn rejects with that too. Where it is the wasm that could
   * not be loaded, the next turn tries again.
   * @example await session.ready;
   */
  readonly ready: Promise<void>;
  /**
   * The turns that succeeded, oldest first, as they are now.
   * @example output.value = session.turns.map(({ prompt }) => prompt).join(', then ');
   */
  readonly turns: readonly SessionTurn[];
  /**
   * The last picture.
   * @example if (session.current) img.src = session.current.url;
   */
  readonly current?: GeneratedImage;
  /**
   * One turn, as {@link generateImage} does a call.
   *
   * @example
   * ```js
   * const session = createSession({ apiKey });
   * const { image } = await session.send('a red boat at dawn', { timeout: 60_000 });
   * console.log(image === session.current); // true
   * ```
   */
  send(prompt: string, options?: TurnOptions): Promise<GenerateImageResult>;
  /**
   * One turn, as {@link streamImage} does a call. It is a turn when the stream has ended well.
   *
   * @example
   * ```js
   * const session = createSession({ apiKey });
   * for await (const event of session.stream('a red boat at dawn')) {
   *   if (event.type === 'image') img.src = event.image.url;
   * }
   * console.log(session.turns.length); // 1
   * ```
   */
  stream(prompt: string, options?: TurnOptions): ImageStream;
  /**
   * Takes turns back, one unless given, at most all of them. Their pictures keep their URLs. While a turn runs or waits, or a history is
   * read, it is an `invalid-option` error.
   *
   * @example
   * ```js
   * const session = createSession({ apiKey });
   * await session.send('a red boat at dawn');
   * await session.send('make the boat blue');
   * session.undo();
   * console.log(session.turns.map(({ prompt }) => prompt).join()); // a red boat at dawn
   * ```
   */
  undo(turns?: number): void;
  /**
   * Another session, with the same options, that begins with this one's first turns, with all of them unless given. From there on neither
   * knows of the other.
   *
   * @example
   * ```js
   * const session = createSession({ apiKey });
   * await session.send('a red boat at dawn');
   * const other = session.fork();
   * await Promise.all([session.send('make the boat blue'), other.send('make it night')]);
   * console.log(session.turns.length, other.turns.length); // 2 2
   * ```
   */
  fork(atTurn?: number): ImageSession;
  /**
   * The history, to be stored: structured-cloneable, so it goes into IndexedDB as it is. In private windows WebKit's takes no Blobs:
   * store the `arrayBuffer()` of each, and make Blobs of them again.
   *
   * @example
   * ```js
   * const session = createSession({ apiKey });
   * await session.send('a red boat at dawn');
   * const later = createSession({ apiKey, history: structuredClone(session.snapshot()) });
   * await later.ready;
   * console.log(later.turns[0].prompt); // a red boat at dawn
   * ```
   */
  snapshot(): SessionSnapshot;
  /**
   * Ends what runs and what waits with an `AbortError`, and revokes the URLs of its turns, but for those that it began with as a fork.
   * Of a session that is disposed only `snapshot` and what it holds can still be asked for.
   *
   * @example
   * ```js
   * const session = createSession({ apiKey });
   * await session.send('a red boat at dawn');
   * session[Symbol.dispose](); // or `using session = createSession(…)`
   * ```
   */
  [Symbol.dispose](): void;
}

/**
 * One turn of a conversation.
 *
 * @example
 * ```js
 * const session = createSession({ apiKey });
 * await session.send('a red boat at dawn');
 * const [{ prompt, images }] = session.turns;
 * console.log(prompt, images.length); // a red boat at dawn 1
 * ```
 */
export interface SessionTurn {
  /**
   * What was asked for.
   * @example output.value = turn.prompt;
   */
  readonly prompt: string;
  /**
   * What the model said.
   * @example img.alt = turn.text || turn.prompt;
   */
  readonly text: string;
  /**
   * Its final pictures.
   * @example if (turn.images[0]) img.src = turn.images[0].url;
   */
  readonly images: readonly GeneratedImage[];
  /**
   * What the turn gave. Absent after a restore.
   * @example spent += turn.result?.usage.totalTokens ?? 0;
   */
  readonly result?: GenerateImageResult;
}

/**
 * A conversation as it is stored. Opaque: a Blob that was changed is refused.
 *
 * @example
 * ```js
 * const session = createSession({ apiKey });
 * await session.send('a red boat at dawn');
 * const { version, contents } = session.snapshot();
 * console.log(version, contents.length); // 1 2
 * ```
 */
export interface SessionSnapshot {
  /**
   * The form that the contents have.
   * @example if (snapshot.version !== 1) throw new Error('stored by another version');
   */
  readonly version: 1;
  /**
   * The contents as they are sent, the user's and the model's in turn; at the end pictures may stand that the next prompt begins with.
   * @example const bytes = snapshot.contents.reduce((sum, { size }) => sum + size, 0);
   */
  readonly contents: readonly Blob[];
}

/**
 * The package's functions with defaults bound: one client for an app, or for a key. Nothing is global, and making one loads nothing.
 *
 * A call's own options win, one by one: an option replaces the default whole, and one that is `undefined` leaves it. The defaults are read
 * at once, changing the object later changes nothing; whether they are good is told by the first call, with the usual error.
 *
 * `apiKey` and `headers` of the defaults go to no other origin than that of their `baseURL`, or kkiai's where there is none. Options whose
 * `baseURL` leads to another origin bring an `apiKey` of their own, or `headers` with a credential; where there is one among the defaults
 * and they do not, it is `invalid-option`, and nothing is sent. Another path of the same origin is fine.
 *
 * @example
 * ```js
 * const client = createClient({ apiKey, aspectRatio: '16:9' });
 * const wide = await client.generateImage('a red boat at dawn');
 * const square = await client.generateImage('a red boat at dawn', { aspectRatio: '1:1' });
 * console.log(wide.image.width, square.image.width); // 1344 1024
 * ```
 */
export function createClient(defaults: GenerateImageOptions): Client;

/**
 * What {@link createClient} makes. Its functions need no `this`.
 *
 * @example
 * ```js
 * const client = createClient({ apiKey });
 * const { check } = client;
 * console.log((await check()).ok); // true
 * ```
 */
export interface Client {
  /**
   * {@link generateImage} with the defaults.
   * @example const { url } = await client.generateImage('a red boat at dawn');
   */
  generateImage: typeof generateImage;
  /**
   * {@link streamImage} with the defaults.
   * @example for await (const { type } of client.streamImage('a red boat at dawn')) console.log(type);
   */
  streamImage: typeof streamImage;
  /**
   * {@link createSession} with those of the defaults that a session takes: not `prompt`, `images`, `n` and `concurrency`.
   * @example const { url } = await client.createSession().send('a red boat at dawn');
   */
  createSession: typeof createSession;
  /**
   * Finds out, before a picture is paid for, what stands in its way. It reads the server's list of models and the model's card, and draws
   * nothing. Requests go the way of a call's: through `fetch` where that is given, with one credential, ended by `signal`, each within 15
   * seconds or `timeout`, whichever is shorter. What tells a dead host from one that refuses the page is asked without the key and without
   * cookies.
   *
   * Options that are refused reject, as they do in a call; what is wrong with the server does not.
   *
   * @example
   * ```js
   * const { ok, hint } = await createClient({ apiKey }).check();
   * console.log(ok ? 'ready to draw' : hint); // ready to draw
   * ```
   */
  check(): Promise<CheckResult>;
}

/**
 * What `check()` found. What it could not tell is absent: many servers show their list to everybody, or have none.
 *
 * @example
 * ```js
 * const { ok, reachable, hint } = await createClient({ apiKey }).check();
 * console.log(ok, reachable, hint);
 * ```
 */
export interface CheckResult {
  /**
   * Nothing was found wrong.
   * @example button.disabled = !found.ok;
   */
  ok: boolean;
  /**
   * A server answers at `baseURL`.
   * @example if (!found.reachable) output.value = 'no server there';
   */
  reachable: boolean;
  /**
   * This page may read the answers. `false` too where a server hides an error that way, such as a refused key.
   * @example if (found.cors === false) output.value = 'this page may not read its answers';
   */
  cors?: boolean;
  /**
   * The key is good, or was refused. Absent where the server answers the same without it.
   * @example if (found.auth === false) output.value = 'the key is refused';
   */
  auth?: boolean;
  /**
   * The server has the model.
   * @example if (found.model === false) output.value = 'it has no such model';
   */
  model?: boolean;
  /**
   * One sentence on what to do; also where all is `ok` but little could be found out.
   * @example output.value = found.hint ?? 'ready to draw';
   */
  hint?: string;
}

/**
 * Loads the wasm ahead of the first call. Optional, except in `wasmagine/slim`, where `source` says where the wasm is: importing the
 * package has no side effects. Calling it again is harmless; after a failure it tries again.
 *
 * @example
 * ```js
 * import { init } from 'wasmagine';
 * await init(); // while the user types
 * ```
 */
export function init(source?: InitSource | PromiseLike<InitSource>): Promise<void>;

/**
 * Where the wasm is, or the wasm itself.
 * @example await init('/assets/wasmagine_bg.wasm');
 */
export type InitSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/**
 * Known models and what each takes, for menus. Plain data: reading it loads nothing. Ids outside the table are sent as they are.
 *
 * @example
 * ```js
 * import { models } from 'wasmagine';
 * const current = models.filter((model) => !model.retired);
 * console.log(current.map(({ id, name, sizes }) => [id, name, sizes]));
 * ```
 */
export const models: readonly ModelInfo[];

/**
 * A known model, as of November 2026.
 *
 * @example
 * ```js
 * const model = models.find(({ id }) => id === 'gemini-3-pro-image');
 * console.log(model.sizes.join(' ')); // 1K 2K 4K
 * ```
 */
export interface ModelInfo {
  /**
   * For the option `model`.
   * @example const { url } = await generateImage('a red boat', { apiKey, model: model.id });
   */
  readonly id: string;
  /**
   * What people call it.
   * @example menu.add(new Option(model.name, model.id));
   */
  readonly name: string;
  /**
   * Values of `aspectRatio` that it takes.
   * @example const wide = model.aspectRatios.includes('21:9');
   */
  readonly aspectRatios: readonly AspectRatio[];
  /**
   * Values of `size` that it takes. Empty where the size cannot be set.
   * @example for (const size of model.sizes) menu.add(new Option(size));
   */
  readonly sizes: readonly string[];
  /**
   * The most reference images that it works well with.
   * @example const images = [...(files ?? [])].slice(0, model.maxImages);
   */
  readonly maxImages: number;
  /**
   * Values of `thinking.level` that it takes. Empty where there is no choice.
   * @example const quick = model.thinking.includes('minimal');
   */
  readonly thinking: readonly string[];
  /**
   * Whether it takes `seed`, `temperature`, `topP` and `topK`.
   * @example const { url } = await generateImage('a red boat', { apiKey, model: model.id, ...(model.sampling && { seed: 7 }) });
   */
  readonly sampling: boolean;
  /**
   * Whether it can search the web and pictures before it draws.
   * @example button.hidden = !model.search.web;
   */
  readonly search: { readonly web: boolean; readonly image: boolean };
  /**
   * The hosts for which it is the default, where it is one: `'other'` is every host but kkiai's and Google's.
   * @example const first = model.defaultFor?.includes('google');
   */
  readonly defaultFor?: readonly ('kkiai' | 'google' | 'other')[];
  /**
   * When Google shut it down and what stands in its place, where it did; gateways may keep the old name.
   * @example if (model.retired) console.warn(`${model.id} has ended: ${model.retired.successor} stands in its place`);
   */
  readonly retired?: { readonly on: string; readonly successor: string };
}
