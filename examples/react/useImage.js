// One picture at a time, for a component: a new call ends the one before, unmounting ends what runs, and a URL lives exactly as long as
// its picture is shown. Safe under StrictMode, which mounts twice: nothing is asked for on mount, and a URL that an effect has revoked is
// made anew when it is read again.
import { useCallback, useEffect, useRef, useState } from 'react';
import { generateImage } from 'wasmagine';

const idle = { running: false };

export function useImage() {
  const [state, setState] = useState(idle);
  const [url, setUrl] = useState();
  const running = useRef();

  const cancel = useCallback(() => running.current?.abort(), []);
  useEffect(() => cancel, [cancel]);

  const { image } = state;
  useEffect(() => {
    if (!image) return;
    setUrl(image.url);
    return () => {
      image.revoke();
      setUrl();
    };
  }, [image]);

  const generate = useCallback(async (prompt, options) => {
    running.current?.abort();
    const mine = running.current = new AbortController();
    // What a call that no longer counts has to say is left out.
    const tell = news => { if (mine === running.current) setState(news); };
    tell(({ image }) => ({ image, running: true }));
    try {
      const onProgress = progress => tell(state => ({ ...state, progress }));
      const { image } = await generateImage(prompt, { ...options, signal: mine.signal, onProgress });
      tell({ image, running: false });
    } catch (error) {
      tell(({ image }) => ({ image, running: false, error: mine.signal.aborted ? undefined : error }));
    }
  }, []);

  return { url, ...state, generate, cancel };
}
