import { ProxyAgent } from 'undici';
import { plainHeaders, tlsOptions, type Transport, type TransportOptions } from './transport.ts';

/**
 * Through a proxy: https in a tunnel, plain http by whole URLs, since many proxies tunnel to port 443 alone.
 */
export function openProxied(options: TransportOptions, proxy: URL): Transport {
  const agent = new ProxyAgent({
    uri: proxy.href,
    proxyTunnel: options.origin.startsWith('https:'),
    requestTls: tlsOptions(options),
    keepAliveTimeout: 1_000,
    keepAliveMaxTimeout: 1_000,
  });
  return {
    exchange: async ({ method, path, headers, body, signal }) => {
      const answer = await agent.request({
        origin: options.origin,
        method: method as 'GET',
        path,
        headers,
        body,
        signal,
      });
      return { status: answer.statusCode, headers: plainHeaders(answer.headers), body: answer.body };
    },
    close: () => void agent.destroy(),
  };
}
