import { defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, weighByChecks } from './weighing/by-checks.ts';

export const migrationHeadsSplit = defineCause({
  code: 'migration-heads-split',
  title: 'The code has several migration heads',
  why: 'The service refuses to start, and no one command upgrades the database.',
  remedy: 'Merge the heads with a merge revision, and deploy that.',
  explains: isOneOf('split-heads', 'failed-start'),
  leadsTo: ['migrations-pending', 'crash-loop'],
  weigh: (seen) =>
    weighByChecks(seen, {
      codes: ['split-heads'],
      otherwise: 'the code has one head',
      ask: [ask.migrations],
    }),
});
