import { isIP } from 'node:net';
import type { PeerCertificate } from 'node:tls';
import * as z from 'zod/mini';
import type { ConnectionOptions } from './context.ts';

export const certificateShape = z.object({
  subject: z.string(),
  issuer: z.string(),
  /** `DNS:api.example`, `IP Address:127.0.0.1`. */
  names: z.array(z.string()),
  /** ISO 8601, UTC. */
  validFrom: z.string(),
  validTo: z.string(),
  /**
   * OpenSSL's verdict on the chain, null when it is trusted: `DEPTH_ZERO_SELF_SIGNED_CERT`,
   * `CERT_HAS_EXPIRED`.
   */
  chainError: z.nullable(z.string()),
  /** Why the certificate is not for this host; null when it is. */
  nameError: z.nullable(z.string()),
});
export type Certificate = z.infer<typeof certificateShape>;

/**
 * Shakes hands without insisting on trust, and says what was presented. Sends nothing over the connection.
 * Rejects with the socket's error, or after `timeoutMs` milliseconds.
 */
export async function lookAtCertificate(
  host: string,
  port: number,
  { ca, timeoutMs, resolve: address = null, identity = null }: ConnectionOptions,
  signal: AbortSignal,
): Promise<Certificate> {
  // Loaded here: a run over plain http has no use for it.
  const { checkServerIdentity, connect } = await import('node:tls');
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: address ?? host,
      port,
      rejectUnauthorized: false,
      ...identity,
      // A server name must be a name (RFC 6066 section 3); Node warns about an address.
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(ca === null ? {} : { ca }),
    });
    const giveUp = (): void => void socket.destroy(new Error('the run was stopped'));
    signal.addEventListener('abort', giveUp, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', giveUp));
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no TLS handshake within ${timeoutMs} ms`)));
    socket.on('error', reject);
    socket.once('secureConnect', () => {
      const presented = socket.getPeerCertificate(true);
      resolve({
        ...describe(presented),
        nameError: checkServerIdentity(host, presented)?.message ?? null,
        chainError: chainErrorOf(socket.authorizationError),
      });
      socket.destroy();
    });
  });
}

function describe(presented: PeerCertificate): Omit<Certificate, 'chainError' | 'nameError'> {
  return {
    subject: nameOf(presented.subject),
    issuer: nameOf(presented.issuer),
    names: (presented.subjectaltname ?? '').split(', ').filter((name) => name !== ''),
    validFrom: new Date(presented.valid_from).toISOString(),
    validTo: new Date(presented.valid_to).toISOString(),
  };
}

/** Node reports a wrong name through the same field; `nameError` says that better. */
function chainErrorOf(error: Error | string | null | undefined): string | null {
  if (error === null || error === undefined) return null;
  const code = typeof error === 'string' ? error : 'code' in error ? String(error.code) : error.message;
  return code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? null : code;
}

function nameOf(party: PeerCertificate['subject'] | undefined): string {
  const name = party?.CN ?? party?.O ?? 'unnamed';
  return Array.isArray(name) ? name.join(', ') : name;
}
