// @ts-check
// Frames a second, and the longest time between two of them in the last seconds: what a page feels like while a picture comes in.

let on = false;

/** @param {boolean} yes @param {HTMLOutputElement} output */
export function measure(yes, output) {
  const was = on;
  on = yes;
  if (!on || was) return;
  /** When each frame was, for the last five seconds. @type {number[]} */
  let frames = [];
  let told = 0;
  const frame = (/** @type {number} */ now) => {
    if (!on) return void (output.textContent = '');
    frames.push(now);
    if (now - told > 500) {
      frames = frames.filter((at) => now - at < 5000);
      const gaps = frames.slice(1).map((at, index) => at - frames[index]);
      const recent = frames.filter((at) => now - at < 1000).length;
      output.textContent = `${recent} fps · ${Math.round(Math.max(0, ...gaps))} ms`;
      told = now;
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
