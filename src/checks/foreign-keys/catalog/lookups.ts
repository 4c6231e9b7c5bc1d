import { groupBy } from '../../support/group-by.ts';
import { bestCoverage, nearMiss, type Coverage, type NearMiss } from './index-coverage.ts';
import type { ForeignKey } from './key.ts';
import { columnNames, tableName } from './names.ts';
import type { Indexes } from '../probes/indexes.ts';
import type { TableIndex } from './table-index.ts';

export interface LookupCoverage {
  readonly coverage: Coverage;
  /** The index that covers, or that covers partly. */
  readonly by: TableIndex | null;
  /**
   * The partitions that hold rows and have no index that covers; empty for a table that is not partitioned.
   */
  readonly uncovered: readonly { readonly schema: string; readonly table: string }[];
  /** Some partition has one that covers. */
  readonly partlyDone: boolean;
  /** Where none covers even partly: the index that looks as if it did. */
  readonly missed: () => NearMiss | null;
}

/** Two checks ask the same of the same evidence. */
const known = new WeakMap<Indexes, (key: ForeignKey) => LookupCoverage>();

/**
 * How a key's look-ups are served. A partitioned table is served by a valid index of its own, or by one on
 * each partition: the planner goes to the partitions one by one and knows nothing of the parent's.
 */
export function lookupCoverage(indexes: Indexes): (key: ForeignKey) => LookupCoverage {
  const look = known.get(indexes) ?? remembered(lookIn(indexes));
  known.set(indexes, look);
  return look;
}

const grouped = new WeakMap<Indexes, ReadonlyMap<string, readonly TableIndex[]>>();

/** The indexes of each table, by its name. */
export function indexesByTable(seen: Indexes): ReadonlyMap<string, readonly TableIndex[]> {
  const byTable = grouped.get(seen) ?? groupBy(seen.indexes, tableName);
  grouped.set(seen, byTable);
  return byTable;
}

/** One for all keys that it says the same of: there may be ten thousand. */
const covered: LookupCoverage['uncovered'] = [];
const nothingMissed = (): null => null;

function lookIn(seen: Indexes): (key: ForeignKey) => LookupCoverage {
  const { partitions } = seen;
  const byTable = indexesByTable(seen);
  const leavesOf = new Map(partitions.map((table) => [tableName(table), table.leaves]));
  return (key) => {
    const columns = columnNames(key.columns);
    const leaves = leavesOf.get(tableName(key));
    const ofTable = byTable.get(tableName(key)) ?? [];
    const whole = bestCoverage(ofTable, columns);
    if (leaves === undefined) {
      const missed = whole.coverage === 'none' ? () => nearMiss(ofTable, columns) : nothingMissed;
      return { coverage: whole.coverage, by: whole.by, uncovered: covered, partlyDone: false, missed };
    }
    const missed = (): NearMiss | null =>
      nearMiss(ofTable, columns) ?? nearMiss(byTable.get(tableName(uncovered[0] ?? key)) ?? [], columns);
    const parts = leaves.map((leaf) => ({
      leaf,
      ...bestCoverage(byTable.get(tableName(leaf)) ?? [], columns),
    }));
    const uncovered = parts.filter(({ coverage }) => coverage !== 'covered').map(({ leaf }) => leaf);
    const partlyDone = uncovered.length < leaves.length;
    if (whole.coverage !== 'none' || leaves.length === 0) return { ...whole, uncovered, partlyDone, missed };
    const weakest =
      parts.find(({ coverage }) => coverage === 'none') ??
      parts.find(({ coverage }) => coverage === 'partly') ??
      parts[0];
    return { coverage: weakest?.coverage ?? 'none', by: weakest?.by ?? null, uncovered, partlyDone, missed };
  };
}

function remembered<Key, Value>(answer: (key: Key) => Value): (key: Key) => Value {
  const answers = new Map<Key, Value>();
  return (key) => {
    const value = answers.get(key) ?? answer(key);
    answers.set(key, value);
    return value;
  };
}
