import type { DatabaseAddress } from '../../postgres/address/address.ts';
import type { Database, ReadLimits } from '../../postgres/session/session.ts';
import type { RunContext } from '../../probe.ts';

/** What the probes of `inspect-sessions` are given. */
export interface SessionsContext extends RunContext {
  /** For what is read in read-only transactions. */
  readonly database: Database;
  readonly limits: ReadLimits;
  /** For connections that are looked at themselves: with nothing set, or with startup options. */
  readonly address: DatabaseAddress;
  readonly applicationName: string;
  readonly connectTimeoutMs: number;
  /**
   * Requests to cancel a statement, and goodbyes, that are under way; whoever ends the run waits for them.
   */
  readonly cancelling: Set<Promise<void>>;
  /**
   * What the user's connection string, or PGOPTIONS, asks for at start-up; null where it asks for nothing.
   */
  readonly ownOptions: string | null;
  /** The same database by another port, to be compared; null where there is none. */
  readonly compared: DatabaseAddress | null;
  /** Roles through which an API reaches tables. */
  readonly apiRoles: {
    readonly names: readonly string[];
    /** Those that the user named: they are expected to exist. */
    readonly expected: readonly string[];
  };
}
