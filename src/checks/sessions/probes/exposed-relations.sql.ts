/**
 * Tables and views that a role of the API reaches past row security. Parameters: the roles' names, and
 * patterns of schemas to leave out.
 * A partition is a table of its own: reached directly, its parent's row security does not hold. No function
 * in it waits for a lock.
 */
export const exposedRelationsQuery = `
with roles as materialized (
  select r.oid, r.rolname from pg_catalog.pg_roles as r where r.rolname = any ($1::text[])
), relations as materialized (
  select c.oid, c.relnamespace, n.nspname, c.relname, c.relkind, c.relacl, c.relowner,
    case c.relkind
      when 'v' then coalesce((
        select o.option_value::boolean
        from pg_catalog.pg_options_to_table(c.reloptions) as o
        where o.option_name = 'security_invoker'
      ), false)
      when 'm' then false
      when 'f' then false
      else c.relrowsecurity
    end as guarded
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relpersistence <> 't'
    and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
    and n.nspname not like all ($2::text[])
    and not exists (
      select from pg_catalog.pg_depend as d
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid
        and d.objsubid = 0 and d.deptype = 'e'
    )
), access as (
  select r.oid as relation, a.rolname, a.oid as role,
    array(
      select p
      from pg_catalog.unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) with ordinality as w(p, place)
      where pg_catalog.has_table_privilege(a.oid, r.oid, p) order by place
    ) as privileges,
    array(
      select p from pg_catalog.unnest(array['SELECT', 'INSERT', 'UPDATE']) with ordinality as w(p, place)
      where not pg_catalog.has_table_privilege(a.oid, r.oid, p)
        and pg_catalog.has_any_column_privilege(a.oid, r.oid, p)
      order by place
    ) as column_privileges
  from relations as r
  cross join roles as a
  where not r.guarded and pg_catalog.has_schema_privilege(a.oid, r.relnamespace, 'USAGE')
), reached as (
  select relation, pg_catalog.json_agg(pg_catalog.json_build_object('role', rolname, 'privileges', privileges,
    'columnPrivileges', column_privileges, 'grantees', array(
      select distinct coalesce(g.rolname, 'PUBLIC')
      from (
        select x.grantee from relations as r, pg_catalog.aclexplode(r.relacl) as x where r.oid = relation
        union
        select x.grantee
        from pg_catalog.pg_attribute as t, pg_catalog.aclexplode(t.attacl) as x
        where t.attrelid = relation
      ) as granted
      left join pg_catalog.pg_roles as g on g.oid = granted.grantee
      where granted.grantee = 0 or pg_catalog.pg_has_role(role, granted.grantee, 'USAGE')
    )) order by rolname) as access
  from access
  where privileges <> '{}' or column_privileges <> '{}'
  group by relation
)
select array(select rolname::text from roles order by rolname) as roles,
  (select pg_catalog.count(*)::int from relations) as looked,
  array(
    select n.nspname::text from pg_catalog.pg_namespace as n
    where n.nspname like any ($2::text[]) order by n.nspname
  ) as "schemasLeftOut",
  (
    select coalesce(pg_catalog.json_agg(pg_catalog.json_build_object('schema', r.nspname, 'name', r.relname,
      'kind', case r.relkind
        when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table' else 'table'
      end,
      'access', e.access) order by r.nspname, r.relname), '[]')
    from reached as e
    join relations as r on r.oid = e.relation
  ) as relations`;
