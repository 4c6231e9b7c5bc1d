import { isEstimate } from '../catalog/estimate.ts';
import { letters, names, numbers, object, series, truths, tuple } from './series.ts';

/** Written so that the planner takes keys of several columns for rare. */
export const isComposite = 'pg_catalog.cardinality(k.conkey) between 2 and 32';

/**
 * The long lists of keysQuery, as text of JSON, one for each fact: of the tables, columns and keys in its
 * lists `attributes` and `keys`.
 */
export function keyLists(version: number): string {
  return `select 'tables' as kind, ${object({
    ids: series('t.oid'),
    schemas: names('t.nspname'),
    names: names('t.relname'),
    partitioned: truths('t.partitioned'),
    rows: names('t.rows'),
  })} as data, null::name as first, null::name as second, null::name as third
from (
  select c.oid, n.nspname, c.relname, c.relkind = 'p' as partitioned,
    case when ${isEstimate('c.reltuples', version)} then c.reltuples::bigint end as rows
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.oid in (select a.attrelid from attributes as a)
  order by n.nspname, c.relname
) as t
union all
select 'columns', ${object({
    names: names('a.attname'),
    tables: series('a.attrelid'),
    numbers: series('a.attnum'),
    types: series('a.atttypid'),
    collations: series('a.attcollation'),
    notNull: truths('a.attnotnull'),
  })}, null, null, null
from attributes as a
union all
select 'keys', ${object({
    names: names('k.conname'),
    ids: series('k.oid'),
    tables: series('k.conrelid'),
    columns: series('k.conkey[1]'),
    parents: series('k.confrelid'),
    parentColumns: series('k.confkey[1]'),
    match: letters('k.confmatchtype'),
    onUpdate: letters('k.confupdtype'),
    onDelete: letters('k.confdeltype'),
    deferrable: truths('k.condeferrable'),
    initiallyDeferred: truths('k.condeferred'),
    validated: truths('k.convalidated'),
    enforced: truths('k.enforced'),
    period: truths('k.period'),
    selected: truths('k.selected'),
  })}, null, null, null
from (select * from keys as k order by k.conrelid, k.conname) as k
union all
select 'composite', ${series(tuple('k.oid', numbers('k.conkey'), numbers('k.confkey')))}, null, null, null
from keys as k
where ${isComposite}
union all
select 'set-columns', ${series(tuple('k.oid', numbers('k.set_columns')))}, null, null, null
from keys as k
where k.set_columns is not null`;
}
