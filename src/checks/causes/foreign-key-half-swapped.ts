import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { commandsOf, messagesOf } from './weighing/by-checks.ts';
import { isRefusedByKey, sameText, violationOf } from './weighing/violation.ts';

export const foreignKeyHalfSwapped = defineCause({
  code: 'foreign-key-half-swapped',
  title: 'The old foreign key and the new one are both live',
  why: 'Every write must satisfy both keys, so nearly all of them fail.',
  remedy: 'Drop the key that leads to the wrong column: qa repair-fk finishes the swap.',
  explains: (finding) =>
    finding.code === 'conflicting-targets' || finding.code === 'pending-repair' || isRefusedByKey(finding),
  weigh: (seen) => {
    const found = seen.found('conflicting-targets');
    const violation = violationOf(seen);
    if (found.length > 0)
      return confirmed([...messagesOf(found), ...(violation?.because ?? [])], commandsOf(found));
    // A database without the product's tables has no key that could be half swapped, and excludes nothing.
    const isHere = seen.asked('wrong-target') || (violation?.keys ?? []).length > 0;
    if (isHere && seen.clear('conflicting-targets'))
      return excluded('every expected foreign key leads to one target');
    if (violation !== null) return possible([...violation.because, sameText], ask.keys);
    return seen.clear('foreign-key-violation')
      ? excluded('no mute violated a foreign key')
      : possible([], ask.keys);
  },
});
