import { defineCheck } from '../check.ts';
import { exampleToken } from './examples/journey.ts';
import { token } from './probes/token.ts';

export const notAUserToken = defineCheck({
  code: 'not-a-user-token',
  title: "The token is not a user's",
  severity: 'error',
  why: 'A key of the project names nobody whose preferences could be read, so every call would be refused.',
  remedy:
    'Take the access token of a signed-in session, not the anon, service or publishable key. A service ' +
    'key opens the whole database: if it was given by mistake, do not leave it in shells and logs.',
  needs: { token },
  judge: ({ token: { status, reason } }) =>
    status === 'not-a-user'
      ? [{ subject: 'token', message: `The token is not a user's: it ${reason}.`, facts: { reason } }]
      : [],
  examples: {
    healthy: { token: exampleToken },
    broken: {
      token: {
        ...exampleToken,
        status: 'not-a-user',
        reason: 'has the role anon: it is a key of the project',
      },
    },
  },
});
