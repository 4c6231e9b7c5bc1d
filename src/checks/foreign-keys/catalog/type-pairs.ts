import type { ForeignKey, KeyColumn } from './key.ts';

/** Types of one family, the narrower first; an index on one finds by the equality with another. */
const families = [
  ['smallint', 'integer', 'bigint'],
  ['real', 'double precision'],
  // Not `character`: its blanks at the end count for nothing, in text they do.
  ['character varying', 'text'],
  ['date', 'timestamp without time zone', 'timestamp with time zone'],
];

export interface Pair {
  readonly child: KeyColumn;
  readonly parent: KeyColumn;
}

/** Pairs of columns whose types or collations differ. */
export function mismatchedPairs(key: ForeignKey): Pair[] {
  const pairs: Pair[] = [];
  key.columns.forEach((child, place) => {
    const parent = key.references.columns[place];
    if (parent !== undefined && (child.type !== parent.type || child.collation !== parent.collation))
      pairs.push({ child, parent });
  });
  return pairs;
}

/** Collations that differ while one of them calls different texts equal: PostgreSQL 18 refuses such a key. */
export function isRefusedLater({ child, parent }: Pair): boolean {
  return (
    child.collation !== parent.collation &&
    (child.nondeterministic === true || parent.nondeterministic === true)
  );
}

/** How the child's type stands to the parent's. */
export function direction({ child, parent }: Pair): 'same' | 'narrower' | 'wider' | 'text' | 'other' {
  if (child.type === parent.type) return 'same';
  const family = familyOf(child);
  if (family === undefined || family !== familyOf(parent)) return 'other';
  if (family.includes('text')) return 'text';
  return family.indexOf(child.type) < family.indexOf(parent.type) ? 'narrower' : 'wider';
}

/**
 * Whether a plain index on the child's columns serves: the key compares them as they are, without a
 * conversion.
 */
export function comparesAsIs(key: ForeignKey): boolean {
  return mismatchedPairs(key).every((pair) => direction(pair) !== 'other');
}

function familyOf({ type }: KeyColumn): readonly string[] | undefined {
  return families.find((family) => family.includes(type));
}
