import { defineCheck, unknown } from '../check.ts';
import { exampleAnswer, exampleTraffic } from '../http/examples/exchanges.ts';
import { saidInFront } from '../http/exchange/classify.ts';
import { traffic } from '../http/probes/traffic.ts';

import { exampleSnapshot, refusedSnapshot } from './examples/journey.ts';
import { snapshot } from './probes/snapshot.ts';

export const unconfirmedEmail = defineCheck({
  code: 'unconfirmed-email',
  title: 'The user has not confirmed the e-mail address',
  severity: 'error',
  why: 'The account may not use the API until its address is confirmed, whatever its token says.',
  remedy: 'Confirm the address of this account, or use the token of another one.',
  needs: { snapshot, traffic },
  judge: ({ snapshot: { exchange, status, detail, reason }, traffic: seen }) => {
    if (status === null) return unknown(reason ?? 'the API did not answer');
    const inFront = saidInFront(seen, exchange);
    if (inFront !== null) return inFront;
    if (status === 403 && /email not confirmed/i.test(detail)) {
      return [{ subject: 'token', message: `The API answered 403: ${detail}`, facts: { status, detail } }];
    }
    return [];
  },
  examples: {
    healthy: { snapshot: exampleSnapshot(), ...exampleTraffic(exampleAnswer('/', 200, {})) },
    broken: {
      snapshot: refusedSnapshot(403, 'Email not confirmed'),
      ...exampleTraffic(exampleAnswer('/', 403, { detail: 'Email not confirmed' })),
    },
  },
});
