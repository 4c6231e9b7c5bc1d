import type { ReadLimits, Database } from '../../postgres/session/session.ts';
import type { Quarantine } from '../plan/quarantine.ts';

/**
 * The rows that the backup table holds, whoever moved them: a run that was killed told nobody. Where they
 * cannot be counted, those that this run moved; null where there are none.
 */
export async function readBackup(
  { database, limits }: { readonly database: Database; readonly limits: ReadLimits },
  { table, back }: Quarantine,
  { exists, moved }: { readonly exists: boolean; readonly moved: number },
): Promise<{ readonly table: string; readonly rows: number; readonly back: string } | null> {
  if (!exists) return null;
  const rows = await database
    .read(
      ({ query }) =>
        query<{ readonly rows: number }>(`select pg_catalog.count(*)::int as rows from ${table}`),
      limits,
    )
    .then(([counted]) => counted?.rows ?? moved)
    .catch(() => moved);
  return rows === 0 ? null : { table, rows, back };
}
