import { defineCheck } from '../check.ts';

import { isSuccess } from './journey/step.ts';
import { exampleJourney, exampleValue } from './examples/journey.ts';
import { readingOf } from './journey/walk.ts';
import { judgeWalks } from './journey/judge-walks.ts';
import { journey } from './probes/journey.ts';

export const unnormalisedSlug = defineCheck({
  code: 'unnormalised-slug',
  title: 'One slug in other letters becomes a second entry',
  severity: 'warning',
  why: 'A theme muted as " Tech " is not found as "tech", so it is shown all the same.',
  remedy: 'Trim and lower-case the slug before it is stored, and in the unmute too.',
  needs: { journey },
  judge: ({ journey: { walks, readings } }) => {
    const seen = readingOf(readings, 'muted')?.preferences ?? null;
    const tried = walks.filter(({ variant }) => isSuccess(variant?.act.status ?? null));
    const judged = seen === null ? [] : tried;
    const entries = judged.flatMap(({ kind, value, variant }) => {
      const others = (seen?.lists[kind] ?? []).filter(
        (entry) => entry !== value && entry.trim().toLowerCase() === value,
      );
      if (others.length === 0) return [];
      const message = `${kind} "${value}" and "${variant?.value}" became ${others.length + 1} entries.`;
      return [{ subject: kind, message, facts: { value, entries: others } }];
    });
    // A value of the user's choosing is not tried in other letters.
    const slugs = walks.filter(
      ({ kind, muteAgain, variant }) =>
        /^(theme|topic)$/.test(kind) && (variant !== null || muteAgain === null),
    );
    return judgeWalks(slugs, judged, entries);
  },
  examples: {
    healthy: { journey: exampleJourney() },
    broken: {
      journey: exampleJourney({
        muted: { theme: ['sport', exampleValue('theme'), ` ${exampleValue('theme').toUpperCase()} `] },
      }),
    },
  },
});
