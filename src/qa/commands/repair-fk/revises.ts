import { versionTable, type VersionTable } from '../../../checks/migrations/index.ts';
import type { RepairContext } from '../../../checks/repair/index.ts';
import { UsageError } from '../../command.ts';

/** What looking for the database's revision takes. */
type Looking = Pick<RepairContext, 'database' | 'limits' | 'signal' | 'progress'>;

/**
 * The revision that an emitted one follows, several where it merges them: as `--revises` says, else where the
 * database is. Null for the first of all. Throws {@link UsageError} where neither says it.
 */
export async function readRevises(
  given: string | undefined,
  context: Looking,
): Promise<string | readonly string[] | null> {
  if (given !== undefined) return readGiven(given);
  const found = await readVersions(context, null);
  const [elsewhere, ...places] = found?.schema === null ? found.elsewhere : [];
  // Where nobody on the search path is in the way, the only table of that name is meant.
  const seen = elsewhere === undefined || places.length > 0 ? found : await readVersions(context, elsewhere);
  const [revision, ...others] = seen?.revisions ?? [];
  if (revision !== undefined && others.length === 0) return revision;
  throw new UsageError(
    (revision !== undefined
      ? `The database is at several revisions (${[revision, ...others].join(', ')})`
      : places.length > 0
        ? `A table alembic_version lies in each of the schemas ${[elsewhere, ...places].join(', ')}`
        : 'The database names no revision that this one could follow') +
      ': give --revises REVISION, several with commas to merge them, or --revises base for the first of all.',
  );
}

function readGiven(given: string): string | readonly string[] | null {
  if (given === 'base') return null;
  const [revision = '', ...others] = given.split(',').map((each) => each.trim());
  if ([revision, ...others].includes(''))
    throw new UsageError(
      `--revises ${given} is not a revision: give one, or several with commas between them.`,
    );
  return others.length === 0 ? revision : [revision, ...others];
}

function readVersions(
  { database, limits, signal, progress }: Looking,
  schema: string | null,
): Promise<VersionTable> {
  const source = { database, limits, table: 'alembic_version', schema };
  return versionTable.observe({ signal, progress, code: null, database: source }, {});
}
