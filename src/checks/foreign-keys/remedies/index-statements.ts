import {
  columnList,
  dollarQuote,
  lineComment,
  qualifiedName,
  quoteIdentifier,
} from '../../postgres/sql/identifier.ts';
import { tableName } from '../catalog/names.ts';
import type { TableIndex } from '../catalog/table-index.ts';
import type { IndexDefinitions } from '../probes/index-definitions.ts';

interface Relation {
  readonly schema: string;
  readonly table: string;
}

/** An index that is to be made, for one key or for several. */
export interface MissingIndex extends Relation {
  readonly columns: readonly string[];
  readonly method: 'btree' | 'gist';
  readonly partitioned: boolean;
  /** Partitions that hold rows and have none that serves. */
  readonly uncovered: readonly Relation[];
  /** Some partition has one. */
  readonly partlyDone: boolean;
}

/**
 * On a partitioned table each partition's index first: the parent then adopts them instead of building under
 * a lock. It adopts only what is defined exactly alike, so where some partition has an index of its own the
 * parent gets none.
 */
export function createIndex(index: MissingIndex): string[] {
  const { partitioned, partlyDone, uncovered } = index;
  const on = `${index.method === 'btree' ? '' : `using ${index.method} `}${columnList(index.columns)}`;
  const concurrently = (table: Relation, more = ''): string =>
    [outside(table, more), `create index concurrently on ${tableName(table)} ${on};`].join('\n');
  if (!partitioned) return [concurrently(index)];
  if (partlyDone)
    return uncovered.map((leaf) => concurrently(leaf, '; a partition that is made later needs its own'));
  return [
    ...uncovered.map((leaf) => concurrently(leaf)),
    `${lineComment(
      `takes SHARE on ${tableName(index)} and its partitions, for a moment: it adopts the indexes above`,
    )}\ncreate index on ${tableName(index)} ${on};`,
  ];
}

/**
 * An invalid index is built anew. A unique one is not by REINDEX, which fails on the duplicates that made it
 * invalid and leaves another behind: it is dropped and created again, once there are none.
 */
export function rebuildIndex(index: TableIndex, definitions: IndexDefinitions): string[] {
  const name = qualifiedName(index.schema, index.name);
  // What REINDEX itself left behind is a copy; the index that it was to replace is still there.
  if (isCopy(index)) return [`${outside(index)}\ndrop index concurrently ${name};`];
  if (!index.unique) return [`${outside(index)}\nreindex index concurrently ${name};`];
  const found = definitions.find((each) => each.schema === index.schema && each.name === index.name);
  const columns = index.columns.flatMap((column) => (column.name === null ? [] : [column.name]));
  if (found === undefined || columns.length < index.columns.length) return [];
  return [
    refuseDuplicates(index, columns, found.predicate, / nulls not distinct/i.test(found.definition)),
    `${outside(index)}\ndrop index concurrently ${name};`,
    `${outside(index)}\n` +
      `${found.definition.replace(/^CREATE UNIQUE INDEX /, 'create unique index concurrently ')};`,
  ];
}

/** Left behind by a REINDEX CONCURRENTLY that failed. */
export function isCopy({ name }: TableIndex): boolean {
  return /_cc(?:new|old)\d*$/.test(name);
}

/** The rows that a unique index on these columns would refuse. */
export function duplicatesQuery(
  table: Relation,
  columns: readonly string[],
  predicate: string | null,
  nullsEqual: boolean,
): string {
  const list = columns.map(quoteIdentifier);
  const where = [
    predicate === null ? null : `(${predicate})`,
    ...(nullsEqual ? [] : list.map((column) => `${column} is not null`)),
  ].filter((text) => text !== null);
  return (
    `select ${list.join(', ')}, count(*) from ${tableName(table)}` +
    (`${where.length === 0 ? '' : ` where ${where.join(' and ')}`} group by ${list.join(', ')} having ` +
      'count(*) > 1')
  );
}

function refuseDuplicates(
  table: Relation,
  columns: readonly string[],
  predicate: string | null,
  nullsEqual: boolean,
): string {
  const query = duplicatesQuery(table, columns, predicate, nullsEqual);
  const tag = dollarQuote(query);
  return [
    '-- stops here where there are duplicates: show them with the query in it, and decide which row stays',
    `do ${tag} begin if exists (${query}) then`,
    `  raise exception 'there are duplicates';`,
    `end if; end ${tag};`,
  ].join('\n');
}

function outside(table: Relation, more = ''): string {
  return lineComment(`takes SHARE UPDATE EXCLUSIVE on ${tableName(table)}; outside a transaction${more}`);
}
