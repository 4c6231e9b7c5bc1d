import pg from 'pg';
import { expect, it } from 'vitest';
import { startDroppingPooler } from '../../../src/api/database/dropping-pooler.ts';
import { freshDatabase } from '../../support/postgres.ts';

it('sessions pass, and what they asked for at their start does not', async () => {
  const database = await freshDatabase({ schema: 'empty' });
  const pooler = await startDroppingPooler(database.url);
  const settingsOf = async (connectionString: string) => {
    const client = new pg.Client({
      connectionString,
      application_name: 'pooled',
      options: '-c lock_timeout=7s',
      statement_timeout: 8_000,
    });
    await client.connect();
    const names = ['application_name', 'lock_timeout', 'statement_timeout'];
    const shown = names.map((name) => `current_setting('${name}') as ${name}`).join(', ');
    const { rows } = await client.query<Record<string, string>>(`select ${shown}`);
    await client.end();
    return names.map((name) => rows[0]?.[name]);
  };
  try {
    expect(await settingsOf(database.url)).toEqual(['pooled', '7s', '8s']);
    expect(await settingsOf(pooler.url)).toEqual(['pooled', '0', '0']);
  } finally {
    await pooler.close();
    await database.close();
  }
});
