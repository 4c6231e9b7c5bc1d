import type { Cursor } from './cursor.ts';
import { made } from './named.ts';
import { queryWords, readQuery } from './query.ts';
import { readScript } from './script.ts';
import type { Wanted } from './wanted.ts';

/**
 * Behind CREATE FUNCTION and CREATE PROCEDURE. The server understands a body in SQL when it is made, and
 * opens the tables of its queries for that; any other language's body is looked into when it runs.
 */
export function readRoutine(cursor: Cursor): Wanted[] {
  const routine = made(cursor.tableName(), 'routine');
  cursor.brackets();
  const atomic = cursor.copy();
  if (atomic.skipTo('atomic')) return [routine, ...atomic.list(';').flatMap(understood)];
  const value = cursor.copy();
  if (value.skipTo('return')) return [routine, ...readQuery(value, 'understood')];
  if (!/^sql$/i.test(languageOf(cursor.copy()))) return [routine];
  const [body] = cursor.skipTo('as') ? cursor.literals() : [];
  const queries = body === undefined ? [] : readScript(body).statements;
  return [routine, ...queries.flatMap(understood)];
}

function languageOf(cursor: Cursor): string {
  if (!cursor.skipTo('language')) return 'sql';
  return cursor.next().replaceAll("'", '');
}

/** Other statements than queries are not looked into before they run. */
function understood(statement: Cursor): Wanted[] {
  return statement.copy().takeAny(...queryWords) === null ? [] : readQuery(statement, 'understood');
}
