import { quoteLiteral } from '../../postgres/sql/identifier.ts';
import type { Session } from './look.ts';

type Ended = Pick<Session, 'pid' | 'gid' | 'state' | 'backend' | 'transactionMs'> & {
  readonly statementMs?: number | null | undefined;
};

/**
 * What ends it: the statement of one that works is cancelled, the session of one that idles is ended, since
 * there is no statement to cancel; null where nothing can (recovery on a standby).
 */
export function endingOf(session: Ended): 'rollback' | 'cancel' | 'end' | null {
  const { gid, state, backend } = session;
  if (gid !== null) return 'rollback';
  if (backend === 'startup' || backend === 'walreceiver') return null;
  if (backend === 'autovacuum worker') return 'cancel';
  // Of a session whose state is hidden only ending it is sure to help.
  return state === 'active' && !isBetween(session) ? 'cancel' : 'end';
}

/** Milliseconds of a statement that will have ended before anybody has pasted a line. */
const shortStatementMs = 1_000;

/**
 * Whether it goes from one short statement to the next: a cancel would meet none, or one that is not meant.
 */
function isBetween({ transactionMs, statementMs = null }: Ended): boolean {
  if (transactionMs === null || statementMs === null) return false;
  return statementMs < shortStatementMs && transactionMs - statementMs >= shortStatementMs;
}

/** The statement that ends what holds others up, to be pasted; null where no statement can. */
export function endStatement(session: Ended): string | null {
  const { pid, gid } = session;
  switch (endingOf(session)) {
    case 'rollback':
      return `rollback prepared ${quoteLiteral(gid ?? '')};`;
    case 'cancel':
      return `select pg_catalog.pg_cancel_backend(${pid});`;
    case 'end':
      return `select pg_catalog.pg_terminate_backend(${pid});`;
    case null:
      return null;
  }
}

/** Of several, each once. */
export function endStatements(sessions: readonly Session[]): string[] {
  return sessions.flatMap((session) => endStatement(session) ?? []);
}
