import type { TableIndex } from './table-index.ts';

/** How well the best index serves a key's look-ups. */
export type Coverage = 'covered' | 'partly' | 'none';

/**
 * Whether an index finds the rows of one referenced key, as the planner sees it.
 *
 * The key's columns, as a set, must lead the index's. An index covers partly where only some of them lead.
 * One in which they stand behind another column does not serve: the planner reads the table, or all of the
 * index.
 */
export function coverageBy(index: TableIndex, keyColumns: readonly string[]): Coverage {
  if (!index.valid || !index.plainScan) return 'none';
  // Of most indexes not even the first column is one of the key's.
  const [first] = index.columns;
  if (first === undefined || !serves(first, keyColumns)) return 'none';
  if (index.predicate !== null && !saysOnlyNotNullOf(index.predicate.onlyNotNull, keyColumns)) return 'none';

  const wanted = new Set(keyColumns).size;
  const leading = countLeading(index.columns, keyColumns);
  if (leading === wanted) return 'covered';
  return leading > 0 ? 'partly' : 'none';
}

/** How many of the key's columns stand before the first index column that does not serve the key. */
function countLeading(columns: TableIndex['columns'], keyColumns: readonly string[]): number {
  const names = new Set<string | null>();
  for (const column of columns) {
    if (!serves(column, keyColumns)) break;
    names.add(column.name);
  }
  return names.size;
}

function serves({ name, findsEqual }: TableIndex['columns'][number], keyColumns: readonly string[]): boolean {
  return name !== null && findsEqual && keyColumns.includes(name);
}

/** An index that looks as if it found the rows of a referenced key, and why it does not. */
export interface NearMiss {
  readonly index: TableIndex;
  readonly because: string;
}

/** Of indexes that do not serve the one that most looks as if it did. */
export function nearMiss(indexes: readonly TableIndex[], keyColumns: readonly string[]): NearMiss | null {
  let nearest: (NearMiss & { readonly distance: number }) | null = null;
  for (const index of indexes) {
    const reason = missedBecause(index, keyColumns);
    if (reason !== null && (nearest === null || reason.distance < nearest.distance))
      nearest = { index, ...reason };
  }
  return nearest === null ? null : { index: nearest.index, because: nearest.because };
}

function missedBecause(
  index: TableIndex,
  keyColumns: readonly string[],
): { readonly distance: number; readonly because: string } | null {
  // Most indexes of a table have nothing to do with the key: they are passed over first.
  const first = firstOf(keyColumns, index.columns);
  if (first === undefined) return null;
  const leads = coverageBy({ ...index, valid: true, plainScan: true, predicate: null }, keyColumns);
  if (leads === 'covered' && !index.valid && index.partitioned)
    return { distance: 0, because: 'is of the parent alone (ON ONLY), and not each partition has one' };
  if (leads === 'covered' && !index.valid) return { distance: 0, because: 'is invalid' };
  if (leads === 'covered' && index.predicate !== null)
    return { distance: 1, because: 'is partial: it holds some rows only' };
  if (leads === 'covered' && !index.plainScan)
    return { distance: 3, because: `is ${index.method}, which finds no single rows` };
  const misfit = index.columns.find(
    (column) => column.name !== null && keyColumns.includes(column.name) && !column.findsEqual,
  );
  if (misfit !== undefined)
    return {
      distance: 2,
      because: misfit.otherCollation
        ? `sorts ${misfit.name} by another collation than the column's`
        : `does not find ${misfit.name} by the key's equality`,
    };
  const place = index.columns.findIndex(({ name }) => name === first);
  if (place === 0) return null;
  return { distance: 3 + place, because: `has ${first} in place ${place + 1}` };
}

/**
 * The first of the key's columns that the index has. Loops, since it is asked of each key and index of a
 * table.
 */
function firstOf(keyColumns: readonly string[], columns: TableIndex['columns']): string | undefined {
  for (const wanted of keyColumns) {
    for (const { name } of columns) if (name === wanted) return wanted;
  }
  return undefined;
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
