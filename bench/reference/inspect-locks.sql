-- What qa inspect-locks reads, as one would write it for psql: every lock with its session, and of who waits, whom for.
select l.pid, l.locktype, l.mode, l.granted, l.waitstart, l.relation::regclass, l.transactionid, l.virtualtransaction,
  a.usename, a.application_name, a.client_addr, a.backend_type, a.state, now() - a.xact_start, now() - a.query_start,
  now() - a.state_change, case when not l.granted then pg_blocking_pids(l.pid) end, pg_catalog."left"(a.query, 200)
from pg_locks l
left join pg_stat_activity a on a.pid = l.pid
order by l.granted, l.pid;
