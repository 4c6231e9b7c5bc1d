import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Expectation } from '../../../../src/checks/foreign-keys/expectations/expectation.ts';
import type { Database } from '../../../../src/checks/postgres/session/session.ts';
import type { RepairContext } from '../../../../src/checks/repair/apply/context.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { connectOnce } from '../../foreign-keys/inspect.ts';
import { repairKey } from '../repair-key.ts';
import { constraints, expected, right, wrong } from '../wrong-key.ts';

describe.each([15, 18] as const)('PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  let looked: Database;
  let clients: pg.Client[];
  beforeAll(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
    looked = connectOnce(database.url);
  });
  beforeEach(async () => {
    await database.query(wrong);
    clients = [];
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await database.empty();
  });
  afterAll(async () => {
    await looked.close();
    await database.close();
  });
  const repaired = (
    constraint: string,
    expectations: readonly Expectation[],
    changes: Partial<RepairContext> = {},
  ) =>
    repairKey(database.url, constraint, expectations, { database: looked, afterwards: looked, ...changes });

  const connect = async (url = database.url): Promise<pg.Client> => {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    await client.connect();
    clients.push(client);
    return client;
  };
  it('refuses where rows have no parent, shows them, and changes nothing', async () => {
    await database.query('insert into parent values (200, 300); insert into child (code) values (200)');
    const before = await database.query(constraints);
    const refused = await repaired('child_code_fkey', [expected], { apply: true });
    expect(refused.found).toEqual(['pending-repair error', 'repair-orphans error']);
    expect(refused.attempts).toEqual([]);
    expect(refused.orphans).toMatchObject({ orphans: 1, complete: true, samples: [{ code: '200' }] });
    expect(await database.query(refused.orphans?.query ?? '')).toMatchObject([{ code: '200' }]);
    expect(await database.query(constraints)).toEqual(before);

    const left = await repaired('child_code_fkey', [expected], { apply: true, leaveNotValid: true });
    expect(left).toMatchObject({
      after: 'not-valid',
      found: ['pending-repair warning', 'repair-orphans warning'],
    });
    expect(left.stopped).toContain('--leave-not-valid');
    expect(await database.query(constraints)).toEqual([
      { ...right[0], is: `${right[0]!.is} NOT VALID`, convalidated: false },
    ]);
    await database.query('delete from child where code = 200');
    expect(await repaired('child_code_fkey', [expected], { apply: true })).toMatchObject({
      before: 'not-valid',
      after: 'right',
      found: [],
    });
  });

  it('stays NOT VALID, and says so, where VALIDATE fails', async () => {
    await database.query('insert into parent values (200, 300); insert into child (code) values (200)');
    const orphans = {
      mode: 'exact',
      maxDurationMs: 0,
      oneStatementMs: 1,
      chunkRows: 1000,
      samples: 0,
    } as const;
    const unknowing = await repaired('child_code_fkey', [expected], { apply: true, orphans });
    expect(unknowing).toMatchObject({ after: 'wrong-target', attempts: [] });
    expect(unknowing.stopped).toContain('It is not known whether rows have no parent');
    expect(unknowing.verdicts.find(({ check }) => check === 'repair-orphans')).toMatchObject({
      status: 'unknown',
    });

    const failed = await repaired('child_code_fkey', [expected], {
      apply: true,
      orphans,
      leaveNotValid: true,
    });
    expect(failed.attempts.map(({ outcome }) => outcome)).toEqual(['done', 'failed']);
    expect(failed.stopped).toMatch(/violates foreign key constraint .*; the key stays NOT VALID\.$/);
    expect(failed.after).toBe('not-valid');
  });

  it('refuses where a trigger is gone and not what depends on it, and says what lets go', async () => {
    await database.query(`delete from pg_trigger where tgrelid = 'child'::regclass and tgtype = 5`);
    const refused = await repaired('child_code_fkey', [expected], { apply: true });
    expect(refused.refusals.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        /took triggers of public\.child\.child_code_fkey out .* the key cannot be dropped\.$/,
      ),
    ]);
    expect(refused.attempts).toEqual([]);
    for (const { sql } of refused.refusals) await database.query(sql.join('\n'));
    expect(await repaired('child_code_fkey', [expected], { apply: true })).toMatchObject({
      after: 'right',
      found: [],
    });
  });

  it('refuses while triggers are switched off, and leaves them so', async () => {
    await database.query('alter table child disable trigger all');
    const before = await database.query(constraints);
    const refused = await repaired('child_code_fkey', [expected], { apply: true });
    expect(refused.found).toEqual(['pending-repair error', 'unsafe-repair error']);
    expect(refused.findings[0]?.remedy).toMatchObject({ sql: [], command: null });
    expect(await database.query(constraints)).toEqual(before);
    const off = "select from pg_trigger where tgrelid = 'child'::regclass and tgenabled = 'D'";
    expect(await database.query(off)).not.toEqual([]);

    for (const statement of refused.findings[1]?.remedy.sql ?? []) await database.query(statement);
    expect((await repaired('child_code_fkey', [expected], { apply: true })).found).toEqual([]);
    await database.query('alter table child disable trigger all');
    expect((await repaired('child_code_fkey', [expected])).found).toEqual(['unsafe-repair error']);
  });

  it.each<[string, string, Expectation, RegExp]>([
    [
      'a table that is not there',
      '',
      { ...expected, references: { table: 'nowhere', columns: ['code'] } },
      /There is no table public\.nowhere/,
    ],
    [
      'a column that is not there',
      '',
      { ...expected, references: { table: 'parent', columns: ['nothing'] } },
      /There is no column nothing of public\.parent/,
    ],
    [
      'no unique index',
      'alter table parent drop constraint parent_code_key',
      expected,
      /No unique index covers public\.parent \(code\) alone/,
    ],
    [
      'only a partial one',
      'alter table parent drop constraint parent_code_key; create unique index on parent (code) where id > 0',
      expected,
      /No unique index/,
    ],
    [
      'a name that another constraint has',
      'alter table child drop constraint child_code_fkey, add constraint child_code_fkey check (code > 0)',
      expected,
      /another constraint by the name/,
    ],
  ])('refuses for %s', async (_, setup, expectation, reason) => {
    if (setup !== '') await database.query(setup);
    const before = await database.query(constraints);
    const refused = await repaired(expectation.name ?? '', [expectation], { apply: true });
    expect(refused.found).toContain('unsafe-repair error');
    expect(refused.refusals.map((refusal) => refusal.reason).join()).toMatch(reason);
    expect(refused.attempts).toEqual([]);
    expect(await database.query(constraints)).toEqual(before);
    for (const statement of refused.refusals.flatMap(({ sql }) => sql)) await database.query(statement);
    if (refused.refusals.some(({ sql }) => sql.length > 0))
      expect((await repaired('child_code_fkey', [expected], { apply: true })).found).toEqual([]);
  });

  it('refuses a role that does not own the table', async () => {
    const role = `reader_${version}_${Date.now()}`;
    await database.query(`create role ${role} login password 'x'; grant select on child, parent to ${role}`);
    const url = new URL(database.url);
    url.username = role;
    url.password = 'x';
    try {
      const refused = await repairKey(url.href, 'child_code_fkey', [expected], { apply: true });
      expect(refused.refusals.map(({ reason }) => reason)).toEqual([
        'This role does not own public.child, so it may not change its constraints.',
        'This role may not reference public.parent (code).',
      ]);
    } finally {
      await database.query(`drop owned by ${role}; drop role ${role}`);
    }
  });

  it('makes a key whose name PostgreSQL cuts under the name that it keeps', async () => {
    await database.query('alter table child drop constraint child_code_fkey');
    const name = 'é'.repeat(32);
    const made = await repaired(name, [{ ...expected, name }], { apply: true });
    expect(made).toMatchObject({ before: 'missing', after: 'right', stopped: null });
    expect(await database.query(constraints)).toMatchObject([{ conname: 'é'.repeat(31) }]);
  });

  it('repairs a partitioned table', async () => {
    await database.query(`create table event (id bigint, code bigint constraint event_code_fkey references
      parent (id)) partition by range (id);
      create table event_1 partition of event for values from (0) to (10); create table event_2 partition of
        event for values from (10) to (20); insert into event values (1, 1), (11, 2)`);
    const expectation = { ...expected, name: 'event_code_fkey', table: 'event' };
    const first = await repaired('event_code_fkey', [expectation], { apply: true });
    if (version === 15) {
      expect(first).toMatchObject({ after: 'wrong-target', attempts: [], steps: [{ readsRows: true }] });
      expect(first.stopped).toContain('--long-lock');
      const steps = { lockTimeoutMs: 50, alterTimeoutMs: 5_000, longLockMs: 5_000, validateTimeoutMs: 5_000 };
      expect(await repaired('event_code_fkey', [expectation], { apply: true, steps })).toMatchObject({
        after: 'right',
        found: [],
      });
    } else {
      expect(first).toMatchObject({ after: 'right', found: [] });
    }
    expect(
      await database.query(
        'select conrelid::regclass::text as table, convalidated from pg_constraint where contype = ' +
          "'f' and conrelid::regclass::text like 'event%' and conname not like '%not_null' order by 1",
      ),
    ).toEqual(['event', 'event_1', 'event_2'].map((table) => ({ table, convalidated: true })));
  });

  it('repairs a key that leads to a partitioned table', async () => {
    await database.query(`create table place (id bigint, code bigint not null, primary key (id), unique (id,
      code)) partition by range (id);
      create table place_1 partition of place for values from (0) to (1000); insert into place select n, n
        from generate_series(1, 100) as n;
      alter table child drop constraint child_code_fkey, add constraint child_code_fkey foreign key (code)
        references parent (id)`);
    const expectation: Expectation = {
      ...expected,
      references: { table: 'place', columns: ['id'] },
      onDelete: 'restrict',
    };
    expect(await repaired('child_code_fkey', [expectation], { apply: true })).toMatchObject({
      before: 'wrong-target',
      after: 'right',
      found: [],
    });
    await expect(database.query('insert into child (code) values (500)')).rejects.toThrow(
      /violates foreign key/,
    );
    // And away from it again.
    expect(await repaired('child_code_fkey', [expected], { apply: true })).toMatchObject({
      after: 'right',
      found: [],
    });
    await database.query('delete from place');
  });

  it('sees a lock on one partition', async () => {
    await database.query(
      'create table event (id bigint, code bigint constraint event_code_fkey references parent (id)) ' +
        'partition by range (id); create table event_1 partition of event for values from (0) to (10)',
    );
    const client = await connect();
    await client.query('begin; select from event_1');
    await pause(60);
    const planned = await repaired('event_code_fkey', [
      { ...expected, name: 'event_code_fkey', table: 'event' },
    ]);
    expect(planned.holders).toMatchObject([{ locks: ['AccessShareLock on public.event_1'] }]);
  });

  if (version === 18) {
    it('repairs a key over periods', async () => {
      await database.query(`create extension btree_gist;
        create table contract (tenant int, during daterange, primary key (tenant, during without overlaps));
          create table offer (tenant int, during daterange, primary key (tenant, during without overlaps));
        create table seat (tenant int, during daterange, constraint seat_contract_fkey foreign key (tenant,
          period during) references offer (tenant, period during));
        insert into offer values (1, '[2026-01-01,2027-01-01)'), (2, '[2026-01-01,2027-01-01)'); insert into
          contract values (1, '[2026-01-01,2026-06-01)'), (1, '[2026-06-01,2027-01-01)'), (2,
            '[2026-01-01,2026-02-01)');
        insert into seat values (1, '[2026-05-01,2026-07-01)'), (2, '[2026-01-01,2026-03-01)')`);
      const expectation: Expectation = {
        name: 'seat_contract_fkey',
        table: 'seat',
        columns: ['tenant', 'during'],
        references: { table: 'contract', columns: ['tenant', 'during'] },
      };
      const refused = await repaired('seat_contract_fkey', [expectation], { apply: true });
      expect(refused.orphans).toMatchObject({ orphans: 1, complete: true, samples: [{ tenant: '2' }] });
      await database.query('delete from seat where tenant = 2');
      expect(await repaired('seat_contract_fkey', [expectation], { apply: true })).toMatchObject({
        after: 'right',
        found: [],
      });
    });
  }

  it(
    'repairs odd names, composite keys in another order, MATCH FULL, and a table that leads to ' + 'itself',
    async () => {
      const table = 'Ta"ble\n; drop';
      const name = `${'é'.repeat(30)} 'q`;
      const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      await database.query(`create table ${quoted(table)} (a int, b text, "select" int, c varchar, primary key
      (a, b), unique (b, "select"), unique ("select"));
      alter table ${quoted(table)} add constraint ${quoted(name)} foreign key (c, "select") references
        ${quoted(table)} (b, "select") match full;
      insert into ${quoted(table)} values (1, 'x', 1, 'x')`);
      const expectation: Expectation = {
        name,
        table: quoted(table),
        columns: ['select', 'c'],
        references: { table: quoted(table), columns: ['a', 'b'] },
        match: 'full',
        onUpdate: 'cascade',
      };
      const planned = await repaired(quoted(name), [expectation]);
      // Everything but the commit: what can be pasted is SQL, whatever the names hold.
      const trial = await connect();
      for (const statement of planned.steps[0]?.sql.slice(0, -1) ?? []) await trial.query(statement);
      await trial.query('rollback');
      expect(
        await repaired(`public.${quoted(table)}.${quoted(name)}`, [expectation], { apply: true }),
      ).toMatchObject({ after: 'right', found: [] });
      expect(
        await database.query(
          `select conname, pg_get_constraintdef(oid) as is from pg_constraint where conname = $1`,
          [name],
        ),
      ).toEqual([
        {
          conname: name,
          is: `FOREIGN KEY ("select", c) REFERENCES ${quoted(table)}(a, b) MATCH FULL ON UPDATE CASCADE`,
        },
      ]);
    },
  );
});
