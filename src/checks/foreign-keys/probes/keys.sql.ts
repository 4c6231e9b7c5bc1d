import { has } from '../../postgres/version.ts';

/**
 * Everything about keys in one statement, rows of `kind` and `data`.
 *
 * Parameters: the wanted tables (JSON: position, preference, role, schema, name, exact), the selection's kind, schemas.
 * No function in it takes a lock on a user's table: it answers while another session holds ACCESS EXCLUSIVE.
 */
export function keysQuery(version: number): string {
  return `
with recursive wanted as materialized (
  select w.position, w.preference, w.role, w.schema, w.name, w.exact
  from pg_catalog.json_to_recordset($1::json) as w(position int, preference int, role text, schema text, name text, exact boolean)
), relations as materialized (
  select c.oid, n.nspname as schema, c.relname as name,
    case
      when c.relpersistence = 't' then 'temporary'
      when c.relkind = 'f' then 'a foreign table'
      when c.oid in (
        select d.objid from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objsubid = 0 and d.deptype = 'e'
      ) then 'owned by an extension'
    end as left_out
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
), matches as (
  select w.*, r.oid, r.schema as found_schema, r.name as found_name, r.left_out
  from wanted as w
  join relations as r on r.name = w.name and (w.schema is null or r.schema = w.schema)
  where w.exact
  union all
  select w.*, r.oid, r.schema, r.name, r.left_out
  from wanted as w
  join relations as r on r.name like w.name and (w.schema is null or r.schema like w.schema)
  where not w.exact
), matched as materialized (
  select *
  from (
    select m.*, pg_catalog.rank() over (
      partition by m.position
      order by m.preference, m.exact and m.schema is null and m.found_schema <> 'public'
    ) as place
    from matches as m
  ) as ranked
  where place = 1
), selected as materialized (
  select r.oid
  from relations as r
  where r.left_out is null
    and case $2::text
      when 'all' then true
      when 'default' then not exists (select from matched where role = 'profile')
      else r.schema = any ($3::text[])
    end
  union
  select oid
  from matched
  where left_out is null
    and (role = 'argument' or ($2::text = 'default' and role in ('profile', 'profile-target')
      and exists (select from matched where role = 'profile')))
), expected as materialized (
  select distinct oid from matched where role <> 'argument'
), family as materialized (
  select k.oid as root, k.oid, k.conrelid, k.confrelid
  from pg_catalog.pg_constraint as k
  where k.contype = 'f' and k.conparentid = 0
  union all
  select f.root, k.oid, k.conrelid, k.confrelid
  from family as f
  join pg_catalog.pg_constraint as k on k.conparentid = f.oid and k.contype = 'f'
), inspected as materialized (
  select f.root, pg_catalog.bool_or(child.oid is not null or parent.oid is not null) as selected
  from family as f
  left join selected as child on child.oid = f.conrelid
  left join selected as parent on parent.oid = f.confrelid
  where child.oid is not null or parent.oid is not null or f.conrelid in (select oid from expected)
  group by f.root
), domains as (
  select t.oid, t.typbasetype as base, t.typnamespace
  from pg_catalog.pg_type as t
  where t.typtype = 'd'
  union all
  select d.oid, t.typbasetype, d.typnamespace
  from domains as d
  join pg_catalog.pg_type as t on t.oid = d.base and t.typtype = 'd'
), bases as materialized (
  select d.oid, d.base
  from domains as d
  join pg_catalog.pg_type as t on t.oid = d.base and t.typtype <> 'd'
), pairs as (
  select i.root, p.n, k.conrelid as relation, p.child as attribute, true as is_child
  from inspected as i
  join pg_catalog.pg_constraint as k on k.oid = i.root
  cross join lateral pg_catalog.unnest(k.conkey) with ordinality as p(child, n)
  union all
  select i.root, p.n, k.confrelid, p.parent, false
  from inspected as i
  join pg_catalog.pg_constraint as k on k.oid = i.root
  cross join lateral pg_catalog.unnest(k.confkey) with ordinality as p(parent, n)
), columns as materialized (
  select p.root,
    pg_catalog.json_agg(described.data order by p.n) filter (where p.is_child) as child,
    pg_catalog.json_agg(described.data order by p.n) filter (where not p.is_child) as parent
  from pairs as p
  join pg_catalog.pg_attribute as a on a.attrelid = p.relation and a.attnum = p.attribute
  left join bases as b on b.oid = a.atttypid
  left join pg_catalog.pg_collation as l on l.oid = a.attcollation and l.collname <> 'default'
  left join pg_catalog.pg_namespace as ln on ln.oid = l.collnamespace
  cross join lateral (
    select pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
      'name', a.attname,
      'type', pg_catalog.format_type(coalesce(b.base, a.atttypid), null),
      'domain', case when b.oid is not null then pg_catalog.format_type(a.atttypid, null) end,
      'collation', ln.nspname || '.' || l.collname,
      'notNull', a.attnotnull
    )) as data
  ) as described
  group by p.root
), disabled as (
  select f.root, pg_catalog.json_agg(
    pg_catalog.json_build_object('schema', n.nspname, 'table', c.relname, 'name', t.tgname,
      'fires', case t.tgenabled when 'D' then 'never' else 'replica' end)
    order by n.nspname, c.relname, t.tgname
  ) as triggers
  from pg_catalog.pg_trigger as t
  join family as f on f.oid = t.tgconstraint
  join pg_catalog.pg_class as c on c.oid = t.tgrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where t.tgenabled in ('D', 'R')
  group by f.root
)
select 'key' as kind, pg_catalog.json_build_object(
    'id', k.oid::bigint,
    'schema', cn.nspname, 'table', c.relname, 'name', k.conname, 'partitioned', c.relkind = 'p',
    'columns', columns.child,
    'references', pg_catalog.json_build_object(
      'schema', pn.nspname, 'table', p.relname, 'partitioned', p.relkind = 'p', 'columns', columns.parent),
    'match', k.confmatchtype, 'onUpdate', k.confupdtype, 'onDelete', k.confdeltype,
    'onDeleteColumns', ${
      has(version, 'setNullColumns')
        ? `coalesce((
      select pg_catalog.json_agg(a.attname order by d.n)
      from pg_catalog.unnest(k.confdelsetcols) with ordinality as d(attribute, n)
      join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = d.attribute
    ), '[]')`
        : "'[]'::json"
    },
    'deferrable', k.condeferrable, 'initiallyDeferred', k.condeferred, 'validated', k.convalidated,
    'enforced', ${has(version, 'enforcement') ? 'k.conenforced' : 'true'},
    'period', ${has(version, 'periods') ? 'k.conperiod' : 'false'},
    'disabledTriggers', coalesce(disabled.triggers, '[]'),
    'comment', m.description,
    'selected', i.selected
  ) as data, cn.nspname as first, c.relname as second, k.conname as third
from inspected as i
join pg_catalog.pg_constraint as k on k.oid = i.root
join pg_catalog.pg_class as c on c.oid = k.conrelid
join pg_catalog.pg_namespace as cn on cn.oid = c.relnamespace
join pg_catalog.pg_class as p on p.oid = k.confrelid
join pg_catalog.pg_namespace as pn on pn.oid = p.relnamespace
join columns on columns.root = k.oid
left join disabled on disabled.root = k.oid
left join pg_catalog.pg_description as m
  on m.objoid = k.oid and m.classoid = 'pg_catalog.pg_constraint'::regclass and m.objsubid = 0
where k.conrelid in (select oid from relations where left_out is null) or k.conrelid in (select oid from expected)
union all
select 'match', pg_catalog.json_build_object(
    'position', m.position, 'schema', m.found_schema, 'table', m.found_name, 'leftOut', m.left_out,
    'columns', case when m.role <> 'argument' then (
      select coalesce(pg_catalog.json_agg(a.attname order by a.attnum), '[]')
      from pg_catalog.pg_attribute as a
      where a.attrelid = m.oid and a.attnum > 0 and not a.attisdropped
    ) end
  ), m.found_schema, m.found_name, null
from matched as m
union all
select 'left-out', pg_catalog.json_build_object('schema', r.schema, 'table', r.name, 'reason', r.left_out), r.schema, r.name, null
from relations as r
where r.left_out is not null
union all
select 'tables', pg_catalog.to_json(pg_catalog.count(*)), null, null, null
from selected
order by kind, first, second, third`;
}
