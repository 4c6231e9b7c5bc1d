import { defineCheck, unknown } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { exampleAnswer, exampleTraffic } from '../http/examples/exchanges.ts';
import { traffic } from '../http/probes/traffic.ts';
import { isForeignHost, saidInFront, stablePath, unheard } from '../http/exchange/classify.ts';

import { isSuccess, leavesAccessOpen } from './journey/step.ts';
import { isPageText } from './journey/answer-text.ts';
import { exampleAttempt } from './examples/journey.ts';
import { credentials } from './probes/credentials.ts';
import { emptyMuteStep, isAboutBody, wholeMuteStep } from './journey/requests.ts';
import { kinds } from './preferences/kinds.ts';

export const openEndpoint = defineCheck({
  code: 'open-endpoint',
  title: 'A request without a token is let in',
  severity: 'error',
  why: 'Anybody can read or change the preferences of a user.',
  remedy: 'Put the dependency that requires a user back on this route.',
  needs: { credentials, traffic },
  judge: ({ credentials: { attempts }, traffic: seen }) => {
    const withheld = unheard(seen);
    if (withheld !== null) return withheld;
    if (isForeignHost(seen)) return unknown('what answers is not this API');
    const asked = attempts.filter(({ authorization }) => authorization === 'none');
    const succeeded = asked.filter(({ status, step }) => isSuccess(status) && !step.startsWith('undo'));
    const letIn = succeeded.filter((attempt) => !isPageText(attempt));
    const open = [...groupBy(letIn, (attempt) => stablePath({ request: attempt }))].map(
      ([path, [{ method, status }]]) => ({
        subject: path,
        message: `${method} ${path} without a token was answered ${status}.`,
        facts: { method, status },
      }),
    );
    // Whoever has no token is turned away before a body is read. Where the body was refused, only a whole
    // mute would tell.
    const steps = new Set(asked.map(({ step }) => step));
    const untried = kinds.filter((kind) => !steps.has(wholeMuteStep(kind))).map(emptyMuteStep);
    const doubtful = asked.filter(({ step, status }) => untried.includes(step) && isAboutBody(status));
    const reasons = [
      ...asked.filter(({ status }) => status === null).map(({ step }) => `${step}: not answered`),
      ...asked.flatMap(({ step, status, exchange }) => {
        const inFront = saidInFront(seen, exchange);
        if (inFront !== null) return [`${step}: ${inFront.reason}`];
        return status !== null && leavesAccessOpen(status)
          ? [`${step}: answered ${status}, which says nothing of who is let in`]
          : [];
      }),
      ...succeeded.filter(isPageText).map(({ step }) => `${step}: answered with a web page`),
      ...doubtful.map(
        ({ step, status }) => `${step}: ${status} is about the body, and a mute with a value was not tried`,
      ),
    ];
    return reasons.length === 0 ? open : unknown(reasons.join('; '), open);
  },
  examples: {
    healthy: {
      ...exampleTraffic(exampleAnswer('/api/x', 401, { detail: 'Not authenticated' })),
      credentials: exampleAttempt(),
    },
    broken: {
      ...exampleTraffic(exampleAnswer('/api/x', 200, { message: 'ok' })),
      credentials: exampleAttempt({ status: 200 }),
    },
  },
});
