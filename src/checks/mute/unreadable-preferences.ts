import { defineCheck, unknown, type Observed } from '../check.ts';
import { exampleAnswer, exampleTraffic } from '../http/examples/exchanges.ts';
import { fromApplication, saidInFront } from '../http/exchange/classify.ts';
import type { Exchange } from '../http/exchange/exchange.ts';
import { traffic } from '../http/probes/traffic.ts';
import { exampleSnapshot, refusedSnapshot } from './examples/journey.ts';
import { stepResultOf } from './journey/step.ts';
import { describeAnswer } from './journey/answer-text.ts';
import { isRejection } from './journey/walk.ts';
import { personalizationPath } from './preferences/kinds.ts';
import { snapshot } from './probes/snapshot.ts';

export const unreadablePreferences = defineCheck({
  code: 'unreadable-preferences',
  title: 'The lists of a signed-in user cannot be read',
  severity: 'error',
  why: 'The app cannot tell what is muted, and without the state before nothing may be tried.',
  remedy:
    'Read the log of the service for this request; `qa verify-railway` says whether the database answers.',
  needs: { snapshot, traffic },
  judge: ({ snapshot: { exchange, status, detail, fromApi, reason }, traffic: seen }) => {
    if (status === null) return unknown(reason ?? 'the API did not answer');
    if (status === 200) return refusedLater(seen.exchanges);
    const inFront = saidInFront(seen, exchange);
    if (inFront !== null) return inFront;
    // Refusals and redirects have codes of their own, and so has another host.
    const ownCode = status === 401 || status === 403 || status === 501 || status < 400 || !fromApi;
    if (ownCode) return unknown(`GET of the lists was answered ${status}, which has a finding of its own`);
    return [
      {
        subject: 'preferences',
        message: `GET of the lists was answered ${status}: ${detail}`,
        facts: { status, detail },
      },
    ];
  },
  examples: {
    healthy: { snapshot: exampleSnapshot(), ...exampleTraffic(exampleRead(200)) },
    broken: {
      snapshot: refusedSnapshot(500, 'Internal Server Error'),
      ...exampleTraffic(exampleRead(500)),
    },
  },
});

/**
 * Reads that failed though the first did not: of several replicas one may be bad, or the service went down.
 */
function refusedLater(exchanges: readonly Exchange[]): Observed[] {
  const reads = fromApplication(exchanges).filter(
    ({ request: { method, path, authorization } }) =>
      method === 'GET' && authorization === 'token' && path.endsWith(`${personalizationPath}/`),
  );
  const refused = reads.map(stepResultOf).filter((step) => isRejection(step) && step.status !== 501);
  const [first] = refused;
  if (first === undefined) return [];
  return [
    {
      subject: 'preferences',
      message:
        `${refused.length} of ${reads.length} GETs of the lists were refused, though the first was not: ` +
        `one was ${describeAnswer(first)}`,
      facts: { status: first.status, detail: first.detail, refused: refused.length, reads: reads.length },
    },
  ];
}

function exampleRead(status: number): Exchange {
  const exchange = exampleAnswer(`/api${personalizationPath}/`, status, { detail: '…' });
  return { ...exchange, request: { ...exchange.request, authorization: 'token' } };
}
