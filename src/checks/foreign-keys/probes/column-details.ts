import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import type { ForeignKeyContext } from './context.ts';
import { selectedKeys } from '../expectations/compare.ts';
import { hasNullHole } from '../catalog/null-hole.ts';
import { mismatchedPairs } from '../catalog/type-pairs.ts';
import { has } from '../../postgres/session/version.ts';
import { keys } from './keys.ts';
import type { Action } from '../expectations/action.ts';
import type { ForeignKey } from '../catalog/key.ts';

export const columnDetailsShape = z.object({
  /** CHECK constraints on columns of nullable composite keys, and of keys that set null. */
  checks: z.array(
    z.object({
      /** `pg_constraint.oid` of the key on whose columns it speaks. */
      key: z.number(),
      name: z.string(),
      /** As the catalog stores it. */
      expression: z.string(),
      /** The numbers of the key's columns, in the key's order. */
      numbers: z.array(z.number()),
      /** False for NOT VALID: what is written meets it, and rows that are there may not. */
      validated: z.boolean(),
    }),
  ),
  /** NOT NULL columns that a key sets to their default, and that have none. */
  withoutDefault: z.array(z.object({ key: z.number(), column: z.string() })),
  /**
   * What depends on a child's column whose type differs from its parent's, and keeps its type from changing.
   */
  uses: z.array(z.object({ key: z.number(), column: z.string(), by: z.string() })),
});
export type ColumnDetails = z.infer<typeof columnDetailsShape>;

/**
 * What the catalog says of the few columns that more has to be known of; waits for no lock on a user's table.
 */
export const columnDetails = defineProbe({
  name: 'columnDetails',
  effect: 'read',
  shape: columnDetailsShape,
  needs: { keys },
  async observe({ database, limits }: ForeignKeyContext, { keys: { keys: found } }): Promise<ColumnDetails> {
    const inspected = selectedKeys(found);
    const nullable = inspected.filter(hasNullHole).map(({ id }) => id);
    const mismatched = inspected.filter((key) => mismatchedPairs(key).length > 0).map(({ id }) => id);
    const settingNull = inspected.filter((key) => acts(key, 'set null')).map(({ id }) => id);
    const settingDefault = inspected.filter((key) => acts(key, 'set default')).map(({ id }) => id);
    const checked = [...new Set([...nullable, ...settingNull])];
    if (checked.length + mismatched.length + settingDefault.length === 0)
      return { checks: [], withoutDefault: [], uses: [] };
    const rows = await database.read(
      (session) =>
        session.query<DetailsRow>(detailsQuery(session.version), [checked, mismatched, settingDefault]),
      limits,
    );
    return {
      withoutDefault: rows.flatMap((row) => (row.kind === 'without-default' ? [row.data] : [])),
      checks: rows.flatMap((row) => (row.kind === 'check' ? [row.data] : [])),
      uses: rows.flatMap((row) => (row.kind === 'use' ? [row.data] : [])),
    };
  },
});

function acts({ onDelete, onUpdate }: ForeignKey, action: Action): boolean {
  return onDelete === action || onUpdate === action;
}

type DetailsRow =
  | { readonly kind: 'without-default'; readonly data: ColumnDetails['withoutDefault'][number] }
  | { readonly kind: 'check'; readonly data: ColumnDetails['checks'][number] }
  | { readonly kind: 'use'; readonly data: ColumnDetails['uses'][number] };

/**
 * Parameters: keys whose CHECKs are wanted, keys whose types differ, and keys that set a default, by oid.
 * `row_types` are the types that a rewrite of a key's child would change: its own row type, those of its
 * partitions and heirs, and what is made of them.
 */
const detailsQuery = (version: number): string => `
with recursive rewritten as (
  select k.oid as key, k.conrelid as relation
  from pg_catalog.pg_constraint as k
  where k.oid = any ($2::oid[])
  union
  select r.key, i.inhrelid
  from rewritten as r
  join pg_catalog.pg_inherits as i on i.inhparent = r.relation
), row_types as (
  select r.key, c.reltype as type
  from rewritten as r
  join pg_catalog.pg_class as c on c.oid = r.relation
  union
  select r.key, coalesce(c.reltype, d.objid)
  from row_types as r
  join pg_catalog.pg_depend as d on d.refclassid = 'pg_catalog.pg_type'::regclass and d.refobjid = r.type
  left join pg_catalog.pg_class as c on d.classid = 'pg_catalog.pg_class'::regclass and d.objsubid > 0
    and c.oid = d.objid and c.relkind in ('c', 'v')
  where d.classid = 'pg_catalog.pg_type'::regclass or c.oid is not null
)
select d.kind, d.data
from (
select 'check' as kind, pg_catalog.json_build_object('key', k.oid::bigint, 'name', c.conname,
  'expression', c.conbin::text, 'numbers', k.conkey::int2[], 'validated',
  c.convalidated) as data
from pg_catalog.pg_constraint as k
join pg_catalog.pg_constraint as c on c.conrelid = k.conrelid and c.contype = 'c'
  ${has(version, 'enforcement') ? 'and c.conenforced' : ''} and c.conkey && k.conkey
where k.oid = any ($1::oid[])
union all
select 'without-default', pg_catalog.json_build_object('key', k.oid::bigint, 'column', a.attname)
from pg_catalog.pg_constraint as k
join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
join pg_catalog.pg_type as t on t.oid = a.atttypid
where k.oid = any ($3::oid[]) and not a.atthasdef and a.attidentity = '' and t.typdefault is null
union all
select 'use', pg_catalog.json_build_object('key', u.key::bigint, 'column', u.attname, 'by', u.by)
from (
  select k.oid as key, a.attname, pg_catalog.pg_describe_object(d.classid, d.objid, 0) as by
  from pg_catalog.pg_constraint as k
  join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
  join pg_catalog.pg_depend as d on d.refclassid = 'pg_catalog.pg_class'::regclass
    and d.refobjid = a.attrelid and d.refobjsubid = a.attnum
  left join pg_catalog.pg_attrdef as f on d.classid = 'pg_catalog.pg_attrdef'::regclass and f.oid = d.objid
  where k.oid = any ($2::oid[])
    and d.classid not in ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_constraint'::regclass,
      'pg_catalog.pg_statistic_ext'::regclass)
    and f.adnum is distinct from a.attnum
  union
  select r.key, a.attname, pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid)
  from row_types as r
  join pg_catalog.pg_constraint as k on k.oid = r.key
  join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
  join pg_catalog.pg_depend as d on d.refclassid = 'pg_catalog.pg_type'::regclass and d.refobjid = r.type
    and d.classid = 'pg_catalog.pg_class'::regclass and d.objsubid > 0
  join pg_catalog.pg_class as c on c.oid = d.objid and c.relkind in ('r', 'm', 'p')
  union
  select k.oid, a.attname, 'the partition key'
  from pg_catalog.pg_constraint as k
  join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
  join pg_catalog.pg_partitioned_table as p on p.partrelid = k.conrelid and a.attnum = any
    (p.partattrs::int2[])
  where k.oid = any ($2::oid[])
  union
  select k.oid, a.attname, 'a table that it is inherited from'
  from pg_catalog.pg_constraint as k
  join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
  where k.oid = any ($2::oid[]) and a.attinhcount > 0
) as u
) as d
order by d.kind, d.data::text`;
