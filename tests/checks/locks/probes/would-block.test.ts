import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { wouldBlock, type WouldBlockContext } from '../../../../src/checks/locks/probes/would-block.ts';
import { readDdl } from '../../../../src/checks/locks/statement/ddl.ts';
import { openDatabase, type Database } from '../../../../src/checks/postgres/session/session.ts';
import { parseDatabaseUrl } from '../../../../src/checks/postgres/address/url.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { actors, type Actor, type Actors } from '../look-at.ts';

const schema = `
  create table parent (id int primary key);
  create table child (id int primary key, parent_id int constraint child_parent references parent);
  create index child_idx on child (parent_id); create table elsewhere (id int); create sequence numbers;
  create table parted (id int primary key, v int) partition by range (id);
  create table parted_1 partition of parted for values from (0) to (10);
  create table parted_2 partition of parted for values from (10) to (20);
  create view seen as select * from child;
  create materialized view kept as select id from child; create unique index on kept (id);
  create function twice(x int) returns int immutable language sql as 'select x * 2';
  create table doubled (x int check (twice(x) > 0))`;

/** Statements that wait in ways of their own, and those whose locks lie beside what they name. */
const statements = [
  'create index concurrently made on child (id, parent_id)',
  'drop index concurrently child_idx',
  'drop index child_idx',
  'reindex index concurrently child_idx',
  'reindex table child',
  'reindex (concurrently) table child',
  'reindex schema public',
  'alter table parted detach partition parted_1 concurrently',
  'vacuum child',
  'vacuum (full, analyze) child',
  'refresh materialized view kept',
  'drop table parted_1',
  'drop table parent cascade',
  'drop function twice cascade',
  'alter table child validate constraint child_parent',
  'create view late as select id from child',
  'comment on table child is $$x$$',
  'drop sequence numbers',
  'reindex (concurrently) database the_database',
  'analyze',
  'cluster',
  'select * from child',
  "select nextval('numbers')",
  'select from child for update skip locked',
  'select from child for update nowait',
  'explain update child set id = 5',
  'create function f() returns bigint language sql return (select max(id) from child)',
];

/** Transactions that are open meanwhile. */
const blockers = [
  ['a reader', 'begin', 'select from child'],
  ['a writer', 'begin', 'insert into child values (7)'],
  ['an older snapshot of another table', 'begin isolation level repeatable read', 'select from elsewhere'],
  ['who is done with another table', 'begin', 'insert into elsewhere values (1)'],
  ['maintenance', 'begin', 'lock table child in share update exclusive mode'],
  ['another schema change', 'begin', 'alter table child add column late int'],
  ['a reader of a partition', 'begin', 'select from parted_2'],
  ['a reader of the view', 'begin', 'select from seen'],
  ['who checks rows', 'begin', 'insert into doubled values (5)'],
  ['who draws numbers', 'begin', "select nextval('numbers')"],
] as const;

/** The server is the judge: whoever the statement waits for when it is really run, was named; nobody else. */
describe.each([15, 18] as const)('who is named is who is waited for, PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  let reader: Database;
  let cast: Actors;
  beforeAll(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
    await database.query(schema);
    reader = openDatabase({
      address: parseDatabaseUrl(database.url, {}),
      applicationName: 'facteur-qa test',
      connectTimeoutMs: 5_000,
      signal: new AbortController().signal,
    });
    cast = actors(database.url);
  });
  afterAll(async () => {
    await reader.close();
    await cast.leave();
    await database.close();
  });

  it.each(statements)('%s', async (text) => {
    const statement = text.replace('the_database', new URL(database.url).pathname.slice(1));
    // Only what no transaction can undo needs the schema anew.
    const isUndone = !/concurrently|vacuum|reindex schema|^cluster$/.test(statement);
    const blocker = await cast.open('blocker');
    const runner = await cast.open('runner');
    for (const [name, ...open] of blockers) {
      for (const each of open) await blocker.client.query(each);
      const named = (await lookAt(reader, statement)).flat().some(({ pid }) => pid === blocker.pid);
      if (isUndone) await runner.client.query('begin');
      const waits = await waitsFor(database, runner, statement, blocker.pid);
      expect({ name, named }).toEqual({ name, named: waits });
      await blocker.client.query('rollback');
      if (isUndone) await runner.client.query('rollback');
      else {
        await database.empty();
        await database.query(schema);
      }
    }
    await cast.leave();
  });

  it('an older snapshot is seen by a role that may see nothing else of its session', async () => {
    const role = `outsider_snapshots_${version}`;
    await database.query(`create role ${role} login password 'outside'`);
    const url = Object.assign(new URL(database.url), { username: role, password: 'outside' });
    const outsider = openDatabase({
      address: parseDatabaseUrl(url.href, {}),
      applicationName: 'facteur-qa test',
      connectTimeoutMs: 5_000,
      signal: new AbortController().signal,
    });
    const reader = await cast.open(
      'reader',
      'begin isolation level repeatable read',
      'select from elsewhere',
    );
    const [holders = []] = await lookAt(outsider, 'create index concurrently on child (id)');
    expect(holders).toMatchObject([{ pid: reader.pid, locks: ['a snapshot'], state: null }]);
    await outsider.close();
    await cast.leave();
    await database.query(`drop role ${role}`);
  });
});

async function lookAt(database: Database, statement: string) {
  const context: WouldBlockContext = {
    signal: new AbortController().signal,
    progress: () => undefined,
    database,
    limits: { statementTimeoutMs: 5_000, lockTimeoutMs: 1_000 },
    pauseMs: 0,
    ...readDdl(statement),
  };
  return (await wouldBlock.observe(context, {})).looks;
}

/** Runs it until it ends, or until it waits for that process; then it is cancelled. */
async function waitsFor(
  database: FreshDatabase,
  { pid, client }: Actor,
  statement: string,
  blocker: number,
): Promise<boolean> {
  let ended = false;
  const end = client.query(statement).then(
    () => (ended = true),
    (error: Error & { code?: string }) => {
      ended = true;
      // Any other error would make the statement a bad example.
      if (error.code !== '57014') throw error;
    },
  );
  const waiting = await vi.waitFor(
    async () => {
      const [row] = await database.query<{ waits: boolean }>(
        'select $2::int = any (pg_blocking_pids($1)) as waits',
        [pid, blocker],
      );
      if (row?.waits !== true && !ended) throw new Error(`${statement} neither ends nor waits`);
      return row?.waits === true;
    },
    { timeout: 20_000, interval: 5 },
  );
  if (waiting) await database.query('select pg_cancel_backend($1)', [pid]);
  await end;
  return waiting;
}
