// @ts-check
// Everything that is kept as one file, and back: a line that says what it is, a line with the length of a JSON, that JSON, and the bytes
// of all Blobs. It is put together of Blobs and cut into Blobs, so that it never lies in memory. What comes in is trusted for nothing:
// pictures go through the package's sniffer, conversations through the session's check, and only fields that are known are taken.
import { createSession, generateImage } from './wasmagine/index.js';

/** @typedef {import('./record.js').Picture} Picture */
/** @typedef {import('./store.js').Conversation} Conversation */

const TITLE = 'wasmagine gallery 1';

/** @param {readonly Picture[]} pictures @param {Conversation[]} conversations */
export function pack(pictures, conversations) {
  /** @type {Blob[]} */
  const blobs = [];
  let end = 0;
  /** A reference goes in once. @type {Map<Blob, [number, number]>} */
  const placed = new Map();
  const place = (/** @type {Blob} */ blob) => {
    const at = placed.get(blob) ?? [end, blob.size];
    if (!placed.has(blob)) end += blobs[blobs.push(blob) - 1].size;
    placed.set(blob, /** @type {[number, number]} */ (at));
    return at;
  };
  const list = JSON.stringify({
    pictures: pictures.map(({ blob, small, type, references, ...plain }) => ({ ...plain, at: place(blob), references: references.map(place) })),
    conversations: conversations.map(({ id, settings, source, contents }) => ({ id, settings, source: place(source), contents: contents.map(place) })),
  });
  const bytes = new TextEncoder().encode(list);
  return new Blob([`${TITLE}\n${bytes.length}\n`, bytes, ...blobs], { type: 'application/octet-stream' });
}

/** @param {Blob} file @returns {Promise<{ pictures: Picture[], conversations: Conversation[], refused: number }>} rejects what is no such file */
export async function unpack(file) {
  const head = /^(.+)\n(\d{1,12})\n/.exec(await file.slice(0, 64).text());
  if (head?.[1] !== TITLE) throw new Error('not a gallery');
  const start = head[0].length, length = Number(head[2]);
  const list = JSON.parse(await file.slice(start, start + length).text());
  const blob = (/** @type {unknown} */ at) => {
    const [from, size] = Array.isArray(at) ? at.map(Number) : [];
    if (!(from >= 0 && size > 0 && start + length + from + size <= file.size)) throw new Error('cut off');
    return file.slice(start + length + from, start + length + from + size);
  };
  let refused = 0;
  /** @template T @param {any} all @param {(one: any) => Promise<T>} read */
  const each = async (all, read) => {
    const good = /** @type {T[]} */ ([]);
    for (const one of Array.isArray(all) ? all : []) {
      try {
        good.push(await read(one));
      } catch {
        refused++;
      }
    }
    return good;
  };
  const conversations = await each(list.conversations, async ({ id, settings, source, contents }) => {
    const history = /** @type {const} */ ({ version: 1, contents: contents.map(blob) });
    await /** @type {any} */ (createSession({ history })).ready;
    return { id: text(id), settings: plain(settings), source: (await sniffed(blob(source))).blob, contents: [...history.contents] };
  });
  /** The same bytes are the same Blob, which is stored once. @type {Map<string, Promise<Blob>>} */
  const read = new Map();
  const reference = (/** @type {unknown} */ at) => {
    const name = String(at);
    if (!read.has(name)) read.set(name, sniffed(blob(at)).then((image) => image.blob));
    return /** @type {Promise<Blob>} */ (read.get(name));
  };
  const pictures = await each(list.pictures, async (one) => {
    const image = await sniffed(blob(one.at));
    const references = await each(one.references, reference);
    return /** @type {Picture} */ ({
      id: text(one.id), made: number(one.made), took: number(one.took), references, turn: number(one.turn),
      prompt: text(one.prompt), place: text(one.place), model: text(one.model), text: text(one.text), thoughts: text(one.thoughts),
      settings: plain(one.settings), usage: plain(one.usage), blob: image.blob, type: image.mediaType, width: image.width, height: image.height,
      ...(one.origin && { origin: text(one.origin) }),
      ...(one.conversation && { conversation: text(one.conversation) }),
    });
  });
  return { pictures, conversations, refused };
}

/** The package reads type and size from a picture's bytes when they come in a reply: so they do. @param {Blob} blob */
async function sniffed(blob) {
  const data = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob([blob]));
  });
  const reply = new Blob(['{"candidates":[{"content":{"role":"model","parts":[{"inlineData":{"mimeType":"image/png","data":"', data, '"}}]},"finishReason":"STOP"}]}'], { type: 'application/json' });
  const { image } = await generateImage('import', { fetch: async () => new Response(reply), maxRetries: 0 });
  return image;
}

const text = (/** @type {unknown} */ value) => String(value ?? '').slice(0, 100_000);
const number = (/** @type {unknown} */ value) => (Number.isFinite(value) ? Number(value) : 0);
const plain = (/** @type {unknown} */ value) => (value && typeof value === 'object' && !Array.isArray(value) ? value : {});
