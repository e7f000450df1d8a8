// @ts-check
// The side of the page that shows: an empty card, a call on its way, its pictures, or what went wrong. Everything that a server or a
// model said becomes text, never markup. Knows nothing of the form.
import { bytes, facts, fileName, phase, seconds, sentence, tokens } from './words.js';

/** @typedef {import('./wasmagine/index.js').GenerateImageResult} GenerateImageResult */
/** @typedef {import('./wasmagine/index.js').GenerateImageError} GenerateImageError */
/** @typedef {import('./wasmagine/index.js').GeneratedImage} GeneratedImage */
/** @typedef {import('./wasmagine/index.js').Progress} Progress */

const ids = ['stage', 'error', 'card', 'progress', 'bar', 'phase', 'elapsed', 'loaded', 'result', 'examples', 'status'];

export function setUpStage() {
  const at = Object.fromEntries(ids.map((id) => [id, /** @type {HTMLElement} */ (document.getElementById(id))]));
  /** @type {GenerateImageResult | undefined} the one on the page; its URLs are ours to revoke */
  let shown;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let clock;
  let started = 0;
  /** When the next attempt is due, while one is waited for. @type {number | undefined} */
  let due;

  /** @param {'empty' | 'working' | 'shown'} state */
  function enter(state) {
    at.stage.dataset.state = state;
    at.card.hidden = state === 'shown';
    at.examples.hidden = state !== 'empty';
    at.progress.hidden = state !== 'working';
    at.result.hidden = state !== 'shown';
  }

  /** Back to the picture before, if there is one. */
  function settle() {
    clearInterval(clock);
    enter(shown ? 'shown' : 'empty');
  }

  function tick() {
    const now = performance.now();
    at.elapsed.textContent = seconds(now - started);
    if (due !== undefined) at.phase.textContent = `Trying again in ${seconds(Math.max(0, due - now))}`;
  }

  return {
    /** The card takes the shape that is asked for. @param {string | undefined} ratio */
    shape(ratio = '1:1') {
      const [width, height] = ratio.split(':').map(Number);
      at.card.style.setProperty('--ratio', String(width / height));
    },

    begin() {
      started = performance.now();
      due = undefined;
      at.error.replaceChildren();
      at.phase.textContent = at.loaded.textContent = at.status.textContent = '';
      at.bar.removeAttribute('value');
      enter('working');
      tick();
      // Between two events of the network a clock that stands still looks like a page that does.
      clock = setInterval(tick, 100);
      at.progress.scrollIntoView({ block: 'nearest' });
    },

    /** @param {Progress} progress */
    progress(progress) {
      const { loaded, total, retryIn } = progress;
      due = retryIn === undefined ? undefined : performance.now() + retryIn;
      at.phase.textContent = phase(progress);
      if (loaded !== undefined) at.loaded.textContent = total ? `${bytes(loaded)} of ${bytes(total)}` : bytes(loaded);
      if (loaded && total) Object.assign(at.bar, { value: loaded, max: total });
      // Read aloud: the steps that take time, not every number.
      if (['waiting', 'receiving', 'retrying'].includes(progress.phase)) say(phase(progress));
    },

    /** @param {GenerateImageResult} result @param {string} prompt */
    async show(result, prompt) {
      const time = seconds(performance.now() - started);
      const figures = await Promise.all(result.images.map((image) => figure(image, prompt)));
      at.result.replaceChildren(...figures, about(result, time));
      shown?.revoke();
      shown = result;
      settle();
      say(`The picture is here: ${facts(result.image).join(', ')}.`);
    },

    cancelled() {
      settle();
      say('Cancelled.');
    },

    /** @param {unknown} error @param {() => void} again */
    fail(error, again) {
      settle();
      say('');
      at.error.replaceChildren(problem(error, again));
      at.error.scrollIntoView({ block: 'nearest' });
    },
  };

  /** @param {string} text */
  function say(text) {
    if (at.status.textContent !== text) at.status.textContent = text;
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Record<string, any>} properties @param {(Node | string)[]} children strings become text
 * @returns {HTMLElementTagNameMap[K]}
 */
function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** @param {GeneratedImage} image @param {string} prompt */
async function figure(image, prompt) {
  const { url, width, height } = image;
  const picture = make('img', { src: url, alt: `Picture made for: ${prompt}`, width, height });
  const frame = make('div', { className: 'frame' }, picture);
  frame.style.setProperty('--ratio', String(width / height));
  frame.style.setProperty('--largest', `${width}px`);
  const download = make('button', { type: 'button' }, 'Download');
  download.addEventListener('click', () => image.download(fileName(prompt, image.toFile().name.split('.')[1])));
  const caption = make('figcaption', {}, make('span', { className: 'facts' }, facts(image).join(' · ')), download);
  // Decoded before it is shown, so that the card turns into the picture at once and not line by line.
  await picture.decode().catch(() => caption.prepend(make('span', {}, 'This browser cannot show the picture.')));
  return make('figure', {}, frame, caption);
}

/** @param {GenerateImageResult} result @param {string} time */
function about({ text, usage, model, warnings }, time) {
  const box = make('div', { className: 'about' });
  if (text) box.append(make('blockquote', {}, text));
  for (const { message } of warnings) box.append(make('p', { className: 'warning' }, sentence(message)));
  box.append(make('p', { className: 'note' }, `${model} · ${time}`), make('p', { className: 'note' }, tokens(usage)));
  return box;
}

/** @param {any} error a GenerateImageError, or whatever else was thrown @param {() => void} again */
function problem(error, again) {
  const { code = 'unexpected', message, hint, text, status, finishReason, retryable, retryAfter, maybeBilled, requestId, body } = error ?? {};
  const box = make('div', { className: 'problem' },
    make('p', {}, make('code', {}, code), ' ', make('span', { className: 'message' }, sentence(String(message ?? error)))));
  if (hint) box.append(make('strong', { className: 'hint' }, sentence(hint)));
  if (text) box.append(make('blockquote', {}, text));
  const details = [
    status && `HTTP ${status}`, finishReason, requestId && `request ${requestId}`,
    retryAfter && `the server asks to wait ${seconds(retryAfter)}`, maybeBilled && 'may have been charged',
  ].filter(Boolean);
  if (details.length) box.append(make('p', { className: 'note' }, details.join(' · ')));
  if (body !== undefined) {
    const said = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
    box.append(make('details', {}, make('summary', {}, 'What the server said'), make('pre', { tabIndex: 0 }, said)));
  }
  if (retryable) {
    const button = make('button', { type: 'button' }, 'Try again');
    button.addEventListener('click', again);
    box.append(button);
  }
  return box;
}
