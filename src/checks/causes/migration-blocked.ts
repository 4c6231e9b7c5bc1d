import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { commandsOf, isOneOf, messagesOf } from './weighing/by-checks.ts';
import { quotesOf } from './weighing/database-says.ts';
import { isStartFailedBy, logSays } from './weighing/log-says.ts';

export const migrationBlocked = defineCause({
  code: 'migration-blocked',
  title: 'A migration waits for a lock that another session holds',
  why: 'The migration does not go through, and everything that comes after it queues behind it.',
  remedy: 'End the session that is named first, or give the migration a short lock_timeout and try again.',
  explains: (finding) => isSymptom(finding) || isStartFailedBy('lock-timeout')(finding),
  leadsTo: ['migrations-pending', 'pool-exhausted', 'crash-loop'],
  weigh: (seen) => {
    const found = seen.found('blocked-ddl');
    if (found.length > 0) return confirmed(messagesOf(found), commandsOf(found));
    // It gave up, so it need not wait any more; who was in its way may still be.
    const logged = logSays(seen, 'lock-timeout');
    if (logged.length > 0) return confirmed(logged, [ask.locks]);
    if (seen.clear('blocked-ddl')) return excluded('no statement waits for a strong lock');
    // What waits for a lock looks like a timeout from outside; where no connection is made (ETIMEDOUT),
    // nothing waits.
    const timeouts = seen
      .found('unreachable-api')
      .filter(({ facts }) => facts['layer'] === 'timeout' && facts['code'] !== 'ETIMEDOUT');
    const quotes = quotesOf(seen, 'waited for a lock', 'ran into a timeout');
    return possible([...messagesOf(timeouts), ...quotes], ask.locks);
  },
});

const isSymptom = isOneOf(
  'blocked-ddl',
  'lock-queue',
  'slow-response',
  'blocked-repair',
  'unreachable-api',
  'rejected-mute',
);
