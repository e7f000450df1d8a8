// The sandbox as a server, for tests of any kind and for other programs: node server.js, and baseURL: 'http://127.0.0.1:8090' in the page.
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { sandbox } from 'wasmagine/sandbox';

export function serve(options, port = 0) {
  const answer = sandbox(options);
  const server = createServer(async (message, reply) => {
    const gone = new AbortController();
    reply.on('close', () => gone.abort());
    const { method, headers, url } = message;
    const body = method === 'POST' ? Readable.toWeb(message) : undefined;
    try {
      const response = await answer(`http://${headers.host}${url}`, { method, headers, body, duplex: 'half', signal: gone.signal });
      reply.writeHead(response.status, Object.fromEntries(response.headers));
      await pipeline(response.body ?? [], reply);
    } catch {
      reply.destroy(); // the client has gone, or a fault breaks the connection
    }
  });
  return new Promise(resolve => server.listen(port, '127.0.0.1', () => resolve(server)));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await serve({ latency: [500, 1500] }, 8090);
