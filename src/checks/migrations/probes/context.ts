import type { Database, ReadLimits } from '../../postgres/session/session.ts';
import type { RunContext } from '../../probe.ts';
import type { RevisionListing } from './list-revisions.ts';

/**
 * What the probes of `inspect-migrations` are given. Either half may be missing: the rest is judged without
 * it.
 */
export interface MigrationContext extends RunContext {
  readonly code: CodeSource | null;
  readonly database: VersionTableSource | null;
}

export interface CodeSource {
  /** Null where no directory was given, and only the expected heads are known. */
  readonly listing: RevisionListing | null;
  /** The revisions at which the code is; empty where the files say so themselves. */
  readonly expectedHeads: readonly string[];
}

export interface VersionTableSource {
  readonly database: Database;
  readonly limits: ReadLimits;
  /** Alembic's `version_table`. */
  readonly table: string;
  /** Alembic's `version_table_schema`; null for the first schema of the search path that has the table. */
  readonly schema: string | null;
}
