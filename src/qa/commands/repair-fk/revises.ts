import { versionTable } from '../../../checks/migrations/index.ts';
import type { RepairContext } from '../../../checks/repair/index.ts';
import { UsageError } from '../../command.ts';

/**
 * The revision that an emitted one follows: as `--revises` says, else where the database is. Null for the
 * first of all. Throws {@link UsageError} where neither says it.
 */
export async function readRevises(
  given: string | undefined,
  { database, limits, signal, progress }: RepairContext,
): Promise<string | null> {
  if (given !== undefined) return given === 'base' ? null : given;
  const seen = await versionTable.observe(
    { signal, progress, code: null, database: { database, limits, table: 'alembic_version', schema: null } },
    {},
  );
  const [revision, ...others] = seen?.revisions ?? [];
  if (revision !== undefined && others.length === 0) return revision;
  throw new UsageError(
    (revision === undefined
      ? 'The database names no revision that this one could follow'
      : `The database is at several revisions (${[revision, ...others].join(', ')})`) +
      ': give --revises REVISION, or --revises base for the first of all.',
  );
}
