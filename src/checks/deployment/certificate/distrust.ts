import type { Certificate } from '../probes/certificate.ts';

/** Why a chain is not trusted, in words, and what to do where that differs from serving another chain. */
export interface Distrust {
  readonly reason: string;
  readonly advice?: string;
}

const unknownIssuer: Distrust = {
  reason: 'the certificate of its issuer was not sent, and is not known here',
  advice:
    'Serve the intermediate certificates behind your own (the full chain, not the certificate alone). For ' +
    'an authority of your own, name it with --ca-file (--cacert).',
};

/** OpenSSL's codes (man 1 openssl-verification-options) that have a sentence of their own. */
const known: Readonly<Record<string, Distrust>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: { reason: 'it is signed by itself' },
  SELF_SIGNED_CERT_IN_CHAIN: { reason: 'its chain ends at an authority that is not known here' },
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
  INVALID_PURPOSE: {
    reason: 'it was not issued for servers',
    advice: 'Have it issued with the extended key usage serverAuth, or without any.',
  },
  CERT_REVOKED: { reason: 'its issuer has revoked it', advice: 'Have it issued anew, for a new key.' },
  // What node has no code for; both were seen so with OpenSSL 3.
  UNSPECIFIED: {
    reason: 'a signature or a key in its chain is probably weaker than what is accepted today',
    advice: 'Have it issued anew, signed with SHA-256 and for a key of at least 2048 bits (RSA) or 256 (EC).',
  },
};

/** Of a code of OpenSSL's that stands in `chainError`. */
export function distrust(chainError: string, { validFrom }: Pick<Certificate, 'validFrom'>): Distrust {
  if (chainError === 'CERT_NOT_YET_VALID')
    return {
      reason: `it is valid from ${validFrom} on, and not before`,
      advice: 'Compare the clock of this machine with the day on which the certificate was issued.',
    };
  return known[chainError] ?? { reason: 'OpenSSL refuses its chain' };
}
