import { defineCheck, notApplicable } from '../check.ts';

import { exampleCleanup, exampleValue } from './examples/journey.ts';
import { cleanup } from './probes/cleanup.ts';

export const incompleteCleanup = defineCheck({
  code: 'incomplete-cleanup',
  title: 'Something of this run is left',
  severity: 'error',
  why: 'A real account keeps a value that nobody put there on purpose.',
  remedy:
    'Run `qa recover` with the same token once the API answers again, or the commands of the ' +
    'clean-up one by one.',
  needs: { cleanup },
  judge: ({ cleanup: { status, left, undo, reason } }) => {
    if (status === 'not-needed') return notApplicable('nothing was changed');
    if (status === 'complete') return [];
    return left.map(({ kind, value, displaced }) => {
      const state = displaced
        ? 'is not back in its place'
        : reason === null
          ? 'is still listed'
          : `may still be listed (${reason})`;
      return {
        subject: kind,
        message: `${kind} "${value}" ${state}.`,
        facts: { value, undo },
        command: undo.join('\n'),
      };
    });
  },
  examples: {
    healthy: { cleanup: exampleCleanup() },
    broken: {
      cleanup: exampleCleanup({
        status: 'incomplete',
        left: [{ kind: 'theme', value: exampleValue('theme'), displaced: false }],
        undo: ['curl -sS -X DELETE …'],
      }),
    },
  },
});
