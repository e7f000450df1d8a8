// @ts-check
// One line that says how far a long job is: rewritten in place on a terminal, printed every ten seconds elsewhere.

/** @param {string} what */
export function progress(what) {
  const start = performance.now();
  const live = process.stdout.isTTY;
  let state = '';
  const line = () => `  ${what}: ${state}${state && ', '}${Math.round((performance.now() - start) / 1000)} s`;
  const print = () => (live ? process.stdout.write(`\r\x1b[K${line()}`) : console.log(line()));
  const timer = setInterval(print, live ? 500 : 10_000);
  return {
    /** @param {string} text */
    set(text) { state = text; },
    /** @param {string} [text] the last word */
    end(text) {
      clearInterval(timer);
      if (text !== undefined) state = text;
      process.stdout.write(`${live ? '\r\x1b[K' : ''}${line()}\n`);
    },
  };
}
