import type { ForeignKey } from '../catalog/key.ts';
import { expectedKeyName, keyName } from '../catalog/names.ts';
import { columnSet } from '../expectations/compare.ts';
import type { Expected } from '../probes/keys.ts';

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

/** Whether an expectation names this very key: the same name on another table is another key's. */
export function namedBy(expectations: readonly Expected[]): (key: ForeignKey) => boolean {
  const names = new Set(
    expectations.flatMap((expected) => (expected.child === null ? [] : [expectedKeyName(expected)])),
  );
  return (key) => names.has(keyName(key));
}
