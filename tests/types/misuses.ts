// What must not compile: each next line after a comment is one mistake.
import { createClient, createSession, generateImage, init, models, streamImage, GeneratedImage, GenerateImageError } from 'wasmagine';
import type { GenerateImageResult, ImageStream, Progress } from 'wasmagine';
import { sandbox } from 'wasmagine/sandbox';
// @ts-expect-error there is no such entry
import {} from 'wasmagine/dist/index.js';

// @ts-expect-error the prompt is missing
generateImage({ apiKey: 'k' });
// @ts-expect-error nothing at all
generateImage();
// @ts-expect-error the prompt is said twice
generateImage('x', { prompt: 'y' });
// @ts-expect-error a misspelled option
generateImage('x', { apikey: 'k' });
// @ts-expect-error a size is a string
generateImage('x', { size: 512 });
// @ts-expect-error a ratio has a colon
generateImage('x', { aspectRatio: '16x9' });
// @ts-expect-error an unknown way to send a key
generateImage('x', { auth: 'basic' });
// @ts-expect-error how many is a number
generateImage('x', { n: '2' });
// @ts-expect-error the key is no number
generateImage('x', { apiKey: 1 });
// @ts-expect-error the prompt is a string
generateImage(['x']);
// @ts-expect-error seconds as a string
generateImage('x', { timeout: '30s' });
// @ts-expect-error lower-case modalities
generateImage('x', { responseModalities: ['image'] });
// @ts-expect-error a threshold is missing
generateImage('x', { safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT' }] });
// @ts-expect-error no such search
generateImage('x', { search: { maps: true } });
// @ts-expect-error a body is an object
generateImage('x', { extraBody: '{}' });
// @ts-expect-error no such field of progress
generateImage('x', { onProgress: ({ percent }) => percent });
// @ts-expect-error a controller is not its signal
generateImage('x', { signal: new AbortController() });
// @ts-expect-error 'AUDIO' is no modality of image models
generateImage('x', { responseModalities: ['AUDIO'] });
// @ts-expect-error fetch takes a Request and promises a Response
generateImage('x', { fetch: (url: string) => url });
// @ts-expect-error strict is yes or no
generateImage('x', { strict: 'yes' });
// @ts-expect-error a picture is no number
generateImage('x', { images: 5 });
// @ts-expect-error a promise is awaited first
generateImage('x', { images: fetch('/x.png') });
// @ts-expect-error a whole result holds several pictures
generateImage('x', { images: {} as GenerateImageResult });
// @ts-expect-error leave is given at once
generateImage('x', { remoteImages: async () => true });
// @ts-expect-error hosts are asked for by a function
generateImage('x', { remoteImages: ['files.example'] });
// @ts-expect-error an unknown thinking level
generateImage('x', { thinking: { level: 'huge' } });

declare const image: GeneratedImage;
// @ts-expect-error only generateImage makes them
new GeneratedImage();
// @ts-expect-error nor errors
new GenerateImageError('no');
// @ts-expect-error read only
image.url = 'blob:x';
// @ts-expect-error what the bytes are is mediaType
image.mimeType;
// @ts-expect-error conversion says to what
image.convert();
// @ts-expect-error no such format
image.convert({ type: 'image/bmp' });
// @ts-expect-error an unknown code
GenerateImageError.isInstance({}, 'oops');
declare const result: GenerateImageResult;
// @ts-expect-error the picture is always there, and is an object: its address is result.url
img(result.image);
// @ts-expect-error a result has no index: its responses have
result.index;
// @ts-expect-error results are read only
result.images.push(image);
// @ts-expect-error results are not iterated: their images are
for (const each of result) img(each);
// @ts-expect-error bytes() is a promise
result.image.bytes().length;
// @ts-expect-error not every warning is of an option
result.warnings[0]!.option;
declare const progress: Progress;
// @ts-expect-error bytes are known only while they arrive
progress.loaded.toFixed();
// @ts-expect-error no such phase
progress.phase === 'waiting for it';
declare const error: GenerateImageError;
// @ts-expect-error an error's fields may be absent
error.status.toFixed();
// @ts-expect-error no such field
error.statusCode;
declare const thrown: unknown;
// @ts-expect-error anything can be thrown
thrown.code;
if (GenerateImageError.isInstance(thrown, 'timeout')) {
  // @ts-expect-error it is a timeout
  thrown.code === 'network';
}
function img(src: string) { document.createElement('img').src = src; }
// @ts-expect-error the table is read only
models.push(models[0]!);
// @ts-expect-error a client has defaults, if only {}
createClient();
// @ts-expect-error a misspelled default
createClient({ apikey: 'k' });
// @ts-expect-error a key alone is no options
createClient('k');
const client = createClient({});
// @ts-expect-error the prompt is missing here too
client.generateImage({ size: '1K' });
// @ts-expect-error a check takes nothing
client.check({ apiKey: 'k' });
// @ts-expect-error a check may not know
client.check().then(({ auth }): boolean => auth);
// @ts-expect-error nothing is no source of wasm (a number would pass: the DOM library's Module is an empty interface)
init(null);
// @ts-expect-error a misspelled option of the sandbox
sandbox({ delay: 1 });
// @ts-expect-error a fault is named by a string
sandbox({ fault: 429 });
declare const stream: ImageStream;
// @ts-expect-error a stream is iterated by `for await`
for (const event of stream) console.log(event);
for await (const event of stream) {
  // @ts-expect-error not every event has a picture
  event.image;
  // @ts-expect-error nor is every one told of with words
  if (event.type === 'preview') event.text;
  // @ts-expect-error no such kind
  event.type === 'done';
}
// @ts-expect-error a stream is no promise: its result is
stream.then(console.log);
// @ts-expect-error a stream has no prompt without one
streamImage({ size: '1K' });
// @ts-expect-error a misspelled option
streamImage('x', { apikey: 'k' });
// @ts-expect-error read only
stream.result = generateImage('x');
// @ts-expect-error only streamImage and sessions make them
new ImageStream();
// @ts-expect-error a turn is one request
createSession({ n: 2 });
// @ts-expect-error pictures belong to a turn
createSession({ images: new Blob() });
// @ts-expect-error a history is a snapshot
createSession({ history: [new Blob()] });
const session = createSession();
// @ts-expect-error the prompt comes first
session.send({ prompt: 'x' });
// @ts-expect-error a turn is one request
session.send('x', { n: 2 });
// @ts-expect-error nor is the history of a turn
session.stream('x', { history: session.snapshot() });
// @ts-expect-error there may be no picture yet
session.current.url;
// @ts-expect-error turns are read only
session.turns.pop();
// @ts-expect-error absent after a restore
session.turns[0]!.result.url;
// @ts-expect-error turns are counted
session.undo('all');
// @ts-expect-error a fork begins at a turn's number
session.fork(session.turns[0]);
// @ts-expect-error a stored history says which form it has
createSession({ history: { contents: [] } });
// @ts-expect-error Blobs, and not what is in them
createSession({ history: { version: 1, contents: ['{}'] } });
// @ts-expect-error there is no other form yet
createSession({ history: { version: 2, contents: [] } });
// @ts-expect-error a turn is a record
session.turns[0]!.prompt = 'x';
// @ts-expect-error settling, it says nothing
(await session.ready).turns;
// @ts-expect-error sessions are made by a function
new ImageSession();
// @ts-expect-error snapshots are read only
session.snapshot().contents.push(new Blob());
