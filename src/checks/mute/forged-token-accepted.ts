import { defineCheck, unknown } from '../check.ts';

import { isSuccess } from './act.ts';
import { exampleAttempt } from './examples.ts';
import { credentials } from './probes/credentials.ts';

export const forgedTokenAccepted = defineCheck({
  code: 'forged-token-accepted',
  title: 'A token with a broken signature is accepted',
  severity: 'error',
  why: 'Anybody can act as any user by writing a token.',
  remedy: 'Verify the signature against the published keys; never decode without verifying.',
  needs: { credentials },
  judge: ({ credentials: { attempts } }) => {
    const forged = attempts.filter(({ authorization }) => authorization !== 'none');
    const accepted = forged
      .filter(({ status }) => isSuccess(status))
      .map(({ method, path, status, authorization }) => ({
        subject: `${method} ${path}`,
        message: `${method} ${path} with a ${authorization} token was answered ${status}.`,
        facts: { status, token: authorization },
      }));
    const silent = forged.filter(({ status }) => status === null);
    return silent.length === 0 ? accepted : unknown(`not answered: ${silent.map(({ step }) => step).join(', ')}`, accepted);
  },
  examples: {
    healthy: { credentials: exampleAttempt({ authorization: 'forged', status: 401 }) },
    broken: { credentials: exampleAttempt({ authorization: 'forged', status: 200 }) },
  },
});
