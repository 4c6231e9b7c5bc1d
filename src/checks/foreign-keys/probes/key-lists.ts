import type { ForeignKey } from '../catalog/key.ts';

/** The rows of `keysQuery`, by kind. */
export type KeysRow =
  | { readonly kind: 'tables'; readonly data: TableLists }
  | { readonly kind: 'columns'; readonly data: ColumnLists }
  | { readonly kind: 'keys'; readonly data: KeyLists }
  /** The columns of keys that have several, by the key. */
  | {
      readonly kind: 'composite';
      readonly data: readonly (readonly [
        key: number,
        columns: readonly number[],
        parentColumns: readonly number[],
      ])[];
    }
  /** The columns of ON DELETE SET NULL (…), by the key. */
  | {
      readonly kind: 'set-columns';
      readonly data: readonly (readonly [key: number, columns: readonly number[]])[];
    }
  /** Tables that inherit from one; partitions do not. */
  | {
      readonly kind: 'heirs';
      readonly data: { readonly table: number; readonly heirs: ForeignKey['references']['heirs'] };
    }
  | {
      readonly kind: 'type';
      readonly data: TypeRow;
    }
  | { readonly kind: 'collation'; readonly data: CollationRow }
  | {
      readonly kind: 'trigger';
      readonly data: { readonly key: number } & ForeignKey['disabledTriggers'][number];
    }
  | {
      readonly kind: 'absent';
      readonly data: { readonly key: number } & ForeignKey['missingTriggers'][number];
    }
  | {
      readonly kind: 'repeats';
      readonly data: { readonly key: number } & NonNullable<ForeignKey['repeats']>;
    }
  | { readonly kind: 'comment'; readonly data: { readonly key: number; readonly text: string } }
  | { readonly kind: 'match'; readonly data: Match }
  | {
      readonly kind: 'left-out';
      readonly data: { readonly schema: string; readonly table: string; readonly reason: string };
    }
  /** One of the schemas that were asked for. */
  | { readonly kind: 'schema'; readonly data: string }
  | { readonly kind: 'inspected' | 'passed-over'; readonly data: SchemaRow }
  | { readonly kind: 'server'; readonly data: { readonly version: string; readonly role: string } };

/** A schema, and how many tables of it are looked at, or passed over. */
export interface SchemaRow {
  readonly schema: string;
  readonly tables: number;
}

export interface TypeRow {
  readonly id: number;
  readonly name: string;
  readonly domain: string | null;
  /** The domain, or one that it rests on, refuses null. */
  readonly notNull: boolean;
}

export interface CollationRow {
  readonly id: number;
  readonly name: string;
  readonly deterministic: boolean;
}

/** A table that a wanted name could mean. */
export interface Match {
  readonly position: number;
  readonly schema: string;
  readonly table: string;
  readonly columns: string[] | null;
  /** Those of the columns, of a domain the type that it rests on. */
  readonly types: string[] | null;
  /** Why it is never inspected, or null. */
  readonly leftOut: string | null;
  readonly partitioned: boolean;
  /**
   * What a key can reference: the columns of each unique index of all its rows, by name; null for an
   * argument.
   */
  readonly uniques: string[][] | null;
}

/** Tables that keys come from or go to, ordered by schema and name. As below, one list for each fact. */
interface TableLists {
  readonly ids: readonly number[];
  readonly schemas: readonly string[];
  readonly names: readonly string[];
  readonly partitioned: string;
  /** The planner's estimates; null where one was never analysed. */
  readonly rows: readonly (number | null)[];
}

/** Columns that take part in a key, on either side. */
interface ColumnLists {
  readonly names: readonly string[];
  readonly tables: readonly number[];
  readonly numbers: readonly number[];
  readonly types: readonly number[];
  readonly collations: readonly number[];
  readonly notNull: string;
}

/** Keys ordered by table and name; of several columns the first. */
interface KeyLists {
  readonly names: readonly string[];
  readonly ids: readonly number[];
  readonly tables: readonly number[];
  readonly columns: readonly number[];
  readonly parents: readonly number[];
  readonly parentColumns: readonly number[];
  /** A letter each, as `pg_constraint` has them. */
  readonly match: string;
  readonly onUpdate: string;
  readonly onDelete: string;
  readonly deferrable: string;
  readonly initiallyDeferred: string;
  readonly validated: string;
  readonly enforced: string;
  readonly period: string;
  readonly selected: string;
}
