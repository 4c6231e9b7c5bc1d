import type { Readable } from 'node:stream';
import type { ApiOptions } from './api.ts';

/** One request as it goes over the wire. */
export interface Sent {
  readonly method: string;
  /** Below the origin, with the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
  /** On a connection of its own, opened for it. */
  readonly fresh?: boolean;
}

/** A status line and headers; the body is still to be read. */
export interface Received {
  readonly status: number;
  /** Lower-cased names; what came several times is joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came: not decompressed. */
  readonly body: Readable;
}

/**
 * What happened to the connection that one request opened; all null when it used one that stood already.
 * `performance.now()` each.
 */
export interface ConnectionTimes {
  /** It used a connection that stood already. */
  reused: boolean;
  began: number | null;
  lookedUp: number | null;
  connected: number | null;
  secured: number | null;
  remoteAddress: string | null;
}

export function unopened(): ConnectionTimes {
  return {
    reused: false,
    began: null,
    lookedUp: null,
    connected: null,
    secured: null,
    remoteAddress: null,
  };
}

/** One pool of connections for a run. Redirects are not followed, and nothing is sent twice. */
export interface Transport {
  /** Rejects when no status line came. What the request opens is written into `times`. */
  readonly exchange: (sent: Sent, times: ConnectionTimes) => Promise<Received>;
  readonly close: () => void;
}

export type TransportOptions = Pick<ApiOptions, 'origin' | 'ca' | 'insecure' | 'environment'> &
  Partial<Pick<ApiOptions, 'identity' | 'resolve'>>;

/** How strictly TLS looks at a certificate, and what it shows of ours, for node and undici alike. */
export function tlsOptions({
  ca,
  insecure,
  identity = null,
}: Omit<TransportOptions, 'origin' | 'environment'>): {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly rejectUnauthorized: boolean;
} {
  return { ...(ca !== null && { ca }), ...identity, rejectUnauthorized: !insecure };
}

/** Headers as one text each. Cookies are nobody's evidence. */
export function plainHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && name !== 'set-cookie')
      plain[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return plain;
}
