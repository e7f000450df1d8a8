// @ts-check
// What a page of the guide can do: run its examples in the sandbox, copy them, search, and change the theme. Without this it can be read.
const say = JSON.parse(document.body.dataset.words ?? '{}');
const root = document.body.dataset.root ?? '';

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name @param {Record<string, unknown>} rest @param {(Node | string)[]} children @returns {HTMLElementTagNameMap[K]}
 */
function h(name, rest, ...children) {
  const element = Object.assign(document.createElement(name), rest);
  element.append(...children);
  return element;
}

for (const example of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.example'))) {
  const code = example.querySelector('code')?.textContent ?? '';
  if (!example.dataset.try && code.trim().split('\n').length < 2) continue;
  const tools = h('div', { className: 'tools' });
  const copy = h('button', { type: 'button', textContent: say.copy });
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(code);
    copy.textContent = say.copied;
    setTimeout(() => (copy.textContent = say.copy), 2000);
  });
  tools.append(copy);
  if (example.dataset.try) tools.prepend(runs(example, `${root}${example.dataset.try}`));
  example.append(tools);
}

/** A button, and what it shows: a page of its own in a frame, where the sandbox answers. @param {HTMLElement} example @param {string} src */
function runs(example, src) {
  const run = h('button', { type: 'button', className: 'try', textContent: say.try });
  run.addEventListener('click', () => {
    example.querySelector('iframe')?.remove();
    const frame = h('iframe', { title: say.running, src });
    frame.addEventListener('load', () => {
      const { contentDocument } = frame;
      if (!contentDocument) return;
      contentDocument.documentElement.style.colorScheme = document.documentElement.style.colorScheme;
      new ResizeObserver(() => {
        frame.style.height = `${contentDocument.documentElement.offsetHeight}px`;
      }).observe(contentDocument.documentElement);
    });
    example.append(frame);
    run.textContent = say.again;
  });
  return run;
}

const themes = ['', 'light', 'dark'];
document.getElementById('theme')?.addEventListener('click', () => {
  const { style } = document.documentElement;
  style.colorScheme = themes[(themes.indexOf(style.colorScheme) + 1) % themes.length];
  try {
    localStorage.setItem('wasmagine theme', style.colorScheme);
  } catch {
    // Then it is for this page.
  }
});

// Beside the text there is room for the list of pages; above it, it would push the text away.
const contents = /** @type {HTMLDetailsElement} */ (document.querySelector('.contents'));
const wide = matchMedia('(min-width: 60rem)');
const unfold = () => {
  contents.open = wide.matches;
};
wide.addEventListener('change', unfold);
unfold();

/** @type {Promise<HTMLDialogElement> | undefined} */
let searching;
/** Pagefind's own field and list, loaded when they are asked for. */
const search = () =>
  (searching ??= (async () => {
    const box = h('dialog', { className: 'search' }, h('div', { id: 'found' }));
    box.setAttribute('aria-label', say.search);
    box.addEventListener('click', event => event.target === box && box.close());
    document.body.append(box);
    await Promise.all([
      new Promise((resolve, reject) => {
        document.head.append(h('link', { rel: 'stylesheet', href: `${root}pagefind/pagefind-ui.css`, onload: resolve, onerror: reject }));
      }),
      new Promise((resolve, reject) => {
        document.head.append(h('script', { src: `${root}pagefind/pagefind-ui.js`, onload: resolve, onerror: reject }));
      }),
    ]);
    new /** @type {any} */ (window).PagefindUI({ element: '#found', showImages: false, resetStyles: false, pageSize: 8, autofocus: true });
    return box;
  })());

async function openSearch() {
  const box = await search();
  if (!box.open) box.showModal();
  box.querySelector('input')?.focus();
}
document.getElementById('search')?.addEventListener('click', openSearch);
document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || (event.target instanceof Element && event.target.matches('input, textarea'))) return;
  event.preventDefault();
  void openSearch();
});
