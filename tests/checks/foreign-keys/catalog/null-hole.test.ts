import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keptName } from '../../../../src/checks/foreign-keys/catalog/kept-name.ts';
import { refuses } from '../../../../src/checks/foreign-keys/catalog/null-check.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { inspect, said } from '../inspect.ts';

/**
 * CHECK constraints on (a, b), both nullable, and whether they leave no row that is null in one of them
 * alone.
 */
const checks: readonly (readonly [check: string, closes: boolean])[] = [
  ['(a is null) = (b is null)', true],
  ['num_nulls(a, b) in (0, 2)', true],
  ['num_nonnulls(a, b) <> 1', true],
  ['num_nulls(a, b) = 0', true],
  ['(a is null and b is null) or (a is not null and b is not null)', true],
  ['not (a is null and b is not null) and not (a is not null and b is null)', true],
  ['a is not null and b is not null', true],
  ['(a is null) = (b is null) and a > 0', true],
  ['a is not null or b is null', false],
  ['num_nulls(a, b) = 1', false],
  ['a > 0 and b > 0', false],
  ['(a is null) = (c is null)', false],
  ['(a is null) = (b is null) or c', false],
];

describe.each([15, 18] as const)('a CHECK of PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
    await database.query(`create table p (a int, b int, primary key (a, b)); create table c (a int, b int,
      c boolean, foreign key (a, b) references p); create index on c (a, b)`);
  });
  afterAll(() => database.close());

  it.each(checks)('%s closes the hole: %s', async (check, closes) => {
    await database.query(`alter table c add constraint hole check (${check})`);
    const found = said(await inspect(database.url));
    await database.query('alter table c drop constraint hole');
    expect(found).toEqual(closes ? [] : ['nullable-composite-key public.c.c_a_b_fkey']);
  });

  it('is not counted on where it is NOT VALID', async () => {
    await database.query('alter table c add constraint hole check ((a is null) = (b is null)) not valid');
    expect(said(await inspect(database.url))).toEqual(['nullable-composite-key public.c.c_a_b_fkey']);
    await database.query('alter table c drop constraint hole');
  });
});

it('what is no tree refuses nothing', () => {
  expect(
    ['', '{', '<>', '{OPEXPR :opno 96 :args <>}'].map((tree) => refuses(tree, new Map([[1, true]]))),
  ).toEqual([false, false, false, false]);
});

it('a name is cut at 63 bytes, between letters', () => {
  expect(keptName('a'.repeat(63))).toBe('a'.repeat(63));
  expect(keptName('a'.repeat(70))).toBe('a'.repeat(63));
  expect(keptName('é'.repeat(40))).toBe('é'.repeat(31));
});
