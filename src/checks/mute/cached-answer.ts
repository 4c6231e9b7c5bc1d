import { defineCheck } from '../check.ts';
import { exampleJourney } from './examples/journey.ts';
import { journey } from './probes/journey.ts';

export const cachedAnswer = defineCheck({
  code: 'cached-answer',
  title: 'The lists are answered from a cache that hides what was written',
  severity: 'warning',
  why:
    'A user sees the old lists after every tap, and, where the cache knows no users, those of ' +
    'somebody else.',
  remedy:
    'Send Cache-Control: private, no-store with what belongs to one user, and let the cache pass by ' +
    'whatever carries Authorization.',
  needs: { journey },
  judge: ({ journey: { readings } }) =>
    readings
      .filter(({ cache, onlyFresh, alternating }) => cache !== null || (onlyFresh && alternating == null))
      .map(({ stage, cache, delayMs, shown, exchange }) => {
        const sign = cache === null ? 'only a read past the caches shows it' : `the answer says ${cache}`;
        const until =
          delayMs === null
            ? shown
              ? 'an ordinary read did not show it in time'
              : 'no read showed it in time'
            : `it showed ${Math.round(delayMs)} ms later`;
        return {
          subject: stage,
          message: `What was ${stage} is hidden by a cache: ${sign}; ${until}.`,
          facts: { header: cache, delayMs: delayMs === null ? null : Math.round(delayMs), exchange },
        };
      }),
  examples: {
    healthy: { journey: exampleJourney() },
    broken: { journey: exampleJourney({ reading: { tries: 2, delayMs: null, cache: 'age: 12' } }) },
  },
});
