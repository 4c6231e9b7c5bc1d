import { defineCheck } from '../check.ts';
import { exampleToken } from './examples/journey.ts';
import { isExpiring, token } from './probes/token.ts';

export const expiringToken = defineCheck({
  code: 'expiring-token',
  title: 'The token expires before this run would have to end',
  severity: 'warning',
  why: 'What a run mutes it has to unmute with the same token; so this run only looked, and changed nothing.',
  remedy: 'Take a fresh access token, or give the run less time with --deadline.',
  needs: { token },
  judge: ({ token: evidence }) => {
    if (!isExpiring(evidence)) return [];
    const { expiresAt, expiredForSeconds, runSeconds } = evidence;
    const leftSeconds = -(expiredForSeconds ?? 0);
    return [
      {
        subject: 'token',
        message:
          `The token expires at ${expiresAt}, in ${leftSeconds} s; this run may take ${runSeconds} s, so ` +
          'nothing was changed.',
        facts: { expiresAt, leftSeconds, runSeconds },
      },
    ];
  },
  examples: {
    healthy: { token: exampleToken },
    broken: { token: { ...exampleToken, expiredForSeconds: -20 } },
  },
});
