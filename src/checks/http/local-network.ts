import { networkInterfaces } from 'node:os';
import { isLoopback } from './loopback.ts';

export const localNetworkStates = ['up', 'down', 'not-checked'] as const;
export type LocalNetworkState = (typeof localNetworkStates)[number];

/**
 * The control for a host that does not answer: without an interface that could carry the request, the fault is
 * this machine's, and nothing may be said of the host. Looks at this machine alone; no third party is contacted.
 */
export function stateOfLocalNetwork(host: string, interfaces = networkInterfaces()): LocalNetworkState {
  const wantInternal = isLoopback(host);
  const addresses = Object.values(interfaces).flatMap((list) => list ?? []);
  // A link-local IPv6 address is there on any cable; it reaches no other network.
  const usable = addresses.some(
    (address) => address.internal === wantInternal && !address.address.toLowerCase().startsWith('fe80:'),
  );
  return usable ? 'up' : 'down';
}
