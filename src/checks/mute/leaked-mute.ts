import { defineCheck, unknown } from '../check.ts';

import { exampleJourney, exampleSnapshot, exampleValue } from './examples/journey.ts';
import { kinds } from './preferences/kinds.ts';
import { journey } from './probes/journey.ts';
import { snapshot } from './probes/snapshot.ts';

export const leakedMute = defineCheck({
  code: 'leaked-mute',
  title: 'Muting one kind changed the list of another',
  severity: 'error',
  why: 'The user hides one thing and loses sight of another.',
  remedy: 'Look at which column the statement of this mute writes.',
  needs: { journey, snapshot },
  judge: ({ journey: { walks, readings }, snapshot: { preferences: before } }) => {
    const seen = readings.flatMap(({ preferences }) => preferences ?? []);
    if (seen.length === 0 || before === null) return unknown('the lists could not be read after the mutes');
    return walks.flatMap(({ kind, value, mute }) => {
      // Overrides may give a theme and a topic the same slug; then it names neither.
      const own = new Set(
        walks.filter((walk) => walk.value === value && walk.mute !== null).map((walk) => walk.kind),
      );
      const into = kinds.filter(
        (list) =>
          !own.has(list) &&
          value !== null &&
          !(before.lists[list] ?? []).includes(value) &&
          seen.some(({ lists }) => lists[list]?.includes(value)),
      );
      if (mute === null || into.length === 0) return [];
      const message = `Muting ${kind} "${value}" put it into the list of ${into.join(' and ')} too.`;
      return [{ subject: kind, message, facts: { value, lists: into } }];
    });
  },
  examples: {
    healthy: { journey: exampleJourney(), snapshot: exampleSnapshot() },
    broken: {
      journey: exampleJourney({ muted: { topic: [exampleValue('topic'), exampleValue('theme')] } }),
      snapshot: exampleSnapshot(),
    },
  },
});
