/**
 * The indexes of all tables that the keys of `$1` come from or go to, rows of `kind` and `data`: see
 * index-rows.ts.
 *
 * What an index's column can find is told once for each operator, not for each column: the operator families
 * that hold it, and the family of each operator class. No function in it takes a lock on a user's table. As
 * in keys.sql.ts, no two of its lists are joined.
 */
export const indexesQuery = `
with recursive family as materialized (
  select k.oid as root, k.oid, k.conrelid, k.confrelid, k.conkey, k.conpfeqop
  from pg_catalog.pg_constraint as k
  where k.oid = any ($1::oid[])
  union all
  select f.root, k.oid, k.conrelid, k.confrelid, k.conkey, k.conpfeqop
  from family as f
  join pg_catalog.pg_constraint as k on k.conparentid = f.oid and k.contype = 'f'
), tables as materialized (
  select conrelid as oid from family
  union
  select confrelid from family
), equalities as materialized (
  select distinct f.conrelid, e.attribute, o.oprcom as operator
  from family as f
  cross join lateral rows from (pg_catalog.unnest(f.conkey), pg_catalog.unnest(f.conpfeqop)) as e(attribute,
    operator)
  join pg_catalog.pg_operator as o on o.oid = e.operator
), listed as materialized (
  select i.indrelid, i.indexrelid, c.relname, c.relkind, c.relam, i.indisvalid and i.indisready and
    i.indislive as valid,
    i.indisunique, i.indnkeyatts, i.indkey, i.indclass, i.indcollation, i.indpred::text as predicate
  from tables as t
  join pg_catalog.pg_index as i on i.indrelid = t.oid
  join pg_catalog.pg_class as c on c.oid = i.indexrelid
), used as materialized (
  select l.indrelid as relation, k.attribute
  from listed as l
  cross join lateral pg_catalog.unnest(l.indkey::int2[]) as k(attribute)
  union
  select l.indrelid, p.attribute[1]::int2
  from listed as l
  cross join lateral pg_catalog.regexp_matches(l.predicate, ':varattno (\\d+)', 'g') as p(attribute)
)
select 'indexes' as kind, pg_catalog.json_build_object('schema', n.nspname, 'table', r.relname, 'id',
  r.oid::bigint, 'indexes', l.indexes) as data,
  n.nspname as first, r.relname as second
from (
  select l.indrelid, pg_catalog.json_agg(pg_catalog.json_build_array(
      l.relname, l.relam::bigint, l.valid, l.relkind = 'I',
      case when not l.valid and l.relkind = 'i' then coalesce((
        select case
            when pg_catalog.bool_or(p.index_relid = l.indexrelid or p.relid = l.indrelid and p.command like
              'REINDEX%') then 'yes'
            when pg_catalog.bool_or(p.relid is null) then 'hidden'
          end
        from pg_catalog.pg_stat_progress_create_index as p
        where p.datname = pg_catalog.current_database()
      ), 'no') else 'no' end,
      l.indnkeyatts, l.indkey::int2[], l.indclass::oid[]::bigint[], l.indcollation::oid[]::bigint[],
        l.predicate, l.indisunique
    ) order by l.relname) as indexes
  from listed as l
  group by l.indrelid
) as l
join pg_catalog.pg_class as r on r.oid = l.indrelid
join pg_catalog.pg_namespace as n on n.oid = r.relnamespace
union all
select 'columns', pg_catalog.json_build_object(
    'table', a.attrelid::bigint, 'columns', pg_catalog.json_agg(pg_catalog.json_build_array(a.attnum,
      a.attname, a.attcollation::bigint))
  ), null, null
from used as u
join pg_catalog.pg_attribute as a on a.attrelid = u.relation and a.attnum = u.attribute
where u.attribute > 0
group by a.attrelid
union all
select 'equalities', pg_catalog.json_build_object(
    'table', e.conrelid::bigint, 'equalities', pg_catalog.json_agg(pg_catalog.json_build_array(e.attribute,
      e.operator::bigint))
  ), null, null
from equalities as e
group by e.conrelid
union all
select 'method', pg_catalog.json_build_object('id', m.oid::bigint, 'name', m.amname, 'plainScan',
    coalesce(pg_catalog.pg_index_has_property(a.example::oid, 'index_scan'), m.amname in ('btree', 'hash',
      'gist', 'spgist'))
  ), m.amname, null
from pg_catalog.pg_am as m
join (select l.relam, pg_catalog.min(l.indexrelid::bigint) filter (where l.relkind = 'i') as example from
  listed as l group by l.relam) as a
  on a.relam = m.oid
union all
select 'classes', pg_catalog.json_agg(pg_catalog.json_build_array(c.oid::bigint, c.opcfamily::bigint)),
  null, null
from pg_catalog.pg_opclass as c
union all
select 'families', pg_catalog.json_agg(pg_catalog.json_build_array(m.amopopr::bigint,
  m.amopfamily::bigint)), null, null
from pg_catalog.pg_amop as m
where m.amoppurpose = 's' and m.amopopr in (select e.operator from equalities as e)
union all
select 'partitions', pg_catalog.json_build_object('schema', n.nspname, 'table', r.relname, 'leaves',
  coalesce(l.leaves, '[]')), n.nspname, r.relname
from (
  select p.conrelid, pg_catalog.json_agg(
    pg_catalog.json_build_object('schema', ln.nspname, 'table', lr.relname) order by ln.nspname, lr.relname
  ) filter (where lr.relkind = 'r') as leaves
  from (
    select distinct root.conrelid, f.conrelid as leaf
    from family as root
    join pg_catalog.pg_class as c on c.oid = root.conrelid and c.relkind = 'p'
    join family as f on f.root = root.oid
    where root.oid = root.root
  ) as p
  join pg_catalog.pg_class as lr on lr.oid = p.leaf
  join pg_catalog.pg_namespace as ln on ln.oid = lr.relnamespace
  group by p.conrelid
) as l
join pg_catalog.pg_class as r on r.oid = l.conrelid
join pg_catalog.pg_namespace as n on n.oid = r.relnamespace
order by kind, first, second`;
