import type { Lock, Locks, Session } from '../look/look.ts';

/**
 * Evidence for the checks' examples: a migration that waits for an idle reader of the parent, changed as each
 * needs.
 */
export function exampleSession(changes: Partial<Session> = {}): Session {
  return {
    pid: 4711,
    gid: null,
    transaction: '3/17',
    database: 'shop',
    user: 'web',
    application: 'api',
    client: '10.0.0.7',
    backend: 'client backend',
    state: 'active',
    hidden: false,
    transactionMs: 4_000,
    statementMs: 4_000,
    stateMs: 4_000,
    query: 'select count(*) from user_profiles',
    unyielding: false,
    blockedBy: [],
    waitsFor: null,
    holds: [exampleLock('AccessShareLock')],
    ...changes,
  };
}

export function exampleLock(mode: string, changes: Partial<Lock> = {}): Lock {
  return {
    target: 'relation:5:16400',
    type: 'relation',
    mode,
    granted: true,
    schema: 'public',
    relation: 'user_profiles',
    waitMs: null,
    ...changes,
  };
}

/** A session that waits for a lock of that mode on the same table. */
export function exampleWaiter(
  mode: string,
  pid: number,
  blockedBy: readonly number[],
  changes: Partial<Session> = {},
): Session {
  return exampleSession({
    pid,
    transaction: `4/${pid}`,
    blockedBy: [...blockedBy],
    waitsFor: exampleLock(mode, { granted: false, waitMs: 12_000 }),
    holds: [],
    ...changes,
  });
}

export const exampleIdle = exampleSession({
  state: 'idle in transaction',
  transactionMs: 45_000,
  stateMs: 44_000,
});

export const exampleMigration = exampleWaiter('AccessExclusiveLock', 4712, [4711], {
  application: 'alembic',
  query: 'alter table user_personalization drop constraint user_personalization_user_id_fkey',
});

export function exampleLocks(
  sessions: readonly Session[],
  changes: Partial<Locks> = {},
): { readonly locks: Locks } {
  return {
    locks: {
      database: 'shop',
      role: 'qa',
      version: 180_000,
      standby: false,
      looks: [{ sessions: [...sessions], connected: 12, hidden: 0, locks: 34 }],
      deadlocks: { count: 0, since: null },
      ...changes,
    },
  };
}
