import { unknown, type Judgement, type Observed } from '../../check.ts';
import { hiddenTransactions, subjectOf, type Locks } from '../look/look.ts';

/**
 * What was found, and that more may be hidden from this role: whose state cannot be seen is never taken for
 * harmless.
 */
export function unlessHidden(locks: Locks, observed: readonly Observed[]): Judgement {
  const hidden = hiddenTransactions(locks).map(subjectOf);
  if (hidden.length === 0) return observed;
  const shown = hidden.slice(0, 5).join(', ');
  return unknown(
    `state and age of ${hidden.length === 1 ? 'a transaction' : `${hidden.length} transactions`} are ` +
      `hidden from this role (${shown}${hidden.length > 5 ? ', …' : ''}): a member of pg_read_all_stats ` +
      'sees them',
    observed,
  );
}
