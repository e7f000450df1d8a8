// @ts-check
// Pictures as one ZIP, with what is told of each beside it. client-zip reads each picture for its checksum while the file is made; into the
// file goes the Blob itself, which lies on the disk. So no more than a piece of one picture is in memory, however many there are. Nothing is
// compressed: pictures are.
import { save } from './actions.js';
import { about, csv, names } from './listing.js';
import { isFull, unique } from './store.js';
import { makeZip } from './vendor/client-zip.js';
import { ending } from './wording.js';

/** @typedef {import('./record.js').Picture} Picture */
/** @typedef {Uint8Array<ArrayBuffer> | Blob} Piece */
/** @typedef {(done: number, all: number, pictures: number) => void} Told how many bytes of how many, and how many pictures are done */

/** Bytes that are read at once. */
const CHUNK = 2 ** 18;
/** Bytes from which on a ZIP is not put together in memory's reach, and milliseconds after which it is saved for certain. */
const LARGE = 64e6,
  LONG = 600_000;
/** What a ZIP can tell of time begins with this year. */
const EARLIEST = Date.UTC(1980, 0, 2);

/** Into memory that is there, where the browser can. @param {Blob} blob */
function readerOf(blob) {
  /** @type {ReadableStreamBYOBReader | ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} */
  let reader;
  const stream = blob.stream();
  try {
    reader = stream.getReader({ mode: 'byob' });
  } catch {
    reader = stream.getReader();
  }
  return {
    /** @param {ArrayBuffer} room that it may take @returns {Promise<{ value: any, done: boolean }>} */
    read: (room) =>
      reader instanceof ReadableStreamDefaultReader ? reader.read() : reader.read(new Uint8Array(room)),
    cancel: () => void reader.cancel().catch(() => {}),
  };
}

/**
 * The file piece by piece, in order.
 * @param {readonly Picture[]} pictures @param {AbortSignal} signal @param {Told} told @returns {AsyncGenerator<Piece, void>}
 */
export async function* pieces(pictures, signal, told) {
  const sum = pictures.reduce((sum, { blob }) => sum + blob.size, 0);
  let read = 0,
    whole = 0;
  /** Of which Blob a chunk is. @type {WeakMap<Uint8Array, Blob>} */
  const parts = new WeakMap();
  /** Where pictures are read into, one chunk after the other: new memory for each would be given back only when there is much of it. */
  let room = new ArrayBuffer(CHUNK);
  /** @param {Blob} blob */
  function chunks(blob) {
    const next = readerOf(blob);
    // A disk that does not answer must not hold it up.
    signal.addEventListener('abort', next.cancel);
    return new ReadableStream(
      {
        async pull(to) {
          const { value, done } = await next.read(room);
          if (value) room = value.buffer;
          signal.throwIfAborted();
          if (done) {
            signal.removeEventListener('abort', next.cancel);
            told(read, sum, ++whole);
            return to.close();
          }
          parts.set(value, blob);
          read += value.length;
          told(read, sum, whole);
          to.enqueue(value);
        },
        cancel: next.cancel,
      },
      // Nothing is read ahead: what is read next takes the place of what was read before.
      { highWaterMark: 0 },
    );
  }
  function* entries() {
    const rows = [];
    for (const [at, name] of names(pictures).entries()) {
      const picture = pictures[at];
      const row = about(picture, `${name}.${ending(picture.type)}`);
      const lastModified = new Date(Math.max(picture.made, EARLIEST));
      rows.push(row);
      yield { name: row.file, lastModified, input: chunks(picture.blob), size: picture.blob.size };
      yield { name: `${name}.json`, lastModified, input: `${JSON.stringify(row, undefined, 2)}\n` };
    }
    yield { name: 'pictures.csv', lastModified: new Date(), input: csv(rows) };
  }
  const reader = makeZip(entries()).getReader();
  try {
    /** @type {Blob | undefined} */
    let last;
    for (;;) {
      signal.throwIfAborted();
      const { value, done } = await reader.read();
      if (done) return;
      const piece = /** @type {Uint8Array<ArrayBuffer>} */ (value);
      const blob = parts.get(piece);
      if (!blob) yield piece;
      else if (blob !== last) yield blob;
      last = blob;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/**
 * Where the user wants it, in browsers that let a page write there. Asked first, while the press still counts.
 * @param {string} name @returns {Promise<any>} a handle; undefined where there is none. Rejects with AbortError when the user thinks better of it
 */
export async function ask(name) {
  const picker = /** @type {any} */ (globalThis).showSaveFilePicker;
  if (!picker) return undefined;
  try {
    return await picker({
      suggestedName: name,
      types: [{ description: 'ZIP', accept: { 'application/zip': ['.zip'] } }],
    });
  } catch (error) {
    if (/** @type {any} */ (error)?.name === 'AbortError') throw error;
    return undefined; // within a frame, or by a policy: then it goes where downloads go
  }
}

/** @param {any} to a handle of a file @param {AsyncGenerator<Piece, void>} pieces */
async function write(to, pieces) {
  const file = await to.createWritable();
  try {
    for await (const piece of pieces) await file.write(piece);
    await file.close();
  } catch (error) {
    // Nothing is left of what is not whole.
    await file.abort().catch(() => {});
    await to.remove?.().catch(() => {});
    throw error;
  }
}

/** The page's own files, which nobody else sees. @param {boolean} create @returns {Promise<any>} */
const folder = async (create) =>
  (await navigator.storage.getDirectory()).getDirectoryHandle('zips', { create });

/** A file of the page's own, where the browser has such. @returns {Promise<any>} */
async function ownFile() {
  try {
    if (!('createWritable' in FileSystemFileHandle.prototype)) return undefined;
    return await (await folder(true)).getFileHandle(`${unique()}.zip`, { create: true });
  } catch {
    return undefined; // as in a private window
  }
}

/** Files of the page's own that have been saved long ago, by this tab or another. */
export async function sweep() {
  try {
    const own = await folder(false);
    for await (const handle of own.values())
      if (Date.now() - (await handle.getFile()).lastModified > LONG)
        await own.removeEntry(handle.name).catch(() => {});
  } catch {
    // There are none.
  }
}

/**
 * Where a browser does not ask for a place, a large one is written into a file of the page's own, and that is saved: of a Blob that is put
 * together of others Firefox makes a copy in memory.
 * @param {readonly Picture[]} pictures @param {string} name @param {{ to: any, signal: AbortSignal, told: Told }} how
 */
export async function zip(pictures, name, { to, signal, told }) {
  const all = () => pieces(pictures, signal, told);
  if (to) return write(to, all());
  const own = pictures.reduce((sum, { blob }) => sum + blob.size, 0) > LARGE && (await ownFile());
  if (own) {
    try {
      await write(own, all());
      save(await own.getFile(), name);
      return void setTimeout(sweep, LONG + 1000);
    } catch (error) {
      if (!isFull(error)) throw error;
    }
  }
  /** @type {Piece[]} */
  const parts = [];
  for await (const piece of all()) parts.push(piece);
  save(new Blob(parts, { type: 'application/zip' }), name);
}
