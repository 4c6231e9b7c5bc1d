import type { Cursor } from './cursor.ts';
import { one } from './named.ts';
import { readQuery } from './query.ts';
import type { Wanted } from './wanted.ts';

/** Behind COPY: a table that is read or filled, or a query. */
export function readCopy(cursor: Cursor): Wanted[] {
  const query = cursor.brackets();
  if (query !== null) return readQuery(query, 'run');
  cursor.take('binary');
  const wanted = one(cursor, 'AccessShareLock');
  const columns = cursor.brackets()?.identifiers() ?? null;
  if (cursor.take('to')) return [wanted];
  cursor.require('from');
  const follows = [{ kind: 'written', change: 'insert', columns }] as const;
  return [{ ...wanted, mode: 'RowExclusiveLock', rows: true, follows }];
}
