import { readAlter } from './alter.ts';
import { readComment, readGrant, readSecurityLabel } from './annotate.ts';
import { readCreate } from './create.ts';
import { NotUnderstood, statementsOf, type Cursor } from './cursor.ts';
import { readDrop } from './drop.ts';
import {
  readAnalyze,
  readCluster,
  readLock,
  readRefresh,
  readReindex,
  readTruncate,
  readVacuum,
} from './maintain.ts';
import { nothing } from './named.ts';
import type { Wanted } from './wanted.ts';

/** What a person can ask about, in a sentence. */
export const knownStatements =
  'ALTER, CREATE and DROP of tables and their partitions, views, indexes, sequences, triggers, rules, ' +
  'policies and types, DROP of functions, schemas and extensions, COMMENT, GRANT, SECURITY LABEL, ' +
  'TRUNCATE, LOCK, REFRESH MATERIALIZED VIEW, REINDEX, VACUUM, ANALYZE and CLUSTER';

type Reader = (cursor: Cursor) => Wanted[];

const readers: Readonly<Record<string, Reader>> = {
  begin: nothing,
  'start transaction': nothing,
  commit: nothing,
  end: nothing,
  set: nothing,
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
};

/**
 * The relations that statements lock, read from their text alone: nothing is run, nothing guessed. Throws
 * `NotUnderstood` at the first that is not known. BEGIN, COMMIT and SET lock nothing.
 */
export function readDdl(text: string): Wanted[] {
  const statements = statementsOf(text);
  if (statements.length === 0) throw new NotUnderstood('its end');
  const wanted: Wanted[] = [];
  for (const statement of statements) {
    const own = readStatement(statement);
    wanted.push(...own.map((each) => (isMade(each, wanted) ? { ...each, optional: true } : each)));
  }
  return wanted;
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

function readStatement(cursor: Cursor): Wanted[] {
  const reader = readers[cursor.takeAny(...Object.keys(readers)) ?? ''];
  return reader === undefined ? cursor.fail() : reader(cursor);
}
