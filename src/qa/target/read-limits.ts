import type { ReadLimits } from '../../checks/postgres/index.ts';

/** Milliseconds: who waits for a lock holds up all who come behind, so an inspection does not wait long. */
const longestLockWaitMs = 500;

/** How long one query of an inspection may take, and wait for a lock. */
export function readLimits(timeoutMs: number): ReadLimits {
  return { statementTimeoutMs: timeoutMs, lockTimeoutMs: Math.min(timeoutMs, longestLockWaitMs) };
}
