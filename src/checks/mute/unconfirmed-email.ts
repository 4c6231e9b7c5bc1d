import { defineCheck, unknown } from '../check.ts';

import { exampleSnapshot, refusedSnapshot } from './examples/journey.ts';
import { snapshot } from './probes/snapshot.ts';

export const unconfirmedEmail = defineCheck({
  code: 'unconfirmed-email',
  title: 'The user has not confirmed the e-mail address',
  severity: 'error',
  why: 'The account may not use the API until its address is confirmed, whatever its token says.',
  remedy: 'Confirm the address of this account, or use the token of another one.',
  needs: { snapshot },
  judge: ({ snapshot: { status, detail, reason } }) => {
    if (status === null) return unknown(reason ?? 'the API did not answer');
    if (status === 403 && /email not confirmed/i.test(detail)) {
      return [{ subject: 'token', message: `The API answered 403: ${detail}`, facts: { status, detail } }];
    }
    return [];
  },
  examples: {
    healthy: { snapshot: exampleSnapshot() },
    broken: { snapshot: refusedSnapshot(403, 'Email not confirmed') },
  },
});
