// @ts-check
// The proxy on Node: its settings from the environment, and limits on what one machine gives to whoever connects.
import { createServer } from 'node:http';
import { clientOf } from './client.js';
import { flights } from './flights.js';
import { limiter } from './limiter.js';
import { listener } from './listener.mjs';
import { createProxy } from './proxy.js';
import { serverSettings } from './settings.js';
import { inTurn } from './turns.mjs';

/** Without these two, Node keeps a copy of the body for the case that it must be sent again. @param {string} url @param {any} init */
const once = (url, init) => fetch(url, { ...init, redirect: 'error', window: null });

/** @param {string[]} sentences @returns {never} */
function stop(...sentences) {
  for (const each of sentences) console.error(each);
  process.exit(1);
}

/** @returns {ReturnType<typeof serverSettings>} */
function settings() {
  try {
    return serverSettings(process.env);
  } catch (error) {
    return stop(/** @type {Error} */ (error).message, 'The README beside this file says what can be set. To try it without a key: npm start in ../vanilla.');
  }
}

/** Few, so that it takes many clients to hold every place. @param {{ calls: number, inFlight: number }} set */
const ownPlaces = ({ calls, inFlight }) => Math.min(calls, Math.max(2, Math.floor(inFlight / 10)));

const { key, origins, models, upstream, maxBytes, ...set } = settings();
const proxy = createProxy({
  key, origins, models, upstream, maxBytes, fetch: once, enter: flights({ most: set.inFlight, each: ownPlaces(set) }),
  limit: limiter({ calls: set.calls, seconds: 60 }), limitLists: limiter({ calls: set.listCalls, seconds: 60 }),
});
/** @param {import('node:http').IncomingMessage} message */
const client = ({ socket, headersDistinct }) => clientOf(socket.remoteAddress ?? '', headersDistinct[set.clientHeader]?.join(), set.trustedProxies);

const server = createServer({
  headersTimeout: Math.min(set.headerSeconds, set.bodySeconds) * 1000, requestTimeout: set.bodySeconds * 1000, connectionsCheckingInterval: 500, keepAliveTimeout: 5000,
}, inTurn(listener(proxy, client, set), 16));
server.maxConnections = set.connections;
server.maxRequestsPerSocket = 1000;
server.on('dropRequest', (_, socket) => socket.destroy()); // or Node answers each further one with 503, without end
server.on('error', error => stop(`The proxy cannot listen at HOST ${set.host}, PORT ${set.port}: ${error.message}`));
server.listen(set.port, set.host, () => {
  const { address, family, port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.log(`http://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
  if (!origins.size) console.error('ORIGINS is not set: pages of other origins are refused, and so is every POST.');
});
