import { notApplicable, notAsked, type Withheld } from '../../check.ts';
import { groupBy } from '../../support/group-by.ts';
import type { ForeignKey } from '../catalog/key.ts';
import { columnNames, tableName } from '../catalog/names.ts';
import type { Expected } from '../probes/keys.ts';
import { remembered } from '../../support/remembered.ts';

/** No name holds it, so what is joined with it is the same only for the same parts. */
const nul = '\0';

/** `child>parent` pairs in an order of their own: (a, b) → (x, y) and (b, a) → (y, x) are the same key. */
export function columnPairs(columns: readonly string[], referenced: readonly string[]): string {
  if (columns.length === 1) return `${columns[0]}${nul}${referenced[0]}`;
  return columnSet(columns.map((column, index) => `${column}${nul}${referenced[index]}`));
}

/** The same for the same columns, whatever their order. */
export function columnSet(columns: readonly string[]): string {
  return columns.length === 1 ? (columns[0] ?? '') : columns.toSorted().join(nul);
}

/** The same for keys that lead from the same columns to the same columns. */
export function route(key: ForeignKey): string {
  const pairs = columnPairs(columnNames(key.columns), columnNames(key.references.columns));
  return `${tableName(key)}${nul}${tableName(key.references)}${nul}${pairs}${nul}${key.period}`;
}

/**
 * What there is of an expected key. Structure decides, the name does not: a renamed key is not a missing one.
 */
export function findExpected(
  { expectation, child, parent }: Expected,
  keys: readonly ForeignKey[],
): {
  /** On the expected columns, to the expected columns. */
  readonly there: readonly ForeignKey[];
  /** On the expected columns, to other ones. */
  readonly elsewhere: readonly ForeignKey[];
} {
  if (child === null) return { there: [], elsewhere: [] };
  const columns = columnSet(expectation.columns);
  const onColumns = keys.filter(
    (key) =>
      key.schema === child.schema &&
      key.table === child.table &&
      columnSet(columnNames(key.columns)) === columns,
  );
  const pairs = columnPairs(expectation.columns, expectation.references.columns);
  const isThere = (key: ForeignKey): boolean =>
    parent !== null &&
    key.references.schema === parent.schema &&
    key.references.table === parent.table &&
    columnPairs(columnNames(key.columns), columnNames(key.references.columns)) === pairs;
  return { there: onColumns.filter(isThere), elsewhere: onColumns.filter((key) => !isThere(key)) };
}

/**
 * Expectations that are judged here, with what there is of them. A key that one of them names stands for that
 * one alone: where two on the same columns are expected and one is gone, the other is neither renamed nor
 * wrong.
 */
export function judgedExpectations(expectations: readonly Expected[], keys: readonly ForeignKey[]) {
  if (expectations.length === 0) return [];
  const ofTable = groupBy(keys, ({ schema, table }) => `${schema}${nul}${table}`);
  const judged = expectations
    .filter(({ setAside, ambiguous }) => setAside === null && ambiguous.length === 0)
    .map((expected) => ({
      expected,
      ...findExpected(expected, ofTable.get(`${expected.child?.schema}${nul}${expected.child?.table}`) ?? []),
    }));
  const namedBy = new Map<ForeignKey, Expected>();
  for (const { expected, there } of judged) {
    const named = there.find(({ name }) => name === expected.expectation.name);
    if (named !== undefined) namedBy.set(named, expected);
  }
  return judged.map(({ expected, there, elsewhere }) => {
    const isFree = (key: ForeignKey): boolean => [undefined, expected].includes(namedBy.get(key));
    return { expected, there: there.filter(isFree), elsewhere: elsewhere.filter(isFree) };
  });
}

/** Why expectations were not judged, or null where all were. */
export function setAsideReason(expectations: readonly Expected[]): Withheld | null {
  if (expectations.length === 0)
    return notAsked({ with: 'foreignKeys in qa.config.json' }, 'No foreign keys are expected.');
  if (expectations.every(({ setAside }) => setAside === 'not-the-product')) {
    return notApplicable(
      "This is not the product's database: the tables of the built-in expectations are not here.",
    );
  }
  if (expectations.every(({ setAside }) => setAside !== null))
    return notAsked({ with: 'table names' }, 'No expected key is on the tables that were asked for.');
  return null;
}

/**
 * Each judged expectation with the key whose details are compared: the expected one, or the only one that
 * leads elsewhere.
 */
export function comparedKeys(expectations: readonly Expected[], keys: readonly ForeignKey[]) {
  return judgedExpectations(expectations, keys).flatMap(({ expected, there, elsewhere }) => {
    const { name } = expected.expectation;
    const key =
      there.find((same) => same.name === name) ??
      there[0] ??
      (elsewhere.length === 1 ? elsewhere[0] : undefined);
    return key === undefined ? [] : [{ expected, key, there: there.length > 0 }];
  });
}

/** Keys from or to a table that was asked for. */
export const selectedKeys = remembered((keys: readonly ForeignKey[]): readonly ForeignKey[] =>
  keys.filter(({ selected }) => selected),
);

/** All of them, in the order of their tables. */
export const keysByTable = remembered((keys: readonly ForeignKey[]) => groupBy(keys, tableName));

/** Selected keys that share their columns and their target with another one, together. */
export const sharedRoutes = remembered((keys: readonly ForeignKey[]) => {
  // Of ten thousand keys few share their columns, and only of those a route has to be spelt out.
  const sharing = new Set(sharedOrigins(selectedKeys(keys)).flat());
  const ordered = sharing.size === 0 ? [] : selectedKeys(keys).filter((key) => sharing.has(key));
  return [...groupBy(ordered, route).values()].filter(({ length }) => length > 1);
});

/** Keys that share their columns with another one, together. */
export const sharedOrigins = remembered((keys: readonly ForeignKey[]) =>
  [...keysByTable(keys).values()].flatMap((ofTable) =>
    // Of most tables each key has columns of its own.
    new Set(ofTable.map(originOf)).size === ofTable.length
      ? []
      : [...groupBy(ofTable, originOf).values()].filter(({ length }) => length > 1),
  ),
);

function originOf({ columns }: ForeignKey): string {
  const [first, second] = columns;
  return first !== undefined && second === undefined ? first.name : columnSet(columnNames(columns));
}
