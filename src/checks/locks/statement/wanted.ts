import type { LockMode } from '../modes/modes.ts';
import type { TableName } from './cursor.ts';

/** What a name in a statement can stand for. A `relation` is a table, view or materialised view. */
export type ObjectKind =
  | 'relation'
  | 'index'
  | 'sequence'
  | 'type'
  | 'routine'
  | 'schema'
  | 'extension'
  | 'statistics'
  | 'publication'
  | 'role'
  /** The one that is connected to; of no name: whichever that is. */
  | 'database';

/**
 * Further relations that a statement locks, which its text does not name: found in the catalog.
 *
 * - `drop`: all that goes with the object, or with that column or constraint of it, and with `cascade` all
 *   that depends on it, ACCESS EXCLUSIVE.
 * - `written`: what changing rows of it leads to, over keys, sequences, triggers and rules; of those columns,
 *   of any where they are null. `called`: a function is run,
 *   or those that a view calls.
 * - `constraint`: the other table of the key of that name. `column`: of the keys from and to that column.
 *   `keys-from`: the parents. `keys-to`: the children; `keys-to-deep`: theirs too.
 * - `whole`: the table that this one is a partition of. `rest`: its default partition. `below`: its
 *   partitions. `indexes`: those of the table and its partitions. `table`: the table of an index or of
 *   statistics. `sequences`: those that its columns own, or the column of that name. `reads`: what a view
 *   reads. `members`: the tables of a schema or of the database, and `member-indexes` their indexes;
 *   `catalogs` and `catalog-indexes`: those of the system. `clustered`: tables that CLUSTER knows an index
 *   of. `users`: the tables with a column of that type. `typed`: the tables made OF it. `published`: the
 *   tables that a publication names. `owned`: what a role owns here. `heirs`: what
 *   inherits from a table that has no partitions.
 */
export type Follow =
  | { readonly kind: 'drop'; readonly part?: Part; readonly cascade: boolean }
  | { readonly kind: 'written'; readonly change: Change; readonly columns: readonly string[] | null }
  | { readonly kind: 'called' }
  | {
      readonly kind: Related;
      readonly name?: string;
      readonly mode: LockMode;
      readonly waitsOut?: LockMode;
      /** True: not on its partitions, even where the catalog would lead there. */
      readonly alone?: boolean;
    };

/** What is done to rows. */
export type Change = 'insert' | 'update' | 'delete';

export type Related =
  | 'constraint'
  | 'column'
  | 'keys-from'
  | 'keys-to'
  | 'keys-to-deep'
  | 'whole'
  | 'rest'
  | 'below'
  | 'indexes'
  | 'sequences'
  | 'reads'
  | 'table'
  | 'members'
  | 'member-indexes'
  | 'catalogs'
  | 'catalog-indexes'
  | 'clustered'
  | 'users'
  | 'typed'
  | 'published'
  | 'owned'
  | 'heirs';

/** A part of a table, by its name. */
export interface Part {
  readonly of: 'column' | 'constraint';
  readonly name: string;
}

/** An object that a statement names, and how it locks it. */
export interface Wanted {
  readonly table: TableName;
  /** Left out: a relation. */
  readonly object?: ObjectKind;
  /** Null where nothing is locked but what follows. */
  readonly mode: LockMode | null;
  /**
   * The statement then waits for all who hold what conflicts with this mode, without asking for it itself.
   */
  readonly waitsOut?: LockMode;
  /** It waits for every older snapshot of the database. */
  readonly snapshots?: boolean;
  /**
   * It also waits for rows that another transaction has changed or locked, which no lock of a table shows.
   */
  readonly rows?: boolean;
  readonly follows: readonly Follow[];
  /** Without its partitions, and the tables that inherit from it. */
  readonly alone?: boolean;
  /** Not there yet: later statements of the same text may name it. */
  readonly made?: boolean;
  /** IF EXISTS, or a word that may be a name: what is not there is no mistake. */
  readonly optional?: boolean;
}

/** A lock that a statement will take. */
export interface LockWanted {
  readonly schema: string;
  readonly table: string;
  readonly mode: LockMode;
  readonly waitsOut?: LockMode;
  readonly alone?: boolean;
}
