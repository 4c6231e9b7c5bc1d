import { defineCheck, isWithheld } from '../check.ts';
import { certificateWith, connectionWith } from './examples/evidence.ts';
import { presentedCertificate } from './certificate/presented-certificate.ts';
import { distrust } from './certificate/distrust.ts';
import { connection } from './probes/connection.ts';

export const untrustedCertificate = defineCheck({
  code: 'untrusted-certificate',
  title: "The certificate's issuer is not trusted",
  severity: 'error',
  why: 'No client connects, or somebody between the client and the API reads along.',
  remedy:
    'Serve the whole chain of a public authority. For an authority of your own, name it with --ca-file ' +
    '(--cacert).',
  needs: { connection },
  judge: ({ connection: seen }) => {
    const certificate = presentedCertificate(seen);
    if (isWithheld(certificate)) return certificate;
    const { chainError, issuer, validFrom } = certificate;
    // OpenSSL looks at dates only after it has found a trusted issuer, so an expired one is not untrusted
    // besides.
    if (chainError === null || chainError === 'CERT_HAS_EXPIRED') return [];
    const { reason, advice } = distrust(chainError, certificate);
    return [
      {
        subject: `${seen.host}:${seen.port}`,
        message:
          `The certificate of ${seen.host}, issued by ${issuer}, is not trusted: ` +
          `${reason} (${chainError}).`,
        facts: { chainError, issuer, validFrom },
        ...(advice !== undefined && { advice }),
      },
    ];
  },
  examples: {
    healthy: { connection: connectionWith() },
    broken: {
      connection: connectionWith({
        certificate: certificateWith({ chainError: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
      }),
    },
  },
});
