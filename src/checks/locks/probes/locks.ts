import { setTimeout as pause } from 'node:timers/promises';
import { defineProbe } from '../../probe.ts';
import type { LocksContext } from '../probes/context.ts';
import { leavesOpen, locksShape, type Lock, type Locks, type Look, type Session } from '../look/look.ts';
import { shownStatement } from '../statement/shown.ts';
import { locksQuery } from './locks.sql.ts';

/**
 * Who waits for whom in this database: one look, and a second a moment later where the first proves nothing.
 */
export const locks = defineProbe({
  name: 'locks',
  effect: 'read',
  shape: locksShape,
  async observe(context: LocksContext): Promise<Locks> {
    const first = await look(context);
    if (!leavesOpen(first.look)) return evidenceOf([first]);
    await pause(context.pauseMs, undefined, { signal: context.signal });
    return evidenceOf([first, await look(context)]);
  },
});

/** A transaction of its own each time: within one, PostgreSQL shows the same sessions again. */
async function look({ database, limits }: LocksContext): Promise<Seen> {
  return database.read(async (session) => {
    const rows = (await session.query<{ row: Row }>(locksQuery(session.version))).map(({ row }) => row);
    const totals = rows.find((row) => row.kind === 'totals');
    if (totals === undefined) throw new Error('the server has no statistics of this database');
    const sessions = rows.flatMap((row) => (row.kind === 'session' ? [readSession(row)] : []));
    return {
      version: session.version,
      standby: session.standby,
      totals,
      look: {
        sessions: ofDatabase(sessions, totals.database),
        connected: totals.connected,
        hidden: totals.hidden,
        locks: totals.locks,
      },
    };
  }, limits);
}

interface Seen {
  readonly version: number;
  readonly standby: boolean;
  readonly totals: TotalsRow;
  readonly look: Look;
}

type SessionRow = Omit<Session, 'unyielding' | 'waitsFor' | 'holds'> & {
  readonly kind: 'session';
  readonly locks: readonly Lock[];
};
interface TotalsRow {
  readonly kind: 'totals';
  readonly database: string;
  readonly role: string;
  readonly connected: number;
  readonly hidden: number;
  readonly locks: number;
  readonly deadlocks: number;
  readonly since: string | null;
}
type Row = SessionRow | TotalsRow;

function evidenceOf(seen: readonly [Seen, ...Seen[]]): Locks {
  const { version, standby, totals } = seen.at(-1) ?? seen[0];
  const since = totals.since === null ? null : new Date(totals.since).toISOString();
  return {
    database: totals.database,
    role: totals.role,
    version,
    standby,
    looks: seen.map(({ look: each }) => each),
    deadlocks: { count: totals.deadlocks, since },
  };
}

function readSession({ locks: listed, query, ...row }: SessionRow): Session {
  return {
    ...row,
    query: query === null ? null : shownStatement(query),
    unyielding: query?.startsWith('autovacuum: ') === true && query.endsWith('(to prevent wraparound)'),
    waitsFor: listed.find(({ granted }) => !granted) ?? null,
    holds: listed.filter(({ granted }) => granted),
  };
}

/** The sessions of this database and whoever they wait for, wherever that is. */
function ofDatabase(sessions: readonly Session[], database: string): Session[] {
  const byPid = new Map(sessions.filter(({ gid }) => gid === null).map((session) => [session.pid, session]));
  const kept = new Set<Session>();
  const keep = (session: Session): void => {
    if (kept.has(session)) return;
    kept.add(session);
    for (const pid of session.blockedBy) {
      const blocker = byPid.get(pid);
      if (blocker !== undefined) keep(blocker);
    }
  };
  for (const session of sessions) {
    // A process of the server itself belongs to no database; what it waits for may.
    const waitsHere = session.database === null && session.waitsFor?.relation != null;
    if (session.database === database || waitsHere) keep(session);
  }
  return sessions
    .filter((session) => kept.has(session))
    .toSorted((a, b) => a.pid - b.pid || (a.gid ?? '').localeCompare(b.gid ?? ''));
}
