import { defineCheck, unknown } from '../check.ts';

import { exampleJourney, exampleSnapshot, exampleValue } from './examples/journey.ts';
import { contracts, kinds } from './preferences/kinds.ts';
import { journey } from './probes/journey.ts';
import { snapshot } from './probes/snapshot.ts';

export const leakedMute = defineCheck({
  code: 'leaked-mute',
  title: 'A mute put something into a list that nobody asked for',
  severity: 'error',
  why: 'The user hides one thing and loses sight of another.',
  remedy:
    'Look at which column, and whose row, the statement of this mute writes, and whose lists are answered. ' +
    'What is not yours and came with the mutes was taken out again.',
  needs: { journey, snapshot },
  judge: ({ journey: { walks, readings, damage }, snapshot: { preferences: before } }) => {
    const seen = readings.flatMap(({ preferences }) => preferences ?? []);
    if (seen.length === 0 || before === null) return unknown('the lists could not be read after the mutes');
    const own = walks.flatMap(({ kind, value, mute }) => {
      // Overrides may give a theme and a topic the same slug; then it names neither.
      const askedFor = new Set(
        walks.filter((walk) => walk.value === value && walk.mute !== null).map((walk) => walk.kind),
      );
      const into = kinds.filter(
        (list) =>
          !askedFor.has(list) &&
          value !== null &&
          !(before.lists[list] ?? []).includes(value) &&
          seen.some(({ lists }) => lists[list]?.includes(value)),
      );
      if (mute === null || into.length === 0) return [];
      const message = `Muting ${kind} "${value}" put it into the list of ${into.join(' and ')} too.`;
      return [{ subject: kind, message, facts: { value, lists: into } }];
    });
    const foreign = kinds
      .filter((kind) => damage.foreign[kind].length > 0)
      .map((kind) => {
        const values = damage.foreign[kind];
        const { list } = contracts[kind];
        const message =
          `${list} gained ${values.map((value) => `"${value}"`).join(', ')} together with our mutes, which ` +
          'nobody asked for, unless the account was used at that moment.';
        return { subject: list, message, facts: { values } };
      });
    return [...own, ...foreign];
  },
  examples: {
    healthy: { journey: exampleJourney(), snapshot: exampleSnapshot() },
    broken: {
      journey: exampleJourney({ muted: { topic: [exampleValue('topic'), exampleValue('theme')] } }),
      snapshot: exampleSnapshot(),
    },
  },
});
