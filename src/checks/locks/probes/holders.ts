import type { Database, ReadLimits } from '../../postgres/session/session.ts';
import type { Holder } from '../look/holder.ts';
import { shownStatement } from '../statement/shown.ts';
import { holdersQuery } from './holders.sql.ts';

/** A lock that somebody wants to take. */
export interface LockRequest {
  readonly schema: string;
  readonly table: string;
  /** `ACCESS EXCLUSIVE` */
  readonly mode: string;
  /** True: not on its partitions. */
  readonly alone?: boolean;
  /** True: on all that inherits from it, not on partitions only. */
  readonly inherited?: boolean;
}

/**
 * Who holds or awaits locks that stand in the way of these, the longest first; with `snapshots` also who has
 * a snapshot of this database. Never a lock of its own on a user's table.
 */
export async function readHolders(
  database: Database,
  locks: readonly LockRequest[],
  limits: ReadLimits,
  except: number | null = null,
  snapshots = false,
): Promise<Holder[]> {
  return database.read(async (session) => {
    const parameters = [JSON.stringify(locks), except, snapshots];
    const rows = await session.query<{ holder: Holder }>(holdersQuery(session.version), parameters);
    return rows.map(({ holder }) => ({
      ...holder,
      query: holder.query === null ? null : shownStatement(holder.query),
    }));
  }, limits);
}
