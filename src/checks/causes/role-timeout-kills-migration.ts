import { defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, weighByChecks } from './weighing/by-checks.ts';

export const roleTimeoutKillsMigration = defineCause({
  code: 'role-timeout-kills-migration',
  title: 'A setting of the database role ends migrations before they are done',
  why: 'The migration fails at the same second each time, whatever the client asks for.',
  remedy: 'Give the migration a role of its own, or set the timeouts inside its transaction with SET LOCAL.',
  explains: isOneOf('role-timeout'),
  leadsTo: ['migrations-pending'],
  weigh: (seen) =>
    weighByChecks(seen, {
      codes: ['role-timeout'],
      otherwise: 'no setting of the role is too short for a migration',
      ask: [ask.sessions],
    }),
});
