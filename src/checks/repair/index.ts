import { blockedRepair } from './blocked-repair.ts';
import { pendingRepair } from './pending-repair.ts';
import { repairOrphans } from './repair-orphans.ts';
import { unsafeRepair } from './unsafe-repair.ts';

/** What `qa repair-fk` can say, in reading order: what is to be done, and what stands against it. */
export const repairChecks = [pendingRepair, unsafeRepair, repairOrphans, blockedRepair] as const;

export type { RepairContext } from './apply/context.ts';
export { describeHolder } from '../locks/look/holder.ts';
export { emitAlembic } from './emit/alembic-revision.ts';
export { emit } from './emit/sql-script.ts';
export { repair } from './apply/repair.ts';
export type { Repair } from './apply/repair-shape.ts';
