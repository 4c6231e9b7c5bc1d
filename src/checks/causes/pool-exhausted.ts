import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, messagesOf } from './weighing/by-checks.ts';

export const poolExhausted = defineCause({
  code: 'pool-exhausted',
  title: 'The connection pool of the API has no free connection',
  why: 'Requests wait for a connection until they time out, while the database itself is idle.',
  remedy:
    'Find what holds the connections (qa inspect-locks, qa inspect-sessions); then ' +
    'size the pool to what is left.',
  explains: isOneOf(
    'saturated-pool',
    'slow-response',
    'degraded-readiness',
    'unreachable-database',
    'unreadable-preferences',
    'healthy-but-failing',
    'rejected-mute',
    'saturated-connections',
  ),
  weigh: (seen) => {
    const found = seen.found('saturated-pool').filter(({ severity }) => severity === 'error');
    if (found.length > 0) return confirmed(messagesOf(found), [ask.locks]);
    if (seen.clear('saturated-pool')) return excluded('the pool has free connections');
    if (seen.found('saturated-pool').length > 0) return excluded('the pool is well used, and not exhausted');
    return possible([], ask.railway);
  },
});
