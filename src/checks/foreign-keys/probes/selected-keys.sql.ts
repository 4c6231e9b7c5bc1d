import { has } from '../../postgres/session/version.ts';
import { somePartitioned } from './missing-triggers.sql.ts';
import { selectedTables } from './selected-tables.sql.ts';

/**
 * Lists of `with recursive` behind those of selected-tables.sql.ts: what was handed down to partitions, and
 * by which key (`handed_down`), and the keys that are looked at (`keys`): of the selected tables, and of
 * those that expectations name. The last is left open.
 */
export function selectedKeys(version: number): string {
  return `${selectedTables}
), handed_down as (
  select k.oid, k.conparentid as root, k.conrelid, k.confrelid
  from pg_catalog.pg_constraint as k
  where k.contype = 'f' and k.conparentid <> 0 and ${somePartitioned}
  union all
  select h.oid, k.conparentid, h.conrelid, h.confrelid
  from handed_down as h
  join pg_catalog.pg_constraint as k on k.oid = h.root and k.conparentid <> 0
), inspected_below as materialized (
  select h.root,
    pg_catalog.bool_or(
      h.conrelid in (select oid from selected) or h.confrelid in (select oid from selected)
    ) as selected
  from handed_down as h
  where h.conrelid in (select oid from selected) or h.confrelid in (select oid from selected)
    or h.conrelid in (select oid from expected)
  group by h.root
), keys as materialized (
  select *
  from (
    select k.oid, k.conname, k.conrelid, k.conkey, k.confrelid, k.confkey, k.conpfeqop,
      k.confmatchtype, k.confupdtype, k.confdeltype,
      ${has(version, 'setNullColumns') ? 'k.confdelsetcols' : 'null::int2[]'} as set_columns,
      k.condeferrable, k.condeferred, k.convalidated,
      ${has(version, 'enforcement') ? 'k.conenforced' : 'true'} as enforced,
      ${has(version, 'periods') ? 'k.conperiod' : 'false'} as period,
      k.conrelid in (select oid from selected) or k.confrelid in (select oid from selected)
        or k.oid in (select root from inspected_below where selected) as selected
    from pg_catalog.pg_constraint as k
    where k.contype = 'f' and k.conparentid = 0
      and (k.conrelid in (select oid from relations where left_out is null)
        or k.conrelid in (select oid from expected))
  ) as k
  where k.selected or k.conrelid in (select oid from expected)
    or k.oid in (select root from inspected_below)`;
}
