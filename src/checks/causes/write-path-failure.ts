import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { messagesOf } from './weighing/by-checks.ts';
import { namesFailure } from './weighing/database-says.ts';
import { acceptedKinds } from './weighing/accepted-kinds.ts';
import { isServerError } from './weighing/server-error.ts';
import { isRefusedByKey } from './weighing/violation.ts';

export const writePathFailure = defineCause({
  code: 'write-path-failure',
  title: 'Reads work, and every write fails',
  why: 'Users see their lists and cannot change them.',
  remedy:
    'Read the log of the service for one of these writes: a trigger, a right that is ' +
    'missing, a transaction that is read-only.',
  explains: ({ code }) =>
    ['rejected-mute', 'rejected-unmute', 'exposed-internals', 'healthy-but-failing'].includes(code),
  weigh: (seen) => {
    const refused = seen.found('rejected-mute').filter(isServerError);
    const accepted = acceptedKinds(seen);
    if (accepted.length > 0) return excluded(`mutes of ${accepted.join(', ')} are accepted`);
    if (refused.length === 0) {
      return seen.clear('rejected-mute') ? excluded('mutes are accepted') : possible([], ask.mute);
    }
    if (refused.some(isRefusedByKey))
      return excluded('the writes violate a foreign key, which has causes of its own');
    if (seen.found('write-race').length > 0) return excluded('one after the other the same writes succeed');
    if (seen.found('gateway-error').length > 0) return excluded('a proxy answered, not the service');
    if (seen.found('read-only-database').length > 0)
      return excluded('the database is read-only, which explains it');
    if (refused.every(namesFailure))
      return excluded('the answers quote a failure of the database, which has causes of its own');
    return confirmed(['the lists can be read', ...messagesOf(refused)]);
  },
});
