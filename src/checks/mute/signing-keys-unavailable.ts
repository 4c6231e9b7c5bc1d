import { defineCheck, unknown } from '../check.ts';

import { exampleSnapshot, refusedSnapshot } from './examples/journey.ts';
import { snapshot } from './probes/snapshot.ts';

export const signingKeysUnavailable = defineCheck({
  code: 'signing-keys-unavailable',
  title: 'The API cannot fetch the keys that tokens are checked with',
  severity: 'error',
  why: 'Nobody can sign in: the fault is the configuration or the identity provider, not the token.',
  remedy: 'Look at the JWKS address in the configuration of the service, and whether the service reaches it.',
  needs: { snapshot },
  judge: ({ snapshot: { status, detail, reason } }) => {
    if (status === null) return unknown(reason ?? 'the API did not answer');
    if (status === 501) {
      return [
        { subject: 'signing keys', message: `The API answered 501: ${detail}`, facts: { status, detail } },
      ];
    }
    return [];
  },
  examples: {
    healthy: { snapshot: exampleSnapshot() },
    broken: { snapshot: refusedSnapshot(501, 'Auth configuration error: JWKS') },
  },
});
