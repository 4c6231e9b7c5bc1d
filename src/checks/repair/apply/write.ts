import type pg from 'pg';
import { connect } from '../../postgres/session/connect.ts';
import { graceMs, within } from '../../postgres/session/session.ts';
import type { RepairContext } from './context.ts';

export interface Writing {
  /** Each ends in a semicolon. */
  readonly statements: readonly string[];
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  /** Called with the server process that works, before the first statement. */
  readonly onBegin?: (pid: number) => void;
  /** To see whether it would succeed: everything is rolled back again. */
  readonly rehearse?: boolean;
}

/**
 * The only transaction of the toolkit that changes a database. Its limits are set for itself alone, so that
 * it is the same behind a transaction pooler, and read back before the first statement. Rejects with the
 * server's error, with everything as it was; or, where the connection broke at COMMIT, without knowing: the
 * caller then looks. Resolves to the number of rows that the last statement changed.
 */
export async function write(
  { writer, signal }: Pick<RepairContext, 'writer' | 'signal'>,
  { statements, lockTimeoutMs, statementTimeoutMs, onBegin, rehearse = false }: Writing,
): Promise<number> {
  signal.throwIfAborted();
  const { client, cancel } = await connect(writer.address, writer.applicationName, writer.connectTimeoutMs);
  const stop = (): void => void cancel();
  const answered = <T>(work: Promise<T>): Promise<T> => within(work, statementTimeoutMs + graceMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    onBegin?.(await answered(begin(client, writer.applicationName, lockTimeoutMs, statementTimeoutMs)));
    signal.throwIfAborted();
    // One message with its COMMIT: locks are held for as long as the server works, and not for the ways there
    // and back.
    const results: unknown = await answered(
      client.query([...statements, rehearse ? 'rollback' : 'commit'].join('\n')),
    );
    return (results as pg.QueryResult[]).at(-2)?.rowCount ?? 0;
  } finally {
    signal.removeEventListener('abort', stop);
    // Ending a connection rolls back what it had begun.
    await within(client.end(), graceMs).catch(() => undefined);
  }
}

interface Effective {
  readonly pid: number;
  readonly read_only: string;
  readonly lock_ms: number;
  readonly statement_ms: number;
}

async function begin(
  client: pg.Client,
  applicationName: string,
  lockTimeoutMs: number,
  statementTimeoutMs: number,
): Promise<number> {
  const results: unknown = await client.query(`
    begin isolation level read committed read write;
    set local lock_timeout = ${Math.round(lockTimeoutMs)};
    set local statement_timeout = ${Math.round(statementTimeoutMs)};
    set local idle_in_transaction_session_timeout = '5s';
    set local search_path = '';
    set local application_name = ${client.escapeLiteral(applicationName)};
    select pg_catalog.pg_backend_pid() as pid, current_setting('transaction_read_only') as read_only,
      (extract(epoch from current_setting('lock_timeout')::interval) * 1000)::int as lock_ms,
      (extract(epoch from current_setting('statement_timeout')::interval) * 1000)::int as statement_ms`);
  const effective = (results as pg.QueryResult<Effective>[]).at(-1)?.rows[0];
  if (
    effective?.read_only !== 'off' ||
    effective.lock_ms !== Math.round(lockTimeoutMs) ||
    effective.statement_ms !== Math.round(statementTimeoutMs)
  ) {
    throw new Error(
      'the transaction is not the one that was asked for, so nothing was changed in it: ' +
        `${JSON.stringify(effective)}`,
    );
  }
  return effective.pid;
}
