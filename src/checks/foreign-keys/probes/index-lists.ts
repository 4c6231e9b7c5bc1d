/** The rows of `indexesQuery`, by kind. */
export type IndexesRow =
  | { readonly kind: 'tables'; readonly data: TableLists }
  | { readonly kind: 'indexes'; readonly data: IndexLists }
  | { readonly kind: 'composite'; readonly data: readonly CompositeIndex[] }
  /** What a partial index says, as the catalog stores it. */
  | { readonly kind: 'predicate'; readonly data: { readonly index: number; readonly tree: string } }
  /** Of invalid indexes that somebody builds at this moment, or may be building. */
  | {
      readonly kind: 'building';
      readonly data: { readonly index: number; readonly seen: 'yes' | 'hidden' };
    }
  /** Columns that indexes and their predicates name. */
  | { readonly kind: 'columns'; readonly data: ColumnLists }
  | { readonly kind: 'keys'; readonly data: KeyLists }
  | { readonly kind: 'composite-keys'; readonly data: readonly CompositeKey[] }
  | { readonly kind: 'method'; readonly data: Method }
  /** Operator classes and their families. */
  | { readonly kind: 'classes'; readonly data: readonly (readonly [number, number])[] }
  /** Operators, and the same with its sides turned round. */
  | { readonly kind: 'operators'; readonly data: readonly (readonly [number, number])[] }
  /** Operators and the families that can find by them. */
  | { readonly kind: 'families'; readonly data: readonly (readonly [number, number])[] }
  | { readonly kind: 'partitions'; readonly data: Partitions };

interface Partitions {
  readonly schema: string;
  readonly table: string;
  readonly leaves: { schema: string; table: string }[];
}

export interface Method {
  readonly id: number;
  readonly name: string;
  readonly plainScan: boolean;
}

/** Ordered by schema and name. As below, one list for each fact. */
interface TableLists {
  readonly ids: readonly number[];
  readonly schemas: readonly string[];
  readonly names: readonly string[];
}

/** Indexes ordered by table and name; of several columns the first. */
interface IndexLists {
  readonly names: readonly string[];
  readonly ids: readonly number[];
  readonly tables: readonly number[];
  readonly methods: readonly number[];
  readonly valid: string;
  readonly partitioned: string;
  readonly unique: string;
  readonly columns: readonly number[];
  readonly classes: readonly number[];
  readonly collations: readonly number[];
}

/** An index of several columns, those of INCLUDE among them. */
export type CompositeIndex = readonly [
  id: number,
  keyColumns: number,
  columns: readonly number[],
  classes: readonly number[],
  collations: readonly number[],
];

interface ColumnLists {
  readonly names: readonly string[];
  readonly tables: readonly number[];
  readonly numbers: readonly number[];
  readonly collations: readonly number[];
}

/**
 * Of each key the child's column, of several the first, and the operator that compares it, the parent's on
 * the left.
 */
interface KeyLists {
  readonly tables: readonly number[];
  readonly columns: readonly number[];
  readonly operators: readonly number[];
}

type CompositeKey = readonly [table: number, columns: readonly number[], operators: readonly number[]];
