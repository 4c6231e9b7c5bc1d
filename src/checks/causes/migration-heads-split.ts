import { confirmed, defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { weighByChecks } from './weighing/by-checks.ts';
import { isStartFailedBy, logSays } from './weighing/log-says.ts';

export const migrationHeadsSplit = defineCause({
  code: 'migration-heads-split',
  title: 'The code has several migration heads',
  why: 'The service refuses to start, and no one command upgrades the database.',
  remedy: 'Merge the heads with a merge revision, and deploy that.',
  explains: (finding) => finding.code === 'split-heads' || isStartFailedBy('split-heads')(finding),
  leadsTo: ['migrations-pending', 'crash-loop'],
  weigh: (seen) => {
    const weighed = weighByChecks(seen, {
      codes: ['split-heads'],
      otherwise: 'the code has one head',
      ask: [ask.migrations],
    });
    const logged = logSays(seen, 'split-heads');
    return weighed.status === 'possible' && logged.length > 0 ? confirmed(logged, [ask.migrations]) : weighed;
  },
});
