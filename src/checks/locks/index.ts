import { blockedDdl } from './blocked-ddl.ts';
import { deadlocksObserved } from './deadlocks-observed.ts';
import { idleInTransaction } from './idle-in-transaction.ts';
import { lockQueue } from './lock-queue.ts';
import { longTransaction } from './long-transaction.ts';
import { preparedTransaction } from './prepared-transaction.ts';
import { unyieldingAutovacuum } from './unyielding-autovacuum.ts';

/** What `qa inspect-locks` can say, in reading order: who waits, then who is in the way. */
export const lockChecks = [
  blockedDdl,
  lockQueue,
  idleInTransaction,
  longTransaction,
  preparedTransaction,
  unyieldingAutovacuum,
  deadlocksObserved,
] as const;

export type { LocksContext } from './probes/context.ts';
export { ageText, lockText, queryText, stateText, waitText, whoText } from './look/describe.ts';
export { settled, subjectOf, type Locks, type Session as LockSession } from './look/look.ts';
export { inTheWay, namingBlockers, type InTheWay } from './probes/in-the-way.ts';
export { locks } from './probes/locks.ts';
export { forestOf, sizeOf, type Branch } from './tree/forest.ts';
