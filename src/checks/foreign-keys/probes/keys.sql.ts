import { has } from '../../postgres/session/version.ts';
import { isComposite, keyLists } from './key-lists.sql.ts';
import { missingTriggers, triggered } from './missing-triggers.sql.ts';
import { selectedKeys } from './selected-keys.sql.ts';

/**
 * Everything about keys in one statement, rows of `kind` and `data`: see key-lists.ts. Tables, columns and
 * types are said once and keys refer to them by number, since spelling them out for every key takes most of
 * the server's time; what there are many of comes as one list for each fact (series.ts). The planner cannot
 * know how long its lists are: they are looked up by hash (`in`), or joined with a real catalog, never with
 * each other.
 *
 * Parameters: the wanted tables (JSON: position, preference, role, schema, name, exact), the selection's
 * kind, schemas, and patterns of LIKE for schemas that are left out. No function in it takes a lock on a
 * user's table: it answers while another session holds ACCESS EXCLUSIVE.
 */
export function keysQuery(version: number): string {
  return `
with recursive ${selectedKeys(version)}
), attributes as materialized (
  select a.attrelid, a.attnum, a.attname, a.atttypid, a.attcollation, a.attnotnull
  from pg_catalog.pg_attribute as a
  where a.attnum > 0 and (
    (a.attrelid, a.attnum) in (select k.conrelid, k.conkey[1] from keys as k)
    or (a.attrelid, a.attnum) in (select k.confrelid, k.confkey[1] from keys as k)
    or (a.attrelid, a.attnum) in (
      select k.conrelid, pg_catalog.unnest(k.conkey) from keys as k where ${isComposite}
    )
    or (a.attrelid, a.attnum) in (
      select k.confrelid, pg_catalog.unnest(k.confkey) from keys as k where ${isComposite}
    )
  )
), column_kinds as materialized (
  select distinct a.atttypid, a.attcollation from attributes as a
), ${triggered}, disabled as (
  select t.oid, k.oid as key, k.conparentid
  from pg_catalog.pg_trigger as t
  join pg_catalog.pg_constraint as k on k.oid = t.tgconstraint and k.contype = 'f'
  where t.tgenabled in ('D', 'R')
  union all
  select d.oid, k.oid, k.conparentid
  from disabled as d
  join pg_catalog.pg_constraint as k on k.oid = d.conparentid
), ${missingTriggers(version)}
), bases as (
  select t.atttypid as oid, t.atttypid as base, false as not_null
  from (select distinct c.atttypid from column_kinds as c) as t
  union all
  select b.oid, t.typbasetype, b.not_null or t.typnotnull or exists (
      select from pg_catalog.pg_constraint as c
      where c.contypid = t.oid and c.conbin::text like '{NULLTEST :arg {COERCE%DOMAINVALUE %'
        and c.conbin::text like '%:nulltesttype 1 %'
    )
  from bases as b
  join pg_catalog.pg_type as t on t.oid = b.base and t.typtype = 'd'
)
${keyLists(version)}
union all
select f.kind, f.data::text, f.first, f.second, f.third
from (
select 'heirs' as kind, pg_catalog.json_build_object('table', c.oid::bigint, 'heirs', (
    select pg_catalog.json_agg(pg_catalog.json_build_object('schema', hn.nspname, 'table', h.relname)
      order by hn.nspname, h.relname)
    from pg_catalog.pg_inherits as i
    join pg_catalog.pg_class as h on h.oid = i.inhrelid
    join pg_catalog.pg_namespace as hn on hn.oid = h.relnamespace
    where i.inhparent = c.oid
  )) as data, null::name as first, null::name as second, null::name as third
from pg_catalog.pg_class as c
where c.relhassubclass and c.relkind = 'r' and c.oid in (select a.attrelid from attributes as a)
union all
select 'type', pg_catalog.json_build_object(
    'id', b.oid::bigint, 'name', pg_catalog.format_type(b.base, null),
    'domain', case when b.base <> b.oid then pg_catalog.format_type(b.oid, null) end,
    'notNull', b.not_null
  ), null, null, null
from bases as b
join pg_catalog.pg_type as t on t.oid = b.base and t.typtype <> 'd'
union all
select 'collation', pg_catalog.json_build_object('id', l.oid::bigint, 'name',
  pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(l.collname),
  'deterministic', l.collisdeterministic), n.nspname, l.collname, null
from pg_catalog.pg_collation as l
join pg_catalog.pg_namespace as n on n.oid = l.collnamespace
where l.oid in (select attcollation from column_kinds) and l.collname <> 'default'
union all
select 'trigger', pg_catalog.json_build_object('key', d.key::bigint, 'schema', n.nspname, 'table',
  c.relname, 'name', t.tgname,
    'fires', case t.tgenabled when 'D' then 'never' else 'replica' end), n.nspname, c.relname, t.tgname
from disabled as d
join pg_catalog.pg_trigger as t on t.oid = d.oid
join pg_catalog.pg_class as c on c.oid = t.tgrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where d.conparentid = 0
union all
select 'absent', pg_catalog.json_strip_nulls(pg_catalog.json_build_object('key', a.key::bigint,
  'schema', n.nspname, 'table', c.relname, 'triggers', pg_catalog.sum(a.triggers),
  'undroppable', nullif(exists (
    select from pg_catalog.pg_depend as d
    where d.refclassid = 'pg_catalog.pg_constraint'::regclass
      and (d.refobjid = a.key or d.refobjid in (select h.oid from handed_down as h where h.root = a.key))
      and d.classid = 'pg_catalog.pg_trigger'::regclass
      and d.objid not in (select t.oid from pg_catalog.pg_trigger as t)
  ), false))), n.nspname, c.relname, null
from absent_of as a
join pg_catalog.pg_class as c on c.oid = a.relation and c.relkind in ('r', 'p')
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where a.key in (select oid from keys where enforced)
group by a.key, n.nspname, c.relname
union all
select 'repeats', pg_catalog.json_build_object('key', k.oid::bigint, 'schema', n.nspname, 'table', c.relname,
  'name', root.conname), null, null, null
from handed_down as h
join pg_catalog.pg_constraint as root on root.oid = h.root and root.conparentid = 0
  and root.conrelid <> h.conrelid
join pg_catalog.pg_constraint as i on i.oid = h.oid and i.convalidated ${
    has(version, 'enforcement') ? 'and i.conenforced' : ''
  }
join pg_catalog.pg_constraint as k on k.conrelid = i.conrelid and k.contype = 'f' and k.conparentid = 0
  and k.confrelid = i.confrelid and k.conkey = i.conkey and k.confkey = i.confkey
  and (k.confmatchtype, k.confupdtype, k.confdeltype, k.condeferrable, k.condeferred)
    = (i.confmatchtype, i.confupdtype, i.confdeltype, i.condeferrable, i.condeferred)
  ${has(version, 'setNullColumns') ? 'and k.confdelsetcols is not distinct from i.confdelsetcols' : ''}
join pg_catalog.pg_class as c on c.oid = root.conrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where k.oid in (select oid from keys)
union all
select 'comment', pg_catalog.json_build_object('key', k.oid::bigint, 'text', m.description), null, null, null
from pg_catalog.pg_constraint as k
join pg_catalog.pg_description as m on m.objoid = k.oid and m.classoid =
  'pg_catalog.pg_constraint'::regclass and m.objsubid = 0
where k.contype = 'f'
union all
select 'match', pg_catalog.json_build_object(
    'position', m.position, 'schema', m.found_schema, 'table', m.found_name, 'leftOut', m.left_out,
    'partitioned', m.oid in (select oid from pg_catalog.pg_class where relkind = 'p'),
    'uniques', case when m.role <> 'argument' then (
      select coalesce(pg_catalog.json_agg(u.columns), '[]')
      from pg_catalog.pg_index as i
      cross join lateral (
        select pg_catalog.json_agg(a.attname order by a.attname) as columns
        from pg_catalog.pg_attribute as a
        where a.attrelid = m.oid and a.attnum = any ((i.indkey::int2[])[0:i.indnkeyatts - 1])
      ) as u
      where i.indrelid = m.oid and i.indisunique and i.indisvalid and i.indimmediate
        and i.indpred is null and i.indexprs is null
    ) end,
    'types', case when m.role <> 'argument' then (
      select coalesce(pg_catalog.json_agg(pg_catalog.format_type(coalesce(nullif(t.typbasetype, 0), t.oid),
        null) order by a.attnum), '[]')
      from pg_catalog.pg_attribute as a
      join pg_catalog.pg_type as t on t.oid = a.atttypid
      where a.attrelid = m.oid and a.attnum > 0 and not a.attisdropped
    ) end,
    'columns', case when m.role <> 'argument' then (
      select coalesce(pg_catalog.json_agg(a.attname order by a.attnum), '[]')
      from pg_catalog.pg_attribute as a
      where a.attrelid = m.oid and a.attnum > 0 and not a.attisdropped
    ) end
  ), m.found_schema, m.found_name, null
from matched as m
union all
select 'left-out', pg_catalog.json_build_object('schema', r.schema, 'table', r.name, 'reason', r.left_out),
  r.schema, r.name, null
from relations as r
where r.left_out is not null
union all
select 'schema', pg_catalog.to_json(n.nspname), n.nspname, null, null
from pg_catalog.pg_namespace as n
where n.nspname = any ($3::text[])
union all
select 'inspected', pg_catalog.json_build_object('schema', r.schema, 'tables', pg_catalog.count(*)), r.schema,
  null, null
from relations as r
where r.oid in (select oid from selected)
group by r.schema
union all
select 'passed-over', pg_catalog.json_build_object('schema', r.schema, 'tables', pg_catalog.count(*)),
  r.schema, null, null
from relations as r
where r.left_out is null and r.schema like any ($4::text[])
group by r.schema
union all
select 'server', pg_catalog.json_build_object('version', pg_catalog.current_setting('server_version'),
  'role', current_user), null, null, null
) as f
order by kind, first, second, third`;
}
