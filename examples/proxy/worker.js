// @ts-check
// The proxy on Cloudflare Workers. wrangler.json has its settings; the key is a secret beside them.
import { bucket } from './client.js';
import { createProxy } from './proxy.js';
import { policySettings } from './settings.js';

/** @type {ReturnType<typeof createProxy> | undefined} */
let proxy;

export default {
  /** @param {Request} request @param {Record<string, any>} env the same for each */
  async fetch(request, env) {
    proxy ??= setUp(env);
    return proxy(request, bucket(request.headers.get('cf-connecting-ip') ?? undefined) ?? 'unknown');
  },
};

/** @param {Record<string, any>} env */
function setUp(env) {
  try {
    if (!env.LIMITER) throw new Error('LIMITER has to be a rate limit in wrangler.json.');
    /** @param {string} key */
    const limit = async key => ((await env.LIMITER.limit({ key })).success ? 0 : 60);
    return createProxy({ ...policySettings(env), limit, limitLists: client => limit(`lists ${client}`) });
  } catch (error) {
    const message = `the proxy is not set up: ${/** @type {Error} */ (error).message}`;
    return async () => {
      console.error(message);
      return Response.json({ error: { code: 500, message } }, { status: 500, headers: { 'cache-control': 'no-store' } });
    };
  }
}
