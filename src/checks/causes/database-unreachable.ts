import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, messagesOf } from './weighing/by-checks.ts';
import { quotesOf } from './weighing/database-says.ts';
import { isStartFailedBy, logSays } from './weighing/log-says.ts';

export const databaseUnreachable = defineCause({
  code: 'database-unreachable',
  title: 'The API cannot reach its database',
  why: 'Every route that needs the database fails; liveness stays green.',
  remedy:
    'Compare DATABASE_URL of the service with the address of the database, and whether the database is up ' +
    'or paused.',
  explains: (finding) => isSymptom(finding) || isStartFailedBy('unreachable-database')(finding),
  leadsTo: ['crash-loop'],
  weigh: (seen) => {
    const found = seen.found('unreachable-database');
    // A pool without a free connection says the same; its own numbers tell the two apart.
    const saturated = seen.found('saturated-pool').filter(({ severity }) => severity === 'error');
    const isFull = saturated.length > 0 || quotesOf(seen, 'no connection free').length > 0;
    if (found.length > 0 && isFull) return excluded('the pool is saturated, which looks the same');
    const quotes = quotesOf(seen, 'unreachable');
    if (found.length > 0 || quotes.length > 0) return confirmed([...messagesOf(found), ...quotes]);
    // What answers meanwhile is the deployment before: its readiness says nothing of the one that did not
    // start.
    const logged = logSays(seen, 'unreachable-database');
    if (logged.length > 0) return confirmed(logged);
    return seen.clear('unreachable-database')
      ? excluded('readiness says that the database answers')
      : possible([], ask.railway);
  },
});

const isSymptom = isOneOf(
  'unreachable-database',
  'degraded-readiness',
  'healthy-but-failing',
  'unreadable-preferences',
  'rejected-mute',
  'contradicting-health',
);
