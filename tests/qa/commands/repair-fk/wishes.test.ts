import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { runLine } from '../../../support/command-line.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';

const setup = `
  create table parent (id bigint primary key, code bigint not null unique, tenant bigint,
    unique (tenant, code));
  create table child (id bigint primary key, code bigint not null, tenant bigint,
    constraint child_code_fkey foreign key (code) references parent (id));
  create index on child (code);
  insert into parent select n, n, 1 from generate_series(1, 9) as n;
  insert into child select n, n, 1 from generate_series(1, 9) as n;
  create table alembic_version (version_num varchar(32) primary key);
  insert into alembic_version values ('0001_first')`;
const keys = "select conname, pg_get_constraintdef(oid) as is from pg_constraint where contype = 'f'";
const stamped = 'select version_num from alembic_version';

let database: FreshDatabase;
let cwd: string;
beforeEach(async () => {
  database = await freshDatabase({ schema: 'empty' });
  cwd = await mkdtemp(join(tmpdir(), 'wishes '));
  await database.query(setup);
});
afterEach(async () => {
  await database.close();
  await rm(cwd, { recursive: true });
});
const run = (...argv: string[]) =>
  runLine(['repair-fk', 'child.child_code_fkey', ...argv], {
    cwd,
    environment: { QA_DATABASE_URL: database.url },
  });
const firstLine = (text: string): string => text.split('\n')[0] ?? '';

/** The way back as it is told: the lines behind it, without a prefix, until the report. */
const toldBack = (stderr: string): string => /^qa: To go back:\n(.*)$/ms.exec(stderr)?.[1] ?? '';

it.each([
  ['NOT NULL', 'create domain code as bigint not null'],
  ['a CHECK', 'create domain code as bigint check (value is not null)'],
  ['NOT NULL of the domain below', 'create domain below as bigint not null; create domain code as below'],
])('SET NULL is refused where the domain of the column has %s', async (_, domain) => {
  await database.query(
    `${domain}; alter table child alter column code drop not null, alter column code type code`,
  );
  const { code, stdout } = await run('--on-delete', 'set null', '--apply', '--yes');
  expect(code).toBe(1);
  expect(stdout).toMatch(/ON DELETE SET NULL would meet NOT NULL on code/);
});

describe('what a repair is asked for by flags', () => {
  it.each<[string, string[], number, RegExp]>([
    ['another target', ['--references', 'parent (code)'], 1, /leads to public\.parent \(id\)/],
    ['another action', ['--on-delete', 'cascade'], 1, /with other actions/],
    ['what is so already', ['--references', 'parent (id)'], 0, /^✔ All clear/],
    ['a column that is not there', ['--references', 'parent (nope)'], 1, /There is no column nope/],
    ['a table that is not there', ['--references', 'nobody (id)'], 1, /There is no table public\.nobody/],
    ['columns that are not unique', ['--references', 'parent (tenant)'], 1, /No unique index covers/],
    [
      'no target',
      ['--references', 'parent'],
      2,
      /--references parent is not a target: write "table \(column\)"/,
    ],
    [
      'no action',
      ['--on-delete', 'explode'],
      2,
      /--on-delete explode is not an action: give no action, restrict/,
    ],
    [
      'SET NULL on NOT NULL',
      ['--on-delete', 'set null'],
      1,
      /ON DELETE SET NULL would meet NOT NULL on code/,
    ],
    ['a revision', ['--stamp', '0002_key', '--references', 'parent (code)'], 1, /pending-repair/],
    ['a revision that is too long', ['--stamp', 'x'.repeat(33)], 1, /is longer than the 32 signs/],
    ['no orphans to move', ['--quarantine-orphans'], 0, /^✔ All clear/],
  ])('%s: the plan says so, and nothing is changed', async (_, argv, code, said) => {
    const before = [await database.query(keys), await database.query(stamped)];
    const ended = await run(...argv);
    expect({ code: ended.code, said: ended.stdout + ended.stderr }).toEqual({
      code,
      said: expect.stringMatching(said),
    });
    // Nor by asking for it to be done, where it is refused.
    if (code === 1 && /unsafe-repair/.test(ended.stdout))
      expect((await run(...argv, '--apply', '--yes')).code).toBe(1);
    expect([await database.query(keys), await database.query(stamped)]).toEqual(before);
  });

  it.each<[string, string[], string]>([
    ['another target', ['--references', 'parent (code)'], 'FOREIGN KEY (code) REFERENCES parent(code)'],
    [
      'another action and a revision',
      ['--on-delete', 'cascade', '--stamp', '0002_key'],
      'FOREIGN KEY (code) REFERENCES parent(id) ON DELETE CASCADE',
    ],
    ['a revision alone', ['--stamp', '0002_key'], 'FOREIGN KEY (code) REFERENCES parent(id)'],
  ])('%s: it is done, and the way back works as it is printed', async (_, argv, is) => {
    const before = [await database.query(keys), await database.query(stamped)];
    const { code, stdout, stderr } = await run(...argv, '--apply', '--yes');
    expect({ code, first: firstLine(stdout) }).toEqual({
      code: 0,
      first: expect.stringMatching(/^✔ All clear: [23] checks/),
    });
    expect(await database.query(keys)).toEqual([{ conname: 'child_code_fkey', is }]);
    const revision = argv.includes('--stamp') ? '0002_key' : '0001_first';
    expect(await database.query(stamped)).toEqual([{ version_num: revision }]);
    await database.query(toldBack(stderr));
    expect([await database.query(keys), await database.query(stamped)]).toEqual(before);
  });

  it('rows without a parent are moved, and what puts them back is printed', async () => {
    await database.query('insert into parent values (50, 60); insert into child values (50, 50)');
    const refused = await run('--references', 'parent (code)', '--apply', '--yes');
    expect({ code: refused.code, rows: await database.query('select from child') }).toMatchObject({
      code: 1,
      rows: { length: 10 },
    });
    const moved = await run('--references', 'parent (code)', '--quarantine-orphans', '--apply', '--yes');
    expect({ code: moved.code, first: firstLine(moved.stdout) }).toMatchObject({
      code: 0,
      first: expect.stringMatching(/^✔ All clear/),
    });
    expect(await database.query('select id from child where id = 50')).toEqual([]);
    const [, back = ''] =
      /1 row is in public\.qa_orphans_child_code_fkey now; .*:\n(.*?)\nqa: After/s.exec(moved.stderr) ?? [];
    await database.query(`insert into parent values (70, 50); ${back}`);
    expect(await database.query('select id from child where id = 50')).toEqual([{ id: '50' }]);
  });

  it('without a table of Alembic nothing is begun that could not be ended', async () => {
    await database.query('drop table alembic_version');
    const before = await database.query(keys);
    const ended = await run('--references', 'parent (code)', '--stamp', '0002_key', '--apply', '--yes');
    expect(ended).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/no table alembic_version to\s+stamp/),
    });
    expect(await database.query(keys)).toEqual(before);
  });

  it('what is left is told with the way to the database, and without its password', async () => {
    await database.query(`create function refuse() returns event_trigger language plpgsql as $$ begin
        if current_query() ilike '%validate constraint%' then raise 'not today'; end if; end $$;
      create event trigger refuse on ddl_command_end execute function refuse()`);
    const { host, pathname, password } = new URL(database.url);
    expect(password).not.toBe('');
    const wishes = ['--references', 'parent (code)', '--apply', '--yes', '-f', 'json'];
    const ended = await runLine(['repair-fk', 'child_code_fkey', ...wishes, '--database-url', database.url], {
      cwd,
    });
    expect(ended.code).toBe(5);
    expect((JSON.parse(ended.stdout) as Report).cleanup).toEqual({
      status: 'incomplete',
      undo: [
        `QA_DATABASE_URL=postgres://postgres@${host}${pathname} qa repair-fk public.child.child_code_fkey ` +
          "--apply --references 'parent (code)'",
      ],
    });
    expect(ended.stdout + ended.stderr).not.toContain(password);
  });
});
