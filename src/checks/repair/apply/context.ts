import type { Expectation } from '../../foreign-keys/expectations/expectation.ts';
import type { ForeignKeyContext, OrphanLimits } from '../../foreign-keys/probes/context.ts';
import type { DatabaseAddress } from '../../postgres/address/address.ts';
import type { Database } from '../../postgres/session/session.ts';
import type { StepLimits } from '../plan/script.ts';

/** What a person wants of a key, beside or against what is expected. */
export interface Change {
  readonly references: Expectation['references'] | null;
  readonly onDelete: NonNullable<Expectation['onDelete']> | null;
}

/** What a repair is given. It reads through `database`, and writes over a connection of its own. */
export interface RepairContext extends Omit<ForeignKeyContext, 'selection' | 'orphans'> {
  /** `schema.table.constraint`, or its end, as a person wrote it. */
  readonly constraint: string;
  /** A second way to read, which an interruption does not close: what is left is told then. */
  readonly afterwards: Database;
  /** False: it is looked at and planned, and nothing is changed. */
  readonly apply: boolean;
  /** Go on where rows have no parent, and stop at NOT VALID. */
  readonly leaveNotValid: boolean;
  /** Move rows without a parent into a backup table. */
  readonly quarantine: boolean;
  /** Where the key is to lead, and what it does at a delete, whatever is expected; null: as expected. */
  readonly change: Change | null;
  /** The revision that Alembic's table is to name in the end; null: as it is. */
  readonly stamp: string | null;
  readonly orphans: OrphanLimits;
  readonly steps: StepLimits;
  readonly tries: {
    readonly most: number;
    /** Milliseconds for all tries of a step, pauses and all. */
    readonly patienceMs: number;
    /** Milliseconds: the first pause is at most this long, each further one at most twice the one before. */
    readonly firstPauseMs: number;
    readonly longestPauseMs: number;
  };
  readonly writer: {
    readonly address: DatabaseAddress;
    readonly applicationName: string;
    readonly connectTimeoutMs: number;
  };
}
