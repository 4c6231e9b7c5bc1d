import type { Session } from '../../postgres/session/session.ts';
import { cutsQuery, type CountedKey, type OrphanDetails } from '../orphans/orphan-sql.ts';

/** Primary keys, in order, that cut the child into pieces of about equal size. */
export interface Cuts {
  /** About how many rows lie from one to the next. */
  readonly rows: number;
  readonly keys: readonly (readonly string[])[];
}

/**
 * Rows of a sample, and of which each so many one is a cut: enough pages for even pieces, few enough to read
 * in milliseconds.
 */
const sampled = 20_000;
const every = 20;

/**
 * Cuts behind the row `behind`. They come from a sample of the child's pages: walking along its index to the
 * end of each chunk takes a third of the whole count. Null where the table is too small for a sample, or its
 * size is not known.
 */
export async function readCuts(
  session: Session,
  key: CountedKey,
  details: OrphanDetails,
  behind: readonly string[] | null,
): Promise<Cuts | null> {
  const { estimatedRows } = details;
  if (estimatedRows === null || estimatedRows < 10 * sampled) return null;
  const percent = Number(((100 * sampled) / estimatedRows).toPrecision(4));
  const rows = await session.query<Record<string, string>>(
    cutsQuery(key, details, { percent, every, from: behind !== null }),
    behind ?? [],
  );
  return rows.length === 0
    ? null
    : { rows: (100 * every) / percent, keys: rows.map((row) => Object.values(row)) };
}
