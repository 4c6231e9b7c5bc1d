import { defineCheck, unknown } from '../check.ts';

import { isSuccess } from './journey/step.ts';
import { exampleJourney, exampleValue } from './examples/journey.ts';
import { isWhole, listedAt, readingOf, type StageReading, type Walk } from './journey/walk.ts';
import { judgeWalks } from './journey/judge-walks.ts';
import { journey } from './probes/journey.ts';

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
    const reading = readingOf(readings, 'unmuted');
    if (reading !== null && judged.some(isListed(readings)) && !isWhole(reading))
      return unknown(`the lists came from a cache (${reading.cache}), which may be older than the unmute`);
    const lingering = judged.filter(isListed(readings)).map(({ kind, value, unmute }) => ({
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

const isListed =
  (readings: readonly StageReading[]) =>
  (walk: Walk): boolean =>
    (listedAt(readings, 'unmuted', walk) ?? 0) > 0;
