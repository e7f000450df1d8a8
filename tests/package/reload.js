// @ts-check
// A page that puts a conversation into IndexedDB, reloads itself, and goes on with it; what it has to say it posts. With ?private it stores
// bytes in place of Blobs, as docs/guide/conversations.md says for databases that take none.
import * as page from './page.js';
import { get, put } from './store.js';

const bytes = location.search === '?private';
const options = { baseURL: '/deliver/random/talk/big-4KiB', model: 'gemini-3.1-flash-lite-image', maxRetries: 0 };
const tell = (/** @type {any} */ what) => fetch('/told', { method: 'POST', body: JSON.stringify(what) });

async function begin() {
  const { createSession } = await page.entry('index');
  const session = createSession(options);
  await session.send('one');
  await session.stream('two').result;
  await session.fork().send('forked');
  await session.send('three');
  const { version, contents } = session.snapshot();
  await put('history', { version, contents: bytes ? await Promise.all(contents.map((/** @type {Blob} */ blob) => blob.arrayBuffer())) : contents });
  await tell({ stored: true, told: await page.conversation(session) });
  location.reload();
}

/** @param {any} history */
async function goOn({ version, contents }) {
  const { createSession } = await page.entry('index');
  const session = createSession({ ...options, history: { version, contents: bytes ? contents.map((/** @type {any} */ buffer) => new Blob([buffer])) : contents } });
  await session.ready;
  const told = await page.conversation(session);
  const shown = await page.size(session.current.url);
  await session.send('four');
  const fork = session.fork(2);
  await fork.send('five');
  const blobs = [contents[0], contents.at(-1)].map(content => (bytes ? content instanceof ArrayBuffer : content instanceof Blob));
  await tell({ told, blobs, shown, turns: [session.turns.length, fork.turns.length] });
}

get('history').then(history => (history ? goOn(history) : begin())).catch(error => tell({ error: String(error) }));
