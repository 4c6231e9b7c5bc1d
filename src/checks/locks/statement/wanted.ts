import type { LockMode } from '../modes/modes.ts';
import type { TableName } from './cursor.ts';

/**
 * Further tables that a statement locks, which its text does not name: found through the foreign keys in the
 * catalog. `constraint`: the other table of that key, or of the keys to it where it is their target and
 * `cascade` is said. `column`: of the keys from that column, and with `both` to it. `keys-from`: the parents.
 * `keys-to`: the children; `deep`: theirs too.
 */
export type Follow =
  | { readonly kind: 'constraint'; readonly name: string; readonly mode: LockMode; readonly cascade: boolean }
  | { readonly kind: 'column'; readonly name: string; readonly mode: LockMode; readonly both: boolean }
  | { readonly kind: 'keys-from'; readonly mode: LockMode }
  | { readonly kind: 'keys-to'; readonly mode: LockMode; readonly deep: boolean };

/** A table that a statement names, and how it locks it. */
export interface Wanted {
  readonly table: TableName;
  /** An index stands for its table. */
  readonly isIndex?: boolean;
  readonly mode: LockMode;
  readonly follows: readonly Follow[];
  /** Without its partitions, and the tables that inherit from it. */
  readonly alone?: boolean;
  /** IF EXISTS: a table that is not there is no mistake. */
  readonly optional?: boolean;
}

/** A lock that a statement will take. */
export interface LockWanted {
  readonly schema: string;
  readonly table: string;
  readonly mode: LockMode;
  readonly alone?: boolean;
}
