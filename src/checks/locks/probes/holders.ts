import * as z from 'zod/mini';
import { has } from '../../postgres/session/version.ts';
import type { Database, ReadLimits } from '../../postgres/session/session.ts';
import type { Lock } from '../../repair/plan/steps.ts';

/** A session, or a prepared transaction, that holds or awaits a lock on one of the tables. */
export const holderShape = z.object({
  /** 0 for a prepared transaction. */
  pid: z.number(),
  /** Locks as `AccessShareLock on public.parent`. */
  locks: z.array(z.string()),
  waiting: z.boolean(),
  /** Null where this role may not see it. */
  state: z.nullable(z.string()),
  application: z.nullable(z.string()),
  client: z.nullable(z.string()),
  /** Its last statement, cut at 200 letters. */
  query: z.nullable(z.string()),
  backend: z.nullable(z.string()),
  /** Milliseconds; null where this role may not see them. */
  transactionMs: z.nullable(z.number()),
  waitingMs: z.nullable(z.number()),
});
export type Holder = z.infer<typeof holderShape>;

/**
 * Who holds or awaits locks that stand in the way of these, the longest first. Never a lock of its own on a
 * user's table.
 */
export async function readHolders(
  database: Database,
  locks: readonly Lock[],
  limits: ReadLimits,
  except: number | null = null,
): Promise<Holder[]> {
  return database.read(
    async (session) =>
      (
        await session.query<{ holder: Holder }>(holdersQuery(session.version), [
          JSON.stringify(locks),
          except,
        ])
      ).map(({ holder }) => holder),
    limits,
  );
}

/** Milliseconds for which a transaction that works is taken for one that will end at once. */
const shortMs = 1_000;

/**
 * Those that an attempt would wait for in vain. On a busy table somebody always works, and an attempt has to
 * pass between them; who idles in a transaction longer than the lock_timeout, or works for long, will not end
 * for us.
 */
export function obstacles(holders: readonly Holder[], lockTimeoutMs: number): Holder[] {
  // What this role may not see the age of does not hold up an attempt: the short lock_timeout does.
  return holders.filter(
    ({ pid, transactionMs, waiting, state }) =>
      pid === 0 ||
      waiting ||
      (transactionMs ?? 0) > (state === 'active' ? Math.max(shortMs, lockTimeoutMs) : lockTimeoutMs),
  );
}

export function describeHolder({
  pid,
  locks,
  waiting,
  state,
  application,
  transactionMs,
  query,
  backend,
}: Holder): string {
  const who =
    pid === 0
      ? 'A prepared transaction'
      : 'Process ' +
        `${pid}${application ? ` (${application})` : backend !== null && backend !== 'client backend' ? ` (${backend})` : ''}`;
  const age =
    transactionMs === null
      ? ''
      : ', in a transaction for ' +
        `${transactionMs < 10_000 ? `${Math.round(transactionMs)} ms` : `${Math.round(transactionMs / 1000)} s`}`;
  return (
    `${who}${state === null ? '' : `, ${state}`}${age}, ${waiting ? 'awaits' : 'holds'} ` +
    `${locks.join(', ')}${query === null || query === '' ? '' : `; its last statement: ${query}`}`
  );
}

/** Which modes stand in each other's way. Manual, 13.3.1. */
const conflicts = `(values
  ('ACCESS EXCLUSIVE',
    '{AccessShareLock,RowShareLock,RowExclusiveLock,ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'::text[]),
  ('SHARE ROW EXCLUSIVE',
    '{RowExclusiveLock,ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
  ('SHARE UPDATE EXCLUSIVE',
    '{ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
  ('ROW SHARE', '{ExclusiveLock,AccessExclusiveLock}')
)`;

/**
 * Parameters: the wanted locks (JSON: schema, table, mode), a process to leave out. Where somebody waits for
 * a stronger lock, whoever holds any lock on that table counts: the queue stands behind him.
 */
function holdersQuery(version: number): string {
  return `
with recursive relations as (
  select c.oid, n.nspname as schema, c.relname as name, w.mode
  from pg_catalog.json_to_recordset($1::json) as w(schema text, "table" text, mode text)
  join pg_catalog.pg_namespace as n on n.nspname = w.schema
  join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = w."table"
  union
  select c.oid, n.nspname, c.relname, r.mode
  from relations as r
  join pg_catalog.pg_inherits as i on i.inhparent = r.oid
  join pg_catalog.pg_class as c on c.oid = i.inhrelid and c.relispartition
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
), held as (
  select coalesce(l.pid, 0) as pid, l.virtualtransaction, l.mode, l.granted, r.schema, r.name,
    ${has(version, 'lockWaitStart') ? 'l.waitstart' : 'null::timestamptz as waitstart'},
    l.mode = any (c.modes) as conflicts,
    pg_catalog.bool_or(not l.granted and l.mode in ('AccessExclusiveLock', 'ExclusiveLock')) over (partition
      by r.oid) as queued
  from pg_catalog.pg_locks as l
  join relations as r on r.oid = l.relation
  join ${conflicts} as c(mode, modes) on c.mode = r.mode
  where l.locktype = 'relation'
    and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname =
      pg_catalog.current_database())
    and l.pid is distinct from pg_catalog.pg_backend_pid() and ($2::int is null or l.pid is distinct from
      $2::int)
)
select pg_catalog.json_build_object(
  'pid', h.pid,
  'locks', pg_catalog.json_agg(distinct h.mode || ' on ' || pg_catalog.quote_ident(h.schema) || '.' ||
    pg_catalog.quote_ident(h.name)),
  'waiting', pg_catalog.bool_or(not h.granted),
  'state', a.state,
  'application', nullif(a.application_name, ''),
  'client', pg_catalog.host(a.client_addr),
  'query', pg_catalog."left"(a.query, 200),
  'backend', a.backend_type,
  'transactionMs', extract(epoch from pg_catalog.clock_timestamp() - coalesce(a.xact_start, p.prepared)) *
    1000,
  'waitingMs', extract(epoch from pg_catalog.clock_timestamp() - pg_catalog.min(h.waitstart)) * 1000
) as holder
from held as h
left join pg_catalog.pg_stat_activity as a on a.pid = h.pid
left join pg_catalog.pg_prepared_xacts as p on h.pid = 0 and h.virtualtransaction = '-1/' ||
  p.transaction::text
where h.conflicts or h.queued
group by h.pid, case when h.pid = 0 then h.virtualtransaction end, a.state, a.application_name,
  a.client_addr, a.query, a.backend_type, a.xact_start, p.prepared
order by coalesce(a.xact_start, p.prepared) nulls last, h.pid`;
}
