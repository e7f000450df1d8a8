// What must not compile: each next line after a comment is one mistake.
import { generateImage, init, models, GeneratedImage, GenerateImageError } from 'wasmagine';
import { sandbox } from 'wasmagine/sandbox';
// @ts-expect-error there is no such entry
import 'wasmagine/dist/index.js';

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
// @ts-expect-error a controller is not its signal
generateImage('x', { signal: new AbortController() });
// @ts-expect-error 'AUDIO' is no modality of image models
generateImage('x', { responseModalities: ['AUDIO'] });
// @ts-expect-error fetch takes a Request and promises a Response
generateImage('x', { fetch: (url: string) => url });
// @ts-expect-error an unknown thinking level
generateImage('x', { thinking: { level: 'huge' } });

declare const image: GeneratedImage;
// @ts-expect-error only generateImage makes them
new GeneratedImage();
// @ts-expect-error nor errors
new GenerateImageError('no');
// @ts-expect-error read only
image.url = 'blob:x';
// @ts-expect-error no such format
image.convert({ type: 'image/bmp' });
// @ts-expect-error an unknown code
GenerateImageError.isInstance({}, 'oops');
// @ts-expect-error the table is read only
models.push(models[0]!);
// @ts-expect-error nothing is no source of wasm (a number would pass: the DOM library's Module is an empty interface)
init(null);
// @ts-expect-error a misspelled option of the sandbox
sandbox({ delay: 1 });
