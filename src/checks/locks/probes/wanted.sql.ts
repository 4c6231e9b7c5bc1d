/**
 * Objects by name. Parameter: JSON of position, schema, name and kind. Of relations those of the kind;
 * names of schemas and extensions stand alone.
 */
export const namedQuery = `
with named as (
  select * from pg_catalog.json_to_recordset($1::json)
    as w(position int, schema text, name text, object text)
), candidates as (
  select w.*, c.oid, c.relnamespace as namespace from named as w
  join pg_catalog.pg_class as c on c.relname = w.name and case w.object
    when 'relation' then c.relkind in ('r', 'p', 'm', 'f', 'v')
    when 'index' then c.relkind in ('i', 'I') when 'sequence' then c.relkind = 'S' end
  union all
  select w.*, t.oid, t.typnamespace from named as w
  join pg_catalog.pg_type as t on w.object = 'type' and t.typname = w.name
  union all
  select w.*, f.oid, f.pronamespace from named as w
  join pg_catalog.pg_proc as f on w.object = 'routine' and f.proname = w.name
  union all
  select w.*, s.oid, s.stxnamespace from named as w
  join pg_catalog.pg_statistic_ext as s on w.object = 'statistics' and s.stxname = w.name
)
select c.position, n.nspname::text as schema, c.name, c.oid
from candidates as c
join pg_catalog.pg_namespace as n on n.oid = c.namespace and n.nspname !~ '^pg_(toast|temp)'
where c.schema is null or c.schema = n.nspname
union all
select w.position, null, w.name, d.oid from named as w join pg_catalog.pg_database as d
  on w.object = 'database' and d.datname = pg_catalog.current_database() and w.name in ('', d.datname)
union all
select w.position, null, w.name, o.oid from named as w join pg_catalog.pg_roles as o
  on w.object = 'role' and o.rolname = coalesce(nullif(w.name, ''), current_user)
union all
select w.position, null, w.name, p.oid from named as w
join pg_catalog.pg_publication as p on w.object = 'publication' and p.pubname = w.name
union all
select w.position, null, w.name, n.oid from named as w
join pg_catalog.pg_namespace as n on w.object = 'schema' and w.schema is null and n.nspname = w.name
union all
select w.position, null, w.name, e.oid from named as w
join pg_catalog.pg_extension as e on w.object = 'extension' and w.schema is null and e.extname = w.name
order by 1, 2, 4`;

/**
 * What is dropped together with objects. Parameter: JSON of the object's kind and oid, of a part of it, and
 * whether CASCADE is said. Follows the server's own dependencies, as it does: what is automatic or internal
 * goes along, with CASCADE whatever depends on it; a part leads to its whole. A partition takes its parent
 * and the default partition with it, each alone.
 */
export const droppedQuery = `
with recursive asked as (
  select * from pg_catalog.json_to_recordset($1::json)
    as w(object text, oid oid, part text, name text, cascade boolean)
), inheriting as (
  select a.oid, a.part, a.name, a.cascade from asked as a where a.part is not null
  union
  select i.inhrelid, t.part, t.name, t.cascade from inheriting as t
  join pg_catalog.pg_inherits as i on i.inhparent = t.oid
), dropped as (
  select case when a.object in ('relation', 'index', 'sequence') then 'pg_catalog.pg_class'::regclass::oid
      when a.object = 'type' then 'pg_catalog.pg_type'::regclass::oid
      when a.object = 'routine' then 'pg_catalog.pg_proc'::regclass::oid
      when a.object = 'schema' then 'pg_catalog.pg_namespace'::regclass::oid
      when a.object = 'extension' then 'pg_catalog.pg_extension'::regclass::oid end as class,
    a.oid, 0 as sub, a.cascade, true as asked
  from asked as a where a.part is null and a.object <> 'role'
  union all
  select o.classid, o.objid, o.objsubid, a.cascade, true from asked as a
  join pg_catalog.pg_shdepend as o on a.object = 'role' and o.refobjid = a.oid and o.deptype = 'o'
    and o.refclassid = 'pg_catalog.pg_authid'::regclass and o.dbid = (select d.oid from
      pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
  union all
  select 'pg_catalog.pg_class'::regclass::oid, t.oid, c.attnum, t.cascade, true from inheriting as t
  join pg_catalog.pg_attribute as c on t.part = 'column' and c.attrelid = t.oid and c.attname = t.name
  union all
  select 'pg_catalog.pg_constraint'::regclass::oid, k.oid, 0, t.cascade, true from inheriting as t
  join pg_catalog.pg_constraint as k on t.part = 'constraint' and k.conrelid = t.oid and k.conname = t.name
  union
  select n.class, n.oid, n.sub, d.cascade, false from dropped as d
  cross join lateral (
    select p.classid as class, p.objid as oid, p.objsubid as sub from pg_catalog.pg_depend as p
    where p.refclassid = d.class and p.refobjid = d.oid and (d.sub = 0 or p.refobjsubid = d.sub)
      and (d.cascade or p.deptype <> 'n')
    union all
    select p.refclassid, p.refobjid, p.refobjsubid from pg_catalog.pg_depend as p
    where not d.asked and p.classid = d.class and p.objid = d.oid and p.deptype = 'i'
      and (d.sub = 0 or p.objsubid in (0, d.sub))
  ) as n
), relations as (
  select d.oid, d.sub from dropped as d where d.class = 'pg_catalog.pg_class'::regclass
)
select r.oid, 'AccessExclusiveLock' as mode from relations as r
union select i.indrelid, 'AccessExclusiveLock' from relations as r
  join pg_catalog.pg_index as i on i.indexrelid = r.oid
union select o.oid, 'AccessExclusiveLock' from relations as r
  join pg_catalog.pg_class as c on c.oid = r.oid and c.relispartition and r.sub = 0
    and c.relkind in ('r', 'p', 'f')
  join pg_catalog.pg_inherits as i on i.inhrelid = c.oid
  left join pg_catalog.pg_partitioned_table as p on p.partrelid = i.inhparent
  cross join lateral (values (i.inhparent), (nullif(p.partdefid, 0))) as o(oid)
union select k.conrelid, 'AccessExclusiveLock' from dropped as d
  join pg_catalog.pg_constraint as k on d.class = 'pg_catalog.pg_constraint'::regclass and k.oid = d.oid
union select t.tgrelid, 'AccessExclusiveLock' from dropped as d
  join pg_catalog.pg_trigger as t on d.class = 'pg_catalog.pg_trigger'::regclass and t.oid = d.oid
union select a.adrelid, 'AccessExclusiveLock' from dropped as d
  join pg_catalog.pg_attrdef as a on d.class = 'pg_catalog.pg_attrdef'::regclass and a.oid = d.oid
union select w.ev_class, 'AccessExclusiveLock' from dropped as d
  join pg_catalog.pg_rewrite as w on d.class = 'pg_catalog.pg_rewrite'::regclass and w.oid = d.oid
union select y.polrelid, 'AccessExclusiveLock' from dropped as d
  join pg_catalog.pg_policy as y on d.class = 'pg_catalog.pg_policy'::regclass and y.oid = d.oid
union select s.stxrelid, 'ShareUpdateExclusiveLock' from dropped as d
  join pg_catalog.pg_statistic_ext as s on d.class = 'pg_catalog.pg_statistic_ext'::regclass
    and s.oid = d.oid
order by 1`;

const wide = `exists (select from pg_catalog.pg_database as d where d.oid = a.oid
    and d.datname = pg_catalog.current_database())`;
/** Catalogs, by the first number that is not one's (`FirstUnpinnedObjectId`). */
const ofSystem = 'c.oid < 12000';

/** Relations beside others. Parameter: JSON of a number, the object's oid, what is asked for, a name. */
export const relatedQuery = `
with recursive asked as (
  select * from pg_catalog.json_to_recordset($1::json) as w(ref int, oid oid, kind text, name text)
), tree as (
  select a.* from asked as a
  union
  select t.ref, i.inhrelid, t.kind, t.name from tree as t
  join pg_catalog.pg_inherits as i on i.inhparent = t.oid
), children as (
  select t.ref, t.kind, k.conrelid as oid from tree as t
  join pg_catalog.pg_constraint as k on k.contype = 'f' and k.confrelid = t.oid
  where t.kind in ('keys-to', 'keys-to-deep')
  union
  select c.ref, c.kind, k.conrelid from children as c
  join pg_catalog.pg_constraint as k on c.kind = 'keys-to-deep' and k.contype = 'f' and k.confrelid = c.oid
), reading as (
  select a.ref, a.oid from asked as a where a.kind = 'reads'
  union
  select r.ref, d.refobjid from reading as r
  join pg_catalog.pg_rewrite as w on w.ev_class = r.oid and w.rulename = '_RETURN'
  join pg_catalog.pg_depend as d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
    and d.refclassid = 'pg_catalog.pg_class'::regclass
), members as (
  select a.ref, c.oid, a.kind from asked as a
  join pg_catalog.pg_class as c on c.relpersistence <> 't' and (c.relkind in ('r', 'm')
    or a.name = 'partitioned too' and c.relkind = 'p')
  where a.kind in ('members', 'member-indexes') and (a.name is distinct from 'indexed' or c.relhasindex)
    and (c.relnamespace = a.oid or ${wide} and not ${ofSystem})
    or a.kind in ('catalogs', 'catalog-indexes') and ${ofSystem} and (a.name is distinct from 'before 16'
      or pg_catalog.current_setting('server_version_num')::int < 160000)
    or a.kind = 'clustered' and exists (select from pg_catalog.pg_index as i
      where i.indrelid = c.oid and i.indisclustered)
), types as (
  select a.ref, a.oid from asked as a where a.kind = 'users'
  union
  select u.ref, t.oid from types as u
  join pg_catalog.pg_type as t on t.typbasetype = u.oid or t.typelem = u.oid
)
select t.ref, k.confrelid as oid, false as alone from tree as t
join pg_catalog.pg_constraint as k on k.contype = 'f' and k.conrelid = t.oid and case t.kind
  when 'keys-from' then true when 'constraint' then k.conname = t.name
  when 'column' then exists (select from pg_catalog.pg_attribute as a
    where a.attrelid = t.oid and a.attname = t.name and a.attnum = any (k.conkey)) end
union select t.ref, k.conrelid, false from tree as t
join pg_catalog.pg_constraint as k on t.kind = 'column' and k.contype = 'f' and k.confrelid = t.oid
  and exists (select from pg_catalog.pg_attribute as a
    where a.attrelid = t.oid and a.attname = t.name and a.attnum = any (k.confkey))
union select c.ref, c.oid, false from children as c
union select a.ref, i.inhparent, true from asked as a
join pg_catalog.pg_inherits as i on a.kind = 'whole' and i.inhrelid = a.oid
union select a.ref, p.partdefid, false from asked as a
join pg_catalog.pg_partitioned_table as p on a.kind = 'rest' and p.partrelid = a.oid and p.partdefid <> 0
union select t.ref, t.oid, true from tree as t
join pg_catalog.pg_class as c on t.kind = 'below' and c.oid = t.oid and c.relkind <> 'p'
union select t.ref, t.oid, true from tree as t
join asked as a on a.ref = t.ref and a.kind = 'heirs'
join pg_catalog.pg_class as c on c.oid = a.oid and c.relkind <> 'p'
union select t.ref, i.indexrelid, true from tree as t
join pg_catalog.pg_index as i on t.kind = 'indexes' and i.indrelid = t.oid
union select a.ref, d.objid, false from asked as a
join pg_catalog.pg_depend as d on a.kind = 'sequences' and d.refclassid = 'pg_catalog.pg_class'::regclass
  and d.refobjid = a.oid and d.classid = 'pg_catalog.pg_class'::regclass and d.deptype in ('a', 'i')
join pg_catalog.pg_class as s on s.oid = d.objid and s.relkind = 'S'
where a.name is null or d.refobjsubid = (select c.attnum from pg_catalog.pg_attribute as c
  where c.attrelid = a.oid and c.attname = a.name)
union select r.ref, r.oid, false from reading as r
where not exists (select from asked as a where a.ref = r.ref and a.oid = r.oid)
union select t.ref, i.indrelid, c.relkind <> 'I' from tree as t
join pg_catalog.pg_index as i on t.kind = 'table' and i.indexrelid = t.oid
join pg_catalog.pg_class as c on c.oid = t.oid
union select a.ref, s.stxrelid, true from asked as a
join pg_catalog.pg_statistic_ext as s on a.kind = 'table' and s.oid = a.oid
union select m.ref, m.oid, true from members as m where m.kind in ('members', 'catalogs', 'clustered')
union select m.ref, i.indexrelid, true from members as m
join pg_catalog.pg_index as i on m.kind like '%-indexes' and i.indrelid = m.oid
union select u.ref, c.oid, true from types as u
join pg_catalog.pg_attribute as a on a.atttypid = u.oid and not a.attisdropped
join pg_catalog.pg_class as c on c.oid = a.attrelid and c.relkind in ('r', 'm')
union select a.ref, c.oid, false from asked as a
join pg_catalog.pg_type as t on a.kind = 'typed' and t.oid = a.oid
join pg_catalog.pg_class as c on c.reloftype = t.oid
union select a.ref, p.prrelid, false from asked as a
join pg_catalog.pg_publication_rel as p on a.kind = 'published' and p.prpubid = a.oid
union select a.ref, o.objid, true from asked as a
join pg_catalog.pg_shdepend as o on a.kind = 'owned' and o.refobjid = a.oid and o.deptype = 'o'
  and o.refclassid = 'pg_catalog.pg_authid'::regclass and o.classid = 'pg_catalog.pg_class'::regclass
  and o.dbid = (select d.oid from pg_catalog.pg_database as d
    where d.datname = pg_catalog.current_database())
order by 1, 2`;

/** Relations by their oids, with all above them. */
export const relationsQuery = `
with recursive above as (
  select o.oid, o.oid as ancestor from pg_catalog.unnest($1::oid[]) as o(oid)
  union
  select a.oid, i.inhparent from above as a
  join pg_catalog.pg_inherits as i on i.inhrelid = a.ancestor
)
select c.oid, n.nspname::text as schema, c.relname::text as name, c.relkind::text as kind, i.indrelid as
  "table", u.ancestors
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_index as i on i.indexrelid = c.oid
left join (select a.oid, pg_catalog.json_agg(a.ancestor) as ancestors from above as a
  where a.ancestor <> a.oid group by a.oid) as u on u.oid = c.oid
where c.oid = any ($1::oid[])`;
