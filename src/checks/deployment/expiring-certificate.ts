import { defineCheck, isWithheld } from '../check.ts';
import { certificateWith, connectionWith } from './examples/evidence.ts';
import { presentedCertificate } from './certificate/presented-certificate.ts';
import { connection } from './probes/connection.ts';

const dayMs = 86_400_000;
/** Railway renews 30 days ahead: what is left then is a renewal that has failed for more than a week. */
const warningDays = 21;
/** Too few to find out in peace why it is not renewed. */
const errorDays = 7;

export const expiringCertificate = defineCheck({
  code: 'expiring-certificate',
  title: 'The certificate expires soon, or has expired',
  severity: 'warning',
  why: 'From that moment on no client connects any more.',
  remedy:
    'Railway renews by itself 30 days ahead: check that the DNS record of the domain still points at ' +
    'Railway. Renew elsewhere by hand.',
  needs: { connection },
  judge: ({ connection: seen }) => {
    const certificate = presentedCertificate(seen);
    if (isWithheld(certificate)) return certificate;
    const days = (Date.parse(certificate.validTo) - Date.parse(seen.observedAt)) / dayMs;
    if (days >= warningDays) return [];
    return [
      {
        subject: `${seen.host}:${seen.port}`,
        severity: days < errorDays ? 'error' : 'warning',
        message:
          days < 0
            ? `The certificate expired on ${certificate.validTo}.`
            : `The certificate expires in ${inDays(Math.floor(days))}, on ${certificate.validTo}.`,
        facts: { validTo: certificate.validTo, days: Math.floor(days), issuer: certificate.issuer },
      },
    ];
  },
  examples: {
    healthy: { connection: connectionWith() },
    broken: {
      connection: connectionWith({ certificate: certificateWith({ validTo: '2026-02-05T00:00:00.000Z' }) }),
    },
  },
});

function inDays(days: number): string {
  if (days === 0) return 'less than a day';
  return days === 1 ? '1 day' : `${days} days`;
}
