import pg from 'pg';
import { createApi } from './app.ts';
import { createIssuer } from './auth.ts';
import { startDroppingPooler } from './database/dropping-pooler.ts';
import { startEmbedded } from './database/embedded.ts';
import { migrate, revisions } from './database/migrations.ts';
import { holdSessions } from './incidents/held-sessions.ts';
import { historyOf } from './incidents/incidents.ts';
import { tokenLifetimeSeconds, type Incident } from './incidents/shape.ts';
import { checkStart } from './startup.ts';
import { supervise } from './supervisor.ts';

export interface ServeOptions {
  /** 0: a free one. */
  readonly port: number;
  /** Null: an embedded server of our own, which ends with us. */
  readonly databaseUrl: string | null;
  /** Null: healthy. */
  readonly incident: Incident | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The reference API, running, with all it needs. */
export interface Served {
  /** Scheme, host and port. */
  readonly baseUrl: string;
  /** Of a confirmed user without a profile, unless the incident says otherwise. */
  readonly token: string;
  /** As whoever looks reaches the database. */
  readonly databaseUrl: string;
  /** Stops what was started here, in reverse order. Twice is once. */
  close(): Promise<void>;
}

/** An incident needs a database that it may break; this one holds something. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';
}

/**
 * Starts database and API. Throws what the port (`EADDRINUSE`), the database (pg's error), the start-up
 * law (`StartRefused`) or {@link DatabaseInUse} says; nothing is left running then.
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const { port, databaseUrl: given, incident, environment: ambient } = options;
  const closers: (() => Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closing ??= (async () => {
      for (const closer of closers.toReversed()) await closer();
    })());
  try {
    const embedded = given === null ? await startEmbedded() : null;
    if (embedded !== null) closers.push(() => embedded.stop());
    const databaseUrl = embedded?.url ?? given!;
    await prepare(databaseUrl, incident);
    const undo = incident?.database.undo ?? [];
    if (given !== null && undo.length > 0) closers.push(() => execute(databaseUrl, undo));

    const environment = { ...ambient, ...incident?.api.environment };
    const history = incident === null ? revisions : historyOf(incident);
    await checkStart({ databaseUrl, environment, history });
    const issuer = await createIssuer();
    const { release = 'current', faults = [], seed = 1, crashes } = incident?.api ?? {};
    const start = () => createApi({ databaseUrl, issuer, environment, history, release, faults, seed });
    const running = await supervise(start, port, crashes);
    closers.push(running.close);

    const sessions = incident?.database.sessions ?? [];
    if (sessions.length > 0) {
      const { release: releaseSessions } = await holdSessions(databaseUrl, sessions);
      closers.push(releaseSessions);
    }
    const pooler = incident?.database.pooler ? await startDroppingPooler(databaseUrl) : null;
    if (pooler !== null) closers.push(pooler.close);
    if (incident?.database.gone) await embedded?.stop();
    const token = await issuer.mintToken(incident?.token ?? { expiresIn: tokenLifetimeSeconds });
    return { baseUrl: running.baseUrl, token, databaseUrl: pooler?.url ?? databaseUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Brings an empty database to the product's schema; one that holds something is used as it is. */
async function prepare(databaseUrl: string, incident: Incident | null): Promise<void> {
  const client = await connect(databaseUrl);
  try {
    const {
      rows: [found],
    } = await client.query<{ tables: string }>(
      `select count(*) as tables from pg_tables where schemaname = 'public'`,
    );
    if (found?.tables === '0') await migrate(client, incident?.database.revision);
    else if (incident !== null) {
      throw new DatabaseInUse(
        `The incident ${incident.name} breaks a database, ` +
          `and this one already holds ${found?.tables} tables.`,
      );
    }
    if (incident !== null && incident.sql !== '') await client.query(incident.sql);
  } finally {
    await client.end();
  }
}

/** One after the other, each for itself: what cannot be undone must not keep the rest. */
async function execute(databaseUrl: string, statements: readonly string[]): Promise<void> {
  const client = await connect(databaseUrl).catch(() => null);
  if (client === null) return;
  for (const statement of statements) await client.query(statement).catch(() => undefined);
  await client.end();
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
