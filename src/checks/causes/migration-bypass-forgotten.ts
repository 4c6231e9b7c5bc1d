import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { commandsOf, isOneOf, messagesOf } from './weighing/by-checks.ts';

export const migrationBypassForgotten = defineCause({
  code: 'migration-bypass-forgotten',
  title: 'The check of migrations at start is switched off',
  why: 'The service starts and reports green whatever the state of the database.',
  remedy:
    'Remove FACTEUR_MIGRATION_IN_PROGRESS from the variables of the service as soon as the migration is ' +
    'done.',
  explains: isOneOf('migration-bypass', 'uncovered-migrations'),
  leadsTo: ['schema-behind-code'],
  weigh: (seen) => {
    const found = seen.found('migration-bypass');
    if (found.length > 0) return confirmed(messagesOf(found), commandsOf(found));
    return seen.clear('migration-bypass') ? excluded('the bypass is not set') : possible([], ask.railway);
  },
});
