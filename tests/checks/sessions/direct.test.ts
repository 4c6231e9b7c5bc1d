import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sessionLines } from '../../../src/checks/sessions/index.ts';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.ts';
import { countJourneys } from '../../support/journeys.ts';
import { createRole, type SessionRole } from '../../support/session-role.ts';
import { findingsOf, inspect, said, statusOf } from './inspect.ts';

const unset = [
  'unset-statement-timeout statement_timeout',
  'unset-lock-timeout lock_timeout',
  'unset-idle-timeout idle_in_transaction_session_timeout',
];

describe.each([15, 18] as const)('PostgreSQL %i, directly', (version) => {
  let database: FreshDatabase;
  let app: SessionRole;
  let api: SessionRole;
  beforeAll(async () => {
    database = await freshDatabase({ version });
    app = await createRole(database);
    api = await createRole(database);
    await database.query(`grant usage on schema public to ${api.name}`);
  });
  afterAll(async () => {
    await app.drop();
    await api.drop();
    await database.close();
  });
  beforeEach(async () => {
    const name = new URL(database.url).pathname.slice(1);
    await database.query(
      `alter role ${app.name} reset all; alter role ${app.name} in database ${name} reset all; alter ` +
        `database ${name} reset all`,
    );
  });
  const look = () => inspect(app.url, { apiRoles: { names: [api.name], expected: [] } });
  const databaseName = () => new URL(database.url).pathname.slice(1);
  const cure = async (code: string) => {
    for (const { remedy } of findingsOf(await look(), code)) {
      expect(remedy.sql.length).toBeGreaterThan(0);
      for (const statement of remedy.sql) await database.query(statement);
    }
  };

  it('without any time set all are missing; the remedies as printed leave nothing to be found', async () => {
    expect(said(await look())).toEqual(unset);
    for (const code of ['unset-statement-timeout', 'unset-lock-timeout', 'unset-idle-timeout'])
      await cure(code);
    const healthy = await look();
    expect(said(healthy)).toEqual([]);
    expect(healthy.verdicts.map(({ check, status }) => `${check} ${status}`)).toEqual(
      healthy.verdicts.map(({ check }) => `${check} clear`),
    );
  });

  it('over a distance few journeys are made, and none twice', async () => {
    const journeys = await countJourneys(new URL(app.url));
    await inspect(journeys.url, { apiRoles: { names: [api.name], expected: [] } });
    await journeys.stop();
    // That there is no TLS is learnt once; then the first client, one for each way to ask, and the reading.
    const counted = journeys.counted();
    expect(counted.length).toBe(5);
    const [noTls, first, ...more] = counted;
    const reading = more.pop();
    // To log in takes three with a password (SCRAM), and goodbye is one.
    expect({ noTls, first, reading }).toEqual({ noTls: 1, first: 6, reading: 9 });
    expect(more).toEqual([5, 5]);
  });

  it('a clear run says what it proved', async () => {
    for (const code of ['unset-statement-timeout', 'unset-lock-timeout', 'unset-idle-timeout'])
      await cure(code);
    const lines = sessionLines((await look()).evidence).join('\n');
    expect(lines).toContain(
      'Connection: direct. The backend that answers is the one that the server announced.',
    );
    expect(lines).toContain('Named prepared statements work.');
    expect(lines).toContain(
      'What is asked for in "options" (libpq, psycopg, PGOPTIONS): arrived and in force.',
    );
    expect(lines).toMatch(new RegExp(`statement_timeout +10 min +set for the role ${app.name}$`, 'm'));
    expect(lines).toMatch(/Connections: \d+ of 197 \(\d+ %\) of the server/);
    expect(lines).toMatch(new RegExp(`Past row security ${api.name} reaches 0 of \\d+ tables and views\\.`));
  });

  const levels = [
    ['role', () => `alter role ${app.name}`],
    ['role-in-database', () => `alter role ${app.name} in database ${databaseName()}`],
    ['database', () => `alter database ${databaseName()}`],
  ] as const;
  it.each(levels)(
    'a time that kills a migration, given at the %s, is found with its level and cured where it stands',
    async (level, at) => {
      await database.query(
        `${at()} set statement_timeout = '5s'; ${at()} set lock_timeout = '1min'; ${at()} set ` +
          'idle_in_transaction_session_timeout = 60000',
      );
      const broken = await look();
      expect(said(broken)).toEqual(['role-timeout lock_timeout', 'role-timeout statement_timeout']);
      expect(findingsOf(broken, 'role-timeout')[1]).toMatchObject({
        message: expect.stringContaining(
          'A client that asks at start-up overrides it here; one that does not is cancelled.',
        ),
        facts: { level, givenMs: 5000, wantedMs: 600_000, arrives: ['options', 'parameters'] },
      });
      await cure('role-timeout');
      expect(said(await look())).toEqual([]);
    },
  );

  it('what overrides what: role in database, role, database', async () => {
    await database.query(
      `alter database ${databaseName()} set statement_timeout = '1s'; alter role ${app.name} set ` +
        "statement_timeout = '2s'",
    );
    expect(findingsOf(await look(), 'role-timeout')[0]?.facts).toMatchObject({
      level: 'role',
      givenMs: 2000,
      levels: [
        { level: 'role', value: '2s' },
        { level: 'database', value: '1s' },
      ],
    });
    await database.query(
      `alter role ${app.name} in database ${databaseName()} set statement_timeout = '10min'`,
    );
    const overridden = await look();
    expect(findingsOf(overridden, 'role-timeout')).toEqual([]);
    expect(sessionLines(overridden.evidence).join('\n')).toContain(
      `set for the role ${app.name} in ${databaseName()}; the role ${app.name} says 2s, the database ` +
        `${databaseName()} says 1s`,
    );
  });

  it('no limit at the level that wins is found as missing, and given at that level', async () => {
    await database.query(
      `alter role ${app.name} set statement_timeout = '10min'; alter role ${app.name} in database ` +
        `${databaseName()} set statement_timeout = 0`,
    );
    expect(said(await look())).toContain('unset-statement-timeout statement_timeout');
    await cure('unset-statement-timeout');
    expect(findingsOf(await look(), 'unset-statement-timeout')).toEqual([]);
  });

  it('a time that is what would be asked for is told from one that arrived', async () => {
    await database.query(`alter role ${app.name} set statement_timeout = '10min'`);
    expect((await look()).evidence['startupOptions']).toMatchObject({
      asked: { statement_timeout: 599_999 },
      ways: [{ got: { statement_timeout: 599_999 } }, {}],
    });
  });

  // PostgreSQL has it since 17.
  if (version === 18) {
    it('a transaction_timeout bounds statements and idleness; a short one kills a migration', async () => {
      await database.query(
        `alter role ${app.name} set transaction_timeout = '15min'; alter role ${app.name} set ` +
          "lock_timeout = '2min'",
      );
      expect(said(await look())).toEqual([]);
      await database.query(`alter role ${app.name} set transaction_timeout = '15s'`);
      expect(said(await look())).toEqual(['role-timeout transaction_timeout']);
      await cure('role-timeout');
      expect(said(await look())).toEqual([]);
    });
  }

  it.each(levels)(
    'a database that is read-only by a setting of the %s is found, and cured',
    async (_, at) => {
      await database.query(`${at()} set default_transaction_read_only = on`);
      expect(said(await look())).toContain('read-only-database default_transaction_read_only');
      // The remedy's own session must be able to write: it is the administrator's.
      const { sql } = findingsOf(await look(), 'read-only-database')[0]!.remedy;
      const administrator = new pg.Client({
        connectionString: database.url,
        options: '-c default_transaction_read_only=off',
      });
      await administrator.connect();
      for (const statement of sql) await administrator.query(statement);
      await administrator.end();
      expect(findingsOf(await look(), 'read-only-database')).toEqual([]);
    },
  );

  it('a limit of the role that is nearly used up is found by who uses it, and cured', async () => {
    await database.query(
      `alter role ${app.name} connection limit 8; alter database ${databaseName()} connection limit 40`,
    );
    const held = Array.from(
      { length: 6 },
      () => new pg.Client({ connectionString: app.url, application_name: 'the app' }),
    );
    await Promise.all(held.map((client) => client.connect()));
    const nearly = await look();
    const [finding] = findingsOf(nearly, 'saturated-connections');
    expect(finding).toMatchObject({
      subject: `role ${app.name}`,
      severity: 'warning',
      facts: { used: 6, limit: 8 },
    });
    expect(nearly.evidence['connections']).toMatchObject({
      groups: expect.arrayContaining([
        { user: app.name, database: databaseName(), application: 'the app', state: 'idle', connections: 6 },
      ]),
    });
    await cure('saturated-connections');
    expect(findingsOf(await look(), 'saturated-connections')).toEqual([]);

    await database.query(`alter role ${app.name} connection limit 6`);
    const full = await look();
    expect(findingsOf(full, 'saturated-connections')).toMatchObject([
      { subject: `role ${app.name}`, severity: 'error' },
    ]);
    expect(statusOf(full, 'unset-lock-timeout')).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('too many connections for role'),
    });
    await Promise.all(held.map((client) => client.end()));
    await database.query(
      `alter role ${app.name} connection limit -1; alter database ${databaseName()} connection limit -1`,
    );
  });

  it('what a role may not see of other sessions is counted, and said to be hidden', async () => {
    const other = new pg.Client({ connectionString: database.url, application_name: 'hidden from others' });
    await other.connect();
    const seen = await look();
    expect(seen.evidence['connections']).toMatchObject({
      groups: expect.arrayContaining([
        {
          user: 'postgres',
          database: databaseName(),
          application: null,
          state: null,
          connections: expect.any(Number),
        },
      ]),
    });
    expect((seen.evidence['connections'] as { hidden: number }).hidden).toBeGreaterThan(0);
    await other.end();
  });

  const ways: [string, () => string, string][] = [
    ['SELECT of its own', () => `grant select on user_profiles to ${api.name}`, 'select'],
    ['PUBLIC', () => 'grant insert, delete on user_profiles to public', 'insert, delete'],
    [
      'a role that it is a member of',
      () =>
        `create role ${api.name}_g; grant update on user_profiles to ${api.name}_g; grant ${api.name}_g ` +
        `to ${api.name}`,
      'update',
    ],
    [
      'single columns',
      () => `grant select (user_id), update (user_id) on user_profiles to ${api.name}`,
      'select some columns of, update some columns of',
    ],
  ];
  it.each(ways)(
    'a table that an API role reaches through %s, with row security off, is found and cured',
    async (_, grant, says) => {
      await database.query(grant());
      const broken = await look();
      expect(findingsOf(broken, 'exposed-table')).toMatchObject([
        {
          subject: 'public.user_profiles',
          severity: 'warning',
          message: `${api.name} may ${says} public.user_profiles, and its row security is off.`,
        },
      ]);
      // Without USAGE of its schema nobody reaches it.
      await database.query(`revoke usage on schema public from ${api.name}, public`);
      expect(findingsOf(await look(), 'exposed-table')).toEqual([]);
      await database.query(`grant usage on schema public to ${api.name}, public`);
      await cure('exposed-table');
      expect(findingsOf(await look(), 'exposed-table')).toEqual([]);
      await database.query(`alter table user_profiles disable row level security;
        revoke all on user_profiles from public, ${api.name};
        do $$ begin
          if exists (select from pg_roles where rolname = '${api.name}_g') then
            drop owned by ${api.name}_g; drop role ${api.name}_g;
          end if;
        end $$`);
    },
  );

  it('views, materialized views, partitions and foreign tables have ways of their own', async () => {
    await database.query(`create schema exposed; grant usage on schema exposed to ${api.name};
      create table exposed.secret (id int); alter table exposed.secret enable row level security;
      create view exposed.v as select * from exposed.secret;
      create materialized view exposed.m as select * from exposed.secret;
      create view exposed.safe with (security_invoker) as select * from exposed.secret;
      create table exposed.parent (id int) partition by list (id);
      alter table exposed.parent enable row level security;
      create table exposed.part partition of exposed.parent for values in (1);
      create foreign data wrapper nowhere; create server nowhere foreign data wrapper nowhere;
      create foreign table exposed.far (x int) server nowhere;
      create schema auth; create table auth.users (id int); grant usage on schema auth to ${api.name};
      grant select on auth.users to ${api.name};
      grant select on all tables in schema exposed to ${api.name}`);
    const kinds = findingsOf(await look(), 'exposed-table').map(
      ({ subject, facts }) => `${subject} ${facts['kind']}`,
    );
    expect(kinds).toEqual([
      'exposed.far foreign table',
      'exposed.m materialized view',
      'exposed.part table',
      'exposed.v view',
    ]);
    await cure('exposed-table');
    expect(findingsOf(await look(), 'exposed-table')).toEqual([]);
    await database.query(
      'drop schema exposed cascade; drop schema auth cascade; drop foreign data wrapper nowhere cascade',
    );
  });

  it('a role of an API that the user named and that is not there is unknown, not clear', async () => {
    const seen = await inspect(app.url, {
      apiRoles: { names: ['web_anon_of_nobody'], expected: ['web_anon_of_nobody'] },
    });
    expect(statusOf(seen, 'exposed-table')).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('web_anon_of_nobody'),
    });
    const none = await inspect(app.url, { apiRoles: { names: ['anon_of_nobody'], expected: [] } });
    expect(statusOf(none, 'exposed-table')).toMatchObject({ status: 'skipped' });
  });

  it('a wrong password is refused credentials, and everything stays unknown', async () => {
    const wrong = new URL(app.url);
    wrong.password = 'wrong';
    const seen = await inspect(wrong.href);
    expect(seen.credentialsRefused).toBe(true);
    expect(new Set(seen.verdicts.map(({ status }) => status))).toEqual(new Set(['unknown']));
  });
});
