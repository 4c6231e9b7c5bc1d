import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Selection } from '../../../../src/checks/foreign-keys/catalog/selection.ts';
import type { Keys } from '../../../../src/checks/foreign-keys/probes/keys.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { findingOf, inspect, product, said, statusOf } from '../inspect.ts';

describe.each([15, 18] as const)('the keys of PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
  });
  afterEach(() => database.empty());
  afterAll(() => database.close());
  const keysOf = (seen: Awaited<ReturnType<typeof inspect>>) => (seen.evidence['keys'] as Keys).keys;
  const productTables =
    'create table user_profiles (id uuid primary key, user_id uuid unique); create table ' +
    'user_personalization (user_id uuid primary key);';

  it("the product's bug: the key leads to user_profiles(id), which prints like the good one", async () => {
    await database.query(
      `${productTables} alter table user_personalization add constraint ` +
        'user_personalization_user_id_fkey foreign key (user_id) references user_profiles (id) on ' +
        'delete set null',
    );
    const seen = await inspect(database.url, { selection: { kind: 'default' }, expectations: product });
    expect(said(seen)).toEqual([
      'wrong-target public.user_personalization.user_personalization_user_id_fkey',
      'action-mismatch public.user_personalization.user_personalization_user_id_fkey',
      'set-null-on-not-null public.user_personalization.user_personalization_user_id_fkey',
    ]);
    for (const sql of findingOf(seen, 'wrong-target').remedy.sql) await database.query(sql);
    expect(
      said(await inspect(database.url, { selection: { kind: 'default' }, expectations: product })),
    ).toEqual([]);
  });

  it("the product's expectations: missing where its table is, skipped where it is not", async () => {
    const look = () => inspect(database.url, { selection: { kind: 'default' }, expectations: product });
    expect(statusOf(await look(), 'missing-foreign-key')).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining("not the product's database"),
    });
    await database.query(`${productTables} drop table user_profiles`);
    expect(findingOf(await look(), 'missing-foreign-key')).toMatchObject({
      message: expect.stringContaining('there is no table public.user_profiles'),
      remedy: { sql: [] },
    });
  });

  it("the product is known by its other table too, where that has the product's key", async () => {
    const look = () => inspect(database.url, { selection: { kind: 'default' }, expectations: product });
    await database.query(`${productTables} drop table user_personalization`);
    expect(findingOf(await look(), 'missing-foreign-key')).toMatchObject({
      message: expect.stringMatching(/there is no table (public\.)?user_personalization/),
      facts: { absent: [expect.stringContaining('user_personalization')] },
      remedy: { sql: [] },
    });
    await database.query('alter table user_profiles drop constraint user_profiles_user_id_key');
    expect(statusOf(await look(), 'missing-foreign-key')).toMatchObject({ status: 'skipped' });
  });

  it('expectations of tables not asked for are set aside; a doubtful name is unknown', async () => {
    await database.query(
      'create schema a; create schema b; create table a.t (x int); create table b.t (x int); create ' +
        'table b.u (x int)',
    );
    const list = [{ table: 't', columns: ['x'], references: { table: 'u', columns: ['x'] } }];
    expect(
      statusOf(
        await inspect(database.url, { expectations: { list, builtIn: false, complete: false } }),
        'missing-foreign-key',
      ),
    ).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('a.t and b.t'),
    });
    await database.query('create table public.t (x int); create table other (x int)');
    expect(
      said(await inspect(database.url, { expectations: { list, builtIn: false, complete: false } })),
    ).toEqual(['missing-foreign-key public.t.t_x_fkey']);
    const aside = await inspect(database.url, {
      expectations: { list, builtIn: false, complete: false },
      selection: { kind: 'some', tables: ['other'], schemas: [] },
    });
    expect(statusOf(aside, 'missing-foreign-key')).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('asked for'),
    });
  });

  it(
    'names of any letters and of 63 bytes, the same name on two tables, a target that is a mere ' +
      'unique index',
    async () => {
      const long = 'é'.repeat(31);
      await database.query(`create schema "Ä b"; create table "Ä b"."${long}" ("c""d" int); create unique
      index on "Ä b"."${long}" ("c""d");
      create table "Ä b"."select" (x int constraint "${long}" references "Ä b"."${long}" ("c""d"), y int);
        create index on "Ä b"."select" (x);
      create table z (x int constraint "${long}" references "Ä b"."${long}" ("c""d")); create index on z
        (x)`);
      const seen = await inspect(database.url, {
        selection: { kind: 'some', tables: [`"Ä b"."${long}"`], schemas: [] },
      });
      expect(
        keysOf(seen).map(({ schema, table, name, references }) => [
          schema,
          table,
          name,
          references.columns[0]?.name,
        ]),
      ).toEqual([
        ['public', 'z', long, 'c"d'],
        ['Ä b', 'select', long, 'c"d'],
      ]);
      expect(said(seen)).toEqual([]);
    },
  );

  it.each([
    ['another action', 'references p on delete cascade'],
    ['another target', 'references other'],
    ['another time of the check', 'references p deferrable'],
  ])("a partition's own key with %s repeats none that it inherits", async (_, references) => {
    await database.query(`create table p (id int primary key); create table other (id int primary key);
      create table e (p int references p) partition by range (p); create index on e (p);
      create table e_1 partition of e for values from (0) to (10);
      alter table e_1 add constraint own foreign key (p) ${references}`);
    const seen = await inspect(database.url);
    expect(keysOf(seen).map(({ name, repeats }) => [name, repeats])).toEqual([
      ['e_p_fkey', undefined],
      ['own', undefined],
    ]);
    expect(said(seen)).not.toContain('duplicate-foreign-key public.e_1.own');
  });

  it(
    'a key of a partitioned table is one key, asked for by a partition too; heirs of a table have ' + 'none',
    async () => {
      await database.query(`create table p (id int primary key); create table e (id int, p int references p,
      primary key (id)) partition by range (id); create index on e (p);
      create table e_1 partition of e for values from (0) to (10); create table e_2 partition of e for
        values from (10) to (20) partition by range (id); create table e_2_1 partition of e_2 for values
          from (10) to (15);
      create table c (e int references e, p int references p); create index on c (e); create index on c (p);
        create table heir () inherits (c)`);
      const all = await inspect(database.url);
      expect(keysOf(all).map(({ table, name }) => `${table}.${name}`)).toEqual([
        'c.c_e_fkey',
        'c.c_p_fkey',
        'e.e_p_fkey',
      ]);
      expect(said(all)).toEqual([]);
      const one = await inspect(database.url, {
        selection: { kind: 'some', tables: ['e_2_1'], schemas: [] },
      });
      expect(keysOf(one).map(({ table, name }) => `${table}.${name}`)).toEqual(['c.c_e_fkey', 'e.e_p_fkey']);
    },
  );

  it(
    "an extension's and foreign tables are left out, and said to be; an expected key on one is " + 'judged',
    async () => {
      await database.query(`create extension hstore; create table owned (id int primary key, up int references
      owned); alter extension hstore add table owned;
      create foreign data wrapper w; create server s foreign data wrapper w; create foreign table far (x
        int) server s`);
      const seen = await inspect(database.url);
      expect((seen.evidence['keys'] as Keys).leftOut).toEqual([
        { schema: 'public', table: 'far', reason: 'a foreign table' },
        { schema: 'public', table: 'owned', reason: 'owned by an extension' },
      ]);
      expect(said(seen)).toEqual([]);
      const list = [
        {
          table: 'owned',
          columns: ['up'],
          references: { table: 'owned', columns: ['id'] },
          onDelete: 'cascade' as const,
        },
      ];
      expect(
        said(await inspect(database.url, { expectations: { list, builtIn: false, complete: false } })),
      ).toEqual(['action-mismatch public.owned.owned_up_fkey']);
    },
  );

  it('schemas that a platform manages are passed over, and said to be, until all is asked for', async () => {
    const schemas = ['auth', 'supabase_migrations', 'supabasex', '_timescaledb_catalog', 'shop'];
    const tables = schemas.map(
      (schema) => `create schema "${schema}"; create table "${schema}".user (id int primary key, up int
        references "${schema}".user);`,
    );
    await database.query(`${tables.join(' ')} create table public.profile (id int references auth.user);
      create index on public.profile (id)`);
    const scopeOf = async (selection: Selection) => {
      const seen = await inspect(database.url, { selection });
      const { schemas: looked, schemasLeftOut } = seen.evidence['keys'] as Keys;
      return {
        keys: keysOf(seen).map(({ schema, table }) => `${schema}.${table}`),
        looked: looked.map(({ schema, tables: count }) => `${schema} ${count}`),
        leftOut: schemasLeftOut.map(({ schema, reason }) => `${schema}: ${reason}`),
      };
    };
    const managed = 'managed by the platform; --all includes it';
    expect(await scopeOf({ kind: 'default', without: ['sh*'] })).toEqual({
      // A key towards a managed table is the user's own.
      keys: ['public.profile', 'supabasex.user'],
      looked: ['public 1', 'supabasex 1'],
      leftOut: [
        `_timescaledb_catalog: ${managed}`,
        `auth: ${managed}`,
        'shop: as --exclude-schema asks',
        `supabase_migrations: ${managed}`,
      ],
    });
    expect((await scopeOf({ kind: 'all' })).looked).toHaveLength(6);
    expect((await scopeOf({ kind: 'some', tables: ['auth.user'], schemas: [] })).keys).toEqual([
      'auth.user',
      'public.profile',
    ]);
  });

  it('every schema that a platform manages is passed over by default', async () => {
    const managed =
      'auth storage realtime vault cron extensions graphql graphql_public supabase_functions pgsodium net ' +
      'hdb_catalog _timescaledb_config repack partman pglogical';
    const names = [...managed.split(' '), 'authors', 'network', 'supabase'];
    await database.query(
      names.map((name) => `create schema ${name}; create table ${name}.t (id int);`).join(' '),
    );
    const { schemas, schemasLeftOut } = (await inspect(database.url, { selection: { kind: 'default' } }))
      .evidence['keys'] as Keys;
    expect(schemas.map(({ schema }) => schema).toSorted()).toEqual(['authors', 'network', 'supabase']);
    expect(schemasLeftOut.map(({ schema }) => schema).toSorted()).toEqual(managed.split(' ').toSorted());
  });

  it('a length, a domain and a typmod are no difference of types', async () => {
    await database.query(`create domain short as varchar(10); create table p (t varchar(20) primary key, n
      numeric(10, 2) unique);
      create table c (t short references p, n numeric(5, 1) references p (n)); create index on c (t); create
        index on c (n)`);
    const seen = await inspect(database.url);
    expect(said(seen)).toEqual([]);
    expect(keysOf(seen).flatMap(({ columns }) => columns)).toContainEqual({
      name: 't',
      type: 'character varying',
      domain: 'public.short',
      notNull: false,
    });
  });

  it('char(n) is no narrower text: what its blanks mean is another', async () => {
    await database.query(
      'create table p (t text primary key); create table c (t char(4) references p); create index on c (t)',
    );
    expect(findingOf(await inspect(database.url), 'type-mismatch')).toMatchObject({
      facts: { widening: false },
      remedy: { sql: [] },
    });
  });

  if (version === 18) {
    it('a key that is NOT ENFORCED looks nothing up, so it needs no index', async () => {
      await database.query(
        'create table p (id int primary key); create table c (p int references p not enforced)',
      );
      expect(said(await inspect(database.url))).toEqual(['unenforced-constraint public.c.c_p_fkey']);
    });
  }

  it('SET NULL of some columns, MATCH, deferral and actions are read as they are', async () => {
    await database.query(`create table p (a int, b int, primary key (a, b)); create table c (a int not null,
      b int);
      alter table c add constraint k foreign key (a, b) references p match simple on update restrict on
        delete set null (b) deferrable initially deferred not valid; create index on c (a, b)`);
    const seen = await inspect(database.url);
    expect(keysOf(seen)[0]).toMatchObject({
      onDelete: 'set null',
      onUpdate: 'restrict',
      onDeleteColumns: ['b'],
      deferrable: true,
      initiallyDeferred: true,
      validated: false,
      enforced: true,
      match: 'simple',
    });
    expect(said(seen)).toEqual(['unvalidated-constraint public.c.k', 'nullable-composite-key public.c.k']);
  });
});
