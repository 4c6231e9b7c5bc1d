/** `server_version_num` by release: what the catalogs have from then on. */
const since = {
  /** `pg_constraint.confdelsetcols`: ON DELETE SET NULL (column, …). */
  setNullColumns: 150000,
  /** `pg_constraint.conenforced`: NOT ENFORCED. */
  enforcement: 180000,
  /** `pg_constraint.conperiod`: FOREIGN KEY (…, PERIOD …). */
  periods: 180000,
  /** A foreign key of a partitioned table can be NOT VALID. */
  unvalidatedPartitionedKeys: 180000,
  /** `pg_class.reltuples` is -1, not 0, for a table that was never analysed. */
  unknownRowCounts: 140000,
  /** A foreign key has its triggers on a partitioned table too, not on its partitions alone. */
  partitionedTriggers: 150000,
  /** `pg_locks.waitstart`. */
  lockWaitStart: 140000,
  /** `security_invoker` of views. */
  securityInvoker: 150000,
  /** A membership says whether SET ROLE may be used. */
  assumedRoles: 160000,
  /** `reserved_connections`. */
  reservedConnections: 160000,
} as const;

export type Feature = keyof typeof since;

const oldest = 130000;

/** Whether a server of that `server_version_num` has it. */
export function has(version: number, feature: Feature): boolean {
  return version >= since[feature];
}

/** `15.18` for 150018. */
export function versionText(version: number): string {
  return `${Math.floor(version / 10000)}.${version % 10000}`;
}

/**
 * Throws for a server whose catalogs this tool was never tried on; what it says of such a server would be a
 * guess.
 */
export function requireSupported(version: number): void {
  if (version < oldest) {
    throw new Error(
      `PostgreSQL ${Math.floor(version / 10000)} is older than 13, the oldest release that can be inspected.`,
    );
  }
}
