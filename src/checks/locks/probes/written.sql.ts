/**
 * What changing rows leads to. Parameter: JSON of the table's oid, the change and the columns (null where
 * they are not known, and each may be changed). Follows what the server does: the other tables of keys are
 * looked at or, with CASCADE and its like, written too; views hand on to their tables. A row has either a
 * relation with its mode, or the reason why more may be locked.
 */
export const writtenQuery = `
with recursive asked as (
  select w.oid, w.change, w.columns from pg_catalog.json_to_recordset($1::json)
    as w(oid oid, change text, columns text[])
), foreign_keys as (
  select k.*, ${names('k.conrelid', 'k.conkey')} as own, ${names('k.confrelid', 'k.confkey')} as others
  from pg_catalog.pg_constraint as k
  where k.contype = 'f' and exists (select from pg_catalog.pg_trigger as t where t.tgconstraint = k.oid)
), written as (
  select a.oid, a.change, a.columns, true as asked from asked as a
  union
  select n.oid, n.change, n.columns, false from written as w
  cross join lateral (
    select i.inhrelid as oid, w.change, w.columns from pg_catalog.pg_inherits as i
    join pg_catalog.pg_class as c on c.oid = i.inhparent
    where i.inhparent = w.oid and (w.change <> 'insert' or c.relkind = 'p')
    union all
    select d.refobjid, w.change, null from pg_catalog.pg_rewrite as r
    join pg_catalog.pg_depend as d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
      and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> w.oid
    where r.ev_class = w.oid and r.rulename = '_RETURN'
    union all
    select k.conrelid, case k.confdeltype when 'c' then 'delete' else 'update' end,
      case k.confdeltype when 'c' then null else k.own end
    from foreign_keys as k where w.change = 'delete' and k.confrelid = w.oid
      and k.confdeltype in ('c', 'n', 'd')
    union all
    select k.conrelid, 'update', k.own
    from foreign_keys as k where w.change = 'update' and k.confrelid = w.oid
      and k.confupdtype in ('c', 'n', 'd') and (w.columns is null or w.columns && k.others)
  ) as n
)
select w.oid, 'RowExclusiveLock' as mode, null as untold from written as w where not w.asked
union select k.confrelid, 'RowShareLock', null from written as w join foreign_keys as k
  on k.conrelid = w.oid and w.change <> 'delete' and (w.change = 'insert' or w.columns is null or
    w.columns && k.own)
union select k.conrelid, 'RowShareLock', null from written as w join foreign_keys as k
  on k.confrelid = w.oid and (w.change = 'delete' and k.confdeltype in ('a', 'r')
    or w.change = 'update' and k.confupdtype in ('a', 'r') and (w.columns is null or w.columns && k.others))
union select s.oid, 'RowExclusiveLock', null from written as w
  join pg_catalog.pg_attribute as a on w.asked and w.change = 'insert' and a.attrelid = w.oid and a.attnum > 0
    and (w.columns is null or not a.attname = any (w.columns))
  left join pg_catalog.pg_attrdef as f on f.adrelid = w.oid and f.adnum = a.attnum
  join pg_catalog.pg_depend as d on d.classid = 'pg_catalog.pg_attrdef'::regclass and d.objid = f.oid
    or d.deptype = 'i' and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = w.oid
      and d.refobjsubid = a.attnum and d.classid = 'pg_catalog.pg_class'::regclass
  join pg_catalog.pg_class as s on s.relkind = 'S' and s.oid = case d.deptype when 'i' then d.objid else
    d.refobjid end
union select null, null, 'trigger ' || t.tgname || ' of ' || w.oid::regclass::text ||
    ' runs a function, and what that locks only running it tells'
  from written as w
  join pg_catalog.pg_trigger as t on t.tgrelid = w.oid and not t.tgisinternal and t.tgenabled <> 'D'
    and t.tgtype & case w.change when 'insert' then 4 when 'delete' then 8 else 16 end <> 0
union select null, null, 'rule ' || r.rulename || ' of ' || w.oid::regclass::text ||
    ' does something besides, which is not read here'
  from written as w
  join pg_catalog.pg_rewrite as r on r.ev_class = w.oid and r.rulename <> '_RETURN' and r.ev_enabled <> 'D'
    and r.ev_type = case w.change when 'insert' then '3' when 'delete' then '4' else '2' end
order by 1, 2, 3`;

function names(table: string, columns: string): string {
  return (
    '(select pg_catalog.array_agg(a.attname::text collate pg_catalog."default") from ' +
    `pg_catalog.pg_attribute as a where a.attrelid = ${table} and a.attnum = any (${columns}))`
  );
}

/**
 * Why it is not known what functions lock. Parameters: their oids, and relations whose views call some. What
 * is immutable looks at no table; what is written in C comes with the server or an extension, and waits for
 * no table, but for advisory locks.
 */
export const calledQuery = `
with recursive reading as (
  select o.oid from pg_catalog.unnest($2::oid[]) as o(oid)
  union
  select d.refobjid from reading as r
  join pg_catalog.pg_rewrite as w on w.ev_class = r.oid and w.rulename = '_RETURN'
  join pg_catalog.pg_depend as d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
    and d.refclassid = 'pg_catalog.pg_class'::regclass
), in_views as (
  select d.refobjid as oid from reading as r
  join pg_catalog.pg_rewrite as w on w.ev_class = r.oid and w.rulename = '_RETURN'
  join pg_catalog.pg_depend as d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
    and d.refclassid = 'pg_catalog.pg_proc'::regclass
)
select distinct n.nspname::text as schema, p.proname::text as name,
  case when n.nspname <> 'pg_catalog' then 'function' when p.proname in ('nextval', 'setval') then 'sequence'
    else 'advisory' end as why
from pg_catalog.pg_proc as p
join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
join pg_catalog.pg_language as l on l.oid = p.prolang
where (p.oid = any ($1::oid[]) or p.oid in (select v.oid from in_views as v)) and case n.nspname
  when 'pg_catalog' then p.proname ~ '^pg_advisory_(xact_)?lock' or p.proname in ('nextval', 'setval')
  else p.provolatile <> 'i' and l.lanname not in ('c', 'internal') end
order by 1, 2`;
