import { expect, it } from 'vitest';
import type { Database } from '../../../../src/checks/postgres/index.ts';
import { readRevises } from '../../../../src/qa/commands/repair-fk/revises.ts';

/** A database whose search path is `public`, by the revisions that `alembic_version` of a schema names. */
function contextOf(tables: Readonly<Record<string, readonly string[]>>) {
  const asked: unknown[] = [];
  const answer = (sql: string, values?: readonly unknown[]): readonly object[] => {
    if (sql.includes('search_path')) return [{ path: '"$user", public', role: 'qa' }];
    if (values !== undefined) {
      asked.push(...values);
      return Object.keys(tables).map((schema) => ({ schema }));
    }
    const [, schema = ''] = /from "?(\w+)"?\."?alembic_version/.exec(sql) ?? [];
    return (tables[schema] ?? []).map((revision) => ({ revision }));
  };
  const session = {
    version: 180_000,
    standby: false,
    query: async <Row>(sql: string, values?: readonly unknown[]) => answer(sql, values) as Row[],
  };
  const database: Database = {
    label: 'h/d',
    read: (work) => work(session),
    close: async () => undefined,
  };
  const signal = new AbortController().signal;
  const limits = { statementTimeoutMs: 1, lockTimeoutMs: 1 };
  return {
    asked,
    context: { database, limits, signal, progress: () => undefined },
  };
}

const wayOut =
  ': give --revises REVISION, several with commas to merge them, or --revises base for the first of all.';

it.each<[string, Record<string, string[]>, string]>([
  ['the table of the search path', { public: ['a1'] }, 'a1'],
  ['that of the role, before it', { qa: ['q1'], public: ['a1'] }, 'q1'],
  ['that of the search path, with others elsewhere', { public: ['a1'], app: ['b1'], old: ['c1'] }, 'a1'],
  ['the only one, elsewhere', { app: ['b1'] }, 'b1'],
])('an emitted revision follows what the database names: %s', async (_, tables, revision) => {
  const { context, asked } = contextOf(tables);
  expect(await readRevises(undefined, context)).toBe(revision);
  expect(new Set(asked)).toEqual(new Set(['alembic_version']));
});

it.each<[string, Record<string, string[]>, string]>([
  ['no table', {}, 'The database names no revision that this one could follow'],
  ['an empty table', { public: [] }, 'The database names no revision that this one could follow'],
  ['an empty table elsewhere', { app: [] }, 'The database names no revision that this one could follow'],
  [
    'an empty one, and one elsewhere',
    { public: [], app: ['b'] },
    'The database names no revision that this one could follow',
  ],
  ['several revisions', { public: ['a', 'b'] }, 'The database is at several revisions (a, b)'],
  ['several elsewhere', { app: ['a', 'b', 'c'] }, 'The database is at several revisions (a, b, c)'],
  [
    'several tables',
    { app: ['a'], old: ['b'] },
    'A table alembic_version lies in each of the schemas app, old',
  ],
  [
    'three tables',
    { app: ['a'], old: ['b'], older: ['c'] },
    'A table alembic_version lies in each of the schemas app, old, older',
  ],
])('where the database has %s, it must be said which is followed', async (_, tables, said) => {
  await expect(readRevises(undefined, contextOf(tables).context)).rejects.toMatchObject({
    name: 'UsageError',
    message: `${said}${wayOut}`,
  });
});

it.each<[string, string | string[] | null]>([
  ['base', null],
  ['a1', 'a1'],
  [' a1 ', 'a1'],
  ['a1, b2 ,c3', ['a1', 'b2', 'c3']],
])('--revises %j is what is followed, whatever the database says', async (given, revision) => {
  const { context, asked } = contextOf({ public: ['other'] });
  expect(await readRevises(given, context)).toEqual(revision);
  expect(asked).toEqual([]);
});

it.each(['', ' ', ',', 'a,', ',a', 'a,,b'])('--revises %j is no revision', async (given) => {
  await expect(readRevises(given, contextOf({}).context)).rejects.toMatchObject({
    name: 'UsageError',
    message: `--revises ${given} is not a revision: give one, or several with commas between them.`,
  });
});
