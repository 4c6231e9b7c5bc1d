import type { ForeignKey } from '../catalog/key.ts';
import { columnSet } from '../expectations/compare.ts';

/**
 * Of two keys that say the same the stronger one stays: it protects, where the other is NOT VALID or NOT
 * ENFORCED.
 */
export function strength({ validated, enforced }: ForeignKey): number {
  return Number(enforced) * 2 + Number(validated);
}

/** The same for keys of one route that do the same. */
export function sameDefinition(key: ForeignKey): string {
  const { match, onUpdate, onDelete, onDeleteColumns, deferrable, initiallyDeferred } = key;
  return JSON.stringify([
    match,
    onUpdate,
    onDelete,
    columnSet(onDeleteColumns),
    deferrable,
    initiallyDeferred,
  ]);
}
