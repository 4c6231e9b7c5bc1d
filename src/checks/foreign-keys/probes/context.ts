import type { Database, ReadLimits } from '../../postgres/session/session.ts';
import type { RunContext } from '../../probe.ts';
import type { Expectation } from '../expectations/expectation.ts';
import type { OrphanPlace } from '../orphans/resume-point.ts';
import type { Selection } from '../catalog/selection.ts';

/** How far `--orphans` may go. Milliseconds. */
export interface OrphanLimits {
  /**
   * `exact` tries one statement over the whole table first, `chunks` never does; both count everything.
   * `sample` looks at a part of each large table: what it finds is found, what it does not find is unknown.
   */
  readonly mode: 'exact' | 'chunks' | 'sample';
  /** For all keys together. */
  readonly maxDurationMs: number;
  /** For one statement over a whole table; what does not fit goes on in chunks. */
  readonly oneStatementMs: number;
  /** Rows of the child in a chunk. */
  readonly chunkRows: number;
  /** How many orphans of each key are shown by their keys; 0: none, and no other value of a row either. */
  readonly samples: number;
}

/** What the probes of `inspect-fk` are given. */
export interface ForeignKeyContext extends RunContext {
  readonly database: Database;
  readonly limits: ReadLimits;
  readonly selection: Selection;
  readonly expectations: {
    readonly list: readonly Expectation[];
    /** True for the product's own list: it says nothing of a database that is not the product's. */
    readonly builtIn: boolean;
    /** True for a snapshot of all tables: what is not in it should not be there. */
    readonly complete: boolean;
  };
  /** Null: orphans were not asked for. */
  readonly orphans: OrphanLimits | null;
  /**
   * Where earlier counts stopped, by the query that shows a key's orphans: it names all that a count depends
   * on.
   */
  readonly resumed?: ReadonlyMap<string, OrphanPlace>;
}
