import { columnsNotNull } from '../catalog/index-predicate.ts';
import type { TableIndex } from '../catalog/table-index.ts';

/** The rows of `indexesQuery`, by kind. */
export type IndexesRow =
  | { readonly kind: 'indexes'; readonly data: TableRow }
  /** Columns that indexes and their predicates name. */
  | {
      readonly kind: 'columns';
      readonly data: {
        readonly table: number;
        readonly columns: readonly (readonly [number: number, name: string, collation: number])[];
      };
    }
  /**
   * By what operators the keys on a column look for it: the key's own, turned round so that the child's
   * column stands on the left.
   */
  | {
      readonly kind: 'equalities';
      readonly data: {
        readonly table: number;
        readonly equalities: readonly (readonly [column: number, operator: number])[];
      };
    }
  | { readonly kind: 'method'; readonly data: Method }
  /** Operator classes and their families. */
  | { readonly kind: 'classes'; readonly data: readonly (readonly [number, number])[] | null }
  /** Operators of equality and the families that can find by them. */
  | { readonly kind: 'families'; readonly data: readonly (readonly [number, number])[] | null }
  | { readonly kind: 'partitions'; readonly data: Partitions };

export interface Partitions {
  readonly schema: string;
  readonly table: string;
  readonly leaves: { schema: string; table: string }[];
}

interface Method {
  readonly id: number;
  readonly name: string;
  readonly plainScan: boolean;
}

interface TableRow {
  readonly id: number;
  readonly schema: string;
  readonly table: string;
  readonly indexes: readonly IndexTuple[];
}

type IndexTuple = readonly [
  name: string,
  method: number,
  valid: boolean,
  partitioned: boolean,
  building: TableIndex['building'],
  keyColumns: number,
  columns: readonly number[],
  classes: readonly number[],
  collations: readonly number[],
  predicate: string | null,
  unique: boolean,
];

/**
 * Indexes in the order of the rows. `findsEqual` is what the planner asks: is the key's own equality in the
 * operator family of the index's column, and is the collation the column's. That tells a btree_gist index
 * from any other gist, and an int4 gist from a bigint key.
 */
export function readIndexes(rows: readonly IndexesRow[]): TableIndex[] {
  const methods = new Map(
    rows.flatMap((row) => (row.kind === 'method' ? [[row.data.id, row.data] as const] : [])),
  );
  const familyOf = new Map(rows.flatMap((row) => (row.kind === 'classes' ? (row.data ?? []) : [])));
  const finding = new Set(
    rows
      .flatMap((row) => (row.kind === 'families' ? (row.data ?? []) : []))
      .map(([operator, family]) => `${operator} ${family}`),
  );

  const columnsOf = new Map(
    rows.flatMap((row) => (row.kind === 'columns' ? [[row.data.table, row.data.columns] as const] : [])),
  );
  const equalitiesOf = new Map(
    rows.flatMap((row) =>
      row.kind === 'equalities' ? [[row.data.table, row.data.equalities] as const] : [],
    ),
  );

  return rows.flatMap((row) => {
    if (row.kind !== 'indexes') return [];
    const { id, schema, table, indexes } = row.data;
    const described = new Map(
      columnsOf.get(id)?.map(([number, name, collation]) => [number, { name, collation }]),
    );
    const equalities = equalitiesOf.get(id) ?? [];
    return indexes.map(
      ([
        name,
        method,
        valid,
        partitioned,
        building,
        keyColumns,
        attributes,
        classes,
        collations,
        predicate,
        unique,
      ]): TableIndex => {
        const { name: methodName = '', plainScan = false } = methods.get(method) ?? {};
        return {
          schema,
          table,
          name,
          method: methodName,
          plainScan,
          valid,
          partitioned,
          building,
          unique,
          columns: attributes.slice(0, keyColumns).map((attribute, place) => {
            const column = described.get(attribute);
            const family = familyOf.get(classes[place] ?? 0);
            const collation = collations[place];
            const collates = collation === 0 || collation === column?.collation;
            return {
              name: column?.name ?? null,
              ...(column === undefined || collates ? {} : { otherCollation: true }),
              findsEqual:
                column !== undefined &&
                collates &&
                equalities.every(
                  ([of, operator]) => of !== attribute || finding.has(`${operator} ${family}`),
                ),
            };
          }),
          predicate:
            predicate === null
              ? null
              : { onlyNotNull: columnsNotNull(predicate, (number) => described.get(number)?.name) },
        };
      },
    );
  });
}
