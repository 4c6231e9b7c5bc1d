import { defineCheck, isWithheld } from '../check.ts';
import { answered, healthWith, liveBody, platformWith } from './examples/evidence.ts';
import { identityOf, nothingExpected } from './identity/reported-identity.ts';
import { expectations } from './probes/expectations.ts';
import { health } from './probes/health.ts';
import { platform } from './probes/platform.ts';

export const unprovenRevision = defineCheck({
  code: 'unproven-revision',
  title: 'The deployment does not say which build it is',
  severity: 'warning',
  why:
    'A certain commit was expected, and nothing that answers can confirm it: every green answer ' +
    'may be about another build.',
  remedy:
    'Let the health answers carry the commit (Railway sets RAILWAY_GIT_COMMIT_SHA), or give access ' +
    'to Railway with RAILWAY_TOKEN.',
  needs: { health, platform, expectations },
  judge: ({ health: seen, platform: { deployment }, expectations: expected }) => {
    if (expected.commit === null && expected.version === null) {
      return nothingExpected('commit or version', '--expect-commit or --expect-version');
    }
    const identity = identityOf(seen);
    if (isWithheld(identity)) return identity;
    const told = {
      commit: identity.commit ?? (deployment?.status === 'SUCCESS' ? deployment.commit : null),
      version: identity.version,
    };
    return (['commit', 'version'] as const)
      .filter((field) => expected[field] !== null && told[field] === null)
      .map((field) => ({
        subject: field,
        message: `The ${field} ${expected[field]} was expected, and the deployment reports none.`,
        facts: { expected: expected[field] },
      }));
  },
  examples: {
    healthy: {
      health: healthWith({
        liveness: answered('/api/health', 200, { ...liveBody, commit: '0123456789abcdef' }),
      }),
      platform: platformWith({ deployment: null }),
      expectations: { commit: '0123456', version: null, environment: null, values: [] },
    },
    broken: {
      health: healthWith(),
      platform: platformWith({ deployment: null }),
      expectations: { commit: '0123456', version: null, environment: null, values: [] },
    },
  },
});
