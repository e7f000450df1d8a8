// @ts-check
// What stays when the page is left: records of pictures and conversations, and the contents that they lead to, as Blobs, each stored once
// however many lead to it. Knows nothing of what a picture means.
import { BYTES, NAMES, all, blobs, done, ids, open } from './database.js';
import { list } from './record.js';
import { settingsOf } from './settings.js';

/** @typedef {import('./record.js').Picture} Picture */
/** @typedef {{ id: string, contents: Blob[], source: Blob, settings: Record<string, any> }} Conversation */
/** @typedef {import('./record.js').Kept} Kept */
/** @typedef {Record<string, IDBObjectStore>} Stores */
/** @typedef {Map<string, Blob>} Contents by id */

/** @param {any} error */
export const isFull = (error) => error?.name === 'QuotaExceededError';

/** @param {any} error whether it is that another tab runs another version of the page */
export const isElsewhere = (error) => error?.name === 'VersionError';

/** The contents that a record leads to, by their ids. @param {any} record @returns {string[]} */
export const ledTo = ({ blob, small, references, source, contents }) =>
  [blob, small, source, references, contents].flat().filter((at) => typeof at === 'string');

/** An id. `crypto.randomUUID` is not there for a page that came by plain HTTP, as it does from a computer to a phone beside it. */
export const unique = () => hex(crypto.getRandomValues(new Uint8Array(16)));
const hex = (/** @type {Uint8Array} */ bytes) =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Of a content: by its type and bytes, so that the same is stored once. Plain HTTP has no hashes; there the same Blob is. @param {Blob} blob */
export function idOf(blob) {
  const hash = async () =>
    `${hex(new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())))} ${blob.type}`;
  const id = ids.get(blob) ?? (crypto.subtle ? hash() : Promise.resolve(unique()));
  ids.set(blob, id);
  return id;
}

/** Puts a content where a record can lead to it. @param {Contents} contents */
export const into = (contents) => async (/** @type {Blob | string} */ blob) => {
  if (!(blob instanceof Blob)) return blob;
  const id = await idOf(blob);
  contents.set(id, blob);
  return id;
};

/** @param {Picture | Kept} picture @param {Contents} contents @returns {Promise<Kept>} */
async function pictureRecord({ blob, small, references, ...plain }, contents) {
  const put = into(contents);
  const sizes = [blob, small].flatMap((at) => (at instanceof Blob ? at.size : []));
  return {
    ...(sizes.length && { sizes }),
    ...plain,
    blob: await put(blob),
    ...(small && { small: await put(small) }),
    references: await Promise.all(references.map(put)),
  };
}

/** @param {Conversation} conversation @param {Contents} contents */
async function conversationRecord({ id, settings, source, contents: turns }, contents) {
  const put = into(contents);
  return { id, settings, source: await put(source), contents: await Promise.all(turns.map(put)) };
}

// ───────────── writing ─────────────

/** All of it or nothing. @param {(stores: Stores) => Promise<void> | void} work @param {AbortSignal} [signal] */
export async function write(work, signal) {
  const database = await open();
  signal?.throwIfAborted();
  const writing = database.transaction(NAMES, 'readwrite');
  /** @type {unknown} */
  let failed;
  const give = (/** @type {unknown} */ reason) => {
    failed ??= reason;
    try {
      writing.abort();
    } catch {
      // It is over already.
    }
  };
  const stop = () => give(signal?.reason);
  signal?.addEventListener('abort', stop);
  try {
    await new Promise((resolve, reject) => {
      writing.oncomplete = resolve;
      // A full disk is told here, and not by the request.
      writing.onabort = () =>
        reject(failed ?? writing.error ?? new DOMException('The database gave up.', 'UnknownError'));
      Promise.resolve(work(Object.fromEntries(NAMES.map((name) => [name, writing.objectStore(name)])))).catch(
        (error) => give(writing.error ?? error),
      );
    });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/**
 * Writes records, and of the contents those that they lead to and that are not there.
 * @param {Contents} contents @param {(stores: Stores) => any[] | Promise<any[]>} work gives the records that it put @param {AbortSignal} [signal]
 */
export async function put(contents, work, signal) {
  const attempt = (/** @type {Map<string, any>} */ bodies) =>
    write(async (stores) => {
      for (const id of new Set((await work(stores)).flatMap(ledTo))) {
        // Of what came from the disk nothing is here, and all is there.
        if (bodies.has(id) && !(await done(stores.contents.count(id))))
          stores.contents.put({ id, blob: bodies.get(id) });
      }
    }, signal);
  try {
    await attempt(contents);
  } catch (error) {
    if (isFull(error) || isElsewhere(error) || signal?.aborted) throw error;
    await attempt(
      new Map(
        await Promise.all(
          [...contents].map(
            async ([id, blob]) =>
              /** @type {const} */ ([id, { [BYTES]: await blob.arrayBuffer(), type: blob.type }]),
          ),
        ),
      ),
    );
  }
}

// ───────────── reading ─────────────

/** @param {any[]} records @returns {Promise<Conversation[]>} those that are whole */
async function conversationsOf(records) {
  const blobOf = await blobs(records.flatMap(ledTo));
  return records.flatMap(({ id, settings, ...record }) => {
    const source = blobOf(record.source),
      contents = list(record.contents).map(blobOf);
    return source && contents.every(Boolean)
      ? [{ id, settings: settingsOf(settings), source, contents: /** @type {Blob[]} */ (contents) }]
      : [];
  });
}

export const store = {
  /** All of them or none. @param {(Picture | Kept)[]} pictures @param {(stores: Stores) => void} [also] what is written in the same moment @returns {Promise<Kept[]>} */
  async keep(pictures, also) {
    const contents = new Map();
    const records = await Promise.all(pictures.map((picture) => pictureRecord(picture, contents)));
    await put(contents, (stores) => {
      for (const record of records) stores.pictures.put(record);
      also?.(stores);
      return records;
    });
    return records;
  },
  /** With their contents. @param {Kept[]} kept @returns {Promise<Picture[]>} */
  async whole(kept) {
    const blobOf = await blobs(
      kept.flatMap(({ blob, small, references }) => [blob, small, references].flat()),
    );
    return kept.map(({ blob, small, references, sizes: _, ...plain }) => ({
      ...plain,
      blob: blobOf(blob) ?? new Blob(),
      small: blobOf(small),
      references: [references].flat().flatMap((at) => blobOf(at) ?? []),
    }));
  },
  /** @param {string[]} ids */
  remove: (ids) => write(({ pictures }) => ids.forEach((id) => void pictures.delete(id))),
  /** What a work finds for each in its record. @param {string[]} ids @param {(record: any) => Partial<Kept>} work */
  change: (ids, work) =>
    write(async ({ pictures }) => {
      await Promise.all(
        ids.map(async (id) => {
          const record = await done(pictures.get(id));
          if (record) pictures.put({ ...record, ...work(record) });
        }),
      );
    }),
  /** @returns {Promise<Conversation[]>} */
  conversations: async () => conversationsOf(await all('conversations')),
  /** @param {string} id @returns {Promise<Conversation | undefined>} */
  async conversation(id) {
    const record = await done(
      (await open()).transaction('conversations').objectStore('conversations').get(id),
    );
    return record && (await conversationsOf([record]))[0];
  },
  /** @param {Conversation} conversation */
  async remember(conversation) {
    const contents = new Map();
    const record = await conversationRecord(conversation, contents);
    await put(contents, ({ conversations }) => {
      conversations.put(record);
      return [record];
    });
  },
  /**
   * What an import brings, all of it or nothing. Of a conversation that is here already the longer one stays.
   * @param {Picture[]} pictures @param {Conversation[]} conversations @param {AbortSignal} signal
   */
  async take(pictures, conversations, signal) {
    const contents = new Map();
    const shown = await Promise.all(pictures.map((picture) => pictureRecord(picture, contents)));
    const told = await Promise.all(
      conversations.map((conversation) => conversationRecord(conversation, contents)),
    );
    let longer = 0,
      shorter = 0;
    await put(
      contents,
      async (stores) => {
        longer = shorter = 0;
        const records = [...shown];
        for (const record of shown) stores.pictures.put(record);
        for (const record of told) {
          const here = await done(stores.conversations.get(record.id));
          const more = record.contents.length - list(here?.contents).length;
          if (here && more > 0) longer++;
          if (here && more < 0) shorter++;
          if (here && more <= 0) continue;
          stores.conversations.put(record);
          records.push(/** @type {any} */ (record));
        }
        return records;
      },
      signal,
    );
    return { longer, shorter, records: shown };
  },
  clear: () =>
    write((stores) => {
      for (const name of NAMES) stores[name].clear();
    }),
};
