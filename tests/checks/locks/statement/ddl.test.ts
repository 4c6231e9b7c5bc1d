import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLockMode, stronger, type LockMode } from '../../../../src/checks/locks/modes/modes.ts';
import { resolveWanted } from '../../../../src/checks/locks/probes/wanted-tables.ts';
import { NotUnderstood } from '../../../../src/checks/locks/statement/cursor.ts';
import { readDdl } from '../../../../src/checks/locks/statement/ddl.ts';
import { openDatabase, type Database } from '../../../../src/checks/postgres/session/session.ts';
import { parseDatabaseUrl } from '../../../../src/checks/postgres/address/url.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';

const schema = `
  create table parent (id int primary key, code int not null constraint parent_code unique, note text);
  create table child (id int primary key, parent_id int constraint child_parent references parent, code int);
  alter table child add constraint child_code foreign key (code) references parent (code) not valid;
  create table grandchild (child_id int references child, x int);
  create table "Odd Name" (id int primary key);
  create table parted (id int primary key, v int) partition by range (id);
  create table parted_1 partition of parted for values from (0) to (10);
  create index child_idx on child (parent_id); create materialized view totals as select count(*) from parent;
  create function nothing() returns trigger language plpgsql as 'begin return new; end';
  create trigger existing before insert on child for each row execute function nothing();
  create policy older on child using (true)`;

/** Each is run on a real server, and what it then holds is what its text was said to lock. */
const statements = [
  'alter table child drop constraint child_parent',
  'ALTER TABLE ONLY public.child DROP CONSTRAINT IF EXISTS child_code CASCADE',
  'alter table child add constraint again foreign key (parent_id) references parent (id) not valid',
  'alter table child add foreign key (parent_id) references public.parent on delete cascade',
  'alter table child validate constraint child_code',
  'alter table child rename constraint child_code to code_of_child',
  'alter table child alter constraint child_parent deferrable initially deferred',
  'alter table parent drop constraint parent_code cascade',
  'alter table child add column more int references parent, add column less text default $$a, b (c$$',
  'alter table child drop column parent_id',
  'alter table parent drop column id cascade',
  'alter table parent alter column code type bigint',
  'alter table child alter parent_id set not null',
  'alter table child alter column parent_id set statistics 100',
  'alter table child alter parent_id set (n_distinct = 5)',
  'alter table child set (fillfactor = 70, autovacuum_enabled = false)',
  'alter table child add check (code > 0) not valid',
  'alter table child disable trigger existing',
  'alter table child enable row level security, force row level security',
  'alter table child rename to kid',
  'alter table child rename column code to kode',
  'alter table parted add column w int',
  'alter table parted rename to divided',
  'drop table grandchild',
  'drop table if exists nobody, grandchild',
  'drop table child cascade',
  'truncate parent, child, grandchild',
  'truncate parent cascade',
  'create index on child (code)',
  'create unique index if not exists c_u on only child using btree (id) where code is not null',
  'create index on parted (v)',
  'drop index child_idx',
  'create table further (id int, parent_id int references parent, child int references child (id))',
  'create trigger t after update of code on child for each row execute function nothing()',
  'drop trigger existing on child',
  'create policy mine on child for select using (true)',
  'drop policy older on child',
  'alter policy older on child to public',
  'refresh materialized view totals',
  'lock table child, parent in share row exclusive mode',
  'lock parted',
  'lock table "Odd Name" in access share mode nowait',
  'begin; alter table child add column z int; create index on parent (note); commit',
  'analyze child',
];

describe.each([15, 18] as const)('what a statement locks, PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  let reader: Database;
  beforeAll(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
    await database.query(schema);
    reader = openDatabase({
      address: parseDatabaseUrl(database.url, {}),
      applicationName: 'test',
      connectTimeoutMs: 2_000,
      signal: new AbortController().signal,
    });
  });
  afterAll(async () => {
    await reader.close();
    await database.close();
  });

  it.each(statements)('%s', async (statement) => {
    const limits = { statementTimeoutMs: 2_000, lockTimeoutMs: 200 };
    const { locks, missing, ambiguous } = await reader.read(
      (session) => resolveWanted(session, readDdl(statement)),
      limits,
    );
    expect({ missing, ambiguous }).toEqual({ missing: [], ambiguous: [] });
    const said = new Map<string, LockMode>();
    for (const { table, mode, alone } of locks) {
      said.set(table, mode);
      if (table === 'parted' && alone !== true) said.set('parted_1', mode);
    }
    const existing = new Set(
      (
        await database.query<{ oid: number }>("select oid from pg_class where relkind in ('r', 'p', 'm')")
      ).map(({ oid }) => oid),
    );
    const held = new Map<string, LockMode>();
    for (const { oid, mode, table } of await holdsAfter(statement)) {
      if (!isLockMode(mode) || !existing.has(oid) || table === null) continue;
      held.set(table, stronger(held.get(table) ?? mode, mode));
    }
    // What merely looks is no obstacle but to ACCESS EXCLUSIVE, and passes.
    const asked = [...said.values()].includes('AccessShareLock');
    const significant = [...held].filter(([, mode]) => asked || mode !== 'AccessShareLock');
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(significant));
  });

  const holdsAfter = async (statement: string) => {
    const names = await database.query<{ oid: number; name: string }>(
      `select oid, relname as name from pg_class
        where relkind in ('r', 'p', 'm') and relnamespace = 'public'::regnamespace`,
    );
    const byOid = new Map(names.map(({ oid, name }) => [oid, name]));
    const inside = statement.replace(/^begin; |; commit$/g, '');
    const asleep = `do $$ begin end $$; select relation::int as oid, mode from pg_locks
      where pid = pg_backend_pid() and locktype = 'relation'`;
    const client = new pg.Client(database.url);
    await client.connect();
    try {
      await client.query('begin');
      await client.query(inside);
      const results = (await client.query(asleep)) as unknown as { rows: { oid: number; mode: string }[] }[];
      return (results.at(-1)?.rows ?? []).map((row) => ({ ...row, table: byOid.get(row.oid) ?? null }));
    } finally {
      await client.query('rollback').catch(() => undefined);
      await client.end();
    }
  };
});

describe('what is not understood', () => {
  it.each([
    [' ; -- nothing', 'its end'],
    ['select 1', 'select 1'],
    ['update t set x = 1', 'update t set x'],
    ['alter table t', 'its end'],
    ['alter table t attach partition p default', 'attach partition p default'],
    ['alter table t set (user_catalog_table = true)', '= true )'],
    ['alter table t alter constraint c not enforced', 'not enforced'],
    ['alter table a.b.c drop column x', 'drop column x'],
    ['create index concurrently on t (x)', 'on t ( x'],
    ['drop index concurrently i', 'i'],
    ['create table t partition of p default', 't partition of p'],
    ['create table t as select 1', 't as select 1'],
    ['alter type mood add value $$x$$', 'alter type mood add'],
    ['alter table t add column x int; do $$ begin end $$', 'do $$ begin end $$'],
    ['alter table "t drop column x', 'its end'],
  ])('%s', (statement, at) => {
    let thrown: unknown;
    try {
      readDdl(statement);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(NotUnderstood);
    expect(String((thrown as NotUnderstood).message)).toBe(at);
  });
});
