import { list, numbers, numbersOf, tuple } from './tuples.ts';

/**
 * The indexes of all tables that the keys of `$1` come from or go to, rows of `kind` and `data`: see
 * index-rows.ts.
 *
 * What an index's column can find is not told for each column: told is which operators which families hold,
 * the family of each operator class, and the operators of each key, for index-rows.ts to put together. No
 * function in it takes a lock on a user's table. As in keys.sql.ts, no two of its lists are joined.
 */
export const indexesQuery = `
with recursive asked as materialized (
  select pg_catalog.unnest($1::oid[]) as oid
), handed_down as (
  select k.oid, k.conparentid as root
  from pg_catalog.pg_constraint as k
  where k.contype = 'f' and k.conparentid <> 0
  union all
  select h.oid, k.conparentid
  from handed_down as h
  join pg_catalog.pg_constraint as k on k.oid = h.root and k.conparentid <> 0
), family as materialized (
  select k.oid, k.conrelid, k.confrelid, k.conkey, k.conpfeqop
  from pg_catalog.pg_constraint as k
  where k.contype = 'f' and (
    k.oid in (select oid from asked)
    or k.oid in (select h.oid from handed_down as h where h.root in (select oid from asked))
  )
), listed as materialized (
  select i.indrelid, i.indexrelid, c.relname, c.relkind = 'I' as partitioned, c.relam,
    i.indisvalid and i.indisready and i.indislive as valid,
    i.indisunique, i.indnkeyatts, i.indkey, i.indclass, i.indcollation, i.indpred::text as predicate
  from pg_catalog.pg_index as i
  join pg_catalog.pg_class as c on c.oid = i.indexrelid
  where i.indrelid in (select conrelid from family) or i.indrelid in (select confrelid from family)
), used as materialized (
  select l.indrelid as relation, pg_catalog.unnest(l.indkey::int2[]) as attribute
  from listed as l
  union
  select l.indrelid, (pg_catalog.regexp_matches(l.predicate, ':varattno (\\d+)', 'g'))[1]::int2
  from listed as l
  where l.predicate is not null
)
select 'table' as kind, pg_catalog.json_build_object('id', r.oid::bigint, 'schema', n.nspname, 'table',
  r.relname) as data, n.nspname as first, r.relname as second
from (select distinct l.indrelid from listed as l) as l
join pg_catalog.pg_class as r on r.oid = l.indrelid
join pg_catalog.pg_namespace as n on n.oid = r.relnamespace
union all
select 'indexes', pg_catalog.json_build_object(
    'names', pg_catalog.json_agg(l.relname),
    'facts', ${list(
      tuple(
        'l.indexrelid',
        'l.indrelid',
        'l.relam',
        'l.valid::int',
        'l.partitioned::int',
        'l.indisunique::int',
        'l.indnkeyatts',
        numbersOf('l.indkey'),
        numbersOf('l.indclass'),
        numbersOf('l.indcollation'),
      ),
    )}
  ), null, null
from (select * from listed as l order by l.indrelid, l.relname) as l
union all
select 'predicate', pg_catalog.json_build_object('index', l.indexrelid::bigint, 'tree', l.predicate), null,
  null
from listed as l
where l.predicate is not null
union all
select 'building', pg_catalog.json_build_object('index', l.indexrelid::bigint, 'seen', b.seen), null, null
from listed as l
cross join lateral (
  select case
      when pg_catalog.bool_or(p.index_relid = l.indexrelid or p.relid = l.indrelid and p.command like
        'REINDEX%') then 'yes'
      when pg_catalog.bool_or(p.relid is null) then 'hidden'
    end as seen
  from pg_catalog.pg_stat_progress_create_index as p
  where p.datname = pg_catalog.current_database()
) as b
where not l.valid and not l.partitioned and b.seen is not null
union all
select 'columns', pg_catalog.json_build_object(
    'names', pg_catalog.json_agg(a.attname),
    'facts', ${list(tuple('a.attrelid', 'a.attnum', 'a.attcollation'))}
  ), null, null
from used as u
join pg_catalog.pg_attribute as a on a.attrelid = u.relation and a.attnum = u.attribute
where u.attribute > 0
union all
select 'keys', ${list(tuple('f.conrelid', numbers('f.conkey'), numbers('f.conpfeqop')))}, null, null
from family as f
union all
select 'method', pg_catalog.json_build_object('id', m.oid::bigint, 'name', m.amname, 'plainScan',
    coalesce(pg_catalog.pg_index_has_property(a.example::oid, 'index_scan'), m.amname in ('btree', 'hash',
      'gist', 'spgist'))
  ), m.amname, null
from pg_catalog.pg_am as m
join (
  select l.relam, pg_catalog.min(l.indexrelid::bigint) filter (where not l.partitioned) as example
  from listed as l
  group by l.relam
) as a on a.relam = m.oid
union all
select 'classes', ${list(tuple('c.oid', 'c.opcfamily'))}, null, null
from pg_catalog.pg_opclass as c
union all
select 'operators', ${list(tuple('o.oid', 'o.oprcom'))}, null, null
from pg_catalog.pg_operator as o
where o.oprcom <> 0
union all
select 'families', ${list(tuple('m.amopopr', 'm.amopfamily'))}, null, null
from pg_catalog.pg_amop as m
where m.amoppurpose = 's'
union all
select 'partitions', pg_catalog.json_build_object('schema', n.nspname, 'table', r.relname, 'leaves',
  coalesce(l.leaves, '[]')), n.nspname, r.relname
from (
  select p.conrelid, pg_catalog.json_agg(
    pg_catalog.json_build_object('schema', ln.nspname, 'table', lr.relname) order by ln.nspname, lr.relname
  ) filter (where lr.relkind = 'r') as leaves
  from (
    select root.conrelid, root.conrelid as leaf
    from pg_catalog.pg_constraint as root
    where root.oid in (select oid from asked)
    union
    select root.conrelid, k.conrelid
    from handed_down as h
    join pg_catalog.pg_constraint as root on root.oid = h.root
    join pg_catalog.pg_constraint as k on k.oid = h.oid
    where h.root in (select oid from asked)
  ) as p
  join pg_catalog.pg_class as pr on pr.oid = p.conrelid and pr.relkind = 'p'
  join pg_catalog.pg_class as lr on lr.oid = p.leaf
  join pg_catalog.pg_namespace as ln on ln.oid = lr.relnamespace
  group by p.conrelid
) as l
join pg_catalog.pg_class as r on r.oid = l.conrelid
join pg_catalog.pg_namespace as n on n.oid = r.relnamespace
order by kind, first, second`;
