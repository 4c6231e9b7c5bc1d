import pg from 'pg';
import { currentRevisions, headsOf, isBehind, revisions, type Revision } from './database/migrations.ts';

/** The service does not start: its process ends with 1, so that the platform keeps the old deployment. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

interface Startup {
  readonly databaseUrl: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly history?: readonly Revision[];
}

/**
 * Refuses to start on a database that is behind the code, or with a history of several heads.
 * It starts without a database, or with one that does not answer: a crash loop is worse than not ready.
 */
export async function checkStart({ databaseUrl, environment, history = revisions }: Startup): Promise<void> {
  const heads = headsOf(history);
  if (heads.length !== 1)
    throw new StartRefused(
      `The code has ${heads.length} migration heads (${heads.join(', ')}); it needs exactly one.`,
    );
  if (databaseUrl === null || environment['FACTEUR_MIGRATION_IN_PROGRESS'] === '1') return;
  const current = await readRevisions(databaseUrl);
  if (current === null || !isBehind(history, current)) return;
  throw new StartRefused(
    `The database is at ${current.join(', ') || 'no revision'} and the code needs ${heads[0]}: ` +
      'run the migrations, with FACTEUR_MIGRATION_IN_PROGRESS=1 only for as long as they run.',
  );
}

/** Null when the database did not answer. */
async function readRevisions(databaseUrl: string): Promise<string[] | null> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await currentRevisions(client);
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}
