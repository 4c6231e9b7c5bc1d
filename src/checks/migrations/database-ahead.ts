import { defineCheck, isWithheld } from '../check.ts';
import { codeWith, databaseAt } from './examples/evidence.ts';
import { code } from './probes/code.ts';
import { versionTable } from './probes/version-table.ts';
import { compare, mostRevisions } from './relation/compare.ts';
import { counted, listed } from '../support/in-words.ts';

export const databaseAhead = defineCheck({
  code: 'database-ahead',
  title: 'The database is ahead of the code',
  severity: 'info',
  why:
    'So it has to be while a newer release is rolled out: its migration has run and the old code still ' +
    'serves. Later it is a release that was taken back.',
  remedy:
    'Deploy the code of that revision. Do not downgrade under running code; what was expanded may stay.',
  needs: { code, versionTable },
  judge: ({ code: given, versionTable: versions }) => {
    const compared = compare(given, versions);
    if (isWithheld(compared)) return compared;
    const { state, extra, chain, table } = compared;
    if (state !== 'ahead') return [];
    return [
      {
        subject: `${table.schema}.${table.table}`,
        message:
          `The database is at ${table.revisions.join(', ')}, ${counted(extra.length, 'revision')} ` +
          `ahead of the code's head ${chain.heads.join(', ')}: ${listed(extra, mostRevisions)}.`,
        facts: { head: chain.heads, current: table.revisions, ahead: extra },
      },
    ];
  },
  examples: {
    healthy: { code: codeWith(), versionTable: databaseAt('1a2b3c4d5e6f') },
    broken: { code: codeWith(undefined, ['a8da35e3c12b']), versionTable: databaseAt('1a2b3c4d5e6f') },
  },
});
