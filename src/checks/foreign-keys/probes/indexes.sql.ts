import { selectedKeys } from './selected-keys.sql.ts';
import { names, numbers, numbersOf, object, series, truths, tuple } from './series.ts';

/** Written so that the planner takes indexes, and keys, of several columns for rare. */
const isComposite = 'pg_catalog.cardinality(f.conkey) between 2 and 32';
const hasSeveral = 'l.indnatts between 2 and 1600';

/**
 * The indexes of all tables that the selected keys come from or go to, rows of `kind` and `data`: see
 * index-lists.ts. Parameters as in keys.sql.ts.
 *
 * What an index's column can find is not told for each column: told is which operators which families hold,
 * the family of each operator class, and the operators of each key, for index-rows.ts to put together. No
 * function in it takes a lock on a user's table. As in keys.sql.ts, no two of its lists are joined.
 */
export const indexesQuery = (version: number): string => `
with recursive ${selectedKeys(version)}
), family as materialized (
  select k.oid, k.conrelid, k.confrelid, k.conkey, k.conpfeqop
  from keys as k
  union all
  select k.oid, k.conrelid, k.confrelid, k.conkey, k.conpfeqop
  from pg_catalog.pg_constraint as k
  where k.oid in (select h.oid from handed_down as h where h.root in (select oid from keys))
), listed as materialized (
  select i.indrelid, i.indexrelid, c.relname, c.relkind = 'I' as partitioned, c.relam,
    i.indisvalid and i.indisready and i.indislive as valid,
    i.indisunique, i.indnatts, i.indnkeyatts, i.indkey, i.indclass, i.indcollation,
    i.indpred::text as predicate
  from pg_catalog.pg_index as i
  join pg_catalog.pg_class as c on c.oid = i.indexrelid
  where i.indrelid in (select conrelid from family) or i.indrelid in (select confrelid from family)
), predicates as materialized (
  select l.indexrelid, l.indrelid, l.predicate from listed as l where l.predicate is not null
), used as materialized (
  select a.attrelid, a.attnum, a.attname, a.attcollation
  from pg_catalog.pg_attribute as a
  where a.attnum > 0 and (
    (a.attrelid, a.attnum) in (select l.indrelid, l.indkey[0] from listed as l)
    or (a.attrelid, a.attnum) in (
      select l.indrelid, pg_catalog.unnest(l.indkey::int2[]) from listed as l where ${hasSeveral}
    )
    or (a.attrelid, a.attnum) in (
      select p.indrelid, (pg_catalog.regexp_matches(p.predicate, ':varattno (\\d+)', 'g'))[1]::int2
      from predicates as p
    )
  )
)
select 'tables' as kind, ${object({
  ids: series('t.oid'),
  schemas: names('t.nspname'),
  names: names('t.relname'),
})} as data, null::name as first, null::name as second
from (
  select r.oid, n.nspname, r.relname
  from pg_catalog.pg_class as r
  join pg_catalog.pg_namespace as n on n.oid = r.relnamespace
  where r.oid in (select l.indrelid from listed as l)
  order by n.nspname, r.relname
) as t
union all
select 'indexes', ${object({
  names: names('l.relname'),
  ids: series('l.indexrelid'),
  tables: series('l.indrelid'),
  methods: series('l.relam'),
  valid: truths('l.valid'),
  partitioned: truths('l.partitioned'),
  unique: truths('l.indisunique'),
  columns: series('l.indkey[0]'),
  classes: series('l.indclass[0]'),
  collations: series('l.indcollation[0]'),
})}, null, null
from (select * from listed as l order by l.indrelid, l.relname) as l
union all
select 'composite', ${series(
  tuple(
    'l.indexrelid',
    'l.indnkeyatts',
    numbersOf('l.indkey'),
    numbersOf('l.indclass'),
    numbersOf('l.indcollation'),
  ),
)}, null, null
from listed as l
where ${hasSeveral}
union all
select 'columns', ${object({
  names: names('u.attname'),
  tables: series('u.attrelid'),
  numbers: series('u.attnum'),
  collations: series('u.attcollation'),
})}, null, null
from used as u
union all
select 'keys', ${object({
  tables: series('f.conrelid'),
  columns: series('f.conkey[1]'),
  operators: series('f.conpfeqop[1]'),
})}, null, null
from family as f
union all
select 'composite-keys', ${series(
  tuple('f.conrelid', numbers('f.conkey'), numbers('f.conpfeqop')),
)}, null, null
from family as f
where ${isComposite}
union all
select 'classes', ${series(tuple('c.oid', 'c.opcfamily'))}, null, null
from pg_catalog.pg_opclass as c
union all
select 'operators', ${series(tuple('o.oid', 'o.oprcom'))}, null, null
from pg_catalog.pg_operator as o
where o.oprcom <> 0
union all
select 'families', ${series(tuple('m.amopopr', 'm.amopfamily'))}, null, null
from pg_catalog.pg_amop as m
where m.amoppurpose = 's'
union all
select f.kind, f.data::text, f.first, f.second
from (
select 'predicate' as kind, pg_catalog.json_build_object('index', p.indexrelid::bigint, 'tree', p.predicate)
  as data, null::name as first, null::name as second
from predicates as p
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
select 'partitions', pg_catalog.json_build_object('schema', n.nspname, 'table', r.relname, 'leaves',
  coalesce(l.leaves, '[]')), n.nspname, r.relname
from (
  select p.conrelid, pg_catalog.json_agg(
    pg_catalog.json_build_object('schema', ln.nspname, 'table', lr.relname) order by ln.nspname, lr.relname
  ) filter (where lr.relkind = 'r') as leaves
  from (
    select root.conrelid, root.conrelid as leaf
    from pg_catalog.pg_constraint as root
    where root.oid in (select oid from keys)
    union
    select root.conrelid, k.conrelid
    from handed_down as h
    join pg_catalog.pg_constraint as root on root.oid = h.root
    join pg_catalog.pg_constraint as k on k.oid = h.oid
    where h.root in (select oid from keys)
  ) as p
  join pg_catalog.pg_class as pr on pr.oid = p.conrelid and pr.relkind = 'p'
  join pg_catalog.pg_class as lr on lr.oid = p.leaf
  join pg_catalog.pg_namespace as ln on ln.oid = lr.relnamespace
  group by p.conrelid
) as l
join pg_catalog.pg_class as r on r.oid = l.conrelid
join pg_catalog.pg_namespace as n on n.oid = r.relnamespace
) as f
order by kind, first, second`;
