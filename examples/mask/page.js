// Paint over a part of a picture, and only that part is made anew. The API takes no mask: it gets the picture, the mask as a second picture,
// and words for both. What comes back is laid into the marked part alone, so every other pixel stays as it was.
import { generateImage } from 'wasmagine';

const form = document.querySelector('form');
const [generate, change, clear, cancel] = form.querySelectorAll('button');
const [output, alert, main] = document.querySelectorAll('output, [role=alert], main');
// Its pixels stay in memory, where they are read and written unchanged.
const [picture, marks] = ['#picture', '#marks'].map(id => document.querySelector(id).getContext('2d', { willReadFrequently: true }));
let running; // the AbortController of the call that runs
let last; // where the brush was

const words = prompt => `Edit the first image. The second image is a mask of the same size: its white area marks what to change. Change only what lies
inside the white area, and keep everything else exactly as it is, in the same place. Give back the whole first image with this change: ${prompt}`;

/** A canvas as large as the picture, filled with `colour` where it is marked. */
function layer(colour) {
  const pen = Object.assign(document.createElement('canvas'), { width: picture.canvas.width, height: picture.canvas.height }).getContext('2d');
  pen.drawImage(marks.canvas, 0, 0);
  pen.globalCompositeOperation = 'source-in'; // what follows is drawn only where there is something
  pen.fillStyle = colour;
  pen.fillRect(0, 0, pen.canvas.width, pen.canvas.height);
  return pen;
}

function mask() {
  const pen = layer('white');
  pen.globalCompositeOperation = 'destination-over'; // and this beneath it
  pen.fillStyle = 'black';
  pen.fillRect(0, 0, pen.canvas.width, pen.canvas.height);
  return pen.canvas;
}

async function ask(prompt, images, show) {
  running = new AbortController();
  alert.textContent = '';
  ready();
  try {
    const result = await generateImage(prompt, {
      baseURL: '/api',
      images,
      signal: running.signal,
      onProgress: ({ phase, elapsed }) => { output.textContent = `${phase}, ${Math.round(elapsed / 1000)} s`; },
    });
    show(await result.image.bitmap());
    result.revoke();
  } catch (error) {
    if (!running.signal.aborted) alert.textContent = `${error.message}: ${error.hint ?? ''}`;
  }
  running = undefined;
  output.textContent = '';
  ready();
}

function ready() {
  const { width, height } = marks.canvas;
  const marked = !main.hidden && marks.getImageData(0, 0, width, height).data.some(Boolean);
  generate.disabled = Boolean(running);
  cancel.disabled = !running;
  change.disabled = clear.disabled = Boolean(running) || !marked;
}

form.addEventListener('submit', event => {
  event.preventDefault();
  ask(form.prompt.value, undefined, made => {
    for (const { canvas } of [picture, marks]) [canvas.width, canvas.height] = [made.width, made.height];
    picture.drawImage(made, 0, 0);
    main.hidden = false;
  });
});

change.addEventListener('click', () => {
  ask(words(form.prompt.value), [picture.canvas, mask()], made => {
    const pen = layer('white');
    pen.drawImage(made, 0, 0, pen.canvas.width, pen.canvas.height); // it may be of another size
    picture.drawImage(pen.canvas, 0, 0);
    clear.click();
  });
});

clear.addEventListener('click', () => {
  marks.clearRect(0, 0, marks.canvas.width, marks.canvas.height);
  ready();
});

cancel.addEventListener('click', () => running.abort());

// The brush: as wide as a twentieth of the picture.
marks.canvas.addEventListener('pointerdown', event => {
  marks.canvas.setPointerCapture(event.pointerId);
  last = undefined;
  paint(event);
});
marks.canvas.addEventListener('pointermove', event => { if (event.buttons) paint(event); });
marks.canvas.addEventListener('pointerup', ready);

function paint({ offsetX, offsetY }) {
  const { width, clientWidth } = marks.canvas;
  const [x, y] = [offsetX, offsetY].map(each => each * width / clientWidth);
  Object.assign(marks, { lineWidth: width / 20, lineCap: 'round', strokeStyle: '#e3178a' });
  marks.beginPath();
  marks.moveTo(last?.x ?? x, last?.y ?? y);
  marks.lineTo(x, y);
  marks.stroke();
  last = { x, y };
}
