import type { Snapshot } from './expectation.ts';
import { columnNames, tableName } from '../catalog/names.ts';
import type { Keys } from '../probes/keys.ts';
import { selectedKeys } from './compare.ts';
import type { Selection } from '../catalog/selection.ts';

/**
 * The keys that are there as expectations, with every detail: what `--expect` compares a later state, or
 * another database, with.
 */
export function snapshot({ keys }: Keys, selection: Selection): Snapshot {
  const foreignKeys = selectedKeys(keys).map((key) => ({
    name: key.name,
    table: tableName(key),
    columns: columnNames(key.columns),
    references: { table: tableName(key.references), columns: columnNames(key.references.columns) },
    onDelete: key.onDelete,
    onUpdate: key.onUpdate,
    match: key.match,
    deferrable: key.deferrable,
    initiallyDeferred: key.initiallyDeferred,
    period: key.period,
    onDeleteColumns: key.onDeleteColumns,
  }));
  return { complete: selection.kind === 'all', foreignKeys };
}
