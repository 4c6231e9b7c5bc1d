import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import type { ForeignKeyContext } from '../context.ts';
import { columnsNotNull } from '../predicate.ts';
import { tableIndexShape, type TableIndex } from '../table-index.ts';
import { keys } from './keys.ts';

const relationShape = z.object({ schema: z.string(), table: z.string() });

export const indexesShape = z.object({
  /** Ordered by schema, table and name. */
  indexes: z.array(tableIndexShape),
  /** Partitioned tables that keys come from, with those of their partitions that hold rows. */
  partitions: z.array(z.extend(relationShape, { leaves: z.array(relationShape) })),
});
export type Indexes = z.infer<typeof indexesShape>;

/** The indexes of every table that a key comes from or goes to; one catalog query that waits for no lock on a user's table. */
export const indexes = defineProbe({
  name: 'indexes',
  effect: 'read',
  shape: indexesShape,
  needs: { keys },
  async observe({ database, limits }: ForeignKeyContext, { keys: { keys: inspected } }): Promise<Indexes> {
    if (inspected.length === 0) return { indexes: [], partitions: [] };
    const rows = await database.read((session) => session.query<Row>(indexesQuery, [inspected.map(({ id }) => id)]), limits);
    return {
      indexes: rows.flatMap((row) => (row.kind === 'index' ? [readIndex(row.data)] : [])),
      partitions: rows.flatMap((row) => (row.kind === 'partitions' ? [row.data] : [])),
    };
  },
});

type Row =
  | { readonly kind: 'index'; readonly data: StoredIndex }
  | { readonly kind: 'partitions'; readonly data: Indexes['partitions'][number] };

interface StoredIndex extends Omit<TableIndex, 'predicate'> {
  /** `pg_index.indpred` as it is stored. */
  readonly predicate: string | null;
  /** Names by attribute number, where there is a predicate. */
  readonly attributes: Readonly<Record<string, string>> | null;
}

function readIndex({ predicate, attributes, ...index }: StoredIndex): TableIndex {
  return { ...index, predicate: predicate === null ? null : { onlyNotNull: columnsNotNull(predicate, (n) => attributes?.[n]) } };
}

/**
 * `findsEqual` asks the catalog what the planner asks: is the key's own equality, turned round so that the child's column
 * stands on the left, in the operator family of the index's column, and is the collation the column's. That tells a
 * btree_gist index from any other gist, and an int4 gist from a bigint key.
 */
const indexesQuery = `
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
  select distinct f.conrelid as relation, e.attribute, o.oprcom as operator
  from family as f
  cross join lateral rows from (pg_catalog.unnest(f.conkey), pg_catalog.unnest(f.conpfeqop)) as e(attribute, operator)
  join pg_catalog.pg_operator as o on o.oid = e.operator
), index_columns as materialized (
  select i.indexrelid, i.indrelid, e.n, e.attribute, a.attname,
    a.attname is not null and (e.collating = 0 or e.collating = a.attcollation)
      and pg_catalog.bool_and(q.operator is null or m.oid is not null) as finds_equal
  from pg_catalog.pg_index as i
  join tables as t on t.oid = i.indrelid
  cross join lateral rows from (
    pg_catalog.unnest(i.indkey::int2[]), pg_catalog.unnest(i.indclass::oid[]), pg_catalog.unnest(i.indcollation::oid[])
  ) with ordinality as e(attribute, class, collating, n)
  join pg_catalog.pg_opclass as c on c.oid = e.class
  left join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = e.attribute and e.attribute > 0
  left join equalities as q on q.relation = i.indrelid and q.attribute = e.attribute
  left join pg_catalog.pg_amop as m on m.amopfamily = c.opcfamily and m.amopopr = q.operator and m.amoppurpose = 's'
  where e.n <= i.indnkeyatts
  group by i.indexrelid, i.indrelid, e.n, e.attribute, a.attname, e.collating, a.attcollation
), described as materialized (
  select x.indexrelid,
    pg_catalog.json_agg(pg_catalog.json_build_object('name', x.attname, 'findsEqual', x.finds_equal) order by x.n) as columns
  from index_columns as x
  group by x.indexrelid
)
select 'index' as kind, pg_catalog.json_build_object(
    'schema', n.nspname, 'table', r.relname, 'name', c.relname, 'method', m.amname,
    'plainScan', c.relkind = 'I' and m.amname in ('btree', 'hash', 'gist', 'spgist')
      or coalesce(pg_catalog.pg_index_has_property(c.oid, 'index_scan'), false),
    'valid', i.indisvalid and i.indisready and i.indislive,
    'partitioned', c.relkind = 'I',
    'building', exists (select from pg_catalog.pg_stat_progress_create_index as p where p.index_relid = c.oid),
    'columns', x.columns,
    'predicate', i.indpred::text,
    'attributes', case when i.indpred is not null then (
      select pg_catalog.json_object_agg(a.attnum, a.attname)
      from pg_catalog.pg_attribute as a
      where a.attrelid = i.indrelid and a.attnum > 0
    ) end
  ) as data, n.nspname as first, r.relname as second, c.relname as third
from described as x
join pg_catalog.pg_index as i on i.indexrelid = x.indexrelid
join pg_catalog.pg_class as c on c.oid = i.indexrelid
join pg_catalog.pg_am as m on m.oid = c.relam
join pg_catalog.pg_class as r on r.oid = i.indrelid
join pg_catalog.pg_namespace as n on n.oid = r.relnamespace
union all
select 'partitions', pg_catalog.json_build_object('schema', n.nspname, 'table', r.relname, 'leaves', coalesce(l.leaves, '[]')), n.nspname, r.relname, null
from (
  select p.conrelid, pg_catalog.json_agg(
    pg_catalog.json_build_object('schema', ln.nspname, 'table', lr.relname) order by ln.nspname, lr.relname
  ) filter (where lr.relkind = 'r') as leaves
  from (select distinct root.conrelid, f.conrelid as leaf from family as root join family as f on f.root = root.oid where root.oid = root.root) as p
  join pg_catalog.pg_class as lr on lr.oid = p.leaf
  join pg_catalog.pg_namespace as ln on ln.oid = lr.relnamespace
  group by p.conrelid
) as l
join pg_catalog.pg_class as r on r.oid = l.conrelid and r.relkind = 'p'
join pg_catalog.pg_namespace as n on n.oid = r.relnamespace
order by kind, first, second, third`;
