import { has } from '../../postgres/session/version.ts';
import { conflictsOf, lockModes, sqlMode } from '../modes/modes.ts';

const conflicts = lockModes
  .map((mode) => `('${sqlMode(mode)}', '{${conflictsOf(mode).join(',')}}'::text[])`)
  .join(',\n  ');

/**
 * Parameters: the wanted locks (JSON: schema, table, mode, and how far down they reach: `alone`, else
 * partitions, with `inherited` whatever inherits), a process to leave out, whether any snapshot of this
 * database is in the way. Where somebody waits for a stronger lock, whoever holds any lock on that table
 * counts: the queue stands behind it.
 */
export function holdersQuery(version: number): string {
  return `
with recursive relations as (
  select c.oid, n.nspname as schema, c.relname as name, w.mode, coalesce(w.alone, false) as alone,
    coalesce(w.inherited, false) as inherited
  from pg_catalog.json_to_recordset($1::json)
    as w(schema text, "table" text, mode text, alone boolean, inherited boolean)
  join pg_catalog.pg_namespace as n on n.nspname = w.schema
  join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = w."table"
  union
  select c.oid, n.nspname, c.relname, r.mode, r.alone, r.inherited
  from relations as r
  join pg_catalog.pg_inherits as i on i.inhparent = r.oid
  join pg_catalog.pg_class as c on c.oid = i.inhrelid and (c.relispartition or r.inherited)
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where not r.alone
), held as (
  select coalesce(l.pid, 0) as pid, l.virtualtransaction, l.mode || ' on ' ||
      pg_catalog.quote_ident(r.schema) || '.' || pg_catalog.quote_ident(r.name) as lock, l.granted,
    ${has(version, 'lockWaitStart') ? 'l.waitstart' : 'null::timestamptz as waitstart'},
    l.mode = any (c.modes) as conflicts,
    pg_catalog.bool_or(not l.granted and l.mode in ('AccessExclusiveLock', 'ExclusiveLock'))
      over (partition by r.oid) as queued
  from pg_catalog.pg_locks as l
  join relations as r on r.oid = l.relation
  join (values
  ${conflicts}
  ) as c(mode, modes) on c.mode = r.mode
  where l.locktype = 'relation'
    and l.database in (0, (select d.oid from pg_catalog.pg_database as d
      where d.datname = pg_catalog.current_database()))
    and l.pid is distinct from pg_catalog.pg_backend_pid()
    and ($2::int is null or l.pid is distinct from $2::int)
  union all
  select a.pid, v.virtualtransaction, 'a snapshot', true, null, true, false
  from pg_catalog.pg_stat_activity as a
  join pg_catalog.pg_locks as v on v.pid = a.pid and v.locktype = 'virtualxid' and v.granted
  where $3::boolean and a.backend_xmin is not null and a.datname = pg_catalog.current_database()
    and a.pid <> pg_catalog.pg_backend_pid() and a.backend_type is distinct from 'autovacuum worker'
), prepared as (
  select p.gid, p.prepared, p.owner, l.virtualtransaction
  from pg_catalog.pg_prepared_xacts as p
  join pg_catalog.pg_locks as l on l.pid is null and l.locktype = 'transactionid' and l.transactionid =
    p.transaction
)
select pg_catalog.json_build_object(
  'pid', h.pid,
  'gid', p.gid,
  'transaction', h.virtualtransaction,
  'locks', pg_catalog.json_agg(distinct h.lock),
  'waiting', pg_catalog.bool_or(not h.granted),
  'state', case when p.gid is not null then 'prepared' else a.state end,
  'user', coalesce(a.usename, p.owner),
  'application', nullif(a.application_name, ''),
  'client', pg_catalog.host(a.client_addr),
  'query', pg_catalog."left"(a.query, 1000),
  'backend', a.backend_type,
  'transactionMs', extract(epoch from pg_catalog.clock_timestamp() - coalesce(a.xact_start, p.prepared)) *
    1000,
  'statementMs', extract(epoch from pg_catalog.clock_timestamp() - a.query_start) * 1000,
  'waitingMs', extract(epoch from pg_catalog.clock_timestamp() - pg_catalog.min(h.waitstart)) * 1000
) as holder
from held as h
left join pg_catalog.pg_stat_activity as a on a.pid = h.pid
left join prepared as p on h.pid = 0 and p.virtualtransaction = h.virtualtransaction
where h.conflicts or h.queued
group by h.pid, h.virtualtransaction, p.gid, p.owner, a.state, a.usename, a.application_name, a.client_addr,
  a.query,
  a.backend_type, a.xact_start, a.query_start, p.prepared
order by coalesce(a.xact_start, p.prepared) nulls last, h.pid`;
}
