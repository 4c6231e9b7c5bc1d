import { defineCheck, notApplicable, unknown, type Observed } from '../check.ts';
import { exampleCleanup, exampleValue } from './examples/journey.ts';
import type { Leftover } from './cleanup/remains.ts';
import { kinds } from './preferences/kinds.ts';
import { cleanup } from './probes/cleanup.ts';

export const incompleteCleanup = defineCheck({
  code: 'incomplete-cleanup',
  title: 'Something of this run is left',
  severity: 'error',
  why: 'A real account keeps a value that nobody put there on purpose, or lacks one that was.',
  remedy:
    'Run `qa recover` with the same token once the API answers again, or the commands of the ' +
    'clean-up one by one.',
  needs: { cleanup },
  judge: ({ cleanup: { status, left, undo, reason } }) => {
    if (status === 'not-needed') return notApplicable('nothing was changed');
    if (status === 'complete') return [];
    const command = undo.join('\n');
    const lists = kinds.flatMap((kind): Observed[] => {
      const values = left.values.filter((each) => each.kind === kind);
      if (values.length === 0) return [];
      const message = `${kind} ${values.map((each) => describe(each, reason)).join('; ')}.`;
      return [{ subject: kind, message, facts: { values, undo }, command }];
    });
    const flags = Object.entries(left.flags).map(([flag, was]) => ({
      subject: flag,
      message: `${flag} was ${was} and is ${!was}; it could not be set back.`,
      facts: { was, undo },
      command,
    }));
    const observed = [...lists, ...flags];
    // Nothing is named where the state before could not be compared with any: that is not clean either.
    return observed.length > 0 ? observed : unknown(reason ?? 'the state afterwards is not known');
  },
  examples: {
    healthy: { cleanup: exampleCleanup() },
    broken: {
      cleanup: exampleCleanup({
        status: 'incomplete',
        left: { values: [{ kind: 'theme', value: exampleValue('theme'), state: 'ours' }], flags: {} },
        undo: ['curl -sS -X DELETE …'],
      }),
    },
  },
});

function describe({ value, state }: Leftover, reason: string | null): string {
  const told = {
    ours: reason === null ? 'is still listed' : `may still be listed (${reason})`,
    foreign: 'came with our mutes and is still listed',
    missing: reason === null ? 'is not back in its list' : `may not be back in its list (${reason})`,
    displaced: 'is listed more often than before',
    moved: 'stands in another place',
  };
  return `"${value}" ${told[state]}`;
}
