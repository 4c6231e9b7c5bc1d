import { stronger, type LockMode } from '../modes/modes.ts';
import type { Cursor } from './cursor.ts';
import { made, plain } from './named.ts';
import type { Follow, Wanted } from './wanted.ts';

/** What one action of an ALTER TABLE takes. Source: the manual's page of ALTER TABLE, and measured. */
interface Action {
  readonly mode: LockMode;
  readonly follows?: readonly Follow[];
  /** Tables that it names besides. */
  readonly others?: readonly Wanted[];
  /** True where it does not reach partitions. */
  readonly alone?: boolean;
  /** For whom it waits beyond its lock. */
  readonly waitsOut?: LockMode;
}

const exclusive: Action = { mode: 'AccessExclusiveLock' };
const aloneExclusive: Action = { ...exclusive, alone: true };
const shareUpdate: Action = { mode: 'ShareUpdateExclusiveLock' };
const shareRow: Action = { mode: 'ShareRowExclusiveLock' };
/** What is handed to another owner, schema or kind of storage takes the sequences of its columns along. */
const withSequences: Action = {
  ...aloneExclusive,
  follows: [{ kind: 'sequences', mode: 'AccessExclusiveLock' }],
};

/** Behind ALTER TABLE, ALTER FOREIGN TABLE and ALTER MATERIALIZED VIEW. */
export function readAlterTable(cursor: Cursor): Wanted[] {
  const optional = cursor.take('if', 'exists');
  const only = cursor.take('only');
  const table = cursor.tableName();
  cursor.take('*');
  const actions = cursor.list().map((part) => readAction(part));
  const mode = actions.map((action) => action.mode).reduce(stronger);
  const alone = only || actions.every((action) => action.alone === true);
  const waitsOut = actions.find((action) => action.waitsOut !== undefined)?.waitsOut;
  return [
    {
      table,
      mode,
      follows: actions.flatMap((action) => action.follows ?? []),
      optional,
      alone,
      ...(waitsOut !== undefined && { waitsOut }),
    },
    ...actions.flatMap((action) => action.others ?? []),
  ];
}

type Reader = (cursor: Cursor) => Action;

const readers: Readonly<Record<string, Reader>> = {
  add: readAdd,
  drop: readDrop,
  alter: readAlter,
  validate: (cursor) => {
    cursor.require('constraint');
    const name = cursor.identifier();
    cursor.end();
    return { ...shareUpdate, follows: [{ kind: 'constraint', name, mode: 'RowShareLock' }] };
  },
  set: readSet,
  reset: readSet,
  enable: readEnable,
  disable: readEnable,
  'no force row level security': () => exclusive,
  'force row level security': () => exclusive,
  rename: (cursor) =>
    cursor.take('to') ? { ...aloneExclusive, others: [made(cursor.tableName())] } : exclusive,
  'owner to': () => withSequences,
  'replica identity': () => aloneExclusive,
  'cluster on': () => shareUpdate,
  'no inherit': (cursor) => ({
    ...exclusive,
    others: [{ table: cursor.tableName(), mode: 'AccessShareLock', follows: [], alone: true }],
  }),
  inherit: (cursor) => ({
    ...exclusive,
    others: [{ table: cursor.tableName(), mode: 'ShareUpdateExclusiveLock', follows: [], alone: true }],
  }),
  'not of': () => aloneExclusive,
  of: () => aloneExclusive,
  options: () => aloneExclusive,
  'attach partition': readAttach,
  'detach partition': readDetach,
};

function readAction(cursor: Cursor): Action {
  const reader = readers[cursor.takeAny(...Object.keys(readers)) ?? ''];
  return reader === undefined ? cursor.fail() : reader(cursor);
}

/** What the table itself is a partition of has a say in which rows may come. */
const above: Follow = { kind: 'whole', mode: 'AccessShareLock' };

/** The partition's keys are made, or dropped, together with the tables that they lead to. */
function readAttach(cursor: Cursor): Action {
  const { mode } = exclusive;
  return {
    ...shareUpdate,
    alone: true,
    follows: [
      above,
      { kind: 'rest', mode },
      { kind: 'keys-from', mode: shareRow.mode },
      { kind: 'keys-to', mode: shareRow.mode },
    ],
    others: [{ table: cursor.tableName(), mode, follows: [] }],
  };
}

function readDetach(cursor: Cursor): Action {
  const { mode } = exclusive;
  const table = cursor.tableName();
  const follows: Follow[] = [
    { kind: 'keys-from', mode: shareRow.mode },
    { kind: 'keys-to', mode },
  ];
  const partition: Wanted = { table, mode, follows };
  if (cursor.takeAny('concurrently', 'finalize') !== null) {
    cursor.end();
    return { ...shareUpdate, alone: true, waitsOut: mode, follows: [above], others: [partition] };
  }
  cursor.end();
  return { ...aloneExclusive, follows: [above, { kind: 'rest', mode }], others: [partition] };
}

function readEnable(cursor: Cursor): Action {
  cursor.takeAny('always', 'replica');
  if (cursor.take('trigger')) return shareRow;
  return cursor.takeAny('rule', 'row level security') === null ? cursor.fail() : exclusive;
}

function readAdd(cursor: Cursor): Action {
  if (cursor.take('constraint')) cursor.identifier();
  const isKey = cursor.take('foreign', 'key');
  const others = cursor.tablesBehind('references').map((table) => plain(table, shareRow.mode));
  // A column with a key of its own, or any other constraint.
  return { ...(isKey ? shareRow : exclusive), others };
}

function readDrop(cursor: Cursor): Action {
  const of = cursor.take('constraint') ? 'constraint' : 'column';
  if (of === 'column') cursor.take('column');
  cursor.take('if', 'exists');
  const part = { of, name: cursor.identifier() } as const;
  const cascade = cursor.take('cascade');
  cursor.end();
  return { ...exclusive, follows: [{ kind: 'drop', part, cascade }] };
}

function readAlter(cursor: Cursor): Action {
  if (cursor.take('constraint')) {
    const name = cursor.identifier();
    // Whether a key is enforced is a matter of both its tables' triggers.
    const both = cursor.holds('enforced');
    return both ? { ...exclusive, follows: [{ kind: 'constraint', name, mode: exclusive.mode }] } : exclusive;
  }
  cursor.take('column');
  const name = cursor.identifier();
  if (cursor.takeAny('type', 'set data type') !== null)
    return { ...exclusive, follows: [{ kind: 'column', name, mode: exclusive.mode }] };
  if (cursor.takeAny('set statistics', 'set (', 'reset (') !== null) return shareUpdate;
  if (cursor.take('drop', 'identity'))
    return { ...exclusive, follows: [{ kind: 'sequences', name, mode: exclusive.mode }] };
  if (cursor.takeAny('set generated', 'restart', 'set increment', 'set cache', 'set start') !== null)
    return { ...exclusive, follows: [{ kind: 'sequences', name, mode: shareRow.mode }] };
  return cursor.takeAny('set', 'drop', 'add generated', 'options') === null ? cursor.fail() : exclusive;
}

/** Parameters that can be set beside readers and writers. */
const harmless =
  /^(toast\.)?(fillfactor|parallel_workers|vacuum_|log_autovacuum_|autovacuum_|toast_tuple_target$)/;

function readSet(cursor: Cursor): Action {
  if (cursor.take('without', 'cluster')) return shareUpdate;
  if (cursor.takeAny('schema', 'logged', 'unlogged') !== null) return withSequences;
  if (cursor.takeAny('tablespace', 'access method') !== null) return aloneExclusive;
  cursor.require('(');
  for (const parameter of cursor.list()) {
    const { schema, name } = parameter.tableName();
    if (!harmless.test(schema === null ? name.name : `${schema.name}.${name.name}`)) parameter.fail();
  }
  return shareUpdate;
}
