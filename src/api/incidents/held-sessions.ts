import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

export interface SessionScript {
  readonly statements: readonly string[];
  /** The last statement waits for a lock, and is left waiting. */
  readonly waits: boolean;
}

/** Sessions that stay as their scripts left them: idle in a transaction, or waiting for a lock. */
export interface HeldSessions {
  /** Ends them all; what they had begun is rolled back. */
  release(): Promise<void>;
}

/** Opens the sessions in order, each in the state that its script describes before the next begins. */
export async function holdSessions(
  databaseUrl: string,
  scripts: readonly SessionScript[],
): Promise<HeldSessions> {
  const held: pg.Client[] = [];
  const observer = await connect(databaseUrl, 'facteur-incident-observer');
  const release = async (): Promise<void> => {
    // From the server's side, and the waiting ones first: freed of what blocks it, a statement would run.
    for (const client of held.toReversed()) {
      await observer
        .query('select pg_terminate_backend($1, 2000)', [processOf(client)])
        .catch(() => undefined);
    }
    await observer.end().catch(() => undefined);
  };
  try {
    for (const { statements, waits } of scripts) {
      const client = await connect(databaseUrl, 'facteur-incident');
      held.push(client);
      const immediate = waits ? statements.slice(0, -1) : statements;
      for (const statement of immediate) await client.query(statement);
      if (!waits) continue;
      client.query(statements.at(-1)!).catch(() => undefined);
      await untilWaiting(observer, processOf(client));
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

async function connect(connectionString: string, application_name: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Known to the driver once connected; its types leave it out. */
function processOf(client: pg.Client): number {
  return (client as pg.Client & { readonly processID: number }).processID;
}

async function untilWaiting(observer: pg.Client, pid: number): Promise<void> {
  for (const until = Date.now() + 5_000; Date.now() < until; await pause(10)) {
    const { rows } = await observer.query(
      `select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'`,
      [pid],
    );
    if (rows.length > 0) return;
  }
  throw new Error('A session of the incident should wait for a lock, and did not.');
}
