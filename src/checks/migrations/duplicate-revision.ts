import { defineCheck, isWithheld } from '../check.ts';
import { codeWith, productFiles, revisionFile } from './examples/evidence.ts';
import { code } from './probes/code.ts';
import { chainOf } from './relation/compare.ts';

export const duplicateRevision = defineCheck({
  code: 'duplicate-revision',
  title: 'Several files declare the same revision',
  severity: 'error',
  why:
    'Alembic warns and keeps the one that the file system lists last: which of them is applied differs ' +
    'from machine to machine.',
  remedy:
    'Give one of the files an id of its own, and point what builds on it there; a copy without a ' +
    'purpose is deleted.',
  needs: { code },
  judge: ({ code: given }) => {
    const chain = chainOf(given);
    if (isWithheld(chain)) return chain;
    return chain.graph.duplicates.map(({ id, paths }) => ({
      subject: id,
      message: `The revision ${id} is declared by ${paths.join(' and ')}.`,
      facts: { files: paths },
    }));
  },
  examples: {
    healthy: { code: codeWith() },
    broken: {
      code: codeWith([
        ...productFiles,
        revisionFile('1a2b3c4d5e6f', ['a8da35e3c12b'], { path: 'versions/copy.py' }),
      ]),
    },
  },
});
