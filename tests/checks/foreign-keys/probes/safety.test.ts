import type { Keys } from '../../../../src/checks/foreign-keys/probes/keys.ts';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../../src/checks/postgres/session/session.ts';
import { parseDatabaseUrl } from '../../../../src/checks/postgres/address/url.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { countEverything, inspect, product, said, statusOf } from '../inspect.ts';

const limits = { statementTimeoutMs: 4321, lockTimeoutMs: 123 };

describe.each([15, 18] as const)('reading a production PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  let aborted: AbortController;
  const open = () =>
    openDatabase({
      address: parseDatabaseUrl(database.url, {}),
      applicationName: "facteur-qa 'test'",
      connectTimeoutMs: 2000,
      signal: aborted.signal,
    });
  beforeEach(async () => {
    database = await freshDatabase({ version });
    aborted = new AbortController();
  });
  afterEach(() => database.close());

  it('a write is refused by the server, and the settings are those that were asked for', async () => {
    const reader = open();
    await expect(
      reader.read((session) => session.query('create table public.mark (x int)'), limits),
    ).rejects.toMatchObject({ code: '25006' });
    const settings = await reader.read(
      (session) =>
        session.query(
          "select name, setting from pg_catalog.pg_settings where name in ('statement_timeout', " +
            "'lock_timeout', 'transaction_read_only', 'application_name', 'search_path') order by name",
        ),
      limits,
    );
    await reader.close();
    expect(settings).toEqual([
      { name: 'application_name', setting: "facteur-qa 'test'" },
      { name: 'lock_timeout', setting: '123' },
      { name: 'search_path', setting: expect.stringMatching(/^(""|)$/) },
      { name: 'statement_timeout', setting: '4321' },
      { name: 'transaction_read_only', setting: 'on' },
    ]);
  });

  it('holds nothing stronger than ACCESS SHARE, seen from a second connection', async () => {
    const modes = new Set<string>();
    const reader = open();
    const watched: typeof reader = {
      ...reader,
      read: (work, allowed) =>
        reader.read(async (session) => {
          const result = await work(session);
          const held = await database.query<{ mode: string }>(
            "select distinct mode from pg_locks where locktype = 'relation' and pid in (select pid " +
              "from pg_stat_activity where application_name = 'facteur-qa ''test''')",
          );
          for (const { mode } of held) modes.add(mode);
          return result;
        }, allowed),
    };
    await inspect(database.url, { database: watched, orphans: countEverything, expectations: product });
    await reader.close();
    expect([...modes]).toEqual(['AccessShareLock']);
  });

  it('answers while another session holds ACCESS EXCLUSIVE on both tables, about indexes too', async () => {
    await database.query(
      'alter table user_sources add profile uuid references user_profiles (user_id); create index on ' +
        'user_sources (profile) where profile is not null',
    );
    const before = await inspect(database.url);
    const holder = new pg.Client(database.url);
    await holder.connect();
    await holder.query(
      'begin; lock table user_sources, user_personalization, user_profiles in access exclusive mode',
    );
    const during = await inspect(database.url, { orphans: countEverything });
    await holder.end();
    expect(said(during)).toEqual(said(before));
    expect(during.verdicts.find(({ check }) => check === 'unindexed-foreign-key')?.status).toBe('clear');
    expect(during.verdicts.find(({ check }) => check === 'uncounted-orphans')?.reason).toContain(
      'another session holds a lock',
    );
  });

  it('an interrupted query does not run on', async () => {
    const reader = open();
    const asleep = reader.read((session) => session.query('select pg_catalog.pg_sleep(30)'), {
      ...limits,
      statementTimeoutMs: 30_000,
    });
    const running = () =>
      database.query(
        "select pid from pg_stat_activity where query like '%pg_sleep(30)' and state = 'active' and " +
          'pid <> pg_backend_pid()',
      );
    await expect.poll(running).toHaveLength(1);
    aborted.abort(new Error('interrupted'));
    await expect(asleep).rejects.toThrow('interrupted');
    await expect.poll(running).toHaveLength(0);
    await reader.close();
  });

  it('a refused connection and a missing database are unknown, a refused password says who', async () => {
    const verdicts = async (change: (url: URL) => void) => {
      const url = new URL(database.url);
      change(url);
      const seen = await inspect(url.href);
      return {
        statuses: new Set(seen.verdicts.map(({ status }) => status)),
        reason: seen.verdicts[0]?.reason,
        credentialsRefused: seen.credentialsRefused,
      };
    };
    expect(await verdicts((url) => (url.pathname = '/absent'))).toMatchObject({
      statuses: new Set(['unknown']),
      reason: expect.stringContaining('"absent" does not exist'),
      credentialsRefused: false,
    });
    expect(await verdicts((url) => (url.port = '1'))).toMatchObject({
      statuses: new Set(['unknown']),
      reason: expect.stringContaining('could not connect'),
      credentialsRefused: false,
    });
    expect(await verdicts((url) => (url.password = 'wrong'))).toMatchObject({
      statuses: new Set(['unknown']),
      credentialsRefused: true,
    });
  });

  it('an index that is being built is not invalid; who may not see that it is does not know', async () => {
    await database.query(
      `create role outsider_${version} login password 'out'; create table busy (profile uuid ` +
        'references user_profiles (user_id))',
    );
    const snapshot = new pg.Client(database.url);
    const builder = new pg.Client(database.url);
    await Promise.all([snapshot.connect(), builder.connect()]);
    try {
      await snapshot.query('begin isolation level repeatable read; select from busy');
      const {
        rows: [{ pid } = { pid: 0 }],
      } = await builder.query<{ pid: number }>('select pg_backend_pid() as pid');
      const built = builder
        .query('create index concurrently being_built on busy (profile)')
        .catch(() => undefined);
      await expect
        .poll(() =>
          database.query('select from pg_stat_activity where pid = $1 and wait_event_type = $2', [
            pid,
            'Lock',
          ]),
        )
        .toHaveLength(1);
      const url = new URL(database.url);
      url.username = `outsider_${version}`;
      url.password = 'out';
      const outside = await inspect(url.href);
      const inside = await inspect(database.url);
      expect(statusOf(inside, 'invalid-index')).toEqual({ status: 'clear', reason: null });
      expect(statusOf(outside, 'invalid-index')).toEqual({
        status: 'unknown',
        reason: expect.stringContaining('public.being_built failed or is being built'),
      });
      expect(said(outside)).toEqual(said(inside));
      await snapshot.query('rollback');
      await built;
    } finally {
      await Promise.all([snapshot.end(), builder.end()]);
      await database.query(`drop role outsider_${version}`);
    }
  });

  it('a connection that breaks midway is unknown, for what was not yet seen alone', async () => {
    const reader = open();
    const watched: typeof reader = {
      ...reader,
      read: (work, allowed) =>
        reader.read(async (session) => {
          const result = await work(session);
          await database.query(
            'select pg_terminate_backend(pid) from pg_stat_activity where application_name = ' +
              "'facteur-qa ''test'''",
          );
          return result;
        }, allowed),
    };
    const seen = await inspect(database.url, { database: watched });
    await reader.close();
    // The keys were read to their end before it broke; what came behind them was not.
    expect(statusOf(seen, 'unvalidated-constraint').status).toBe('clear');
    expect(statusOf(seen, 'unindexed-foreign-key')).toEqual({
      status: 'unknown',
      reason: expect.stringMatching(/terminat|ECONNRESET/),
    });
  });

  it('a role that may log in and nothing else sees the same keys', async () => {
    await database.query(`create role bare_${version} login password 'bare'`);
    const url = new URL(database.url);
    url.username = `bare_${version}`;
    url.password = 'bare';
    const seen = await inspect(url.href, { expectations: product });
    await database.query(`drop role bare_${version}`);
    const asOwner = await inspect(database.url, { expectations: product });
    const { server, ...keys } = seen.evidence['keys'] as Keys;
    expect(server.role).toBe(`bare_${version}`);
    expect(keys).toEqual({ ...(asOwner.evidence['keys'] as Keys), server: undefined });
    expect(seen.evidence['indexes']).toEqual(asOwner.evidence['indexes']);
    expect(seen.verdicts).toEqual(asOwner.verdicts);
  });
});
