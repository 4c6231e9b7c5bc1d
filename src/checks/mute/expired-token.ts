import { defineCheck, unknown } from '../check.ts';

import { exampleToken } from './examples/journey.ts';
import { token } from './probes/token.ts';

export const expiredToken = defineCheck({
  code: 'expired-token',
  title: 'The token has expired',
  severity: 'error',
  why: 'Every call would be answered 401, which looks like a broken API and is not.',
  remedy:
    'Take a fresh access token from a signed-in session. If it is fresh, compare the clock of this machine.',
  needs: { token },
  judge: ({ token: { status, expiresAt, expiredForSeconds } }) => {
    if (status === 'malformed') return unknown('the token is malformed, so its expiry cannot be read');
    if (status !== 'expired') return [];
    const message =
      `The token expired at ${expiresAt ?? 'a moment out of range'}, ${expiredForSeconds} s ago by ` +
      'the clock of this machine.';
    return [{ subject: 'token', message, facts: { expiresAt, expiredForSeconds } }];
  },
  examples: {
    healthy: { token: exampleToken },
    broken: { token: { ...exampleToken, status: 'expired', expiredForSeconds: 60 } },
  },
});
