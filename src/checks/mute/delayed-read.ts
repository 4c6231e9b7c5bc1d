import { defineCheck, type Observed } from '../check.ts';
import { exampleJourney } from './examples/journey.ts';
import { journey } from './probes/journey.ts';

export const delayedRead = defineCheck({
  code: 'delayed-read',
  title: 'What was written shows in reads only later',
  severity: 'warning',
  why: 'The app reads back what it has just written and shows the old state, as if the tap had been lost.',
  remedy:
    'Let a user who has just written read from the primary, or answer a write only once it is stored; ' +
    'where each worker remembers lists, drop the memory of all.',
  needs: { journey },
  judge: ({ journey: { readings } }) =>
    readings.flatMap(({ stage, delayMs, cache, alternating, tries, exchange }): Observed[] => {
      if (alternating != null) {
        const { showing, answered } = alternating;
        const message =
          `What was ${stage} showed in ${showing} of ${answered} reads, in turns: some of the servers ` +
          'that answer are behind.';
        return [{ subject: stage, message, facts: { ...alternating, tries, exchange } }];
      }
      if (delayMs === null || delayMs <= 0 || cache !== null) return [];
      const message =
        `What was ${stage} showed in the lists ${Math.round(delayMs)} ms later, at the ` +
        `${ordinal(tries)} read.`;
      return [{ subject: stage, message, facts: { delayMs: Math.round(delayMs), tries, exchange } }];
    }),
  examples: {
    healthy: { journey: exampleJourney() },
    broken: { journey: exampleJourney({ reading: { tries: 5, delayMs: 812.4 } }) },
  },
});

function ordinal(number: number): string {
  const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };
  const rule = new Intl.PluralRules('en', { type: 'ordinal' }).select(number);
  return `${number}${endings[rule] ?? 'th'}`;
}
