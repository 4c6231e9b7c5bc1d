import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded, type EmbeddedPostgres } from '../../../src/api/database/embedded.ts';
import { pgbouncerInstalled, startPgbouncer } from '../../support/pgbouncer.ts';
import { startStandby } from '../../support/standby.ts';
import { findingsOf, inspect, statusOf } from './inspect.ts';

describe('a server of our own, and its standby', () => {
  let primary: EmbeddedPostgres;
  let standby: { url: string; stop: () => Promise<void> };
  let administrator: pg.Client;
  beforeAll(async () => {
    primary = await startEmbedded({
      settings: {
        wal_level: 'replica',
        max_wal_senders: '4',
        max_connections: '23',
        reserved_connections: '0',
      },
    });
    administrator = new pg.Client(primary.url);
    await administrator.connect();
    standby = await startStandby(primary, administrator);
    await administrator.query("create role app login password 'secret-of-the-test'");
  }, 60_000);
  afterAll(async () => {
    await standby.stop();
    await administrator.end();
    await primary.stop();
  });
  const asApp = () => {
    const url = new URL(primary.url);
    url.username = 'app';
    url.password = 'secret-of-the-test';
    return url.href;
  };

  it('a hot standby can only be read; its primary is the cure', async () => {
    const seen = await inspect(standby.url);
    expect(findingsOf(seen, 'read-only-database')).toMatchObject([
      {
        subject: 'postgres',
        severity: 'warning',
        facts: { standby: true },
        remedy: { advice: expect.stringContaining('Connect to the primary') },
      },
    ]);
    expect(seen.evidence['pooler']).toMatchObject({ mode: 'direct' });
    expect(statusOf(seen, 'saturated-connections')).toMatchObject({ status: 'clear' });
    expect(findingsOf(await inspect(primary.url), 'read-only-database')).toEqual([]);
  });

  it("a server that is read-only by its own configuration is cured by the remedy's statements", async () => {
    await administrator.query('alter system set default_transaction_read_only = on');
    await administrator.query('select pg_reload_conf()');
    await expect
      .poll(async () => (await findingsOf(await inspect(primary.url), 'read-only-database')).length)
      .toBe(1);
    const [finding] = findingsOf(await inspect(primary.url), 'read-only-database');
    expect(finding).toMatchObject({ facts: { source: 'configuration' } });
    for (const statement of finding?.remedy.sql ?? []) await administrator.query(statement);
    await expect.poll(async () => findingsOf(await inspect(primary.url), 'read-only-database')).toEqual([]);
  });

  if (pgbouncerInstalled) {
    it('a run that is interrupted leaves nothing running behind a pooler', async () => {
      const pooler = await startPgbouncer(new URL(primary.url), { mode: 'transaction' });
      const warm = new pg.Client(pooler.url);
      await warm.connect();
      await warm.query('select');
      await warm.end();
      // Who connects anew waits for this lock too: it is the whole server's.
      await administrator.query('begin; lock table pg_catalog.pg_db_role_setting in access exclusive mode');
      const waiting = async () =>
        (await administrator.query("select from pg_stat_activity where wait_event_type = 'Lock'")).rows;
      const aborted = new AbortController();
      const looking = inspect(pooler.url, { signal: aborted.signal });
      await expect.poll(waiting).not.toEqual([]);
      aborted.abort(new Error('interrupted'));
      expect(statusOf(await looking, 'role-timeout')).toEqual({ status: 'unknown', reason: 'interrupted' });
      await expect.poll(waiting).toEqual([]);
      await administrator.query('rollback');
      await pooler.stop();
    });
  } else {
    it('interrupting is not tested here: pgbouncer is not installed (apt-get install pgbouncer)', () => {
      process.stderr.write('PgBouncer is not installed: interrupting a run behind it was not tested.\n');
    });
  }

  it('connections: a warning from 75 %, an error from 90 %, and when none is left', async () => {
    const held: pg.Client[] = [];
    const hold = async (number: number): Promise<void> => {
      while (held.length < number) {
        const client = new pg.Client({ connectionString: primary.url, application_name: 'the pool' });
        await client.connect();
        held.push(client);
      }
    };
    const look = async () => findingsOf(await inspect(primary.url), 'saturated-connections');
    // 20 of 23 are for ordinary roles; the administrator and a walsender, which needs none of them, are there
    // too.
    await hold(13);
    expect(await look()).toEqual([]);
    await hold(14);
    expect(await look()).toMatchObject([
      { subject: 'server', severity: 'warning', facts: { used: 15, limit: 20 } },
    ]);
    await hold(17);
    expect(await look()).toMatchObject([{ severity: 'error', facts: { used: 18, limit: 20 } }]);
    expect((await look())[0]?.message).toContain('Most are of postgres (the pool, idle: 17).');
    await hold(19);
    expect(findingsOf(await inspect(asApp()), 'saturated-connections')).toMatchObject([
      {
        subject: 'server',
        severity: 'error',
        message: expect.stringMatching(/^No connection is left: /),
        // No table of who holds them could be made; whom it advises to ask as gets in.
        remedy: { advice: expect.stringContaining('ask as a superuser') },
      },
    ]);
    expect(statusOf(await inspect(primary.url), 'saturated-connections').status).toBe('found');
    await Promise.all(held.map((client) => client.end()));
    await expect.poll(look).toEqual([]);
  });
});
