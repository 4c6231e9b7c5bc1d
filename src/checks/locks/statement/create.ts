import type { Cursor } from './cursor.ts';
import { behindOn, made, nothing, one, plain, readsOf } from './named.ts';
import { readGrant } from './annotate.ts';
import { readQuery } from './query.ts';
import { readRoutine } from './routine.ts';
import { readPublication } from './publication.ts';
import type { Wanted } from './wanted.ts';

const exclusive = 'AccessExclusiveLock';
const shareRow = 'ShareRowExclusiveLock';
const shareUpdate = 'ShareUpdateExclusiveLock';

type Reader = (cursor: Cursor) => Wanted[];

/** What stands in no table's way. */
const apart = (
  'extension, role, user, group, database, tablespace, server, user mapping, cast, ' +
  'foreign data wrapper, access method, aggregate, operator, collation, conversion, ' +
  'default conversion, event trigger, language, trusted language, procedural language, ' +
  'trusted procedural language, text search, transform'
).split(', ');

const readers: Readonly<Record<string, Reader>> = {
  function: readRoutine,
  procedure: readRoutine,
  'unique index': readIndex,
  index: readIndex,
  trigger: readTrigger,
  'constraint trigger': readTrigger,
  policy: (cursor) => [...behindOn(cursor, exclusive), ...readsOf(cursor)],
  rule: readRule,
  table: readTable,
  'unlogged table': readTable,
  'temp table': readTable,
  'temporary table': readTable,
  view: readView,
  'recursive view': readView,
  'temp view': readView,
  'temporary view': readView,
  'temp recursive view': readView,
  'temporary recursive view': readView,
  'materialized view': readMaterializedView,
  sequence: readSequence,
  'temp sequence': readSequence,
  'temporary sequence': readSequence,
  'unlogged sequence': readSequence,
  statistics: readStatistics,
  'foreign table': readTable,
  publication: readPublication,
  schema: readSchema,
  type: (cursor) => [made(cursor.tableName(), 'type')],
  domain: (cursor) => [made(cursor.tableName(), 'type')],
  ...Object.fromEntries(apart.map((words) => [words, nothing])),
};

/** Behind CREATE. */
export function readCreate(cursor: Cursor): Wanted[] {
  cursor.take('or', 'replace');
  cursor.takeAny('global', 'local');
  const reader = readers[cursor.takeAny(...Object.keys(readers)) ?? ''];
  return reader === undefined ? cursor.fail() : reader(cursor);
}

function readIndex(cursor: Cursor): Wanted[] {
  const concurrently = cursor.take('concurrently');
  cursor.take('if', 'not', 'exists');
  const own = cursor.take('on') ? [] : [made(cursor.tableName(), 'index')];
  if (own.length > 0) cursor.require('on');
  if (!concurrently) return [one(cursor, 'ShareLock'), ...own];
  return [{ ...one(cursor, shareUpdate), waitsOut: 'ShareLock', snapshots: true }, ...own];
}

function readTrigger(cursor: Cursor): Wanted[] {
  const [wanted] = behindOn(cursor, shareRow);
  if (wanted === undefined) return cursor.fail();
  return [wanted, ...(cursor.take('from') ? [plain(cursor.tableName(), 'AccessShareLock')] : [])];
}

/** What its statements write is opened for writing even now. */
function readRule(cursor: Cursor): Wanted[] {
  if (!cursor.skipTo('to')) return cursor.fail();
  const wanted = one(cursor, exclusive);
  const written = readsOf(cursor).map((each): Wanted => ({ ...each, mode: 'RowExclusiveLock' }));
  return [wanted, ...written];
}

function readView(cursor: Cursor): Wanted[] {
  cursor.take('if', 'not', 'exists');
  const view: Wanted = { ...one(cursor, exclusive), optional: true, made: true };
  return cursor.skipTo('as') ? [view, ...readsOf(cursor)] : cursor.fail();
}

function readMaterializedView(cursor: Cursor): Wanted[] {
  cursor.take('if', 'not', 'exists');
  const view = made(cursor.tableName());
  return cursor.skipTo('as') ? [view, ...executed(cursor)] : cursor.fail();
}

function executed(cursor: Cursor): Wanted[] {
  if (cursor.take('execute')) return cursor.fail();
  return cursor.holds('with', 'no', 'data') ? readsOf(cursor) : readQuery(cursor, 'run');
}

function readSequence(cursor: Cursor): Wanted[] {
  cursor.take('if', 'not', 'exists');
  const sequence = made(cursor.tableName(), 'sequence');
  if (!cursor.skipTo('owned')) return [sequence];
  cursor.require('by');
  return [sequence, ...(cursor.take('none') ? [] : ownerOf(cursor))];
}

/** `owned by t.c`, `owned by s.t.c` */
export function ownerOf(cursor: Cursor): Wanted[] {
  const table = cursor.ownerName();
  return [plain(table, 'AccessShareLock')];
}

/** `create schema s authorization r create table …`: what stands behind lies in it, if not said otherwise. */
function readSchema(cursor: Cursor): Wanted[] {
  cursor.take('if', 'not', 'exists');
  if (!cursor.take('authorization')) {
    cursor.identifier();
    if (cursor.take('authorization')) cursor.identifier();
  } else cursor.identifier();
  return cursor.before('create', 'grant').flatMap((part) => {
    if (part.take('grant')) return readGrant(part);
    part.require('create');
    return readCreate(part);
  });
}

function readStatistics(cursor: Cursor): Wanted[] {
  return cursor.skipTo('from') ? [one(cursor, shareUpdate)] : cursor.fail();
}

function readTable(cursor: Cursor): Wanted[] {
  cursor.take('if', 'not', 'exists');
  const table = made(cursor.tableName());
  if (cursor.take('partition', 'of')) return [table, ...readPartition(cursor)];
  if (cursor.take('of')) cursor.tableName();
  const columns = cursor.brackets();
  const wanted = [table, ...(columns?.list() ?? []).flatMap(readColumn)];
  if (cursor.take('inherits')) {
    const parents = cursor.brackets() ?? cursor.fail();
    wanted.push(...parents.list().map((part) => ({ ...plain(part.tableName(), shareUpdate), alone: true })));
  }
  if (cursor.skipTo('as')) wanted.push(...executed(cursor));
  return wanted;
}

/** Its keys are made anew, together with the tables that they lead to. */
function readPartition(cursor: Cursor): Wanted[] {
  return [
    {
      table: cursor.tableName(),
      mode: exclusive,
      alone: true,
      follows: [
        { kind: 'rest', mode: exclusive },
        { kind: 'keys-from', mode: shareRow },
        { kind: 'keys-to', mode: shareRow },
      ],
    },
    ...references(cursor),
  ];
}

function references(cursor: Cursor): Wanted[] {
  return cursor.tablesBehind('references').map((table) => plain(table, shareRow));
}

function readColumn(part: Cursor): Wanted[] {
  if (!part.take('like')) return references(part);
  return [{ ...plain(part.tableName(), 'AccessShareLock'), alone: true }];
}
