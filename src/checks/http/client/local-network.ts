import { Resolver } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import type { Exchange } from '../exchange/exchange.ts';
import { isLoopback } from './loopback.ts';

export const localNetworkStates = ['up', 'down', 'not-checked'] as const;
export type LocalNetworkState = (typeof localNetworkStates)[number];

/** This machine itself has no way there: nobody out there refused anything. */
export const noRouteCodes: ReadonlySet<string> = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']);

/** What this machine has; a test brings its own. */
interface Machine {
  readonly interfaces?: ReturnType<typeof networkInterfaces>;
  /** Its resolvers, `address` or `address:port`. */
  readonly resolvers?: readonly string[];
}

/**
 * The control for a host that did not answer: where this machine has no address, no route or no resolver, the
 * fault is its own, and nothing may be said of the host. Asks at most the resolver that the look-up asked; no
 * third party is contacted.
 */
export async function stateOfLocalNetwork(
  host: string,
  exchanges: readonly Pick<Exchange, 'failure'>[],
  { interfaces = networkInterfaces(), resolvers }: Machine = {},
): Promise<LocalNetworkState> {
  const loopback = isLoopback(host);
  const addresses = Object.values(interfaces).flatMap((list) => list ?? []);
  // A link-local IPv6 address is there on any cable; it reaches no other network.
  const usable = addresses.some(
    ({ address, internal }) => internal === loopback && !address.toLowerCase().startsWith('fe80:'),
  );
  if (!usable) return 'down';
  if (loopback || exchanges.length === 0) return 'up';
  const codes = exchanges.map(({ failure }) => failure?.code ?? '');
  if (codes.every((code) => noRouteCodes.has(code))) return 'down';
  // The resolver failed, or was not there; only in the latter case the name may be sound.
  if (codes.every((code) => code === 'EAI_AGAIN')) return (await resolverWorks(resolvers)) ? 'up' : 'down';
  return 'up';
}

/**
 * Every working resolver knows the name servers of the root. One that answers anything but a failure of its
 * own works too.
 */
async function resolverWorks(servers?: readonly string[]): Promise<boolean> {
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  if (servers !== undefined) resolver.setServers(servers);
  try {
    await resolver.resolveNs('.');
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ENODATA' || code === 'ENOTFOUND' || code === 'EREFUSED' || code === 'ENOTIMP';
  }
}
