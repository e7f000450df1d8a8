// Stands in for the network in the tests of tests/web: no server runs beside them, and the page's own serves the repository.

/** A Response whose body comes in chunks of the given sizes, over and over. */
export function answering(text, sizes) {
  const lengths = [...sizes]; // what is given is a view of wasm memory, which is empty as soon as that grows
  return async () => {
    const bytes = new TextEncoder().encode(text);
    let [at, turn] = [0, 0];
    const body = new ReadableStream({
      pull(controller) {
        if (at >= bytes.length) return controller.close();
        const end = at + lengths[turn++ % lengths.length];
        controller.enqueue(bytes.slice(at, end));
        at = Math.min(end, bytes.length);
      },
    });
    return new Response(body, { headers: { 'content-type': 'application/json' } });
  };
}

export async function sandbox(fault) {
  const { sandbox } = await load(new URL('/js/sandbox.js', location.href));
  return sandbox({ fault });
}

const loaded = new Set();

/** A module after those that it imports, one at a time: the test runner's server stalls, now and then, when dozens are asked for at once. */
async function load(url) {
  const text = loaded.has(url.href) ? '' : await (await fetch(url)).text();
  loaded.add(url.href);
  for (const [, path] of text.matchAll(/ from '(\.[^']+)'/g)) await load(new URL(path, url));
  return import(url);
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function* parts(reply) {
  for (const { candidates } of [reply].flat()) {
    for (const { content } of candidates ?? []) yield* content?.parts ?? [];
  }
}

/** Final pictures; thoughts count only where there is nothing else, and then only the last. */
export function naiveImages(text) {
  const pictures = [...parts(JSON.parse(text))]
    .map((part) => ({ thought: part.thought, data: (part.inlineData ?? part.inline_data)?.data }))
    .filter(({ data }) => data)
    .map(({ thought, data }) => ({ thought, hex: hex(Uint8Array.from(atob(data), (char) => char.charCodeAt(0))) }));
  const final = pictures.filter(({ thought }) => !thought);
  return (final.length ? final : pictures.slice(-1)).map((picture) => picture.hex).join();
}

export async function images(result) {
  const all = await Promise.all(result.images.map((image) => image.bytes()));
  return all.map(hex).join();
}

/** The reply as `raw` tells it, with base64 again where its Blobs are, or the error's `body`. */
export async function rawOf(outcome) {
  const plain = async (value) => {
    if (value instanceof Blob) return base64(new Uint8Array(await value.arrayBuffer()));
    if (Array.isArray(value)) return Promise.all(value.map(plain));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, member]) => [name, await plain(member)])));
  };
  return JSON.stringify(await plain(outcome.raw ?? outcome.body));
}

/** An error says where base64 was. */
export function naiveRaw(text, failed) {
  let number = 0;
  return JSON.stringify(JSON.parse(text, (name, value) => (failed && /^thought_?signature$/i.test(name) ? `[base64, left out] ${number++}` : value)));
}

const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

/** Parts in any number and order, keys in any order and spelling, escapes wherever JSON allows them. */
export function randomReply(seed) {
  let state = seed + 1;
  const random = (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return (state >>> 8) % below;
  };
  const shuffled = (pairs) => Object.fromEntries(pairs.map((pair) => [random(1e6), pair]).sort(([a], [b]) => a - b).map(([, pair]) => pair));
  const noise = (length) => Uint8Array.from({ length }, () => random(256));
  const gif = () => {
    const bytes = noise(20 + random(400));
    bytes.set([...'GIF89a'].map((char) => char.charCodeAt(0)));
    bytes.set([1 + random(255), 0, 1 + random(255), 0], 6);
    return bytes;
  };
  const part = () => {
    const pairs = [];
    if (random(3)) pairs.push(['text', ['plain', '"data": "AAAA"', 'é漢🐷\\', '{"inlineData":{'][random(4)]]);
    else pairs.push([random(2) ? 'inlineData' : 'inline_data', shuffled([['mimeType', 'text/html'], ['data', base64(gif())]])]);
    if (!random(3)) pairs.push([random(2) ? 'thoughtSignature' : 'thought_signature', base64(noise(random(2000)))]);
    if (!random(4)) pairs.push(['thought', true]);
    if (!random(4)) pairs.push(['extra', { inlineData: { data: 'no base64 at all' }, list: [[[{}]]] }]);
    return shuffled(pairs);
  };
  const count = seed > 1_000_000 ? 12 : random(6);
  const content = shuffled([['role', 'model'], ['parts', Array.from({ length: count }, part)]]);
  const reply = shuffled([['candidates', [shuffled([['finishReason', 'STOP'], ['content', content]])]], ['usageMetadata', null], ['responseId', 'r']]);
  const text = JSON.stringify(reply, null, random(4));
  if (random(2)) return text;
  return text.replace(/\//g, '\\/').replace(/\+/g, '\\u002B').replace(/"data"/g, '"d\\u0061ta"');
}

const never = () => new Promise(() => {});
const aborting = new AbortController();

export function hostile(name) {
  switch (name) {
    case 'curly quote in the key': return { apiKey: '“key”', fetch: never };
    case 'abort with a string': {
      setTimeout(() => aborting.abort('enough'), 10);
      return { signal: aborting.signal, fetch: never };
    }
    case 'fetch rejects with a string': return { fetch: () => Promise.reject('no route'), maxRetries: 0 };
    case 'fetch gives null': return { fetch: async () => null };
    case 'fetch gives a string': return { fetch: async () => 'a reply' };
    case 'fetch gives an object': return { fetch: async () => ({ json: async () => ({}) }) };
    case 'fetch throws': return { fetch() { throw new TypeError('no'); }, maxRetries: 0 };
    case 'fetch never settles': return { fetch: never, timeout: 30 };
    case 'body never comes': return { fetch: async () => new Response(new ReadableStream({})), timeout: 30 };
    default: throw new Error(name);
  }
}
