import { expect, it } from 'vitest';
import { revisions } from '../../src/api/database/migrations.ts';
import { checkStart } from '../../src/api/startup.ts';
import { freshDatabase } from '../support/postgres.ts';

it('refuses several heads, and a database behind the code without the bypass; nothing else', async () => {
  const database = await freshDatabase();
  try {
    const databaseUrl = database.url;
    await checkStart({ databaseUrl, environment: {} });
    await checkStart({ databaseUrl: null, environment: {} });
    await checkStart({ databaseUrl: 'postgres://postgres@127.0.0.1:9/none', environment: {} });
    const history = [...revisions, { id: 'ffffffffffff', down: ['a8da35e3c12b'], sql: '' }];
    await expect(checkStart({ databaseUrl, environment: {}, history })).rejects.toThrow(/2 migration heads/);
    await database.query(`update alembic_version set version_num = 'a8da35e3c12b'`);
    await expect(checkStart({ databaseUrl, environment: {} })).rejects.toThrow(/a8da35e3c12b.*1a2b3c4d5e6f/);
    await checkStart({ databaseUrl, environment: { FACTEUR_MIGRATION_IN_PROGRESS: '1' } });
  } finally {
    await database.close();
  }
});
