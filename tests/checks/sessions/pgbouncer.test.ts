import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sessionLines } from '../../../src/checks/sessions/index.ts';
import { pgbouncerInstalled, startPgbouncer, type PoolerOptions } from '../../support/pgbouncer.ts';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.ts';
import { createRole, type SessionRole } from '../../support/session-role.ts';
import { findingsOf, inspect, said, statusOf } from './inspect.ts';

const refused = ['rejected-startup-options options', 'rejected-startup-options parameters'];
const shared = ['transaction-pooler connection', ...refused, 'leaking-settings connection'];

describe('through PgBouncer', () => {
  if (!pgbouncerInstalled) {
    it('is not tested here: pgbouncer is not installed (apt-get install pgbouncer)', () => {
      process.stderr.write(
        'PgBouncer is not installed: inspecting sessions through poolers was not tested.\n',
      );
    });
    return;
  }

  let database: FreshDatabase;
  let app: SessionRole;
  const running: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    database = await freshDatabase();
    app = await createRole(database);
    // Nothing is missing at the role, so that all that is found comes of the pooler.
    await database.query(`alter role ${app.name} set statement_timeout = '10min';
      alter role ${app.name} set lock_timeout = '2min';
      alter role ${app.name} set idle_in_transaction_session_timeout = '1min'`);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((stop) => stop()));
  });
  afterAll(async () => {
    await app.drop();
    await database.close();
  });
  const start = async (options: PoolerOptions): Promise<string> => {
    const { url, stop } = await startPgbouncer(new URL(app.url), options);
    running.push(stop);
    return url;
  };

  it('the role is healthy without it', async () => {
    expect(said(await inspect(app.url))).toEqual([]);
  });

  it.each([1, 2, 5])('in transaction mode with %i connections', async (size) => {
    const seen = await inspect(await start({ mode: 'transaction', size }));
    expect(said(seen)).toEqual(shared);
    expect(seen.evidence['pooler']).toMatchObject({ mode: 'transaction', software: 'pgbouncer' });
    expect(seen.evidence['carryOver']).toMatchObject({ settingSeen: true, undone: true });
    expect(findingsOf(seen, 'transaction-pooler')[0]).toMatchObject({ severity: 'info' });
    expect(findingsOf(seen, 'rejected-startup-options').map(({ facts }) => facts['answer'])).toEqual([
      expect.stringMatching(/^unsupported startup parameter/),
      expect.stringMatching(/^unsupported startup parameter/),
    ]);
  });

  it.each([1, 4])(
    'in statement mode with %i connections: what needs a transaction is unknown',
    async (size) => {
      const seen = await inspect(await start({ mode: 'statement', size }));
      expect(said(seen)).toEqual(shared);
      expect(seen.evidence['pooler']).toMatchObject({ mode: 'statement', software: 'pgbouncer' });
      expect(findingsOf(seen, 'transaction-pooler')[0]?.message).toContain(
        'gives each statement a connection',
      );
      for (const code of ['saturated-connections', 'exposed-table']) {
        expect(statusOf(seen, code)).toEqual({
          status: 'unknown',
          reason: 'transaction blocks not allowed in statement pooling mode',
        });
      }
      expect(statusOf(seen, 'role-timeout')).toMatchObject({ status: 'clear' });
    },
  );

  it('in session mode a session keeps its connection, and nothing leaks', async () => {
    const seen = await inspect(await start({ mode: 'session', size: 5 }));
    expect(said(seen)).toEqual(refused);
    expect(seen.evidence['pooler']).toMatchObject({ mode: 'session', software: 'pgbouncer' });
    expect(seen.evidence['carryOver']).toMatchObject({
      settingSeen: false,
      statementSeen: false,
      undone: true,
    });
    expect(sessionLines(seen.evidence).join('\n')).toContain(
      'Named prepared statements work as long as the session lasts.',
    );
  });

  it.each([1, 2, 3])(
    'a session pool with %i connections, all of them taken, is one all the same',
    async (size) => {
      const seen = await inspect(await start({ mode: 'session', size }));
      expect(said(seen)).toEqual(refused);
      expect(seen.evidence['pooler']).toMatchObject({ mode: 'session', software: 'pgbouncer' });
      expect(statusOf(seen, 'transaction-pooler')).toMatchObject({ status: 'clear' });
      expect(seen.evidence['carryOver']).toMatchObject({ settingSeen: false, undone: true });
      expect(statusOf(seen, 'saturated-connections')).toMatchObject({ status: 'clear' });
    },
  );

  it.each<[string, PoolerOptions, string[]]>([
    [
      'a session pool that cleans nothing leaks from one session to the next',
      { mode: 'session', size: 5, settings: ['server_reset_query ='] },
      [...refused, 'leaking-settings connection'],
    ],
    [
      'a transaction pool that always cleans up does not',
      {
        mode: 'transaction',
        settings: ['server_reset_query = DISCARD ALL', 'server_reset_query_always = 1'],
      },
      ['transaction-pooler connection', ...refused],
    ],
    [
      'a pool that ignores options drops them without a word',
      { mode: 'transaction', settings: ['ignore_startup_parameters = options'] },
      [
        'transaction-pooler connection',
        'dropped-startup-options options',
        'rejected-startup-options parameters',
        'leaking-settings connection',
      ],
    ],
    [
      'one that ignores all of them drops all of them',
      {
        mode: 'session',
        size: 5,
        settings: [
          'ignore_startup_parameters = ' +
            'options,statement_timeout,lock_timeout,idle_in_transaction_session_timeout',
        ],
      },
      ['dropped-startup-options options', 'dropped-startup-options parameters'],
    ],
    [
      'a pool that goes round is told all the same',
      { mode: 'transaction', size: 5, settings: ['server_round_robin = 1'] },
      shared,
    ],
  ])('%s', async (_, options, expected) => {
    expect(said(await inspect(await start(options)))).toEqual(expected);
  });

  it.each(['transaction', 'statement'] as const)(
    'no mark is left on any connection of a %s pool',
    async (mode) => {
      const url = await start({ mode, size: 3 });
      const seen = await inspect(url);
      const { setting, undone } = seen.evidence['carryOver'] as { setting: string; undone: boolean };
      expect({ setting, undone }).toEqual({
        setting: expect.stringMatching(/^qa\.probe_[0-9a-f]{12}$/),
        undone: true,
      });
      const clients = await Promise.all(
        Array.from({ length: 3 }, async () => {
          const client = new pg.Client(url);
          await client.connect();
          return client;
        }),
      );
      const left = `select pg_backend_pid() as pid,
      coalesce(current_setting('${setting}', true), '') as value,
      (select count(*)::int from pg_prepared_statements) as prepared,
      current_setting('statement_timeout') as statement,
      current_setting('application_name') as name, pg_sleep(0.1)`;
      const rows = (await Promise.all(clients.map((client) => client.query(left)))).map(
        ({ rows: [row] }) => row,
      );
      await Promise.all(clients.map((client) => client.end()));
      expect(new Set(rows.map(({ pid }) => pid)).size).toBe(3);
      for (const row of rows) expect(row).toMatchObject({ value: '', prepared: 0, statement: '10min' });
      expect(rows.map(({ name }) => name).join()).not.toContain('qa.probe');
    },
  );

  it("another client's SET is found on a connection on which nothing was set", async () => {
    const url = await start({ mode: 'transaction' });
    const careless = new pg.Client(url);
    await careless.connect();
    await careless.query("set statement_timeout = '3s'; set default_transaction_read_only = on");
    await careless.end();
    const seen = await inspect(url);
    expect(said(seen)).toEqual(
      expect.arrayContaining([
        'leaking-settings statement_timeout',
        'leaking-settings default_transaction_read_only',
      ]),
    );
    // What the role says is judged by itself: the next connection has that.
    expect(statusOf(seen, 'role-timeout')).toMatchObject({ status: 'clear' });
  });

  it('a role timeout that a client cannot override through the pooler says so', async () => {
    await database.query(`alter role ${app.name} set statement_timeout = '5s'`);
    const seen = await inspect(await start({ mode: 'transaction' }));
    const [finding] = findingsOf(seen, 'role-timeout');
    expect(finding?.message).toContain(
      'It overrides what a client asks for at start-up, which does not arrive here; only SET goes before it.',
    );
    for (const statement of finding?.remedy.sql ?? []) await database.query(statement);
    expect(findingsOf(await inspect(await start({ mode: 'transaction' })), 'role-timeout')).toEqual([]);
  });

  it('a run that is interrupted takes its mark back', async () => {
    const url = await start({ mode: 'transaction' });
    for (const afterMs of [60, 120, 180, 240]) {
      const aborted = new AbortController();
      const looking = inspect(url, { signal: aborted.signal });
      await pause(afterMs);
      aborted.abort(new Error('interrupted'));
      const { evidence } = await looking;
      expect([undefined, true]).toContain((evidence['carryOver'] as { undone: boolean } | undefined)?.undone);
    }
    const next = new pg.Client(url);
    await next.connect();
    const { rows } = await next.query('select count(*)::int as left from pg_prepared_statements');
    await next.end();
    expect(rows).toEqual([{ left: 0 }]);
  });

  it('a connection string that asks for options is turned away as it stands', async () => {
    const seen = await inspect(
      `${await start({ mode: 'transaction' })}?options=-c%20statement_timeout%3D5000`,
    );
    expect(findingsOf(seen, 'rejected-startup-options').map(({ subject }) => subject)).toEqual([
      'options',
      'parameters',
      'connection string',
    ]);
  });

  it('both ports are compared, and the session port is what the advice names', async () => {
    const transaction = await start({ mode: 'transaction' });
    const session = await start({ mode: 'session', size: 5 });
    const seen = await inspect(transaction, { compareUrl: session });
    const label = `127.0.0.1:${new URL(session).port}${new URL(session).pathname}`;
    expect(seen.evidence['otherPort']).toMatchObject({
      label,
      failed: null,
      seen: { sameDatabase: true, pooler: { mode: 'session' } },
    });
    expect(findingsOf(seen, 'transaction-pooler')[0]?.remedy.advice).toContain(
      `Run migrations over ${label}`,
    );
    const lines = sessionLines(seen.evidence);
    expect(lines).toContain(`Compared with ${label}:`);
    expect(lines).toContainEqual(expect.stringMatching(/^ +pooling +transaction +session$/));

    await running.pop()?.();
    const gone = await inspect(transaction, { compareUrl: session });
    expect(gone.evidence['otherPort']).toMatchObject({
      label,
      failed: expect.stringContaining('could not connect'),
      seen: null,
    });
    expect(said(gone)).toEqual(shared);
  });
});
