// @ts-check
// Everything that is kept as one file, and back: a line that says what it is, a line with the length of a JSON, that JSON, and the bytes
// of all Blobs. It is put together of Blobs and cut into Blobs, so that it never lies in memory. What comes in is trusted for nothing:
// pictures go through the package's sniffer, conversations through the session's check (talk.js), only fields that are known are taken, and no byte
// of the file belongs to two contents.
import { generateImage, init } from './wasmagine/index.js';
import { smallOf } from './encode.js';
import { isId, list, storyOf } from './record.js';
import { settingsOf } from './settings.js';
import { idOf } from './store.js';
import { talkReader } from './talk.js';

/** @typedef {import('./record.js').Picture} Picture */
/** @typedef {import('./store.js').Conversation} Conversation */

const TITLE = 'wasmagine gallery 1';

/** More bytes than any gallery has to say of itself, and fewer than a string may hold. */
const MOST = 200e6;
/** More pictures than any model takes. */
const MOST_REFERENCES = 100;
/** More than a gallery can show, and than the page can put in order in one go. */
export const MOST_ENTRIES = 100_000;
const MOST_RANGES = 3 * MOST_ENTRIES;
/** Entries until the page has its turn: those that need nothing read would not leave it one. */
const A_TURN = 100;

/** There is more in a file than is taken. */
export class TooMany extends Error {}

/** The disk gives only a part of the file. */
export class Unreadable extends Error {}

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
  const said = JSON.stringify({
    pictures: pictures.map(({ blob, small, type, references, ...plain }) => ({
      ...plain,
      at: place(blob),
      references: references.map(place),
    })),
    conversations: conversations.map(({ id, settings, source, contents }) => ({
      id,
      settings,
      source: place(source),
      contents: contents.map(place),
    })),
  });
  const bytes = new TextEncoder().encode(said);
  return new Blob([`${TITLE}\n${bytes.length}\n`, bytes, ...blobs], { type: 'application/octet-stream' });
}

/**
 * Reads and checks all of it, and stores nothing. The same bytes are the same Blob, wherever they lie. Rejects what is no such file, with
 * the signal's reason, and where what looks at pictures cannot be loaded.
 * @param {Blob} file @param {AbortSignal} signal @param {(done: number, all: number) => void} told
 * @returns {Promise<{ pictures: Picture[], conversations: Conversation[], refused: number }>}
 */
export async function unpack(file, signal, told) {
  const head = /^(.+)\n(\d{1,12})\n/.exec(await file.slice(0, 64).text());
  const start = head ? head[0].length + Number(head[2]) : 0;
  if (head?.[1] !== TITLE || start > Math.min(file.size, MOST)) throw new Error('not a gallery');
  const said = JSON.parse(await file.slice(head[0].length, start).text());
  const talks = list(said?.conversations),
    shown = list(said?.pictures);
  if (talks.length + shown.length > MOST_ENTRIES) throw new TooMany();
  const ranges = [
    ...shown.flatMap((one) => [one?.at, ...list(one?.references).slice(0, MOST_REFERENCES)]),
    ...talks.flatMap((one) => [one?.source, ...list(one?.contents)]),
  ];
  if (ranges.length > MOST_RANGES) throw new TooMany();
  const whole = apart(ranges, file.size - start);

  /** All that is read is cut here, so nothing more is once the import is cancelled. */
  const cut = (/** @type {string} */ range, type = '') => {
    signal.throwIfAborted();
    if (!whole.has(range)) throw new Error('outside the file, or across another');
    const [from, size] = range.split(',').map(Number);
    return file.slice(start + from, start + from + size, type);
  };
  /** @type {Map<string, Blob>} */
  const blobs = new Map();
  const same = async (/** @type {Blob} */ blob) => {
    const id = await idOf(blob);
    if (!blobs.has(id)) blobs.set(id, blob);
    return /** @type {Blob} */ (blobs.get(id));
  };
  const content = once((range) => same(cut(range)));
  const image = once(async (range) => {
    const { mediaType, width, height } = await sniffed(cut(range), signal);
    return { blob: await same(cut(range, mediaType)), type: mediaType, width, height };
  });
  const small = once(async (range) => {
    const { blob } = await image(range);
    signal.throwIfAborted();
    return smallOf(blob);
  });
  const talk = talkReader(content, once);

  let refused = 0,
    read = 0;
  const stopped = new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );
  stopped.catch(() => {});
  // Whatever looks at pictures without it would call them invalid.
  await Promise.race([init(), stopped]);
  /** @template {{ id: string }} T @param {any[]} all @param {(one: any) => Promise<T>} understand */
  const each = async (all, understand) => {
    /** @type {Map<string, T>} */
    const good = new Map();
    for (const one of all) {
      signal.throwIfAborted();
      try {
        if (!isId(one.id) || good.has(one.id)) throw new Error('no id of its own');
        good.set(one.id, await /** @type {Promise<T>} */ (Promise.race([understand(one), stopped])));
      } catch (error) {
        signal.throwIfAborted();
        if (isUnread(error)) throw new Unreadable();
        refused++;
      }
      told(++read, talks.length + shown.length);
      if (read % A_TURN === 0) await turn();
    }
    return [...good.values()];
  };
  const conversations = await each(talks, async ({ id, settings, source, contents }) => {
    const turns = await talk(list(contents).map(String));
    return {
      id,
      settings: settingsOf(settings),
      source: (await image(String(source))).blob,
      contents: turns,
    };
  });
  const pictures = await each(shown, async (one) => {
    const { suggestions, sources, ...story } = storyOf(one);
    const picture = await image(String(one.at));
    const ranges = list(one.references).slice(0, MOST_REFERENCES).map(String);
    /** @type {Blob[]} */
    const references = [];
    for (const range of ranges) {
      await image(range).then(
        ({ blob }) => references.push(blob),
        (error) => {
          signal.throwIfAborted();
          if (isUnread(error)) throw error;
          refused++;
        },
      );
    }
    return { ...story, id: one.id, ...picture, small: await small(String(one.at)), references };
  });
  return { pictures, conversations, refused };
}

/** The page has its turn. Timers would wait a second for theirs where the page is not seen. */
const turn = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(port1.close());
    port2.postMessage('');
  });

/** Whether the disk did not give what was to be judged: an entry has no part in that. @param {any} error */
const isUnread = (error) => error instanceof DOMException || error?.code === 'network';

/** One answer for each range; a read that failed is tried once more. @template T @param {(range: string) => Promise<T>} work */
function once(work) {
  /** @type {Map<string, Promise<T>>} */
  const answers = new Map();
  const answer = async (/** @type {string} */ range) => {
    try {
      return await work(range);
    } catch (error) {
      if (!isUnread(error)) throw error;
      return work(range);
    }
  };
  return (/** @type {string} */ range) => {
    if (!answers.has(range)) answers.set(range, answer(range));
    return /** @type {Promise<T>} */ (answers.get(range));
  };
}

/** Of ranges, those that lie within `room` bytes and none of which lies across another. @param {any[]} ranges @param {number} room @returns {Set<string>} */
function apart(ranges, room) {
  const good = new Set();
  let end = 0;
  const sound = ranges.filter(
    (at) =>
      Array.isArray(at) &&
      at.length === 2 &&
      at.every(Number.isSafeInteger) &&
      at[0] >= 0 &&
      at[1] > 0 &&
      at[0] + at[1] <= room,
  );
  for (const [from, size] of sound.sort(([from, size], [other, length]) => from - other || size - length)) {
    if (from < end) continue;
    good.add(`${from},${size}`);
    end = from + size;
  }
  return good;
}

/** The package reads type and size from a picture's bytes when they come in a reply: so they do. @param {Blob} blob @param {AbortSignal} signal */
async function sniffed(blob, signal) {
  const data = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    signal.addEventListener('abort', () => reader.abort(), { once: true });
    reader.onabort = () => reject(signal.reason);
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob([blob]));
  });
  const reply = new Blob(
    [
      '{"candidates":[{"content":{"role":"model","parts":[{"inlineData":{"mimeType":"image/png","data":"',
      data,
      '"}}]},"finishReason":"STOP"}]}',
    ],
    { type: 'application/json' },
  );
  const { image } = await generateImage('import', {
    fetch: async () => new Response(reply),
    maxRetries: 0,
    signal,
  });
  return image;
}
