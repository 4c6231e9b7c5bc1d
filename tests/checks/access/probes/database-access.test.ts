import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseAccess } from '../../../../src/checks/access/index.ts';
import { openDatabase, parseDatabaseUrl } from '../../../../src/checks/postgres/index.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { createRole, type SessionRole } from '../../../support/session-role.ts';

let database: FreshDatabase;
const roles: SessionRole[] = [];
beforeAll(async () => {
  database = await freshDatabase({ schema: 'empty' });
  await database.query(`
    create table parents (id int primary key);
    create table children (id int primary key, parent_id int references parents);
    create table guarded (id int primary key);
    alter table guarded enable row level security;
    create schema app; create table app.alembic_version (version_num text primary key);
    create schema auth; create table auth.users (id int primary key);
    create temporary table passing (id int)`);
});
afterAll(async () => {
  for (const role of roles) await role.drop();
  await database.close();
});

const look = async (url: string) => {
  const signal = new AbortController().signal;
  const opened = openDatabase({
    address: parseDatabaseUrl(url, {}),
    applicationName: 'test',
    connectTimeoutMs: 10_000,
    signal,
  });
  try {
    const limits = { statementTimeoutMs: 10_000, lockTimeoutMs: 500 };
    return await databaseAccess.observe({ database: opened, limits, signal, progress: () => undefined }, {});
  } finally {
    await opened.close();
  }
};
const role = async (attributes: string, ...grants: readonly string[]): Promise<SessionRole> => {
  const made = await createRole(database, attributes);
  roles.push(made);
  for (const grant of grants) await database.query(`grant ${grant} to ${made.name}`);
  return made;
};

it('a superuser sees all of the user tables, and none that a platform made', async () => {
  expect((await look(database.url)).rights).toMatchObject({
    superuser: true,
    seesSessions: true,
    tables: 4,
    readable: 4,
    owned: 4,
    versionTables: [{ schema: 'app', readable: true }],
  });
});

it('a role that may do nothing still counts the tables', async () => {
  expect((await look((await role('')).url)).rights).toMatchObject({
    superuser: false,
    seesSessions: false,
    tables: 4,
    readable: 0,
    behindPolicies: 0,
    owned: 0,
    versionTables: [{ schema: 'app', readable: false }],
  });
});

it('what may be selected and what row policies hide are counted apart', async () => {
  const reader = await role('', 'select on all tables in schema public', 'pg_read_all_stats');
  expect((await look(reader.url)).rights).toMatchObject({
    role: reader.name,
    seesSessions: true,
    readable: 2,
    behindPolicies: 1,
    owned: 0,
  });
});

it('a role that row policies do not bind reads all of it', async () => {
  const reader = await role('bypassrls', 'select on all tables in schema public');
  expect((await look(reader.url)).rights).toMatchObject({ readable: 3, behindPolicies: 0 });
});

it('a wrong password is a refusal, a closed port is not, and neither has rights', async () => {
  const wrong = new URL(database.url);
  wrong.password = 'wrong';
  expect(await look(wrong.href)).toMatchObject({ rights: null, failure: { refused: true } });
  expect(await look('postgresql://u@127.0.0.1:1/d')).toMatchObject({
    rights: null,
    failure: { refused: false, reason: expect.stringContaining('ECONNREFUSED') },
  });
});
