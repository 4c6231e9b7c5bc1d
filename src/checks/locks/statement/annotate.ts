import type { Cursor } from './cursor.ts';
import { behindOn, plain, readsOf } from './named.ts';
import type { ObjectKind, Wanted } from './wanted.ts';

const shareUpdate = 'ShareUpdateExclusiveLock';

const relations: Readonly<Record<string, ObjectKind>> = {
  table: 'relation',
  view: 'relation',
  'materialized view': 'relation',
  'foreign table': 'relation',
  index: 'index',
  sequence: 'sequence',
};

/** What is no relation, nor a part of one. */
const others = (
  'access method, aggregate, cast, collation, conversion, database, domain, event trigger, ' +
  'extension, foreign data wrapper, function, language, large object, operator, procedure, ' +
  'procedural language, publication, role, routine, schema, server, statistics, subscription, ' +
  'tablespace, text search, transform, type'
).split(', ');

/** Behind COMMENT, and behind SECURITY LABEL and its provider. */
export function readComment(cursor: Cursor): Wanted[] {
  cursor.require('on');
  const kind = cursor.takeAny(...Object.keys(relations), 'column', 'constraint', 'trigger', 'rule', 'policy');
  if (kind === null) return cursor.takeAny(...others) === null ? cursor.fail() : [];
  if (kind === 'column') return [alone(plain(cursor.ownerName(), shareUpdate))];
  const object = relations[kind];
  if (object !== undefined) return [alone({ ...plain(cursor.tableName(), shareUpdate), object })];
  if (kind === 'constraint' && cursor.holds('on', 'domain')) return [];
  return behindOn(cursor, 'AccessShareLock').map(alone);
}

export function readSecurityLabel(cursor: Cursor): Wanted[] {
  if (cursor.take('for')) cursor.identifier();
  return readComment(cursor);
}

/**
 * Behind GRANT and REVOKE. Rights are rows of the catalog; since 18 the tables are held as by a reader
 * meanwhile.
 */
export function readGrant(cursor: Cursor): Wanted[] {
  if (!cursor.skipTo('on') || cursor.take('all')) return [];
  const object = cursor.take('sequence') ? 'sequence' : 'relation';
  return readsOf(cursor).map((wanted) => alone({ ...wanted, object }));
}

function alone(wanted: Wanted): Wanted {
  return { ...wanted, alone: true };
}
