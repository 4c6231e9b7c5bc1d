import { modeOfSql, type LockMode } from '../modes/modes.ts';
import { readAlterTable } from './alter-table.ts';
import { NotUnderstood, statementsOf, type Cursor } from './cursor.ts';
import type { Follow, Wanted } from './wanted.ts';

/** What a person can ask about, in a sentence. */
export const knownStatements =
  'ALTER TABLE (but for partitions and inheritance), DROP TABLE, TRUNCATE, CREATE TABLE … ' +
  'REFERENCES, CREATE INDEX, DROP INDEX, ' +
  ('CREATE and DROP TRIGGER, CREATE, ALTER and DROP POLICY, REFRESH MATERIALIZED VIEW, VACUUM, ' +
    'ANALYZE, CLUSTER and LOCK TABLE');

/**
 * The tables that statements lock, read from their text alone: nothing is run, nothing guessed. Throws
 * `NotUnderstood` at the first that is not known. BEGIN, COMMIT and SET lock nothing.
 */
export function readDdl(text: string): Wanted[] {
  const statements = statementsOf(text);
  if (statements.length === 0) throw new NotUnderstood('its end');
  return statements.flatMap(readStatement);
}

const exclusive: LockMode = 'AccessExclusiveLock';

function readStatement(cursor: Cursor): Wanted[] {
  const verb = cursor.takeAny(
    'begin',
    'start transaction',
    'commit',
    'end',
    'set',
    'alter table',
    'alter policy',
    'drop',
    'truncate',
    'create',
    'refresh materialized view',
    'vacuum',
    'analyze',
    'analyse',
    'cluster',
    'lock',
  );
  switch (verb) {
    case 'begin':
    case 'start transaction':
    case 'commit':
    case 'end':
    case 'set':
      return [];
    case 'alter table':
      return readAlterTable(cursor);
    case 'drop':
      return readDrop(cursor);
    case 'truncate': {
      cursor.take('table');
      const follows: Follow[] = cursor.holds('cascade')
        ? [{ kind: 'keys-to', mode: exclusive, deep: true }]
        : [];
      return tables(cursor, exclusive, follows);
    }
    case 'create':
      return readCreate(cursor);
    case 'refresh materialized view':
      return [one(cursor, cursor.take('concurrently') ? 'ExclusiveLock' : exclusive)];
    case 'vacuum':
      return readVacuum(cursor);
    case 'analyze':
    case 'analyse':
      cursor.take('verbose');
      return tables(cursor, 'ShareUpdateExclusiveLock');
    case 'cluster':
      return [one(cursor, exclusive)];
    case 'lock':
      return readLock(cursor);
    case 'alter policy':
      return behindOn(cursor, exclusive);
    default:
      return cursor.fail();
  }
}

function readDrop(cursor: Cursor): Wanted[] {
  const kind = cursor.takeAny('table', 'index', 'trigger', 'policy');
  if (kind === null) return cursor.fail();
  if (kind === 'trigger' || kind === 'policy') return behindOn(cursor, exclusive);
  // DROP INDEX CONCURRENTLY waits for older transactions as well.
  if (cursor.take('concurrently')) cursor.fail();
  const optional = cursor.take('if', 'exists');
  if (kind === 'index')
    return tables(cursor, exclusive).map((wanted) => ({ ...wanted, isIndex: true, optional }));
  const follows: Follow[] = [{ kind: 'keys-from', mode: exclusive }];
  if (cursor.holds('cascade')) follows.push({ kind: 'keys-to', mode: exclusive, deep: false });
  return tables(cursor, exclusive, follows).map((wanted) => ({ ...wanted, optional }));
}

function readCreate(cursor: Cursor): Wanted[] {
  cursor.take('or', 'replace');
  const kind = cursor.takeAny('unique index', 'index', 'trigger', 'policy', 'unlogged table', 'table');
  switch (kind) {
    case 'index':
    case 'unique index': {
      // CONCURRENTLY waits for older transactions as well.
      if (cursor.take('concurrently')) cursor.fail();
      if (!cursor.skipTo('on')) cursor.fail();
      return [one(cursor, 'ShareLock')];
    }
    case 'trigger':
      return cursor.holds('from') ? cursor.fail() : behindOn(cursor, 'ShareRowExclusiveLock');
    case 'policy':
      return behindOn(cursor, exclusive);
    case 'table':
    case 'unlogged table':
      for (const word of ['partition', 'inherits', 'like', 'as', 'of']) if (cursor.holds(word)) cursor.fail();
      return cursor
        .tablesBehind('references')
        .map((table) => ({ table, mode: 'ShareRowExclusiveLock', follows: [] }));
    default:
      return cursor.fail();
  }
}

function readVacuum(cursor: Cursor): Wanted[] {
  let full = false;
  if (cursor.take('(')) {
    full = cursor.holds('full');
    if (full && (cursor.holds('full', 'false') || cursor.holds('full', 'off'))) cursor.fail();
    if (!cursor.skipTo(')')) cursor.fail();
  }
  for (
    let word = cursor.takeAny('full', 'freeze', 'verbose', 'analyze');
    word !== null;
    word = cursor.takeAny('full', 'freeze', 'verbose', 'analyze')
  ) {
    full ||= word === 'full';
  }
  return tables(cursor, full ? exclusive : 'ShareUpdateExclusiveLock');
}

function readLock(cursor: Cursor): Wanted[] {
  cursor.take('table');
  const named = [one(cursor, exclusive)];
  while (cursor.take(',')) named.push(one(cursor, exclusive));
  if (cursor.ended || cursor.take('nowait')) return named;
  cursor.require('in');
  const mode = modeOfSql(
    cursor.takeAny(
      'access share',
      'row share',
      'row exclusive',
      'share update exclusive',
      'share row exclusive',
      'share',
      'exclusive',
      'access exclusive',
    ) ?? '',
  );
  if (mode === null || !cursor.take('mode')) return cursor.fail();
  return named.map((wanted) => ({ ...wanted, mode }));
}

/** Behind the name of a trigger or policy. */
function behindOn(cursor: Cursor, mode: LockMode): Wanted[] {
  if (!cursor.skipTo('on')) cursor.fail();
  return [one(cursor, mode)];
}

function one(cursor: Cursor, mode: LockMode, follows: readonly Follow[] = []): Wanted {
  const alone = cursor.take('only');
  const table = cursor.tableName();
  cursor.take('*');
  return { table, mode, follows, alone };
}

/** `a, b CASCADE`; a list of columns behind a table's name does not matter. */
function tables(cursor: Cursor, mode: LockMode, follows: readonly Follow[] = []): Wanted[] {
  return cursor.list().map((part) => one(part, mode, follows));
}
