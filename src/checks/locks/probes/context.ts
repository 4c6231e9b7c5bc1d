import type { Database, ReadLimits } from '../../postgres/session/session.ts';
import type { RunContext } from '../../probe.ts';

/** What the probes of `inspect-locks` are given. */
export interface LocksContext extends RunContext {
  readonly database: Database;
  readonly limits: ReadLimits;
  /** Milliseconds between two looks, where one proves nothing. */
  readonly pauseMs: number;
}
