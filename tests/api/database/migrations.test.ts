import { expect, it } from 'vitest';
import {
  currentRevisions,
  headsOf,
  isBehind,
  migrate,
  revisions,
} from '../../../src/api/database/migrations.ts';
import { freshDatabase } from '../../support/postgres.ts';
import pg from 'pg';

it('the history has one head', () => {
  expect(headsOf(revisions)).toEqual(['1a2b3c4d5e6f']);
});

it.each([
  { current: [], behind: true },
  { current: ['f7e8a9b0c1d2', 'b7d6e5f4c3a2'], behind: true },
  { current: ['a8da35e3c12b'], behind: true },
  { current: ['1a2b3c4d5e6f'], behind: false },
  { current: ['ffffffffffff'], behind: false },
])('a database at $current is behind: $behind', ({ current, behind }) => {
  expect(isBehind(revisions, current)).toBe(behind);
});

const target = `
  select a.attname::text as column from pg_catalog.pg_constraint c
  join pg_catalog.pg_attribute a on a.attrelid = c.confrelid and a.attnum = c.confkey[1]
  where c.conname = 'user_personalization_user_id_fkey'`;

it.each([15, 18] as const)(
  'PostgreSQL %i: the key is wrong before the last revision and right at it',
  async (version) => {
    const [head, before] = await Promise.all([
      freshDatabase({ version }),
      freshDatabase({ version, schema: 'empty' }),
    ]);
    const client = new pg.Client(before.url);
    await client.connect();
    try {
      await migrate(client, 'a8da35e3c12b');
      expect(await currentRevisions(client)).toEqual(['a8da35e3c12b']);
      expect(await before.query(target)).toEqual([{ column: 'id' }]);
      expect(await head.query(target)).toEqual([{ column: 'user_id' }]);
    } finally {
      await client.end();
      await Promise.all([head.close(), before.close()]);
    }
  },
);
