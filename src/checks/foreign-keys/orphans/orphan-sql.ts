import { quoteIdentifier } from '../../postgres/sql/identifier.ts';
import type { ForeignKey } from '../catalog/key.ts';
import { tableName } from '../catalog/names.ts';

/** A key as counting takes it; it need not exist yet. */
export type CountedKey = Pick<
  ForeignKey,
  'schema' | 'table' | 'name' | 'partitioned' | 'columns' | 'match' | 'period'
> & { readonly references: Omit<ForeignKey['references'], 'estimatedRows' | 'heirs'> };

/** What counting needs to know besides the key itself. */
export interface OrphanDetails {
  /** The key's own equality of each pair, parent's column on the left (`pg_constraint.conpfeqop`). */
  readonly operators: readonly { readonly schema: string; readonly name: string }[];
  /** The child's primary key, in order; empty without one. */
  readonly primaryKey: readonly { readonly name: string; readonly type: string }[];
  /** The planner's estimate of the child's rows; null where the table was never analysed. */
  readonly estimatedRows: number | null;
}

/** SQL: the equality operators of a constraint, by its alias, as `OrphanDetails` has them. */
export function operatorsOf(constraint: string): string {
  return `(
    select pg_catalog.json_agg(pg_catalog.json_build_object('schema', n.nspname, 'name', o.oprname) order by
      e.n)
    from pg_catalog.unnest(${constraint}.conpfeqop) with ordinality as e(operator, n)
    join pg_catalog.pg_operator as o on o.oid = e.operator
    join pg_catalog.pg_namespace as n on n.oid = o.oprnamespace
  )`;
}

/** SQL: the columns of a relation's primary key as `OrphanDetails` has them. */
export function primaryKeyOf(relation: string): string {
  return `coalesce((
    select pg_catalog.json_agg(
      pg_catalog.json_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid,
        a.atttypmod)) order by e.n
    )
    from pg_catalog.pg_constraint as pk
    cross join lateral pg_catalog.unnest(pk.conkey) with ordinality as e(attribute, n)
    join pg_catalog.pg_attribute as a on a.attrelid = pk.conrelid and a.attnum = e.attribute
    where pk.conrelid = ${relation} and pk.contype = 'p'
  ), '[]')`;
}

/**
 * From where to where by the child's primary key, as `$1 …` and `$n …` of the query; null: from the start.
 */
export interface Range {
  readonly from: boolean;
  readonly to: boolean;
}

/**
 * The condition that a row `c` of the child has no parent, as PostgreSQL's own triggers decide it.
 *
 * NOT EXISTS, never NOT IN, which one null on the other side makes empty. MATCH SIMPLE asks nothing of a row
 * with any null, MATCH FULL only of one that is null throughout. A PERIOD key is satisfied when the parents'
 * ranges together cover the row's.
 */
export function orphanCondition(key: CountedKey, { operators }: OrphanDetails): string {
  const given = key.columns.map(({ name }) => `c.${quoteIdentifier(name)} is not null`);
  const guard = key.match === 'full' ? `(${given.join(' or ')})` : given.join(' and ');
  const equal = comparison(key, operators, { parent: 'p', child: 'c' });
  return (
    `${guard}\n  and not exists (select from ${source(key.references)} as p where ` +
    `${equal}${coverage(key)})`
  );
}

/** The condition that a row of the parent is one of a row of the child, by the aliases of the two tables. */
export function comparison(
  key: CountedKey,
  operators: OrphanDetails['operators'],
  alias: { readonly parent: string; readonly child: string },
): string {
  return key.columns
    .map((column, index) => {
      const parent = key.references.columns[index];
      const operator = operators[index];
      if (parent === undefined || operator === undefined)
        throw new Error(`the key ${key.name} changed while it was looked at`);
      // PostgreSQL compares by the parent's collation; two different ones would be an error here.
      const collation =
        column.collation === parent.collation ? '' : ` collate ${parent.collation ?? 'pg_catalog."default"'}`;
      const isRange = key.period && index === key.columns.length - 1;
      const compare = isRange
        ? 'operator(pg_catalog.&&)'
        : `operator(${quoteIdentifier(operator.schema)}.${operator.name})`;
      const [ofParent, ofChild] = [quoteIdentifier(parent.name), quoteIdentifier(column.name)];
      return `${alias.parent}.${ofParent} ${compare} ${alias.child}.${ofChild}${collation}`;
    })
    .join(' and ');
}

function coverage(key: CountedKey): string {
  const column = key.columns.at(-1);
  const parent = key.references.columns.at(-1);
  if (!key.period || column === undefined || parent === undefined) return '';
  return (
    ` having c.${quoteIdentifier(column.name)} operator(pg_catalog.<@) ` +
    `pg_catalog.range_agg(p.${quoteIdentifier(parent.name)})`
  );
}

/**
 * A key holds for the rows of that table alone, not for those that inherit from it; a partitioned table's
 * rows are all in its partitions.
 */
export function source(table: {
  readonly schema: string;
  readonly table: string;
  readonly partitioned: boolean;
}): string {
  return table.partitioned ? tableName(table) : `only ${tableName(table)}`;
}

export function countQuery(
  key: CountedKey,
  details: OrphanDetails,
  range: Range = { from: false, to: false },
): string {
  return (
    `select pg_catalog.count(*)::text as orphans\nfrom ${source(key)} as c\nwhere ` +
    `${[...bounds(details, range), orphanCondition(key, details)].join('\n  and ')}`
  );
}

/**
 * The last key of the chunk that begins behind `$1 …`, `rows` rows further on; no row where the rest is
 * smaller.
 */
export function boundaryQuery(key: CountedKey, details: OrphanDetails, from: boolean, rows: number): string {
  const columns = details.primaryKey.map(({ name }) => `c.${quoteIdentifier(name)}`);
  const where = bounds(details, { from, to: false });
  return `select ${columns.map((column, index) => `${column}::text as k${index}`).join(', ')}
from ${source(key)} as c
${where.length > 0 ? `where ${where.join(' and ')}\n` : ''}order by ${columns.join(', ')}
offset ${rows - 1} limit 1`;
}

/**
 * Of the keys in a part of the child's pages, each so many one, in order; behind `$1 …` where `from` says so.
 */
export function cutsQuery(
  key: CountedKey,
  details: OrphanDetails,
  { percent, every, from }: { readonly percent: number; readonly every: number; readonly from: boolean },
): string {
  const columns = details.primaryKey.map(({ name }) => `c.${quoteIdentifier(name)}`);
  const where = bounds(details, { from, to: false });
  return `select ${columns.map((_, index) => `s.k${index}`).join(', ')}
from (
  select ${columns.map((column, index) => `${column}::text as k${index}`).join(', ')},
    pg_catalog.row_number() over (order by ${columns.join(', ')}) as n
  from ${source(key)} as c tablesample system (${percent})
  ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
) as s
where s.n % ${every} = 0
order by s.n`;
}

function bounds({ primaryKey }: OrphanDetails, { from, to }: Range): string[] {
  const columns = `(${primaryKey.map(({ name }) => `c.${quoteIdentifier(name)}`).join(', ')})`;
  const values = (offset: number): string =>
    `(${primaryKey.map(({ type }, index) => `$${offset + index + 1}::${type}`).join(', ')})`;
  return [
    from && `${columns} > ${values(0)}`,
    to && `${columns} <= ${values(from ? primaryKey.length : 0)}`,
  ].filter((text) => text !== false);
}

/** Orphans in a part of the child's pages. */
export function sampleCountQuery(key: CountedKey, details: OrphanDetails, percent: number): string {
  return (
    `select pg_catalog.count(*)::text as orphans\nfrom ${source(key)} as c tablesample system ` +
    `(${percent})\nwhere ${orphanCondition(key, details)}`
  );
}

/** A few orphans: their primary key and what they reference. All values as text. */
export function samplesQuery(
  key: CountedKey,
  details: OrphanDetails,
  limit: number,
  percent: number | null,
): string {
  const names = [...new Set([...details.primaryKey, ...key.columns].map(({ name }) => name))];
  const columns = names
    .map((name) => `c.${quoteIdentifier(name)}::text as ${quoteIdentifier(name)}`)
    .join(', ');
  const sample = percent === null ? '' : ` tablesample system (${percent})`;
  return (
    `select ${columns}\nfrom ${source(key)} as c${sample}\nwhere ` +
    `${orphanCondition(key, details)}\nlimit ${limit}`
  );
}

/** What a person pastes to see them. */
export function showQuery(key: CountedKey, details: OrphanDetails): string {
  return `${head}from ${source(key)} as c\nwhere ${orphanCondition(key, details)}${tail}`;
}

const head = 'select c.*\n';
const tail = '\nlimit 100;';

/** `from … where …`: the rows that such a query shows, all of them. */
export function rowsOf(query: string): string {
  return query.slice(head.length, -tail.length);
}
