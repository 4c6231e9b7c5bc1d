import { defineCheck, unknown } from '../check.ts';
import { isSuccess } from './journey/step.ts';
import { exampleJourney, exampleSnapshot } from './examples/journey.ts';
import { judgeWalks } from './journey/judge-walks.ts';
import { isAcknowledged, isWhole, lastMute, listedAt, readingOf, type Walk } from './journey/walk.ts';
import { looksPaged } from './preferences/preferences.ts';
import { journey } from './probes/journey.ts';
import { snapshot } from './probes/snapshot.ts';
import { counted } from '../support/in-words.ts';

export const lostMute = defineCheck({
  code: 'lost-mute',
  title: 'A mute was acknowledged and not stored',
  severity: 'error',
  why: 'The app shows the source as hidden; at the next refresh it is back.',
  remedy:
    'Compare the transaction that answered 200 with the row: a rollback after the answer, or a write ' +
    'to another user.',
  needs: { journey, snapshot },
  judge: ({ journey: { walks, readings }, snapshot: { preferences: before } }) => {
    const reading = readingOf(readings, 'muted');
    const judged = walks.filter((walk) => isAcknowledged(walk) && listedAt(readings, 'muted', walk) !== null);
    const unlisted = judged.filter((walk) => listedAt(readings, 'muted', walk) === 0);
    const hiding = (walk: Walk): string | null => {
      if (reading === null) return null;
      if (reading.paged !== null) return `the lists are but a part of what there is (${reading.paged})`;
      if (!isWhole(reading)) return `the lists come from a cache (${reading.cache})`;
      const list = reading.preferences?.lists[walk.kind] ?? null;
      return looksPaged(before?.lists[walk.kind] ?? null, list)
        ? `the list shows ${list?.length} entries, as before, and may be but a page`
        : null;
    };
    const tries = readings
      .filter(({ stage }) => stage !== 'unmuted')
      .reduce((sum, each) => sum + each.tries, 0);
    const lost = unlisted
      .filter((walk) => hiding(walk) === null)
      .map((walk) => ({
        subject: walk.kind,
        message:
          `The mute of ${walk.kind} "${walk.value}" was answered ${lastMute(walk)?.status}, and ` +
          `${counted(tries, 'read afterwards does', 'reads afterwards do')} not list it.`,
        facts: { value: walk.value, tries, exchange: lastMute(walk)?.exchange },
      }));
    const hidden = unlisted.filter((walk) => hiding(walk) !== null);
    if (hidden.length > 0)
      return unknown(hidden.map((walk) => `${walk.kind}: ${hiding(walk)}`).join('; '), lost);
    // A mute that was refused is not lost, and has a code of its own; but where all were, none was seen to
    // hold.
    const refused = walks.filter(({ mute }) => mute?.status != null && !isSuccess(mute.status));
    return judgeWalks(walks, judged.length === 0 ? [] : [...judged, ...refused], lost);
  },
  examples: {
    healthy: { journey: exampleJourney(), snapshot: exampleSnapshot() },
    broken: { journey: exampleJourney({ muted: { theme: ['sport'] } }), snapshot: exampleSnapshot() },
  },
});
