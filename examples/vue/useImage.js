// One picture at a time, for a component: a new call ends the one before, and unmounting ends what runs and revokes the URL.
import { onScopeDispose, shallowRef } from 'vue';
import { generateImage } from 'wasmagine';

export function useImage() {
  const url = shallowRef();
  const running = shallowRef(false);
  const progress = shallowRef();
  const error = shallowRef();
  let shown;
  let call;

  async function generate(prompt, options) {
    call?.abort();
    const mine = call = new AbortController();
    running.value = true;
    progress.value = error.value = undefined;
    try {
      const onProgress = news => { if (mine === call) progress.value = news; };
      const result = await generateImage(prompt, { ...options, signal: mine.signal, onProgress });
      mine.signal.throwIfAborted(); // it may have come in the moment in which it was ended
      shown?.revoke();
      shown = result;
      url.value = result.url;
    } catch (reason) {
      if (!mine.signal.aborted) error.value = reason;
    }
    if (mine === call) running.value = false;
  }

  const cancel = () => call?.abort();
  onScopeDispose(() => {
    cancel();
    shown?.revoke();
  });
  return { url, running, progress, error, generate, cancel };
}
