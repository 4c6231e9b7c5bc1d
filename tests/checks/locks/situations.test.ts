import type { Finding } from '../../../src/checks/finding.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.ts';
import { lastingMs, type Locks } from '../../../src/checks/locks/look/look.ts';
import { actors, finding, findings, found, lookAt, type Actors } from './look-at.ts';

/** Whether the words say what the lines do. */
const said = ({ advice, sql }: Finding['remedy']): boolean =>
  sql.every((line) =>
    line.includes('pg_terminate_backend')
      ? /\bend\b/i.test(advice) && !/\belse cancel\b/.test(advice)
      : line.includes('pg_cancel_backend')
        ? /\b(cancel|end)\b/i.test(advice)
        : line.startsWith('rollback prepared') && /\b(rollback prepared|end)\b/i.test(advice),
  );

const prepared = 'select gid from pg_prepared_xacts where database = current_database()';

describe.each([15, 18] as const)('locks of PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  let cast: Actors;
  beforeEach(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
    await database.query(`create table parent (id int primary key); insert into parent values (1), (2);
      create table child (id int primary key, parent_id int constraint child_parent references parent)`);
    // An emptied database keeps what others have made it count.
    await database.query('select pg_stat_reset()');
    cast = actors(database.url);
  });
  afterEach(async () => {
    await cast.leave();
    for (const { gid } of await database.query<{ gid: string }>(prepared)) {
      await database.query(`rollback prepared '${gid.replaceAll("'", "''")}'`);
    }
    await database.close();
  });

  /** As printed, by another session; the finding is gone then. */
  const paste = async (statements: readonly string[]) => {
    for (const statement of statements) await database.query(statement);
  };
  const cured = async (code: string) => {
    const one = finding(await lookAt(database.url), code);
    expect(one.remedy.sql.length).toBeGreaterThan(0);
    expect(said(one.remedy)).toBe(true);
    await paste(one.remedy.sql);
    await expect
      .poll(async () =>
        findings(await lookAt(database.url)).filter((each) => each.fingerprint === one.fingerprint),
      )
      .toEqual([]);
    return one;
  };

  it('a quiet database: nothing found, everything judged, the totals say what was looked at', async () => {
    await cast.open('resting');
    const seen = await lookAt(database.url);
    expect(found(seen)).toEqual([]);
    expect(new Set(seen.verdicts.map(({ status }) => status))).toEqual(new Set(['clear']));
    expect(seen.evidence['locks']).toMatchObject({ looks: [{ hidden: 0, connected: expect.any(Number) }] });
  });

  it('a migration behind an idle reader of the parent: the root is named; each remedy cures', async () => {
    const reader = await cast.open('api', 'begin', "select 'secret@example.com', count(*) from parent");
    const migration = await cast.open('alembic', 'begin');
    const waiting = await migration.wait('alter table child drop constraint child_parent');
    const late = await cast.open('late');
    const queued = await late.wait('select * from parent');
    const seen = await lookAt(database.url);
    expect(found(seen)).toEqual([
      `blocked-ddl pid ${migration.pid} error`,
      `lock-queue pid ${migration.pid} warning`,
      `idle-in-transaction pid ${reader.pid} warning`,
    ]);
    const ddl = finding(seen, 'blocked-ddl');
    expect(ddl.facts).toMatchObject({
      rootPids: [reader.pid],
      wants: 'ACCESS EXCLUSIVE on public.parent',
      queued: 1,
    });
    expect(ddl.message).toMatch(
      /alembic.* has waited \d+ (ms|s) for ACCESS EXCLUSIVE on public\.parent, to run: alter table child drop constraint child_parent\. It waits for pid \d+ \(api, role postgres, from 127\.0\.0\.1\), idle in transaction for .*, its last statement: select '…', count\(\*\) from parent\. 1 more session queues behind it\./,
    );
    expect(JSON.stringify(seen)).not.toContain('secret@example.com');

    await cured('lock-queue');
    expect(await waiting.ended).toContain('canceling statement due to user request');
    expect(await queued.ended).toBe('done');
    await migration.client.query('rollback');
    const again = await migration.wait('alter table child drop constraint child_parent');
    await cured('idle-in-transaction');
    expect(await again.ended).toBe('done');
  });

  it('the remedy of the blocked schema change lets it get on', async () => {
    await cast.open('api', 'begin', 'select count(*) from parent');
    const other = await cast.open('other', 'begin', 'lock table parent in row exclusive mode');
    const migration = await cast.open('alembic');
    const waiting = await migration.wait('alter table child drop constraint child_parent');
    await cured('blocked-ddl');
    expect(await waiting.ended).toBe('done');
    await expect(other.client.query('select 1')).rejects.toThrow();
  });

  it('a chain of row locks leads to who waits for nobody', async () => {
    const first = await cast.open('first', 'begin', 'update parent set id = id where id = 1');
    const second = await cast.open('second', 'begin', 'update parent set id = id where id = 2');
    await second.wait('update parent set id = id where id = 1');
    const third = await cast.open('third');
    const waiting = await third.wait('update parent set id = id where id = 2');
    const seen = await lookAt(database.url);
    expect(found(seen)).toEqual([
      `lock-queue pid ${second.pid} warning`,
      `idle-in-transaction pid ${first.pid} warning`,
    ]);
    expect(finding(seen, 'lock-queue').facts).toMatchObject({
      rootPids: [first.pid],
      queuedPids: [third.pid],
    });
    expect(finding(seen, 'idle-in-transaction').message).toContain('2 sessions wait for it');
    await cured('idle-in-transaction');
    await second.client.query('commit');
    expect(await waiting.ended).toBe('done');
  });

  it('who works and holds others up is a long transaction at any age; cancelled, it lets go', async () => {
    const worker = await cast.open('worker');
    const working = worker.client
      .query('begin; lock table parent; select pg_sleep(60)')
      .catch((error: Error) => error.message);
    await expect
      .poll(() =>
        database.query("select from pg_locks where pid = $1 and mode = 'AccessExclusiveLock'", [worker.pid]),
      )
      .toHaveLength(1);
    const reader = await cast.open('reader');
    const waiting = await reader.wait('select * from parent');
    const seen = await lookAt(database.url);
    expect(found(seen)).toEqual([`long-transaction pid ${worker.pid} warning`]);
    expect(finding(seen, 'long-transaction').facts).toMatchObject({ waiterPids: [reader.pid] });
    await cured('long-transaction');
    expect(await working).toContain('canceling statement');
    expect(await waiting.ended).toBe('done');
  });

  it('who goes from one short statement to the next has none to cancel: his session is ended', async () => {
    const worker = await cast.open('worker', 'begin', 'lock table parent');
    let works = true;
    const working = (async () => {
      while (works) await worker.client.query('select pg_sleep(0.2)');
    })().catch((error: Error) => error.message);
    const reader = await cast.open('reader');
    const waiting = await reader.wait('select * from parent');
    const long = async () =>
      findings(await lookAt(database.url)).find(
        ({ code, remedy }) => code === 'long-transaction' && remedy.sql.join(' ').includes('terminate'),
      );
    let told: Finding | undefined;
    await expect
      .poll(async () => (told = await long()), { timeout: 20_000 })
      .toMatchObject({
        subject: `pid ${worker.pid}`,
        remedy: { advice: expect.stringContaining('else end its session') },
      });
    await paste(told?.remedy.sql ?? []);
    works = false;
    expect(await working).toBeDefined();
    expect(await waiting.ended).toBe('done');
  });

  it('what a transaction manager left behind is rolled back by the line as printed', async () => {
    await cast.open('manager', 'begin', 'lock table parent in share mode', "prepare transaction 'left'");
    const migration = await cast.open('alembic');
    const waiting = await migration.wait('alter table parent add column note text');
    await cured('prepared-transaction');
    expect(await waiting.ended).toBe('done');
  });

  it('a prepared transaction is named by its gid, and the right one of several', async () => {
    await cast.open('other', 'begin', 'lock table child in share mode', "prepare transaction 'innocent'");
    await cast.open(
      'manager',
      'begin',
      'lock table parent in share mode',
      "prepare transaction 'it''s ours'",
    );
    const migration = await cast.open('alembic');
    const waiting = await migration.wait('alter table parent add column note text');
    const seen = await lookAt(database.url);
    expect(found(seen)).toEqual([
      `blocked-ddl pid ${migration.pid} error`,
      "prepared-transaction prepared 'it''s ours' warning",
    ]);
    expect(finding(seen, 'blocked-ddl').facts).toMatchObject({ rootPids: [0] });
    await cured('blocked-ddl');
    expect(await waiting.ended).toBe('done');
    expect(await database.query(prepared)).toEqual([{ gid: 'innocent' }]);
  });

  it('CREATE INDEX CONCURRENTLY waits for the end of an older transaction on any table', async () => {
    await database.query('create table elsewhere (x int)');
    const old = await cast.open('old', 'begin isolation level repeatable read', 'select * from elsewhere');
    const builder = await cast.open('builder');
    const waiting = await builder.wait('create index concurrently on child (parent_id)');
    const seen = await lookAt(database.url);
    expect(finding(seen, 'blocked-ddl')).toMatchObject({
      facts: { rootPids: [old.pid], wants: 'the end of an older transaction' },
    });
    await cured('blocked-ddl');
    expect(await waiting.ended).toBe('done');
  });

  it('a deadlock is told while it lasts, and counted afterwards', async () => {
    const one = await cast.open(
      'one',
      "set deadlock_timeout = '60s'",
      'begin',
      'update parent set id = id where id = 1',
    );
    const two = await cast.open(
      'two',
      "set deadlock_timeout = '60s'",
      'begin',
      'update parent set id = id where id = 2',
    );
    const first = await one.wait('update parent set id = id where id = 2');
    const second = await two.wait('update parent set id = id where id = 1');
    const told = await cured('deadlocks-observed');
    expect(told.facts).toEqual({ pids: [one.pid, two.pid].toSorted((a, b) => a - b) });
    expect([await first.ended, await second.ended].toSorted()[0]).toContain('canceling statement');
    await Promise.all([one.client.query('rollback'), two.client.query('rollback')]);

    await one.client.query("set deadlock_timeout = '10ms'; begin; update parent set id = id where id = 1");
    await two.client.query("set deadlock_timeout = '60s'; begin; update parent set id = id where id = 2");
    await two.wait('update parent set id = id where id = 1');
    await one.client.query('update parent set id = id where id = 2').catch(() => undefined);
    await one.client.end();
    await expect
      .poll(async () => findings(await lookAt(database.url)).map(({ message }) => message))
      .toEqual([expect.stringMatching(/^The server ended 1 deadlock in test_\w+ since /)]);
  });

  it(
    'a wait that ends between two looks is a busy database and no finding',
    { timeout: 30_000 },
    async () => {
      for (let attempt = 1; ; attempt += 1) {
        const holder = await cast.open('holder', 'begin', 'lock table parent');
        const first = await cast.open('reader');
        const writer = await cast.open('writer', 'begin');
        const second = await cast.open('reader');
        await first.wait('select * from parent');
        const seen = await lookAt(database.url, async () => {
          await holder.client.query('commit');
          await writer.client.query('lock table parent');
          await second.wait('select * from parent');
        });
        const { looks } = seen.evidence['locks'] as Locks;
        const waits = looks.map(({ sessions }) => sessions.flatMap(({ waitsFor }) => waitsFor ?? []));
        // On a slow machine a wait is old enough to be believed before it is looked at: that proves nothing
        // here.
        if (attempt < 5 && waits.flat().some(({ waitMs }) => (waitMs ?? 0) >= lastingMs)) {
          await cast.leave();
          cast = actors(database.url);
          continue;
        }
        expect(waits.map(({ length }) => length)).toEqual([1, 1]);
        expect(found(seen)).toEqual([]);
        return;
      }
    },
  );
});
