import { quoteLiteral } from '../../postgres/sql/identifier.ts';
import type { Session } from './look.ts';

/**
 * The statement that ends what holds others up, to be pasted: the statement of one that works, the session of
 * one that idles, since there is no statement to cancel; null where no statement can (recovery on a standby).
 */
export function endStatement({
  pid,
  gid,
  state,
  backend,
}: Pick<Session, 'pid' | 'gid' | 'state' | 'backend'>): string | null {
  if (gid !== null) return `rollback prepared ${quoteLiteral(gid)};`;
  if (backend === 'startup' || backend === 'walreceiver') return null;
  // Of a session whose state is hidden only ending it is sure to help.
  const works = state === 'active' || backend === 'autovacuum worker';
  return `select pg_catalog.${works ? 'pg_cancel_backend' : 'pg_terminate_backend'}(${pid});`;
}

/** Of several, each once. */
export function endStatements(sessions: readonly Session[]): string[] {
  return sessions.flatMap((session) => endStatement(session) ?? []);
}
