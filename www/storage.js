// @ts-check
// What the gallery takes of the disk, and the ways out of it: one file with everything, back from such a file, or gone.
import { save } from './actions.js';
import { button, dialog, h, toast } from './dom.js';
import { bytes } from './figures.js';
import { put } from './words.js';
import { pack, unpack } from './archive.js';
import { store } from './store.js';

/** @param {ReturnType<typeof import('./gallery.js').setUpGallery>} gallery */
export async function openStorage(gallery) {
  const used = h('p', {});
  const note = h('p', { className: 'note', role: 'status' });
  const file = h('input', { type: 'file', hidden: true, id: 'import-file', label: 'importAll', on: { change: () => void take() } });
  const sure = h('button', { type: 'button', className: 'danger', t: 'clearSure', hidden: true, on: { click: () => void clear() } });
  const ask = h('button', { type: 'button', t: 'clearAll', on: { click: () => { ask.hidden = true; sure.hidden = false; sure.focus(); } } });
  const box = dialog('panel', 'manageTitle',
    h('div', { className: 'head' }, h('h2', { t: 'manageTitle' }), h('span', { className: 'grow' }), button('close', 'dismiss', () => box.close())),
    used, h('p', { className: 'note', t: 'manageNote' }),
    h('div', { className: 'row' },
      h('button', { type: 'button', t: 'exportAll', on: { click: () => void give() } }),
      h('button', { type: 'button', t: 'importAll', on: { click: () => file.click() } }), file,
      h('span', { className: 'grow' }), ask, sure),
    note);
  await tell();

  async function tell() {
    const { usage, quota } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
    if (usage === undefined || !quota) put(used, '', 'usedUnknown', gallery.all().length);
    else put(used, '', 'used', gallery.all().length, bytes(usage), bytes(quota));
  }

  async function give() {
    save(pack(gallery.all(), await store.conversations().catch(() => [])), `wasmagine-${new Date().toISOString().slice(0, 10)}.gallery`);
    put(note, '', 'exported', gallery.all().length);
  }

  async function take() {
    const [given] = file.files ?? [];
    file.value = '';
    if (!given) return;
    put(note, '', 'importing');
    try {
      const { pictures, conversations, refused } = await unpack(given);
      const known = new Set(gallery.all().map(({ id }) => id));
      for (const conversation of conversations) await store.remember(conversation).catch(() => {});
      let added = 0;
      for (const picture of pictures) {
        if (known.has(picture.id)) continue;
        if (!(await gallery.add(picture))) break; // the disk is full, and the page says so
        added++;
      }
      put(note, '', refused ? 'importedSome' : 'imported', added, refused);
    } catch {
      put(note, '', 'notAGallery');
    }
    await tell();
  }

  async function clear() {
    await gallery.clear();
    toast('cleared');
    box.close();
  }
}
