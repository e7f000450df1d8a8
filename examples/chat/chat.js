// A conversation that edits a picture turn by turn: words and pictures as they come, cancel, undo, and a reload that goes on where it was.
// The session remembers what the model needs; this file only shows it.
import { createSession } from 'wasmagine';
import { forget, load, save } from './store.js';

const options = { baseURL: '/api', model: 'gemini-3.1-flash-image' };
const [main, output, alert, form] = document.querySelectorAll('main, output, [role=alert], form');
const [send, cancel, undo, clear] = document.querySelectorAll('#send, #cancel, #undo, #forget');
const session = await restored();
let running; // the stream of the turn that is being made
show();

async function restored() {
  try {
    const session = createSession({ ...options, history: await load() });
    await session.ready;
    return session;
  } catch (error) {
    tell(error);
    return createSession(options);
  }
}

/** One turn on the page. */
function article({ prompt, text = '', images = [] }) {
  const element = document.createElement('article');
  element.append(Object.assign(document.createElement('p'), { textContent: `“${prompt}”` }));
  for (const image of images) element.append(Object.assign(new Image(), { src: image.url, alt: prompt }));
  element.append(Object.assign(document.createElement('p'), { textContent: text })); // never as HTML: it is not ours
  return element;
}

function show() {
  main.replaceChildren(...session.turns.map(article));
  undo.disabled = !session.turns.length;
}

function tell(error) {
  alert.textContent = `${error.message}: ${error.hint ?? ''}`;
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  if (running) return;
  const prompt = form.prompt.value;
  const images = [...form.file.files];
  const draft = article({ prompt });
  main.append(draft);
  alert.textContent = '';
  undo.disabled = !(cancel.disabled = false);
  running = session.stream(prompt, images.length ? { images } : {});
  try {
    for await (const { type, text, image, progress } of running) {
      if (type === 'text') draft.lastChild.append(text);
      if (type === 'image') draft.lastChild.before(Object.assign(new Image(), { src: image.url, alt: prompt }));
      if (type === 'progress') output.textContent = `${progress.phase}, ${Math.round(progress.elapsed / 1000)} s`;
    }
    await running.result; // from here on the session has the turn
    form.reset();
    await save(session.snapshot());
  } catch (error) {
    if (error.name !== 'AbortError') tell(error);
  }
  running = undefined;
  output.textContent = '';
  cancel.disabled = true;
  show(); // a turn that failed is gone again
});

cancel.addEventListener('click', () => running?.cancel());
undo.addEventListener('click', async () => {
  session.undo();
  show();
  await save(session.snapshot());
});
clear.addEventListener('click', async () => {
  await forget();
  location.reload();
});
send.disabled = clear.disabled = false; // not before: a form that nobody listens to leaves the page
