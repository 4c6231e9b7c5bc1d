import type { Expectation } from './expectation.ts';
import { columnNames, tableName } from './names.ts';
import type { Keys } from './probes/keys.ts';
import { selectedKeys } from './compare.ts';

/** The keys that are there as expectations, complete: what `--expect` compares a later state, or another database, with. */
export function snapshot({ keys }: Keys): Expectation[] {
  return selectedKeys(keys).map((key) => ({
    name: key.name,
    table: tableName(key),
    columns: columnNames(key.columns),
    references: { table: tableName(key.references), columns: columnNames(key.references.columns) },
    onDelete: key.onDelete,
    onUpdate: key.onUpdate,
    match: key.match,
    deferrable: key.deferrable,
    initiallyDeferred: key.initiallyDeferred,
    onDeleteColumns: key.onDeleteColumns,
  }));
}
