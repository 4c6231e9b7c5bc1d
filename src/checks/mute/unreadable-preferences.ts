import { defineCheck, unknown } from '../check.ts';

import { exampleSnapshot, refusedSnapshot } from './examples/journey.ts';
import { snapshot } from './probes/snapshot.ts';

export const unreadablePreferences = defineCheck({
  code: 'unreadable-preferences',
  title: 'The lists of a signed-in user cannot be read',
  severity: 'error',
  why: 'The app cannot tell what is muted, and without the state before nothing may be tried.',
  remedy:
    'Read the log of the service for this request; `qa verify-railway` says whether the database answers.',
  needs: { snapshot },
  judge: ({ snapshot: { status, detail, fromApi, reason } }) => {
    if (status === null) return unknown(reason ?? 'the API did not answer');
    // Refusals, redirects and foreign answers have codes of their own.
    const ownCode = status === 401 || status === 403 || status === 501 || status < 400 || !fromApi;
    if (ownCode) return [];
    return [
      {
        subject: 'preferences',
        message: `GET of the lists was answered ${status}: ${detail}`,
        facts: { status, detail },
      },
    ];
  },
  examples: {
    healthy: { snapshot: exampleSnapshot() },
    broken: { snapshot: refusedSnapshot(500, 'Internal Server Error') },
  },
});
