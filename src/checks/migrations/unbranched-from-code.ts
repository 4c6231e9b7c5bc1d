import { defineCheck, isWithheld } from '../check.ts';
import { codeWith, databaseAt, productFiles, revisionFile } from './examples/evidence.ts';
import { code } from './probes/code.ts';
import { versionTable } from './probes/version-table.ts';
import { compare, mostRevisions } from './relation/compare.ts';
import { listed } from '../support/in-words.ts';

export const unbranchedFromCode = defineCheck({
  code: 'unbranched-from-code',
  title: 'Database and code have diverged',
  severity: 'warning',
  why:
    'Each has revisions that the other lacks, so neither side is simply older: the start-up check lets it ' +
    'pass, and code may still miss columns.',
  remedy:
    'Find out which branch was applied, merge it in the code (alembic merge), and upgrade; do not stamp ' +
    'over it.',
  needs: { code, versionTable },
  judge: ({ code: given, versionTable: versions }) => {
    const compared = compare(given, versions);
    if (isWithheld(compared)) return compared;
    const { state, pending, extra, chain, table } = compared;
    if (state !== 'diverged') return [];
    return [
      {
        subject: `${table.schema}.${table.table}`,
        message:
          `The database is at ${table.revisions.join(', ')} and the code at ${chain.heads.join(', ')}: ` +
          `the database lacks ${listed(pending, mostRevisions)}, ` +
          `the code lacks ${listed(extra, mostRevisions)}.`,
        facts: { head: chain.heads, current: table.revisions, pending, extra },
      },
    ];
  },
  examples: {
    healthy: { code: codeWith(), versionTable: databaseAt('1a2b3c4d5e6f') },
    broken: {
      code: codeWith([...productFiles, revisionFile('c0ffee123456', ['a8da35e3c12b'])], ['1a2b3c4d5e6f']),
      versionTable: databaseAt('c0ffee123456'),
    },
  },
});
