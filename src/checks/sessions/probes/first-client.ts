import { describeError } from '../../support/describe-error.ts';
import { sqlState } from '../../postgres/session/errors.ts';
import type { SessionsContext } from './context.ts';
import { readWhole, type InForce } from './read-in-force.ts';
import {
  onPlainConnection,
  plainOptions,
  type PlainConnection,
  type PlainOptions,
} from './plain-connection.ts';

/**
 * What one client sees that asks for nothing: what is in force, and who serves it from one transaction to the
 * next.
 */
export interface FirstClient {
  readonly inForce: InForce;
  readonly applicationName: string;
  readonly announcedPid: number | null;
  readonly pids: readonly number[];
  readonly transactionRefused: string | null;
}

const begin = 'begin isolation level repeatable read read only';
const who = 'select pg_catalog.pg_backend_pid() as pid';

/** All of it over one connection, in two round trips: over a distance, connecting costs more than asking. */
export async function lookAsFirst(options: PlainOptions): Promise<FirstClient> {
  try {
    return await onPlainConnection(options, async (connection) => {
      const { announcedPid } = connection;
      const { inForce, pid, applicationName } = await readWhole(connection, begin);
      const [after] = await connection.query<{ pid: number }>(`commit; ${who}`);
      const pids = after === undefined ? [pid] : [pid, after.pid];
      return { inForce, applicationName, announcedPid, pids, transactionRefused: null };
    });
  } catch (error) {
    if (sqlState(error) === null) throw error;
    // What a statement pooler refuses, and ends the connection for, is the transaction and not the question.
    return onPlainConnection(options, async (connection) => {
      const { announcedPid } = connection;
      const { inForce, pid, applicationName } = await readWhole(connection);
      return {
        inForce,
        applicationName,
        announcedPid,
        pids: [pid],
        transactionRefused: describeError(error),
      };
    });
  }
}

/** A statement pooler refuses BEGIN: PgBouncer with a sentence of its own. */
export async function refusalOfTransactions(connection: PlainConnection): Promise<string | null> {
  try {
    // Together they are one round trip; the transaction stays open behind them, which is what can be refused.
    await connection.query(`${begin}; ${who}`);
    return null;
  } catch (error) {
    return describeError(error);
  } finally {
    await connection.query('commit').catch(() => undefined);
  }
}

const seen = new WeakMap<SessionsContext, Promise<FirstClient>>();

/** The same look for every probe of a run that asks. */
export function firstClient(context: SessionsContext): Promise<FirstClient> {
  const known = seen.get(context);
  if (known !== undefined) return known;
  const looking = lookAsFirst(plainOptions(context));
  seen.set(context, looking);
  return looking;
}
