import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { commandsOf, isOneOf, messagesOf } from './weighing/by-checks.ts';

export const idleTransactionHoldsLocks = defineCause({
  code: 'idle-transaction-holds-locks',
  title: 'A session that is idle in a transaction holds the locks',
  why: 'It does nothing, and nothing that needs a stronger lock gets past it.',
  remedy:
    'End that session, find the code that leaves its transaction open, and set ' +
    'idle_in_transaction_session_timeout.',
  explains: isOneOf('idle-in-transaction', 'long-transaction', 'blocked-ddl', 'lock-queue', 'blocked-repair'),
  leadsTo: ['migration-blocked'],
  weigh: (seen) => {
    const roots = new Set(
      seen
        .found('blocked-ddl')
        .flatMap(({ facts }) => (Array.isArray(facts['rootPids']) ? facts['rootPids'] : [])),
    );
    const idle = seen.found('idle-in-transaction');
    const holding = idle.filter(({ subject }) => [...roots].some((pid) => subject === `pid ${pid}`));
    if (holding.length > 0) return confirmed(messagesOf(holding), commandsOf(holding));
    // Who may not see others' states cannot tell that none of them idles.
    const hidden = roots.size > 0 ? seen.unknown('idle-in-transaction') : [];
    if (seen.clear('blocked-ddl') || (roots.size > 0 && hidden.length === 0))
      return excluded('no idle transaction is in the way of a statement');
    return possible([], ask.locks);
  },
});
