// @ts-check
// What a client that means ill sends, by hand.

export const page = 'https://app.example';
export const piece = Buffer.alloc(2 ** 16, 'a');

/** @param {string} start_ the first line without its version @param {Record<string, string>} [headers] */
export const head = (start_, headers) => `${start_} HTTP/1.1\r\n${Object.entries({ host: 'proxy', origin: page, ...headers }).map(each => `${each.join(': ')}\r\n`).join('')}\r\n`;

/** A byte now and then, for as long as it is taken. @param {import('node:net').Socket} socket @param {string} [byte] */
export function dribble(socket, byte = 'a') {
  const timer = setInterval(() => socket.write(byte), 50);
  socket.on('close', () => clearInterval(timer));
}

/** What a body is made of. @param {Record<string, string>} headers */
export const framed = headers => ('transfer-encoding' in headers ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]) : piece);

/** Sends on whatever is answered; the bytes that the server took before it closed. @param {{ socket: import('node:net').Socket, closed: Promise<unknown> }} connection @param {number} most @param {Buffer} frame */
export async function flood({ socket, closed }, most, frame) {
  let sent = 0;
  const gone = closed.then(() => true);
  while (!socket.destroyed && sent <= most) {
    sent += frame.length;
    if (!socket.write(frame) && await Promise.race([gone, new Promise(resolve => socket.once('drain', () => resolve(false)))])) break;
    await new Promise(setImmediate); // so that what is answered is heard
  }
  return sent;
}
