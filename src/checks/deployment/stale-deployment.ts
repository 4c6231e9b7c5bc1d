import { defineCheck, isWithheld, unknown, type Observed } from '../check.ts';
import { answered, healthWith, liveBody, platformWith, windowOf } from './examples/evidence.ts';
import { differing, identityOf, nothingExpected, sameCommit } from './identity/reported-identity.ts';
import { expectations } from './probes/expectations.ts';
import { health } from './probes/health.ts';
import { observation } from './probes/observation.ts';
import { platform } from './probes/platform.ts';

export const staleDeployment = defineCheck({
  code: 'stale-deployment',
  title: 'Another build runs than the expected one',
  severity: 'error',
  why: 'What was fixed is not live, and every other green answer is about the old build.',
  remedy:
    'Look at the latest deployment: when it failed or was refused at start-up, the old one keeps ' +
    'serving. Fix that, or deploy the expected commit again.',
  needs: { health, platform, expectations, observation },
  judge: ({ health: seen, platform: { deployment }, expectations: expected, observation: { samples } }) => {
    if (expected.commit === null && expected.version === null) {
      return nothingExpected('commit or version', '--expect-commit or --expect-version');
    }
    const identity = identityOf(seen);
    if (isWithheld(identity)) return identity;
    // Railway's word counts where the app is silent, and only for a deployment that it calls successful.
    const byRailway = deployment?.status === 'SUCCESS' ? deployment.commit : null;
    const commit = identity.commit ?? byRailway;
    const observed: Observed[] = [];
    const unproven: string[] = [];
    if (expected.commit !== null) {
      observed.push(...differing('commit', expected.commit, commit, samples, sameCommit));
      if (commit === null) unproven.push('commit');
    }
    if (expected.version !== null) {
      observed.push(...differing('version', expected.version, identity.version, samples));
      if (identity.version === null) unproven.push('version');
    }
    if (observed.length > 0 || unproven.length === 0) return observed;
    // What to do about it is `unproven-revision`; here it is what it is, the question that was asked stays
    // open.
    return unknown(`the deployment reports no ${unproven.join(' and no ')} to compare`);
  },
  examples: {
    healthy: {
      health: healthWith({
        liveness: answered('/api/health', 200, { ...liveBody, commit: '0123456789abcdef' }),
      }),
      platform: platformWith(),
      expectations: { commit: '0123456', version: null, environment: null, values: [] },
      observation: windowOf(),
    },
    broken: {
      health: healthWith({
        liveness: answered('/api/health', 200, { ...liveBody, commit: 'fedcba9876543210' }),
      }),
      platform: platformWith(),
      expectations: { commit: '0123456', version: null, environment: null, values: [] },
      observation: windowOf(),
    },
  },
});
