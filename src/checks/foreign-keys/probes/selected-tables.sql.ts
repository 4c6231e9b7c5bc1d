/**
 * Lists of `with`: every table (`relations`), what the wanted names mean (`matched`), the tables that are
 * inspected (`selected`) and those that expectations name (`expected`). Parameters as in keys.sql.ts; the
 * last is left open.
 */
export const selectedTables = `wanted as materialized (
  select w.position, w.preference, w.role, w.schema, w.name, w.exact
  from pg_catalog.json_to_recordset($1::json) as w(position int, preference int, role text, schema text,
    name text, exact boolean)
), relations as materialized (
  select c.oid, n.nspname as schema, c.relname as name,
    case
      when c.relpersistence = 't' then 'temporary'
      when c.relkind = 'f' then 'a foreign table'
      when c.oid in (
        select d.objid from pg_catalog.pg_depend as d
        where d.refclassid = 'pg_catalog.pg_extension'::regclass and d.classid =
          'pg_catalog.pg_class'::regclass
          and d.objsubid = 0 and d.deptype = 'e'
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
  where r.left_out is null and not r.schema like any ($4::text[])
    and ($2::text <> 'some' or r.schema = any ($3::text[]))
  union
  select oid
  from matched
  where left_out is null and role = 'argument' and not found_schema like any ($4::text[])
), expected as materialized (
  select distinct oid from matched where role <> 'argument'`;
