// A form, a picture, a way to stop, and what went wrong in words. The key stays on the server: see ../proxy.
import { generateImage } from 'wasmagine';

const form = document.querySelector('form');
const [, cancel] = form.querySelectorAll('button');
const [output, alert, img] = document.querySelectorAll('output, [role=alert], img');
let running; // the AbortController of the call that counts
let shown; // the result on the page

form.addEventListener('submit', async event => {
  event.preventDefault();
  running?.abort();
  const mine = running = new AbortController();
  alert.textContent = '';
  cancel.disabled = false;
  try {
    const result = await generateImage(form.prompt.value, {
      baseURL: '/api',
      signal: mine.signal,
      onProgress: ({ phase, elapsed }) => { if (mine === running) output.textContent = `${phase}, ${Math.round(elapsed / 1000)} s`; },
    });
    mine.signal.throwIfAborted(); // it may have come in the moment in which it was ended
    shown?.revoke(); // or its picture stays in memory
    shown = result;
    img.src = result.url;
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
