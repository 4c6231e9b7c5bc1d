import { defineCheck, isWithheld, unknown } from '../check.ts';
import { healthWith, windowOf } from './examples/evidence.ts';
import { differing, identityOf, nothingExpected } from './identity/reported-identity.ts';
import { expectations } from './probes/expectations.ts';
import { health } from './probes/health.ts';
import { observation } from './probes/observation.ts';

export const wrongEnvironment = defineCheck({
  code: 'wrong-environment',
  title: 'The deployment belongs to another environment',
  severity: 'error',
  why: 'Users of one environment read and write the data of another.',
  remedy: "Check which service the domain points at, and the service's environment variables.",
  needs: { health, expectations, observation },
  judge: ({ health: seen, expectations: { environment: expected }, observation: { samples } }) => {
    if (expected === null) return nothingExpected('environment', '--expect-environment');
    const identity = identityOf(seen);
    if (isWithheld(identity)) return identity;
    const { environment: reported } = identity;
    const observed = differing('environment', expected, reported, samples);
    return observed.length === 0 && reported === null
      ? unknown('the deployment reports no environment')
      : observed;
  },
  examples: {
    healthy: {
      health: healthWith(),
      expectations: { commit: null, version: null, environment: 'production', values: [] },
      observation: windowOf(),
    },
    broken: {
      health: healthWith(),
      expectations: { commit: null, version: null, environment: 'staging', values: [] },
      observation: windowOf(),
    },
  },
});
