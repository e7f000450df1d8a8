// @ts-check
// Pictures that go in: dropped, pasted, picked, photographed, or from the gallery. What they are worth is told by the call.
import { byId, dress } from './dom.js';

/** @param {() => number} most how many the model takes */
export function setUpReferences(most) {
  /** @type {Promise<ReturnType<typeof import('./list.js').setUpList>> | undefined} */
  let coming;
  /** @type {Awaited<typeof coming>} */
  let list;

  /** @param {Iterable<Blob>} blobs */
  async function add(blobs) {
    list = await (coming ??= Promise.all([import('./list.js'), dress()]).then(([{ setUpList }]) =>
      setUpList(most),
    ));
    list.add(blobs);
  }

  for (const [press, input] of [
    ['add', 'file'],
    ['camera', 'shot'],
  ]) {
    byId(press).addEventListener('click', () => byId(input).click());
    byId(input).addEventListener('change', () => {
      void add([...byId(input).files]);
      byId(input).value = '';
    });
  }

  /** A folder has a file's looks, and no bytes. @param {DataTransfer | null} data */
  const files = (data) =>
    [...(data?.items ?? [])].flatMap(
      (item) => (item.kind === 'file' && !item.webkitGetAsEntry()?.isDirectory && item.getAsFile()) || [],
    );
  document.addEventListener('paste', (event) => {
    // Office programs lay a picture of a text beside the text: it is the text that is meant.
    if (
      document.querySelector('dialog[open]') ||
      event.clipboardData?.types.includes('text/plain') ||
      !files(event.clipboardData).length
    )
      return;
    event.preventDefault();
    void add(files(event.clipboardData));
  });
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    byId('composer').classList.toggle('aimed', event.dataTransfer?.types.includes('Files') ?? false);
  });
  for (const name of ['dragleave', 'drop', 'dragend'])
    document.addEventListener(name, () => byId('composer').classList.remove('aimed'));
  document.addEventListener('drop', (event) => {
    event.preventDefault(); // else the browser leaves the page for the picture
    if (event.dataTransfer?.types.includes('text/x-reference')) return;
    void add(files(event.dataTransfer));
  });

  return { add, blobs: () => list?.blobs() ?? [], clear: () => list?.clear() };
}
