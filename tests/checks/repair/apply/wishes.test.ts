import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { repairKey } from '../repair-key.ts';
import { constraints, expected, right, wrong } from '../wrong-key.ts';

describe.each([15, 18] as const)('PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  let console: pg.Client;
  beforeAll(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
    console = new pg.Client(database.url);
    await console.connect();
  });
  afterEach(() => database.empty());
  afterAll(async () => {
    await console.end();
    await database.close();
  });
  const rows = () => database.query('select * from child order by id');
  const wish = (changes: Parameters<typeof repairKey>[3]) =>
    repairKey(database.url, 'child_code_fkey', [expected], { apply: true, ...changes });

  describe('rows without a parent', () => {
    const orphaned = `${wrong}
      alter table child add column doubled bigint generated always as (code * 2) stored;
      insert into parent select n, n + 1000 from generate_series(200, 250) as n;
      insert into child (code) select n from generate_series(200, 249) as n;`;

    it.each([
      ['the key leads to the wrong column', ''],
      [
        'the key is NOT VALID, as a killed run leaves it',
        `alter table child drop constraint child_code_fkey, add constraint child_code_fkey foreign key (code)
          references parent (code) not valid`,
      ],
    ])('are moved into a backup table, and come back: %s', async (_, more) => {
      await database.query(orphaned + more);
      const before = await rows();
      const planned = await wish({ apply: false, quarantine: true });
      expect(planned.steps.map(({ kind }) => kind).slice(-2)).toEqual(['quarantine', 'validate']);
      expect(await rows()).toEqual(before);

      const repaired = await wish({ quarantine: true });
      expect(repaired).toMatchObject({ after: 'right', stopped: null, steps: [] });
      expect(repaired.quarantined).toMatchObject({ rows: 50, table: 'public.qa_orphans_child_code_fkey' });
      expect(await database.query(constraints)).toEqual(right);
      expect(await rows()).toHaveLength(100);
      expect(await database.query('select id from qa_orphans_child_code_fkey')).toHaveLength(50);

      await database.query('insert into parent select n + 5000, n from generate_series(200, 249) as n');
      await database.query(repaired.quarantined?.back ?? '');
      expect(await rows()).toEqual(before);
    });

    it('are moved by two at once, and no row twice', async () => {
      await database.query(orphaned);
      const both = await Promise.all([1, 2].map(() => wish({ quarantine: true })));
      expect(both.map(({ after, stopped }) => ({ after, stopped }))).toEqual(
        [1, 2].map(() => ({ after: 'right', stopped: null })),
      );
      expect(await rows()).toHaveLength(100);
      expect(await database.query('select id from qa_orphans_child_code_fkey')).toHaveLength(50);
      await database.query('drop table qa_orphans_child_code_fkey');
    });

    it('that somebody is just writing are waited for, and moved as they are then', async () => {
      await database.query(`${orphaned} alter table child drop constraint child_code_fkey, add constraint
        child_code_fkey foreign key (code) references parent (code) not valid`);
      const other = new pg.Client(database.url);
      other.on('error', () => undefined);
      await other.connect();
      try {
        await other.query('begin; update child set code = code where code between 200 and 249');
        const waits = "select from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'with gone'";
        const moving = wish({ quarantine: true });
        await expect.poll(() => database.query(waits), { timeout: 10_000 }).toHaveLength(1);
        await other.query('commit');
        expect(await moving).toMatchObject({ after: 'right', stopped: null, quarantined: { rows: 50 } });
      } finally {
        await other.end();
      }
    });

    it('are moved by what can be pasted too', async () => {
      await database.query(orphaned);
      const { steps } = await wish({ apply: false, quarantine: true });
      for (const { sql } of steps) await database.query(sql.join('\n'));
      expect(await wish({ apply: false })).toMatchObject({ after: 'right', found: [] });
      expect(await database.query('select id from qa_orphans_child_code_fkey')).toHaveLength(50);
    });

    it('stay where others would go with them', async () => {
      await database.query(`${orphaned}
        create table grandchild (child_id bigint references child on delete cascade);
        insert into grandchild select id from child`);
      const before = await database.query(constraints);
      const refused = await wish({ quarantine: true });
      expect(refused.refusals.map(({ reason }) => reason)).toEqual([
        expect.stringContaining('public.grandchild.grandchild_child_id_fkey (on delete cascade)'),
      ]);
      expect(refused.attempts).toEqual([]);
      expect(await database.query(constraints)).toEqual(before);
      expect(await database.query('select from grandchild')).toHaveLength(150);
    });

    it.each([
      ['no action', 'child_id bigint references child'],
      ['restrict', 'child_id bigint references child on delete restrict'],
      ['two columns', 'a bigint, b bigint, foreign key (a, b) references child (id, code)'],
      ['a partition', 'child_id bigint references child) partition by range (child_id'],
      ['no index', 'other text, child_id bigint references child deferrable initially deferred'],
    ])('stay, and the key as it was, where other rows reference them: %s', async (_, columns) => {
      const first = columns.startsWith('a ') ? 'a, b) select id, code' : 'child_id) select id';
      await database.query(`${orphaned} create unique index on child (id, code);
        create table grandchild (${columns});
        ${columns.includes('partition') ? 'create table leaf partition of grandchild default;' : ''}
        insert into grandchild (${first} from child where code >= 240`);
      const before = await database.query(constraints);
      const refused = await wish({ quarantine: true });
      expect(refused.refusals.map(({ reason }) => reason)).toEqual([
        'Rows of public.child without a parent are referenced by public.grandchild.' +
          `${columns.startsWith('a ') ? 'grandchild_a_b_fkey' : 'grandchild_child_id_fkey'}, so they cannot ` +
          'be moved.',
      ]);
      const [shown = ''] = refused.refusals.map(({ advice }) => advice.slice(advice.indexOf('select')));
      expect(await database.query(shown)).toHaveLength(10);
      expect(refused.attempts).toEqual([]);
      expect(await database.query(constraints)).toEqual(before);

      await database.query('delete from grandchild');
      expect(await wish({ quarantine: true })).toMatchObject({ after: 'right', quarantined: { rows: 50 } });
    });

    it.each([
      ['no action', /are referenced by public\.child\.child_up_fkey, so they cannot be moved/],
      ['cascade', /would change what public\.child\.child_up_fkey \(on delete cascade\) leads to it from/],
    ] as const)(
      'stay where they are the parents of others in the same table: on delete %s',
      async (action, why) => {
        await database.query(`${wrong} alter table child add column up bigint;
        insert into child (id, code, up) overriding system value values (901, 1, 999), (902, 2, 901)`);
        const up = {
          name: 'child_up_fkey',
          table: 'public.child',
          columns: ['up'],
          references: { table: 'public.child', columns: ['id'] },
          onDelete: action,
        };
        const ask = () => repairKey(database.url, 'child_up_fkey', [up], { apply: true, quarantine: true });
        const refused = await ask();
        expect(refused.refusals.map(({ reason }) => reason)).toEqual([expect.stringMatching(why)]);
        expect(refused.attempts).toEqual([]);
        await database.query('delete from child where id = 902');
        expect((await ask()).after).toBe(action === 'cascade' ? 'missing' : 'right');
      },
    );

    const keeps = (body: string): string => `create function kept() returns trigger language plpgsql as
      $$ begin ${body}; end $$;
      create trigger kept before delete on child for each row execute function kept();`;
    it.each([
      ['a trigger that raises', keeps("raise 'kept for the auditors'"), 'kept for the auditors'],
      ['a trigger that keeps the row', keeps('return null'), 'a trigger or a rule keeps them where they are'],
      ['a rule', 'create rule kept as on delete to child do instead nothing;', 'cannot be moved into'],
    ])('stay, and the key as it was, where %s refuses the move', async (_, more, reason) => {
      await database.query(orphaned + more);
      const before = { keys: await database.query(constraints), rows: await rows() };
      const refused = await wish({ quarantine: true });
      expect(refused.refusals.map((each) => each.reason)).toEqual([expect.stringContaining(reason)]);
      expect(refused.attempts).toEqual([]);
      expect({ keys: await database.query(constraints), rows: await rows() }).toEqual(before);
      expect(await database.query("select from pg_class where relname ~ '^qa_orphans'")).toEqual([]);
    });

    it('stay in the backup where they cannot go back yet, though psql goes on after an error', async () => {
      await database.query(orphaned);
      const { quarantined } = await wish({ quarantine: true });
      for (const statement of (quarantined?.back ?? '').split('\n'))
        await console.query(statement).catch(() => undefined);
      expect(await database.query('select from qa_orphans_child_code_fkey')).toHaveLength(50);
      expect(await rows()).toHaveLength(100);
    });

    it('are not mixed with those of another table whose key has the same name', async () => {
      await database.query(`${orphaned} create table qa_orphans_child_code_fkey (like child);
        comment on table qa_orphans_child_code_fkey is 'Rows of public.other'`);
      const refused = await wish({ quarantine: true });
      expect(refused.refusals.map(({ reason }) => reason)).toEqual([
        'public.qa_orphans_child_code_fkey is there already, for something else: "Rows of public.other".',
      ]);
      expect(refused).toMatchObject({ attempts: [], quarantined: null });
    });

    it('are no reason to print a step that would fail', async () => {
      await database.query(orphaned);
      const { findings } = await wish({ apply: false });
      const [pending] = findings;
      expect(pending?.message).toContain('"validate child_code_fkey" would fail and is left out: 50 rows');
      expect(pending?.remedy.sql.join('\n')).not.toMatch(/validate constraint/);
    });
  });

  it('leads where it is told to, with the action that it is told, and keeps the rest', async () => {
    await database.query(`${wrong} alter table child drop constraint child_code_fkey,
        alter column code drop not null;
      alter table child add constraint child_code_fkey foreign key (code) references parent (id) match full
        on update cascade deferrable; comment on constraint child_code_fkey on child is 'kept'`);
    const change = { references: { table: 'parent', columns: ['code'] }, onDelete: 'set null' as const };
    const repaired = await repairKey(database.url, 'child.child_code_fkey', [], { apply: true, change });
    expect(repaired).toMatchObject({ before: 'wrong-target', after: 'right', stopped: null, found: [] });
    expect(
      await database.query(`select pg_get_constraintdef(oid) as is, convalidated,
        obj_description(oid, 'pg_constraint') as comment from pg_constraint where contype = 'f'`),
    ).toEqual([
      {
        is:
          'FOREIGN KEY (code) REFERENCES parent(code) MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL ' +
          'DEFERRABLE',
        convalidated: true,
        comment: 'kept',
      },
    ]);
    const again = await repairKey(database.url, 'child_code_fkey', [], { apply: true, change });
    expect(again).toMatchObject({ before: 'right', attempts: [] });
  });

  it('changes the action alone, and refuses a target that is not there', async () => {
    await database.query(wrong);
    const acted = { references: null, onDelete: 'cascade' as const };
    const repaired = await repairKey(database.url, 'child_code_fkey', [], { apply: true, change: acted });
    expect(repaired).toMatchObject({ before: 'different', after: 'right' });
    expect(await database.query(constraints)).toMatchObject([
      { is: 'FOREIGN KEY (code) REFERENCES parent(id) ON DELETE CASCADE' },
    ]);
    const nowhere = { references: { table: 'nobody', columns: ['id'] }, onDelete: null };
    const refused = await repairKey(database.url, 'child_code_fkey', [], { apply: true, change: nowhere });
    expect(refused.found).toContain('unsafe-repair error');
    expect(refused.attempts).toEqual([]);
  });

  it('stamps a revision once the key is right, and only then', async () => {
    await database.query(`${wrong} create table alembic_version (version_num varchar(32) primary key);
      insert into alembic_version values ('old'); insert into parent values (300, 1300);
      insert into child (code) values (300)`);
    const refused = await wish({ stamp: 'new' });
    expect(refused.stopped).toContain('Rows have no parent');
    expect(await database.query('select * from alembic_version')).toEqual([{ version_num: 'old' }]);

    await database.query('delete from child where code = 300');
    const repaired = await wish({ stamp: 'new' });
    expect(repaired).toMatchObject({ after: 'right', stopped: null, steps: [] });
    expect(repaired.attempts.at(-1)).toMatchObject({ step: 'stamp new', outcome: 'done' });
    expect(await database.query('select * from alembic_version')).toEqual([{ version_num: 'new' }]);
    expect((await wish({ stamp: 'new' })).attempts).toEqual([]);
  });

  it('goes back without a revision that could not be written', async () => {
    await database.query(`${wrong} create table alembic_version (version_num varchar(32) primary key);
      insert into alembic_version values ('old');
      create function refuse() returns trigger language plpgsql as $$ begin raise 'not today'; end $$;
      create trigger refuse before insert on alembic_version execute function refuse()`);
    const backOf = ({ wayBack }: Awaited<ReturnType<typeof wish>>) => wayBack.sql.flat().join('\n');
    expect(backOf(await wish({ stamp: 'new', apply: false }))).toContain("values ('old')");

    const failed = await wish({ stamp: 'new' });
    expect(failed).toMatchObject({ after: 'right', stopped: expect.stringContaining('not today') });
    expect(backOf(failed)).toContain('references public.parent (id)');
    expect(backOf(failed)).not.toContain('alembic_version');

    await database.query('drop function refuse cascade');
    expect(backOf(await wish({ stamp: 'new' }))).toContain("values ('old')");
  });

  it('goes back to the key that was dropped, and leaves a twin that is still there', async () => {
    await database.query(`${wrong} alter table child add constraint child_code_fkey_new foreign key (code)
        references parent (code) not valid, add constraint child_code_fkey_2 foreign key (code) references
        parent (code) not valid;
      create function refuse() returns event_trigger language plpgsql as $$ begin
        if exists (select from pg_event_trigger_dropped_objects() where object_identity ~ 'fkey_(2|new) on')
        then raise 'no twin goes today'; end if; end $$;
      create event trigger refuse on sql_drop execute function refuse()`);
    const stopped = await wish({});
    await database.query('drop event trigger refuse');
    const why = expect.stringContaining('no twin goes today');
    expect(stopped).toMatchObject({ after: 'duplicated', stopped: why });
    for (const each of stopped.wayBack.sql) await database.query(each.join('\n'));
    const names = await database.query<{ conname: string }>(constraints);
    expect(names.map(({ conname }) => conname)).toEqual([
      'child_code_fkey',
      'child_code_fkey_2',
      'child_code_fkey_new',
    ]);
  });
});
