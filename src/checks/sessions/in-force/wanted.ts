import type { TimeoutName } from './setting.ts';

/** What a migration needs: shorter, and it is cancelled in the middle. */
export const migrationMs = { statement_timeout: 600_000, lock_timeout: 120_000 } as const satisfies Partial<
  Record<TimeoutName, number>
>;

/** The longest that an open transaction may sit and hold its locks. */
export const idleInTransactionMs = 60_000;

/** What is asked for at start-up to see whether it arrives. */
export const askedMs = { ...migrationMs, idle_in_transaction_session_timeout: idleInTransactionMs } as const;
export type AskedName = keyof typeof askedMs;
export const askedNames = Object.keys(askedMs) as readonly AskedName[];
