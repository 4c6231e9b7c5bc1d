import type { LockMode } from '../modes/modes.ts';
import type { Cursor, TableName } from './cursor.ts';
import type { Follow, ObjectKind, Wanted } from './wanted.ts';

/** A relation and nothing else. */
export function plain(table: TableName, mode: LockMode): Wanted {
  return { table, mode, follows: [] };
}

/** `only t`, `t *`, `t` */
export function one(cursor: Cursor, mode: LockMode, follows: readonly Follow[] = []): Wanted {
  const alone = cursor.take('only');
  const table = cursor.tableName();
  cursor.take('*');
  return { table, mode, follows, alone };
}

/** Behind the name of a trigger, rule, policy or constraint: `… on t`. */
export function behindOn(cursor: Cursor, mode: LockMode): Wanted[] {
  if (!cursor.skipTo('on')) cursor.fail();
  return [one(cursor, mode)];
}

/**
 * Whatever a query or an expression names, as far as it is a relation. A column of a relation's name counts
 * too: a text alone does not tell them apart, and reading is in nobody's way but of ACCESS EXCLUSIVE.
 */
export function readsOf(cursor: Cursor): Wanted[] {
  return cursor.namesAhead().map((table): Wanted => ({
    ...plain(table, 'AccessShareLock'),
    optional: true,
  }));
}

/** What a statement makes, or gives that name: there is nothing to lock yet. */
export function made(table: TableName, object: ObjectKind = 'relation'): Wanted {
  return { table, object, mode: null, follows: [], optional: true, made: true };
}

/** Nothing of a table is locked. */
export function nothing(): Wanted[] {
  return [];
}
