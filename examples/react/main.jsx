import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { useImage } from './useImage.js';

function Picture() {
  const [prompt, setPrompt] = useState('a red boat at dawn');
  const { url, running, progress, error, generate, cancel } = useImage();

  function submit(event) {
    event.preventDefault();
    generate(prompt, { baseURL: '/api' }); // the key stays on the server: see ../proxy
  }

  return (
    <>
      <form onSubmit={submit}>
        <input name="prompt" aria-label="Prompt" value={prompt} onChange={event => setPrompt(event.target.value)} required />
        <button>Generate</button>
        <button type="button" disabled={!running} onClick={cancel}>Cancel</button>
      </form>
      <output>{running && progress && `${progress.phase}, ${Math.round(progress.elapsed / 1000)} s`}</output>
      {error && <p role="alert">{error.message}: {error.hint}</p>}
      {url && <img src={url} alt={prompt} />}
    </>
  );
}

function App() {
  const [open, setOpen] = useState(true);
  return (
    <>
      <button id="toggle" onClick={() => setOpen(!open)}>{open ? 'Close' : 'Open'}</button>
      {open && <Picture />}
    </>
  );
}

createRoot(document.getElementById('root')).render(<StrictMode><App /></StrictMode>);
