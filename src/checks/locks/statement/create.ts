import type { Cursor } from './cursor.ts';
import { behindOn, made, nothing, one, plain, readsOf } from './named.ts';
import type { Wanted } from './wanted.ts';

const exclusive = 'AccessExclusiveLock';
const shareRow = 'ShareRowExclusiveLock';
const shareUpdate = 'ShareUpdateExclusiveLock';

type Reader = (cursor: Cursor) => Wanted[];

const readers: Readonly<Record<string, Reader>> = {
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
  'materialized view': readMaterializedView,
  sequence: readSequence,
  statistics: readStatistics,
  schema: (cursor) => {
    cursor.take('if', 'not', 'exists');
    cursor.identifier();
    if (cursor.take('authorization')) cursor.identifier();
    cursor.end();
    return [];
  },
  type: (cursor) => [made(cursor.tableName(), 'type')],
  domain: (cursor) => [made(cursor.tableName(), 'type')],
  extension: nothing,
  role: nothing,
  user: nothing,
};

/** Behind CREATE. */
export function readCreate(cursor: Cursor): Wanted[] {
  cursor.take('or', 'replace');
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

/** A query that is run at once reads what its views read, too. */
function executed(cursor: Cursor): Wanted[] {
  if (cursor.holds('with', 'no', 'data')) return readsOf(cursor);
  const mode = 'AccessShareLock';
  return readsOf(cursor).map((wanted): Wanted => ({ ...wanted, follows: [{ kind: 'reads', mode }] }));
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

function readStatistics(cursor: Cursor): Wanted[] {
  return cursor.skipTo('from') ? [one(cursor, shareUpdate)] : cursor.fail();
}

function readTable(cursor: Cursor): Wanted[] {
  cursor.take('if', 'not', 'exists');
  const table = made(cursor.tableName());
  if (cursor.take('partition', 'of')) return [table, ...readPartition(cursor)];
  if (cursor.take('of')) return cursor.fail();
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
