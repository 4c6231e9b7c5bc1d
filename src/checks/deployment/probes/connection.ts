import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import * as z from 'zod/mini';
import { describeError } from '../../support/describe-error.ts';
import { defineProbe } from '../../probe.ts';
import { certificateShape, lookAtCertificate } from './certificate.ts';
import type { ConnectionOptions, DeploymentContext } from './context.ts';
import { noRouteCodes } from '../../http/client/local-network.ts';
import { proxyFor } from '../../http/client/proxy-environment.ts';
import { bareHost } from '../../http/client/loopback.ts';

const familyShape = z.object({
  family: z.union([z.literal(4), z.literal(6)]),
  addresses: z.array(z.string()),
  /** Why there are no addresses: `ENOTFOUND` when the name has none of this family. */
  lookupCode: z.nullable(z.string()),
  /** The address that connected, else the first one; null when none was tried. */
  tried: z.nullable(z.string()),
  /** Null when not tried. */
  connected: z.nullable(z.boolean()),
  /** The error of the connection: `ECONNREFUSED`, `ETIMEDOUT`. */
  code: z.nullable(z.string()),
  /** Why an address was not tried. */
  untriedBecause: z.nullable(z.string()),
  milliseconds: z.nullable(z.number()),
});
export type AddressFamily = z.infer<typeof familyShape>;

export const connectionShape = z.object({
  scheme: z.enum(['http', 'https']),
  host: z.string(),
  port: z.number(),
  /** Host and port of the proxy that requests go through; the layers below are then not ours to see. */
  proxy: z.nullable(z.string()),
  insecure: z.boolean(),
  families: z.array(familyShape),
  certificate: z.nullable(certificateShape),
  /** Why no certificate was seen on https. */
  certificateFailure: z.nullable(z.string()),
  /** ISO 8601, UTC: what the certificate's dates are judged against. */
  observedAt: z.string(),
});
export type Connection = z.infer<typeof connectionShape>;

/**
 * Looks at the layers below HTTP with sockets of its own: A and AAAA, TCP for each address family, the
 * certificate.
 */
export const connection = defineProbe({
  name: 'connection',
  effect: 'read',
  shape: connectionShape,
  observe: async ({
    api,
    connection: options,
    environment,
    signal,
  }: DeploymentContext): Promise<Connection> => {
    const url = new URL(api.origin);
    const host = bareHost(url.hostname);
    const secure = url.protocol === 'https:';
    const port = Number(url.port || (secure ? 443 : 80));
    const seen = {
      scheme: secure ? ('https' as const) : ('http' as const),
      host,
      port,
      insecure: options.insecure,
      observedAt: new Date().toISOString(),
    };
    const proxy = proxyFor(url, environment);
    if (proxy !== null) return { ...seen, proxy, families: [], certificate: null, certificateFailure: null };
    const [four, six, presented] = await Promise.all([
      lookAtFamily(4, host, port, options, signal),
      lookAtFamily(6, host, port, options, signal),
      secure ? lookAtCertificate(host, port, options, signal).catch(describeError) : null,
    ]);
    return {
      ...seen,
      proxy: null,
      families: [four, six],
      certificate: typeof presented === 'string' ? null : presented,
      certificateFailure: typeof presented === 'string' ? presented : null,
    };
  },
});

/** A name may have dozens of addresses. */
const mostAddresses = 4;
/** Milliseconds for a connection: a client that tries the other family first waits less than that. */
const longestConnect = 3_000;

async function lookAtFamily(
  family: 4 | 6,
  host: string,
  port: number,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<AddressFamily> {
  // Whoever names the address wants this one, and no other, to be looked at.
  const named = options.resolve ?? host;
  const literal = isIP(named);
  const nothing = {
    family,
    tried: null,
    connected: null,
    code: null,
    untriedBecause: null,
    milliseconds: null,
  };
  let addresses: string[];
  if (literal !== 0) {
    addresses = literal === family ? [named] : [];
  } else {
    try {
      // The look-up of the system, as every client does it: the hosts file counts.
      addresses = (await lookup(host, { family, all: true })).map(({ address }) => address);
    } catch (error) {
      return { ...nothing, addresses: [], lookupCode: codeOf(error) };
    }
  }
  const resolved = { ...nothing, addresses, lookupCode: null };
  const [first] = addresses;
  if (first === undefined) return resolved;
  if (family === 6 && !hasAddressOfFamily6(first))
    return { ...resolved, untriedBecause: 'this machine has no IPv6 address' };
  const began = performance.now();
  const milliseconds = (): number => Math.round((performance.now() - began) * 10) / 10;
  const tries = addresses.slice(0, mostAddresses).map(async (address) => ({
    address,
    code: await tryToConnect(address, port, Math.min(options.timeoutMs, longestConnect), signal),
  }));
  // Clients go on to the next address: one that connects is enough.
  const reached = await Promise.any(
    tries.map(async (each) => {
      const { address, code } = await each;
      if (code !== null) throw new Error(code);
      return { ...resolved, tried: address, connected: true, milliseconds: milliseconds() };
    }),
  ).catch(() => null);
  if (reached !== null) return reached;
  const [refused] = (await Promise.all(tries)).filter(({ code }) => !noRouteCodes.has(code ?? ''));
  if (refused === undefined)
    return { ...resolved, untriedBecause: `this machine has no route to an IPv${family} address` };
  return {
    ...resolved,
    tried: refused.address,
    connected: false,
    code: refused.code,
    milliseconds: milliseconds(),
  };
}

/** Null when the connection stood; otherwise the error's code. */
function tryToConnect(
  address: string,
  port: number,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ host: address, port, signal });
    const end = (code: string | null): void => {
      socket.destroy();
      resolve(code);
    };
    socket.setTimeout(timeoutMs, () => end('ETIMEDOUT'));
    socket.once('connect', () => end(null));
    socket.on('error', (error) => end(codeOf(error)));
  });
}

/** Only a global address reaches a global one; loopback reaches itself. */
function hasAddressOfFamily6(target: string): boolean {
  const own = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family }) => family === 'IPv6');
  return own.some(({ address, internal }) =>
    target === '::1' ? internal : !internal && !address.toLowerCase().startsWith('fe80:'),
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : describeError(error);
}
