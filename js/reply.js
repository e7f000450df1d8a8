// @ts-check
// The documents of a reply, as they come → events, and at the end an `ImageResponse`, or the error that says why there is no picture.
//
// Names are Google's in camelCase; the snake_case that some gateways answer in is read as well. Every field may be absent or null. Which
// pictures are the result: all that are not thoughts; if there are none, the last thought, because some gateways mark the only picture as
// one. A picture that came whole is the caller's, whatever happens after it. Pictures that stand elsewhere than the API puts them, inside
// text, in `fileData`, behind links, are read too: js/prose.js finds them. Bytes are Rust's (src/text.rs).
import { CUT, Said, defined, field, isObject, lifted, list, reading, text, usageOf } from './answer.js';
import { createImage, held } from './api.js';
import { words as tongue } from './later.js';
import { Turn, mismatches } from './outcome.js';

/** @typedef {import('./said.js').Found} Found */

/** What of a part is known. */
const READ = ['text', 'thought', 'thoughtSignature', 'thought_signature', 'inlineData', 'inline_data'];

/** No reply has more; one that does is up to no good. */
const LINKS_MOST = 16;

/** The fields of the error for a response that is not ok. @param {Response} response @param {string} said its body, as far as it came @param {any} host @param {string} model */
export const explain = (response, said, host, model) => tongue().then(
  ({ explain }) => explain(response, said, host, model), (missing) => ({ ...missing, status: response.status, attempts: 1 }));

/** A reply as far as it came. */
export class Gathered {
  #core;
  #queue;
  #index;
  #options;
  /** Something of it was told: to try again would tell it twice. */
  told = false;
  /** What decodes base64 in text, and in thoughts. @type {{ of: any, free: () => void }[]} */
  #decoders = [];
  /** @type {any[]} */ #raw = [];
  /** @type {any[]} */ #images = [];
  /** @type {any[]} */ #drafts = [];
  /** The last of them cannot go back as it came. */
  #draftMended = false;
  /** The first of bytes that are no picture. @type {Uint8Array[]} */
  #odd = [];
  #text = new Said(false);
  #thoughts = new Said(true);
  /** Files that are links, and the parts that they stand in. @type {string[]} */
  #links = [];
  /** @type {number[]} */ #linking = [];
  #linked = '';
  /** The fields of an error. @type {(() => any) | undefined} */ #unfetched;
  /** What errors are told with, where one is to be told; why that is not there. @type {Awaited<ReturnType<typeof tongue>> | undefined} */
  #words;
  /** @type {any} */ #missing;
  #usage = {};
  /** @type {string | undefined} */ #finishReason;
  /** @type {string | undefined} */ #finishMessage;
  /** @type {string | undefined} */ #blockReason;
  /** @type {any[]} */ #safetyRatings = [];
  /** @type {any} */ #grounding;
  /** @type {string | undefined} */
  #version;
  /** @type {string | undefined} */
  #responseId;
  /** @type {any} */
  #error;
  /** What was odd and could be read all the same. @type {Set<string>} */
  #repairs = new Set();
  #turn = new Turn();

  /** @param {any} core the wasm @param {any} queue @param {number} index @param {any} options */
  constructor(core, queue, index, options) {
    this.#core = core;
    this.#queue = queue;
    this.#index = index;
    this.#options = options;
  }

  /** What is to be waited for before a document is added; never rejects. @param {any} reply @returns {Promise<unknown> | undefined} */
  prepare(reply) {
    return reading.prepare(reply)?.catch((missing) => { this.#missing = missing; });
  }

  /** No more is read of text. */
  free() {
    for (const decoder of this.#decoders) decoder?.free();
  }

  /** @param {'text' | 'thought' | 'preview' | 'image'} type @param {any} value */
  #tell(type, value) {
    if (!this.#queue) return;
    this.told = true;
    this.#queue.push(type, this.#index, value);
  }

  /**
   * Adds a document, and tells what it brings.
   * @param {any} reply in which each lifted string is its index in `found`, in digits @param {Found[]} found @param {Blob[]} parts as they came
   */
  add(reply, found, parts) {
    let at = 0; // shift() would move all that is behind, for each of many parts
    this.#raw.push(reply);
    if (isObject(field(reply, 'error')) || text(field(reply, 'error'))) this.#error = reply;
    for (const candidate of list(field(reply, 'candidates'))) {
      for (const part of list(field(field(candidate, 'content'), 'parts'))) {
        // What is no object is no part, and was not kept as one.
        const came = isObject(part) && !Array.isArray(part) ? parts[at++] : undefined;
        const returns = this.#part(part, found);
        this.#turn.parts.push(returns ? came : undefined);
      }
      this.#finishReason = text(field(candidate, 'finishReason')) ?? this.#finishReason;
      this.#finishMessage = text(field(candidate, 'finishMessage')) ?? this.#finishMessage;
      for (const rating of list(field(candidate, 'safetyRatings')).filter(isObject)) this.#safetyRatings.push(rating); // spread, many would not fit the stack
      const grounding = field(candidate, 'groundingMetadata');
      if (isObject(grounding)) this.#grounding = grounding;
    }
    const feedback = field(reply, 'promptFeedback');
    this.#blockReason = text(field(feedback, 'blockReason')) ?? this.#blockReason;
    for (const rating of list(field(feedback, 'safetyRatings')).filter(isObject)) this.#safetyRatings.push(rating);
    const usage = field(reply, 'usageMetadata');
    if (isObject(usage)) this.#usage = usageOf(usage); // cumulative: the last one counts
    this.#version = text(field(reply, 'modelVersion')) ?? this.#version;
    this.#responseId = text(field(reply, 'responseId')) ?? this.#responseId;
  }

  /** Whether it has said why it ended. */
  #isFinished() {
    return (this.#finishReason ?? this.#blockReason ?? this.#error) !== undefined;
  }

  /** How many milliseconds more to wait for, once it has said why it ended: usage may follow. Some servers say STOP in every event, so
   * without a picture the word means little. @returns {number} 0 where it has not */
  patience() {
    if (!this.#isFinished()) return 0;
    return !this.#images.length && this.#finishReason === 'STOP' ? 60_000 : 5_000;
  }

  /** Whether a picture came. */
  get isShown() {
    return this.#images.length > 0;
  }

  /** The reply broke off after a picture. @param {string} message */
  breakOff(message) {
    this.#repairs.add(`the reply broke off after the picture: ${message}`);
  }

  /**
   * Reads a part, and puts each lifted string's Blob where its index stands; says whether the part can go back to the server as it came.
   * Empty ones cannot, text that is not signed and pictures without data: the API refuses them.
   * @param {any} part @param {Found[]} found @returns {boolean}
   */
  #part(part, found) {
    const thought = Boolean(field(part, 'thought'));
    let [signed, blank, mended] = [false, false, false];
    let full = isObject(part) && Object.keys(part).some((name) => !READ.includes(name) && part[name] !== null);
    for (const name of ['thoughtSignature', 'thought_signature']) {
      const signature = lifted(part, name, found);
      if (!signature) continue;
      const { blob } = signature;
      if (blob?.size) signed = true;
      if (!blob) this.#repairs.add('a thought signature in the reply is no base64: it was left out');
      if (name.includes('_')) this.#repairs.add(SNAKE);
      part[name] = blob ?? null;
    }
    const words = field(part, 'text');
    if (typeof words === 'string') {
      full ||= words !== '';
      const said = thought ? this.#thoughts : this.#text;
      const reader = said.reader();
      if (reader) this.#say(said, reader.push(this.#turn.parts.length, words), false);
      else this.#speak(said, words);
    }
    const uri = field(field(part, 'fileData'), 'fileUri');
    if (typeof uri === 'string') mended = this.#file(uri, thought);
    for (const name of ['inlineData', 'inline_data']) {
      const inline = part?.[name];
      const data = lifted(inline, 'data', found);
      blank ||= isObject(inline);
      if (!data?.blob) continue;
      full ||= data.blob.size > 0;
      if (name.includes('_')) this.#repairs.add(SNAKE);
      inline.data = data.blob;
      if (!data.mediaType) {
        if (data.odd) this.#odd.push(data.odd);
        continue;
      }
      const untyped = text(field(inline, 'mimeType')) === undefined;
      if (data.prefixed) this.#repairs.add('a picture in the reply is a data: URL where bare base64 should be');
      if (untyped) this.#repairs.add('a picture in the reply has no media type beside it');
      this.#endText();
      mended ||= data.prefixed || untyped;
      if (data.prefixed || untyped) this.#mend(data, thought);
      else this.#picture(data, thought);
    }
    return !mended && (full || (signed && !blank));
  }

  /**
   * Text as far as it is settled, and the pictures in it.
   * @param {Said} said @param {string | undefined} next @param {boolean} last
   */
  #say(said, next, last) {
    for (const item of this.#items(said, next, last)) {
      if (typeof item === 'string') this.#speak(said, item);
      else {
        this.#repairs.add('a picture in the reply is a data: URL inside its text');
        this.#mend(item, said.thought);
      }
    }
    return undefined;
  }

  /** @param {Said} said @param {string} words */
  #speak(said, words) {
    if (!words) return;
    said.text += words;
    this.#tell(said.thought ? 'thought' : 'text', words);
  }

  /** @param {Said} said @param {string | undefined} next @param {boolean} last @returns {(string | Found)[]} */
  #items(said, next, last) {
    const reader = /** @type {import('./prose.js').Prose} */ (said.reader());
    while (next !== undefined) {
      const decoder = (this.#decoders[Number(said.thought)] ??= held(this.#core.text()));
      /** @type {[number, Found | undefined]} */
      const [end, picture] = decoder.of.read(next, last);
      let number;
      if (picture) {
        number = picture.mediaType ? said.pictures.push(picture) - 1 : null;
        said.odd ||= picture.odd;
      }
      next = reader.decoded(next, end, number);
    }
    return reader.take().map((item) => (typeof item === 'string' ? item : said.pictures[item]));
  }

  /** What was held back of text, because it might have become a picture, is text: something else follows. */
  #endText() {
    for (const said of [this.#thoughts, this.#text]) if (said.prose) this.#say(said, said.prose.finish(), true);
  }

  /** What some gateways answer with in place of `inlineData`: a data: URL, or a link. Says whether it was a picture. @param {string} uri @param {boolean} thought @returns {boolean} */
  #file(uri, thought) {
    this.#endText();
    const said = new Said(thought);
    const reader = said.reader();
    if (!reading.prose || !reader) return false;
    const items = [...this.#items(said, reader.push(0, uri), false), ...this.#items(said, reader.finish(), true)];
    const picture = items.find((item) => typeof item !== 'string');
    if (picture) {
      this.#repairs.add('a picture in the reply is a data: URL in `fileData`');
      this.#mend(/** @type {Found} */ (picture), thought);
    } else if (said.odd) this.#odd.push(said.odd);
    else if (!thought && reading.prose.link(uri)) {
      this.#links.push(uri);
      this.#linking.push(this.#turn.parts.length);
    }
    return Boolean(picture);
  }

  /** @param {Found} found @param {boolean} thought */
  #picture({ blob, mediaType, width, height }, thought) {
    const image = createImage(/** @type {Blob} */ (blob), mediaType, width, height);
    (thought ? this.#drafts : this.#images).push(image);
    if (thought) this.#draftMended = false;
    this.#tell(thought ? 'preview' : 'image', image);
  }

  /** Adds a picture that cannot go back as it came. A thought need not. @param {Found} found @param {boolean} thought */
  #mend(found, thought) {
    this.#picture(found, thought);
    this.#draftMended = thought;
    if (!thought) this.#turn.mended.push(/** @type {Blob} */ (found.blob));
  }

  /** No more comes. Where no picture came, the links that may lead to one are to be fetched. */
  settle() {
    this.#endText();
    this.#links = this.#images.length + this.#drafts.length ? [] : [...this.#links, ...(reading.prose?.links(this.#text.text) ?? [])].slice(0, LINKS_MOST);
  }

  /**
   * Fetches the next link, if there is one, and in the end what an error is told with, if there is one to tell; never rejects.
   * @param {AbortSignal} signal @returns {Promise<Uint8Array<ArrayBuffer>[] | undefined> | undefined} bytes, to be told to loaded()
   */
  load(signal) {
    const { prose } = reading;
    const link = this.#links.shift();
    if (!prose || link === undefined) return this.#speechless();
    this.#linked = prose.hostOf(link);
    return prose.load(link, this.#options.base, this.#options.remoteImages, signal).catch((refusal) => this.#refused(refusal));
  }

  /** @returns {Promise<undefined> | undefined} */
  #speechless() {
    const wordless = !this.#images.length && !this.#drafts.length;
    if (this.#words || this.#missing || !(wordless || this.#error || this.#unfetched || this.#odd.length || this.#text.odd || this.#thoughts.odd)) return;
    return tongue().then((words) => void (this.#words = words), (missing) => void (this.#missing = missing));
  }

  /** @param {Uint8Array | undefined} head */
  #nameOf(head) {
    return head && (this.#words?.nameOf(head) ?? 'unknown bytes');
  }

  /** @param {Uint8Array<ArrayBuffer>[]} pieces */
  loaded(pieces) {
    /** @type {Found} */
    const found = this.#core.look(pieces);
    if (found.mediaType) {
      this.#repairs.add(`the picture came as a link and was fetched from ${this.#linked}`);
      this.#mend({ ...found, blob: new Blob(pieces, { type: found.mediaType }) }, false);
      this.#turn.leaveOut(this.#linking);
    } else this.#refused({ says: () => `holds ${this.#nameOf(found.odd) ?? 'nothing'}, no picture`, hint: 'only PNG, JPEG, WebP, GIF and AVIF are pictures here' });
  }

  /** @param {{ says: string | (() => string), hint: string, network?: boolean, cause?: unknown }} refusal */
  #refused({ says, hint, network, cause }) {
    const link = `in place of a picture came a link to ${this.#linked}, which`;
    this.#unfetched ??= () => ({
      code: network ? 'network' : 'no-image', message: `${link} ${typeof says === 'string' ? says : says()}`, maybeBilled: true, hint, thrown: cause,
    });
    return undefined;
  }

  /** What it all came to. @param {boolean} events it came as a stream of events @param {boolean} array it came as an array */
  finish(events, array) {
    const [repairs, turn, images] = [this.#repairs, this.#turn, this.#images];
    const wanted = Boolean(this.#queue);
    if (array) repairs.add('the reply is an array of replies');
    else if (events && !wanted) repairs.add('the reply is a stream of events where a single answer was asked for');
    else if (!events && wanted) repairs.add('the reply is a single answer where a stream of events was asked for');
    if (!images.length && this.#drafts.length) {
      const only = this.#drafts.pop();
      this.#tell('image', only);
      images.push(only);
      if (this.#draftMended) turn.mended.push(only.blob);
    }
    const raw = events || array ? this.#raw : this.#raw[0];
    const cut = events && !this.#isFinished();
    if (!images.length) return { error: this.#failure(raw, cut) };
    if (this.#error) repairs.add(`after the picture ${this.#judge()?.message}`);
    else if (cut) repairs.add('the reply ended without a finish reason');
    if (this.#unfetched) repairs.add(this.#unfetched().message);
    if (this.#missing) repairs.add(`the reply was not looked through: ${this.#missing.message}`);
    const odd = this.#nameOf(this.#text.odd ?? this.#thoughts.odd);
    if (odd) repairs.add(`a data: URL inside the reply's text holds ${odd}, which is no picture: it stays text`);
    turn.replace(this.#text.prose?.replaced ?? [], false);
    turn.replace(this.#thoughts.prose?.replaced ?? [], true);
    const { width, height } = images.at(-1);
    const { imageConfig: asked } = this.#options.body.generationConfig;
    const compat = [...this.#odd.map((odd) => `the reply also held ${this.#nameOf(odd)}, which is no picture: it was left out`), ...repairs];
    const warnings = [
      ...mismatches(asked?.aspectRatio, asked?.imageSize, width, height), ...compat.map((message) => ({ type: 'compat', message })),
    ];
    const response = defined({
      index: this.#index, images, text: this.#text.text, thoughts: { text: this.#thoughts.text, images: this.#drafts }, usage: this.#usage,
      finishReason: this.#finishReason ?? '', safetyRatings: this.#safetyRatings, grounding: this.#grounding, model: this.#version ?? this.#options.model,
      responseId: this.#responseId, raw,
    });
    return { response, warnings, turn };
  }

  #judge() {
    return this.#words ? this.#words.judge(this.#words.toldInReply(this.#error), this.#error, this.#options.host, this.#options.model) : this.#missing;
  }

  /** @param {any} raw @param {boolean} cut the stream ended before its end */
  #failure(raw, cut) {
    if (this.#error) return this.#judge();
    const [blockReason, finishReason, said] = [this.#blockReason, this.#finishReason, this.#text.text];
    const odd = this.#nameOf(this.#odd[0] ?? this.#text.odd);
    const why = this.#unfetched?.() ?? (cut && !odd ? CUT : this.#words?.ending(blockReason, finishReason, this.#finishMessage, said, odd)) ?? this.#missing;
    return { ...why, status: 200, attempts: 1, finishReason: blockReason ?? finishReason, text: said || undefined, usage: this.#usage, body: raw };
  }
}

const SNAKE = 'the reply spells its names in snake_case';
