import { blockedRepair } from './blocked-repair.ts';
import { pendingRepair } from './pending-repair.ts';
import { repairOrphans } from './repair-orphans.ts';
import { unsafeRepair } from './unsafe-repair.ts';

/** What `qa repair-fk` can say, in reading order: what is to be done, and what stands against it. */
export const repairChecks = [pendingRepair, unsafeRepair, repairOrphans, blockedRepair] as const;

export type { RepairContext } from './context.ts';
export { emitAlembic } from './emit-alembic.ts';
export { emit } from './emit.ts';
export { repair, type Repair } from './repair.ts';
