import { Pool, ProxyAgent, type Dispatcher } from 'undici';
import { describeError } from '../../support/describe-error.ts';
import { failureOf, ProxyFailure } from './failure.ts';
import { plainHeaders, tlsOptions, type Transport, type TransportOptions } from './transport.ts';

/**
 * Through a proxy: https in a tunnel, plain http by whole URLs, since many proxies tunnel to port 443 alone.
 */
export function openProxied(options: TransportOptions, proxy: URL): Transport {
  const tunnels = options.origin.startsWith('https:');
  const agent = new ProxyAgent({
    uri: proxy.href,
    proxyTunnel: tunnels,
    clientFactory: (origin, how) => new TunnelPool(origin, how),
    requestTls: tlsOptions(options),
    keepAliveTimeout: 1_000,
    keepAliveMaxTimeout: 1_000,
  });
  return {
    exchange: async ({ method, path, headers, body, signal }) => {
      const answer = await agent
        .request({ origin: options.origin, method: method as 'GET', path, headers, body, signal })
        .catch((error: unknown) => {
          throw refusal(error, proxy.host, new URL(options.origin).host) ?? error;
        });
      return { status: answer.statusCode, headers: plainHeaders(answer.headers), body: answer.body };
    },
    close: () => void agent.destroy(),
  };
}

/**
 * Whoever hangs up on the request for a tunnel is asked again by undici at once and without end, thousands of
 * times a second: it takes that for a connection that was kept too long. Named otherwise, it is an answer.
 */
class TunnelPool extends Pool {
  override connect(options: TunnelOptions): Promise<Dispatcher.ConnectData>;
  override connect(options: TunnelOptions, callback: TunnelCallback): void;
  override connect(
    options: TunnelOptions,
    callback?: TunnelCallback,
  ): Promise<Dispatcher.ConnectData> | void {
    if (callback !== undefined) return super.connect(options, callback);
    return super.connect(options).catch((error: unknown) => {
      const isHungUp = error instanceof Error && 'code' in error && error.code === 'UND_ERR_SOCKET';
      throw isHungUp
        ? new ProxyFailure(`the proxy hung up when asked for a tunnel to ${options.path}`)
        : error;
    });
  }
}

type TunnelOptions = Omit<Dispatcher.ConnectOptions, 'origin'>;
type TunnelCallback = (error: Error | null, data: Dispatcher.ConnectData) => void;

/** What a proxy itself did not do, where the error tells: only to the proxy is a connection opened. */
function refusal(error: unknown, proxy: string, host: string): ProxyFailure | null {
  const told = describeError(error);
  const status = /Proxy (?:response|Authentication Required) \((\d+)\)/.exec(told)?.[1];
  if (status !== undefined) return new ProxyFailure(`the proxy ${proxy} ${answered(status, host)}`);
  const { layer, code, message } = failureOf(error);
  return layer === 'tcp' || layer === 'dns'
    ? new ProxyFailure(`the proxy ${proxy} is not reached: ${message}`, code)
    : null;
}

function answered(status: string, host: string): string {
  if (status === '407') return 'wants credentials (407)';
  if (status === '403') return `does not let anybody through to ${host} (403)`;
  return `answered the request for a tunnel to ${host} with ${status}`;
}
