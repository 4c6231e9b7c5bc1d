import { defineCheck } from '../check.ts';

import { isSuccess } from './journey/step.ts';
import { exampleJourney, exampleValue } from './examples/journey.ts';
import { listedAt, journey, judgeWalks } from './probes/journey.ts';

export const lingeringMute = defineCheck({
  code: 'lingering-mute',
  title: 'An unmute was acknowledged and the value is still listed',
  severity: 'error',
  why: 'The user cannot get back what they once hid.',
  remedy: 'Look at what the unmute removes: another spelling, one copy of several, or another row.',
  needs: { journey },
  judge: ({ journey: { walks, readings } }) => {
    const judged = walks.filter(
      (walk) => isSuccess(walk.unmute?.status ?? null) && listedAt(readings, 'unmuted', walk) !== null,
    );
    const lingering = judged
      .filter((walk) => (listedAt(readings, 'unmuted', walk) ?? 0) > 0)
      .map(({ kind, value, unmute }) => ({
        subject: kind,
        message: `The unmute of ${kind} "${value}" was answered ${unmute?.status}, and it is still listed.`,
        facts: { value, exchange: unmute?.exchange },
      }));
    return judgeWalks(walks, judged, lingering);
  },
  examples: {
    healthy: { journey: exampleJourney() },
    broken: { journey: exampleJourney({ unmuted: { theme: ['sport', exampleValue('theme')] } }) },
  },
});
