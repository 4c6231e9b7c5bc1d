import type { CountedKey, OrphanDetails } from '../../foreign-keys/orphans/orphan-sql.ts';
import type { KeyDefinition } from '../../foreign-keys/remedies/statements.ts';
import type { TableFacts } from '../apply/table-facts.ts';

/** The wanted key as the counting of orphans takes one; null where it could not exist. */
export function asKey(
  definition: KeyDefinition,
  { columns, referenced, parentPartitioned, operators, primaryKey, estimatedRows }: TableFacts,
): { readonly key: CountedKey; readonly details: OrphanDetails } | null {
  const child = columns.filter((column) => column !== null);
  const parent = referenced.filter((column) => column !== null);
  if (operators === null || child.length < columns.length || parent.length < referenced.length) return null;
  const { schema, table, name, partitioned, match, period } = definition;
  const key: CountedKey = {
    schema,
    table,
    name,
    partitioned,
    match,
    period,
    columns: child,
    references: {
      schema: definition.references.schema,
      table: definition.references.table,
      partitioned: parentPartitioned,
      columns: parent,
    },
  };
  return { key, details: { operators, primaryKey, estimatedRows } };
}
