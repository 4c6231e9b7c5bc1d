import type { ForeignKey } from './key.ts';
import { tableName } from './names.ts';

/** What findings about a key are sorted by: how much a delete of a parent reads, and what it then does. */
export function keyFacts({ estimatedRows, onDelete }: ForeignKey) {
  return { estimatedRows, onDelete };
}

/** How many rows a table has, as the keys from and to it know; null where none does. */
export function rowsOf(
  { schema, table }: { readonly schema: string; readonly table: string },
  keys: readonly ForeignKey[],
): number | null {
  const name = tableName({ schema, table });
  const ends = keys.flatMap((key) => [key, key.references]);
  return ends.find((end) => tableName(end) === name)?.estimatedRows ?? null;
}
