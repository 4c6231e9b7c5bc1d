import { defineCheck, isWithheld, unknown, type Observed } from '../check.ts';
import { codeWith, productFiles, revisionFile } from './examples/evidence.ts';
import { code } from './probes/code.ts';
import { chainOf } from './relation/compare.ts';

export const splitHeads = defineCheck({
  code: 'split-heads',
  title: 'The code has several heads',
  severity: 'error',
  why: 'alembic upgrade head refuses to choose, and the service refuses to start.',
  remedy:
    'Merge them into one, or, where the branches are meant to stay apart, name each with --expect-head.',
  needs: { code },
  judge: ({ code: given }) => {
    const chain = chainOf(given);
    if (isWithheld(chain)) return chain;
    const { heads, revisions } = chain.graph;
    const named = (id: string): string => `${id} (${revisions.get(id)?.path})`;
    const expected = new Set(given?.expectedHeads);
    const isMeant = expected.size > 1 && heads.every((id) => expected.has(id));
    const observed: Observed[] =
      heads.length < 2 || isMeant
        ? []
        : [
            {
              subject: heads.toSorted().join(', '),
              message: `The code has ${heads.length} heads: ${heads.map(named).join(', ')}.`,
              facts: { heads },
              command: 'alembic merge heads -m "merge heads"',
            },
          ];
    // What could not be read may be the merge.
    if (chain.unread !== null) return unknown(chain.unread);
    const hidden = chain.files.find(({ revision, faults }) => revision === null && faults.length > 0);
    return hidden === undefined || observed.length === 0
      ? observed
      : unknown(`${hidden.path} may be the merge, and Alembic cannot use it, which broken-chain tells`);
  },
  examples: {
    healthy: { code: codeWith() },
    broken: { code: codeWith([...productFiles, revisionFile('c0ffee123456', ['a8da35e3c12b'])]) },
  },
});
