import { defineCheck, isWithheld } from '../check.ts';
import { codeWith, databaseAt } from './examples/evidence.ts';
import { code } from './probes/code.ts';
import { versionTable } from './probes/version-table.ts';
import { compare, mostRevisions } from './relation/compare.ts';
import { counted, listed } from '../support/in-words.ts';

/**
 * The same code as the deployment's check of this name: there readiness says it, here the database itself.
 */
export const pendingMigrations = defineCheck({
  code: 'pending-migrations',
  title: 'The database is behind the code',
  severity: 'error',
  why:
    'Code meets columns that are not there, and no new process starts: the start-up check refuses a ' +
    'database that is behind.',
  remedy:
    'Apply them through the session port (5432), not the transaction pooler, after a look at what each ' +
    'would lock (risky-migration).',
  needs: { code, versionTable },
  judge: ({ code: given, versionTable: versions }) => {
    const compared = compare(given, versions);
    if (isWithheld(compared)) return compared;
    const { state, pending, chain, table } = compared;
    if (state !== 'behind') return [];
    const current =
      table.revisions.length === 0 ? 'before the first revision' : `at ${table.revisions.join(', ')}`;
    // Where only the head is known, what lies between it and the database is not.
    const isWhole = given !== null && given.directories.length > 0;
    const missing = isWhole
      ? `, ${counted(pending.length, 'revision')} behind: ${listed(pending, mostRevisions)}`
      : '';
    return [
      {
        subject: `${table.schema}.${table.table}`,
        message:
          `The database is ${current} and the code's ${chain.heads.length === 1 ? 'head is' : 'heads are'} ` +
          `${chain.heads.join(', ')}${missing}.`,
        facts: { head: chain.heads, current: table.revisions, pending },
        command: chain.heads.length > 1 ? 'alembic upgrade heads' : 'alembic upgrade head',
      },
    ];
  },
  examples: {
    healthy: { code: codeWith(), versionTable: databaseAt('1a2b3c4d5e6f') },
    broken: { code: codeWith(), versionTable: databaseAt('f7e8a9b0c1d2') },
  },
});
