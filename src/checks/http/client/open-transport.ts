import { isLoopback } from './loopback.ts';
import { proxyUrl } from './proxy-environment.ts';
import type { Transport, TransportOptions } from './transport.ts';

/**
 * Connects over a proxy where the environment names one for this origin, else straight. Either is loaded only
 * when it is used.
 */
export async function openTransport(options: TransportOptions): Promise<Transport> {
  const origin = new URL(options.origin);
  const proxy = isLoopback(origin.hostname) ? null : proxyUrl(origin, options.environment);
  if (proxy !== null) {
    const { openProxied } = await import('./proxied-transport.ts');
    return openProxied(options, proxy);
  }
  const { openDirect } = await import('./direct-transport.ts');
  return openDirect(
    options,
    (origin.protocol === 'https:' ? await import('node:https') : await import('node:http')).default,
  );
}
