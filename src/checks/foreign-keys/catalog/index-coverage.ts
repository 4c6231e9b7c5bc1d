import type { TableIndex } from './table-index.ts';

/** How well the best index serves a key's look-ups. */
export type Coverage = 'covered' | 'partly' | 'none';

/**
 * Whether an index finds the rows of one referenced key, as the planner sees it.
 *
 * The key's columns, as a set, must lead the index's. An index covers partly where only some of them lead, or
 * where all of them stand behind one other column (PostgreSQL 18 can skip over that one of a btree; before,
 * and in gist, more of the index is read).
 */
export function coverageBy(index: TableIndex, keyColumns: readonly string[]): Coverage {
  if (!index.valid || !index.plainScan) return 'none';
  if (index.predicate !== null && !saysOnlyNotNullOf(index.predicate.onlyNotNull, keyColumns)) return 'none';

  const wanted = new Set(keyColumns).size;
  const leading = countLeading(index.columns, 0, keyColumns);
  if (leading === wanted) return 'covered';
  if (leading > 0) return 'partly';
  const behind = index.columns[0]?.name === null ? 0 : countLeading(index.columns, 1, keyColumns);
  return ['btree', 'gist'].includes(index.method) && behind === wanted ? 'partly' : 'none';
}

/**
 * How many of the key's columns stand, from that place on, before the first index column that does not serve
 * the key.
 */
function countLeading(columns: TableIndex['columns'], from: number, keyColumns: readonly string[]): number {
  const names: string[] = [];
  for (let place = from; place < columns.length; place += 1) {
    const column = columns[place];
    if (
      column === undefined ||
      column.name === null ||
      !column.findsEqual ||
      !keyColumns.includes(column.name)
    )
      break;
    if (!names.includes(column.name)) names.push(column.name);
  }
  return names.length;
}

function saysOnlyNotNullOf(columns: readonly string[] | null, keyColumns: readonly string[]): boolean {
  return columns !== null && columns.every((column) => keyColumns.includes(column));
}

/** The best of several indexes, and which one it is. */
export function bestCoverage(
  indexes: readonly TableIndex[],
  keyColumns: readonly string[],
): { readonly coverage: Coverage; readonly by: TableIndex | null } {
  let partly: TableIndex | null = null;
  for (const index of indexes) {
    const coverage = coverageBy(index, keyColumns);
    if (coverage === 'covered') return { coverage, by: index };
    if (coverage === 'partly') partly ??= index;
  }
  return { coverage: partly === null ? 'none' : 'partly', by: partly };
}
