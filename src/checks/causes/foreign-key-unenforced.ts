import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { commandsOf, isOneOf, messagesOf } from './weighing/by-checks.ts';

export const foreignKeyUnenforced = defineCause({
  code: 'foreign-key-unenforced',
  title: 'A foreign key does not keep rows without a parent out',
  why: 'Rows refer to parents that are gone, and nothing says so until something breaks on them.',
  remedy: 'Remove or repair the rows without a parent, then make the key valid and enforced again.',
  explains: isOneOf(
    'disabled-triggers',
    'missing-triggers',
    'unenforced-constraint',
    'unvalidated-constraint',
    'orphan-rows',
  ),
  weigh: (seen) => {
    const broken = seen.found('disabled-triggers', 'missing-triggers');
    const orphans = seen.found('orphan-rows');
    // NOT VALID and NOT ENFORCED are steps on the way, until rows without a parent are there.
    const open = seen
      .found('unenforced-constraint', 'unvalidated-constraint')
      .filter(({ subject }) => orphans.some((each) => each.subject === subject));
    const found = [...broken, ...open];
    if (found.length > 0) return confirmed(messagesOf([...found, ...orphans]), commandsOf(found));
    if (!seen.clear('disabled-triggers', 'missing-triggers')) return possible([], ask.keys);
    const suspects = seen.found('unenforced-constraint', 'unvalidated-constraint');
    if (suspects.length === 0) return excluded('every foreign key is enforced, and its triggers fire');
    return seen.clear('orphan-rows')
      ? excluded('no row without a parent was counted')
      : possible(messagesOf(suspects), ask.orphans);
  },
});
