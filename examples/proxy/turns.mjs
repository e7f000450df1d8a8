// @ts-check
// One request of a connection at a time: what comes before the answer to the one before it waits, as bytes and little more. Browsers never ask so,
// and few may wait, because thousands fit into one packet.

/**
 * @param {import('node:http').RequestListener} serve
 * @param {number} most that wait; one more ends the connection
 * @returns {import('node:http').RequestListener}
 */
export function inTurn(serve, most) {
  /** @type {WeakMap<import('node:net').Socket, Parameters<typeof serve>[]>} those that wait, where one is served */
  const lines = new WeakMap();
  /** @type {import('node:http').RequestListener} */
  const start = (message, reply) => {
    const { socket } = message;
    reply.on('close', () => {
      const next = lines.get(socket)?.shift();
      if (next && socket.writable) start(...next);
      else lines.delete(socket);
    });
    serve(message, reply);
  };
  return (message, reply) => {
    const line = lines.get(message.socket);
    if (!line) {
      lines.set(message.socket, []);
      start(message, reply);
    } else if (line.length < most) line.push([message, reply]);
    else message.socket.destroy();
  };
}
