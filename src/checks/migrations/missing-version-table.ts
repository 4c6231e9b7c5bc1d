import { defineCheck, notAsked } from '../check.ts';
import { databaseAt } from './examples/evidence.ts';
import { versionTable } from './probes/version-table.ts';

export const missingVersionTable = defineCheck({
  code: 'missing-version-table',
  title: 'The database does not say at which revision it is',
  severity: 'error',
  why:
    'Alembic takes such a database for an empty one and applies every revision from the first, over ' +
    'tables that may be there already.',
  remedy:
    'Make sure that it is the right database and role. A new one: alembic upgrade head. ' +
    'One whose schema was made in another way: compare it, then alembic stamp the revision that it ' +
    'really has.',
  needs: { versionTable },
  judge: ({ versionTable: table }) => {
    if (table === null) return notAsked({ without: '--database-url' }, 'no database was given');
    if (table.schema !== null) return [];
    const places = table.searched.join(', ');
    const [other] = table.elsewhere;
    return [
      {
        subject: table.table,
        message:
          `${table.database} has no table ${table.table} in ${places}` +
          (other === undefined
            ? '.'
            : `; there is one in ${table.elsewhere.join(', ')}: look there with --version-schema ${other}.`),
        facts: { table: table.table, searched: table.searched, elsewhere: table.elsewhere },
        ...(other !== undefined && {
          advice:
            `If the application keeps it in ${other} (version_table_schema), give --version-schema ` +
            `${other}; else it is another application's.`,
          command: `qa inspect-migrations --version-schema ${other}`,
        }),
      },
    ];
  },
  examples: {
    healthy: { versionTable: databaseAt('1a2b3c4d5e6f') },
    broken: { versionTable: { ...databaseAt(), schema: null } },
  },
});
