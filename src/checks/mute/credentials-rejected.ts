import { defineCheck, unknown } from '../check.ts';

import { exampleSnapshot, refusedSnapshot } from './examples/journey.ts';
import { snapshot } from './probes/snapshot.ts';

export const credentialsRejected = defineCheck({
  code: 'credentials-rejected',
  title: 'The API refused a token that is sound',
  severity: 'error',
  why: 'Every signed-in user whose token is like this one is turned away.',
  remedy:
    'Compare what the reason names: the audience must be "authenticated", the algorithm ES256, the ' +
    'keys those of the same project.',
  needs: { snapshot },
  judge: ({ snapshot: { status, detail, reason } }) => {
    if (status === null) return unknown(reason ?? 'the API did not answer');
    if (status === 401) {
      return [
        {
          subject: 'token',
          message: `The API answered 401 to a token that is locally sound: ${detail}`,
          facts: { status, detail },
        },
      ];
    }
    return [];
  },
  examples: {
    healthy: { snapshot: exampleSnapshot() },
    broken: { snapshot: refusedSnapshot(401, 'Invalid token: audience') },
  },
});
