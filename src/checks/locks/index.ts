import { blockedDdl } from './blocked-ddl.ts';
import { deadlocksObserved } from './deadlocks-observed.ts';
import { idleInTransaction } from './idle-in-transaction.ts';
import { lockQueue } from './lock-queue.ts';
import { longTransaction } from './long-transaction.ts';
import { preparedTransaction } from './prepared-transaction.ts';
import { unyieldingAutovacuum } from './unyielding-autovacuum.ts';

/** What `qa inspect-locks` can say of what there is, in reading order: who waits, then who is in the way. */
export const standingLockChecks = [
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
export { withLastingWaits, subjectOf, type Locks, type Session as LockSession } from './look/look.ts';
export { parseName as readTableName } from '../postgres/sql/identifier.ts';
export { NotUnderstood } from './statement/cursor.ts';
export { knownStatements, readDdl, type DdlLocks } from './statement/ddl.ts';
export { ddlKinds, wantedBy } from './statement/kinds.ts';
/** And of a statement that it is asked about; loaded by itself, with what reads statements. */
export { obstructedDdl } from './obstructed-ddl.ts';
export { wouldBlock, type WouldBlock, type WouldBlockContext } from './probes/would-block.ts';
export { queueText, wantedText } from './verdict/queue.ts';
export { inTheWay, type InTheWay } from './probes/in-the-way.ts';
export { namingBlockers } from './probes/naming-blockers.ts';
export { locks } from './probes/locks.ts';
export { forestOf, sizeOf, type Branch } from './tree/forest.ts';
export { lockScope } from './verdict/scope.ts';
