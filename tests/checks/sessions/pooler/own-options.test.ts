import pg from 'pg';
import { expect, it } from 'vitest';
import { readOptions } from '../../../../src/checks/sessions/pooler/own-options.ts';
import { freshDatabase } from '../../../support/postgres.ts';

it.each([
  '-c statement_timeout=5s',
  '-cstatement_timeout=5000 --lock-timeout=250',
  '--statement_timeout=1min   -c lock_timeout=2s -c lock_timeout=3s',
  '-c DateStyle=ISO,\\ DMY -c geqo=off',
  '-c qa.own=x\\\\y --qa.other=1=2',
  '-c STATEMENT_TIMEOUT=7s',
])('%s is read as the server reads it', async (options) => {
  const database = await freshDatabase({ schema: 'empty' });
  const read = readOptions(options);
  expect(read.length).toBeGreaterThan(0);
  const client = new pg.Client({ connectionString: database.url, options });
  await client.connect();
  for (const { name, value } of read) {
    const { rows } = await client.query(
      'select current_setting($1) as got, set_config($1, $2, true) as asked',
      [name, value],
    );
    expect([name, rows[0].got]).toEqual([name, rows[0].asked]);
  }
  await client.end();
  await database.close();
});

it('what is no setting is left out', () => {
  expect(readOptions('')).toEqual([]);
  expect(readOptions('-d 5 -E app -c')).toEqual([]);
});
