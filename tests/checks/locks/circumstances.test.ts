import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/checks/postgres/session/session.ts';
import { parseDatabaseUrl } from '../../../src/checks/postgres/address/url.ts';
import { locks } from '../../../src/checks/locks/probes/locks.ts';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.ts';
import { actors, finding, found, lookAt, type Actors } from './look-at.ts';

describe.each([15, 18] as const)('circumstances of a look at locks, PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  let cast: Actors;
  let outsider: string;
  beforeEach(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
    await database.query(`create table parent (id int primary key); create table other (id int);
      create role watcher_${version} login password 'watch'; select pg_stat_reset()`);
    cast = actors(database.url);
    outsider = Object.assign(new URL(database.url), {
      username: `watcher_${version}`,
      password: 'watch',
    }).href;
  });
  afterEach(async () => {
    await cast.leave();
    await database.query(`drop role watcher_${version}`);
    await database.close();
  });

  const status = (seen: Awaited<ReturnType<typeof lookAt>>, code: string) => {
    const { status: said, reason } = seen.verdicts.find(({ check }) => check === code) ?? {};
    return { status: said, reason };
  };

  it('a role that may not see others names the blocker, says what is hidden, and is not green', async () => {
    const idle = await cast.open('console', 'begin', "select 'private' from parent");
    const migration = await cast.open('alembic');
    await migration.wait('alter table parent add column note text');
    const seen = await lookAt(outsider);
    expect(found(seen)).toEqual([`blocked-ddl pid ${migration.pid} error`]);
    expect(finding(seen, 'blocked-ddl')).toMatchObject({
      facts: { rootPids: [idle.pid] },
      message: expect.stringMatching(
        /console.*state and age hidden by privilege, \(statement hidden by privilege\)/,
      ),
      remedy: { sql: [`select pg_catalog.pg_terminate_backend(${idle.pid});`] },
    });
    for (const code of ['idle-in-transaction', 'long-transaction']) {
      expect(status(seen, code)).toEqual({
        status: 'unknown',
        reason: expect.stringContaining('pg_read_all_stats'),
      });
    }
    await database.query(`grant pg_read_all_stats to watcher_${version}`);
    expect(found(await lookAt(outsider))).toEqual([
      `blocked-ddl pid ${migration.pid} error`,
      `idle-in-transaction pid ${idle.pid} warning`,
    ]);
  });

  it('sessions that are hidden and in no transaction hide nothing that could be found', async () => {
    await cast.open('resting');
    const seen = await lookAt(outsider);
    expect(new Set(seen.verdicts.map((verdict) => verdict.status))).toEqual(new Set(['clear']));
    expect(seen.evidence['locks']).toMatchObject({ looks: [{ hidden: expect.any(Number) }] });
  });

  it('answers while ACCESS EXCLUSIVE is held on every table, and while who holds it is hidden', async () => {
    const holder = await cast.open('holder', 'begin', 'lock table parent, other in access exclusive mode');
    const reader = await cast.open('reader');
    await reader.wait('select * from parent');
    for (const url of [database.url, outsider]) {
      const began = performance.now();
      const { looks } = (await lookAt(url)).evidence['locks'] as {
        looks: { sessions: { pid: number; holds: { mode: string; relation: string }[] }[] }[];
      };
      expect(performance.now() - began).toBeLessThan(2_000);
      const held = looks.at(-1)?.sessions.find(({ pid }) => pid === holder.pid)?.holds ?? [];
      expect(held.map(({ mode, relation }) => `${mode} ${relation}`)).toEqual([
        'AccessExclusiveLock parent',
        'AccessExclusiveLock other',
      ]);
    }
  });

  it('reads only: in a read-only transaction, and with no lock on a table of anybody', async () => {
    await cast.open('idle', 'begin', 'select * from parent');
    const signal = new AbortController().signal;
    const reader = openDatabase({
      address: parseDatabaseUrl(database.url, {}),
      applicationName: 'reads-only',
      connectTimeoutMs: 2_000,
      signal,
    });
    const settings: unknown[] = [];
    const held: unknown[] = [];
    const watched: typeof reader = {
      ...reader,
      read: (work, limits) =>
        reader.read(async (session) => {
          const result = await work(session);
          settings.push(
            ...(await session.query("select current_setting('transaction_read_only') as read_only")),
          );
          held.push(
            ...(await database.query(
              `select l.relation::regclass::text, mode from pg_locks as l join pg_stat_activity as a using
               (pid) where a.application_name = 'reads-only' and l.locktype = 'relation'
                 and (mode <> 'AccessShareLock' or l.relation in ('parent'::regclass, 'other'::regclass))`,
            )),
          );
          return result;
        }, limits),
    };
    await locks.observe(
      {
        signal,
        progress: () => undefined,
        database: watched,
        limits: { statementTimeoutMs: 2_000, lockTimeoutMs: 200 },
        pauseMs: 10,
      },
      {},
    );
    await reader.close();
    expect(settings).toEqual([{ read_only: 'on' }]);
    expect(held).toEqual([]);
  });

  it('an idle transaction of another database is none of this one', async () => {
    const other = await freshDatabase({ version, schema: 'empty' });
    const elsewhere = actors(other.url);
    await elsewhere.open('elsewhere', 'begin', 'create table t (x int)');
    const stuck = await elsewhere.open('stuck', 'begin');
    await stuck.client.query('select pg_advisory_xact_lock(7)');
    const third = await elsewhere.open('third');
    await third.wait('select pg_advisory_xact_lock(7)');
    expect(found(await lookAt(database.url))).toEqual([]);
    expect(found(await lookAt(other.url))).toEqual([`idle-in-transaction pid ${stuck.pid} warning`]);
    await elsewhere.leave();
    await other.close();
  });
});
