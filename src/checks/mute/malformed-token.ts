import { defineCheck } from '../check.ts';

import { exampleToken } from './examples/journey.ts';
import { token } from './probes/token.ts';

export const malformedToken = defineCheck({
  code: 'malformed-token',
  title: 'The token is not a JWT',
  severity: 'error',
  why: 'Every call would be answered 401, and nothing would be learned of the mute endpoints.',
  remedy:
    'Copy the whole access token of a signed-in session: three parts between two dots, beginning with "eyJ".',
  needs: { token },
  judge: ({ token: { status, reason } }) =>
    status === 'malformed'
      ? [{ subject: 'token', message: `The token is malformed: it ${reason}.`, facts: { reason } }]
      : [],
  examples: {
    healthy: { token: exampleToken },
    broken: {
      token: { ...exampleToken, status: 'malformed', reason: 'has 1 part between its dots; a JWT has 3' },
    },
  },
});
