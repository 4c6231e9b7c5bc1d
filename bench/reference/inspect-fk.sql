-- What qa inspect-fk reads, as one would write it for psql: every key with its columns, types, triggers, and the indexes of its table.
with columns as (
  select k.oid as key, pg_catalog.json_agg(pg_catalog.json_build_array(
      child.attname, pg_catalog.format_type(child.atttypid, null), child.attnotnull, parent.attname, pg_catalog.format_type(parent.atttypid, null), parent.attnotnull
    ) order by pair.place) as pairs
  from pg_catalog.pg_constraint k
  cross join lateral rows from (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey)) with ordinality as pair (child, parent, place)
  join pg_catalog.pg_attribute child on child.attrelid = k.conrelid and child.attnum = pair.child
  join pg_catalog.pg_attribute parent on parent.attrelid = k.confrelid and parent.attnum = pair.parent
  where k.contype = 'f' and k.conparentid = 0
  group by k.oid
), triggers as (
  select t.tgconstraint as key, pg_catalog.array_agg(t.tgenabled) as enabled
  from pg_catalog.pg_trigger t where t.tgisinternal group by t.tgconstraint
), indexes as (
  select i.indrelid as "table", pg_catalog.json_agg(pg_catalog.json_build_array(x.relname, i.indisvalid, i.indkey::text, i.indclass::text, i.indpred is not null, a.amname)) as list
  from pg_catalog.pg_index i
  join pg_catalog.pg_class x on x.oid = i.indexrelid
  join pg_catalog.pg_am a on a.oid = x.relam
  group by i.indrelid
)
select n.nspname, c.relname, k.conname, pn.nspname, p.relname, k.confmatchtype, k.confupdtype, k.confdeltype, k.condeferrable, k.condeferred, k.convalidated,
  columns.pairs, triggers.enabled, indexes.list
from pg_catalog.pg_constraint k
join pg_catalog.pg_class c on c.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_class p on p.oid = k.confrelid
join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
join columns on columns.key = k.oid
left join triggers on triggers.key = k.oid
left join indexes on indexes."table" = k.conrelid
where k.contype = 'f' and k.conparentid = 0 and n.nspname not in ('pg_catalog', 'information_schema')
order by n.nspname collate "C", c.relname collate "C", k.conname collate "C";
