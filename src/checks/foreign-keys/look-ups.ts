import { groupBy } from '../group-by.ts';
import { bestCoverage, type Coverage } from './covering.ts';
import type { ForeignKey } from './key.ts';
import { columnNames, tableName } from './names.ts';
import type { Indexes } from './probes/indexes.ts';
import type { TableIndex } from './table-index.ts';

export interface LookUp {
  readonly coverage: Coverage;
  /** The index that covers, or that covers partly. */
  readonly by: TableIndex | null;
  /** The partitions that hold rows; empty for a table that is not partitioned. */
  readonly leaves: readonly { readonly schema: string; readonly table: string }[];
}

const nothing: LookUp = { coverage: 'none', by: null, leaves: [] };

/** Two checks ask the same of the same evidence. */
const known = new WeakMap<Indexes, (key: ForeignKey) => LookUp>();

/**
 * How a key's look-ups are served. A partitioned table is served by a valid index of its own, or by one on each
 * partition: the planner goes to the partitions one by one and knows nothing of the parent's.
 */
export function lookUps(indexes: Indexes): (key: ForeignKey) => LookUp {
  const look = known.get(indexes) ?? remembered(lookIn(indexes));
  known.set(indexes, look);
  return look;
}

function lookIn({ indexes, partitions }: Indexes): (key: ForeignKey) => LookUp {
  const byTable = groupBy(indexes, tableName);
  const leavesOf = new Map(partitions.map((table) => [tableName(table), table.leaves]));
  return (key) => {
    const columns = columnNames(key.columns);
    const leaves = leavesOf.get(tableName(key)) ?? [];
    const whole = bestCoverage(byTable.get(tableName(key)) ?? [], columns);
    if (whole.coverage === 'none' && leaves.length === 0) return nothing;
    if (whole.coverage !== 'none' || leaves.length === 0) return { ...whole, leaves };
    const parts = leaves.map((leaf) => bestCoverage(byTable.get(tableName(leaf)) ?? [], columns));
    const weakest = parts.find(({ coverage }) => coverage === 'none') ?? parts.find(({ coverage }) => coverage === 'partly') ?? parts[0];
    return { ...(weakest ?? whole), leaves };
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
