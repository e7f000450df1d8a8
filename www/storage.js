// @ts-check
// What the gallery takes of the disk, and the ways out of it: one file with everything, back from such a file, or gone. An import comes as a
// whole or not at all, so it may be cancelled as long as it runs.
import { save } from './actions.js';
import { h } from './dom.js';
import { bytes } from './figures.js';
import { PRICED, costToday } from './cost.js';
import { money } from './wording.js';
import { dialog, everyFrame, head, toast } from './over.js';
import { put } from './words.js';
import { MOST_ENTRIES, TooMany, Unreadable, pack, unpack } from './archive.js';
import { isElsewhere, isFull, store } from './store.js';

/** @param {ReturnType<typeof import('./gallery.js').setUpGallery>} gallery */
export async function openStorage(gallery) {
  const used = h('p', {});
  const spent = h('p', { className: 'note', hidden: true });
  const note = h('p', { className: 'note', role: 'status' });
  const file = h('input', {
    type: 'file',
    hidden: true,
    id: 'import-file',
    label: 'importAll',
    on: { change: () => void take() },
  });
  const bar = h('progress', { label: 'importProgress' }),
    far = h('span', { className: 'note' });
  const stop = h('button', {
    type: 'button',
    t: 'cancel',
    data: { does: 'cancelImport' },
    on: { click: () => running?.abort() },
  });
  const work = h('div', { className: 'row', hidden: true }, bar, far, stop);
  /** The import that runs. @type {AbortController | undefined} */
  let running;
  const sure = h('button', {
    type: 'button',
    className: 'danger',
    t: 'clearSure',
    hidden: true,
    on: { click: () => void clear() },
  });
  const ask = h('button', {
    type: 'button',
    t: 'clearAll',
    on: {
      click: () => {
        ask.hidden = true;
        sure.hidden = false;
        sure.focus();
      },
    },
  });
  const open = h('button', { type: 'button', t: 'importAll', on: { click: () => file.click() } });
  const box = dialog(
    'panel',
    'manageTitle',
    head('manageTitle'),
    used,
    spent,
    h('p', { className: 'note', t: 'manageNote' }),
    h(
      'div',
      { className: 'row' },
      h('button', { type: 'button', t: 'exportAll', on: { click: () => void give() } }),
      open,
      file,
      h('span', { className: 'grow' }),
      ask,
      sure,
    ),
    work,
    note,
  );
  box.addEventListener('close', () => running?.abort());
  // Escape cancels what runs before it closes what is open.
  box.addEventListener('cancel', (event) => {
    if (!running) return;
    event.preventDefault();
    running.abort();
  });
  await gallery.checked();
  await tell();

  async function tell() {
    const { usage, quota } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
    if (usage === undefined || !quota) put(used, '', 'usedUnknown', gallery.all().length);
    else put(used, '', 'used', gallery.all().length, bytes(usage), bytes(quota));
    const { dollars, count } = costToday(gallery.all(), Date.now());
    spent.hidden = !count;
    put(spent, '', 'costToday', count, () => money(dollars), PRICED);
  }

  async function give() {
    save(
      pack(await store.whole(gallery.all()), await store.conversations().catch(() => [])),
      `wasmagine-${new Date().toISOString().slice(0, 10)}.gallery`,
    );
    put(note, '', 'exported', gallery.all().length);
  }

  async function take() {
    const [given] = file.files ?? [];
    file.value = '';
    if (!given || running) return;
    const { signal } = (running = new AbortController());
    busy(true);
    note.textContent = '';
    put(far, '', 'importing');
    stop.focus();
    try {
      note.replaceChildren(
        ...(await brought(given, signal)).flatMap((said, at) => [at ? ' ' : '', h('span', { t: said })]),
      );
    } catch (error) {
      if (!signal.aborted && error instanceof TooMany) put(note, '', 'importTooMany', MOST_ENTRIES);
      else if (!signal.aborted && error instanceof Unreadable) put(note, '', 'importUnreadable');
      else if (!signal.aborted && /** @type {any} */ (error).code === 'wasm') put(note, '', 'importUnloaded');
      else
        put(
          note,
          '',
          signal.aborted
            ? 'importCancelled'
            : isFull(error)
              ? 'importFull'
              : isElsewhere(error)
                ? 'elsewhere'
                : error instanceof DOMException
                  ? 'importNotKept'
                  : 'notAGallery',
        );
    }
    running = undefined;
    busy(false);
    open.focus();
    await tell();
  }

  /** @param {boolean} yes */
  function busy(yes) {
    work.hidden = !yes;
    open.disabled = ask.disabled = sure.disabled = yes;
    bar.removeAttribute('value');
    far.textContent = '';
  }

  /** Takes what is in a file, and tells what came of it. @param {Blob} given @param {AbortSignal} signal @returns {Promise<import('./dom.js').Said[]>} */
  async function brought(given, signal) {
    const { told, stop } = everyFrame((/** @type {number} */ value, /** @type {number} */ max) => {
      Object.assign(bar, { value, max });
      put(far, '', 'importDone', value, max);
    });
    const { pictures, conversations, refused } = await unpack(given, signal, told).finally(stop);
    bar.removeAttribute('value');
    put(far, '', 'importStoring');
    const here = new Set(gallery.all().map(({ id }) => id));
    const fresh = pictures.filter(({ id }) => !here.has(id)),
      known = pictures.length - fresh.length;
    const { longer, shorter, records } = await store.take(fresh, conversations, signal);
    (await gallery.keeping()).show(records);
    return [
      [refused ? 'importedSome' : 'imported', fresh.length, refused],
      ...(known ? [/** @type {[string, number]} */ (['importKnown', known])] : []),
      ...(longer ? [/** @type {[string, number]} */ (['importLonger', longer])] : []),
      ...(shorter ? [/** @type {[string, number]} */ (['importShorter', shorter])] : []),
    ];
  }

  async function clear() {
    await (await gallery.keeping()).clear();
    toast('cleared');
    box.close();
  }
}
