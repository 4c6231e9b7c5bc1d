import * as z from 'zod/mini';
import { withoutCopy } from '../../support/without-copy.ts';

/** A lock that a session holds or waits for. */
export const lockShape = withoutCopy(
  z.object({
    /** What is locked, spelled so that equal texts are one thing: `relation:16384:16400`. */
    target: z.string(),
    /** `relation`, `transactionid`, `virtualxid`, `tuple`, `advisory` … as in `pg_locks`. */
    type: z.string(),
    mode: z.string(),
    granted: z.boolean(),
    /** Null for what is no relation, or another database's. */
    schema: z.nullable(z.string()),
    relation: z.nullable(z.string()),
    /** Milliseconds; null for a lock that is held, and before PostgreSQL 14. */
    waitMs: z.nullable(z.number()),
  }),
);
export type Lock = z.infer<typeof lockShape>;

/** A session in a transaction, or a prepared transaction. What this role may not see is null. */
export const sessionShape = withoutCopy(
  z.object({
    /** 0 for a prepared transaction. */
    pid: z.number(),
    /** The name of a prepared transaction; null for a session. */
    gid: z.nullable(z.string()),
    /** Names this transaction among all of the server (`virtualtransaction`); null outside of one. */
    transaction: z.nullable(z.string()),
    database: z.nullable(z.string()),
    user: z.nullable(z.string()),
    application: z.nullable(z.string()),
    client: z.nullable(z.string()),
    /** `client backend`, `autovacuum worker` … */
    backend: z.nullable(z.string()),
    state: z.nullable(z.string()),
    /** True where this role may see neither statement, state nor ages. */
    hidden: z.boolean(),
    /** Milliseconds since the transaction, the last statement, and the present state began. */
    transactionMs: z.nullable(z.number()),
    statementMs: z.nullable(z.number()),
    stateMs: z.nullable(z.number()),
    /** The last statement, cut, without the values of its literals. */
    query: z.nullable(z.string()),
    /** True for an autovacuum that guards against transaction id wraparound: it does not yield. */
    unyielding: z.boolean(),
    /** Whom it waits for, by `pg_blocking_pids`: 0 for a prepared transaction. */
    blockedBy: z.array(z.number()),
    waitsFor: z.nullable(lockShape),
    /** The locks it holds on what somebody waits for, then on tables; not all of them. */
    holds: z.array(lockShape),
  }),
);
export type Session = z.infer<typeof sessionShape>;

/** The server at one moment. */
export const lookShape = withoutCopy(
  z.object({
    sessions: z.array(sessionShape),
    /** Connections to this database, our own left out. */
    connected: z.number(),
    /** Of those, whose statement, state and ages this role may not see. */
    hidden: z.number(),
    /** Locks of the whole server. */
    locks: z.number(),
  }),
);
export type Look = z.infer<typeof lookShape>;

export const locksShape = z.object({
  /** The name of the database. */
  database: z.string(),
  /** As whom it was looked at. */
  role: z.string(),
  /** `server_version_num`: 150018. */
  version: z.number(),
  standby: z.boolean(),
  /** One, or two a moment apart where one proves nothing. */
  looks: z.array(lookShape),
  deadlocks: z.object({
    /** Of this database, since its statistics began. */
    count: z.number(),
    /** ISO 8601; null where they were never reset. */
    since: z.nullable(z.string()),
  }),
});
export type Locks = z.infer<typeof locksShape>;

/** Milliseconds for which a wait has to last before it is more than a busy database. */
export const lastingMs = 500;

/** How a report names a session: `pid 42`, or `prepared 'gid'`. */
export function subjectOf({ pid, gid }: Pick<Session, 'pid' | 'gid'>): string {
  return gid === null ? `pid ${pid}` : `prepared '${gid.replaceAll("'", "''")}'`;
}

/** In a transaction and without a statement; also `idle in transaction (aborted)`. */
export function isIdle({ state }: Pick<Session, 'state'>): boolean {
  return state?.startsWith('idle in transaction') === true;
}

/** Whether one look leaves open what only a second one can tell. */
export function leavesOpen({ sessions }: Look): boolean {
  return sessions.some(
    ({ waitsFor, hidden, transaction }) =>
      (waitsFor !== null && (waitsFor.waitMs ?? 0) < lastingMs) || (hidden && transaction !== null),
  );
}

/**
 * The last look with only those waits that last: old ones, and those that an earlier look saw too. A session
 * that loses its wait so is one that works.
 */
export function withLastingWaits({ looks }: Pick<Locks, 'looks'>): Look {
  const last = looks.at(-1);
  if (last === undefined) return { sessions: [], connected: 0, hidden: 0, locks: 0 };
  const earlier = new Set(looks.slice(0, -1).flatMap(({ sessions }) => sessions.map(waitOf)));
  const lasts = (session: Session): boolean =>
    session.waitsFor !== null &&
    ((session.waitsFor.waitMs ?? 0) >= lastingMs || earlier.has(waitOf(session)));
  return {
    ...last,
    sessions: last.sessions.map((session) =>
      lasts(session) ? session : { ...session, waitsFor: null, blockedBy: [] },
    ),
  };
}

/** Clients' transactions that last and of which this role sees nothing else. */
export function hiddenTransactions({ looks }: Pick<Locks, 'looks'>): Session[] {
  const transactions = new Set(looks.at(0)?.sessions.map(({ pid, transaction }) => `${pid} ${transaction}`));
  return (looks.at(-1)?.sessions ?? []).filter(
    ({ hidden, user, pid, transaction }) =>
      hidden && user !== null && transaction !== null && transactions.has(`${pid} ${transaction}`),
  );
}

/** The same text in two looks is the same wait. */
function waitOf({ pid, transaction, waitsFor }: Session): string {
  return JSON.stringify([pid, transaction, waitsFor?.target, waitsFor?.mode]);
}
