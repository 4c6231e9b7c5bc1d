import { defineCheck, unknown } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { exampleAnswer, exampleTraffic } from '../http/examples/exchanges.ts';
import { traffic } from '../http/probes/traffic.ts';
import { isForeignHost, saidInFront, stablePath, unheard } from '../http/exchange/classify.ts';

import { isSuccess, leavesAccessOpen } from './journey/step.ts';
import { isPageText } from './journey/answer-text.ts';
import { exampleAttempt } from './examples/journey.ts';
import { credentials } from './probes/credentials.ts';

export const forgedTokenAccepted = defineCheck({
  code: 'forged-token-accepted',
  title: 'A token with a broken signature is accepted',
  severity: 'error',
  why: 'Anybody can act as any user by writing a token.',
  remedy: 'Verify the signature against the published keys; never decode without verifying.',
  needs: { credentials, traffic },
  judge: ({ credentials: { attempts }, traffic: seen }) => {
    const withheld = unheard(seen);
    if (withheld !== null) return withheld;
    if (isForeignHost(seen)) return unknown('what answers is not this API');
    const forged = attempts.filter(({ authorization }) => authorization !== 'none');
    const letIn = forged.filter((attempt) => isSuccess(attempt.status) && !isPageText(attempt));
    const accepted = [...groupBy(letIn, (attempt) => stablePath({ request: attempt }))].map(
      ([path, [{ method, status, authorization }]]) => ({
        subject: path,
        message: `${method} ${path} with a ${authorization} token was answered ${status}.`,
        facts: { method, status, token: authorization },
      }),
    );
    const silent = forged.filter(
      (attempt) =>
        leavesAccessOpen(attempt.status) ||
        saidInFront(seen, attempt.exchange) !== null ||
        (isSuccess(attempt.status) && isPageText(attempt)),
    );
    return silent.length === 0
      ? accepted
      : unknown(silent.map(({ step, status }) => `${step}: ${said(status)}`).join('; '), accepted);
  },
  examples: {
    healthy: {
      ...exampleTraffic(exampleAnswer('/api/x', 401, { detail: 'Not authenticated' })),
      credentials: exampleAttempt({ authorization: 'forged', status: 401 }),
    },
    broken: {
      ...exampleTraffic(exampleAnswer('/api/x', 200, { message: 'ok' })),
      credentials: exampleAttempt({ authorization: 'forged', status: 200 }),
    },
  },
});

function said(status: number | null): string {
  return status === null ? 'not answered' : `answered ${status}, which says nothing of who is let in`;
}
