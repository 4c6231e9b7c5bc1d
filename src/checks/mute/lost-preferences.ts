import { defineCheck, notApplicable, unknown, type Observed } from '../check.ts';
import { exampleCleanup, exampleSnapshot } from './examples/journey.ts';
import { noDamage } from './cleanup/damage.ts';
import { contracts, forEachKind, kinds } from './preferences/kinds.ts';
import { cleanup } from './probes/cleanup.ts';
import { snapshot } from './probes/snapshot.ts';

export const lostPreferences = defineCheck({
  code: 'lost-preferences',
  title: 'Preferences of the user are gone or changed',
  severity: 'error',
  why: 'What the user had hidden comes back, or a setting flips, because something else was muted.',
  remedy:
    'If nobody used the account meanwhile, look at the statement: it replaces what it should extend. ' +
    'The values stand in the facts.',
  needs: { snapshot, cleanup },
  judge: ({ snapshot: { preferences: before }, cleanup: { status, damage, left, after, reason } }) => {
    if (status === 'not-needed') return notApplicable('nothing was changed');
    if (before === null) return unknown('the state before could not be read');
    const lists = kinds.flatMap((kind): Observed[] => {
      const gone = damage.lost[kind];
      if (gone.length === 0) return [];
      const isBack = !left.values.some((each) => each.kind === kind && each.state === 'missing');
      const what = `${contracts[kind].list} lost ${gone.map((value) => `"${value}"`).join(', ')}`;
      const facts = { gone, before: before.lists[kind], after: after?.lists[kind] ?? null, putBack: isBack };
      return [{ subject: kind, message: `${what}${endOf(isBack && after !== null)}`, facts }];
    });
    const flags = Object.entries(damage.flags).map(([flag, was]): Observed => {
      const isBack = left.flags[flag] === undefined && after !== null;
      const facts = { before: was, putBack: isBack };
      return { subject: flag, message: `${flag} was ${was} and became ${!was}${endOf(isBack)}`, facts };
    });
    const observed = [...lists, ...flags];
    return after === null
      ? unknown(`the state afterwards could not be read: ${reason ?? 'no reason is known'}`, observed)
      : observed;
  },
  examples: {
    healthy: { snapshot: exampleSnapshot(), cleanup: exampleCleanup() },
    broken: {
      snapshot: exampleSnapshot(),
      cleanup: exampleCleanup({
        damage: { ...noDamage, lost: { ...forEachKind(() => []), theme: ['sport'] } },
      }),
    },
  },
});

function endOf(isBack: boolean): string {
  return isBack ? '; it was put back.' : ', and could not be put back.';
}
