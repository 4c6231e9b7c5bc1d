import { defineCheck, skipped, unknown } from '../check.ts';
import { exampleAnswer, exampleTraffic } from '../http/examples.ts';
import { traffic } from '../http/probes/traffic.ts';
import { isStranger } from '../http/reading.ts';

import { isSuccess } from './act.ts';
import { exampleAttempt } from './examples.ts';
import { credentials } from './probes/credentials.ts';

export const openEndpoint = defineCheck({
  code: 'open-endpoint',
  title: 'A request without a token is let in',
  severity: 'error',
  why: 'Anybody can read or change the preferences of a user.',
  remedy: 'Put the dependency that requires a user back on this route.',
  needs: { credentials, traffic },
  judge: ({ credentials: { attempts }, traffic: seen }) => {
    if (isStranger(seen)) return skipped('what answers is not this API');
    const asked = attempts.filter(({ authorization }) => authorization === 'none');
    const open = asked
      .filter(({ status, step }) => isSuccess(status) && !step.startsWith('undo'))
      .map(({ method, path, status }) => ({
        subject: `${method} ${path}`,
        message: `${method} ${path} without a token was answered ${status}.`,
        facts: { status },
      }));
    const silent = asked.filter(({ status }) => status === null);
    return silent.length === 0 ? open : unknown(`not answered: ${silent.map(({ step }) => step).join(', ')}`, open);
  },
  examples: {
    healthy: { ...exampleTraffic(exampleAnswer('/api/x', 401, { detail: 'Not authenticated' })), credentials: exampleAttempt() },
    broken: { ...exampleTraffic(exampleAnswer('/api/x', 200, { message: 'ok' })), credentials: exampleAttempt({ status: 200 }) },
  },
});
