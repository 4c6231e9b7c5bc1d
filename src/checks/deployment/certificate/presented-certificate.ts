import { notApplicable, notAsked, unknown, type Withheld } from '../../check.ts';
import type { Certificate } from '../probes/certificate.ts';
import type { Connection } from '../probes/connection.ts';

/** The certificate that was presented, or why there is none to judge. */
export function presentedCertificate({
  scheme,
  host,
  port,
  proxy,
  insecure,
  certificate,
  certificateFailure,
}: Connection): Certificate | Withheld {
  if (scheme === 'http') return notApplicable('plain http: there is no certificate');
  if (proxy !== null)
    return notAsked(
      { with: 'a proxy' },
      `requests go through the proxy ${proxy}: the certificate was not looked at`,
    );
  if (insecure) return notAsked({ with: '--insecure' }, '--insecure accepts any certificate');
  if (certificate !== null) return certificate;
  return unknown(`${host}:${port} presented no certificate: ${certificateFailure ?? 'no handshake'}`);
}
