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
    [['--would-block', 'select 1'], 'it is not understood at "select 1". It knows ALTER, CREATE'],
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
    await database.close();
  });
});
