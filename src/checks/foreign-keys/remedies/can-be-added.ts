import { columnSet } from '../expectations/compare.ts';
import { tableName } from '../catalog/names.ts';
import type { Expected } from '../probes/keys.ts';

/** Why an expected key cannot be added as things are, or null where nothing speaks against it. */
export function canBeAdded({ expectation, child, parent }: Expected): string | null {
  if (child === null || parent === null) return 'a table is absent';
  for (const table of [child, parent]) {
    if (table.leftOut === 'a foreign table')
      return `${tableName(table)} is a foreign table, which has and is referenced by no foreign key`;
  }
  const { columns } = expectation.references;
  const isUnique = parent.uniques.some((unique) => columnSet(unique) === columnSet(columns));
  // Over a PERIOD what must be unique is WITHOUT OVERLAPS, which is no unique index.
  if (!isUnique && expectation.period !== true)
    return (
      `${tableName(parent)} has no unique index on (${columns.join(', ')}) over all rows that is checked at ` +
      'once, which a reference needs'
    );
  return null;
}
