import type pg from 'pg';
import { databaseLabel, type DatabaseAddress } from '../address/address.ts';
import { connect, type Connection } from './connect.ts';
import { sqlState } from './errors.ts';
import { requireSupported } from './version.ts';

/** What a transaction may take, in milliseconds. */
export interface ReadLimits {
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  /**
   * For statements that hash whole tables, or long lists of the catalog: with less these would be searched
   * from end to end for each row. Short catalog queries are slower with more than the server's own (their
   * hash tables are then laid out too large).
   */
  readonly workMemory?: '16MB' | '32MB';
}

/** One read-only transaction. */
export interface Session {
  /** `server_version_num`: 150018. */
  readonly version: number;
  /** True on a hot standby. */
  readonly standby: boolean;
  /** Rows of one statement. `Row` is the caller's claim: probes have their shapes to check it. */
  query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** A database that can only be read. */
export interface Database {
  /** `host:port/name` */
  readonly label: string;
  /**
   * Runs `work` in a transaction of its own: REPEATABLE READ READ ONLY, with the limits and `search_path`,
   * `row_security` and `application_name` set for that transaction alone and read back before `work` sees it.
   * One at a time, in the order asked for. Rejects with the server's error, `CredentialsRefused`, or the
   * signal's reason.
   */
  read<T>(work: (session: Session) => Promise<T>, limits: ReadLimits): Promise<T>;
  /** Ends the connection; what still runs on the server is cancelled first. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly address: DatabaseAddress;
  /** Shown in `pg_stat_activity`: `facteur-qa inspect-fk`. */
  readonly applicationName: string;
  readonly connectTimeoutMs: number;
  /** When it fires, the running statement is cancelled on the server. */
  readonly signal: AbortSignal;
}

/** How much longer than the server's own timeout we wait before the network itself is given up. */
export const graceMs = 3000;

/** A database that says when it is connected. */
export interface OpenDatabase extends Database {
  /** Settles once the first connection is there, or is known not to come: what may wait is loaded then. */
  readonly connected: Promise<void>;
}

/** The connection is made by the first `read`, and made again where it broke. */
export function openDatabase({
  address,
  applicationName,
  connectTimeoutMs,
  signal,
}: DatabaseOptions): OpenDatabase {
  let isConnected = (): void => undefined;
  const connected = new Promise<void>((resolve) => {
    isConnected = () => resolve();
  });
  let connection: Connection | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  /** A transaction that is over, whose end goes out with the next one's begin. */
  let uncommitted = false;

  const drop = async (): Promise<void> => {
    const dropped = connection;
    connection = null;
    uncommitted = false;
    await dropped?.client.end().catch(() => undefined);
  };

  const transact = async <T>(work: (session: Session) => Promise<T>, limits: ReadLimits): Promise<T> => {
    signal.throwIfAborted();
    connection ??= await connect(address, applicationName, connectTimeoutMs).finally(isConnected);
    const { client, cancel, brokenBy } = connection;
    const stop = (): void => void cancel().then(() => setTimeout(() => void drop(), 500).unref());
    signal.addEventListener('abort', stop, { once: true });
    try {
      signal.throwIfAborted();
      const { version, standby } = await within(
        begin(client, applicationName, limits, uncommitted),
        limits.statementTimeoutMs + graceMs,
      );
      uncommitted = false;
      const query = async <Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> => {
        signal.throwIfAborted();
        const asked = client.query<pg.QueryResultRow>(sql, [...values]);
        return (await within(asked, limits.statementTimeoutMs + graceMs)).rows as Row[];
      };
      const result = await work({ version, standby, query });
      if (waiting > 0) uncommitted = true;
      else await client.query('commit');
      return result;
    } catch (error) {
      const ended = await within(client.query('rollback'), graceMs).then(
        () => true,
        () => false,
      );
      uncommitted = false;
      if (!ended) await drop();
      // What the server said explains more than that the connection ended behind it.
      throw signal.aborted ? signal.reason : sqlState(error) === null ? (brokenBy() ?? error) : error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  };

  return {
    label: databaseLabel(address),
    connected,
    read(work, limits) {
      waiting += 1;
      const turn = last.then(() => {
        waiting -= 1;
        return transact(work, limits);
      });
      // Not the turn itself: it would hold on to what was read until the next one.
      last = turn.then(
        () => isConnected(),
        () => isConnected(),
      );
      return turn;
    },
    async close() {
      await within(last, graceMs).catch(() => undefined);
      await drop();
    },
  };
}

interface Effective {
  readonly version: number;
  readonly standby: boolean;
  readonly read_only: string;
  readonly isolation: string;
  readonly search_path: string;
  readonly row_security: string;
  readonly statement_ms: number;
  readonly lock_ms: number;
}

/**
 * One round trip: begins, sets, and looks at what is really in force. Throws where it is not what was asked
 * for. Compiling a catalog query takes longer than running it, hence no `jit`.
 */
async function begin(
  client: pg.Client,
  applicationName: string,
  limits: ReadLimits,
  afterAnother: boolean,
): Promise<Effective> {
  const statementMs = Math.max(1, Math.round(limits.statementTimeoutMs));
  const lockMs = Math.max(1, Math.round(limits.lockTimeoutMs));
  // One simple query of several statements: its results come as a list, which the type of `query` does not
  // know.
  const results: unknown = await client.query(`${afterAnother ? 'commit;' : ''}
    begin isolation level repeatable read read only;
    set local statement_timeout = ${statementMs};
    set local lock_timeout = ${lockMs};
    set local idle_in_transaction_session_timeout = '15s';
    set local search_path = '';
    set local row_security = off;
    set local jit = off;
    ${limits.workMemory === undefined ? '' : `set local work_mem = '${limits.workMemory}';`}
    set local application_name = ${client.escapeLiteral(applicationName)};
    select current_setting('server_version_num')::int as version, pg_catalog.pg_is_in_recovery() as standby,
      current_setting('transaction_read_only') as read_only, current_setting('transaction_isolation') as
        isolation,
      current_setting('search_path') as search_path, current_setting('row_security') as row_security,
      (extract(epoch from current_setting('statement_timeout')::interval) * 1000)::int as statement_ms,
      (extract(epoch from current_setting('lock_timeout')::interval) * 1000)::int as lock_ms`);
  const effective = (results as pg.QueryResult<Effective>[]).at(-1)?.rows[0];
  if (effective === undefined) throw new Error('the server did not say which settings are in force');
  const wrong = [
    effective.read_only !== 'on' && 'it is not read-only',
    effective.isolation !== 'repeatable read' && `its isolation is ${effective.isolation}`,
    !['', '""'].includes(effective.search_path) && 'its search_path is not empty',
    effective.row_security !== 'off' && 'row_security is not off',
    effective.statement_ms !== statementMs &&
      `its statement_timeout is ${effective.statement_ms} ms instead of ${statementMs} ms`,
    effective.lock_ms !== lockMs && `its lock_timeout is ${effective.lock_ms} ms instead of ${lockMs} ms`,
  ].filter((text) => text !== false);
  if (wrong.length > 0) {
    throw new Error(
      `the transaction is not the one that was asked for, so nothing was read in it: ${wrong.join(', ')}`,
    );
  }
  requireSupported(effective.version);
  return effective;
}

/** Rejects when the answer does not come; the caller then drops the connection. */
export function within<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the database did not answer within ${Math.round(ms)} ms`)),
      ms,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
