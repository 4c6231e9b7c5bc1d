import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { countOrphans } from '../../../../src/checks/foreign-keys/probes/orphan-count.ts';
import { preferMerge } from '../../../../src/checks/foreign-keys/probes/orphan-join.ts';
import {
  countQuery,
  type CountedKey,
  type OrphanDetails,
} from '../../../../src/checks/foreign-keys/orphans/orphan-sql.ts';
import { parseDatabaseUrl } from '../../../../src/checks/postgres/address/url.ts';
import { openDatabase, type Database } from '../../../../src/checks/postgres/session/session.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { countEverything } from '../inspect.ts';

const limits = { statementTimeoutMs: 60_000, lockTimeoutMs: 60_000 };
const details: OrphanDetails = {
  operators: [
    { schema: 'pg_catalog', name: '=' },
    { schema: 'pg_catalog', name: '=' },
  ],
  primaryKey: [],
  estimatedRows: 30_000,
};

/** The key of `c (p …)` towards `p (id …)`, whose columns are of these types. */
function keyOf(
  child: readonly string[],
  parent: readonly string[],
  changes: Partial<CountedKey>,
): CountedKey {
  const columns = (types: readonly string[], name: string) =>
    types.map((type, nth) => ({ name: `${name}${nth}`, type, notNull: false }));
  return {
    schema: 'public',
    table: 'c',
    name: 'c_p_fkey',
    partitioned: false,
    match: 'simple',
    period: false,
    columns: columns(child, 'p'),
    references: { schema: 'public', table: 'p', partitioned: false, columns: columns(parent, 'id') },
    ...changes,
  };
}

interface Case {
  readonly what: string;
  readonly merges: boolean;
  /** Types of the child's columns; the parent's are the same where not said. */
  readonly types: readonly string[];
  readonly parentTypes?: readonly string[];
  /** The parent's values and the child's, as SQL that says `n`. */
  readonly value: string;
  readonly indexed?: string;
  readonly partitioned?: boolean;
  readonly match?: 'full';
  /** Where rows were changed after the vacuum, an index alone does not say whether they are there. */
  readonly stale?: boolean;
}

const indexed = 'create index on c (p0)';
const cases: readonly Case[] = [
  { what: 'numbers', merges: true, types: ['bigint'], value: 'n', indexed },
  { what: 'UUIDs', merges: true, types: ['uuid'], value: 'md5(n::text)::uuid', indexed },
  {
    what: 'integers of two widths',
    merges: true,
    types: ['integer'],
    parentTypes: ['bigint'],
    value: 'n',
    indexed,
  },
  {
    what: 'an index without the nulls',
    merges: true,
    types: ['integer'],
    value: 'n',
    indexed: 'create index on c (p0) where p0 is not null',
  },
  {
    what: 'a pair of columns, of which MATCH SIMPLE asks both',
    merges: true,
    types: ['integer', 'integer'],
    value: 'n, n',
    indexed: 'create index on c (p0, p1)',
  },
  { what: 'partitions', merges: true, types: ['integer'], value: 'n', indexed, partitioned: true },
  { what: 'no index on the child', merges: false, types: ['integer'], value: 'n' },
  {
    what: 'an index that begins with another column',
    merges: false,
    types: ['integer'],
    value: 'n',
    indexed: 'create index on c (k, p0)',
  },
  { what: 'texts', merges: false, types: ['text'], value: 'n::text', indexed },
  {
    what: 'numbers of two kinds',
    merges: false,
    types: ['integer'],
    parentTypes: ['numeric'],
    value: 'n',
    indexed,
  },
  {
    what: 'rows changed since the vacuum',
    merges: false,
    types: ['integer'],
    value: 'n',
    indexed,
    stale: true,
  },
  {
    what: 'a pair of which MATCH FULL asks both or none',
    merges: true,
    types: ['integer', 'integer'],
    value: 'n, n',
    indexed: 'create index on c (p0, p1)',
    match: 'full',
  },
];

describe.each([15, 18] as const)('the join that counts orphans on PostgreSQL %i', (version) => {
  let fresh: FreshDatabase;
  let database: Database;
  beforeAll(async () => {
    fresh = await freshDatabase({ version, schema: 'empty' });
    database = openDatabase({
      address: parseDatabaseUrl(fresh.url, {}),
      applicationName: 'facteur-qa test',
      connectTimeoutMs: 60_000,
      signal: new AbortController().signal,
    });
  });
  afterAll(async () => {
    await database.close();
    await fresh.close();
  });

  /** Every parent with two children, seven rows without a parent, two that reference nothing, one by half. */
  async function make(
    { types, parentTypes = types, value, indexed: index, partitioned, stale }: Case,
    rows: number,
  ) {
    const columns = (of: readonly string[], name: string) =>
      of.map((type, nth) => `${name}${nth} ${type}`).join(', ');
    const names = (of: readonly string[], name: string) => of.map((_, nth) => `${name}${nth}`).join(', ');
    await fresh.query(`drop table if exists c, p;
      create table p (${columns(parentTypes, 'id')}, primary key (${names(parentTypes, 'id')}));
      create table c (k int, ${columns(types, 'p')}, wide text)
        ${partitioned ? 'partition by range (k)' : ''};
      ${partitioned ? 'create table c_1 partition of c for values from (0) to (9000);' : ''}
      ${partitioned ? 'create table c_2 partition of c for values from (9000) to (maxvalue);' : ''}
      insert into p select ${value} from generate_series(1, ${rows / 2}) as n;
      insert into c select k, ${value}
        from (select k, 1 + (k - 1) / 2 as n from generate_series(1, ${rows}) as k) as s;
      insert into c select k, ${value}
        from (select k, k as n from generate_series(${rows * 2}, ${rows * 2 + 6}) as k)
        as s;
      insert into c (k) values (1), (2); ${index ?? ''};
      ${types.length === 1 ? '' : 'insert into c (k, p0) values (3, 1)'}`);
    await vi.waitFor(
      async () => {
        await fresh.query('vacuum (analyze) c');
        await fresh.query('vacuum (analyze) p');
        const hidden = await fresh.query(
          "select relname from pg_class where relname ~ '^(p|c|c_1|c_2)$' and relkind = 'r' and " +
            'relallvisible < relpages',
        );
        expect(hidden).toEqual([]);
      },
      { timeout: 60_000, interval: 100 },
    );
    if (stale)
      await fresh.query('alter table c set (autovacuum_enabled = false); update c set wide = k; analyze c');
  }

  it.each(cases)('$what: merged $merges, the same count', async (scenario) => {
    await make(scenario, 30_000);
    const { types, parentTypes = types, partitioned = false, match = 'simple' } = scenario;
    const key = keyOf(types, parentTypes, { partitioned, match });
    const sql = countQuery(key, details);
    const settings =
      "select current_setting('max_parallel_workers_per_gather') as workers, " +
      "current_setting('enable_hashjoin') as hashes";
    const usual = await database.read(
      async (session) => [await session.query(settings), await session.query(sql)],
      limits,
    );
    const preferred = await database.read(async (session) => {
      expect(await preferMerge(session, key, sql)).toBe(scenario.merges);
      return [await session.query(settings), await session.query(sql)];
    }, limits);
    const orphans = match === 'full' ? '8' : '7';
    expect(usual[1]).toEqual([{ orphans }]);
    expect(preferred).toEqual([
      scenario.merges ? [{ workers: '0', hashes: 'off' }] : usual[0],
      [{ orphans }],
    ]);
  });

  it('is asked about for a large table alone, and taken', async () => {
    const [numbers] = cases;
    await make(numbers!, 30_000);
    const asked: string[] = [];
    const listened: Database = {
      ...database,
      read: (work, given) =>
        database.read(
          (session) =>
            work({
              ...session,
              query: (sql, values) => {
                asked.push(sql.split(' ', 1)[0]!);
                return session.query(sql, values);
              },
            }),
          given,
        ),
    };
    const count = async (estimatedRows: number | null) => {
      asked.length = 0;
      const counted = await countOrphans({
        database: listened,
        key: keyOf(['bigint'], ['bigint'], {}),
        details: { ...details, estimatedRows },
        limits: countEverything,
        lockTimeoutMs: 60_000,
        remaining: () => 60_000,
        from: null,
        progress: () => undefined,
      });
      return [counted.orphans, counted.complete, asked.join(' ')];
    };
    expect(await count(499_999)).toEqual([7, true, 'select']);
    expect(await count(null)).toEqual([7, true, 'select']);
    expect(await count(500_000)).toEqual([7, true, 'with explain select explain select']);
  });
});
