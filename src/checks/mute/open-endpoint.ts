import { defineCheck, unknown } from '../check.ts';

import { isSuccess } from './act.ts';
import { exampleAttempt } from './examples.ts';
import { credentials } from './probes/credentials.ts';

export const openEndpoint = defineCheck({
  code: 'open-endpoint',
  title: 'A request without a token is let in',
  severity: 'error',
  why: 'Anybody can read or change the preferences of a user.',
  remedy: 'Put the dependency that requires a user back on this route.',
  needs: { credentials },
  judge: ({ credentials: { attempts } }) => {
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
    healthy: { credentials: exampleAttempt() },
    broken: { credentials: exampleAttempt({ status: 200 }) },
  },
});
