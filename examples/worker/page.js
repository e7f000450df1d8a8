// The page of ../vanilla, whose call runs in a worker. What differs: the picture comes as a Blob, and its URL is the page's own.
import { generateImage } from './remote.js';

const form = document.querySelector('form');
const [, cancel] = form.querySelectorAll('button');
const [output, alert, img] = document.querySelectorAll('output, [role=alert], img');
let running; // the AbortController of the call that counts

form.addEventListener('submit', async event => {
  event.preventDefault();
  running?.abort();
  const mine = running = new AbortController();
  alert.textContent = '';
  cancel.disabled = false;
  try {
    const { blob } = await generateImage(form.prompt.value, {
      baseURL: '/api', // the key stays on the server: see ../proxy
      signal: mine.signal,
      onProgress: ({ phase, elapsed }) => { if (mine === running) output.textContent = `${phase}, ${Math.round(elapsed / 1000)} s`; },
    });
    mine.signal.throwIfAborted(); // it may have come in the moment in which it was ended
    URL.revokeObjectURL(img.src); // or its picture stays in memory
    img.src = URL.createObjectURL(blob);
    img.alt = form.prompt.value;
    img.hidden = false;
  } catch (error) {
    if (!mine.signal.aborted) alert.textContent = `${error.message}: ${error.hint ?? ''}`;
  }
  if (mine !== running) return;
  output.textContent = '';
  cancel.disabled = true;
});

cancel.addEventListener('click', () => running.abort());
