import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnsNotNull } from '../../../../src/checks/foreign-keys/catalog/index-predicate.ts';
import type { Database } from '../../../../src/checks/postgres/session/session.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { connectOnce, inspect, said } from '../inspect.ts';

/** An index on child, and what is said of the key (a) or (a, b) when it is the only one. */
const indexes: readonly (readonly [
  columns: 'a' | 'ab' | 't',
  definition: string,
  /** `behind`: the key's columns stand behind another; what the planner then reads depends on the release. */
  said: 'covered' | 'partly' | 'none' | 'behind',
])[] = [
  ['a', 'on child (a)', 'covered'],
  ['a', 'on child (a desc nulls last, c)', 'covered'],
  ['a', 'on child using hash (a)', 'covered'],
  ['a', 'on child using gist (a)', 'covered'],
  ['a', 'on child using gist (c, a)', 'behind'],
  ['a', 'on child using gin (a)', 'none'],
  ['a', 'on child using brin (a)', 'none'],
  ['a', 'on child (c, a)', 'behind'],
  ['a', 'on child (c) include (a)', 'none'],
  ['a', 'on child ((a + 0))', 'none'],
  ['a', 'on child (a) where a is not null', 'covered'],
  ['a', 'on child (a) where c is not null', 'none'],
  ['a', 'on child (a) where deleted_at is null', 'none'],
  ['a', 'on child (a) where a > 0', 'none'],
  ['ab', 'on child (a, b)', 'covered'],
  ['ab', 'on child (b, a, c)', 'covered'],
  ['ab', 'on child (a, c, b)', 'partly'],
  ['ab', 'on child (a)', 'partly'],
  ['ab', 'on child (c, b, a)', 'behind'],
  ['ab', 'on child (b, a) where a is not null and b is not null', 'covered'],
  ['ab', 'on child (a, b) where a is not null and c is not null', 'none'],
  ['t', 'on child (t)', 'covered'],
  ['t', 'on child (t collate "C")', 'none'],
  ['t', 'on child (t text_pattern_ops)', 'covered'],
  ['t', 'on child (lower(t))', 'none'],
  ['t', 'on child using spgist (t)', 'covered'],
];

const keyOf = {
  a: { columns: '(a)', references: '(a)', look: 'a = $1', types: 'int', value: '7' },
  ab: {
    columns: '(a, b)',
    references: '(a, b)',
    look: 'a = $1 and b = $2',
    types: 'int, int',
    value: '7, 7',
  },
  t: { columns: '(t)', references: '(t)', look: 't = $1', types: 'text', value: "'7'" },
} as const;

describe.each([15, 18] as const)('the planner of PostgreSQL %i agrees', (version) => {
  let database: FreshDatabase;
  let inspected: Database;
  let planner: pg.Client;
  beforeAll(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
    await database.query(`create extension btree_gist; create extension btree_gin;
      create table parent (a int unique, b int, t text unique, unique (a, b)); insert into parent select i,
        i, i from generate_series(1, 100000) as i;
      create table child (a int, b int, c int not null, t text, deleted_at timestamptz); insert into child
        select i, i, i % 1000, i, case when i % 2 = 0 then now() end from generate_series(1, 100000) as i;
      analyze parent, child`);
    inspected = connectOnce(database.url);
    planner = new pg.Client(database.url);
    await planner.connect();
    await planner.query('set plan_cache_mode = force_generic_plan; set max_parallel_workers_per_gather = 0');
  });
  afterAll(async () => {
    await Promise.all([inspected.close(), planner.end()]);
    await database.close();
  });

  it.each(indexes)('key (%s), index %s: %s', async (columns, definition, coverage) => {
    const { columns: from, references, look, types, value } = keyOf[columns];
    await database.query(
      `alter table child add constraint child_key foreign key ${from} references parent ` +
        `${references} not valid; create index the_index ${definition}`,
    );
    try {
      const codes = said(await inspect(database.url, { database: inspected })).map(
        (finding) => finding.split(' ')[0],
      );
      expect(codes.includes('unindexed-foreign-key')).toBe(coverage === 'none' || coverage === 'behind');
      expect(codes.includes('partly-indexed-foreign-key')).toBe(coverage === 'partly');
      if (coverage === 'partly' || coverage === 'behind') return;
      // The look-up that a delete of the parent does, as a plan that holds for every value, parallel workers
      // left out.
      await planner.query(
        `prepare look_up (${types}) as select 1 from only child where ${look} for key share`,
      );
      const { rows } = await planner.query(`explain execute look_up (${value})`);
      await planner.query('deallocate look_up');
      const text = JSON.stringify(rows);
      const bitmapOnly = /using (gin|brin)/.test(definition);
      expect(text.includes('the_index') && !bitmapOnly).toBe(coverage === 'covered');
    } finally {
      await database.query('alter table child drop constraint child_key; drop index the_index');
    }
  });
});

describe('a predicate as it is stored', () => {
  const test = (attribute: number, type = 1) =>
    `{NULLTEST :arg {VAR :varno 1 :varattno ${attribute} :vartype 23 :location 64} :nulltesttype ` +
    `${type} :argisrow false :location 66}`;
  const nameOf = (attribute: number) => ['a', 'b'][attribute - 1];

  it.each([
    [test(1), ['a']],
    [`{BOOLEXPR :boolop and :args (${test(1)} ${test(2)}) :location -1}`, ['a', 'b']],
    [`{BOOLEXPR :boolop or :args (${test(1)} ${test(2)}) :location -1}`, null],
    [`{BOOLEXPR :boolop and :args (${test(1)} {OPEXPR :opno 521}) :location -1}`, null],
    [test(1, 0), null],
    [test(9), null],
    ['{OPEXPR :opno 521}', null],
    ['', null],
  ])('%s', (tree, columns) => {
    expect(columnsNotNull(tree, nameOf)).toEqual(columns);
  });
});
