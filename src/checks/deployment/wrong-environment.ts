import { defineCheck, unknown } from '../check.ts';
import { healthWith } from './example-evidence.ts';
import { identityOf, isIdentity, nothingExpected } from './identity.ts';
import { expectations } from './probes/expectations.ts';
import { health } from './probes/health.ts';

export const wrongEnvironment = defineCheck({
  code: 'wrong-environment',
  title: 'The deployment belongs to another environment',
  severity: 'error',
  why: 'Users of one environment read and write the data of another.',
  remedy: "Check which service the domain points at, and the service's environment variables.",
  needs: { health, expectations },
  judge: ({ health: seen, expectations: { environment: expected } }) => {
    if (expected === null) return nothingExpected('environment', '--expect-environment');
    const identity = identityOf(seen);
    if (!isIdentity(identity)) return identity;
    const { environment: reported } = identity;
    if (reported === null) return unknown('the deployment reports no environment');
    return reported === expected ? [] : [{
      subject: 'environment',
      message: `The environment ${expected} was expected; ${reported} answers.`,
      facts: { expected, reported },
    }];
  },
  examples: {
    healthy: { health: healthWith(), expectations: { commit: null, version: null, environment: 'production' } },
    broken: { health: healthWith(), expectations: { commit: null, version: null, environment: 'staging' } },
  },
});
