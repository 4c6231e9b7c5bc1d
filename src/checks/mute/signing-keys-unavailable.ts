import { defineCheck, unknown } from '../check.ts';
import { exampleAnswer, exampleTraffic } from '../http/examples/exchanges.ts';
import { saidInFront } from '../http/exchange/classify.ts';
import { traffic } from '../http/probes/traffic.ts';

import { exampleSnapshot, refusedSnapshot } from './examples/journey.ts';
import { snapshot } from './probes/snapshot.ts';

export const signingKeysUnavailable = defineCheck({
  code: 'signing-keys-unavailable',
  title: 'The API cannot fetch the keys that tokens are checked with',
  severity: 'error',
  why: 'Nobody can sign in: the fault is the configuration or the identity provider, not the token.',
  remedy: 'Look at the JWKS address in the configuration of the service, and whether the service reaches it.',
  needs: { snapshot, traffic },
  judge: ({ snapshot: { exchange, status, detail, reason }, traffic: seen }) => {
    if (status === null) return unknown(reason ?? 'the API did not answer');
    const inFront = saidInFront(seen, exchange);
    if (inFront !== null) return inFront;
    if (status === 501) {
      return [
        { subject: 'signing keys', message: `The API answered 501: ${detail}`, facts: { status, detail } },
      ];
    }
    return [];
  },
  examples: {
    healthy: { snapshot: exampleSnapshot(), ...exampleTraffic(exampleAnswer('/', 200, {})) },
    broken: {
      snapshot: refusedSnapshot(501, 'Auth configuration error: JWKS'),
      ...exampleTraffic(exampleAnswer('/', 501, { detail: 'Auth configuration error: JWKS' })),
    },
  },
});
