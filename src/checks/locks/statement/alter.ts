import { readAlterTable } from './alter-table.ts';
import { ownerOf } from './create.ts';
import type { Cursor } from './cursor.ts';
import { behindOn, nothing, plain } from './named.ts';
import { readAlterPublication } from './publication.ts';
import type { Wanted } from './wanted.ts';

const exclusive = 'AccessExclusiveLock';
const shareUpdate = 'ShareUpdateExclusiveLock';
const shareRow = 'ShareRowExclusiveLock';

type Reader = (cursor: Cursor) => Wanted[];

/** What stands in no table's way. */
const apart = (
  'function, procedure, routine, aggregate, schema, role, user, group, database, system, ' +
  'default privileges, event trigger, tablespace, server, user mapping, foreign data wrapper, ' +
  'collation, conversion, language, procedural language, operator, text search, statistics, ' +
  'large object'
).split(', ');

const readers: Readonly<Record<string, Reader>> = {
  table: readAlterTable,
  'foreign table': readAlterTable,
  'materialized view': readAlterTable,
  policy: (cursor) => behindOn(cursor, exclusive),
  trigger: (cursor) => behindOn(cursor, exclusive),
  rule: (cursor) => behindOn(cursor, exclusive).map((wanted) => ({ ...wanted, alone: true })),
  index: readAlterIndex,
  sequence: readAlterSequence,
  view: readAlterView,
  type: readAlterType,
  domain: readAlterDomain,
  publication: readAlterPublication,
  ...Object.fromEntries(apart.map((words) => [words, nothing])),
};

/** Behind ALTER. */
export function readAlter(cursor: Cursor): Wanted[] {
  const reader = readers[cursor.takeAny(...Object.keys(readers)) ?? ''];
  return reader === undefined ? cursor.fail() : reader(cursor);
}

function readAlterIndex(cursor: Cursor): Wanted[] {
  const optional = cursor.take('if', 'exists');
  const table = cursor.tableName();
  const index = { table, object: 'index', follows: [], optional, alone: true } as const;
  if (cursor.takeAny('rename to', 'set (', 'reset (', 'alter') !== null)
    return [{ ...index, mode: shareUpdate }];
  if (cursor.take('set', 'tablespace')) return [{ ...index, mode: exclusive }];
  if (!cursor.take('attach', 'partition')) return cursor.fail();
  const part = cursor.tableName();
  cursor.end();
  const follows = [{ kind: 'table', mode: 'AccessShareLock', alone: true }] as const;
  return [
    { ...index, mode: shareUpdate, follows },
    { ...plain(part, exclusive), object: 'index', follows },
  ];
}

function readAlterSequence(cursor: Cursor): Wanted[] {
  const optional = cursor.take('if', 'exists');
  const table = cursor.tableName();
  const wanted = (mode: Wanted['mode']): Wanted => ({
    table,
    object: 'sequence',
    mode,
    follows: [],
    optional,
  });
  if (cursor.takeAny('rename to', 'owner to', 'set schema', 'set logged', 'set unlogged') !== null)
    return [wanted(exclusive)];
  if (!cursor.skipTo('owned')) return [wanted(shareRow)];
  cursor.require('by');
  return [wanted(shareRow), ...(cursor.take('none') ? [] : ownerOf(cursor))];
}

function readAlterView(cursor: Cursor): Wanted[] {
  const optional = cursor.take('if', 'exists');
  return [{ ...plain(cursor.tableName(), exclusive), optional }];
}

/**
 * A new name, owner, schema or value of a type is no matter of the tables that use it; attributes are one of
 * the tables made of it.
 */
function readAlterType(cursor: Cursor): Wanted[] {
  const table = cursor.tableName();
  const simple = ['rename to', 'rename value', 'owner to', 'set schema', 'add value', 'set ('];
  if (cursor.takeAny(...simple) !== null) return [];
  const attributes = ['rename attribute', 'add attribute', 'drop attribute', 'alter attribute'];
  if (cursor.takeAny(...attributes) === null) return cursor.fail();
  return [{ table, object: 'type', mode: null, follows: [{ kind: 'typed', mode: exclusive }] }];
}

/** A new condition is held against every row of that type. */
function readAlterDomain(cursor: Cursor): Wanted[] {
  const table = cursor.tableName();
  if (cursor.takeAny('rename', 'owner to', 'set schema', 'set default', 'drop') !== null) return [];
  if (cursor.takeAny('add', 'validate constraint', 'set not null') === null) return cursor.fail();
  if (cursor.holds('not', 'valid')) return [];
  return [{ table, object: 'type', mode: null, follows: [{ kind: 'users', mode: 'ShareLock' }] }];
}
