import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { commandsOf, isOneOf, messagesOf } from './weighing/by-checks.ts';
import { isStartFailedBy, logSays } from './weighing/log-says.ts';

export const migrationsPending = defineCause({
  code: 'migrations-pending',
  title: 'The database is behind the migrations of the code',
  why: 'The code asks for tables, columns or keys that are not there yet, or refuses to start.',
  remedy: 'Apply the pending migrations; where one waits for a lock, qa inspect-locks says for whom.',
  explains: (finding) => isSymptom(finding) || isStartFailedBy('pending-migrations')(finding),
  leadsTo: ['foreign-key-wrong-target', 'schema-behind-code', 'crash-loop'],
  weigh: (seen) => {
    const found = seen.found('pending-migrations');
    // Against several heads at once, "behind" has no one meaning.
    if (seen.found('split-heads').length > 0)
      return excluded('the code has several heads, which explains it');
    if (found.length > 0) return confirmed(messagesOf(found), commandsOf(found));
    // What answers meanwhile is the deployment before: its readiness says nothing of the one that did not
    // start.
    const logged = logSays(seen, 'pending-migrations');
    if (logged.length > 0) return confirmed(logged, [ask.migrations]);
    if (seen.clear('pending-migrations'))
      return excluded('the database is at the head of the code, or ahead of it');
    return possible([], ask.migrations);
  },
});

const isSymptom = isOneOf('pending-migrations', 'degraded-readiness', 'missing-version-table');
