import { stronger, type LockMode } from '../modes/modes.ts';
import type { Cursor, TableName } from './cursor.ts';
import type { Follow, Wanted } from './wanted.ts';

/** What one action of an ALTER TABLE takes. Source: the manual's page of ALTER TABLE, and measured. */
interface Action {
  readonly mode: LockMode;
  readonly follows?: readonly Follow[];
  /** Tables that it names besides, and the mode on them. */
  readonly others?: readonly TableName[];
  /** True where it does not reach partitions. */
  readonly alone?: boolean;
}

const exclusive: Action = { mode: 'AccessExclusiveLock' };
const aloneExclusive: Action = { ...exclusive, alone: true };
const shareUpdate: Action = { mode: 'ShareUpdateExclusiveLock' };
const shareRow: Action = { mode: 'ShareRowExclusiveLock' };

/** Behind ALTER TABLE. */
export function readAlterTable(cursor: Cursor): Wanted[] {
  const optional = cursor.take('if', 'exists');
  const only = cursor.take('only');
  const table = cursor.tableName();
  cursor.take('*');
  const actions = cursor.list().map(readAction);
  const mode = actions.map((action) => action.mode).reduce(stronger);
  const others = actions.flatMap((action) => action.others ?? []);
  const alone = only || actions.every((action) => action.alone === true);
  return [
    { table, mode, follows: actions.flatMap((action) => action.follows ?? []), optional, alone },
    ...others.map((other): Wanted => ({ table: other, mode: 'ShareRowExclusiveLock', follows: [] })),
  ];
}

function readAction(cursor: Cursor): Action {
  const verb = cursor.takeAny(
    'add',
    'drop',
    'alter',
    'validate',
    'rename',
    'set',
    'reset',
    'enable',
    'disable',
    'force',
    'no force',
    'owner to',
    'replica identity',
    'cluster on',
  );
  switch (verb) {
    case 'add':
      return readAdd(cursor);
    case 'drop':
      return readDrop(cursor);
    case 'alter':
      return readAlter(cursor);
    case 'validate': {
      cursor.require('constraint');
      return {
        ...shareUpdate,
        follows: [{ kind: 'constraint', name: cursor.identifier(), mode: 'RowShareLock', cascade: false }],
      };
    }
    case 'set':
    case 'reset':
      return readSet(cursor);
    case 'enable':
    case 'disable':
      cursor.takeAny('always', 'replica');
      if (cursor.take('trigger')) return shareRow;
      return cursor.takeAny('rule', 'row level security') === null ? cursor.fail() : exclusive;
    case 'cluster on':
      return shareUpdate;
    case 'force':
    case 'no force':
      cursor.require('row', 'level', 'security');
      return exclusive;
    case 'rename':
      return cursor.take('to') ? aloneExclusive : exclusive;
    case 'owner to':
    case 'replica identity':
      return aloneExclusive;
    default:
      return cursor.fail();
  }
}

function readAdd(cursor: Cursor): Action {
  if (cursor.take('constraint')) cursor.identifier();
  if (cursor.take('foreign', 'key')) return { ...shareRow, others: cursor.tablesBehind('references') };
  // A column with a key of its own, or any other constraint.
  return { ...exclusive, others: cursor.tablesBehind('references') };
}

function readDrop(cursor: Cursor): Action {
  const isConstraint = cursor.take('constraint');
  if (!isConstraint) cursor.take('column');
  cursor.take('if', 'exists');
  const name = cursor.identifier();
  const cascade = cursor.take('cascade');
  const mode = exclusive.mode;
  return {
    mode,
    follows: [
      isConstraint
        ? { kind: 'constraint', name, mode, cascade }
        : { kind: 'column', name, mode, both: cascade },
    ],
  };
}

function readAlter(cursor: Cursor): Action {
  if (cursor.take('constraint')) {
    cursor.identifier();
    // What these take depends on the release.
    return cursor.holds('enforced') || cursor.holds('inherit') ? cursor.fail() : exclusive;
  }
  cursor.take('column');
  const name = cursor.identifier();
  if (cursor.takeAny('type', 'set data type') !== null) {
    return { ...exclusive, follows: [{ kind: 'column', name, mode: exclusive.mode, both: true }] };
  }
  if (cursor.takeAny('set statistics', 'set (', 'reset (') !== null) return shareUpdate;
  return cursor.takeAny('set', 'drop', 'add generated', 'restart') === null ? cursor.fail() : exclusive;
}

/** Parameters that can be set beside readers and writers. */
const harmless =
  /^(toast\.)?(fillfactor|parallel_workers|vacuum_|log_autovacuum_|autovacuum_|toast_tuple_target$)/;

function readSet(cursor: Cursor): Action {
  if (cursor.take('without', 'cluster')) return shareUpdate;
  if (cursor.takeAny('schema', 'tablespace', 'logged', 'unlogged', 'access method') !== null)
    return aloneExclusive;
  cursor.require('(');
  for (const parameter of cursor.list()) {
    const { schema, name } = parameter.tableName();
    if (!harmless.test(schema === null ? name.name : `${schema.name}.${name.name}`)) parameter.fail();
  }
  return shareUpdate;
}
