import { defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, weighByChecks } from './weighing/by-checks.ts';

export const staleDeployment = defineCause({
  code: 'stale-deployment',
  title: 'Another commit runs than the one that was expected',
  why: 'A fix that was merged is not what answers.',
  remedy: 'Look at the latest deployment on Railway: it failed its health check, or it was never triggered.',
  explains: isOneOf('stale-deployment', 'mixed-versions', 'unproven-revision'),
  weigh: (seen) =>
    weighByChecks(seen, {
      codes: ['stale-deployment'],
      otherwise: 'what answers is the expected commit',
      ask: [ask.commit],
    }),
});
