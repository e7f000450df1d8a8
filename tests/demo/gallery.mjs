// @ts-check
// What may lie in the demo's gallery: files as the page writes them, or as somebody else does; pictures of a size; what the database holds.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { By } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';

/** @typedef {ReturnType<typeof import('./stand.mjs').stand>} Stand */

/** @param {{ pictures?: any[], conversations?: any[] }} list @param {Buffer[]} contents */
export function galleryFile({ pictures = [], conversations = [] }, ...contents) {
  const json = Buffer.from(JSON.stringify({ pictures, conversations }));
  return Buffer.concat([Buffer.from(`wasmagine gallery 1\n${json.length}\n`), json, ...contents]);
}

/** Where each lies in a file that has them one after the other. @param {Buffer[]} contents @returns {[from: number, size: number][]} */
export const places = (...contents) => contents.map(({ length }, at) => [contents.slice(0, at).reduce((sum, { length }) => sum + length, 0), length]);

/** An id as the page gives them. @param {number} number */
export const id = (number) => number.toString(16).padStart(32, '0');

/** A picture of the list. @param {number} number @param {object} more */
export const entry = (number, more) => ({
  id: id(number), made: 1e12 + number, took: 5, prompt: `number ${number}`, settings: { model: 'gemini-2.5-flash-image' }, place: 'google', model: 'm', usage: {}, text: '', thoughts: '',
  width: 1, height: 1, references: [], ...more,
});

/** The two contents of a turn, as a session's snapshot has them. @param {string} prompt @param {Buffer} drawing @param {Buffer} [given] */
export const turn = (prompt, drawing, given) => [
  { role: 'user', parts: [...(given ? [inline(given)] : []), { text: prompt }] },
  { role: 'model', parts: [{ text: 'Here it is.' }, inline(drawing)] },
].map((content) => Buffer.from(JSON.stringify(content)));
const inline = (/** @type {Buffer} */ png) => ({ inlineData: { mimeType: 'image/png', data: png.toString('base64') } });

/** Noise, so that it takes four bytes for each pixel. @param {number} edge pixels */
export function noise(edge) {
  const chunk = (/** @type {string} */ name, /** @type {Buffer} */ data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(edge);
  head.writeUInt32BE(edge, 4);
  head.set([8, 6], 8);
  const pixels = randomBytes(edge * (edge * 4 + 1));
  for (let line = 0; line < edge; line++) pixels[line * (edge * 4 + 1)] = 0; // no filter
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(pixels, { level: 0 })), chunk('IEND', Buffer.alloc(0))]);
}

/** Begins an import in the panel, which it opens. @param {Stand} demo @param {Buffer} bytes @param {string} name */
export async function give(demo, bytes, name) {
  const path = join(demo.folders.downloads, name);
  writeFileSync(path, bytes);
  await demo.page.press('manage');
  await demo.page.until(() => document.querySelector('.panel'));
  await demo.driver.findElement(By.id('import-file')).sendKeys(path);
}

/** What the panel says when an import is over. @param {Stand} demo */
export async function told(demo) {
  await demo.page.until(() => /added|not a gallery|[Nn]othing was/.test(document.querySelector('.panel [role="status"]')?.textContent ?? ''));
  const words = await demo.page.text('.panel [role="status"]');
  await demo.page.dismiss('.panel');
  return words;
}

/** @param {Stand} demo @param {Buffer} bytes @param {string} name */
export async function take(demo, bytes, name) {
  await give(demo, bytes, name);
  return told(demo);
}

/** Records as an older page wrote them, or as nobody should: contents stand in them as `{ base64 }`. @param {Stand} demo @param {Record<string, any[]>} records by store */
export const write = (demo, records) => run(demo.driver, (records) => new Promise((resolve, reject) => {
  /** @param {any} value @returns {any} */
  const blobs = (value) => {
    if (typeof value?.base64 === 'string') return new Blob([Uint8Array.from(atob(value.base64), (c) => c.charCodeAt(0))]);
    if (!value || typeof value !== 'object') return value;
    return Array.isArray(value) ? value.map(blobs) : Object.fromEntries(Object.entries(value).map(([name, part]) => [name, blobs(part)]));
  };
  const request = indexedDB.open('wasmagine gallery');
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const writing = request.result.transaction(Object.keys(records), 'readwrite');
    writing.oncomplete = () => {
      request.result.close();
      resolve(undefined);
    };
    writing.onabort = () => reject(writing.error);
    for (const [name, list] of Object.entries(records)) for (const record of list) writing.objectStore(name).put(blobs(record));
  };
}), records);

/** The bytes of all that the database holds. @param {Stand} demo @returns {Promise<number>} */
export const weight = (demo) => run(demo.driver, async () => {
  /** @type {<T>(request: IDBRequest<T>) => Promise<T>} */
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  /** @param {any} value @returns {number} */
  const weigh = (value) => {
    if (value instanceof Blob) return value.size;
    return value && typeof value === 'object' ? Object.values(value).reduce((sum, part) => sum + weigh(part), 0) : String(value).length;
  };
  const database = await done(indexedDB.open('wasmagine gallery'));
  let sum = 0;
  for (const name of database.objectStoreNames) for (const record of await done(database.transaction(name).objectStore(name).getAll())) sum += weigh(record);
  database.close();
  return sum;
});

/** What lies in the database of each picture, hashed, and whether it is a favourite. @param {Stand} demo @returns {Promise<Record<string, string>>} */
export const contents = (demo) => run(demo.driver, async () => {
  /** @type {<T>(request: IDBRequest<T>) => Promise<T>} */
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const database = await done(indexedDB.open('wasmagine gallery'));
  /** @type {Record<string, string>} */
  const found = {};
  const bytes = (/** @type {any} */ blob) => (blob instanceof Blob ? blob.arrayBuffer() : blob['\0bytes']);
  for (const record of await done(database.transaction('pictures').objectStore('pictures').getAll())) {
    const { blob } = await done(database.transaction('contents').objectStore('contents').get(record.blob));
    found[record.id] = `${[...new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes(blob)))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}${record.favourite ? ' favourite' : ''}`;
  }
  database.close();
  return found;
});
