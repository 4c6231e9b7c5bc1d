import { droppedStartupOptions } from './dropped-startup-options.ts';
import { exposedTable } from './exposed-table.ts';
import { leakingSettings } from './leaking-settings.ts';
import { readOnlyDatabase } from './read-only-database.ts';
import { rejectedStartupOptions } from './rejected-startup-options.ts';
import { roleTimeout } from './role-timeout.ts';
import { saturatedConnections } from './saturated-connections.ts';
import { transactionPooler } from './transaction-pooler.ts';
import { unsetIdleTimeout } from './unset-idle-timeout.ts';
import { unsetLockTimeout } from './unset-lock-timeout.ts';
import { unsetStatementTimeout } from './unset-statement-timeout.ts';

/**
 * What `qa inspect-sessions` can say, in reading order: what is between, what comes through, what is in
 * force, who is there, who may.
 */
export const sessionChecks = [
  transactionPooler,
  droppedStartupOptions,
  rejectedStartupOptions,
  leakingSettings,
  unsetStatementTimeout,
  unsetLockTimeout,
  unsetIdleTimeout,
  roleTimeout,
  saturatedConnections,
  readOnlyDatabase,
  exposedTable,
] as const;

export { sessionLines } from './description/session-lines.ts';
export { otherSupabasePort } from './pooler/other-port.ts';
export { connections } from './probes/connections.ts';
export { exposedRelations } from './probes/exposed-relations.ts';
export { inForce } from './probes/in-force.ts';
export { sessionScope } from './scope/scope.ts';
export { carryOver, type CarryOver } from './probes/carry-over.ts';
export type { SessionsContext } from './probes/context.ts';
