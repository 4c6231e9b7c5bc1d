import { defineCheck } from '../check.ts';

import { isSuccess } from './journey/step.ts';
import { exampleJourney } from './examples/journey.ts';
import { listedAt, journey, judgeWalks, type StageReading, type Walk } from './probes/journey.ts';

export const lostMute = defineCheck({
  code: 'lost-mute',
  title: 'A mute was acknowledged and not stored',
  severity: 'error',
  why: 'The app shows the source as hidden; at the next refresh it is back.',
  remedy:
    'Compare the transaction that answered 200 with the row: a rollback after the answer, or a write ' +
    'to another user.',
  needs: { journey },
  judge: ({ journey: { walks, readings } }) => {
    const acknowledged = walks.filter(({ mute }) => isSuccess(mute?.status ?? null));
    const judged = acknowledged.filter((walk) => listedAt(readings, 'muted', walk) !== null);
    const lost = judged.flatMap((walk) => {
      const stage = stages(walk).find((each) => listedAt(readings, each, walk) === 0);
      if (!stage) return [];
      const tries = readings.find((each) => each.stage === stage)?.tries;
      const message =
        `The mute of ${walk.kind} "${walk.value}" was answered ${walk.mute?.status}, and ${tries} ` +
        'reads afterwards do not list it.';
      return [
        {
          subject: walk.kind,
          message,
          facts: { value: walk.value, tries, stage, exchange: walk.mute?.exchange },
        },
      ];
    });
    // A mute that was refused is not lost, and has a code of its own; but where all were, none was seen to hold.
    const refused = walks.filter(({ mute }) => mute?.status != null && !isSuccess(mute.status));
    return judgeWalks(walks, judged.length === 0 ? [] : [...judged, ...refused], lost);
  },
  examples: {
    healthy: { journey: exampleJourney() },
    broken: { journey: exampleJourney({ muted: { theme: ['sport'] } }) },
  },
});

function stages({ muteAgain }: Walk): StageReading['stage'][] {
  return isSuccess(muteAgain?.status ?? null) ? ['muted', 'muted again'] : ['muted'];
}
