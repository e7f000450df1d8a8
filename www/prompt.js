// @ts-check
// The prompt and its keys: Enter sends, the arrow up brings back what was asked before. Examples to begin with.
import { button, byId, h } from './dom.js';

/** Wherever a prompt is written Enter sends it, and with Shift begins a new line. @param {HTMLTextAreaElement} field @param {() => void} send */
export function sends(field, send) {
  field.enterKeyHint = 'send';
  field.addEventListener('keydown', (event) => {
    // The Enter that ends a word in an input method is no command; Safari tells it by its code alone.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  });
}

/** @param {() => string[]} before what was asked before, the newest first */
export function setUpPrompt(before) {
  const field = /** @type {HTMLTextAreaElement} */ (byId('prompt'));
  /** How far back. */
  let at = -1;
  let draft = '';

  /** @param {string} text */
  function write(text) {
    at = -1;
    field.value = text;
    field.focus();
  }

  sends(field, () => byId('form').requestSubmit());
  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    // In the first place of the text the arrow has no other use.
    if (!by || field.selectionStart || field.selectionEnd || (by < 0 && at < 0)) return;
    const asked = [...new Set(before())];
    const to = Math.min(asked.length - 1, at + by);
    if (to === at) return;
    event.preventDefault();
    if (at < 0) draft = field.value;
    at = to;
    field.value = at < 0 ? draft : asked[at];
    field.setSelectionRange(0, 0);
  });
  field.addEventListener('input', () => {
    at = -1;
  });

  byId('examples').append(
    ...[1, 2, 3, 4, 5, 6].map((at) =>
      h('button', {
        type: 'button',
        t: `example${at}`,
        on: { click: (event) => write(event.target.textContent) },
      }),
    ),
    button('templates', 'templates', () => byId('templates').click(), true),
  );

  return {
    write,
    focus: () => field.focus(),
    sent() {
      at = -1;
    },
  };
}
