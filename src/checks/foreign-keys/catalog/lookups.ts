import { groupBy } from '../../support/group-by.ts';
import { keysByTable } from '../expectations/compare.ts';
import { bestCoverage, nearMiss, type Coverage, type NearMiss } from './index-coverage.ts';
import type { ForeignKey } from './key.ts';
import { columnNames, tableName } from './names.ts';
import type { Indexes } from '../probes/indexes.ts';
import type { Keys } from '../probes/keys.ts';
import type { TableIndex } from './table-index.ts';

interface LookupCoverage {
  readonly coverage: Coverage;
  /** The index that covers partly. */
  readonly by: TableIndex | null;
  /**
   * The partitions that hold rows and have no index that covers; empty for a table that is not partitioned.
   */
  readonly uncovered: readonly { readonly schema: string; readonly table: string }[];
  /** Some partition has one that covers. */
  readonly partlyDone: boolean;
}

/** A key whose look-ups no index serves whole, and what there is. */
export interface PoorLookup extends LookupCoverage {
  readonly key: ForeignKey;
  readonly columns: readonly string[];
  readonly coverage: 'partly' | 'none';
}

/** Two checks, and what cures both, ask the same of the same evidence. */
const known = new WeakMap<Keys, WeakMap<Indexes, readonly PoorLookup[]>>();

/**
 * The selected keys that look something up, and that no index serves whole. A partitioned table is served by
 * a valid index of its own, or by one on each partition: the planner goes to the partitions one by one and
 * knows nothing of the parent's.
 */
export function poorLookups(keys: Keys, indexes: Indexes): readonly PoorLookup[] {
  const ofKeys = known.get(keys) ?? new WeakMap<Indexes, readonly PoorLookup[]>();
  known.set(keys, ofKeys);
  const found = ofKeys.get(indexes) ?? lookIn(keys, indexes);
  ofKeys.set(indexes, found);
  return found;
}

/** Of a key that none covers even partly: the index that looks as if it did. */
export function missedIndex({ key, columns, uncovered }: PoorLookup, seen: Indexes): NearMiss | null {
  const byTable = indexesByTable(seen);
  const missed = nearMiss(byTable.get(tableName(key)) ?? [], columns);
  const [leaf] = uncovered;
  return missed ?? (leaf === undefined ? null : nearMiss(byTable.get(tableName(leaf)) ?? [], columns));
}

const grouped = new WeakMap<Indexes, ReadonlyMap<string, readonly TableIndex[]>>();

/** The indexes of each table, by its name. */
export function indexesByTable(seen: Indexes): ReadonlyMap<string, readonly TableIndex[]> {
  const byTable = grouped.get(seen) ?? groupBy(seen.indexes, tableName);
  grouped.set(seen, byTable);
  return byTable;
}

function lookIn({ keys }: Keys, seen: Indexes): PoorLookup[] {
  const byTable = indexesByTable(seen);
  const leavesOf = new Map(seen.partitions.map((table) => [tableName(table), table.leaves]));
  const found: PoorLookup[] = [];
  for (const [table, ofTable] of keysByTable(keys)) {
    const indexes = byTable.get(table) ?? [];
    const leaves = leavesOf.get(table) ?? null;
    for (const key of ofTable) {
      // A key that is NOT ENFORCED has no triggers, so it looks nothing up.
      if (!key.selected || !key.enforced) continue;
      const columns = columnNames(key.columns);
      const served =
        leaves === null ? servedBy(indexes, columns) : servedInParts(indexes, leaves, columns, byTable);
      const { coverage, by, uncovered, partlyDone } = served;
      if (coverage !== 'covered') found.push({ key, columns, coverage, by, uncovered, partlyDone });
    }
  }
  return found;
}

/** One for all keys of tables that are not partitioned: there may be ten thousand. */
const whole: LookupCoverage['uncovered'] = [];

function servedBy(indexes: readonly TableIndex[], columns: readonly string[]): LookupCoverage {
  const { coverage, by } = bestCoverage(indexes, columns);
  return { coverage, by, uncovered: whole, partlyDone: false };
}

function servedInParts(
  indexes: readonly TableIndex[],
  leaves: Indexes['partitions'][number]['leaves'],
  columns: readonly string[],
  byTable: ReadonlyMap<string, readonly TableIndex[]>,
): LookupCoverage {
  const above = bestCoverage(indexes, columns);
  const parts = leaves.map((leaf) => ({
    leaf,
    ...bestCoverage(byTable.get(tableName(leaf)) ?? [], columns),
  }));
  const uncovered = parts.filter(({ coverage }) => coverage !== 'covered').map(({ leaf }) => leaf);
  const partlyDone = uncovered.length < leaves.length;
  if (above.coverage !== 'none' || leaves.length === 0) return { ...above, uncovered, partlyDone };
  const weakest =
    parts.find(({ coverage }) => coverage === 'none') ??
    parts.find(({ coverage }) => coverage === 'partly') ??
    parts[0];
  return { coverage: weakest?.coverage ?? 'none', by: weakest?.by ?? null, uncovered, partlyDone };
}
