import type { LockMode } from '../modes/modes.ts';
import type { Cursor, TableName } from './cursor.ts';
import { one, readsOf } from './named.ts';
import type { Change, Follow, Wanted } from './wanted.ts';

/**
 * How far a query goes: it is run, rows and all, or only understood, as by EXPLAIN, by PREPARE, and in the
 * body of a function that is made.
 */
export type How = 'run' | 'understood';

/** With what words a query begins. */
export const queryWords = ['select', 'with', 'values', 'table', 'insert', 'update', 'delete', 'merge', '('];

/**
 * What a query reads, writes and locks row by row. A name in it counts as a table wherever it stands; one
 * that is none here is no mistake.
 */
export function readQuery(cursor: Cursor, how: How): Wanted[] {
  const isRun = how === 'run';
  const written = writtenBy(cursor.copy(), isRun);
  const clauses = lockingClauses(cursor.copy());
  const waits = isRun && clauses.some(({ skips }) => !skips);
  const calls = isRun ? calledBy(cursor.copy()) : [];
  const modeOf = ({ name }: TableName): LockMode =>
    clauses.some(({ of }) => of === null || of.has(name.name)) ? 'RowShareLock' : 'AccessShareLock';
  const reads = readsOf(cursor).map((wanted): Wanted => {
    const mode = modeOf(wanted.table);
    return {
      ...wanted,
      mode,
      // What a view calls is run with it.
      follows: [{ kind: 'reads', mode }, ...(isRun ? [{ kind: 'called' } as const] : [])],
      ...(waits && mode === 'RowShareLock' && { rows: true }),
    };
  });
  return [...written, ...reads, ...calls];
}

/** What rows are changed of: INSERT INTO, UPDATE, DELETE FROM and MERGE INTO, inside of WITH too. */
function writtenBy(cursor: Cursor, isRun: boolean): Wanted[] {
  const found: Wanted[] = [];
  let before = '';
  while (!cursor.ended) {
    const verb = cursor.takeAny('insert into', 'delete from', 'merge into');
    if (verb !== null) found.push(target(cursor, isRun, verb));
    else if (!updateFollows.has(before) && cursor.take('update')) found.push(target(cursor, isRun, 'update'));
    else before = cursor.next();
  }
  return found;
}

/** Words behind which UPDATE is no statement: `for update`, `on conflict do update`, `then update`. */
const updateFollows = new Set(['for', 'key', 'do', 'then', 'on', 'or', 'before', 'after']);

function target(cursor: Cursor, isRun: boolean, verb: string): Wanted {
  const wanted = one(cursor, 'RowExclusiveLock');
  return isRun ? { ...wanted, rows: true, follows: changes(cursor.copy(), verb) } : wanted;
}

function changes(cursor: Cursor, verb: string): Follow[] {
  const change = (kind: Change, columns: readonly string[] | null = null): Follow => ({
    kind: 'written',
    change: kind,
    columns,
  });
  if (verb === 'delete from') return [change('delete')];
  if (verb === 'update') return [change('update', columnsSet(cursor))];
  if (verb === 'insert into') {
    const columns = cursor.copy().brackets()?.identifiers() ?? null;
    return [change('insert', columns), ...updates(cursor, 'do')];
  }
  const [inserts, deletes] = (['insert', 'delete'] as const).map((kind) => cursor.holds('then', kind));
  return [
    ...(inserts === true ? [change('insert')] : []),
    ...(deletes === true ? [change('delete')] : []),
    ...updates(cursor, 'then'),
  ];
}

/** `do update set a = 1`, `when matched then update set a = 1 when not …` */
function updates(cursor: Cursor, before: string): Follow[] {
  const found: Follow[] = [];
  while (!cursor.ended) {
    if (cursor.take(before, 'update'))
      found.push({ kind: 'written', change: 'update', columns: columnsSet(cursor.copy()) });
    else cursor.next();
  }
  return found;
}

/** `set a = 1, (b, c) = (select …) where …`; null where it is not understood, and each may be set. */
function columnsSet(cursor: Cursor): string[] | null {
  if (!cursor.skipTo('set')) return null;
  const [list] = cursor.before('from', 'where', 'when', 'returning');
  const columns = (list?.list() ?? []).map((part) => part.brackets()?.identifiers() ?? part.identifiers(1));
  return columns.every((names) => names !== null) ? columns.flat() : null;
}

/** `for update of t skip locked` */
interface LockingClause {
  /** Tables, and what they are called in the query; null: all. */
  readonly of: ReadonlySet<string> | null;
  /** It does not wait for rows that others have locked. */
  readonly skips: boolean;
}

function lockingClauses(cursor: Cursor): LockingClause[] {
  const found: LockingClause[] = [];
  const whole = cursor.copy();
  while (!cursor.ended) {
    if (!cursor.take('for')) {
      cursor.next();
      continue;
    }
    if (cursor.takeAny('update', 'no key update', 'share', 'key share') === null) continue;
    const of = cursor.take('of') ? new Set<string>() : null;
    while (of !== null) {
      const { name } = cursor.tableName();
      of.add(whole.copy().aliased(name.name) ?? name.name);
      if (!cursor.take(',')) break;
    }
    found.push({ of, skips: cursor.takeAny('nowait', 'skip locked') !== null });
  }
  return found;
}

/** Functions that it calls, and the sequences that it draws from by name. */
function calledBy(cursor: Cursor): Wanted[] {
  return cursor.calls().map(({ name, argument }): Wanted => {
    const drawn = ['nextval', 'setval'].includes(name.name.name) ? argument : null;
    return drawn === null
      ? { table: name, object: 'routine', mode: null, follows: [{ kind: 'called' }], optional: true }
      : { table: drawn, object: 'sequence', mode: 'RowExclusiveLock', follows: [], optional: true };
  });
}
