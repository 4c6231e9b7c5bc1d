import { brokenChain } from './broken-chain.ts';
import { databaseAhead } from './database-ahead.ts';
import { duplicateRevision } from './duplicate-revision.ts';
import { missingVersionTable } from './missing-version-table.ts';
import { multipleDatabaseRevisions } from './multiple-database-revisions.ts';
import { pendingMigrations } from './pending-migrations.ts';
import { riskyMigration } from './risky-migration.ts';
import { splitHeads } from './split-heads.ts';
import { unbranchedFromCode } from './unbranched-from-code.ts';
import { unknownRevision } from './unknown-revision.ts';

/**
 * What `qa inspect-migrations` can say, in reading order: the files, the database, how they stand to each
 * other, what comes next.
 */
export const migrationChecks = [
  brokenChain,
  duplicateRevision,
  splitHeads,
  missingVersionTable,
  multipleDatabaseRevisions,
  unknownRevision,
  pendingMigrations,
  databaseAhead,
  unbranchedFromCode,
  riskyMigration,
] as const;

export { inOrder, linkRevisions, withAncestors, type Graph } from './graph/graph.ts';
export { summaryOf } from './relation/summary.ts';
export { listRevisions, type RevisionListing } from './probes/list-revisions.ts';
export { code } from './probes/code.ts';
export { versionTable, type VersionTable } from './probes/version-table.ts';
export type { CodeSource, MigrationContext } from './probes/context.ts';
