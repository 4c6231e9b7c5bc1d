import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { DatabaseAddress } from '../../postgres/address/address.ts';
import { connect, type StartupOptions } from '../../postgres/session/connect.ts';
import type { SessionsContext } from './context.ts';
import { sqlState } from '../../postgres/session/errors.ts';
import { untilAborted } from '../../support/until-aborted.ts';
import { within } from '../../postgres/session/session.ts';

/**
 * A connection on which nothing was set: what it shows is what every client gets. Each statement is a
 * transaction of its own.
 */
export interface PlainConnection {
  /**
   * The process that the other side announced when the connection was made; a pooler announces a number of
   * its own.
   */
  readonly announcedPid: number | null;
  query<Row>(sql: string): Promise<Row[]>;
  /** Runs a named prepared statement, which is parsed the first time only. */
  prepared<Row>(statement: {
    readonly name: string;
    readonly text: string;
    readonly values: readonly unknown[];
  }): Promise<Row[]>;
  close(): Promise<void>;
}

export interface PlainOptions {
  readonly address: DatabaseAddress;
  readonly applicationName: string;
  readonly connectTimeoutMs: number;
  readonly queryTimeoutMs: number;
  readonly startup?: StartupOptions;
  /** When it fires, what runs is cancelled. */
  readonly signal: AbortSignal;
  /** Requests to cancel, and goodbyes, that are under way. */
  readonly cancelling: Set<Promise<void>>;
}

/** How long a broken connection may take to say goodbye. */
const closingMs = 500;
/** A server that is near has ended it by then. */
const goodbyeMs = 20;

/**
 * The server's own limits are what is looked at, so ours are kept on this side: a statement that does not
 * answer ends the connection.
 */
export async function openPlain({
  address,
  applicationName,
  connectTimeoutMs,
  queryTimeoutMs,
  startup,
  signal,
  cancelling,
}: PlainOptions): Promise<PlainConnection> {
  signal.throwIfAborted();
  const connecting = connect(address, applicationName, connectTimeoutMs, startup);
  // One that is made when nobody waits for it any more is closed again.
  void connecting.then(({ client }) => (signal.aborted ? client.end() : undefined)).catch(() => undefined);
  const { client, cancel, brokenBy } = await untilAborted(connecting, signal);
  const close = async (): Promise<void> => {
    const closed = within(client.end(), closingMs)
      .catch(() => undefined)
      .finally(() => cancelling.delete(closed));
    cancelling.add(closed);
    // Its goodbye is there before the next connection's greeting; over a distance the answer is not waited
    // for.
    await Promise.race([closed, pause(goodbyeMs)]);
  };
  const ask = async <Row>(query: pg.QueryConfig): Promise<Row[]> => {
    try {
      const asked = within(client.query<pg.QueryResultRow>(query), queryTimeoutMs);
      const answer: unknown = await untilAborted(asked, signal);
      return rowsOf<Row>(answer as pg.QueryResult | pg.QueryResult[]);
    } catch (error) {
      // What the server said explains more than that the connection ended behind it.
      if (sqlState(error) !== null) throw error;
      // What still runs on the server, or waits in a pooler's queue, is not left to itself.
      if (brokenBy() === null) {
        const cancelled = cancel().finally(() => cancelling.delete(cancelled));
        cancelling.add(cancelled);
        await cancelled;
      }
      throw brokenBy() ?? error;
    }
  };
  return {
    announcedPid: (client as pg.Client & { readonly processID?: number | null }).processID ?? null,
    query: (text) => ask({ text }),
    prepared: ({ name, text, values }) => ask({ name, text, values: [...values] }),
    close,
  };
}

/** Of several statements in one text those of the last; the driver's type does not know of them. */
function rowsOf<Row>(answer: pg.QueryResult | pg.QueryResult[]): Row[] {
  return ((Array.isArray(answer) ? answer.at(-1) : answer)?.rows ?? []) as Row[];
}

/** How this run opens a connection of its own. */
export function plainOptions(context: SessionsContext): PlainOptions {
  const { address, applicationName, connectTimeoutMs, limits, signal, cancelling } = context;
  const queryTimeoutMs = limits.statementTimeoutMs;
  return { address, applicationName, connectTimeoutMs, queryTimeoutMs, signal, cancelling };
}

/** Opens a connection for `work` and closes it, whatever comes. */
export async function onPlainConnection<T>(
  options: PlainOptions,
  work: (connection: PlainConnection) => Promise<T>,
): Promise<T> {
  const connection = await openPlain(options);
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}
