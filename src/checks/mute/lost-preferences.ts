import { defineCheck, notApplicable, unknown } from '../check.ts';

import { exampleCleanup, examplePreferences, exampleSnapshot } from './examples/journey.ts';
import { contracts, kinds } from './preferences/kinds.ts';
import { compareLists } from './preferences/preferences.ts';
import { cleanup } from './probes/cleanup.ts';
import { snapshot } from './probes/snapshot.ts';
import { isProbeValue } from './journey/values.ts';

export const lostPreferences = defineCheck({
  code: 'lost-preferences',
  title: 'Preferences of the user are gone or changed',
  severity: 'error',
  why: 'What the user had hidden comes back, or a setting flips, because something else was muted.',
  remedy:
    'If nobody used the account meanwhile, look at the statement: it replaces what it should extend. ' +
    'The values stand in the facts.',
  needs: { snapshot, cleanup },
  judge: ({ snapshot: { preferences: before }, cleanup: { status, after, reason } }) => {
    if (status === 'not-needed') return notApplicable('nothing was changed');
    if (before === null) return unknown('the state before could not be read');
    if (after === null) return unknown(`the state afterwards could not be read: ${reason}`);
    const lists = kinds.flatMap((kind) => {
      // What was added meanwhile and is not ours, the user's own app added: no loss.
      const { gone, reordered } = compareLists(usersOwn(before.lists[kind]), usersOwn(after.lists[kind]));
      if (gone.length === 0 && !reordered) return [];
      const what =
        gone.length > 0 ? `lost ${gone.map((value) => `"${value}"`).join(', ')}` : 'stands in another order';
      const facts = { gone, before: before.lists[kind], after: after.lists[kind] };
      return [{ subject: kind, message: `${contracts[kind].list} ${what}.`, facts }];
    });
    const flags = Object.entries(before.flags).flatMap(([flag, value]) =>
      after.flags[flag] === value
        ? []
        : [
            {
              subject: flag,
              message: `${flag} was ${value} and is ${after.flags[flag] ?? 'gone'}.`,
              facts: { before: value },
            },
          ],
    );
    return [...lists, ...flags];
  },
  examples: {
    healthy: { snapshot: exampleSnapshot(), cleanup: exampleCleanup() },
    broken: {
      snapshot: exampleSnapshot(),
      cleanup: exampleCleanup({ after: examplePreferences({ theme: [] }) }),
    },
  },
});

/** Without the test values of runs on other machines, which come and go. */
function usersOwn(list: readonly string[] | null): string[] {
  return (list ?? []).filter((entry) => !isProbeValue(entry));
}
