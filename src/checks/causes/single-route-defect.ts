import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { messagesOf } from './weighing/by-checks.ts';
import { acceptedKinds } from './weighing/accepted-kinds.ts';
import { isRefusedByKey } from './weighing/violation.ts';

export const singleRouteDefect = defineCause({
  code: 'single-route-defect',
  title: 'One kind of mute fails, and the others work',
  why: 'It is the code of that route, not the database, the token or the network.',
  remedy: 'Read the log for that one route, and compare its code with its neighbours.',
  explains: ({ code }) => ['rejected-mute', 'exposed-internals'].includes(code),
  weigh: (seen) => {
    const all = seen.found('rejected-mute');
    const refused = all.filter((finding) => !isRefusedByKey(finding));
    if (refused.length === 0 && all.length > 0) return excluded('what is refused violates a foreign key');
    if (refused.length === 0) {
      return seen.clear('rejected-mute')
        ? excluded('mutes of every kind are accepted')
        : possible([], ask.mute);
    }
    if (seen.found('write-race').length > 0) return excluded('one after the other every kind succeeds');
    if (refused.some(({ facts }) => facts['status'] === 422)) {
      return excluded('what is refused is refused for its form');
    }
    const failingElsewhere = seen
      .found('unreadable-preferences', 'rejected-unmute')
      .filter(({ subject }) => subject !== refused[0]?.subject);
    if (failingElsewhere.length > 0) return excluded('other routes fail as well');
    const accepted = acceptedKinds(seen);
    if (refused.length === 1 && accepted.length > 0) {
      return confirmed([...messagesOf(refused), `mutes of ${accepted.join(', ')} are accepted`]);
    }
    return excluded(`${refused.length} kinds are refused, ${accepted.length} accepted`);
  },
});
