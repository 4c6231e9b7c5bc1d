import { defineCheck, isWithheld, notApplicable, notAsked } from '../check.ts';
import { healthWith, sampleAt, windowOf } from './examples/evidence.ts';
import { health } from './probes/health.ts';
import { observation } from './probes/observation.ts';
import { applicationAnswer } from './health/application-answer.ts';
import { inWindow, isHeard } from './observation/timeline.ts';

const fields = ['version', 'environment', 'commit'] as const;

export const mixedVersions = defineCheck({
  code: 'mixed-versions',
  title: 'Answers come from different builds',
  severity: 'warning',
  why:
    'Two builds answer one address: during a roll-out that passes, otherwise a replica is stale or ' +
    'the domain points at two services.',
  remedy:
    'Wait for the roll-out to end and look again; if it stays, redeploy the stale replica or detach ' +
    'the second service from the domain.',
  needs: { health, observation },
  judge: ({ health: seen, observation: window }) => {
    const { samples, stopped } = window;
    const live = applicationAnswer(seen, seen.liveness);
    const ready = applicationAnswer(seen, seen.readiness);
    const answers = [
      ...[live, ready].map((given) => (isWithheld(given) ? null : given.reading)),
      ...samples.filter(isHeard),
    ];
    const mixed = fields.flatMap((field) => {
      const values = [...new Set(answers.flatMap((answer) => answer?.[field] ?? []))];
      return values.length < 2
        ? []
        : [
            {
              subject: field,
              message: `Answers name different values of ${field}: ${values.join(', ')}.`,
              facts: { values },
            },
          ];
    });
    const isNamed = fields.some((field) => answers.some((answer) => (answer?.[field] ?? null) !== null));
    // The application never spoke, so it named nothing that could differ.
    if (!isNamed && isWithheld(live) && isWithheld(ready)) return live;
    // Builds that name nothing of themselves may be as many as there are replicas.
    if (!isNamed && samples.some(isHeard) && stopped === null)
      return notApplicable('no answer names a version, an environment or a commit');
    if (mixed.length > 0 || samples.length > 0 || stopped !== null) return inWindow(window, mixed);
    // Two answers that agree show nothing of the replicas that did not answer.
    return isWithheld(live) ? live : notAsked({ without: '--observe' }, 'each route was asked only once');
  },
  examples: {
    healthy: { health: healthWith(), observation: windowOf(sampleAt(0), sampleAt(100)) },
    broken: { health: healthWith(), observation: windowOf(sampleAt(0), sampleAt(100, { version: '1.3.9' })) },
  },
});
