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
  for (const [place, name] of expectation.columns.entries()) {
    const type = child.types[child.columns.indexOf(name)];
    const parentType = parent.types[parent.columns.indexOf(columns[place] ?? '')];
    if (type !== undefined && parentType !== undefined && !canEqual(type, parentType))
      return (
        `${name} is ${type} and ${columns[place]} is ${parentType}, and no key can lead from the ` +
        'one to the other'
      );
  }
  const isUnique = parent.uniques.some((unique) => columnSet(unique) === columnSet(columns));
  // Over a PERIOD what must be unique is WITHOUT OVERLAPS, which is no unique index.
  if (!isUnique && expectation.period !== true)
    return (
      `${tableName(parent)} has no unique index on (${columns.join(', ')}) over all rows that is checked ` +
      'at once, which a reference needs'
    );
  return null;
}

/**
 * Types that a key can lead between, from a list to the same or a later one of its group, and to no type of
 * another group; of types beyond these nothing is known.
 */
const groups: readonly (readonly (readonly string[])[])[] = [
  [['smallint', 'integer', 'bigint'], ['numeric'], ['real', 'double precision']],
  [['text', 'character varying', 'character', 'name']],
  [['date', 'timestamp without time zone', 'timestamp with time zone']],
  [['inet', 'cidr']],
  [['uuid']],
  [['boolean']],
  [['jsonb']],
  [['bytea']],
  [['interval']],
];

function canEqual(child: string, parent: string): boolean {
  const from = placeOf(child);
  const to = placeOf(parent);
  return (
    child === parent || from === null || to === null || (from.group === to.group && from.step <= to.step)
  );
}

function placeOf(type: string) {
  for (const group of groups) {
    const step = group.findIndex((types) => types.includes(type));
    if (step !== -1) return { group, step };
  }
  return null;
}
