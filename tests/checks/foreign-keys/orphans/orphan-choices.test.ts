import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OrphanChoice } from '../../../../src/checks/foreign-keys/orphans/orphan-choices.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { countEverything, findingOf, inspect, said } from '../inspect.ts';

const off = 'set session_replication_role = replica;';
const on = 'set session_replication_role = origin;';

const states: Readonly<Record<string, readonly [setup: string, choices: readonly string[]]>> = {
  'a nullable column': [
    `create table parent (id int primary key, at timestamptz not null default now()); create table child
      (id int primary key, parent_id int references parent); create index on child (parent_id); insert into
      parent values (1); ${off} insert into child select n, n % 3 from generate_series(1, 9) as n; ${on}`,
    ['delete', 'set', 'insert'],
  ],
  'a parent that needs more, and a column that is NOT NULL': [
    `create table parent (id int primary key, name text not null); create table child (id int primary key,
      parent_id int not null references parent); create index on child (parent_id); ${off} insert into
      child values (1, 7); ${on}`,
    ['delete'],
  ],
  'a composite key with names that need quotes': [
    `create table parent ("a b" int, "select" int, primary key ("a b", "select")); create table "Child"
      ("x y" int, "from" int, foreign key ("x y", "from") references parent);
      create index on "Child" ("x y", "from"); ${off} insert into "Child" values (1, 2), (1, null); ${on}`,
    ['delete', 'set', 'insert'],
  ],
  'a partitioned table': [
    `create table parent (id int primary key); create table child (id int, parent_id int references parent)
      partition by range (id); create index on child (parent_id); create table child_1 partition of child
      for values from (0) to (10); create table child_2 partition of child for values from (10) to (20);
      ${off} insert into child values (1, 7), (11, 8); ${on}`,
    ['delete', 'set', 'insert'],
  ],
  'MATCH FULL, some columns of which are NOT NULL': [
    `create table parent (a int, b int, primary key (a, b)); create table child (a int not null, b int,
      foreign key (a, b) references parent match full); create index on child (a, b); ${off} insert into
      child values (1, null); ${on}`,
    ['delete'],
  ],
};

describe.each([15, 18] as const)('what can be done about orphans, on PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
  });
  afterEach(() => database.empty());
  afterAll(() => database.close());
  const look = () => inspect(database.url, { orphans: countEverything });
  const orphans = async () => (await look()).verdicts.find(({ check }) => check === 'orphan-rows');

  it.each(Object.keys(states))('each choice can be pasted: %s', async (name) => {
    const [setup, offered] = states[name] ?? ['', []];
    for (const [place, word] of offered.entries()) {
      await database.query(setup);
      const finding = findingOf(await look(), 'orphan-rows');
      expect(finding.remedy.sql).toEqual([]);
      const choices = finding.facts['choices'] as OrphanChoice[];
      expect(choices.map(({ what }) => what.split(' ')[0])).toEqual(offered);
      expect(choices[place]?.what.startsWith(word)).toBe(true);
      await database.query(String(finding.facts['query']));
      for (const statement of choices[place]?.sql ?? []) await database.query(statement);
      // A second time, as somebody pastes until no row is left.
      for (const statement of choices[place]?.sql ?? []) await database.query(statement);
      expect(await orphans()).toMatchObject({ status: 'clear' });
      await database.empty();
    }
  });

  it('what is deleted is kept beside it', async () => {
    await database.query(states['a nullable column']?.[0] ?? '');
    const [choice] = findingOf(await look(), 'orphan-rows').facts['choices'] as OrphanChoice[];
    for (const statement of choice?.sql ?? []) await database.query(statement);
    expect(await database.query('select count(*)::int as kept from child_orphans')).toEqual([{ kept: 6 }]);
    expect(said(await look())).toEqual([]);
  });
});
