import { isSqlState } from '../../postgres/session/errors.ts';
import type { Database, Session } from '../../postgres/session/session.ts';
import type { OrphanLimits } from './context.ts';
import type { OrphanPlace } from '../orphans/resume-point.ts';
import { readCuts } from './orphan-cuts.ts';
import { preferMerge } from './orphan-join.ts';
import {
  boundaryQuery,
  countQuery,
  sampleCountQuery,
  type CountedKey,
  type OrphanDetails,
} from '../orphans/orphan-sql.ts';

/** How a count went: `reason` says why it is not complete, `rowsSeen` how far it got. */
export interface Count {
  readonly orphans: number;
  readonly complete: boolean;
  readonly reason: string | null;
  /** Rows of the child that were looked at; null where the whole table was, in one statement. */
  readonly rowsSeen: number | null;
  /** The part of the child that was looked at, in percent, for a sample; else null. */
  readonly sampledPercent: number | null;
  /** Where another run can go on; null where there is nothing to go on with. */
  readonly place: OrphanPlace | null;
  /** When the first rows were counted (ISO 8601), where an earlier run did that; else null. */
  readonly since: string | null;
}

export interface Counting {
  readonly database: Database;
  readonly key: CountedKey;
  readonly details: OrphanDetails;
  readonly limits: OrphanLimits;
  readonly lockTimeoutMs: number;
  /** Milliseconds until the time for all keys together is over. */
  readonly remaining: () => number;
  /** Where an earlier run stopped, or null. */
  readonly from: OrphanPlace | null;
  readonly progress: (place: OrphanPlace) => void;
}

/** Lets an anti-join keep its hash of the parent in memory, which takes a quarter off a count. */
const workMemory = '32MB';
/** A sample reads about as many rows as this. */
const sampleRows = 50_000;
const smallestChunk = 1000;
/** A chunk of so many rows is worth a sample that says where it ends. */
const largeChunk = 100_000;
/** A table of so many rows is worth four questions to a planner that may be far away. */
const largeTable = 500_000;
/**
 * After a quicker chunk the next is twice as large: each one hashes the parent anew, which small ones pay for
 * again and again.
 */
const quickChunkMs = 2500;

/**
 * Counts the orphans of one key: one anti-join over the whole child inside its time, which is the cheapest by
 * far, most of all where two indexes can be merged; what does not fit goes on in chunks along the primary
 * key, each in a transaction of its own, so that no snapshot lives longer than a chunk. Rejects with the
 * server's error; a timeout is a count that is not complete.
 */
export async function countOrphans(counting: Counting): Promise<Count> {
  const { details, limits, remaining } = counting;
  const rows = details.estimatedRows;
  // What was counted once is not counted again, in whichever mode.
  if (counting.from !== null && limits.mode !== 'sample') return countInChunks(counting);
  if (limits.mode === 'sample' && rows !== null && rows > 2 * sampleRows) return countSample(counting, rows);
  const whole = Math.min(limits.oneStatementMs, remaining());
  if (whole <= 0) return stopped(null, 'the time was over before its turn');
  if (limits.mode === 'chunks' && details.primaryKey.length > 0) return countInChunks(counting);
  // Whoever asks for chunks does not want a long snapshot; a small table is one chunk.
  const fitsOneChunk = rows !== null && rows <= limits.chunkRows;
  if (limits.mode === 'chunks' && !fitsOneChunk)
    return stopped(null, 'it has no primary key to go along in chunks');
  try {
    const orphans = await countAll(counting, whole);
    return counted(orphans, null);
  } catch (error) {
    if (!isSqlState(error, 'cancelled') && !isSqlState(error, 'recoveryConflict')) throw error;
  }
  if (details.primaryKey.length === 0)
    return stopped(
      null,
      `one statement over the whole table took more than ${Math.round(whole)} ms, and it has no ` +
        'primary key to go along in chunks',
    );
  return countInChunks(counting);
}

async function countSample(counting: Counting, rows: number): Promise<Count> {
  const percent = Math.max(0.001, Number(((100 * sampleRows) / rows).toFixed(3)));
  const { database, key, details, limits, lockTimeoutMs, remaining } = counting;
  const orphans = await database.read(
    (session) => orphansOf(session, sampleCountQuery(key, details, percent)),
    { statementTimeoutMs: Math.min(limits.oneStatementMs, remaining()), lockTimeoutMs, workMemory },
  );
  return {
    orphans,
    complete: false,
    reason: `only a sample of ${percent} % was looked at`,
    rowsSeen: null,
    sampledPercent: percent,
    place: null,
    since: null,
  };
}

async function countInChunks({
  database,
  key,
  details,
  limits,
  lockTimeoutMs,
  remaining,
  from,
  progress,
}: Counting): Promise<Count> {
  let place = from;
  let rows = limits.chunkRows;
  let maySkipBoundary = true;
  const began = new Date().toISOString();
  const allowed = (statementTimeoutMs: number) =>
    ({ statementTimeoutMs, lockTimeoutMs, workMemory }) as const;
  // Without cuts each chunk's end is looked for, which for small chunks is as quick.
  const isWorthCutting = rows >= largeChunk && remaining() > 0;
  let cuts = isWorthCutting
    ? await database
        .read(
          (session) => readCuts(session, key, details, from?.behind ?? null),
          allowed(Math.min(limits.oneStatementMs, remaining())),
        )
        .catch(() => null)
    : null;
  let taken = 0;
  for (;;) {
    const { behind = null, rowsSeen = 0, orphans = 0, since = began } = place ?? {};
    const time = Math.min(limits.oneStatementMs, remaining());
    if (time <= 0) return stopped(place, `the time was over after ${rowsSeen} rows`);
    const pieces = cuts === null ? 0 : Math.max(1, Math.round(rows / cuts.rows));
    const size = cuts === null ? rows : Math.round(pieces * cuts.rows);
    const cut = cuts?.keys[taken + pieces - 1];
    // Looking for an end that is not there would walk the whole rest for nothing; an estimate is good enough,
    // since time bounds the chunk.
    const isLast =
      cuts !== null
        ? cut === undefined
        : maySkipBoundary &&
          details.estimatedRows !== null &&
          details.estimatedRows - rowsSeen <= rows * 1.25;
    const start = performance.now();
    try {
      const chunk = await database.read(
        (session) => countChunk(session, { key, details, behind, until: isLast ? null : (cut ?? rows) }),
        allowed(time),
      );
      if (chunk.end === null) return counted(orphans + chunk.orphans, from);
      place = { behind: [...chunk.end], rowsSeen: rowsSeen + size, orphans: orphans + chunk.orphans, since };
      taken += pieces;
      progress(place);
      if (performance.now() - start < quickChunkMs) rows *= 2;
    } catch (error) {
      const tooLarge = isSqlState(error, 'cancelled') || isSqlState(error, 'recoveryConflict');
      if (!tooLarge) throw error;
      if (rows <= smallestChunk || remaining() <= 0)
        return stopped(place, `the time was over after ${rowsSeen} rows`);
      if (isLast && cuts === null) maySkipBoundary = false;
      else rows = Math.max(smallestChunk, Math.floor(rows / 4));
      // Pieces of a sample may be uneven; what is walked is exact.
      cuts = null;
    }
  }
}

interface Chunk {
  readonly key: CountedKey;
  readonly details: OrphanDetails;
  /** The primary key of the last row before it; null at the start. */
  readonly behind: readonly string[] | null;
  /** The primary key that it goes up to, or how many rows it takes; null: all that are left. */
  readonly until: readonly string[] | number | null;
}

/** `end` is the primary key that the chunk went up to, null when nothing is left behind it. */
async function countChunk(
  session: Session,
  { key, details, behind, until }: Chunk,
): Promise<{ orphans: number; end: readonly string[] | null }> {
  const end = typeof until === 'number' ? await walk(session, key, details, behind, until) : until;
  const sql = countQuery(key, details, { from: behind !== null, to: end !== null });
  return { orphans: await orphansOf(session, sql, [...(behind ?? []), ...(end ?? [])]), end };
}

async function walk(
  session: Session,
  key: CountedKey,
  details: OrphanDetails,
  behind: readonly string[] | null,
  rows: number,
): Promise<readonly string[] | null> {
  const [boundary] = await session.query<Record<string, string>>(
    boundaryQuery(key, details, behind !== null, rows),
    behind ?? [],
  );
  return boundary === undefined ? null : Object.values(boundary);
}

async function countAll(counting: Counting, statementTimeoutMs: number): Promise<number> {
  const { database, key, details, lockTimeoutMs } = counting;
  const sql = countQuery(key, details);
  return database.read(
    async (session) => {
      if ((details.estimatedRows ?? 0) >= largeTable) await preferMerge(session, key, sql);
      return orphansOf(session, sql);
    },
    { statementTimeoutMs, lockTimeoutMs, workMemory },
  );
}

async function orphansOf(session: Session, sql: string, values: readonly string[] = []): Promise<number> {
  const [row] = await session.query<{ orphans: string }>(sql, values);
  return Number(row?.orphans ?? 0);
}

function counted(orphans: number, from: OrphanPlace | null): Count {
  return {
    orphans,
    complete: true,
    reason: null,
    rowsSeen: null,
    sampledPercent: null,
    place: null,
    since: from?.since ?? null,
  };
}

function stopped(place: OrphanPlace | null, reason: string): Count {
  return {
    orphans: place?.orphans ?? 0,
    complete: false,
    reason,
    rowsSeen: place?.rowsSeen ?? 0,
    sampledPercent: null,
    place,
    since: null,
  };
}
