import type { Cursor } from './cursor.ts';
import { behindOn, nothing } from './named.ts';
import type { ObjectKind, Wanted } from './wanted.ts';

const exclusive = 'AccessExclusiveLock';
const shareUpdate = 'ShareUpdateExclusiveLock';

/** What DROP knows by its word, and what that word names. */
const objects: Readonly<Record<string, ObjectKind>> = {
  table: 'relation',
  'foreign table': 'relation',
  view: 'relation',
  'materialized view': 'relation',
  index: 'index',
  sequence: 'sequence',
  type: 'type',
  domain: 'type',
  function: 'routine',
  procedure: 'routine',
  routine: 'routine',
  aggregate: 'routine',
  schema: 'schema',
  extension: 'extension',
};

/** What is no relation, and no matter of one where nothing goes along. */
const apart = (
  'role, user mapping, user, group, database, tablespace, publication, subscription, cast, ' +
  'language, procedural language, collation, conversion, operator, text search, transform, ' +
  'event trigger, server, foreign data wrapper, access method'
).split(', ');

/**
 * Why it is not foretold what a DROP of no relation locks, where what depends on it goes along; null for any
 * other statement.
 */
export function takesAlongUnseen(cursor: Cursor): string | null {
  const word = cursor.take('drop') ? cursor.takeAny(...apart) : null;
  return word !== null && cursor.holds('cascade')
    ? `DROP ${word.toUpperCase()} with CASCADE takes along what depends on it, which is not looked up`
    : null;
}

/** Behind DROP. */
export function readDrop(cursor: Cursor): Wanted[] {
  if (cursor.takeAny('trigger', 'policy', 'rule') !== null) return behindOn(cursor, exclusive);
  if (cursor.takeAny(...apart) !== null) return nothing();
  if (cursor.take('statistics'))
    return named(cursor, (table, optional) => ({
      table,
      object: 'statistics',
      mode: null,
      follows: [{ kind: 'table', mode: shareUpdate }],
      optional,
    }));
  const object = objects[cursor.takeAny(...Object.keys(objects)) ?? ''];
  if (object === undefined) return cursor.fail();
  if (object === 'index' && cursor.take('concurrently'))
    return named(cursor, (table, optional) => ({
      table,
      object,
      mode: shareUpdate,
      waitsOut: exclusive,
      follows: [{ kind: 'table', mode: shareUpdate, waitsOut: exclusive }],
      optional,
    }));
  const cascade = cursor.holds('cascade');
  const relation = object === 'relation' || object === 'index' || object === 'sequence';
  return named(cursor, (table, optional) => ({
    table,
    object,
    mode: relation ? exclusive : null,
    follows: [
      { kind: 'drop', cascade },
      // Of an index that partitions share, even those that have none of their own yet.
      ...(object === 'index' ? ([{ kind: 'table', mode: exclusive }] as const) : []),
    ],
    optional,
  }));
}

/** `if exists a, b cascade`; what stands in brackets behind a function's name does not matter. */
function named(cursor: Cursor, wanted: (table: Wanted['table'], optional: boolean) => Wanted): Wanted[] {
  const optional = cursor.take('if', 'exists');
  return cursor.list().map((part) => {
    const table = part.tableName();
    part.brackets();
    part.take('cascade');
    part.end();
    return wanted(table, optional);
  });
}
