import type { Cursor } from './cursor.ts';
import { one } from './named.ts';
import type { Wanted } from './wanted.ts';

const shareUpdate = 'ShareUpdateExclusiveLock';

/** Behind CREATE PUBLICATION. */
export function readPublication(cursor: Cursor): Wanted[] {
  cursor.identifier();
  return cursor.take('for') ? published(cursor) : [];
}

/** Behind ALTER PUBLICATION; to set its tables is to take the others away. */
export function readAlterPublication(cursor: Cursor): Wanted[] {
  const table = cursor.tableName();
  if (cursor.takeAny('rename to', 'owner to', 'set (') !== null) return [];
  const verb = cursor.takeAny('add', 'set', 'drop');
  if (verb === null) return cursor.fail();
  const follows = [{ kind: 'published', mode: shareUpdate }] as const;
  const before: Wanted[] = verb === 'set' ? [{ table, object: 'publication', mode: null, follows }] : [];
  return [...before, ...published(cursor)];
}

/** `table a, only b (c) where (…), tables in schema s`; a schema's tables are not touched. */
function published(cursor: Cursor): Wanted[] {
  if (cursor.take('all')) return [];
  let ofTables = false;
  return cursor.list().flatMap((part): Wanted[] => {
    if (part.take('table')) ofTables = true;
    else if (part.take('tables', 'in', 'schema')) ofTables = false;
    if (!ofTables) return [];
    const named = one(part, shareUpdate);
    // Partitions are published with their parent; what else inherits is named too.
    return [{ ...named, alone: true, follows: named.alone ? [] : [{ kind: 'heirs', mode: shareUpdate }] }];
  });
}
