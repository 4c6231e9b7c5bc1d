import { defineCheck, notApplicable } from '../check.ts';
import { exampleHolderOf } from '../locks/examples/would-block.ts';
import { exampleRepair, exampleStep } from './examples/repair.ts';
import { describeHolder, holderFacts, type Holder } from '../locks/look/holder.ts';
import { endStatement } from '../locks/look/remedies.ts';
import { repair } from './apply/repair.ts';
import { isIdle, subjectOf } from '../locks/look/look.ts';
import { groupBy } from '../support/group-by.ts';

export const blockedRepair = defineCheck({
  code: 'blocked-repair',
  title: 'Somebody holds a lock that stands in the way of a repair',
  severity: 'warning',
  why:
    'Whoever waits for such a lock holds up every later query on the table; so a repair does not ' +
    'wait, and cannot begin either.',
  remedy: 'Let that transaction end, or end it, once you know whose it is; then repair.',
  needs: { repair },
  judge: ({ repair: { steps, holders, attempts, stopped } }) => {
    if (steps.length === 0) return notApplicable('Nothing is left to be done, so nothing can be in the way.');
    const last = attempts.at(-1);
    const gaveUp = stopped !== null && (last?.outcome === 'held-up' || last?.outcome === 'timed-out');
    const seen = gaveUp ? [...holders, ...last.holders] : holders;
    // By the name, since all prepared transactions have the process id 0.
    return [...groupBy(seen, subjectOf)].map(([subject, [holder]]) => ({
      subject,
      message: `${describeHolder(holder)}.`,
      facts: holderFacts(holder),
      ...(gaveUp ? { severity: 'error' as const } : {}),
      ...remedyFor(holder),
    }));
  },
  examples: {
    healthy: exampleRepair({ before: 'not-valid', after: 'not-valid', steps: [exampleStep()] }),
    broken: exampleRepair({
      before: 'not-valid',
      after: 'not-valid',
      steps: [exampleStep()],
      holders: [exampleHolderOf()],
    }),
  },
});

/**
 * Only of a session that does nothing is it plain what ending it costs: its transaction, which is rolled
 * back.
 */
function remedyFor(holder: Holder): { readonly sql?: readonly string[]; readonly advice?: string } {
  const statement = endStatement(holder);
  if (holder.gid !== null) {
    return {
      advice: 'Ask who prepared it: ROLLBACK PREPARED takes back what it did, COMMIT PREPARED keeps it.',
      sql: statement === null ? [] : [statement],
    };
  }
  return isIdle(holder) && statement !== null ? { sql: [statement] } : {};
}
