import type { KeyColumn } from '../../foreign-keys/catalog/key.ts';
import type { KeyDefinition } from '../../foreign-keys/remedies/statements.ts';
import { primaryKeyOf, type OrphanDetails } from '../../foreign-keys/orphans/orphan-sql.ts';
import { isEstimate } from '../../foreign-keys/catalog/estimate.ts';
import { has } from '../../postgres/session/version.ts';
import { backupName } from '../plan/backup-name.ts';
import type { Database, ReadLimits } from '../../postgres/session/session.ts';

/** What a key needs of the tables that it is to connect. */
export interface TableFacts {
  /** By the definition's columns; null for one that does not exist. */
  readonly columns: readonly (KeyColumn | null)[];
  readonly referenced: readonly (KeyColumn | null)[];
  readonly parentPartitioned: boolean;
  /** Every column of the child that can be written: none that is generated. */
  readonly writable: readonly string[];
  /** Null where no unique index serves as the target. */
  readonly operators: OrphanDetails['operators'] | null;
  readonly primaryKey: OrphanDetails['primaryKey'];
  readonly estimatedRows: number | null;
  /** Whether the role may alter the child, and reference the parent. */
  readonly owner: boolean;
  /** Transactions are read-only here unless they say otherwise. */
  readonly readOnly: boolean;
  /** The child's owner, where the role is a member of it without its rights and can take them on. */
  readonly assumable: string | null;
  /** It may reference each of the columns: a right to others does not help. */
  readonly mayReference: boolean;
  /** Schemas of the two tables that the role may not use, so that no statement can name what is in them. */
  readonly unusable: readonly string[];
  /** What moving rows out of the child takes. */
  readonly quarantine: {
    /** A table may be made beside the child. */
    readonly mayCreate: boolean;
    /** Null where there is no table yet by the backup's name. */
    readonly ownsBackup: boolean | null;
    /** The same of its columns being those of the child. */
    readonly backupFits: boolean | null;
    /** Whose rows it says that it holds; null too where it does not say. */
    readonly backupComment: string | null;
    /** Rows of the child may be read and deleted. */
    readonly mayTake: boolean;
  };
  /** The child has a constraint by the wanted name that is no key on these columns. */
  readonly nameTaken: boolean;
}

/** Looks at both tables of a wanted key. Null where one of them does not exist. */
export async function readTableFacts(
  database: Database,
  definition: KeyDefinition,
  limits: ReadLimits,
): Promise<TableFacts | null> {
  const { schema, table, columns, references, name } = definition;
  const rows = await database.read(
    (session) =>
      session.query<{ facts: TableFacts }>(tableFactsQuery(session.version), [
        schema,
        table,
        columns,
        references.schema,
        references.table,
        references.columns,
        name,
        backupName(name),
      ]),
    limits,
  );
  return rows[0]?.facts ?? null;
}

/**
 * A domain, or one that it is made of, refuses null for the column: by NOT NULL, or a CHECK that says the
 * same.
 */
const isNotNullByDomain = `exists (
          with recursive bases(oid) as (
            select a.atttypid
            union all
            select t.typbasetype from bases as b
            join pg_catalog.pg_type as t on t.oid = b.oid and t.typtype = 'd'
          )
          select from bases as b
          join pg_catalog.pg_type as t on t.oid = b.oid and t.typtype = 'd'
          where t.typnotnull or exists (
            select from pg_catalog.pg_constraint as c
            where c.contypid = t.oid and c.conbin::text like '{NULLTEST :arg {COERCE%DOMAINVALUE %'
              and c.conbin::text like '%:nulltesttype 1 %'
          )
        )`;

/** Its columns in order, as text. */
const columnsOf = (relation: string): string => `(
        select pg_catalog.array_agg(row(a.attname, a.atttypid)::text order by a.attnum)
        from pg_catalog.pg_attribute as a
        where a.attrelid = ${relation} and a.attnum > 0 and not a.attisdropped
      )`;

const column = (relation: string, names: string): string => `coalesce((
    select pg_catalog.json_agg(described.data order by w.n)
    from pg_catalog.unnest(${names}::text[]) with ordinality as w(name, n)
    left join lateral (
      select pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
        'name', a.attname, 'type', pg_catalog.format_type(a.atttypid, null),
        'notNull', a.attnotnull or ${isNotNullByDomain},
        'collation', (
          select ln.nspname || '.' || l.collname
          from pg_catalog.pg_collation as l
          join pg_catalog.pg_namespace as ln on ln.oid = l.collnamespace
          where l.oid = a.attcollation and l.collname <> 'default'
        ))) as data
      from pg_catalog.pg_attribute as a
      where a.attrelid = ${relation} and a.attname = w.name and a.attnum > 0 and not a.attisdropped
    ) as described on true
  ), '[]')`;

/**
 * Parameters: child schema, table and columns, parent schema, table and columns, the wanted name, and that of
 * the table that rows would be moved into.
 * The target is a valid, immediate, unique index without predicate on exactly the columns; its operator
 * classes say which operator compares, for two types where there is one, as `ATAddForeignKeyConstraint`
 * chooses. (Manual: CREATE TABLE, REFERENCES.)
 */
const tableFactsQuery = (version: number): string => `
with tables as (
  select
    (select c.oid from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p')) as child,
    (select c.oid from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
      where n.nspname = $4 and c.relname = $5 and c.relkind in ('r', 'p')) as parent
), wanted as (
  select w.n, child.atttypid as child_type, parent.attnum as parent_number
  from tables
  cross join rows from (pg_catalog.unnest($3::text[]), pg_catalog.unnest($6::text[])) with ordinality as
    w(child_name, parent_name, n)
  join pg_catalog.pg_attribute as child on child.attrelid = tables.child and child.attname = w.child_name
    and not child.attisdropped
  join pg_catalog.pg_attribute as parent on parent.attrelid = tables.parent and parent.attname =
    w.parent_name and not parent.attisdropped
), target as (
  select i.indexrelid, i.indkey, i.indclass
  from tables
  join pg_catalog.pg_index as i on i.indrelid = tables.parent
  where i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null and i.indexprs is null
    and i.indnkeyatts = pg_catalog.cardinality($6::text[])
    and (select pg_catalog.array_agg(k.number order by k.number) from pg_catalog.unnest(i.indkey::int2[])
      with ordinality as k(number, n) where k.n <= i.indnkeyatts)
      = (select pg_catalog.array_agg(w.parent_number order by w.parent_number) from wanted as w)
  order by i.indisprimary desc, i.indexrelid
  limit 1
), operators as (
  select w.n, o.oprname, n.nspname
  from wanted as w
  cross join target as t
  cross join lateral rows from (pg_catalog.unnest(t.indkey::int2[]), pg_catalog.unnest(t.indclass::oid[]))
    as k(number, class)
  join pg_catalog.pg_opclass as c on c.oid = k.class
  cross join lateral (
    select m.amopopr
    from pg_catalog.pg_amop as m
    join pg_catalog.pg_am as am on am.oid = m.amopmethod
    where m.amopfamily = c.opcfamily and m.amoplefttype = c.opcintype and (m.amopstrategy = 3 or
      (m.amopstrategy = 18 and am.amname = 'gist'))
      and m.amoprighttype in (w.child_type, c.opcintype)
    -- Equality is 3; of GiST's own range types 18.
    order by m.amopstrategy desc, m.amoprighttype = w.child_type desc
    limit 1
  ) as chosen
  join pg_catalog.pg_operator as o on o.oid = chosen.amopopr
  join pg_catalog.pg_namespace as n on n.oid = o.oprnamespace
  where k.number = w.parent_number
)
select pg_catalog.json_build_object(
  'columns', ${column('tables.child', '$3')},
  'referenced', ${column('tables.parent', '$6')},
  'writable', (
    select pg_catalog.json_agg(a.attname order by a.attnum)
    from pg_catalog.pg_attribute as a
    where a.attrelid = tables.child and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  ),
  'parentPartitioned', p.relkind = 'p',
  'operators', (
    select case when pg_catalog.count(*) = pg_catalog.cardinality($3::text[])
      then pg_catalog.json_agg(pg_catalog.json_build_object('schema', o.nspname, 'name', o.oprname) order by
        o.n) end
    from operators as o
  ),
  'primaryKey', ${primaryKeyOf('tables.child')},
  'estimatedRows', case when ${isEstimate('c.reltuples', version)} then c.reltuples::bigint end,
  'owner', pg_catalog.pg_has_role(c.relowner, 'USAGE'),
  'readOnly', pg_catalog.current_setting('default_transaction_read_only') = 'on',
  'assumable', case when not pg_catalog.pg_has_role(c.relowner, 'USAGE')
    and pg_catalog.pg_has_role(c.relowner, '${has(version, 'assumedRoles') ? 'SET' : 'MEMBER'}')
    then pg_catalog.pg_get_userbyid(c.relowner) end,
  'mayReference', pg_catalog.has_table_privilege(p.oid, 'REFERENCES') or coalesce((
    select pg_catalog.bool_and(pg_catalog.has_column_privilege(p.oid, w.parent_number, 'REFERENCES'))
    from wanted as w
  ), true),
  'unusable', (
    select coalesce(pg_catalog.json_agg(n.nspname order by n.nspname), '[]')
    from pg_catalog.pg_namespace as n
    where n.oid in (c.relnamespace, p.relnamespace) and not pg_catalog.has_schema_privilege(n.oid, 'USAGE')
  ),
  'quarantine', pg_catalog.json_build_object(
    'mayCreate', pg_catalog.has_schema_privilege(c.relnamespace, 'CREATE'),
    'ownsBackup', (
      select pg_catalog.pg_has_role(b.relowner, 'USAGE')
      from pg_catalog.pg_class as b
      where b.relnamespace = c.relnamespace and b.relname = $8
    ),
    'backupFits', (
      select ${columnsOf('b.oid')} is not distinct from ${columnsOf('c.oid')}
      from pg_catalog.pg_class as b
      where b.relnamespace = c.relnamespace and b.relname = $8
    ),
    'backupComment', (
      select pg_catalog.obj_description(b.oid, 'pg_class')
      from pg_catalog.pg_class as b
      where b.relnamespace = c.relnamespace and b.relname = $8
    ),
    'mayTake', pg_catalog.has_table_privilege(c.oid, 'SELECT')
      and pg_catalog.has_table_privilege(c.oid, 'DELETE')
  ),
  'nameTaken', exists (
    select from pg_catalog.pg_constraint as k
    where k.conrelid = tables.child and k.conname = $7
      and not (k.contype = 'f' and (
        select pg_catalog.array_agg(a.attname::text order by a.attname::text collate "C")
        from pg_catalog.pg_attribute as a
        where a.attrelid = k.conrelid and a.attnum = any (k.conkey)
      ) = (select pg_catalog.array_agg(w.name order by w.name collate "C") from
        pg_catalog.unnest($3::text[]) as w(name)))
  )
) as facts
from tables
join pg_catalog.pg_class as c on c.oid = tables.child
join pg_catalog.pg_class as p on p.oid = tables.parent`;
