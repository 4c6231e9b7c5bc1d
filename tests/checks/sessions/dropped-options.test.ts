import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startDroppingProxy } from '../../support/option-dropping-proxy.ts';
import { pgbouncerInstalled, startPgbouncer } from '../../support/pgbouncer.ts';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.ts';
import { createRole, type SessionRole } from '../../support/session-role.ts';
import { findingsOf, inspect, said } from './inspect.ts';

const dropped = ['dropped-startup-options options', 'dropped-startup-options parameters'];

describe.each([15, 18] as const)(
  'a proxy that drops what is asked for at start-up, PostgreSQL %i',
  (version) => {
    let database: FreshDatabase;
    let app: SessionRole;
    const running: (() => Promise<void>)[] = [];
    beforeAll(async () => {
      database = await freshDatabase({ version });
      app = await createRole(database);
      await database.query(`alter role ${app.name} set statement_timeout = '10min';
      alter role ${app.name} set lock_timeout = '2min';
      alter role ${app.name} set idle_in_transaction_session_timeout = '1min'`);
    });
    afterEach(async () => {
      while (running.length > 0) await running.pop()?.();
    });
    afterAll(async () => {
      await app.drop();
      await database.close();
    });
    const dropping = async (url: string): Promise<string> => {
      const proxy = await startDroppingProxy(new URL(url));
      running.push(proxy.stop);
      return proxy.url;
    };
    const pooled = async (mode: 'transaction' | 'session'): Promise<string> => {
      const pooler = await startPgbouncer(new URL(app.url), { mode, size: 5 });
      running.push(pooler.stop);
      return pooler.url;
    };

    it('what is dropped is found with what is in force instead; the direct connection cures it', async () => {
      const seen = await inspect(await dropping(app.url));
      expect(said(seen)).toEqual(dropped);
      // The role's own time would look as if it had arrived: one less is asked for.
      expect(findingsOf(seen, 'dropped-startup-options')[0]).toMatchObject({
        message: expect.stringContaining('statement_timeout is 10 min instead of 599999 ms'),
        facts: { asked: { statement_timeout: 599_999 }, inForce: { statement_timeout: 600_000 } },
      });
      expect(seen.evidence['pooler']).toMatchObject({ mode: 'session', software: 'unknown' });
      expect(seen.evidence['carryOver']).toMatchObject({ settingSeen: false, undone: true });
      expect(said(await inspect(app.url))).toEqual([]);
    });

    it('the options of a connection string are looked at as they stand', async () => {
      const options = '-c statement_timeout=5000 -c search_path=app -c app.secret=hunter2';
      // libpq reads a "+" as it is, so spaces are written %20.
      const asking = (url: string) => `${url}?options=${encodeURIComponent(options)}`;
      const direct = await inspect(asking(app.url));
      expect(direct.evidence['ownOptions']).toEqual({
        outcome: 'accepted',
        message: null,
        settings: [
          { name: 'statement_timeout', arrived: true, asked: '5s', got: '5s' },
          { name: 'search_path', arrived: true, asked: 'app', got: 'app' },
          { name: 'app.secret', arrived: true, asked: null, got: null },
        ],
      });
      const lost = await inspect(asking(await dropping(app.url)));
      expect(findingsOf(lost, 'dropped-startup-options')[2]).toMatchObject({
        subject: 'connection string',
        message:
          'What is asked for in the connection string or PGOPTIONS is accepted and not in force: ' +
          'statement_timeout is 10min instead of 5s, search_path is "$user", public instead of app, ' +
          'app.secret is another.',
      });
      expect(JSON.stringify(lost)).not.toContain('hunter2');
    });

    it('a role timeout is then what kills the migration', async () => {
      await database.query(`alter role ${app.name} set lock_timeout = '2s'`);
      const [finding] = findingsOf(await inspect(await dropping(app.url)), 'role-timeout');
      expect(finding).toMatchObject({ subject: 'lock_timeout', facts: { arrives: [] } });
      for (const statement of finding?.remedy.sql ?? []) await database.query(statement);
      expect(said(await inspect(await dropping(app.url)))).toEqual(dropped);
    });

    if (!pgbouncerInstalled) {
      it('a pooler behind it is not tested: pgbouncer is not installed (apt-get install pgbouncer)', () => {
        process.stderr.write('PgBouncer is not installed: a pooler that drops options was not tested.\n');
      });
      return;
    }

    it('like Supavisor: transactions on one port, sessions on the other, options lost on both', async () => {
      const seen = await inspect(await dropping(await pooled('transaction')), {
        compareUrl: await dropping(await pooled('session')),
      });
      expect(said(seen)).toEqual([
        'transaction-pooler connection',
        ...dropped,
        'leaking-settings connection',
      ]);
      expect(seen.evidence['pooler']).toMatchObject({ mode: 'transaction', software: 'unknown' });
      expect(seen.evidence['otherPort']).toMatchObject({
        seen: { sameDatabase: true, pooler: { mode: 'session', software: 'unknown' } },
      });
    });
  },
);
