import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { commandsOf, messagesOf } from './weighing/by-checks.ts';
import { isRefusedByKey, sameText, violationOf } from './weighing/violation.ts';

export const foreignKeyWrongTarget = defineCause({
  code: 'foreign-key-wrong-target',
  title: 'The foreign key references another column than it should',
  why: 'A user whose profile is there is refused all the same, and the error names the right table.',
  remedy: 'Swap the key in one statement: qa repair-fk plans it, and does it without an outage.',
  explains: (finding) =>
    ['wrong-target', 'action-mismatch', 'pending-repair'].includes(finding.code) || isRefusedByKey(finding),
  weigh: (seen) => {
    const found = seen.found('wrong-target');
    const violation = violationOf(seen);
    if (found.length > 0)
      return confirmed([...messagesOf(found), ...(violation?.because ?? [])], commandsOf(found));
    if (seen.clear('wrong-target')) return excluded('every expected foreign key leads to the right column');
    if (violation !== null) return possible([...violation.because, sameText], ask.keys);
    return seen.clear('foreign-key-violation')
      ? excluded('no mute violated a foreign key')
      : possible([], ask.keys);
  },
});
