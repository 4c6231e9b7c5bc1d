import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { runLine, unwrapped } from '../../../support/command-line.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { actors, type Actors } from '../../../checks/locks/look-at.ts';

describe.each([15, 18] as const)('who would block a statement, PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  let cast: Actors;
  beforeEach(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
    await database.query(`create table parent (id int primary key);
      create table child (id int primary key, parent_id int constraint child_parent references parent)`);
    cast = actors(database.url);
  });
  afterEach(async () => {
    await cast.leave();
    await database.close();
  });

  const drop = 'ALTER TABLE child DROP CONSTRAINT child_parent';
  const ask = async (...line: string[]) => {
    const ran = await runLine(['inspect-locks', ...line, '--format', 'json'], {
      environment: { QA_DATABASE_URL: database.url },
    });
    const report = ran.stdout === '' ? null : (JSON.parse(ran.stdout) as Report);
    return { ...ran, report, findings: report?.verdicts.flatMap(({ findings }) => findings) ?? [] };
  };

  it('the way is clear: exit 0, it says what would be locked, and nothing was run', async () => {
    const seen = await runLine(['inspect-locks', '--would-block', drop], {
      environment: { QA_DATABASE_URL: database.url },
    });
    expect(seen.code).toBe(0);
    expect(unwrapped(seen.stdout)).toContain(
      'It would take ACCESS EXCLUSIVE on public.child, ACCESS EXCLUSIVE on public.parent; nothing was run.',
    );
    expect(await database.query("select from pg_constraint where conname = 'child_parent'")).toHaveLength(1);
  });

  it.each([
    ['the statement', ['--would-block', drop]],
    [
      'the kind of change',
      ['--for-ddl', 'drop-constraint', '--table', 'child', '--constraint', 'child_parent'],
    ],
    ['any key of the table', ['--for-ddl', 'drop-constraint', '--table', 'public.child']],
  ])('%s: an idle reader of the parent alone is in the way, and its remedy clears it', async (_, line) => {
    const reader = await cast.open('console', 'begin', 'select * from parent');
    await cast.open('bystander', 'begin', 'create temporary table mine (x int)');
    const seen = await ask(...line);
    expect(seen.code).toBe(1);
    expect(seen.findings).toMatchObject([
      {
        code: 'obstructed-ddl',
        subject: `pid ${reader.pid}`,
        message: expect.stringMatching(
          /\(console\), idle in transaction, .*holds AccessShareLock on public\.parent.*behind it every later query, readers too, of public\.child, public\.parent \(\d+ sessions are connected: .*console 1/,
        ),
        remedy: { sql: [`select pg_catalog.pg_terminate_backend(${reader.pid});`] },
      },
    ]);
    for (const statement of seen.findings[0]?.remedy.sql ?? []) await database.query(statement);
    await expect.poll(async () => (await ask(...line)).code).toBe(0);
  });

  it('VALIDATE passes a reader and a writer, and waits for another schema change', async () => {
    await cast.open('writer', 'begin', 'insert into parent values (1); insert into child values (1, 1)');
    const line = ['--would-block', 'alter table child validate constraint child_parent'];
    expect((await ask(...line)).code).toBe(0);
    const other = await cast.open('other', 'begin', 'lock table child in share update exclusive mode');
    expect((await ask(...line)).findings.map(({ subject }) => subject)).toEqual([`pid ${other.pid}`]);
  });

  it('a prepared transaction is in the way by its name, whoever waits already too', async () => {
    await cast.open('manager', 'begin', 'select * from parent', `prepare transaction 'gone ${version}'`);
    const waiting = await cast.open('waiting', 'begin');
    await waiting.wait('lock table parent in access exclusive mode');
    const seen = await ask('--would-block', drop);
    expect(seen.findings.map(({ subject }) => subject).toSorted()).toEqual([
      `pid ${waiting.pid}`,
      `prepared 'gone ${version}'`,
    ]);
    for (const { remedy } of seen.findings)
      for (const statement of remedy.sql) await database.query(statement);
    await waiting.client.query('rollback').catch(() => undefined);
    expect((await ask('--would-block', drop)).code).toBe(0);
  });

  it('a reader that is gone a moment later is no obstacle', async () => {
    const reader = await cast.open('reader', 'begin', 'select * from parent');
    setTimeout(() => void reader.client.query('commit'), 120);
    expect((await ask('--would-block', drop)).code).toBe(0);
  });

  it.each([
    ['a program', "do $$ begin execute 'lock table child'; end $$", 'DO runs a program'],
    ['a procedure', 'call clean_up()', 'CALL runs a procedure'],
    ['a function', 'select id, read_all() from parent', 'public.read_all() is run'],
    ['a function of a view', 'select * from counting', 'public.read_all() is run'],
    ['a function of a view below', 'insert into parent select n from counting', 'public.read_all() is run'],
    ['a function of a materialized view', 'refresh materialized view kept', 'public.read_all() is run'],
    ['an advisory lock', 'select pg_advisory_lock(7)', 'pg_catalog.pg_advisory_lock() waits'],
    ['a computed sequence', "select nextval(x) from (values ('a')) as v(x)", 'pg_catalog.nextval() locks'],
    ['a trigger', 'insert into watched values (1)', 'trigger told of public.watched runs a function'],
    ['a rule', 'delete from watched', 'rule also of public.watched does something'],
    ['a trigger behind a key', 'delete from parent where id = 1', 'trigger told of public.watched runs'],
    ['another file', '\\i further.sql', 'psql reads another file'],
    ['a query of statements', "select 'drop table child' \\gexec", 'psql runs what a query answers'],
    [
      'EXPLAIN that runs',
      'explain (analyze) insert into watched values (1)',
      'trigger told of public.watched',
    ],
    ['DO in a script', 'begin; alter table child add column x int; do $$ $$; commit', 'DO runs a program'],
  ])('%s: what only running it tells is unknown, and never green', async (_, statement, sentence) => {
    await database.query(`
      create function read_all() returns bigint language sql as 'select count(*) from child';
      create view counting as select read_all() as n;
      create materialized view kept as select * from counting with no data;
      create table watched (id int references parent on delete cascade);
      create function told() returns trigger language plpgsql as 'begin return null; end';
      create trigger told after insert or delete on watched for each row execute function told();
      create rule also as on delete to watched do also delete from child`);
    const { code, report } = await ask('--would-block', statement);
    expect(report?.verdicts).toMatchObject([
      { check: 'obstructed-ddl', status: 'unknown', reason: expect.stringContaining(sentence), findings: [] },
    ]);
    expect(code).toBe(3);
  });

  it.each([
    'explain insert into parent values (1)',
    'select * from mirrored',
    'select upper(id::text), twice(id) from child for update skip locked',
    'select pg_try_advisory_lock(7), nextval($$drawn$$)',
  ])('%s: all that it runs is known', async (statement) => {
    await database.query(`create function twice(int) returns int immutable language sql return $1 * 2;
      create sequence drawn; create view mirrored as select twice(id) as n from parent`);
    expect((await ask('--would-block', statement)).code).toBe(0);
  });

  it('who works on rows of the same table may have those that it waits for', async () => {
    await database.query('insert into parent values (1), (2); insert into child values (1, 1)');
    const writer = await cast.open('writer', 'begin', 'update child set id = 5');
    for (const statement of [
      'update child set parent_id = 2',
      'delete from child',
      'select * from child for share',
      "copy child from program 'echo 5,1' (format csv)",
    ]) {
      const { code, report } = await ask('--would-block', statement);
      expect({ statement, code }).toEqual({ statement, code: 3 });
      expect(report?.verdicts[0]?.reason).toMatch(
        new RegExp(`^it may wait for rows, .*: Process ${writer.pid} \\(writer\\), idle in transaction`),
      );
    }
    // Their rows are of other tables, are passed by, or are read only.
    for (const statement of [
      'insert into parent values (7)',
      'select * from child for update skip locked',
      'select * from child',
    ])
      expect({ statement, code: (await ask('--would-block', statement)).code }).toEqual({
        statement,
        code: 0,
      });
    await writer.client.query('lock table child in exclusive mode');
    const { code, findings } = await ask('--would-block', 'update child set parent_id = 2');
    expect({ code, subjects: findings.map(({ subject }) => subject) }).toEqual({
      code: 1,
      subjects: [`pid ${writer.pid}`],
    });
  });

  it('a script is read from standard input', async () => {
    const reader = await cast.open('console', 'begin', 'select * from parent');
    const ran = await runLine(['inspect-locks', '--would-block', '-', '--format', 'json'], {
      environment: { QA_DATABASE_URL: database.url },
      stdin: `\\set ON_ERROR_STOP on\nbegin;\n-- the key\n${drop};\ncommit;\n`,
    });
    expect({ code: ran.code, subject: JSON.parse(ran.stdout).verdicts[0].findings[0].subject }).toEqual({
      code: 1,
      subject: `pid ${reader.pid}`,
    });
  });

  it('who may not see others is told by the locks alone, and that the rest is hidden', async () => {
    const reader = await cast.open('console', 'begin', "select 'private' from parent");
    await database.query(`create role outsider_locks_${version} login password 'outside'`);
    const url = new URL(database.url);
    url.username = `outsider_locks_${version}`;
    url.password = 'outside';
    const seen = await ask('--would-block', drop, '--database-url', url.href);
    await database.query(`drop role outsider_locks_${version}`);
    expect(seen.code).toBe(1);
    expect(seen.findings).toMatchObject([
      { subject: `pid ${reader.pid}`, message: expect.stringContaining('(hidden by privilege)') },
    ]);
  });
});

describe('mistakes in the question', () => {
  const ask = (...line: string[]) =>
    runLine(['inspect-locks', ...line], { environment: { QA_DATABASE_URL: 'postgresql://x@127.0.0.1:1/x' } });

  it.each([
    [['--for-ddl', 'rename'], 'qa: --for-ddl rename of which table? Give --table too.\n'],
    [
      ['--constraint', 'c'],
      'qa: --table, --constraint and --references belong to --for-ddl: give the kind of change too.\n',
    ],
    [
      ['--references', 't'],
      'qa: --table, --constraint and --references belong to --for-ddl: give the kind of change too.\n',
    ],
    [
      ['--would-block', 'drop table t', '--table', 't'],
      'qa: --table, --constraint and --references belong to --for-ddl: give the kind of change too.\n',
    ],
    [
      ['--would-block', 'drop table t', '--for-ddl', 'rename'],
      'qa: --would-block has the whole statement, so --for-ddl says nothing more: give one of them.\n',
    ],
    [
      ['--for-ddl', 'rename', '--table', 't', '--watch'],
      'qa: --watch shows who waits; a statement is asked about once: leave one of them out.\n',
    ],
    [
      ['--for-ddl', 'add-foreign-key', '--table', 't'],
      'qa: --for-ddl add-foreign-key locks the parent too: name it with --references.\n',
    ],
    [
      ['--for-ddl', 'add-foreign-key', '--table', 't', '--references', 'a.b.c'],
      'qa: --references a.b.c is not a table name: write it as table or schema.table, as SQL does.\n',
    ],
    [['--would-block', 'alter a thing'], 'it is not understood at "a thing". It knows ALTER, CREATE'],
    [['--would-block', 'alter table t drop column c', '--for-ddl', 'rename'], 'give one of them'],
    [['--for-ddl', 'rename'], 'Give --table too'],
    [['--table', 't'], 'belong to --for-ddl'],
    [['--for-ddl', 'add-foreign-key', '--table', 't'], 'name it with --references'],
    [['--for-ddl', 'rename', '--table', 'a.b.c'], '--table a.b.c is not a table name'],
    [['--for-ddl', 'vanish', '--table', 't'], '--for-ddl vanish is not known'],
    [['--would-block', 'alter table t drop column c', '--watch'], 'leave one of them out'],
    [['--would-block', ''], 'not understood at "its end"'],
  ])('%j is exit 2, before anything is contacted', async (line, sentence) => {
    const { code, stderr } = await ask(...line);
    expect(stderr).toContain(sentence);
    expect(code).toBe(2);
  });

  it('a table that does not exist, or could be several, is exit 2', async () => {
    const database = await freshDatabase({ schema: 'empty' });
    await database.query(
      'create schema a; create schema b; create table a.twin (x int); create table b.twin (x int)',
    );
    const environment = { QA_DATABASE_URL: database.url };
    const missing = await runLine(['inspect-locks', '--would-block', 'drop table nobody'], { environment });
    expect(missing).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('here is no "nobody" in this database'),
    });
    const twin = await runLine(['inspect-locks', '--would-block', 'drop table twin'], { environment });
    expect(twin).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"twin" could be a.twin or b.twin'),
    });
    const named = (table: string, references: string) =>
      runLine(
        ['inspect-locks', '--for-ddl', 'add-foreign-key', '--table', table, '--references', references],
        {
          environment,
        },
      );
    const saysOf = async (table: string, references: string): Promise<string> =>
      unwrapped((await named(table, references)).stderr);
    const absent = ' in this database; names are as SQL reads them, add the schema.';
    expect(await saysOf('nobody', 'a.twin')).toBe(`qa: --table: there is no "nobody"${absent}\n`);
    expect(await saysOf('a.twin', 'nobody')).toBe(`qa: --references: there is no "nobody"${absent}\n`);
    expect(await saysOf('a.twim', 'b.twim')).toBe(
      `qa: --table: there is no "a.twim", "b.twim"${absent} Did you mean "a.twin"?\n`,
    );
    expect(await saysOf('twin', 'a.twin')).toBe(
      'qa: --table: "twin" could be a.twin or b.twin: add the schema.\n',
    );
    expect(await saysOf('a.twin', 'twin')).toBe(
      'qa: --references: "twin" could be a.twin or b.twin: add the schema.\n',
    );
    await database.close();
  });
});
