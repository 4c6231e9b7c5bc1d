import { defineCheck, isWithheld } from '../check.ts';
import { certificateWith, connectionWith } from './examples/evidence.ts';
import { presentedCertificate } from './certificate/presented-certificate.ts';
import { connection } from './probes/connection.ts';

export const wrongCertificate = defineCheck({
  code: 'wrong-certificate',
  title: 'The certificate is for another host',
  severity: 'error',
  why: 'No client connects; often the domain points at somebody else, or its certificate was never issued.',
  remedy:
    'Add the host as a custom domain of the service, and let its DNS record point at the target that ' +
    'Railway names.',
  needs: { connection },
  judge: ({ connection: seen }) => {
    const certificate = presentedCertificate(seen);
    if (isWithheld(certificate)) return certificate;
    if (certificate.nameError === null) return [];
    return [
      {
        subject: `${seen.host}:${seen.port}`,
        message:
          `The certificate is not for ${seen.host}, but for ` +
          `${certificate.names.join(', ') || certificate.subject}.`,
        facts: { names: certificate.names, subject: certificate.subject },
      },
    ];
  },
  examples: {
    healthy: { connection: connectionWith() },
    broken: {
      connection: connectionWith({
        certificate: certificateWith({ names: ['DNS:other.example'], nameError: 'not in the altnames' }),
      }),
    },
  },
});
