import { defineCause, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { weighByChecks } from './weighing/by-checks.ts';
import { isStartFailedBy, logSays } from './weighing/log-says.ts';

export const roleTimeoutKillsMigration = defineCause({
  code: 'role-timeout-kills-migration',
  title: 'A setting of the database role ends migrations before they are done',
  why: 'The migration fails at the same second each time, whatever the client asks for.',
  remedy: 'Give the migration a role of its own, or set the timeouts inside its transaction with SET LOCAL.',
  explains: (finding) => finding.code === 'role-timeout' || isStartFailedBy('statement-timeout')(finding),
  leadsTo: ['migrations-pending', 'crash-loop'],
  weigh: (seen) => {
    const weighed = weighByChecks(seen, {
      codes: ['role-timeout'],
      otherwise: 'no setting of the role is too short for a migration',
      ask: [ask.sessions],
    });
    // A statement ended at some timeout; whether at the role's, only the role's settings tell.
    const logged = logSays(seen, 'statement-timeout');
    return weighed.status === 'possible' ? possible(logged, ask.sessions) : weighed;
  },
});
