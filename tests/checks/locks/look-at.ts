import pg from 'pg';
import { vi } from 'vitest';
import { examine } from '../../../src/checks/examine.ts';
import type { Finding } from '../../../src/checks/finding.ts';
import { standingLockChecks, type LocksContext } from '../../../src/checks/locks/index.ts';
import { openDatabase, type Database } from '../../../src/checks/postgres/session/session.ts';
import { parseDatabaseUrl } from '../../../src/checks/postgres/address/url.ts';

/** Every check of locks, on that database; `between` happens after the first look at it. */
export async function lookAt(url: string, between?: () => Promise<unknown>) {
  const signal = new AbortController().signal;
  const database = openDatabase({
    address: parseDatabaseUrl(url, {}),
    applicationName: 'facteur-qa test',
    connectTimeoutMs: 2_000,
    signal,
  });
  try {
    const context: LocksContext = {
      signal,
      progress: () => undefined,
      database: between === undefined ? database : interrupted(database, between),
      limits: { statementTimeoutMs: 5_000, lockTimeoutMs: 200 },
      pauseMs: 150,
    };
    return await examine({ checks: standingLockChecks, context });
  } finally {
    await database.close();
  }
}

function interrupted(database: Database, between: () => Promise<unknown>): Database {
  let looks = 0;
  return {
    ...database,
    read: async (work, limits) => {
      const result = await database.read(work, limits);
      looks += 1;
      if (looks === 1) await between();
      return result;
    },
  };
}

type Seen = Awaited<ReturnType<typeof lookAt>>;

/** Each finding as `code subject severity`, in the order of the checks. */
export function found({ verdicts }: Seen): string[] {
  return findings({ verdicts }).map(({ code, subject, severity }) => `${code} ${subject} ${severity}`);
}

export function findings({ verdicts }: Pick<Seen, 'verdicts'>): Finding[] {
  return verdicts.flatMap((verdict) => verdict.findings);
}

export function finding(seen: Seen, code: string): Finding {
  const one = findings(seen).find((each) => each.code === code);
  if (one === undefined) throw new Error(`${code} was not found, but ${found(seen).join(', ') || 'nothing'}`);
  return one;
}

/** Sessions of a test, which end with it. */
export interface Actors {
  /** A session under that application name, in the state that its statements leave it in. */
  readonly open: (name: string, ...statements: readonly string[]) => Promise<Actor>;
  /** Ends all of them. */
  readonly leave: () => Promise<void>;
}

export interface Actor {
  readonly pid: number;
  readonly client: pg.Client;
  /**
   * Sends a statement that will wait, and waits until it does. Its end, with the error's text where there is
   * one.
   */
  readonly wait: (statement: string) => Promise<{ readonly ended: Promise<string> }>;
}

export function actors(url: string): Actors {
  const open: pg.Client[] = [];
  const connect = async (application_name: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url, application_name });
    client.on('error', () => undefined);
    await client.connect();
    open.push(client);
    return client;
  };
  return {
    open: async (name, ...statements) => {
      const client = await connect(name);
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      const pid = rows[0]?.pid ?? 0;
      for (const statement of statements) await client.query(statement);
      const wait: Actor['wait'] = async (statement) => {
        const ended = client.query(statement).then(
          () => 'done',
          (error: Error) => error.message,
        );
        const observer = await connect('observer');
        await vi.waitFor(
          async () => {
            const { rowCount } = await observer.query('select from pg_locks where pid = $1 and not granted', [
              pid,
            ]);
            if (rowCount !== 1) throw new Error(`The statement should wait, and does not: ${statement}`);
          },
          { timeout: 5_000, interval: 20 },
        );
        await observer.end();
        return { ended };
      };
      return { pid, client, wait };
    },
    leave: async () => {
      for (const client of open.toReversed()) await client.end().catch(() => undefined);
    },
  };
}
