import type { TableIndex } from './table-index.ts';

/** How well the best index serves a key's look-ups. */
export type Coverage = 'covered' | 'partly' | 'none';

/**
 * Whether an index finds the rows of one referenced key, as the planner sees it.
 *
 * The key's columns, as a set, must lead the index's. An index covers partly where only some of them lead, or where all of them stand
 * behind one other column (PostgreSQL 18 can skip over that one; before, the whole index is read).
 */
export function coverageBy(index: TableIndex, keyColumns: readonly string[]): Coverage {
  if (!index.valid || !index.plainScan) return 'none';
  if (index.predicate !== null && !saysOnlyNotNullOf(index.predicate.onlyNotNull, keyColumns)) return 'none';

  const wanted = new Set(keyColumns);
  const serves = ({ name, findsEqual }: TableIndex['columns'][number]): boolean => name !== null && findsEqual && wanted.has(name);
  const leading = leadingNames(index.columns, serves);
  if (leading.size === wanted.size) return 'covered';
  if (leading.size > 0) return 'partly';
  const behind = index.columns[0]?.name === null ? new Set() : leadingNames(index.columns.slice(1), serves);
  return index.method === 'btree' && behind.size === wanted.size ? 'partly' : 'none';
}

/** The names before the first column that does not serve. */
function leadingNames(columns: TableIndex['columns'], serves: (column: TableIndex['columns'][number]) => boolean): Set<string> {
  const end = columns.findIndex((column) => !serves(column));
  return new Set(columns.slice(0, end < 0 ? columns.length : end).flatMap(({ name }) => (name === null ? [] : [name])));
}

function saysOnlyNotNullOf(columns: readonly string[] | null, keyColumns: readonly string[]): boolean {
  return columns !== null && columns.every((column) => keyColumns.includes(column));
}

/** The best of several indexes, and which one it is. */
export function bestCoverage(indexes: readonly TableIndex[], keyColumns: readonly string[]): { readonly coverage: Coverage; readonly by: TableIndex | null } {
  let partly: TableIndex | null = null;
  for (const index of indexes) {
    const coverage = coverageBy(index, keyColumns);
    if (coverage === 'covered') return { coverage, by: index };
    if (coverage === 'partly') partly ??= index;
  }
  return { coverage: partly === null ? 'none' : 'partly', by: partly };
}
