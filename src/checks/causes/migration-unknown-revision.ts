import { confirmed, defineCause, possible } from '../cause.ts';
import type { Finding } from '../finding.ts';
import { ask } from './weighing/ask.ts';
import { weighByChecks } from './weighing/by-checks.ts';
import { isStartFailedBy, logSays } from './weighing/log-says.ts';

export const migrationUnknownRevision = defineCause({
  code: 'migration-unknown-revision',
  title: 'The database is at a revision that the code does not have',
  why: 'Alembic cannot tell what to do, and a service that checks it at start does not start.',
  remedy:
    'Deploy the code that has the revision, or, where another service shares the ' +
    'database on purpose, say so in the configuration.',
  explains: (finding) => finding.code === 'unknown-revision' || isStartFailedBy('unknown-revision')(finding),
  leadsTo: ['crash-loop'],
  weigh: (seen) => {
    const found = seen.found('unknown-revision');
    // A head that is expected and that no file declares says nothing of the database.
    if (found.length > 0 && !found.some(isOfDatabase)) return possible([], ask.migrations);
    const weighed = weighByChecks(seen, {
      codes: ['unknown-revision'],
      accept: isOfDatabase,
      otherwise: 'the code has every revision that the database is at',
      ask: [ask.migrations],
    });
    const logged = logSays(seen, 'unknown-revision');
    return weighed.status === 'possible' && logged.length > 0 ? confirmed(logged, [ask.migrations]) : weighed;
  },
});

function isOfDatabase({ facts }: Finding): boolean {
  return 'current' in facts || !('expectedHeads' in facts);
}
