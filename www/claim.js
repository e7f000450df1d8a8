// @ts-check
// One tab has the queue. Web Locks say which; where there are none, as on a page that came by plain HTTP, tabs ask each other.

const NAME = 'wasmagine queue';
/** Milliseconds in which another tab answers. */
const PATIENCE = 400;

/**
 * Has it until what comes is called, or the tab is gone. Where another tab has it, `taken` is called, and this one waits for it.
 * @param {() => void} taken @returns {Promise<() => void>} lets go
 */
export const claim = (taken) => (navigator.locks ? locked(taken) : agreed(taken));

/** @param {() => void} taken @returns {Promise<() => void>} */
const locked = (taken) =>
  new Promise((have) => {
    const hold = () => new Promise((/** @type {(value?: any) => void} */ release) => have(release));
    void navigator.locks.request(NAME, { ifAvailable: true }, (lock) => {
      if (lock) return hold();
      taken();
      void navigator.locks.request(NAME, hold);
    });
  });

/** @param {() => void} taken @returns {Promise<() => void>} */
async function agreed(taken) {
  const channel = new BroadcastChannel(NAME);
  for (let told = false; ; ) {
    const other = await new Promise((answer) => {
      channel.onmessage = ({ data }) => data === 'mine' && answer(true);
      setTimeout(() => answer(false), PATIENCE);
      channel.postMessage('whose?');
    });
    if (!other) break;
    if (!told) taken();
    told = true;
    await new Promise((free) => {
      channel.onmessage = ({ data }) => data === 'free' && free(undefined);
    });
  }
  const free = () => channel.postMessage('free');
  channel.onmessage = ({ data }) => data === 'whose?' && channel.postMessage('mine');
  addEventListener('pagehide', free);
  return () => {
    free();
    channel.close();
    removeEventListener('pagehide', free);
  };
}
