import type { Cursor, TableName } from './cursor.ts';
import type { Follow, Wanted } from './wanted.ts';

/** All of these roles in this database goes, and with CASCADE whatever depends on it. */
export function readDropOwned(cursor: Cursor): Wanted[] {
  cursor.require('by');
  const cascade = cursor.holds('cascade');
  return roles(cursor, ['cascade'], [{ kind: 'drop', cascade }]);
}

/** Tables change hands as with ALTER TABLE OWNER TO. */
export function readReassignOwned(cursor: Cursor): Wanted[] {
  cursor.require('by');
  return roles(cursor, ['to'], [{ kind: 'owned', mode: 'AccessExclusiveLock' }]);
}

/** `a, b to c` */
function roles(cursor: Cursor, behind: readonly string[], follows: readonly Follow[]): Wanted[] {
  return cursor.list().map((part): Wanted => {
    const table = roleName(part);
    if (part.takeAny(...behind) === 'to') roleName(part);
    part.end();
    return { table, object: 'role', mode: null, follows };
  });
}

/** CURRENT_USER and its like are whoever runs it: as who looks, which no name says. */
function roleName(cursor: Cursor): TableName {
  const isSelf = cursor.takeAny('current_user', 'current_role', 'session_user') !== null;
  return isSelf ? { schema: null, name: { name: '', quoted: false } } : cursor.tableName();
}
