// @ts-check
// The proxy on Cloudflare Workers. wrangler.json has its settings; the key is a secret beside them.
import { createProxy } from './proxy.js';

export default {
  /** @param {Request} request @param {Record<string, any>} env */
  fetch(request, env) {
    const proxy = createProxy({
      key: env.GEMINI_API_KEY, upstream: env.UPSTREAM, models: env.MODELS, origins: env.ORIGINS,
      limit: async client => ((await env.LIMITER.limit({ key: client })).success ? 0 : 60),
    });
    return proxy(request, request.headers.get('cf-connecting-ip') ?? 'unknown');
  },
};
