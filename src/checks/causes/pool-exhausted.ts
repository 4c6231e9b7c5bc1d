import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, messagesOf } from './weighing/by-checks.ts';
import { quotesOf } from './weighing/database-says.ts';
import { isStartFailedBy, logSays } from './weighing/log-says.ts';

export const poolExhausted = defineCause({
  code: 'pool-exhausted',
  title: 'The connection pool of the API has no free connection',
  why: 'Requests wait for a connection until they time out, while the database itself is idle.',
  remedy:
    'Find what holds the connections (qa inspect-locks, qa inspect-sessions); then size the pool to what ' +
    'is left.',
  explains: (finding) => isSymptom(finding) || isStartFailedBy('no-free-connection')(finding),
  leadsTo: ['crash-loop'],
  weigh: (seen) => {
    const found = seen.found('saturated-pool').filter(({ severity }) => severity === 'error');
    const quotes = quotesOf(seen, 'no connection free');
    if (found.length > 0 || quotes.length > 0)
      return confirmed([...messagesOf(found), ...quotes], [ask.locks]);
    // What answers meanwhile is the deployment before: its pool says nothing of the one that did not start.
    const logged = logSays(seen, 'no-free-connection');
    if (logged.length > 0) return confirmed(logged, [ask.sessions]);
    if (seen.clear('saturated-pool')) return excluded('the pool has free connections');
    if (seen.found('saturated-pool').length > 0) return excluded('the pool is well used, and not exhausted');
    return possible([], ask.railway);
  },
});

const isSymptom = isOneOf(
  'saturated-pool',
  'slow-response',
  'degraded-readiness',
  'unreachable-database',
  'unreadable-preferences',
  'healthy-but-failing',
  'rejected-mute',
  'saturated-connections',
);
