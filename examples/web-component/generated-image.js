// <generated-image prompt="…">: a picture wherever HTML goes. It asks when it comes onto a page, and anew when an attribute changes; what is
// taken off the page ends its request and revokes its picture, and what is only moved keeps both. Fires `generated` with the result as
// `detail`, or `failed` with the error; `aria-busy` stands on it meanwhile.
import { generateImage } from 'wasmagine';

const attributes = ['prompt', 'base-url', 'model', 'aspect-ratio'];

class GeneratedImageElement extends HTMLElement {
  static observedAttributes = attributes;
  #img = Object.assign(new Image(), { alt: '', hidden: true, part: 'picture' });
  #note = Object.assign(document.createElement('p'), { part: 'note', role: 'status' });
  #wish = '[]';
  #due = false;
  #call = new AbortController();
  #result;

  constructor() {
    super();
    const style = Object.assign(document.createElement('style'), { textContent: ':host { display: block } img { max-width: 100%; height: auto }' });
    this.attachShadow({ mode: 'open' }).append(style, this.#img, this.#note);
  }

  connectedCallback() { this.#soon(); }
  disconnectedCallback() { this.#soon(); }
  attributeChangedCallback() { this.#soon(); }

  /** After all that happens at once: a move is a removal and an insertion, and attributes change one by one. */
  #soon() {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      const wish = JSON.stringify(this.isConnected ? attributes.map(name => this.getAttribute(name) ?? undefined) : []);
      if (wish === this.#wish) return;
      this.#wish = wish;
      this.#draw();
    });
  }

  async #draw() {
    this.#call.abort();
    this.#result?.revoke();
    this.#result = undefined;
    this.#img.hidden = true;
    this.#note.textContent = '';
    this.removeAttribute('aria-busy');
    const [prompt, baseURL, model, aspectRatio] = attributes.map(name => this.getAttribute(name) ?? undefined);
    if (!this.isConnected || !prompt) return;

    const { signal } = this.#call = new AbortController();
    this.setAttribute('aria-busy', 'true');
    try {
      const result = await generateImage(prompt, { baseURL, model, aspectRatio, signal });
      signal.throwIfAborted(); // it may have come in the moment in which it was ended
      this.#result = result;
      Object.assign(this.#img, { src: result.url, alt: prompt, hidden: false });
      this.dispatchEvent(new CustomEvent('generated', { detail: result }));
    } catch (error) {
      if (signal.aborted) return;
      this.#note.textContent = `${error.message}: ${error.hint ?? ''}`;
      this.dispatchEvent(new CustomEvent('failed', { detail: error }));
    }
    this.removeAttribute('aria-busy');
  }
}

customElements.define('generated-image', GeneratedImageElement);
