import { readAlter } from './alter.ts';
import { readComment, readGrant, readSecurityLabel } from './annotate.ts';
import { readCreate } from './create.ts';
import { NotUnderstood, type Cursor } from './cursor.ts';
import { readCopy } from './copy.ts';
import { readDrop, takesAlongUnseen } from './drop.ts';
import {
  isOff,
  readAnalyze,
  readCluster,
  readLock,
  readRefresh,
  readReindex,
  readTruncate,
  readVacuum,
} from './maintain.ts';
import { nothing } from './named.ts';
import { readDropOwned, readReassignOwned } from './owned.ts';
import { queryWords, readQuery } from './query.ts';
import { readScript } from './script.ts';
import type { Wanted } from './wanted.ts';

/** What a person can ask about, in a sentence. */
export const knownStatements =
  'ALTER, CREATE and DROP of tables and their partitions, views, indexes, sequences, triggers, rules, ' +
  'policies, types, functions, schemas, publications and statistics, DROP of extensions, DROP OWNED, ' +
  'COMMENT, GRANT, SECURITY LABEL, TRUNCATE, LOCK, REFRESH MATERIALIZED VIEW, REINDEX, VACUUM, ANALYZE, ' +
  'CLUSTER, SELECT, INSERT, UPDATE, DELETE, MERGE, COPY, EXPLAIN, and a script of them with what psql adds';

type Reader = (cursor: Cursor) => Wanted[];

/** What touches no table. */
const idle = (
  'begin, start transaction, commit, end, rollback, abort, savepoint, release, prepare transaction, set, ' +
  'reset, show, discard, deallocate, listen, unlisten, notify, checkpoint, load, import foreign schema, ' +
  'close'
).split(', ');

/** What only running it would tell. */
const untellable: Readonly<Record<string, string>> = {
  do: 'DO runs a program, and what that locks only running it tells',
  call: 'CALL runs a procedure, and what that locks only running it tells',
  execute: 'EXECUTE runs what was prepared before, which is not read here',
  'alter extension': 'ALTER EXTENSION runs scripts of the extension, which are not read here',
  'create subscription': 'CREATE SUBSCRIPTION asks another server which tables it is about',
  'alter subscription': 'ALTER SUBSCRIPTION may ask another server which tables it is about',
};

const readers: Readonly<Record<string, Reader>> = {
  ...Object.fromEntries(idle.map((words) => [words, nothing])),
  'drop owned': readDropOwned,
  'reassign owned': readReassignOwned,
  alter: readAlter,
  create: readCreate,
  drop: readDrop,
  comment: readComment,
  'security label': readSecurityLabel,
  grant: readGrant,
  revoke: readGrant,
  truncate: readTruncate,
  'refresh materialized view': readRefresh,
  reindex: readReindex,
  vacuum: readVacuum,
  analyze: readAnalyze,
  analyse: readAnalyze,
  cluster: readCluster,
  lock: readLock,
  copy: readCopy,
  explain: readExplain,
  prepare: readPrepare,
  declare: readDeclare,
};

/** What a text asks for. */
export interface DdlLocks {
  readonly wanted: readonly Wanted[];
  /** Why it could lock more than that, each a sentence without its stop. */
  readonly untold: readonly string[];
}

/**
 * The relations that statements lock, read from their text alone: nothing is run, nothing guessed. Throws
 * `NotUnderstood` at the first that is not known. BEGIN, COMMIT and SET lock nothing.
 */
export function readDdl(text: string): DdlLocks {
  const { statements, untold } = readScript(text);
  if (statements.length === 0 && untold.length === 0) throw new NotUnderstood('its end');
  const wanted: Wanted[] = [];
  const reasons = new Set(untold);
  for (const statement of statements) {
    const reason =
      untellable[statement.takeAny(...Object.keys(untellable)) ?? ''] ??
      passesOver(statement.copy()) ??
      takesAlongUnseen(statement.copy());
    if (reason != null) {
      reasons.add(reason);
      continue;
    }
    const own = readStatement(statement);
    wanted.push(
      ...own.map((each) => (isMade(each, [...wanted, ...own]) ? { ...each, optional: true } : each)),
    );
  }
  return { wanted, untold: [...reasons] };
}

/**
 * Why a VACUUM or an ANALYZE that passes over what is locked is not foretold; null for any other statement.
 */
function passesOver(cursor: Cursor): string | null {
  const word = cursor.takeAny('vacuum', 'analyze', 'analyse');
  if (word === null) return null;
  const passes = cursor
    .brackets()
    ?.list()
    .some((option) => option.take('skip_locked') && !isOff(option));
  return passes === true
    ? `${word.toUpperCase()} with SKIP_LOCKED passes over tables that are locked, and waits only where ` +
        'their indexes or partitions are'
    : null;
}

/** Whether an earlier statement makes what this one names: then it need not be there yet. */
function isMade({ table, object = 'relation' }: Wanted, earlier: readonly Wanted[]): boolean {
  return earlier.some(
    (each) =>
      each.made === true &&
      (each.object ?? 'relation') === object &&
      each.table.name.name === table.name.name &&
      (each.table.schema === null || table.schema === null || each.table.schema.name === table.schema.name),
  );
}

/** Without ANALYZE nothing is run, only planned. */
function readExplain(cursor: Cursor): Wanted[] {
  const words = ['analyze', 'analyse', 'verbose'];
  let runs = cursor
    .brackets()
    ?.list()
    .some((option) => option.takeAny('analyze', 'analyse') !== null && !isOff(option));
  for (let word = cursor.takeAny(...words); word !== null; word = cursor.takeAny(...words))
    runs ||= word !== 'verbose';
  if (runs !== true && cursor.copy().takeAny(...queryWords) !== null) return readQuery(cursor, 'understood');
  return readStatement(cursor);
}

function readPrepare(cursor: Cursor): Wanted[] {
  return cursor.skipTo('as') ? readQuery(cursor, 'understood') : cursor.fail();
}

function readDeclare(cursor: Cursor): Wanted[] {
  return cursor.skipTo('for') ? readQuery(cursor, 'run') : cursor.fail();
}

function readStatement(cursor: Cursor): Wanted[] {
  if (cursor.copy().takeAny(...queryWords) !== null) return readQuery(cursor, 'run');
  const reader = readers[cursor.takeAny(...Object.keys(readers)) ?? ''];
  return reader === undefined ? cursor.fail() : reader(cursor);
}
