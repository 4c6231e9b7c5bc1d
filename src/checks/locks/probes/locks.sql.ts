import { has } from '../../postgres/session/version.ts';

/** Characters of a statement that are fetched; what is shown of them is less. */
const queryCharacters = 1000;
/** Locks of one session that are fetched: those that somebody waits for come first. */
const locksOfASession = 20;

/**
 * Every session in a transaction, waiting, or waited for, and every prepared transaction, with its locks; the
 * totals. Nothing of ours. Rows are JSON, told apart by `kind`. Takes no lock on a user's table.
 */
export function locksQuery(version: number): string {
  return `
with locks as materialized (
  select l.pid, l.virtualtransaction as transaction, l.locktype, l.mode, l.granted,
    case when l.database in (0, (select d.oid from pg_catalog.pg_database as d where d.datname =
      pg_catalog.current_database()))
      then l.relation end as relation,
    ${has(version, 'lockWaitStart') ? 'l.waitstart' : 'null::timestamptz as waitstart'},
    pg_catalog.concat_ws(':', l.locktype, l.database, l.relation, l.page, l.tuple, l.virtualxid,
      l.transactionid, l.classid,
      l.objid, l.objsubid) as target
  from pg_catalog.pg_locks as l
  where l.pid is distinct from pg_catalog.pg_backend_pid()
), contended as (
  select distinct l.target from locks as l where not l.granted
), blocked as materialized (
  select w.pid, pg_catalog.pg_blocking_pids(w.pid) as by
  from (select distinct l.pid from locks as l where not l.granted and l.pid is not null) as w
), shown as (
  select l.*, n.nspname, c.relname, o.target is not null as contended,
    pg_catalog.row_number() over (
      partition by l.pid, l.transaction order by l.granted, o.target is null, n.nspname, c.relname, l.mode,
        l.target
    ) as place
  from locks as l
  left join contended as o on o.target = l.target
  left join pg_catalog.pg_class as c on c.oid = l.relation
  left join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where not l.granted or o.target is not null
    or (l.locktype in ('relation', 'tuple') and c.relkind in ('r', 'p', 'm', 'f') and n.nspname !~
      '^(pg_|information_schema$)')
), listed as (
  select s.pid, s.transaction, pg_catalog.json_agg(pg_catalog.json_build_object(
      'target', s.target, 'type', s.locktype, 'mode', s.mode, 'granted', s.granted, 'schema', s.nspname,
        'relation', s.relname,
      'waitMs', case when not s.granted then ${milliseconds('s.waitstart')} end
    ) order by s.place) as locks
  from shown as s
  where s.place <= ${locksOfASession}
  group by s.pid, s.transaction
), prepared as (
  select p.gid, p.prepared, p.owner, p.database, l.transaction
  from pg_catalog.pg_prepared_xacts as p
  left join locks as l on l.pid is null and l.locktype = 'transactionid' and l.target = 'transactionid:' ||
    p.transaction::text
), activity as materialized (
  select a.*, a.query is not distinct from '<insufficient privilege>' as hidden, v.transaction
  from pg_catalog.pg_stat_activity as a
  left join locks as v on v.pid = a.pid and v.locktype = 'virtualxid' and v.granted
    and v.target = 'virtualxid:' || v.transaction
  where a.pid <> pg_catalog.pg_backend_pid()
)
select pg_catalog.json_build_object(
  'kind', 'session', 'pid', a.pid, 'gid', null, 'transaction', a.transaction, 'database', a.datname, 'user',
    a.usename,
  'application', nullif(a.application_name, ''), 'client', pg_catalog.host(a.client_addr), 'backend',
    a.backend_type,
  'state', a.state, 'hidden', a.hidden, 'transactionMs', ${milliseconds('a.xact_start')},
  'statementMs', ${milliseconds('a.query_start')}, 'stateMs', ${milliseconds('a.state_change')},
  'query', case when not a.hidden then pg_catalog."left"(a.query, ${queryCharacters}) end,
  'blockedBy', coalesce(b.by, '{}'), 'locks', coalesce(l.locks, '[]')
) as row
from activity as a
left join blocked as b on b.pid = a.pid
left join listed as l on l.pid = a.pid
where b.pid is not null or a.pid in (select pg_catalog.unnest(w.by) from blocked as w)
  or (a.datname = pg_catalog.current_database() and (a.xact_start is not null or (a.hidden and a.transaction
    is not null)))
union all
select pg_catalog.json_build_object(
  'kind', 'session', 'pid', 0, 'gid', p.gid, 'transaction', p.transaction, 'database', p.database,
  'user', p.owner, 'application', null, 'client', null, 'backend', null, 'state', 'prepared', 'hidden', false,
  'transactionMs', ${milliseconds('p.prepared')}, 'statementMs', null, 'stateMs',
    ${milliseconds('p.prepared')},
  'query', null, 'blockedBy', '{}'::int[], 'locks', coalesce(l.locks, '[]')
)
from prepared as p
left join listed as l on l.pid is null and l.transaction = p.transaction
union all
select pg_catalog.json_build_object('kind', 'totals', 'database', pg_catalog.current_database(), 'role',
  current_user,
  'connected', (select pg_catalog.count(*) from activity as a
    where a.datname = pg_catalog.current_database() and (a.backend_type = 'client backend' or a.hidden and
      a.usename is not null)),
  'hidden', (select pg_catalog.count(*) from activity as a where a.hidden and a.usename is not null and
    a.datname = pg_catalog.current_database()),
  'locks', (select pg_catalog.count(*) from locks),
  'deadlocks', d.deadlocks, 'since', d.stats_reset)
from pg_catalog.pg_stat_database as d
where d.datname = pg_catalog.current_database()`;
}

function milliseconds(since: string): string {
  return `extract(epoch from pg_catalog.clock_timestamp() - ${since}) * 1000`;
}
